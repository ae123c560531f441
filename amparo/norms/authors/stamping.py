"""Writes the digest of the English beside translations that have none yet; never over one that is there, so staleness stays visible."""

import re
from pathlib import Path

from amparo.norms.authors.checking import joined
from amparo.norms.catalogue.catalogue import assemble
from amparo.norms.catalogue.knowledge import data_folders, read_sources, sources

_ENTRY = re.compile(r"^  (?P<id>[^\s:]+/[^\s:]+):\s*$")
_EMPTY = re.compile(r"^(?P<indent>    renders:)\s*(?:null|~)?\s*(?P<comment>#.*)?$")


def stamp(folder: Path | None) -> int:
    """Fills each empty `renders:` under translations/ of a pack, or of our own data; returns how many.

    The rest of the text stays as it was, to the letter.
    """
    paths = sources(()) if folder is None else joined(folder)
    provisions = assemble(read_sources(paths, []), (), [], thorough=False).provisions
    folder = folder or data_folders()["norms"]
    filled = 0
    for path in sorted(folder.glob("translations/*/*.yaml")):
        with path.open(encoding="utf-8", newline="") as file:
            lines = file.readlines()
        current = ""
        for at, line in enumerate(lines):
            ending = line[len(line.rstrip("\r\n")) :]
            if entry := _ENTRY.match(line):
                current = entry["id"]
            elif _EMPTY.match(line.rstrip("\r\n")) and current in provisions:
                lines[at] = f'    renders: "{provisions[current].digest}"{ending}'
                filled += 1
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    return filled
