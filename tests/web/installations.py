"""A whole installation for tests: a home of its own, a database of its own, and a server in another process that can be killed."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

HERE = Path(__file__).parent
PASSPHRASE = "a passphrase for tests only"
AMPARO = str(Path(sys.executable).with_name("amparo"))


@dataclass
class Installation:
    """A folder, perhaps a database of PostgreSQL, and what its commands printed."""

    folder: Path
    database_url: str = ""
    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()  # of `amparo serve`
    said: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AMPARO_", "DATABASE_", "DJANGO_"))
        }
        ours = {"AMPARO_HOME": str(self.folder), "AMPARO_CACHE": os.environ["AMPARO_CACHE"], **self.settings}
        return kept | ours | ({"DATABASE_URL": self.database_url} if self.database_url else {})

    def amparo(self, *words: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Runs a command of the program as its operator would."""
        return self._ran([AMPARO, *map(str, words)], stdin)

    def step(self, name: str, *told: str) -> object:
        """Does one of `steps_inside` in a process of its own, and returns what it answers."""
        ran = self._ran([sys.executable, str(HERE / "do_step.py"), name, *told])
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    @contextmanager
    def served(self) -> Iterator["Server"]:
        """A server that answers; stopped at the end if nobody killed it."""
        server = Server(self)
        server.start()
        try:
            yield server
        finally:
            server.stop()

    def _ran(self, command: list[str], stdin: str = "") -> subprocess.CompletedProcess[str]:
        ran = subprocess.run(
            command, input=stdin, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        self.said += [ran.stdout, ran.stderr]
        return ran


class Server:
    """`amparo serve` in a process group of its own; everything that it prints goes into a file."""

    def __init__(self, installation: Installation) -> None:
        self.of = installation
        self.printed = installation.folder.parent / f"{installation.folder.name}-printed.txt"
        installation.port = installation.port or free_port()

    def start(self) -> None:
        with self.printed.open("ab") as out:
            self.process = subprocess.Popen(
                [AMPARO, "serve", "--port", str(self.of.port), *self.of.options],
                env=self.of.environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        until = time.monotonic() + 30
        while not self._answers():
            assert self.process.poll() is None, self.printed.read_text()
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """As a power cut would: nobody is told."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(60)

    def browser(self) -> "Browser":
        return Browser("127.0.0.1", self.of.port)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.of.port), timeout=1):
                return True
        except OSError:
            return False


@dataclass
class Page:
    """An answer of the server."""

    status: int
    headers: http.client.HTTPMessage
    body: str

    @property
    def fields(self) -> dict[str, str]:
        """What the hidden fields hold."""
        found = _Fields()
        found.feed(self.body)
        return found.fields

    def words_of(self, mark: str) -> list[str]:
        """The text of every element with that class."""
        found = _Marked(mark)
        found.feed(self.body)
        return [" ".join(text.split()) for text in found.texts]


@dataclass
class Browser:
    """Asks for pages and keeps cookies, as far as a test needs it."""

    host: str
    port: int
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None, {})

    def post(self, path: str, told: dict[str, object], files: dict[str, tuple[str, bytes]] | None = None) -> Page:
        """Sends a form, with files if there are some."""
        if files is None:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            return self._ask("POST", path, urlencode(told, doseq=True).encode(), form)
        border = secrets.token_hex(16)
        parts = [_part(border, f'name="{name}"', "", str(value).encode()) for name, value in told.items()]
        for name, (called, content) in files.items():
            parts.append(_part(border, f'name="{name}"; filename="{called}"', "application/octet-stream", content))
        body = b"".join(parts) + f"--{border}--\r\n".encode()
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={border}"})

    def follow(self, page: Page) -> Page:
        """The page to which a redirect leads; the page itself if it is none."""
        while page.status in (301, 302, 303):
            page = self.get(urlsplit(page.headers["Location"]).path)
        return page

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, self.port, timeout=60)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        connection = self.connection()
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(
                method, path, body, {**self.headers, **headers, **({"Cookie": cookie} if cookie else {})}
            )
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: found.value for name, found in SimpleCookie(line).items()}
        return Page(answer.status, answer.headers, text)


def tell(browser: Browser, words: str, files: dict[str, tuple[str, bytes]] | None = None, **told: object) -> Page:
    """Sends a report as somebody with the form would; the page with the receipt."""
    form = browser.get("/en/tell/")
    return browser.post("/en/tell/", told_in(form, words, **told), files)


def told_in(form: Page, words: str, **told: object) -> dict[str, object]:
    """The form filled in."""
    return {"held": form.fields["held"], "words": words, "language": "en", "office": "north", **told}


def receipt_in(page: Page) -> str:
    """The receipt that a page shows, in words; empty if it shows none."""
    return next(iter(page.words_of("receipt")), "")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


@contextmanager
def database_of_its_own(server: str) -> Iterator[str]:
    """A fresh database on the server that DATABASE_URL names, dropped at the end; the URL to it. Without a server: nothing."""
    if not server:
        yield ""
        return
    import psycopg

    name = f"amparo_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _part(border: str, about: str, kind: str, content: bytes) -> bytes:
    head = f"--{border}\r\nContent-Disposition: form-data; {about}\r\n" + (f"Content-Type: {kind}\r\n" if kind else "")
    return head.encode() + b"\r\n" + content + b"\r\n"


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "input" and told.get("type") == "hidden":
            self.fields[str(told.get("name"))] = told.get("value") or ""


class _Marked(HTMLParser):
    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark, self.texts, self._tag, self._depth = mark, [], "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth:
            self._depth += tag == self._tag
        elif self.mark in (dict(attrs).get("class") or "").split():
            self._tag, self._depth = tag, 1
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= bool(self._depth) and tag == self._tag

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.texts[-1] += data
