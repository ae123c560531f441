"""Wrong settings stop the start with one sentence; what fails later gives one page and one line, whatever failed."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.test import Client

from amparo.errors import BadInput
from amparo.web.people import access

PASSWORD = "quincemembrillo"


def _start(**settings: str) -> subprocess.CompletedProcess[str]:
    told = "import amparo.errors\ntry:\n  import amparo.web.settings\nexcept amparo.errors.BadInput as wrong:\n  print(wrong.sentence)"
    env = {**os.environ, **settings}
    return subprocess.run([sys.executable, "-c", told], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"AMPARO_TIME_ZONE": "Moon/Base"}, "AMPARO_TIME_ZONE"),
        ({"AMPARO_HTTPS": "true"}, "AMPARO_HTTPS"),
        ({"DATABASE_URL": f"postgres://u:{PASSWORD}/x@host:port/db"}, "DATABASE_URL"),
        ({"DATABASE_URL": f"postgres://u:1{PASSWORD}:9/x@host/db"}, "DATABASE_URL"),
        ({"DATABASE_URL": f"postgres://u:{PASSWORD}@[::1/db"}, "DATABASE_URL"),
        ({"DATABASE_URL": f"mysql://u:{PASSWORD}@host/db"}, "DATABASE_URL"),
        ({"AMPARO_HOME": ""}, "AMPARO_HOME"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(settings: dict[str, str], told: str):
    ran = _start(**settings)
    assert (ran.stderr, ran.returncode) == ("", 0)
    assert told in ran.stdout and len(ran.stdout.splitlines()) == 1
    assert PASSWORD not in ran.stdout


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_comes_even_when_the_database_is_gone(language: str, cast, monkeypatch, caplog):
    def gone() -> None:
        raise DatabaseError(PASSWORD)

    monkeypatch.setattr("amparo.web.people.surroundings.find_organisation", gone)
    monkeypatch.setattr(access.Organisation.objects, "first", gone)
    with caplog.at_level(logging.INFO, logger="amparo"):
        logging.getLogger("amparo").propagate = True
        try:
            answer = Client(raise_request_exception=False).get(f"/{language}/tell/")
        finally:
            logging.getLogger("amparo").propagate = False
    assert answer.status_code == 500
    assert 'class="leave"' in answer.text and PASSWORD not in answer.text
    # As a set: pytest may listen at two places.
    (line,) = {record.getMessage() for record in caplog.records if record.name == "amparo"}
    assert line.split()[2] == "DatabaseError" and PASSWORD not in line


@pytest.mark.parametrize("what", ["refused", "wrong", "failed"])
@pytest.mark.parametrize(("name", "is_at_work"), [("ana", True), ("adam", True), ("nobody", False)])
def test_who_is_at_work_stays_among_the_pages_of_work(
    what: str, name: str, is_at_work: bool, work: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
):
    def wrong(*_: object) -> None:
        raise BadInput("broken", "It broke.") if what == "wrong" else DatabaseError

    client = work(name)
    client.raise_request_exception = False
    if what != "refused":
        monkeypatch.setattr("amparo.web.intake.views.front.render", wrong)
    answer = client.get("/en/nowhere/" if what == "refused" else "/en/")
    assert answer.status_code == {"refused": 404, "wrong": 400, "failed": 500}[what]
    assert ('class="leave"' in answer.text) is ("sets no cookie" in answer.text) is not is_at_work
    if what != "failed":
        assert ('action="/en/work/sign-out/"' in answer.text) is is_at_work
        assert ('href="/en/work/begin/"' in answer.text) is (is_at_work and what == "refused")
