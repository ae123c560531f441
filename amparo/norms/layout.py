"""What may stand in the folder of a pack, and where. Anything else is refused: it would be signed and mean nothing, or be read unseen."""

import os
from difflib import get_close_matches
from pathlib import Path, PurePath

from amparo.errors import Place, Problem
from amparo.situation.vocabulary import LANGUAGES

SIGNATURE = "SIGNATURE"
MANIFEST = "pack.yaml"
AT_THE_TOP = (MANIFEST, SIGNATURE, "reservations.yaml", "sources.yaml")
TRANSLATED = tuple(f"translations/{language}" for language in LANGUAGES[1:])
ROOMS = ("instruments", "provisions", "commitments", "reservations", *TRANSLATED)  # each holds files and no folder


def strays(folder: Path) -> list[Problem]:
    """A problem for everything in the folder of a pack that has no place there; what lies in a strange folder is not told again."""
    found: list[Problem] = []
    walked = os.walk(folder, onerror=lambda wrong: found.append(_unreadable(wrong)))
    for here, folders, files in walked:
        for name in sorted(files):
            path = Path(here, name)
            found += _problem(path, _wrong_with_file(path, path.relative_to(folder)))
        for name in sorted(folders):
            path = Path(here, name)
            if problem := _problem(path, _wrong_with_folder(path, path.relative_to(folder))):
                found += problem
                folders.remove(name)
    return found


def _problem(path: Path, sentence: str) -> list[Problem]:
    return [Problem(Place(str(path)), sentence)] if sentence else []


def _unreadable(wrong: OSError) -> Problem:
    return Problem(Place(str(wrong.filename)), f"This cannot be read: {wrong.strerror}.")


def _wrong_with_any(path: Path, inside: PurePath) -> str:
    if path.is_symlink():
        return "A pack has no links. Put the file itself here."
    return "A pack has no hidden files. Take it out of the pack." if inside.name.startswith(".") else ""


def _wrong_with_folder(path: Path, inside: PurePath) -> str:
    if wrong := _wrong_with_any(path, inside):
        return wrong
    if inside.as_posix() in (*ROOMS, "translations"):
        return ""
    near = get_close_matches(inside.as_posix(), (*ROOMS, "translations"), n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The folders are: {', '.join(ROOMS)}."
    return f"A pack has no folder {inside.as_posix()}. {hint}"


def _wrong_with_file(path: Path, inside: PurePath) -> str:
    if wrong := _wrong_with_any(path, inside):
        return wrong
    if not path.is_file():
        return "This is no ordinary file. Take it out of the pack."
    room = inside.parent.as_posix()
    if room == ".":
        allowed, ending = inside.name in AT_THE_TOP, ".yaml"
    else:
        ending = ".csv" if room == "commitments" else ".yaml"
        allowed = room in ROOMS and inside.suffix == ending
    if allowed:
        return ""
    if inside.suffix.lower() in (".yml", ".yaml", ".csv") and inside.suffix != ending:
        return f"It would not be read. Name it {inside.with_suffix(ending).name}."
    where = f"Files here end in {ending}" if room in ROOMS else f"Here stand only {', '.join(AT_THE_TOP)}"
    return f"This is no file of a pack. {where}; take it out of the pack, or name it so."
