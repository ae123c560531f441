"""A case of years: its records are gathered when it is opened, nothing of it changes, and whoever read it reads it still."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from made_reports import at_work, dossier, opened, report

from amparo.case.events import Event
from amparo.rules.dates import Period
from amparo.vault.material import new_id
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework.actions import tidying
from amparo.web.casework.actions.by_receipt import tell_more
from amparo.web.casework.actions.writing import append
from amparo.web.casework.chronicles import chronicle_of
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.casework.models import Case, Opening
from amparo.web.safekeeping.store import cabinet

At = Callable[[str], Client]


@pytest.fixture
def long_case(work: At, monkeypatch: pytest.MonkeyPatch) -> Case:
    """An opened case with thirty events, where few records are already many."""
    monkeypatch.setattr(tidying, "MOST_RECORDS", 20)
    ana = work("ana")
    case = report(receipt=RECEIPT)
    opened(ana, case)
    days = (Period.parse(f"2020-01-{day:02}") for day in range(1, 31))
    events = [Event(new_id(), "threatened", "GRC", day, words=f"day {day}") for day in days]
    told = [Entry(EntryKind.EVENT, timezone.now(), at_work(ana).member.id, event.to_data()) for event in events]
    with transaction.atomic():
        append(case, at_work(ana).ring, *told)
    return case


RECEIPT = Receipt.new()


def test_opening_gathers_the_records_and_changes_nothing(long_case: Case, work: At):
    ana = work("ana")
    before = dossier(ana, long_case)
    assert before.records > 30
    Opening.objects.all().delete()
    opened(ana, long_case)
    after = dossier(ana, long_case)
    assert after.records < 15
    kept = {(one.record, one.kind, one.at, one.by, str(one.data)) for one in after.entries}
    assert {(one.record, one.kind, one.at, one.by, str(one.data)) for one in before.entries} <= kept
    assert len(chronicle_of(after).happened) == 30


def test_whoever_read_it_reads_it_still_and_writes_into_it(long_case: Case, work: At):
    ana, iris = work("ana"), work("iris")
    today = timezone.localdate()
    reporter = Dossier.open(cabinet(), KeyRing.of(RECEIPT.pair), long_case.id, on=today)
    tell_more(RECEIPT, long_case, reporter, "One thing more.", form=b"f" * 16)
    Opening.objects.all().delete()
    opened(ana, long_case)
    assert len(chronicle_of(dossier(iris, long_case)).happened) == 30
    reporter = Dossier.open(cabinet(), KeyRing.of(RECEIPT.pair), long_case.id, on=today)
    assert [one.data["words"] for one in reporter.of(EntryKind.MESSAGE)] == ["One thing more."]
    # The same form, sent once more, is still the same message.
    tell_more(RECEIPT, long_case, reporter, "One thing more.", form=b"f" * 16)
    reporter = Dossier.open(cabinet(), KeyRing.of(RECEIPT.pair), long_case.id, on=today)
    assert len(list(reporter.of(EntryKind.MESSAGE))) == 1


def test_a_second_tidying_leaves_what_is_gathered(long_case: Case, work: At):
    ana = work("ana")
    for _ in range(2):
        Opening.objects.all().delete()
        opened(ana, long_case)
    assert len(chronicle_of(dossier(ana, long_case)).happened) == 30


def test_a_supervisor_opens_it_and_everybody_reads_on(long_case: Case, work: At):
    sofia, iris = work("sofia"), work("iris")
    opened(sofia, long_case)
    assert dossier(sofia, long_case).records < 15
    assert len(chronicle_of(dossier(iris, long_case)).happened) == 30
    assert Dossier.open(cabinet(), KeyRing.of(RECEIPT.pair), long_case.id, on=timezone.localdate()).told
