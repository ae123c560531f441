"""A fresh installation and its real server, as `amparo serve` starts it, with what its processes hold in memory."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, sleep
from urllib.parse import urlsplit, urlunsplit

from benchmarks.web.browser import Browser

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
_SEEDING = [sys.executable, "-m", "benchmarks.web.seeding"]


class Installation:
    """A home of its own, with an empty database of its own."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AMPARO_", "DATABASE_", "DJANGO_"))
        }
        self.environment |= {"AMPARO_HOME": str(folder), "AMPARO_HOSTS": "127.0.0.1"}
        if database:
            self.environment["DATABASE_URL"] = database
        self.members: dict[str, list[str]] = {}
        self.passphrase = ""

    def seed(self, *words: object) -> dict[str, object]:
        """What `benchmarks.web.seeding` says after doing that."""
        ran = subprocess.run([*_SEEDING, *map(str, words)], env=self.environment, capture_output=True, check=False)
        if ran.returncode:
            raise RuntimeError(f"seeding {words[0]} failed:\n{ran.stderr.decode()[-2000:]}")
        found: dict[str, object] = json.loads(ran.stdout)
        return found

    def found(self) -> None:
        """Founds the organisation."""
        told = self.seed("found")
        self.passphrase, self.members = str(told["passphrase"]), told["codes"]  # type: ignore[assignment]

    @property
    def on_disk(self) -> int:
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


@contextmanager
def installation(database: str) -> Iterator[Installation]:
    """A fresh home on `sqlite` or `postgres`; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="amparo-bench-"))
    url, name = "", f"amparo_bench_{os.getpid()}"
    try:
        if database == "postgres":
            _on_postgres(f'CREATE DATABASE "{name}"')
            url = urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}"))
        made = Installation(folder, url)
        made.found()
        yield made
    finally:
        if url:
            _on_postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """A running server."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, ready_after: float) -> None:
        self._process, self.port, self.ready_after = process, port, ready_after

    def memory(self) -> tuple[float, float]:
        """MiB that all its processes hold: PSS, which counts what they share once, and the sum of RSS."""
        pss = rss = 0
        for process in _family(self._process.pid):
            try:
                lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()[1:]
            except OSError:  # it ended meanwhile
                continue
            found = {line.split(":")[0]: int(line.split()[1]) for line in lines}
            pss, rss = pss + found["Pss"], rss + found["Rss"]
        return pss / 1024, rss / 1024

    def processor(self) -> float:
        """Seconds of a processor that its processes have used."""
        ticks = 0
        for process in _family(self._process.pid):
            # After the name in brackets: used by itself, in the system, and by what it started and saw end.
            fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

    @contextmanager
    def watched(self) -> Iterator[list[tuple[float, float]]]:
        """Meanwhile, what it holds, five times a second."""
        seen, ended = [self.memory()], Event()

        def watch() -> None:
            while not ended.wait(0.2):
                seen.append(self.memory())

        watcher = Thread(target=watch)
        watcher.start()
        try:
            yield seen
        finally:
            ended.set()
            watcher.join()


@contextmanager
def serving(installed: Installation) -> Iterator[Server]:
    """The server of this installation, which answers when this begins and has ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = perf_counter()
    amparo = str(Path(sys.executable).parent / "amparo")
    with open(installed.folder / "server.log", "wb") as log:
        process = subprocess.Popen(
            [amparo, "serve", "--port", str(port)], env=installed.environment, stdout=log, stderr=log
        )
    try:
        _wait(process, port, installed.folder / "server.log")
        yield Server(process, port, perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(60)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(600):
        browser = Browser(port)
        try:
            page = browser.get("/en/")
            assert page.status == 200, f"the first page answered {page.status}"
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}") from None
            sleep(0.1)
        finally:
            browser.close()
    raise RuntimeError("the server did not answer within a minute")


def _family(process: int) -> list[int]:
    """The process and all that it started."""
    found, at = [process], 0
    while at < len(found):
        for task in Path(f"/proc/{found[at]}/task").glob("*/children"):
            try:
                found += map(int, task.read_text("ascii").split())
            except OSError:
                continue
        at += 1
    return found


def _on_postgres(sentence: str) -> None:
    import psycopg  # noqa: PLC0415 - only where it is measured

    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(sentence)
