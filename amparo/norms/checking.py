"""Checks knowledge as its author would want: everything that is wrong, with file and line, at once."""

from dataclasses import dataclass
from pathlib import Path

from amparo.errors import BadInput, Problem, Problems
from amparo.norms.catalogue import assemble
from amparo.norms.examples import check_examples, mistakes
from amparo.norms.knowledge import files_of_pack, read_sources, sources
from amparo.norms.packs import MANIFEST


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check looked at: counts of provisions, of examples run, and of mistakes that the examples noticed."""

    provisions: int
    examples: int
    mistakes: int


def check(pack: Path | None = None, instruments: frozenset[str] | None = None) -> Checked:
    """Checks our knowledge, with the pack in a folder if one is given, and runs all examples; raises Problems with every complaint.

    `instruments` limits the examples and the complaints about provisions to those instruments.
    """
    paths = sources(()) if pack is None else joined(pack)
    problems: list[Problem] = []
    knowledge = read_sources(paths, problems)
    if problems:
        raise Problems(problems)
    catalogue = assemble(knowledge, (), problems, thorough=True)
    ran = check_examples(knowledge, catalogue, problems, only=instruments)
    if problems:
        raise Problems(problems)
    return Checked(len(catalogue.provisions), ran, sum(1 for _ in mistakes(catalogue)))


def joined(pack: Path) -> dict[str, Path]:
    """Our sources and those of a pack in a folder, signed or not; raises BadInput if it is no pack."""
    if not (pack / MANIFEST).is_file():
        raise BadInput("not-a-pack", f"{pack} holds no {MANIFEST}, so it is not a pack.", file=str(pack))
    return sources(()) | files_of_pack(pack)
