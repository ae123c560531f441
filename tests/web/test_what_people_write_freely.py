"""Whatever somebody writes where they may write freely, the office can open the report."""

from collections.abc import Callable

import pytest
from django.test import Client
from made_reports import opened, report

from amparo.web.casework.forms import SPOKEN
from amparo.web.people.models import Member

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
