"""Which unknown fact would settle most: what an interview asks next.

A fact that is dangerous to hold (the permission to stay, an asylum claim) is asked after all others, and only for a right that
the person has opened. What was told is never asked again; what was skipped stays unknown. Some questions make sense only after
another (the kind of work after whether there is any); the vocabulary says which.
"""

from collections.abc import Collection
from dataclasses import dataclass

from amparo.norms.answers.rights import Answers, RightInForce
from amparo.rules.truth import UNKNOWN
from amparo.situation.vocabulary import Asked

_HALF = 0.5  # a fact whose values cannot be listed (nationality, towards groups of States) settles its provisions or does not


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown fact, and how many provisions its answer is expected to settle if all its values are equally likely."""

    asked: Asked
    settles: float
    provisions: tuple[str, ...]


def next_questions(
    answers: Answers, *, opened: Collection[str] = (), skipped: Collection[str] = (), near: Collection[str] = ()
) -> list[Question]:
    """Questions in the order in which to ask them.

    `opened`: provisions that the person wants to know about, for which dangerous facts may be asked. `skipped`: facts not to be asked.
    `near`: facts near to what happened, which are asked before others.
    """
    facts = answers.catalogue.vocabulary.facts
    score: dict[str, float] = {}
    touched: dict[str, list[str]] = {}
    for right in answers:
        settled = {*answers.situation.facts, *skipped}
        lacking = right.missing if right.applies is UNKNOWN else ()
        first = [one if (one := facts[name].after) and one not in settled else name for name in lacking]
        for name in dict.fromkeys(first):  # what has to be asked before stands in for what is lacking
            asked = facts[name]
            if not asked.asked or name in skipped or (asked.dangerous and right.provision.id not in opened):
                continue
            score[name] = score.get(name, 0.0) + _settled_share(right, name)
            touched.setdefault(name, []).append(right.provision.id)
    questions = [Question(facts[name], round(score[name], 2), tuple(touched[name])) for name in score]
    order = list(facts)

    def rank(one: Question) -> tuple[bool, bool, float, int]:
        name = one.asked.fact.id
        return one.asked.dangerous, name not in near, -one.settles, order.index(name)

    return sorted(questions, key=rank)


def first_questions(
    answers: Answers,
    most: int,
    *,
    opened: Collection[str] = (),
    near: Collection[str] = (),
    known: Collection[str] = (),
) -> list[Question]:
    """The first few questions, and behind them those dangerous ones that a right the person has opened depends on.

    Nobody is asked about circumstances that are `known` of an earlier day.
    """
    questions = [one for one in next_questions(answers, opened=opened, near=near) if one.asked.fact.id not in known]
    return [
        *[one for one in questions if not one.asked.dangerous][:most],
        *[one for one in questions if one.asked.dangerous],
    ]


def _settled_share(right: RightInForce, name: str) -> float:
    """The share of the fact's values under which the provision's answer would be known."""
    holds, engaged = right.holds, right.engaged
    changes = {change: None for part in (holds, engaged) for change in part.supposing if change.subject == name}
    if not changes:
        return _HALF
    outcomes = [
        min(holds.supposing.get(change, holds.value), engaged.supposing.get(change, engaged.value))
        for change in changes
    ]
    return sum(outcome is not UNKNOWN for outcome in outcomes) / len(outcomes)
