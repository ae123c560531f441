"""Supervisors see what became of claims in all, and neither a case nor what one case was paid; nobody else sees it."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from made_reports import at_work, opened, report

from amparo.remedy.filings import Filing
from amparo.remedy.ledger import Step, Sum
from amparo.remedy.money import Money
from amparo.rules.dates import Period
from amparo.vault.counted import open_book, open_totals, put_book
from amparo.vault.keys import Role
from amparo.vault.labels import Kind
from amparo.vault.material import CannotOpen, new_id
from amparo.vault.receipts import Receipt
from amparo.web.casework.access import access_by_receipt, access_totals
from amparo.web.casework.actions import closing, remedying
from amparo.web.casework.actions.by_receipt import ask_for_deletion
from amparo.web.casework.actions.counting import bring_up_to_date
from amparo.web.casework.actions.erasing import erase
from amparo.web.casework.closings import Closing, Remedy, Why
from amparo.web.casework.counting.book import Book
from amparo.web.casework.counting.progress import Progress
from amparo.web.casework.counting.totals import LEAST, Told, Totals, tell_anew
from amparo.web.casework.models import Case
from amparo.web.people.keys import role_key
from amparo.web.safekeeping.models import SealedBlob
from amparo.web.safekeeping.store import store

At = Callable[[str], Client]
ADDRESS = "/en/work/remedies/"
TODAY = timezone.localdate()
CLAIMED = "EUR claimed"


def claimed(*amounts: str) -> dict[str, Progress]:
    """Cases in which so much was claimed, by a letter each."""
    return {f"case {at}": Progress("none", amounts={CLAIMED: amount}) for at, amount in enumerate(amounts)}


def steps(
    claims: dict[str, str], received: dict[str, str], ordered: dict[str, str] | None = None
) -> dict[str, Progress]:
    """Cases in which so much was claimed, received and ordered."""
    of = {"EUR claimed": claims, "EUR received": received, "EUR ordered": ordered or {}}
    return {
        case: Progress("none", amounts={name: amounts[case] for name, amounts in of.items() if case in amounts})
        for case in {*claims, *received, *(ordered or {})}
    }


def shown(found: list[Told]) -> dict[str, tuple[int, str]]:
    return {one.name: (one.cases, one.sum) for one in found if one.is_shown}


def told(cases: dict[str, Progress], before: list[Told] | None = None) -> str:
    return shown(tell_anew(before or [], cases)).get(CLAIMED, (0, ""))[1]


def test_a_sum_is_told_of_five_cases_and_not_of_four_nor_where_one_is_nearly_all_of_it():
    assert told(claimed(*["100"] * 5)) == "500"
    assert told(claimed(*["100"] * 4)) == ""
    assert told(claimed("4000", *["100"] * 5)) == ""


def test_a_sum_is_told_anew_only_when_five_cases_have_changed_and_none_is_nearly_all_of_the_change():
    """Else the difference of two sums is what one person was paid."""
    first = tell_anew([], claimed(*["100"] * 9))
    for changed in range(1, LEAST):
        assert tell_anew(first, claimed(*["170"] * changed, *["100"] * (9 - changed))) == first
        assert tell_anew(first, claimed(*["100"] * (9 + changed))) == first
        assert tell_anew(first, claimed(*["100"] * (9 - changed))) == first
    assert told(claimed(*["170"] * 5, *["100"] * 4), first) == "1250"
    assert tell_anew(first, claimed("900", *["101"] * 4, *["100"] * 4)) == first
    # Nor does the change of a person who was erased lie bare beside those of others.
    large = [one.without("case 0") for one in tell_anew([], claimed("900", *["100"] * 9))]
    now = claimed("", *["101"] * 5, *["100"] * 4)
    del now["case 0"]
    assert tell_anew(large, now) == large


def test_a_sum_differs_from_every_sum_that_was_told_before():
    """Five change, and four of them back: from the last sum it is nine, from the one before that one."""
    first = tell_anew([], claimed(*["100"] * 20))
    second = tell_anew(first, claimed(*["170"] * 5, *["100"] * 15))
    assert len(second) == 2
    back = claimed(*["100"] * 4, "171", *["100"] * 15)
    assert len(Told.adding(CLAIMED, {one: back[one].amounts[CLAIMED] for one in back}).changed(second[1])) == 5
    assert tell_anew(second, back) == second


def test_what_was_claimed_is_not_told_beside_what_was_received_where_few_cases_differ():
    """Five were paid in full and a sixth was not: the difference is its claim."""
    paid = {f"case {at}": f"1{at}00" for at in range(5)}
    assert shown(tell_anew([], steps({**paid, "sixth": "3000"}, paid))) == {"EUR received": (5, "6000")}
    # Nor where the sixth was paid a part, or all were paid half and the sixth nothing.
    part = shown(tell_anew([], steps({**paid, "sixth": "3000"}, {**paid, "sixth": "10"})))
    assert part == {"EUR received": (6, "6010")}
    half = {case: str(int(amount) // 2) for case, amount in paid.items()}
    assert "EUR claimed" not in shown(tell_anew([], steps({**paid, "sixth": "3000"}, half)))
    # Five who wait, none for nearly all of it, hide one another; all paid in full hide nothing.
    five = {f"waits {at}": "500" for at in range(5)}
    assert shown(tell_anew([], steps({**paid, **five}, paid)))[CLAIMED] == (10, "8500")
    assert CLAIMED not in shown(tell_anew([], steps({**paid, **five, "waits 0": "50000"}, paid)))
    assert shown(tell_anew([], steps(paid, paid, paid))) == {f"EUR {one.value}": (5, "6000") for one in Step}


def test_what_is_received_later_is_told_only_if_it_hides_beside_what_was_claimed_before():
    paid = {f"case {at}": "100" for at in range(5)}
    first = tell_anew([], steps({**paid, "sixth": "300"}, {}))
    assert shown(first) == {CLAIMED: (6, "800")}
    assert tell_anew(first, steps({**paid, "sixth": "300"}, paid)) == first
    # The same five are not as good as the same cases once the sixth is erased: it is in what was told.
    assert shown(tell_anew([one.without("sixth") for one in first], steps(paid, paid))) == shown(first)


def test_a_sum_of_too_few_is_told_no_longer_and_what_was_told_is_not_forgotten():
    first = tell_anew([], claimed(*["100"] * 9))
    few = tell_anew(first, claimed(*["100"] * 4))
    assert shown(few) == {} and len(few) == 1
    # Eight are back: from the nine that were told it would be one case's.
    assert tell_anew(few, claimed(*["100"] * 8)) == few
    assert told(claimed(*["120"] * 8), few) == "960"


def test_totals_are_read_as_they_were_written_and_added_up():
    one = Totals.of(claimed(*["100"] * 5).values(), tell_anew([], claimed(*["100"] * 5)), on=TODAY, writes=7)
    assert Totals.decode(one.encode()) == one
    both = one + Totals(TODAY - timedelta(days=3), 2, {"none": 1, "full": 2}, asks=("2026-01-02",))
    assert both.on == TODAY - timedelta(days=3) and both.writes == 9 and dict(both.states) == {"none": 6, "full": 2}
    assert both.sums == {CLAIMED: (5, "500")} and both.asks_until(date(2026, 1, 2)) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"x",
        b"[]",
        b"{}",
        b'{"on": "then", "asks": [], "sums": {}}',
        b'{"on": "2026-01-01", "asks": [], "sums": {"a": 1}}',
    ],
)
def test_what_is_no_total_does_not_open(raw: bytes):
    with pytest.raises(CannotOpen):
        Totals.decode(raw)


def pay(ana: Client, case: Case, claim: str, *received: str, filed_days_ago: int = 100) -> None:
    """Something is filed and claimed in a case, and so much received sixty days later."""
    filed_on = TODAY - timedelta(days=filed_days_ago)
    sums = [(Step.CLAIMED, claim, filed_on), *((Step.RECEIVED, one, filed_on + timedelta(days=60)) for one in received)]
    opened(ana, case)
    remedying.write_filing(
        at_work(ana), case, Filing(new_id(), "inspection", "The inspectorate", filed_on), claims=False
    )
    made = [Sum(new_id(), step, case.id, "employer", Money.parse(amount), Period(on, on)) for step, amount, on in sums]
    remedying.write_sums(at_work(ana), case, made)


def update(work: At) -> None:
    while bring_up_to_date(at_work(work("ana")), "north", seconds=60):
        pass


def test_a_supervisor_sees_remedies_in_all_and_no_case(work: At):
    ana, cases = work("ana"), [report(f"Zanzibar {at}") for at in range(7)]
    assert "There are no figures of the office North office yet." in work("sofia").get(ADDRESS).content.decode()
    for at, case in enumerate(cases[:5]):
        pay(ana, case, f"1{at}00 EUR", *(["313 EUR"] if at < 2 else []))
    opened(ana, cases[5])
    done = Closing(Why.RECEIVED, Remedy.FULL)
    closing.close(at_work(ana), cases[5], done, left_open=[])
    update(work)
    page = work("sofia").get(ADDRESS).content.decode()
    assert "Of 6 cases of which it is known, 3 received all or a part of their remedy (50%)." in page
    assert "Of 5 cases in which something was filed, 3 wait still" in page
    assert "6,000.00\xa0EUR (5 cases)" in page and "31 to 90 days" in page
    # Two were paid: how much stays untold.
    assert "626" not in page and "313" not in page
    assert page.count('src="data:image/svg+xml;base64,') == 3
    assert "Zanzibar" not in page and not any(case.number in page or case.id in page for case in cases)
    totals, behind, missing = access_totals(at_work(work("sofia")))
    # A hundred days after the filing nobody has asked yet, in any of the five.
    assert totals is not None and totals.asks_until(TODAY) == 5 and (behind, missing) == (0, [])
    arabic = work("sofia").get(ADDRESS.replace("/en/", "/ar/")).content.decode()
    assert "من 31 إلى 90 يومًا" in arabic


def test_what_was_written_since_is_told_and_an_erased_case_is_in_no_count(work: At):
    receipt = Receipt.new()
    ana, case = work("ana"), report(receipt=receipt)
    pay(ana, case, "900 EUR")
    update(work)
    ask_for_deletion(receipt, *access_by_receipt(receipt))
    assert "Since then something was written in cases 1 time." in work("sofia").get(ADDRESS).content.decode()
    erase(at_work(ana), case)
    totals, *_ = access_totals(at_work(work("sofia")))
    assert totals is not None and not totals.states and not totals.filed and not totals.asks


def test_an_erased_case_is_not_kept_among_what_was_told():
    book = Book({})
    for case, one in claimed(*["100"] * 6).items():
        book.note(case, 1, None, [], progress=one)
    book.totals(on=TODAY)
    book.forget("case 3")
    assert "case 3" not in book.encode().decode()
    # The sum stays what it was: what the case brought is not to be read from the difference.
    assert book.totals(on=TODAY).sums == {CLAIMED: (6, "600")}
    assert Book.decode(book.encode()).totals(on=TODAY) == book.totals(on=TODAY)


@pytest.mark.parametrize("lost", ["book", "book and totals", "later book", "later book and totals"])
def test_no_sum_is_told_once_it_is_lost_what_was_told(work: At, lost: str):
    """Whoever can write to the database cannot have a new sum told beside the one they read."""
    ana, cases = work("ana"), [report() for _ in range(7)]
    for case in cases[:5]:
        pay(ana, case, "100 EUR")
    update(work)
    rows = SealedBlob.objects.filter(kind__in=[Kind.BOOK.value, *([Kind.TOTALS.value] if "totals" in lost else [])])
    kept = list(rows)
    pay(ana, cases[5], "313 EUR")
    update(work)
    assert "500.00\xa0EUR (5 cases)" in work("sofia").get(ADDRESS).content.decode()
    rows.delete()
    if "later" in lost:
        SealedBlob.objects.bulk_create(kept)
    pay(ana, cases[6], "100 EUR")
    for _ in range(2):
        update(work)
        page = work("sofia").get(ADDRESS).content.decode()
        assert "What was told of money before is lost." in page and "EUR" not in page
        report()
    assert sum(" counting.fall-silent north " in line for line in store().audit_lines()) == 1


def test_a_book_of_an_earlier_version_is_kept_and_its_cases_are_looked_at_again(work: At):
    ana, case = work("ana"), report()
    pay(ana, case, "900 EUR")
    update(work)
    member = at_work(ana)
    plain = json.loads(open_book(store(), member.ring, "north", on=member.today) or b"")
    before = {one: page[:6] for one, page in plain["pages"].items()}
    key = role_key(store(), "north", Role.CASEWORKER)
    assert key is not None
    put_book(store(), json.dumps(before).encode(), key)
    assert Book.decode(json.dumps(before).encode()).pages[case.id].progress == Progress()
    report()
    update(work)
    book = Book.decode(open_book(store(), member.ring, "north", on=member.today))
    assert book.pages[case.id].progress.is_filed


def test_only_supervisors_open_the_totals_and_come_to_their_page(work: At):
    report()
    update(work)
    for name in ("ana", "iris", "anton", "basir", "carmen", "adam"):
        member = at_work(work(name))
        with pytest.raises(CannotOpen):
            open_totals(store(), member.ring, "north", on=member.today)
        assert work(name).get(ADDRESS).status_code == 404
