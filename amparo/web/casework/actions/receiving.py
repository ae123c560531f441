"""Receiving a report, and what the person with the receipt does later. Nobody is signed in; only public keys are at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework.actions.beginning import begin, once
from amparo.web.casework.actions.writing import append
from amparo.web.casework.attached import file_entries, listed
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.lists.lines import Line
from amparo.web.casework.models import Case, Kind, monday
from amparo.web.casework.readers import receipt_told
from amparo.web.casework.telling import Telling
from amparo.web.people.models import Office


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a report: its case, and whether this very form had been received before."""

    case: Case
    was_there: bool


def receive(telling: Telling, receipt: Receipt, office: Office) -> Received:
    """Seals and keeps a report. When it returns, the report is on disk; the same receipt twice is one report."""
    return Received(*once(receipt, lambda: _keep(telling, receipt, office, timezone.now())))


def write_as_reporter(receipt: Receipt, case: Case, *entries: Entry, line: Mapping[str, object]) -> None:
    """Adds entries in the name of the person with the receipt; lists show what changed. What is there already is not added again."""
    with transaction.atomic():
        append(case, KeyRing.of(receipt.pair), *entries, line=line)


def _keep(telling: Telling, receipt: Receipt, office: Office, now: datetime) -> Case:
    case = Case(office=office, kind=Kind.REPORT, week_received=monday(timezone.localdate(now)))
    files = file_entries(telling.files, REPORTER, at=now)
    line = Line(
        case.id,
        case.number,
        case.state,
        case.kind,
        telling.language,
        now,
        now,
        is_danger=telling.is_danger,
        name=telling.name,
    )
    begin(case, _first_entries(telling, receipt, files, now), line, receipt=receipt)
    if files:
        append(case, KeyRing.of(receipt.pair), *files)
    return case


def _first_entries(telling: Telling, receipt: Receipt, files: list[Entry], now: datetime) -> list[Entry]:
    told = {
        "words": telling.words,
        "language": telling.language,
        "interpreter": telling.wants_interpreter,
        "danger": telling.is_danger,
        "purposes": sorted(telling.purposes),
        "receipt": receipt_told(receipt.pair.public),
        "files": listed(files),
    }
    contact = {"how": telling.contact.how, "when": telling.contact.when}
    return [
        Entry(EntryKind.TOLD, now, REPORTER, told),
        Entry(EntryKind.CONTACT, now, REPORTER, contact),
        Entry(EntryKind.IDENTITY, now, REPORTER, {"name": telling.name}),
        Entry(EntryKind.FACTS, now, REPORTER, {"facts": dict(telling.facts)}),
    ]
