"""The parts of a document that was read: values, lists and named entries, each with the place where it stood."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from amparo.errors import Place

Plain: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value and its place."""

    value: Plain
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values in order."""

    items: tuple["Node", ...]
    place: Place

    def __iter__(self) -> Iterator["Node"]:
        return iter(self.items)


@dataclass(frozen=True, slots=True)
class Entries:
    """Named values; `places` says where each name stands."""

    items: dict[str, "Node"]
    place: Place
    places: dict[str, Place] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.items

    def get(self, name: str) -> "Node | None":
        return self.items.get(name)


Node: TypeAlias = Scalar | Listing | Entries
