"""The case file: everything with its ground, whoever is accused as alleged, nobody named unless somebody said so; in every language."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pikepdf
import pytest

from amparo.case.chronicle import Chronicle
from amparo.case.events import Event
from amparo.case.facts import Basis, Rests, StatedFact
from amparo.case.histories import History
from amparo.case.owed import owed
from amparo.case.parties import Party, PartyRole
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.papers.as_pdf import as_pdf
from amparo.papers.case_files import CaseFile, case_paper
from amparo.papers.paper import Paper, Part, Table
from amparo.papers.remedies import RemedyTold
from amparo.remedy.bases import Basis as Ground
from amparo.remedy.bases import BasisKind
from amparo.remedy.claims import Claim
from amparo.remedy.deadlines import Event as LimitEvent
from amparo.remedy.deadlines import deadlines
from amparo.remedy.filings import CheckIn, Filing, Happening
from amparo.remedy.ledger import Ledger, Measure, MeasureKind, Step, Sum
from amparo.remedy.lines import Line, LineKind, Per
from amparo.remedy.money import Money
from amparo.rules.dates import Period
from amparo.rules.truth import Truth
from amparo.situation.vocabulary import LANGUAGES

IN_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)
NOW, ON = datetime(2026, 3, 14, 12, tzinfo=UTC), date(2026, 3, 14)
SHOT_ON, TODAY = Period.parse("2013-04-17"), Period(ON, ON)
WORDS = "They shot at us. My cousin Karim saw it."
FARM = Party("farm", PartyRole.EMPLOYER, "Zanzibar Farms")
COUSIN = Party("cousin", PartyRole.WITNESS, "Karim Quince")


def stated(name: str, value: object, **told: object) -> StatedFact:
    return StatedFact(f"{name}{told}", name, value, str(told.pop("state", "")), None, NOW, "ana", **told)  # type: ignore[arg-type]


SHOT = Event(
    "e1",
    "shot-at",
    "GRC",
    SHOT_ON,
    alleged_actor="farm",
    basis=Basis(Rests.WORDS, "told", 0, 16),
    place="by the packing house",
    words="Karim was hit",
)
FACTS = (
    stated("state", "GRC", state="GRC"),
    stated("wages-unpaid", True, basis=Basis(Rests.WORDS, "told", 0, 16)),
    stated("sector", "A"),
)
WAGES = Line(
    LineKind.WAGES,
    "p-1",
    Ground(BasisKind.ACCOUNT, "what he told"),
    rate=Money.parse("22 EUR"),
    per=Per.DAY,
    units=Decimal(60),
    paid=Money.parse("0 EUR"),
)
REMEDY = RemedyTold(
    (Claim("farm", ON, (WAGES,)),),
    Ledger(
        (
            Sum("s1", Step.CLAIMED, "p-1", "farm", Money.parse("1320 EUR"), TODAY),
            Sum("s2", Step.RECEIVED, "p-1", "farm", Money.parse("500 EUR"), TODAY),
            Sum("s3", Step.ORDERED, "p-1", "farm", None, TODAY),
        ),
        (Measure("m1", MeasureKind.PAPERS, "p-1", "farm", asked=Truth.YES),),
    ),
    (Filing("f1", "inspection", "The inspectorate", ON, "17/2026"),),
    (CheckIn("f1", ON, frozenset({Happening.THREAT})),),
    deadlines({LimitEvent.FINAL_DECISION: TODAY}, on=ON),
)


@pytest.fixture(scope="module")
def told() -> CaseFile:
    chronicle = Chronicle(History(FACTS), (SHOT,), load_catalogue().vocabulary)
    return CaseFile(
        "K7P-R3D", ON, chronicle, (SHOT_ON, TODAY), (FARM, COUSIN), REMEDY, {"p-1": "K7P-R3D"}, texts={"told": WORDS}
    )


def label(word: object) -> str:
    return str(getattr(word, "value", word))


def text(paper: Paper) -> str:
    return "\n".join(paper.texts())


def test_every_norm_that_mattered_stands_with_its_article_and_since_when_it_binds(told: CaseFile):
    paper = case_paper(told, "en", label)
    [part] = [one for one in paper.parts if "17 April 2013" in one.heading and one.level == 4]
    [table] = [block for block in part.blocks if isinstance(block, Table)]
    there = {row[1] for row in table.rows}
    provisions = load_catalogue().provisions
    for name in owed(told.chronicle, "GRC", SHOT_ON, load_catalogue()).engaged:
        assert provisions[name].citation in there
    assert all(row[2] for row in table.rows)
    assert any("bound since 28 November 1974" in row[2] for row in table.rows if row[1] == "ECHR art. 2")


def test_the_day_of_an_event_and_today_are_told_apart_where_they_differ(told: CaseFile):
    days = [one.heading for one in case_paper(told, "en", label).parts if one.level == 4 and "20" in one.heading]
    assert any("17 April 2013" in one and "14 March 2026" not in one for one in days)
    assert any("14 March 2026" in one for one in days)


def test_days_on_which_a_state_owed_the_same_stand_together(told: CaseFile):
    later = Period.parse("2026-03-13")
    paper = case_paper(replace(told, days=(later, TODAY)), "en", label)
    assert any("13 March 2026" in one.heading and "14 March 2026" in one.heading for one in paper.parts)


def test_nobody_is_named_and_no_word_is_quoted_unless_somebody_said_so(told: CaseFile):
    bare = text(case_paper(told, "en", label))
    assert "Zanzibar Farms" in bare and "words of the account" in bare
    for word in ("Karim", "They shot at us", "packing house"):
        assert word not in bare
    full = replace(told, names_people=True, has_words=True, name="Rosa Quince", notes=(("A colleague", "Call Karim."),))
    for word in ("They shot at us.", "packing house", "Karim was hit", "Rosa Quince", "Call Karim."):
        assert word in text(case_paper(full, "en", label))


def test_a_witness_to_whom_something_was_done_is_named_by_what_they_are(told: CaseFile):
    hit = replace(told.chronicle, events=(replace(SHOT, target="cousin"),))
    assert "witness 1" in text(case_paper(replace(told, chronicle=hit), "en", label))
    assert "Karim Quince" in text(case_paper(replace(told, chronicle=hit, names_people=True), "en", label))


def test_who_did_it_is_alleged(told: CaseFile):
    [table] = [
        block
        for part in case_paper(told, "en", label).parts
        for block in part.blocks
        if isinstance(block, Table) and "Alleged to have done it" in block.headings
    ]
    assert table.rows[0][table.headings.index("Alleged to have done it")] == "Zanzibar Farms"


def test_what_is_told_in_two_ways_stands_twice_and_is_marked(told: CaseFile):
    other = replace(told.chronicle, history=History((*FACTS, stated("sector", "F", basis=Basis(Rests.CONCLUDED)))))
    paper = text(case_paper(replace(told, chronicle=other), "en", label))
    assert paper.count("told in two ways") == 2


def test_money_is_there_as_claimed_ordered_received_and_unpaid(told: CaseFile):
    paper = text(case_paper(told, "en", label)).replace("\u00a0", " ")
    for figure in ("1,320.00 EUR", "500.00 EUR", "at least 820.00 EUR", "nobody knows how much", "what he told"):
        assert figure in paper
    assert "The inspectorate" in paper and "17/2026" in paper and "threat" in paper


def test_a_time_limit_says_whether_it_was_verified(told: CaseFile):
    [part] = [one for one in case_paper(told, "en", label).parts if one.heading == "Time limits"]
    [table] = [block for block in part.blocks if isinstance(block, Table)]
    verified = {one.limit.basis: "yes" if one.limit.verified else "no" for one in REMEDY.deadlines}
    assert {row[2]: row[3] for row in table.rows} == verified


def test_a_case_of_which_nothing_is_known_says_so():
    empty = Chronicle(History(), (), load_catalogue().vocabulary)
    paper = case_paper(CaseFile("K7P-R3D", ON, empty, (TODAY,), (), RemedyTold(), {}), "en", label)
    assert "It is not a no." in text(paper) and "No events are written down." in text(paper)
    assert as_pdf(paper).startswith(b"%PDF")


@IN_LANGUAGES
def test_it_is_an_accessible_pdf_without_date_or_author(told: CaseFile, language: str):
    paper = case_paper(replace(told, has_words=True, account=(("", WORDS),)), language, label)
    content = as_pdf(paper)
    found = pikepdf.open(io.BytesIO(content))
    assert b"pdfuaid:part" in found.Root.Metadata.read_bytes()
    assert str(found.Root.Lang)[:2] == language
    kinds = {str(one.get("/S")) for one in found.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one}
    assert {"/H1", "/H2", "/H3", "/H4", "/Table", "/TH", "/TD"} <= kinds
    assert not {"/CreationDate", "/ModDate", "/Author"} & set(found.docinfo.keys())
    assert content == as_pdf(paper)


@IN_LANGUAGES
def test_no_heading_is_left_in_another_language(told: CaseFile, language: str):
    there = {part.heading for part in case_paper(told, language, label).parts if part.level == 2}
    english = {part.heading for part in case_paper(told, "en", label).parts if part.level == 2}
    assert language == "en" or not there & english


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Part(" "),
        lambda: Part("A heading", level=1),
        lambda: Table(("one", "two"), (("only one",),)),
        lambda: Table(("one",), ()),
        lambda: Paper("en", "A title", (), (Part("Too deep", level=3),)),
    ],
)
def test_a_paper_that_could_not_be_listened_to_cannot_be_made(broken):
    with pytest.raises(ValueError):
        broken()
