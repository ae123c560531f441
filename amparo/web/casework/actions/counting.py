"""Counting: bringing what is sealed to analysts and supervisors up to what cases say now, when a caseworker opens the inbox.

Every case that was written to since it was last looked at is looked at, counted or not, and pool, totals and book are sealed anew
whatever comes of it: so neither what is written nor when tells who agreed to be counted. See docs/decisions/0018-what-is-counted.md.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from time import monotonic

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from amparo.vault.counted import open_book, put_book, put_pool, put_totals, take_out
from amparo.vault.keys import PublicKey, Role
from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.web.casework.counting.book import Book
from amparo.web.casework.counting.counted import counted_facts
from amparo.web.casework.counting.progress import Progress, progress_of
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case, Kind
from amparo.web.casework.telling import Purpose
from amparo.web.people.keys import holds_key, keys_stay, role_key
from amparo.web.people.models import Office
from amparo.web.people.permissions import check_role
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import NOBODY, is_recorded, record
from amparo.web.safekeeping.store import cabinet, store

MOST = 500  # cases in one go, so that no question to the database grows too long
SECONDS = 0.25  # for one visit of the inbox; what is not done then is done at the next
_SEALED = "counting.bring-up-to-date"
# By whose keys, how many cases and writes there were when all had been looked at: mostly nothing has changed since.
_SEEN: dict[tuple[PublicKey | None, ...], tuple[int, int]] = {}


def bring_up_to_date(signed_in: SignedIn, office: str, *, seconds: float = SECONDS) -> int:
    """Looks at the cases that were written to, seals what is counted of the office anew, and says how many cases are left.

    Does nothing where the office has neither analysts nor supervisors, or where the member's keys do not open the book.
    """
    check_role(signed_in, office, Role.CASEWORKER)
    return count_cases(signed_in.ring, signed_in.member.id, office, on=signed_in.today, seconds=seconds)


def count_cases(ring: KeyRing, who: str, office: str, *, on: date, seconds: float) -> int:
    """The same, with keys at hand; part of it, and of what founds a demonstration."""
    mine, *others = keys = _keys(office)
    if mine is None or not any(others) or not holds_key(ring, mine, on=on) or _SEEN.get(keys) == _now(office):
        return 0
    before = _book(ring, office, on=on)
    there = dict(Case.objects.filter(office=office).exclude(kind=Kind.PARTY).values_list("id", "writes"))
    due = [case for case, writes in there.items() if case not in before.pages or before.pages[case].writes != writes]
    looked = _look_at(due, ring, on=on, seconds=seconds)
    with transaction.atomic():
        book = _locked_book(ring, office, on=on)
        for case, told in looked.items():
            book.note(case, *told)
        # Erased while we looked, which is no time to put it back; or by another copy of the database.
        for case in book.pages.keys() - set(Case.objects.filter(office=office).values_list("id", flat=True)):
            book.forget(case)
        _seal(book, who, office, on=on)
    left = len(due) - len(looked)
    if not left:
        _SEEN[keys] = len(there), sum(there.values())
    return left


def stop_counting(ring: KeyRing, case: str, office: str, *, on: date) -> None:
    """Takes a case that is being erased out of what is counted, in the same transaction."""
    if any(_keys(office)[1:]):
        # With a case fewer and others written to, the sums could be what they were.
        _SEEN.clear()
        book = _locked_book(ring, office, on=on)
        book.forget(case)
        _seal(book, NOBODY, office, on=on)


def _look_at(
    due: list[str], ring: KeyRing, *, on: date, seconds: float
) -> dict[str, tuple[int, Mapping[str, str] | None, list[str], bool, Progress]]:
    """How often each case had been written to, what is counted of it, what it was joined with, whether the person refuses; its remedy.

    As many as there is time for.
    """
    until, looked = monotonic() + seconds, {}
    for case in Case.objects.filter(id__in=due[:MOST]).iterator():
        facts, joined, refuses, progress = None, [], False, Progress()
        # A case that does not open, or that somebody moved to another office, is not counted.
        with suppress(CannotOpen):
            dossier = Dossier.open(cabinet(), ring, case.id, on=on)
            is_here = dossier.told.get("office") == case.office_id
            progress = progress_of(dossier) if is_here else progress
            refuses = dossier.is_deletion_asked or dossier.answers.get(Purpose.COUNTED) is False
            if is_here and Purpose.COUNTED in dossier.consents and not refuses:
                facts = counted_facts(case, dossier, progress)
            joined = [str(entry.data.get("case", "")) for entry in dossier.of(EntryKind.MERGED)]
        looked[case.id] = case.writes, facts, joined, refuses, progress
        if monotonic() > until:
            break
    return looked


def _locked_book(ring: KeyRing, office: str, *, on: date) -> Book:
    """The book as it is now; who else would write it waits.

    If the record has a line of a later one, it is older than what supervisors were told, or was lost: no sum is told from then on, and
    the record says so.
    """
    keys_stay()
    Office.objects.select_for_update().get(code=office)
    book = _book(ring, office, on=on)
    if book.line is not None and not book.is_silent and is_recorded(_SEALED, office, after=book.line):
        book.fall_silent()
        record(NOBODY, "counting.fall-silent", office, at=timezone.now())
    return book


def _book(ring: KeyRing, office: str, *, on: date) -> Book:
    """The book; one that does not open was written by another hand, and is begun anew: it must not keep a case from being erased."""
    with suppress(CannotOpen):
        return Book.decode(open_book(store(), ring, office, on=on))
    return Book({})


def _seal(book: Book, who: str, office: str, *, on: date) -> None:
    mine, analysts, supervisors = _keys(office)
    if mine is None:
        raise CannotOpen
    sets, totals = book.sets(), book.totals(on=on)
    if analysts is not None:
        take_out(store(), book.taken_out, on=on)
        put_pool(store(), json.dumps({"writes": book.writes, "on": on.isoformat()}).encode(), sets, analysts)
    if supervisors is not None:
        put_totals(store(), totals.encode(), supervisors)
    book.line = record(who, _SEALED, office, at=timezone.now())
    put_book(store(), book.encode(), mine)


def _keys(office: str) -> tuple[PublicKey | None, ...]:
    """The keys of caseworkers, analysts and supervisors."""
    return tuple(role_key(store(), office, role) for role in (Role.CASEWORKER, Role.ANALYST, Role.SUPERVISOR))


def _now(office: str) -> tuple[int, int]:
    found = (
        Case.objects.filter(office=office).exclude(kind=Kind.PARTY).aggregate(cases=Count("id"), writes=Sum("writes"))
    )
    return found["cases"], found["writes"] or 0
