"""A case begins once, under a number of its own, in its own office, and never again after it was erased."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from made_reports import report

from amparo.vault.keys import KeyKind
from amparo.vault.material import CannotOpen
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework import models
from amparo.web.casework.actions.erasing import erase
from amparo.web.casework.actions.receiving import receive, write_as_reporter
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.models import Case
from amparo.web.casework.telling import Telling
from amparo.web.people.models import Member, Office
from amparo.web.safekeeping.models import Epoch, PublicKeyRow, SealedBlob, WrapRow
from amparo.web.safekeeping.store import DatabaseStore, cabinet


def test_a_number_that_is_taken_is_drawn_again(cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch):
    drawn = iter([b"\0" * 6, b"\0" * 6, b"\1" * 6])
    source = SimpleNamespace(utils=SimpleNamespace(random=lambda size: next(drawn)))
    monkeypatch.setattr(models, "nacl", source)
    assert [report().number, report().number] == ["BBB-BBB", "CCC-CCC"]


def test_an_erased_report_does_not_come_back_when_its_form_is_sent_again(
    cast: dict[str, Member], work: Callable[[str], Client]
):
    from made_reports import at_work, opened

    receipt = Receipt.new()
    case = report(receipt=receipt)
    asked = Entry(EntryKind.DELETION_ASKED, timezone.now(), REPORTER)
    write_as_reporter(receipt, case, asked, line={"wants_deletion": True})
    ana = work("ana")
    opened(ana, case)
    erase(at_work(ana), case)
    with pytest.raises(CannotOpen):
        receive(Telling("They kept my passport.", "es", frozenset()), receipt, Office.objects.get(code="north"))
    assert not Case.objects.exists()


def test_a_case_whose_row_was_moved_to_another_office_is_not_written_there(cast: dict[str, Member]):
    receipt = Receipt.new()
    case = report(receipt=receipt)
    Case.objects.filter(id=case.id).update(office="south")
    WrapRow.objects.filter(case=case.id, holder__startswith=f"{KeyKind.ROLE.value}/north").delete()
    word = Entry(EntryKind.MESSAGE, timezone.now(), REPORTER, {"words": "I am at my cousin's."})
    with pytest.raises(CannotOpen):
        write_as_reporter(receipt, case, word, line={})
    held = Dossier.open(cabinet(), KeyRing.of(receipt.pair), case.id, on=timezone.localdate())
    assert [entry.kind for entry in held.of(EntryKind.MESSAGE)] == []


def test_its_many_rows_are_few_statements(cast: dict[str, Member]):
    """Nine records, three rows of lists and a wrap for each reader: one statement for each kind, while other writers wait."""
    with CaptureQueriesContext(connection) as seen:
        case = report()
    said = [query["sql"] for query in seen.captured_queries]
    assert SealedBlob.objects.filter(group=case.id).count() == 12 and WrapRow.objects.filter(case=case.id).count() == 5
    for table in (SealedBlob, WrapRow):
        assert sum(one.startswith(f'INSERT INTO "{table._meta.db_table}"') for one in said) == 1
    assert sum(f'FROM "{PublicKeyRow._meta.db_table}"' in one for one in said) == 2  # of the office, and of recovery


def test_nothing_is_left_of_a_case_whose_rows_cannot_be_written(
    cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch
):
    def full(*_rows: object) -> None:
        raise OperationalError

    monkeypatch.setattr(DatabaseStore, "put_blobs", full)
    with pytest.raises(OperationalError):
        report()
    assert not Case.objects.exists() and not WrapRow.objects.exclude(case="").exists() and not Epoch.objects.exists()
