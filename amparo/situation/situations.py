"""A situation: the known facts about a person, towards one State, on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from amparo.rules.dates import Period
from amparo.rules.facts import Facts, Interval, Known


@dataclass(frozen=True, slots=True)
class Situation:
    """Known facts by name; what is not there is unknown. Made by `read_situation`, which checks it."""

    facts: Facts

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))
        if not isinstance(self.facts.get("state"), str) or not isinstance(self.facts.get("date"), Period):
            raise ValueError("a situation is towards one State, on one day")

    @property
    def state(self) -> str:
        state = self.facts["state"]
        assert isinstance(state, str)
        return state

    @property
    def date(self) -> Period:
        period = self.facts["date"]
        assert isinstance(period, Period)
        return period

    def learn(self, **facts: Known) -> "Situation":
        """The situation with these facts known as well, or instead."""
        return Situation({**self.facts, **facts})

    def forget(self, *names: str) -> "Situation":
        """The situation in which these facts are unknown."""
        return Situation({name: value for name, value in self.facts.items() if name not in names})

    def to_plain(self) -> dict[str, Any]:
        """The facts as JSON can hold them, readable by `read_situation`."""
        return plain_facts(self.facts)


def plain_facts(facts: Mapping[str, Known]) -> dict[str, Any]:
    """Known values as JSON can hold them: an interval as {min, max}, a day as ISO text, a list of States sorted."""
    return {name: plain_value(value) for name, value in facts.items()}


def plain_value(value: Known) -> Any:
    """One known value as JSON can hold it."""
    if isinstance(value, Interval):
        if value.is_exact:
            return value.least
        return {name: end for name, end in (("min", value.least), ("max", value.most)) if end is not None}
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return value
