"""Cases of earlier years for the demonstration: closed, without words or names, so that there is something to count.

Their facts are those of the demonstration accounts, with another age and sex; in most, wages were claimed, and some were received.
Nobody is behind them.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from amparo.remedy.filings import Filing
from amparo.remedy.ledger import Step, Sum
from amparo.remedy.money import Money
from amparo.rules.dates import Period
from amparo.vault.material import new_id
from amparo.web.casework.actions.beginning import begin
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.lists.lines import Line
from amparo.web.casework.models import Case, Kind, State, monday
from amparo.web.casework.telling import Purpose
from amparo.web.people.models import Office

HOW_MANY = 60
_SEED = 20261118
_AGES = (16, 19, 22, 24, 27, 31, 35, 38, 44, 52)


def add_past_cases(office: str, facts: Sequence[Mapping[str, Any]]) -> None:
    """Keeps the same sixty cases each time, most of them of people who agreed to be counted."""
    chance, paid, now = random.Random(_SEED), random.Random(_SEED), timezone.now()
    told_by = chance.choices(facts, weights=range(len(facts), 0, -1), k=HOW_MANY)
    with transaction.atomic():
        for told in told_by:
            day = timezone.localdate(now) - timedelta(days=chance.randrange(60, 1000))
            case = Case(
                office=Office.objects.get(code=office), kind=Kind.LIST, state=State.CLOSED, week_received=monday(day)
            )
            changed = {"sex": chance.choice(("female", "female", "male")), "age": chance.choice(_AGES)}
            purposes = [Purpose.HELP] + [Purpose.COUNTED] * (chance.random() < 0.9)
            entries = [
                Entry(EntryKind.TOLD, now, REPORTER, {"words": "", "language": "en", "purposes": purposes}),
                Entry(EntryKind.FACTS, now, REPORTER, {"facts": {**told, **changed}}),
                *(Entry(kind, now, REPORTER, data) for kind, data in _remedy(case.id, day, paid)),
            ]
            line = Line(case.id, case.number, case.state, case.kind, "en", now, None, is_read=True)
            begin(case, entries, line)


def _remedy(person: str, told_on: date, chance: random.Random) -> Iterator[tuple[EntryKind, Mapping[str, object]]]:
    """What was filed, claimed and received in a case: in some nothing, a part or all."""
    filed_on = told_on + timedelta(days=chance.randrange(3, 40))
    claimed, part = chance.randrange(300, 4000, 50), chance.choice((0, 0, 0.4, 1, 1, None))
    currency, came_on = chance.choice(("EUR", "EUR", "QAR")), filed_on + timedelta(days=chance.randrange(10, 300))
    if part is None:
        return
    yield EntryKind.FILING, Filing(new_id(), "inspection", "The labour inspectorate", filed_on).to_data()
    sums = [(Step.CLAIMED, claimed, filed_on)] + [(Step.RECEIVED, round(claimed * part), came_on)] * (part > 0)
    for step, amount, on in sums:
        money = Money.parse(f"{amount} {currency}")
        yield EntryKind.REMEDY, {"sum": Sum(new_id(), step, person, "employer", money, Period(on, on)).to_data()}
