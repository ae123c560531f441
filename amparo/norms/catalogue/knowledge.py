"""The files of knowledge, read once into one compiled file that is named by the digest of its sources.

Parsing and checking three hundred provisions takes seconds, and an answer must not. So the documents, checked, are kept as
JSON in the user's cache; any change to any source gives another digest and so another file. Never pickle: a cache
must not be able to run anything.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias

from amparo.errors import Place, Problem
from amparo.norms.catalogue.layout import has_place
from amparo.norms.catalogue.packs import MANIFEST, Pack, digest_of_files, pack_files, refuse_namesakes
from amparo.rules.forms import from_plain, plain, read_table, row_from_plain
from amparo.rules.reading import Entries, Node, parse_document

LEFT_OUT = frozenset({"examples", "people"})  # tests, not knowledge at run time
COMMITMENTS = "norms/commitments/"
Commitments: TypeAlias = Mapping[str, Mapping[str, Sequence[Sequence[str]]]]
_COMPILED = Place("the compiled catalogue")
PROSE = frozenset({"says", "note", "citation", "title", "who", "source"})  # a remark behind these would cut a sentence
NOT_COMPILED = ("demonstration/", "populations/", "phrases.yaml", "schemas/", "what_to_do.yaml")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Documents by their path in the catalogue (`situation/facts.yaml`, `norms/provisions/icrmw-part-3.yaml`), and tables.

    `commitments` are the checked rows of norms/commitments/, by instrument and State; None until the catalogue has been built.
    `unreadable` are the files of which nothing could be read at all.
    """

    digest: str
    documents: Mapping[str, Node]
    tables: Mapping[str, Sequence[Entries]]
    commitments: Commitments | None = None
    compiled: Mapping[str, object] = field(
        default_factory=dict
    )  # documents that are still as JSON, until somebody asks for them
    unreadable: frozenset[str] = frozenset()

    def under(self, folder: str) -> dict[str, Node]:
        """The documents in a folder, by path, in order."""
        found = {path: node for path, node in self.documents.items() if path.startswith(folder)}
        found |= {
            path: from_plain(plain, _COMPILED) for path, plain in self.compiled.items() if path.startswith(folder)
        }
        return dict(sorted(found.items()))


def data_folders() -> dict[str, Path]:
    """Our own folders of knowledge, by the name of their room."""
    return {room: Path(str(files(f"amparo.{room}"))) / "data" for room in ("situation", "norms")}


def sources(packs: Sequence[Pack], folders: Mapping[str, Path] | None = None) -> dict[str, Path]:
    """Every file of knowledge, ours (or those of other `folders`) and the packs', by the path it has in the catalogue."""
    found: dict[str, Path] = {}
    for room, folder in (folders or data_folders()).items():
        for path in pack_files(folder):
            name = path.relative_to(folder).as_posix()
            if not name.startswith(NOT_COMPILED):
                found[f"{room}/{name}"] = path
    refuse_namesakes(packs)
    for pack in packs:
        found |= files_of_pack(pack.folder)
    return found


def files_of_pack(folder: Path) -> dict[str, Path]:
    """The files of a pack by the path they have in the catalogue; its name keeps them apart from ours.

    What is no part of a pack is left out here; layout.strays complains of it.
    """
    inside = {path: path.relative_to(folder) for path in pack_files(folder)}
    pack = folder.resolve().name
    return {_in_catalogue(pack, name.as_posix()): path for path, name in inside.items() if has_place(name)}


def _in_catalogue(pack: str, name: str) -> str:
    """`provisions/law.yaml` of the pack `spain` is `norms/provisions/spain/law.yaml`; a language comes before the pack."""
    if name == MANIFEST:
        return f"packs/{pack}.yaml"
    room, _, rest = name.partition("/")
    if room == "translations":
        language, _, rest = rest.partition("/")
        return f"norms/translations/{language}/{pack}/{rest}"
    return f"norms/{room}/{pack}/{rest}" if rest else f"norms/{room.removesuffix('.yaml')}/{pack}.yaml"


def digest(contents: Mapping[str, bytes]) -> str:
    """The digest of all sources; their order does not count."""
    return digest_of_files(sorted(contents.items()))


def read_sources(paths: Mapping[str, Path], problems: list[Problem]) -> Knowledge:
    """As much of all documents and tables as can be read, with their places; adds every problem found. Load nothing if there is one."""
    documents: dict[str, Node] = {}
    tables: dict[str, list[Entries]] = {}
    contents: dict[str, bytes] = {}
    for name, path in paths.items():
        shown = shown_path(path)
        try:
            contents[name] = path.read_bytes()
            text = contents[name].decode("utf-8-sig")
        except UnicodeDecodeError:
            problems.append(Problem(Place(shown), "The file is not UTF-8 text."))
            continue
        except OSError as wrong:
            problems.append(Problem(Place(shown), f"The file cannot be read: {wrong.strerror}."))
            continue
        if name.endswith(".csv"):
            tables[name] = read_table(text, shown, problems)
        elif (node := parse_document(text, shown, problems, prose=PROSE)) is not None:
            documents[name] = node
    unreadable = paths.keys() - documents.keys() - tables.keys()
    return Knowledge(digest(contents), documents, tables, unreadable=frozenset(unreadable))


def shown_path(path: Path) -> str:
    """The path as people see it: from where they stand if it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def cache_folder() -> Path:
    """Where compiled files lie: AMPARO_CACHE, or `amparo` in the user's cache folder. They hold law and words, never a person."""
    return Path(
        os.environ.get("AMPARO_CACHE")
        or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "amparo")
    )


def compiled_path(digest: str) -> Path:
    """Where the compiled file of that digest lies."""
    return cache_folder() / f"knowledge-{digest[:32]}.json"


def read_compiled(digest: str) -> Knowledge | None:
    """The compiled knowledge of that digest; None if there is none, or if it is damaged."""
    path = compiled_path(digest)
    try:
        stored: dict[str, Any] = json.loads(path.read_bytes())
        if stored["digest"] != digest:
            return None
        tables = {name: [row_from_plain(row, _COMPILED) for row in rows] for name, rows in stored["tables"].items()}
        documents, commitments = dict(stored["documents"].items()), dict(stored["commitments"].items())
        return Knowledge(digest, {}, tables, commitments, documents)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AssertionError, RecursionError):
        return None


def write_compiled(knowledge: Knowledge, commitments: Commitments) -> None:
    """Keeps checked knowledge for the next start, in one step; a cache that cannot be written is only slower."""
    path = compiled_path(knowledge.digest)
    stored = {
        "digest": knowledge.digest,
        "documents": {name: plain(node, without=LEFT_OUT) for name, node in knowledge.documents.items()},
        "tables": {
            name: [plain(row) for row in rows]
            for name, rows in knowledge.tables.items()
            if not name.startswith(COMMITMENTS)
        },
        "commitments": commitments,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as whole:
            json.dump(stored, whole, ensure_ascii=False, separators=(",", ":"))
        os.replace(whole.name, path)
    except OSError:
        pass
