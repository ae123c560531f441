"""What is counted, as the analysts of an office may see it, and releases for those who may sign: the only way out of the database."""

import json
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from django.db.models import QuerySet
from django.http import Http404

from amparo.evidence.counting.people import People, Source, one_table
from amparo.vault.counted import Pool, open_pool, open_totals
from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.vault.tombstones import digest_of
from amparo.web.casework.access import writes_in
from amparo.web.casework.counting.counted import PERSON, domain
from amparo.web.casework.counting.totals import Totals
from amparo.web.evidence.models import Allowance, Release
from amparo.web.people.models import Office
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.store import store

SIGNERS = (Role.ANALYST, Role.SUPERVISOR)  # who may read a release before it is published, and sign it
_COLUMNS = [PERSON, *(one.name for one in domain().attributes if not one.of)]


@dataclass(frozen=True)
class Counted:
    """The people whom the member's offices count, each once, and how far that follows what was written in cases."""

    people: People = field(repr=False)
    offices: tuple[Office, ...]
    since: date | None  # the day on which the office that is furthest behind was last brought up to date
    behind: int  # writes in cases that have not been looked at: a withdrawal may be among them
    shut: tuple[str, ...]  # offices whose figures the member's keys do not open
    sets: tuple[str, ...] = field(default=(), repr=False)  # the digests of all that is counted, as tombstones bear them


def access_counted(signed_in: SignedIn, only: str = "") -> Counted:
    """What is counted in the offices of which the member is an analyst today, or in one of them."""
    offices = [one for one in access_analysed(signed_in) if only in ("", one.code)]
    sources, opened, days, shut, sets, behind = [], [], [], [], [], 0
    for office in offices:
        try:
            pool = open_pool(store(), signed_in.ring, office.code, on=signed_in.today)
            head = json.loads(pool.head) if pool else {}
        except (CannotOpen, ValueError):
            shut.append(office.name)
            continue
        opened.append(office)
        behind += abs(writes_in(office.code) - int(head.get("writes", 0)))
        days += [date.fromisoformat(head["on"])] if head else []
        sources.append(_source(office, pool))
        sets += [digest_of(one.id) for one in pool.sets] if pool else []
    since = min(days, default=None)
    return Counted(one_table(sources, domain()), tuple(opened), since, behind, tuple(shut), tuple(sets))


def writes_behind(signed_in: SignedIn, office: str) -> int | None:
    """How many writes in the cases of an office nobody has looked at, as far as the keys of an analyst or supervisor tell."""
    try:
        if signed_in.has(office, Role.ANALYST):
            pool = open_pool(store(), signed_in.ring, office, on=signed_in.today)
            seen = int(json.loads(pool.head).get("writes", 0)) if pool else 0
        else:
            raw = open_totals(store(), signed_in.ring, office, on=signed_in.today)
            seen = Totals.decode(raw).writes if raw else 0
    except (CannotOpen, ValueError):
        return None
    return abs(writes_in(office) - seen)


def access_analysed(signed_in: SignedIn) -> QuerySet[Office]:
    """The offices of which the member is an analyst today, by name."""
    return Office.objects.filter(code__in=signed_in.offices(Role.ANALYST)).order_by("name")


def access_releases(signed_in: SignedIn) -> QuerySet[Release]:
    """The releases of the offices in which the member may sign today, newest first."""
    found = Release.objects.filter(office__in=signed_in.offices(*SIGNERS))
    return found.select_related("office", "asked_by").order_by("-asked_on", "-entered_at", "title")


def access_release(signed_in: SignedIn, release_id: str) -> Release:
    """One of them; raises Http404 for all others."""
    found = access_releases(signed_in).filter(id=release_id).first()
    if found is None:
        raise Http404
    return found


def find_allowance() -> Allowance | None:
    """What all releases together may cost, ever; None while nobody has declared it."""
    return Allowance.objects.select_related("declared_by").first()


def _source(office: Office, pool: Pool | None) -> Source:
    told = [json.loads(one.facts) for one in pool.sets] if pool else []
    columns = {name: [one.get(name, "") for one in told] for name in _COLUMNS}
    return Source(office.name, pl.DataFrame(columns, schema=dict.fromkeys(_COLUMNS, pl.String)), "cases")
