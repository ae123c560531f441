"""Checks knowledge as its author would want: everything that is wrong, with file and line, at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from amparo.errors import BadInput, Place, Problem, Problems
from amparo.norms.authors.examples import check_examples, mistakes
from amparo.norms.authors.remarks import remarks
from amparo.norms.authors.words import offences
from amparo.norms.catalogue.catalogue import assemble
from amparo.norms.catalogue.knowledge import files_of_pack, read_sources, shown_path, sources
from amparo.norms.catalogue.layout import MANIFEST, strays


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check looked at: counts of provisions, of examples run, and of mistakes that the examples noticed.

    `remarks` say what is not wrong and not finished either.
    """

    provisions: int
    examples: int
    mistakes: int
    remarks: tuple[str, ...]


def check(pack: Path | None = None, instruments: frozenset[str] | None = None) -> Checked:
    """Checks our knowledge, with the pack in a folder if one is given, and runs all examples; raises Problems with every complaint.

    `instruments` limits the examples that run to those of these instruments.
    """
    paths = sources(()) if pack is None else joined(pack)
    problems = strays(pack) if pack else []
    knowledge = read_sources(paths, problems)
    refuse_bad_words(paths, problems)
    catalogue = assemble(knowledge, (), problems, thorough=True)
    ran = check_examples(knowledge, catalogue, problems, only=instruments)
    if problems:
        raise Problems(problems)
    for name in instruments or ():
        if name not in catalogue.instruments:
            raise BadInput("no-such-name", f"There is no instrument {name}, so nothing was checked of it.")
    found = remarks(knowledge, catalogue, pack.resolve().name if pack else None)
    return Checked(len(catalogue.provisions), ran, sum(1 for _ in mistakes(catalogue)), found)


def refuse_bad_words(paths: Mapping[str, Path], problems: list[Problem]) -> None:
    """Adds a problem for every word in a file of knowledge by which no person should be named."""
    for path in paths.values():
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # complained of already, by who read it as knowledge
        for line, word in offences(text):
            advice = "Nobody is named by an offence: write without papers, or in an irregular situation"
            problems.append(Problem(Place(shown_path(path), line), f"{word} stands here. {advice}."))


def joined(pack: Path) -> dict[str, Path]:
    """Our sources and those of a pack in a folder, signed or not; raises BadInput if it is no pack."""
    if not (pack / MANIFEST).is_file():
        raise BadInput("not-a-pack", f"{pack} holds no {MANIFEST}, so it is not a pack.", file=str(pack))
    return sources(()) | files_of_pack(pack)
