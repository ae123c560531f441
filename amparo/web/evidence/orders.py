"""What an analyst asked for, as the gate of `amparo.evidence.release` takes it. Nothing here reads anybody's data."""

from dataclasses import replace
from importlib.util import find_spec
from typing import Any

from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.evidence import release as gate
from amparo.web.casework.counting.counted import domain
from amparo.web.evidence.models import Allowance, Release

PRICES = (1.0, 2.0, 4.0)  # epsilon: careful to usual
CAPS = (4.0, 10.0, 20.0)
SIZES = (0, 1_000, 10_000, 100_000)  # people, as is publicly known; 0 for fewer than a thousand
LENGTHS = (1, 2, 3)
MOST_ATTRIBUTES = 6
THRESHOLD = 10  # k: smaller cells of suppressed tables are hidden
POPULATION = domain().population  # one account for all offices: a person may have been to two


def can_release() -> bool:
    """Whether what draws the noise is installed."""
    return all(find_spec(name) is not None for name in ("opendp", "numpy"))


def refuse_without() -> None:
    """Raises BadInput where it is not."""
    if not can_release():
        raise BadInput("no-evidence-extra", _("What makes releases is not installed here. Ask who runs the server."))


def refuse_not_offered(asked: Release, allowance: Allowance) -> None:
    """Raises BadInput for what no form of ours offers: somebody else may have written it into the database."""
    names, offered = asked.attributes.split(), {one.name for one in domain().attributes}
    is_exact = asked.kind == Release.Kind.SUPPRESSED
    is_offered = (
        asked.kind in Release.Kind.values
        and (asked.k == THRESHOLD and not asked.epsilon if is_exact else not asked.k and asked.epsilon in PRICES)
        and asked.length in LENGTHS
        and 0 < len(names) <= MOST_ATTRIBUTES
        and set(names) <= offered
        and len(set(names)) == len(names)
        and allowance.cap in CAPS
        and allowance.people in SIZES
    )
    if not is_offered:
        sentence = _(
            "This asks for something that is not offered here. Withdraw it, and say so to whoever runs the server."
        )
        raise BadInput("not-offered", sentence)


def order_of(asked: Release, allowance: Allowance, on: str) -> Any:
    """The order for the gate. A release is of one office: across offices one person could be two rows."""
    names = asked.attributes.split()
    known = domain()
    chosen = tuple(one for one in known.attributes if one.name in names)
    declared = replace(
        known,
        attributes=chosen,
        people=allowance.people,
        cap=allowance.cap,
        person="",
        sex=known.sex if known.sex in names else "",
    )
    return gate.Order(gate.Kind(asked.kind), declared, asked.title, on, asked.length, asked.epsilon, asked.k)
