"""People of earlier years for the demonstration, enough for a release that means something: closed cases, without words or names.

They are drawn from `data/demo_people.yaml`, the same ones each time, and kept as every case is. Nobody is behind them.
"""

import random
from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone

from amparo.errors import Defect, Problem
from amparo.rules.forms import plain
from amparo.rules.reading import parse_document
from amparo.web.casework.actions.beginning import begin
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.lists.lines import Line
from amparo.web.casework.models import Case, Kind, State, monday
from amparo.web.casework.telling import Purpose
from amparo.web.safekeeping.shelves import all_at_once

_SEED, _FILE = 20261119, "data/demo_people.yaml"
_DAYS = (60, 1000)  # ago, when their reports came


def add_demo_people(office: str) -> None:
    """Keeps the closed cases of these people in an office, all at once."""
    told, chance, now = _read(), random.Random(_SEED), timezone.now()
    purposes = [Purpose.HELP, Purpose.COUNTED]
    with transaction.atomic(), all_at_once() as gathering:
        for _ in range(told["people"]):
            day = timezone.localdate(now) - timedelta(days=chance.randrange(*_DAYS))
            case = Case(office_id=office, kind=Kind.LIST, state=State.CLOSED, week_received=monday(day))
            entries = [
                Entry(EntryKind.TOLD, now, REPORTER, {"words": "", "language": "en", "purposes": purposes}),
                Entry(EntryKind.FACTS, now, REPORTER, {"facts": _drawn(told, chance)}),
            ]
            line = Line(case.id, case.number, case.state, case.kind, "en", now, None, is_read=True)
            begin(case, entries, line, gathering=gathering)


def _drawn(told: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """The facts of one person."""
    (group,) = chance.choices(told["groups"], [one["weight"] for one in told["groups"]])
    happened = {name: True for name, share in group["happened"].items() if chance.random() < share}
    return {
        **group["facts"],
        "sex": _one(group["sex"], chance),
        "age": int(_one(told["ages"], chance)),
        "nationality": [_one(group["nationality"], chance)],
        "stay": _one(group["stay"], chance),
        **happened,
    }


def _one(weights: Mapping[str, int], chance: random.Random) -> str:
    return str(chance.choices(list(weights), list(weights.values()))[0])


def _read() -> dict[str, Any]:
    problems: list[Problem] = []
    text = (files("amparo.web.operating") / _FILE).read_text("utf-8")
    node = parse_document(text, _FILE, problems)
    if node is None or problems:
        raise Defect("broken-demonstration", f"The people of the demonstration cannot be read: {problems[0]}")
    document: dict[str, Any] = plain(node)  # type: ignore[assignment]
    return document
