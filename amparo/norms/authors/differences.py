"""Compares two catalogues: which provisions came, went or changed, and whose answers change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from amparo.errors import BadInput, Problem, Problems
from amparo.norms.answers.rights import values
from amparo.norms.authors.people import people_of
from amparo.norms.catalogue.catalogue import Catalogue, build
from amparo.norms.catalogue.knowledge import Knowledge, data_folders, files_of_pack, read_sources, sources
from amparo.norms.catalogue.packs import MANIFEST, refuse_strays
from amparo.rules.truth import Truth
from amparo.situation.situations import Situation

CURRENT = "current"


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One person of the examples whose answer to one provision is another in the second catalogue."""

    person: str
    provision: str
    before: tuple[Truth, Truth] | None
    after: tuple[Truth, Truth] | None

    @property
    def is_one(self) -> bool:
        """Whether it changes anything for the person: what does not hold is as good as absent."""
        held = [pair is not None and pair[0] is not Truth.NO for pair in (self.before, self.after)]
        return self.before != self.after and (None not in (self.before, self.after) or any(held))


@dataclass(slots=True)
class Difference:
    """What differs between two catalogues."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    answers: list[AnswerChange] = field(default_factory=list)
    asked: int = 0


def open_catalogue(name: str) -> tuple[Knowledge, Catalogue]:
    """A catalogue by what names it: `current`, the folder of a pack (joined to ours), or another checkout of Amparo."""
    problems: list[Problem] = []
    knowledge = read_sources(_paths(name), problems)
    if problems:
        raise Problems(problems)
    return knowledge, build(knowledge, (), problems, thorough=True)


def _paths(name: str) -> dict[str, Path]:
    if name == CURRENT:
        return sources(())
    folder = Path(name)
    if (folder / MANIFEST).is_file():
        refuse_strays(folder)
        return sources(()) | files_of_pack(folder)
    rooms = {room: folder / "amparo" / room / "data" for room in data_folders()}
    if all(path.is_dir() for path in rooms.values()):
        return sources((), rooms)
    raise BadInput("no-catalogue", f"{name} is neither current, nor a pack, nor a checkout of Amparo.")


def difference(before: str, after: str) -> Difference:
    """What changes from one catalogue to the other, asked of every person of both catalogues' examples."""
    old_knowledge, old = open_catalogue(before)
    new_knowledge, new = open_catalogue(after)
    found = Difference(
        added=sorted(set(new.provisions) - set(old.provisions)),
        removed=sorted(set(old.provisions) - set(new.provisions)),
    )
    shared = set(old.provisions) & set(new.provisions)
    found.reworded = sorted(name for name in shared if old.provisions[name].says != new.provisions[name].says)
    for who, situation in _people(old_knowledge, old, new_knowledge, new):
        found.asked += 1
        was, now = values(situation, old), values(situation, new)
        for provision in sorted(set(was) | set(now)):
            change = AnswerChange(who, provision, was.get(provision), now.get(provision))
            if change.is_one:
                found.answers.append(change)
    return found


def _people(
    old_knowledge: Knowledge, old: Catalogue, new_knowledge: Knowledge, new: Catalogue
) -> Iterator[tuple[str, Situation]]:
    """Every person of both, once each; two who are described alike and live otherwise are two."""
    seen: set[tuple[str, str]] = set()
    for knowledge, catalogue in ((old_knowledge, old), (new_knowledge, new)):
        for who, situation in people_of(knowledge, catalogue):
            key = who, str(situation.to_plain())
            if key not in seen:
                seen.add(key)
                yield who, situation
