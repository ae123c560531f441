"""What is counted, as the analysts of an office may see it: the only way by which it leaves the database."""

import json
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from django.db.models import Sum

from amparo.evidence.counting.people import People, Source, one_table
from amparo.vault.counted import Pool, open_pool
from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.web.casework.counted import PERSON, domain
from amparo.web.casework.models import Case
from amparo.web.people.models import Office
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.store import store

_COLUMNS = [PERSON, *(one.name for one in domain().attributes if not one.of)]


@dataclass(frozen=True)
class Counted:
    """The people whom the member's offices count, each once, and how far that follows what was written in cases."""

    people: People = field(repr=False)
    offices: tuple[Office, ...]
    since: date | None  # the day on which the office that is furthest behind was last brought up to date
    behind: int  # writes in cases that have not been looked at: a withdrawal may be among them
    shut: tuple[str, ...]  # offices whose figures the member's keys do not open


def access_counted(signed_in: SignedIn) -> Counted:
    """What is counted in the offices of which the member is an analyst today."""
    offices = list(Office.objects.filter(code__in=signed_in.offices(Role.ANALYST)).order_by("name"))
    sources, opened, days, shut, behind = [], [], [], [], 0
    for office in offices:
        try:
            pool = open_pool(store(), signed_in.ring, office.code, on=signed_in.today)
            head = json.loads(pool.head) if pool else {}
        except (CannotOpen, ValueError):
            shut.append(office.name)
            continue
        opened.append(office)
        behind += abs(_writes(office.code) - int(head.get("writes", 0)))
        days += [date.fromisoformat(head["on"])] if head else []
        sources.append(_source(office, pool))
    return Counted(one_table(sources, domain()), tuple(opened), min(days, default=None), behind, tuple(shut))


def _writes(office: str) -> int:
    """How often the cases of an office were written to; a number for all of them, and no row of any."""
    return Case.objects.filter(office=office).aggregate(all=Sum("writes"))["all"] or 0


def _source(office: Office, pool: Pool | None) -> Source:
    told = [json.loads(one.facts) for one in pool.sets] if pool else []
    columns = {name: [one.get(name, "") for one in told] for name in _COLUMNS}
    return Source(office.name, pl.DataFrame(columns, schema=dict.fromkeys(_COLUMNS, pl.String)), "cases")
