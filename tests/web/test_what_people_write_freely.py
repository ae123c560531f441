"""Whatever somebody writes where they may write freely, the office can open the report."""

from collections.abc import Callable

import pytest
from django.test import Client
from made_reports import opened, report

from amparo.web.casework.forms.deeds import SPOKEN
from amparo.web.people.models import Member, Office, Organisation

ODD = [
    "Tagalog",
    "Wolof",
    "العربية",
    "it",
    "xx",
    "zz-ZZ",
    "en_",
    "a" * 200,
    "ga, not Irish",
    "日本語",
    "'; --",
    "<b>",
    "\u202eabc",
    "",
]


@pytest.mark.parametrize("written", ODD)
def test_a_wish_for_an_interpreter_is_shown_as_it_was_written(
    written: str, cast: dict[str, Member], work: Callable[[str], Client]
):
    case = report(wants_interpreter=written)
    page = opened(work("ana"), case)
    assert "They kept my passport." in page
    if written.isalpha() and written not in SPOKEN.split():
        assert written in page


@pytest.mark.parametrize("language", ["en", "ar", "xx", "zz-ZZ", ""])
def test_a_language_that_nobody_knows_shuts_no_report(
    language: str, cast: dict[str, Member], work: Callable[[str], Client]
):
    case = report(language=language)
    assert "They kept my passport." in opened(work("ana"), case)
    assert case.number in work("ana").get("/en/work/").content.decode()


@pytest.mark.parametrize("hidden", ["\u202e", "\u202b", "\x1b[2K", "\x07", "\n", "\x85"])
def test_a_name_of_somebody_or_some_place_looks_as_it_is(
    hidden: str, cast: dict[str, Member], work: Callable[[str], Client]
):
    adam, name = work("adam"), f"Mar{hidden}ta"
    about = {"telephone": "+34 1", "neutral_title": name, "leave_to": "https://example.org/", "unread_days": 3}
    adam.post("/en/work/people/organisation/", {"name": name, **about})
    adam.post("/en/work/people/offices/south/", {"name": name})
    adam.post("/en/work/people/invite/", {"shown_name": name, "sign_in_name": "marta", "days": 7})
    organisation = Organisation.objects.get()
    kept = [organisation.name, organisation.neutral_title, Office.objects.get(code="south").name]
    kept.append(Member.objects.get(sign_in_name="marta").shown_name)
    for told in kept:
        assert told.replace(" ", "").removeprefix("Mar").removesuffix("ta") in ("", "[2K")


def test_a_name_of_hidden_signs_alone_is_none(cast: dict[str, Member], work: Callable[[str], Client]):
    answer = work("adam").post("/en/work/people/offices/south/", {"name": "\u202e\x07 "})
    assert answer.status_code == 400
    assert Office.objects.get(code="south").name == "South office"
