"""Facts told for all the people of a collective case: which there are, and which of them a person's own report does not say yet."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from amparo.case.facts import Basis, Rests, StatedFact
from amparo.case.histories import History


def facts_for_all(history: History) -> list[StatedFact]:
    """The facts of a collective case that can be stated for each of its people; not those of which nobody has decided how they are."""
    in_doubt = {one.id for several in history.contradictions for one in several}
    told = [one for one in history.standing if one.value is not None and one.name != "date" and one.id not in in_doubt]
    return list({one.scope: one for one in told}.values())


def lacking(told: Sequence[StatedFact], own: History, collective: str) -> Iterator[StatedFact]:
    """What has to be stated in a person's report for it to say what was told for all.

    What anybody stated there of the same goes before: only what came from this collective case is replaced.
    """
    for one in (_passed_on(one, collective) for one in told):
        there = [other for other in own.standing if other.name == one.name and _meet(other, one)]
        came = [other for other in there if _comes_from(other, collective)]
        same = [other for other in came if other.scope == one.scope or one.name == "age"]
        if len(came) == len(there) and (one.value, one.since) not in [(other.value, other.since) for other in same]:
            yield replace(one, instead_of=frozenset(other.id for other in same))


def _passed_on(one: StatedFact, collective: str) -> StatedFact:
    """The fact as a person's report says it. An age is that of the day on which it was told, not on which it is passed on."""
    since = one.as_of if one.name == "age" else one.since
    return replace(one, since=since, basis=Basis(Rests.TOGETHER, collective))


def _meet(one: StatedFact, other: StatedFact) -> bool:
    """Whether both may be so towards one State: what is so towards all is so towards each."""
    return one.state == other.state or not one.state or not other.state


def _comes_from(one: StatedFact, collective: str) -> bool:
    return one.basis.rests is Rests.TOGETHER and one.basis.entry == collective
