"""The examples of `docs/install.md`, run as they stand there: redirects, secure cookies, and no address anywhere."""

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

import pytest
from installations import PASSPHRASE, Browser, Installation, Page, free_port, receipt_in, tell

from amparo.web.operating.serving import THREADS

INSTALL = Path(__file__).parents[2] / "docs/install.md"
HOST = "help.example.org"
ADDRESS = "127.0.0.98"
MARKS = [ADDRESS, "Zwitterion-Browser", "cwtch.example", "ytterbium", "xylograph-meteorite", "vellichor-pangolin"]

# Nothing of it has to do with the database.
pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the run on SQLite has it")


class Proxied(Browser):
    """A browser that reaches the proxy by HTTPS, under the name of the site, and trusts any certificate."""

    def connection(self) -> http.client.HTTPConnection:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        made = http.client.HTTPSConnection(HOST, self.port, timeout=60, context=trusting)
        # The name is nobody's: it leads here.
        made._create_connection = lambda _to, *rest: socket.create_connection(  # type: ignore[attr-defined]
            ("127.0.0.1", self.port), 60, (ADDRESS, 0)
        )
        return made


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An installation with the settings of the page."""
    told = dict(re.findall(r"^(AMPARO_(?:HOSTS|HTTPS|PROXY|TIME_ZONE))=(.*)$", INSTALL.read_text(), re.MULTILINE))
    made = Installation(tmp_path / "home", settings=told)
    made.step("found")
    return made


class Proxy:
    """A proxy in a folder of its own, and everything that it writes."""

    def __init__(self, folder: Path, command: list[str], ports: tuple[int, int], environment: dict[str, str]) -> None:
        self.folder, self.plain, self.secure = folder, *ports
        with (folder / "printed.txt").open("wb") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out, env=environment, start_new_session=True)
        until = time.monotonic() + 20
        while not self._listens():
            assert self.process.poll() is None and time.monotonic() < until, (folder / "printed.txt").read_text()
            time.sleep(0.05)

    def browser(self) -> Proxied:
        headers = {
            "Host": HOST,
            "User-Agent": MARKS[1],
            "Referer": f"https://{MARKS[2]}/",
            "X-Forwarded-For": ADDRESS,
            "X-Forwarded-Proto": "http",
        }
        return Proxied(HOST, self.secure, headers)

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)

    def _listens(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.secure), 1):
                return True
        except OSError:
            return False


@pytest.fixture(params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest, installation: Installation, tmp_path: Path) -> Iterator[Proxy]:
    """The proxy of that name, with its example as it stands on the page but for ports, folders and certificate."""
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed. On Debian, as root: apt-get install {request.param}")
    folder = tmp_path / request.param
    folder.mkdir(mode=0o755)
    installation.port = free_port()
    ports = free_port(), free_port()
    made = {"nginx": nginx, "caddy": caddy}[request.param](folder, ports, installation.port)
    environment = os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    started = Proxy(folder, made, ports, environment)
    yield started
    started.end()


def example(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", INSTALL.read_text(), re.MULTILINE | re.DOTALL)
    return found


def nginx(folder: Path, ports: tuple[int, int], to: int) -> list[str]:
    certificate, key = folder / "fullchain.pem", folder / "privkey.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj"),
            f"/CN={HOST}",
            "-keyout",
            key,
            "-out",
            certificate,
        ],
        check=True,
        capture_output=True,
    )
    site = (
        example("nginx")
        .replace(f"/etc/letsencrypt/live/{HOST}", str(folder))
        .replace("127.0.0.1:8000", f"127.0.0.1:{to}")
    )
    site = site.replace("listen 80;", f"listen 127.0.0.1:{ports[0]};").replace(
        "listen 443 ", f"listen 127.0.0.1:{ports[1]} "
    )
    # What Debian's own file sets around a site, with its logs on: the example has to turn them off.
    whole = f"""
        daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log warn;
        events {{}}
        http {{
            access_log {folder}/access.log;
            client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
            fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
            {site}
        }}"""
    (folder / "nginx.conf").write_text(whole)
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, ports: tuple[int, int], to: int) -> list[str]:
    site = example("caddy").replace("127.0.0.1:8000", f"127.0.0.1:{to}")
    # A certificate of its own making, and no use of ports and keepers that need the machine to itself.
    options = f"{{\n admin off\n local_certs\n skip_install_trust\n http_port {ports[0]}\n https_port {ports[1]}\n"
    (folder / "Caddyfile").write_text(site.replace("{\n", options, 1))
    return ["caddy", "run", "--config", str(folder / "Caddyfile")]


def test_everything_goes_by_https_and_nobodys_address_is_written(
    installation: Installation, proxy: Proxy, tmp_path: Path
):
    with installation.served() as server:
        assert _redirected(proxy) == f"https://{HOST}/en/"
        browser = proxy.browser()
        page = browser.get("/en/")
        assert page.status == 200 and "Set-Cookie" not in page.headers
        assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
        content = MARKS[5].encode() * 100_000  # larger than what a proxy keeps in memory by itself
        watch = _Watch(proxy.folder)
        page = tell(browser, MARKS[4], {"file_1": ("story.txt", content)})
        receipt = receipt_in(page)
        assert receipt, page.body
        _sign_in(installation, browser)
        browser.get("/en/?ytterbium=1")
        with suppress(OSError):  # too much: refused before it has all been sent
            browser.post("/en/tell/", {"words": "x" * 33 * 2**20})
        watch.stop()
        server.stop()
        browser.get("/en/ytterbium/")  # nobody behind the proxy
        assert server.printed.read_text() == f"Serving on 127.0.0.1 port {installation.port}.\n"
    proxy.end()
    assert watch.seen == set()
    written = {
        path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and ".sqlite3" not in path.name
    }
    assert {
        (path.name, mark) for path, content in written.items() for mark in MARKS if mark.encode() in content
    } == set()


def test_who_says_https_without_it_is_not_believed(installation: Installation, proxy: Proxy):
    """The proxy overwrites what a sender claims; so does it for what would name the sender."""
    with installation.served():
        browser = proxy.browser()
        browser.headers["Origin"] = f"https://{HOST}"
        page = _sign_in(installation, browser)
        assert page.status == 302


@pytest.mark.parametrize("how", ["heads", "bodies", "readers"])
def test_the_slow_hold_up_nobody_else(installation: Installation, proxy: Proxy, how: str):
    """More than the server has threads begin a request and leave it there, or take nothing of a large answer."""
    with installation.served(), ExitStack() as held:
        sent = {"heads": _asking("/en/")[:-2], "bodies": _asking("/en/tell/", b"words=never+ending")[:-9]}
        if how == "readers":
            sent[how] = _asking_for_a_file(proxy.browser())
        for _ in range(THREADS + 4):
            held.enter_context(closing(_slowly(proxy))).sendall(sent[how])
        time.sleep(3)
        begun = time.monotonic()
        assert proxy.browser().get("/en/").status == 200
        assert receipt_in(tell(proxy.browser(), "Meanwhile."))
        assert time.monotonic() - begun < 5


def _asking(path: str, form: bytes = b"") -> bytes:
    """A request as it goes over the line, with a form if there is one."""
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n" if form else ""
    return f"{'POST' if form else 'GET'} {path} HTTP/1.1\r\nHost: {HOST}\r\n{kind}\r\n".encode() + form


def _asking_for_a_file(browser: Proxied) -> bytes:
    """A request for nearly ten megabytes, more than the system keeps for two connections."""
    received = tell(browser, "A file follows.", {"file_1": ("story.txt", b"vellichor " * 990_000)})
    page = browser.post("/en/receipt/", {"typed": receipt_in(received)})
    return _asking("/en/receipt/file/", urlencode({name: page.fields[name] for name in ("held", "record")}).encode())


def _slowly(proxy: Proxy) -> ssl.SSLSocket:
    """A connection with little room for what comes."""
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.bind((ADDRESS, 0))
    plain.connect(("127.0.0.1", proxy.secure))
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return trusting.wrap_socket(plain, server_hostname=HOST)


def _redirected(proxy: Proxy) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=10, source_address=(ADDRESS, 0))
    connection.request("GET", "/en/", headers={"Host": HOST, "User-Agent": MARKS[1]})
    answer = connection.getresponse()
    connection.close()
    assert answer.status in (301, 308)
    return answer.headers["Location"]


def _sign_in(installation: Installation, browser: Proxied) -> Page:
    browser.headers["Origin"] = f"https://{HOST}"
    form = browser.get("/en/work/sign-in/")
    told = {"name": "ana", "passphrase": PASSPHRASE, "code": installation.step("code", "ana")}
    page = browser.post("/en/work/sign-in/", told | {"csrfmiddlewaretoken": form.fields["csrfmiddlewaretoken"]})
    cookies = [*form.headers.get_all("Set-Cookie", []), *page.headers.get_all("Set-Cookie", [])]
    assert {cookie.partition("=")[0] for cookie in cookies} >= {"csrftoken", "amparo_session"}
    assert all("; Secure" in cookie and "; HttpOnly" in cookie and "SameSite=Strict" in cookie for cookie in cookies)
    return page


class _Watch:
    """Looks all the time for files that come and go."""

    def __init__(self, folder: Path) -> None:
        self.seen: set[str] = set()
        self._folder, self._over = folder, Event()
        self._before = self._files()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.001):
            self.seen |= self._files() - self._before

    def _files(self) -> set[str]:
        return {entry.path for top in os.scandir(self._folder) if top.is_dir() for entry in os.scandir(top.path)}
