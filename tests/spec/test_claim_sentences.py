"""What claims come to, by the sentences of claims.yaml. Read that file; this one only runs it."""

from pathlib import Path

import pytest

from amparo.remedy.claims import read_claim
from amparo.remedy.lines import LineKind
from amparo.rules.forms import plain
from amparo.rules.reading import read_document

PATH = Path(__file__).with_name("claims.yaml")
AROUND = {"basis": {"contract": "the contract"}}


def sentences():
    problems = []
    document = read_document(PATH.read_text(encoding="utf-8"), PATH.name, problems)
    assert not problems, problems
    cases = [(chapter["title"], case) for chapter in plain(document)["chapters"] for case in chapter["cases"]]
    found = {f"{title}: {case['says']}": case for title, case in cases}
    assert len(found) == len(cases), "a sentence stands twice in one chapter"
    return found


CASES = sentences()


def claim_of(case):
    people = [f"p-{number}" for number in range(1, case.get("people", 1) + 1)]
    lines = [{"person": people, **AROUND, **line} for line in case["lines"]]
    around = {name: case[name] for name in ("interest",) if name in case}
    return read_claim({"party": "farm", "on": case.get("on", "2026-11-21"), "lines": lines, **around})


def told(moneys):
    return [str(one) for one in moneys]


def listed(said):
    return said if isinstance(said, list) else [said] if said else []


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_sentence_is_true_of_the_claim(case):
    claim = claim_of(case)
    sums = claim.sums()
    assert told(sums.owed) == listed(case.get("owed"))
    assert told(sums.interest) == listed(case.get("interest_owed"))
    assert told(sums.together) == listed(case.get("together", case.get("owed")))
    assert [name for one in claim.worked_out() for name in one.missing] == case.get("open", [])
    assert sums.is_at_least is bool(case.get("open"))
    if "each" in case:
        assert {str(one) for person in claim.people for one in claim.sums(person).together} == {case["each"]}


def test_every_kind_of_line_has_a_sentence():
    said = {line["kind"] for case in CASES.values() for line in case["lines"]}
    assert {kind.value for kind in LineKind} - said == {"other"}, "which is reckoned as a fee is"
