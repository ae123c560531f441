"""What does not fit together in a chronicle, and what would be stated in vain: for a person to put right, or to say that it is so."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from amparo.case.chronicle import Chronicle, has_and_has_none
from amparo.case.facts import StatedFact
from amparo.case.histories import History, known_of
from amparo.rules.dates import Period


class Misfit(StrEnum):
    """What cannot be so."""

    NATIONALITY = "nationality"  # somebody has one, and has none
    UNBORN = "unborn"  # something happened to somebody before birth


def misfits(chronicle: Chronicle, today: Period) -> frozenset[Misfit]:
    """What does not fit, on any of the days from which something was said to be so."""
    found = {Misfit.NATIONALITY} if any(_both(chronicle, today)) else set()
    if any(chronicle.history.is_unborn(one.when) for one in chronicle.happened if not one.target):
        found.add(Misfit.UNBORN)
    return frozenset(found)


def _both(chronicle: Chronicle, today: Period) -> Iterator[bool]:
    told = [one for one in chronicle.history.standing if one.name in ("nationality", "stateless")]
    for state in chronicle.states or ("",):
        for day in {today, *(one.since for one in told if one.since)}:
            yield has_and_has_none(dict(known_of(chronicle.history.told(state, day))))


def hidden(stated: Sequence[StatedFact], before: History, state: str, day: Period) -> list[StatedFact]:
    """Of what is about to be stated for all States that of which something else is said of this one, which goes before."""
    told = History((*before.facts, *stated)).told(state, day)
    own = {one.name for one in before.standing if state and one.state == state}
    return [one for one in stated if not one.state and one.name in own and told[one.name].value != one.value]
