"""The demonstration: one command, everybody can sign in, every invented report is there, and another installation is never touched."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from installations import AMPARO, Browser, Installation, free_port

from amparo.vault.receipts import Receipt

WORD = r"[a-z]{5}(?: [a-z]{5}){9}"

# It is always on SQLite.
pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the run on SQLite has it")


class Running:
    """`amparo demo run`, and what it printed."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home, self.port, self.out = home, free_port(), home.parent / "printed.txt"
        command = [AMPARO, "demo", "run", "--home", str(home), "--port", str(self.port), *options]
        # Whatever else is set, the demonstration keeps to itself.
        environment = os.environ | {
            "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
            "AMPARO_HOSTS": "x",
            "AMPARO_HTTPS": "yes",
        }
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out, env=environment, start_new_session=True)
        until = time.monotonic() + 100
        while "Ctrl-C" not in self.printed:
            assert self.process.poll() is None and time.monotonic() < until, self.printed
            time.sleep(0.1)

    @property
    def printed(self) -> str:
        return self.out.read_text()

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def code(self, name: str) -> str:
        ran = subprocess.run(
            [AMPARO, "demo", "code", name, "--home", str(self.home)], capture_output=True, text=True, check=True
        )
        return ran.stdout.strip()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One that is loaded once for all tests."""
    started = Running(tmp_path_factory.mktemp("demonstration") / "home")
    yield started
    started.stop()


@pytest.fixture
def browser(running: Running) -> Browser:
    """A browser in front of it."""
    return Browser("127.0.0.1", running.port)


@pytest.mark.parametrize(
    "name", ["ana", "basir", "chidi", "dana", "iris", "sofia", "anton", "carmen", "celia", "cyrus", "adam"]
)
def test_each_of_the_cast_signs_in_with_what_is_printed(running: Running, browser: Browser, name: str):
    (passphrase,) = re.findall(r"^Passphrase of everybody: (.*)$", running.printed, re.MULTILINE)
    assert re.search(rf"^  {name} +[A-Z2-7]{{32}}  \w", running.printed, re.MULTILINE)
    form = browser.get("/en/work/sign-in/")
    told = {"name": name, "passphrase": passphrase, "code": running.code(name)}
    page = browser.post("/en/work/sign-in/", told | {"csrfmiddlewaretoken": form.fields["csrfmiddlewaretoken"]})
    assert page.status == 302, page.body
    assert browser.follow(page).status in (200, 404)


def test_every_report_opens_with_its_receipt_in_its_language(running: Running, browser: Browser):
    printed = re.findall(rf"^  (en|es|fr|ar)  ({WORD})$", running.printed, re.MULTILINE)
    assert {language for language, _ in printed} == {"en", "es", "fr", "ar"} and len(printed) >= 8
    for language, words in printed:
        page = browser.post(f"/{language}/receipt/", {"typed": words})
        assert page.status == 200 and Receipt.read(words).words == words
        assert f'lang="{language}"' in page.body


def test_the_pages_say_that_everything_is_invented(running: Running, browser: Browser):
    assert browser.get("/en/").status == 200
    form = browser.get("/en/work/sign-in/")
    assert "Everything in it is invented. It begins anew when it is started on another day." in form.body


def test_it_is_kept_when_it_is_run_again_and_made_anew_when_asked(tmp_path: Path):
    seeds = []
    for options in ((), (), ("--fresh",)):
        started = Running(tmp_path / "home", *options)
        seeds.append(re.findall(r"^  ana +(\w+)", started.printed, re.MULTILINE))
        assert started.stop() == 0
        assert started.printed.count("Loading") == (0 if len(seeds) == 2 else 1)
    assert seeds[0] == seeds[1] != seeds[2]


def test_it_begins_anew_on_another_day(tmp_path: Path):
    home, seeds = tmp_path / "home", []
    for _ in range(2):
        started = Running(home)
        seeds.append(re.findall(r"^  ana +(\w+)", started.printed, re.MULTILINE))
        assert started.stop() == 0
        assert "Loading" in started.printed
        mark = home / "DEMONSTRATION.txt"
        mark.write_text(re.sub(r"Begun on \d{4}-\d\d-\d\d", "Begun on 2020-01-01", mark.read_text()))
    assert seeds[0] != seeds[1]


def test_another_installation_is_never_taken_for_a_demonstration(tmp_path: Path):
    real = Installation(tmp_path / "home")
    real.step("found")
    before = (real.folder / "amparo.sqlite3").read_bytes()
    command = [AMPARO, "demo", "run", "--fresh", "--home", str(real.folder), "--port", "8098"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 2 and "no demonstration" in ran.stderr
    assert (real.folder / "amparo.sqlite3").read_bytes() == before
    code = subprocess.run(
        [AMPARO, "demo", "code", "ana", "--home", str(real.folder)], capture_output=True, text=True, check=False
    )
    assert code.returncode == 2 and not code.stdout
