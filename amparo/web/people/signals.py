"""Insider signals: what a colleague did that their work does not explain, told to custodians and to nobody else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from amparo.errors import BadInput, Defect
from amparo.vault.keys import Role, role_name
from amparo.vault.labels import Kind, Label
from amparo.vault.material import CannotOpen
from amparo.vault.sealing import generation_of, open_from, seal_to
from amparo.vault.wraps import Purpose
from amparo.web.people.keys import role_key
from amparo.web.people.models import Member, Signal
from amparo.web.people.sessions import SignedIn
from amparo.web.people.standing import Standing
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import store

LONGEST = 900  # with a case number beside them, so many letters of any script fit the one size that signals have


@dataclass(frozen=True, slots=True)
class Told:
    """A signal as a custodian reads it; `reason` is None where their keys do not open it."""

    signal: Signal
    reason: str | None = field(repr=False)
    about: str = field(default="", repr=False)  # a case number


def raise_signal(office: str, member: Member, kind: Signal.Kind, reason: str, *, about: str = "") -> Signal:
    """Keeps a signal, sealed to the custodians of the office, or of another where this one has none. Part of an action.

    `reason` is what the member answered when asked, `about` a case number; neither stands in clear.
    """
    if len(reason) > LONGEST:
        raise BadInput("reason-too-long", f"The reason is too long. Write at most {LONGEST} characters.")
    seen_from = _office_with_custodians(office)
    key = role_key(store(), seen_from, Role.CUSTODIAN)
    if key is None:
        raise Defect("no-custodian-key", "An office has no key for its custodians.", office=seen_from)
    now = timezone.now()
    signal = Signal(office_id=office, seen_from_id=seen_from, member=member, kind=kind, day=timezone.localdate(now))
    signal.sealed = seal_to(key, _label(signal), json.dumps([reason, about], ensure_ascii=False).encode())
    signal.save(force_insert=True)
    record(member.id, "signal.raise", signal.id, at=now)
    return signal


def signals_for(custodian: SignedIn) -> Iterator[Told]:
    """The signals that are for this custodian, newest first."""
    for signal in rows_for(custodian).select_related("office", "member", "looked_at_by").order_by("-day", "id"):
        yield _told(signal, custodian)


def rows_for(custodian: SignedIn) -> QuerySet[Signal]:
    """The signals that are for this custodian, still sealed: of the offices they guard, none about themselves."""
    return Signal.objects.filter(seen_from__in=custodian.offices(Role.CUSTODIAN)).exclude(member=custodian.member)


def _told(signal: Signal, custodian: SignedIn) -> Told:
    sealed = bytes(signal.sealed)
    try:
        name = role_name(signal.seen_from_id, Role.CUSTODIAN, generation_of(sealed))
        reason, about = json.loads(open_from(custodian.ring.pair(name, on=custodian.today), _label(signal), sealed))
    except CannotOpen:
        return Told(signal, None)
    return Told(signal, reason, about)


def guarded_offices() -> list[str]:
    """The offices whose custodians hold their key: a post alone would seal signals to a key that nobody has."""
    standing, today = Standing.of(store()), timezone.localdate()
    places = [found for found, role in standing.newest if role is Role.CUSTODIAN]
    return sorted(found for found in places if standing.holders(found, Role.CUSTODIAN, Purpose.ROLE, on=today))


def _office_with_custodians(office: str) -> str:
    offices = guarded_offices()
    return office if office in offices or not offices else offices[0]


def _label(signal: Signal) -> Label:
    """Everything that stands in clear, so that none of it can be changed unseen."""
    told = (
        signal.id,
        signal.office_id,
        signal.seen_from_id,
        signal.member_id,
        str(signal.kind),
        signal.day.isoformat(),
    )
    return Label(Kind.SIGNAL, told)
