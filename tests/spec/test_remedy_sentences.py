"""What becomes of remedy, by the sentences of remedies.yaml. Read that file; this one only runs it."""

from pathlib import Path

import pytest

from amparo.remedy.ledger import Ledger, read_measure, read_sum
from amparo.remedy.reckoning import reckon, to_confirm
from amparo.remedy.timing import time_to_remedy
from amparo.rules.dates import Period
from amparo.rules.forms import plain
from amparo.rules.reading import read_document

PATH = Path(__file__).with_name("remedies.yaml")


def sentences():
    problems = []
    document = read_document(PATH.read_text(encoding="utf-8"), PATH.name, problems)
    assert not problems, problems
    cases = [(chapter["title"], case) for chapter in plain(document)["chapters"] for case in chapter["cases"]]
    found = {f"{title}: {case['says']}": case for title, case in cases}
    assert len(found) == len(cases), "a sentence stands twice in one chapter"
    return found


CASES = sentences()


def ledger_of(case):
    told = list(case.get("entries", []))
    for number in range(case.get("people", 0)):
        got = case["got"] if number < case["first"] else []
        told += [f"p-{number} {said}" for said in (*case["each"], *got)]
    sums = [read_sum(entry(at, said)) for at, said in enumerate(told)]
    papers = {"id": "papers", "kind": "papers", "person": "ana", "party": "farm"}
    measures = [read_measure({**papers, **case["papers"]})] if "papers" in case else []
    return Ledger(tuple(sums), tuple(measures))


def entry(at, said):
    words, _, on = said.partition(" on ")
    person, step, money = words.split(maxsplit=2)
    money, _, rate = money.partition(" at ")
    known = {} if money == "?" else {"money": money}
    if rate:
        each, wanted = rate.split()
        stated = {"given": money.split()[1], "wanted": wanted, "rate": each, "on": "2026-05-01", "source": "a bank"}
        known["conversion"] = stated
    return {"id": f"s-{at}", "step": step, "person": person, "party": "farm", "on": on or "2026-05-01", **known}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_sentence_is_true_of_the_ledger(case):
    ledger = ledger_of(case)
    found = reckon(ledger)
    assert found.state.value == case["state"]
    assert [str(one) for one in found.total_unpaid] == ([case["unpaid"]] if "unpaid" in case else [])
    assert [str(one) for one in found.elsewhere] == ([case["elsewhere"]] if "elsewhere" in case else [])
    assert (found.is_at_least, found.is_at_most) == (case.get("at_least", False), case.get("at_most", False))
    assert len(to_confirm(ledger)) == case.get("to_confirm", 0)
    assert sum(len(one.outstanding) for one in found.owings) == case.get("outstanding", 0)
    if "unpaid_people" in case:
        assert len({one.person for one in found.unpaid}) == case["unpaid_people"]


@pytest.mark.parametrize("case", [pytest.param(case, id=says) for says, case in CASES.items() if "filed_on" in case])
def test_the_days_to_remedy_are_those_of_the_sentence(case):
    time = time_to_remedy(reckon(ledger_of(case)), filed_on=Period.parse(case["filed_on"]).first)
    days = [one and one.least if one and one.is_exact else None for one in (time.first, time.full)]
    assert days == [case.get("days_to_first"), case.get("days_to_full")]
