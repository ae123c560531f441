"""Cases of earlier years for the demonstration: closed, without words or names, so that there is something to count.

Their facts are those of the demonstration accounts, with another age and sex. Nobody is behind them.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from amparo.web.casework.actions.beginning import begin
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.lines import Line
from amparo.web.casework.models import Case, Kind, State, monday
from amparo.web.casework.telling import Purpose
from amparo.web.people.models import Office

HOW_MANY = 60
_SEED = 20261118
_AGES = (16, 19, 22, 24, 27, 31, 35, 38, 44, 52)


def add_past_cases(office: str, facts: Sequence[Mapping[str, Any]]) -> None:
    """Keeps the same sixty cases each time, most of them of people who agreed to be counted."""
    chance, now = random.Random(_SEED), timezone.now()
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
            ]
            line = Line(case.id, case.number, case.state, case.kind, "en", now, None, is_read=True)
            begin(case, entries, line)
