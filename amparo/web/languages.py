"""Translations: .po files that people edit, compiled when first needed into a folder named by their digest.

Every room keeps its own, one file per subject: `<room>/locale/<language>/<subject>.po`. `python -m amparo.web.languages` lists what
the pages say and no file translates.
"""

import os
from collections.abc import Iterable
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from amparo.norms.catalogue.knowledge import cache_folder

_MARKS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
# How many forms a counted sentence has, and which number takes which; the same in every file of a language.
PLURALS = {
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
# As each calls itself.
NAMES = {"en": "English", "es": "Español", "fr": "Français", "ar": "العربية"}
LANGUAGES = tuple(NAMES)


def listed(words: Iterable[str], language: str) -> str:
    """The words one after another, as the language lists them.

    >>> listed(["أ", "ب"], "ar"), listed(["a", "b", "c"], "en")
    ('أ وب', 'a, b and c')
    """
    return format_list(list(words), locale="en_GB" if language == "en" else language)


def sources(web: Path) -> dict[str, list[Path]]:
    """The .po files of every room, by language."""
    return {language: sorted(web.glob(f"**/locale/{language}/*.po")) for language in LANGUAGES[1:]}


def compiled(web: Path) -> Path:
    """The folder with the compiled translations of all rooms; makes it if it is not there."""
    found = sources(web)
    mark = blake2b(digest_size=16)
    for paths in found.values():
        for path in paths:
            mark.update(path.read_bytes())
    folder = cache_folder() / f"pages-{mark.hexdigest()}"
    for language, paths in found.items():
        target = folder / language / "LC_MESSAGES" / "django.mo"
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(target, _joined(paths, language))
    return folder


def said(web: Path) -> set[str]:
    """Every sentence that templates and modules mark for translation."""
    found: set[str] = set()
    for path in sorted({*web.rglob("*.html"), *web.rglob("*.py")}):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = templatize(text, origin=str(path))
        for _, _, messages, _ in extract_python(BytesIO(text.encode()), _MARKS, [], {}):
            # Of a counted sentence both forms come; the first is its name.
            found.update(
                str(message) for message in (messages if isinstance(messages, (list, tuple)) else [messages])[:1]
            )
    return found


def untranslated(web: Path, language: str) -> list[str]:
    """The sentences that no file of that language translates, and those it only pretends to."""
    known = {}
    for path in sources(web)[language]:
        with path.open("rb") as source:
            for message in read_po(source, locale=language, abort_invalid=True):
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                known[key] = bool(message.string) and "fuzzy" not in message.flags
    return sorted(sentence for sentence in said(web) if not known.get(sentence))


def _joined(paths: list[Path], language: str) -> bytes:
    # A catalogue of its own, so that its header and rule of plurals come from the language and from no file.
    whole = Catalog(locale=language, charset="utf-8")
    whole.mime_headers = [("Plural-Forms", PLURALS[language])]
    for path in paths:
        with path.open("rb") as source:
            for message in read_po(source, locale=language, abort_invalid=True):
                if message.id:
                    whole[message.id] = message
    out = BytesIO()
    write_mo(out, whole)
    return out.getvalue()


def _write(target: Path, content: bytes) -> None:
    # Another process may do the same: each writes its own file and moves it into place.
    new = target.with_suffix(f".{os.getpid()}")
    new.write_bytes(content)
    new.replace(target)


if __name__ == "__main__":
    for missing in LANGUAGES[1:]:
        for sentence in untranslated(Path(__file__).parent, missing):
            print(f"{missing}: {sentence}")
