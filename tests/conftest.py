"""What every test has: a fixed day, a cache and an installation of its own, no packs of yours, and a Hypothesis profile.

The environment is set before anything of Amparo is imported, so that no import can see another.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TODAY = "2026-11-21"
_CACHE = tempfile.mkdtemp(prefix="amparo-tests-")
_OURS = {"AMPARO_TODAY": TODAY, "AMPARO_CACHE": _CACHE}
_HOME = tempfile.mkdtemp(prefix="amparo-home-")
_OURS = {
    "AMPARO_TODAY": TODAY,
    "AMPARO_CACHE": _CACHE,
    "AMPARO_HOME": _HOME,
    "DJANGO_SETTINGS_MODULE": "amparo.web.settings",
}
_YOURS = ("AMPARO_PACKS", "AMPARO_PACK_KEYS", "AMPARO_SECRETS")
_SKIPPED_FOR_WANT_OF_SHARED: list[str] = []

for _folder in (_CACHE, _HOME):
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)  # also when no test was run
os.environ.update(_OURS)
for _name in _YOURS:
    os.environ.pop(_name, None)

from amparo.web.home import Home  # noqa: E402

Home.find().make()

import django  # noqa: E402

django.setup()

settings.register_profile("ci", max_examples=150, derandomize=True, deadline=None)
settings.register_profile(
    "long", max_examples=3000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def the_environment_stays_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test changes, the next one starts from the fixed day and the cache of this run."""
    for name, value in _OURS.items():
        monkeypatch.setenv(name, value)
    for name in _YOURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """Where the folder of shared data would lie: beside the checkout, or where AMPARO_SHARED says."""
    named = os.environ.get("AMPARO_SHARED")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared(shared_folder: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of shared data; without it the test is skipped, and the end of the run says so."""
    if not shared_folder.is_dir():
        _SKIPPED_FOR_WANT_OF_SHARED.append(request.node.nodeid)
        pytest.skip(
            f"There is no folder {shared_folder}. Put the shared data beside the checkout, or name its folder in AMPARO_SHARED."
        )
    return shared_folder


@pytest.fixture(scope="session")
def vocabulary():
    """The real vocabulary, read from its own files only."""
    from importlib.resources import files

    from amparo.rules.forms import Form, read_table
    from amparo.rules.reading import read_document
    from amparo.situation.loading import load_vocabulary

    data, problems = Path(str(files("amparo.situation"))) / "data", []
    documents = {path.name: read_document(path.read_text(), path.name, problems) for path in data.glob("*.yaml")}
    rows = read_table((data / "states.csv").read_text(), "states.csv", problems)
    found = load_vocabulary(documents, [Form(row, problems, "A State") for row in rows], problems)
    assert not problems, "\n".join(map(str, problems))
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _SKIPPED_FOR_WANT_OF_SHARED:
        terminalreporter.section("tests that did not run, for want of the shared data", yellow=True)
        for test in _SKIPPED_FOR_WANT_OF_SHARED:
            terminalreporter.line(test)
        terminalreporter.line("Put the folder `shared` beside the checkout, or name it in AMPARO_SHARED.")
