"""The table of a claim: whoever reckons its figures by hand comes to its sums, in every language and on paper."""

import dataclasses
import io
import re
from decimal import Decimal
from fractions import Fraction

import pikepdf
import pytest
from hypothesis import given, settings
from made_claims import CLAIMS, LAW, ON

from amparo.norms.answers.phrases import phrases_of
from amparo.remedy.as_pdf import as_pdf
from amparo.remedy.bases import BasisKind
from amparo.remedy.claims import Claim, Interest
from amparo.remedy.lines import FORMULAS, Line, LineKind, Per
from amparo.remedy.money import Money
from amparo.remedy.tables import as_text, claim_table
from amparo.situation.vocabulary import LANGUAGES

IN_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)
WAGES = Line(
    LineKind.WAGES,
    "p-1",
    LAW,
    rate=Money.parse("1500 MXN"),
    per=Per.WEEK,
    units=Decimal(3),
    paid=Money.parse("0 MXN"),
    due_on=ON.replace(month=3),
    about="the strawberry harvest",
)
OPEN = Line(LineKind.DEPOSIT, "p-2", LAW)
CLAIM = Claim("farm", ON, (WAGES, dataclasses.replace(WAGES, person="p-2"), OPEN), Interest(Decimal(9), LAW))


def by_hand(figures, currency):
    """What the figures of a row come to, rounded once to the smallest coin."""
    sum_ = (
        figures.replace(f"\u00a0{currency}", "")
        .replace(",", "")
        .replace("×", "*")
        .replace("−", "-")
        .replace("%", "/ 100")
    )
    exact = eval(re.sub(r"\d+(\.\d+)?", lambda one: f"Fraction('{one[0]}')", sum_), {"Fraction": Fraction})
    return Money.nearest(exact, currency)


@given(CLAIMS)
def test_whoever_reckons_the_figures_by_hand_comes_to_the_same_coin(claim):
    for item in claim_table(claim, "en").items:
        for row in item.rows:
            if row.result:
                amount, currency = row.result.replace(",", "").split()
                assert by_hand(row.figures, currency) == Money(Decimal(amount), currency)
            else:
                assert "?" in row.figures or row.left_open


@settings(max_examples=40)
@given(CLAIMS)
def test_every_sum_of_the_claim_stands_in_the_text_of_every_language(claim):
    for language in LANGUAGES:
        text = as_text(claim_table(claim, language))
        for one in claim.sums().together:
            digits = re.escape(str(one.amount))
            assert re.sub(r"\\\.|,", "", digits) in re.sub(r"[\s.,]", "", text)


@IN_LANGUAGES
def test_people_with_the_same_line_share_it_and_the_sum_of_all_is_shown(language):
    first, _ = claim_table(CLAIM, language).items
    assert first.facts[0][1].count("p-") == 2
    assert first.rows[-1].figures.endswith("× 2")


def test_a_line_that_is_open_says_what_is_missing_and_the_totals_say_at_least():
    table = claim_table(CLAIM, "en")
    rows = table.items[-1].rows
    assert rows[0].left_open == "Open. Not known: the sum, what was paid or given back already"
    assert rows[1].left_open == "Open. Not known: the day it was due, for interest"
    assert [(one.label, bool(one.at_least)) for one in table.totals[:2]] == [
        ("Together, p-1", False),
        ("Together, p-2", True),
    ]
    assert any("counted as nothing" in remark for remark in table.remarks)


def test_a_claim_of_which_nothing_is_known_yet_says_so_and_shows_no_zero():
    text = as_text(claim_table(Claim("farm", ON, (OPEN,)), "en"))
    assert "Together: not known yet" in text and "0" not in text.partition("1. Deposit")[2].partition("Each line")[0]


def test_people_and_provisions_are_called_as_the_caller_says():
    basis = type(LAW)(BasisKind.PROVISION, "icrmw/25")
    claim = Claim("farm", ON, (dataclasses.replace(WAGES, basis=basis),))
    names, citations = {"p-1": "Ana", "farm": "The Farm"}, {"icrmw/25": "ICRMW art. 25"}
    text = as_text(claim_table(claim, "en", names=names, citations=citations))
    assert "For: Ana" in text and "from The Farm" in text and "Rests on: ICRMW art. 25" in text


@IN_LANGUAGES
def test_every_word_that_a_table_may_need_is_there(language):
    needed = {f"kind_{kind.value}" for kind in LineKind} | {f"basis_{kind.value}" for kind in BasisKind}
    needed |= {f"per_{per.value}" for per in Per} | {f"formula_{one.name}" for one in FORMULAS.values()}
    needed |= {f"missing_{name}" for one in FORMULAS.values() for name in (*one.inputs, "per", "paid", "due_on")}
    phrases = phrases_of("amparo.remedy")
    assert [name for name in needed if not phrases.get(name, {}).get(language)] == []
    assert [name for name, said in phrases.items() if set(said) != set(LANGUAGES)] == []


@IN_LANGUAGES
def test_the_gaps_of_a_phrase_are_the_same_in_every_language(language):
    gaps = re.compile(r"\{\w+\}")
    for name, said in phrases_of("amparo.remedy").items():
        assert sorted(gaps.findall(said[language])) == sorted(gaps.findall(said["en"])), name


@IN_LANGUAGES
def test_on_paper_it_is_tagged_as_a_table_and_has_no_author_and_no_day(language):
    content = as_pdf(claim_table(CLAIM, language))
    found = pikepdf.open(io.BytesIO(content))
    assert b"pdfuaid:part" in found.Root.Metadata.read_bytes()
    assert str(found.Root.Lang) == language
    kinds = {str(one.get("/S")) for one in found.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one}
    assert {"/Table", "/TH", "/TD", "/H1", "/H2"} <= kinds
    assert set(found.docinfo.keys()) <= {"/Title", "/Creator", "/Producer"}
    assert content == as_pdf(claim_table(CLAIM, language))


def test_sums_in_two_currencies_stand_side_by_side_and_begin_no_list():
    fee = Line(LineKind.FEE, "p-1", LAW, amount=Money.parse("77 EUR"), paid=Money.parse("0 EUR"))
    found = pikepdf.open(io.BytesIO(as_pdf(claim_table(Claim("farm", ON, (WAGES, fee)), "en"))))
    labels = [one for one in found.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Lbl"]
    assert not [one for one in labels if one.get("/K") != []]


def test_markup_in_what_people_wrote_is_printed_as_it_stands():
    hostile = '#read("/etc/passwd") $x$ *bold* ] } #panic()'
    claim = Claim("farm", ON, (dataclasses.replace(WAGES, about=hostile),))
    assert as_pdf(claim_table(claim, "en")).startswith(b"%PDF")
