"""Writes the digest of the English beside translations that have none yet; never over one that is there, so staleness stays visible."""

import re
from collections.abc import Mapping
from pathlib import Path

from amparo.norms.provisions import Provision

_ENTRY = re.compile(r"^  (?P<id>[^\s:]+/[^\s:]+):\s*$")
_EMPTY = re.compile(r"^(?P<indent>    renders:)\s*(?:null|~)?\s*(?P<comment>#.*)?$")


def stamp(folder: Path, provisions: Mapping[str, Provision]) -> int:
    """Fills each empty `renders:` under translations/ of the folder; returns how many. The rest of the text stays as it was."""
    filled = 0
    for path in sorted(folder.glob("translations/*/*.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        current = ""
        for at, line in enumerate(lines):
            if entry := _ENTRY.match(line):
                current = entry["id"]
            elif _EMPTY.match(line.rstrip("\n")) and current in provisions:
                lines[at] = f"    renders: {provisions[current].digest}\n"
                filled += 1
        path.write_text("".join(lines), encoding="utf-8")
    return filled
