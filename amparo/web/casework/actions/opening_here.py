"""A report that a caseworker opens from a visit or a call. It may stay half filled, and is carried on by writing down more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from amparo.vault.receipts import Receipt
from amparo.web.casework.access import WRITERS
from amparo.web.casework.actions.beginning import begin, once
from amparo.web.casework.actions.working import agreed
from amparo.web.casework.actions.writing import append
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.casework.lists.lines import SHORT_ID, Line
from amparo.web.casework.models import Case, Kind, monday
from amparo.web.casework.readers import receipt_told
from amparo.web.casework.telling import Contact
from amparo.web.people.models import Office
from amparo.web.people.permissions import check_role
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


@dataclass(frozen=True, slots=True)
class Heard:
    """What there is of a report so far; everything but the language may be missing."""

    language: str
    words: str = field(default="", repr=False)
    contact: Contact = field(default_factory=Contact)
    name: str = field(default="", repr=False)
    wants_interpreter: str = field(default="", repr=False)
    is_danger: bool = False
    is_notice_given: bool = False
    consents: Mapping[str, str] = field(default_factory=dict)  # purpose to how it was answered
    facts: Mapping[str, object] = field(default_factory=dict, repr=False)
    also: tuple[str, ...] = ()
    received_on: date | None = None  # where a list says so; otherwise today
    reference: str = field(default="", repr=False)  # how a list calls it


def open_here(signed_in: SignedIn, heard: Heard, receipt: Receipt, office: Office) -> Case:
    """Seals and keeps a report as far as it has come; the same receipt twice is one report."""

    def make() -> Case:
        check_role(signed_in, office.code, *WRITERS)
        case = Case(office=office, kind=Kind.OPENED_HERE)
        _keep(signed_in, heard, case, receipt)
        return case

    return once(receipt, make)[0]


def bring(signed_in: SignedIn, rows: Mapping[str, Heard], office: Office) -> int:
    """Keeps rows of a list as reports without a receipt, all or none, and says how many were not there yet; by their ids."""
    with transaction.atomic():
        check_role(signed_in, office.code, *WRITERS)
        there = set(Case.objects.filter(id__in=rows).values_list("id", flat=True))
        for case_id, heard in rows.items():
            if case_id not in there:
                _keep(signed_in, heard, Case(id=case_id, office=office, kind=Kind.LIST), None)
    return len(rows) - len(there)


def _keep(signed_in: SignedIn, heard: Heard, case: Case, receipt: Receipt | None) -> None:
    now, is_here = timezone.now(), case.kind == Kind.OPENED_HERE
    case.week_received = monday(heard.received_on or timezone.localdate(now))
    line = Line(
        case.id,
        case.number,
        case.state,
        case.kind,
        heard.language,
        now,
        now,
        is_danger=heard.is_danger,
        is_read=is_here,
        assigned_to=signed_in.member.id[:SHORT_ID] if is_here else "",
        name=heard.name,
    )
    begin(case, _first_entries(signed_in, heard, receipt, now), line, receipt=receipt)
    if is_here:
        append(case, signed_in.ring, Entry(EntryKind.TAKEN, now, signed_in.member.id, {"to": signed_in.member.id}))
    record(signed_in.member.id, "report.open-here" if is_here else "report.bring", case.id, at=now)


def _first_entries(signed_in: SignedIn, heard: Heard, receipt: Receipt | None, now: datetime) -> list[Entry]:
    by = signed_in.member.id
    told: dict[str, object] = {
        "words": heard.words,
        "language": heard.language,
        "interpreter": heard.wants_interpreter,
        "danger": heard.is_danger,
        "notice": heard.is_notice_given,
        "reference": heard.reference,
        **agreed(heard.consents),
    }
    if receipt is not None:
        told["receipt"] = receipt_told(receipt.pair.public)
    contact = {"how": heard.contact.how, "when": heard.contact.when}
    return [
        Entry(EntryKind.TOLD, now, by, told),
        Entry(EntryKind.CONTACT, now, by, contact),
        Entry(EntryKind.IDENTITY, now, by, {"name": heard.name}),
        Entry(EntryKind.FACTS, now, by, {"facts": dict(heard.facts), "also": list(heard.also)}),
    ]
