"""A dossier: what one person may read of a case now, opened."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from heapq import merge
from operator import attrgetter

from amparo.vault.cabinet import Cabinet
from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.vault.sections import Section
from amparo.web.casework.entries import Entry, EntryKind, entries_in
from amparo.web.casework.telling import Purpose

# Larger records are files; they are opened one at a time, when somebody asks for them.
_LARGEST = 256 * 1024


@dataclass(frozen=True)
class Dossier:
    """The entries of a case that a ring opens, oldest first."""

    case: str
    entries: tuple[Entry, ...] = field(repr=False)
    sections: frozenset[Section]
    records: int = 0  # in how many they lie

    @classmethod
    def open(cls, cabinet: Cabinet, ring: KeyRing, case: str, *, on: date) -> "Dossier":
        """Everything but the content of files; raises CannotOpen if the ring opens nothing of the case."""
        records = list(cabinet.records(ring, case, on=on, largest=_LARGEST))
        if not records:
            raise CannotOpen
        entries = [entry for found in records for entry in entries_in(found.content, found.id)]
        entries.sort(key=attrgetter("at"))
        return cls(case, tuple(entries), frozenset(found.section for found in records), len(records))

    def of(self, *kinds: EntryKind) -> Iterator[Entry]:
        """The entries of these kinds, oldest first."""
        return (entry for _, entry in merge(*(self._by_kind.get(kind, ()) for kind in kinds)))

    def newest(self, kind: EntryKind) -> Mapping[str, object]:
        """What the newest entry of that kind holds; nothing if there is none, or if it does not open."""
        *_, last = ({}, *(entry.data for entry in self.of(kind)))
        return last

    @cached_property
    def _by_kind(self) -> Mapping[EntryKind, list[tuple[int, Entry]]]:
        """The entries of each kind with their places among all: of the thousands of a long case most are of one."""
        found: defaultdict[EntryKind, list[tuple[int, Entry]]] = defaultdict(list)
        for place, entry in enumerate(self.entries):
            found[entry.kind].append((place, entry))
        return found

    @cached_property
    def told(self) -> Mapping[str, object]:
        """What was told at first."""
        return self.newest(EntryKind.TOLD)

    @property
    def bound(self) -> Mapping[str, object]:
        """The office and the key of the receipt, as the first entries say, sealed; nothing if the ring opens neither."""
        first = next(self.of(EntryKind.FACTS), None)
        bound = first.data.get("bound") if first else None
        return self.told or (bound if isinstance(bound, dict) else {})

    @cached_property
    def answers(self) -> Mapping[str, bool]:
        """What the person said to each purpose, yes or no; a purpose that nobody asked about is not in it.

        In a form of their own every purpose is answered, by ticking it or not. A colleague writes down what was asked, and no more.
        """
        found: dict[str, bool] = {}
        for entry in self.of(EntryKind.TOLD, EntryKind.CONSENTS):
            agreed, how = entry.data.get("purposes"), entry.data.get("how")
            ticked = agreed if isinstance(agreed, list) else []
            asked = how if isinstance(how, dict) else {purpose.value for purpose in Purpose}
            found |= {purpose: purpose in ticked for purpose in asked}
        return found

    @property
    def consents(self) -> frozenset[str]:
        """The purposes the person agrees to now."""
        return frozenset(purpose for purpose, agreed in self.answers.items() if agreed)

    @property
    def assigned_to(self) -> str:
        """The id of the member who took the case last, whether they still work here or not; empty if nobody did."""
        return str(self.newest(EntryKind.TAKEN).get("to", ""))

    @property
    def dangers(self) -> tuple[Entry, ...]:
        """What was said of danger, oldest first: at first, and later by the person or by a colleague. The last of them counts."""
        return tuple(entry for entry in self.of(EntryKind.TOLD, EntryKind.DANGER) if "danger" in entry.data)

    @property
    def is_danger(self) -> bool:
        """Whether the person is said to be in danger now."""
        return any(entry.data["danger"] for entry in self.dangers[-1:])

    @property
    def deletion_asked(self) -> Entry | None:
        """The wish that everything be erased; None if the person never had it, or took it back."""
        *_, last = (None, *self.of(EntryKind.DELETION_ASKED, EntryKind.DELETION_TAKEN_BACK))
        return last if last and last.kind is EntryKind.DELETION_ASKED else None

    @property
    def is_deletion_asked(self) -> bool:
        """Whether the person asks that everything be erased."""
        return self.deletion_asked is not None
