"""`amparo serve`: it starts only when nothing is dangerous, stops gently, and says little."""

import gc
import os
import re
import signal
import socket
import subprocess
import time
from collections import deque
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import pytest
from gunicorn.workers.gthread import TConn
from installations import AMPARO, Installation, receipt_in, tell

from amparo.web.operating import serving
from amparo.web.operating.serving import THREADS

# Nothing of it has to do with the database.
pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the run on SQLite has it")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An installation with its cast, on SQLite."""
    made = Installation(tmp_path / "home")
    made.step("found")
    return made


def test_it_serves_and_stops_with_what_was_begun_finished(installation: Installation):
    with installation.served() as server:
        browser = server.browser()
        assert browser.get("/en/").status == 200
        assert browser.get("/static/amparo.css").status == 200
        shown = []
        sender = Thread(target=lambda: shown.append(receipt_in(tell(browser, "Just before the end."))))
        sender.start()
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        sender.join()
        assert server.stop() == 0
    assert installation.step("open_receipts", *[receipt for receipt in shown if receipt]) == ["Just before the end."]


def test_what_every_page_reads_is_not_looked_through_for_garbage():
    try:
        serving._Site({}).load()
        assert gc.get_freeze_count() > 100_000 > len(gc.get_objects())
    finally:
        gc.unfreeze()


def test_all_that_it_says_is_that_it_serves(installation: Installation):
    with installation.served() as server:
        server.browser().get("/en/")
        server.stop()
        assert server.printed.read_text() == f"Serving on 127.0.0.1 port {installation.port}.\n"


def test_a_process_of_work_that_dies_is_replaced(installation: Installation):
    with installation.served() as server:
        receipt = receipt_in(tell(server.browser(), "Before it died."))
        found = subprocess.run(["pgrep", "-P", str(server.process.pid)], capture_output=True, text=True, check=True)
        subprocess.run(["kill", "-9", *found.stdout.split()], check=True)
        time.sleep(0.2)
        assert server.browser().get("/en/").status == 200
        assert re.search(r"Worker \(pid:\d+\) was sent SIGKILL", server.printed.read_text())
    assert installation.step("open_receipt", receipt) == "Before it died."


@pytest.mark.parametrize(
    "head", [b"GET /en/ HTTP/1.1\r\nHost: ", b"POST /en/tell/ HTTP/1.1\r\nContent-Length: 9\r\n\r\nwor"]
)
def test_who_says_nothing_more_loses_their_turn(installation: Installation, head: bytes):
    """As many connections as there are threads stop in the middle; a proxy in front would never pass such a request on."""
    with installation.served() as server, ExitStack() as held:
        for _ in range(THREADS):
            silent = held.enter_context(socket.create_connection(("127.0.0.1", installation.port)))
            silent.sendall(head)
        begun = time.monotonic()
        assert server.browser().get("/en/").status == 200
        assert time.monotonic() - begun < serving._SILENT + 5


def test_who_sends_a_little_again_and_again_loses_it_as_well():
    ours, theirs = socket.socketpair()
    kept = TConn.__new__(TConn)
    kept.sock = ours
    worker = serving.Brisk.__new__(serving.Brisk)
    worker.keepalived_conns, worker._since = deque(), {kept: time.monotonic() - serving._LONGEST - 1}
    with ours, theirs:
        worker.murder_keepalived()
        assert theirs.recv(1) == b""


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"AMPARO_HOSTS": "help.example.org"}, "without HTTPS"),
        ({"AMPARO_HTTPS": "yes"}, "AMPARO_PROXY=yes"),
        ({"AMPARO_PROXY": "yes"}, "AMPARO_HTTPS=yes"),
        ({"AMPARO_HOSTS": "*", "AMPARO_HTTPS": "yes", "AMPARO_PROXY": "yes"}, "lets every name in"),
        ({"AMPARO_HTTPS": "perhaps"}, "`yes` or `no`"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "postgres://"),
        ({"DATABASE_URL": "postgres://nobody:marked-password@127.0.0.1:9/none"}, "does not answer"),
    ],
)
def test_it_does_not_start_over_anything_dangerous(installation: Installation, settings: dict[str, str], said: str):
    installation.settings = settings
    ran = installation.amparo("serve", "--port", "8099")
    assert ran.returncode == 2
    assert said in ran.stderr and "marked-password" not in ran.stderr


def test_it_does_not_listen_to_the_world_by_itself(installation: Installation):
    ran = installation.amparo("serve", "--host", "0.0.0.0", "--port", "8099")
    assert ran.returncode == 2 and "no encryption" in ran.stderr


def test_a_port_in_use_is_said_at_once(installation: Installation):
    with installation.served():
        begun = time.monotonic()
        ran = installation.amparo("serve", "--port", installation.port)
        assert ran.returncode == 2 and "--port" in ran.stderr
        assert time.monotonic() - begun < 10


def test_a_database_of_an_older_version_is_changed_only_when_asked(installation: Installation):
    installation.step("change", "DELETE FROM django_migrations WHERE app = 'casework'")
    ran = installation.amparo("serve", "--port", "8099")
    assert ran.returncode == 2 and "--migrate" in ran.stderr


def test_a_new_version_brings_the_database_along(tmp_path: Path):
    made = Installation(tmp_path / "home", options=("--migrate",))
    made.step("nothing")
    ran = made.amparo("serve", "--port", "8099", "--migrate")
    assert ran.returncode == 2 and "amparo init" in ran.stderr  # migrated, and empty
    assert made.step("counts") == {"cases": 0, "receipts": 0, "sessions": 0}


def test_without_a_home_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("AMPARO_HOME", raising=False)
    ran = subprocess.run([AMPARO, "serve"], capture_output=True, text=True, check=False)
    assert ran.returncode == 2 and "amparo init" in ran.stderr
