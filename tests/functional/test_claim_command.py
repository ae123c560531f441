"""`amparo claim`: the example of the area page, in every language, on the screen and on paper."""

import re
from pathlib import Path

import pytest

from amparo.situation.vocabulary import LANGUAGES

PAGE = Path(__file__).parents[2] / "docs/areas/remedy.md"
EXAMPLE = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]


def test_the_example_of_the_area_page_is_reckoned(amparo):
    ran = amparo("claim", "-", stdin=EXAMPLE)
    assert (ran.code, ran.err) == (0, "")
    for said in (
        "Claimed from farm-1; reckoned until 21 November 2026.",
        "For: p-1, p-2",
        "Rests on: ICRMW art. 25",
        "1,500.00 MXN × 3 − 0.00 MXN = 4,500.00 MXN",
        "4,500.00 MXN × 9 % × 244 / 365 = 270.74 MXN",
        "4,770.74 MXN × 2 = 9,541.48 MXN",
        "40.00 MXN × 12.5 × 2 − ? = ?",
        "Open. Not known: what was paid or given back already",
        "Together, p-2: 4,770.74 MXN + 64,586.30 NPR",
        "Together: at least 9,541.48 MXN + 64,586.30 NPR",
    ):
        assert said in ran.out.replace("\u00a0", " "), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_printed_in_every_language(amparo, tmp_path, language):
    paper = tmp_path / "claim.pdf"
    ran = amparo("claim", "-", "--language", language, "--pdf", paper, stdin=EXAMPLE)
    assert (ran.code, ran.err) == (0, "")
    assert b"pdfuaid:part" in paper.read_bytes()


def test_a_provision_that_is_not_in_the_catalogue_is_refused(amparo):
    ran = amparo("claim", "-", stdin=EXAMPLE.replace("icrmw/25", "icrmw/2500"))
    assert (ran.code, ran.out) == (2, "")
    assert "There is no provision icrmw/2500. Did you mean" in ran.err


def test_everything_that_is_wrong_is_said_at_once_with_its_line_and_no_name(amparo):
    wrong = EXAMPLE.replace("farm-1 ", "Zubaida Marked").replace("per: week", "per: fortnight").replace("12.5", "many")
    ran = amparo("claim", "-", stdin=wrong)
    assert (ran.code, ran.out) == (2, "")
    assert [line.split(": ")[0] for line in ran.err.splitlines()] == ["-:11", "-:20"]
    named = amparo("claim", "-", stdin=EXAMPLE.replace("farm-1 ", "Zubaida Marked "))
    assert named.code == 2 and "never by their names" in named.err
    assert "Zubaida" not in ran.err + named.err


def test_two_currencies_in_one_line_are_refused(amparo):
    ran = amparo("claim", "-", stdin=EXAMPLE.replace("paid: 0 MXN", "paid: 0 USD"))
    assert ran.code == 2 and "A line has one currency" in ran.err


def test_a_file_that_is_not_there_and_paper_that_cannot_be_written_are_told(amparo, tmp_path):
    assert "There is no file" in amparo("claim", tmp_path / "none.yaml").err
    ran = amparo("claim", "-", "--pdf", tmp_path / "no-folder" / "claim.pdf", stdin=EXAMPLE)
    assert ran.code == 2 and "cannot be written" in ran.err and ran.out == ""


def test_the_last_year_there_is_is_refused_and_not_reckoned(amparo):
    last = re.sub(r"(on|last_day): [0-9-]+", r"\1: 9999-12-31", EXAMPLE)
    ran = amparo("claim", "-", stdin=last)
    assert ran.code == 2 and "The year 9999 has not come" in ran.err
