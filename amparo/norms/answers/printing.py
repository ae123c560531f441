"""Paper: data set by a template as an accessible PDF, the same bytes for the same data.

All words reach the template as data, never as markup.
"""

import functools
import json
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

import typst

from amparo.errors import Defect

RIGHT_TO_LEFT = frozenset({"ar"})
_LATIN = "Libertinus Serif"  # comes with the library
# Families with Arabic letters, those that read best first; the last comes with the library and is plain, but never missing.
ARABIC = (
    "Noto Naskh Arabic",
    "Noto Sans Arabic",
    "Amiri",
    "Vazirmatn",
    "Scheherazade New",
    "DejaVu Sans",
    "DejaVu Sans Mono",
)
_REMEMBERED = 12  # ten, and a little
_STEERING = ("Cc", "Cs", "Co", "Cn")  # categories of characters that have no place in a printed word
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # turn the order of what follows


def direction(language: str) -> str:
    """`rtl` or `ltr`, as the language is written."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def printed(template: bytes, data: Mapping[str, Any], language: str) -> bytes:
    """The data as PDF/UA, or as tagged PDF with a box for the letter where no font has one; no date or author in it."""
    inputs = {"data": json.dumps(_clean(data), ensure_ascii=False), "font": _family(language)}
    fonts = _fonts(language in RIGHT_TO_LEFT)
    try:
        try:
            return _typeset(template, inputs, fonts, "ua-1")
        except typst.TypstError:
            return _typeset(template, inputs, fonts, "1.7")
    except typst.TypstError:  # what it says may quote the page
        raise Defect("page-not-printed", "The page could not be printed. Print it from the browser.") from None
    finally:
        _forget()


def _typeset(template: bytes, inputs: dict[str, str], fonts: typst.Fonts, standard: Literal["ua-1", "1.7"]) -> bytes:
    compiler = typst.Compiler(template, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs)
    found = compiler.compile(format="pdf", pdf_standards=standard, timestamp=0)
    assert isinstance(found, bytes)
    return found


def _forget() -> None:
    """Lets go of the page: the library keeps in memory what its last ten compilations typeset, and blank pages push it out."""
    for _ in range(_REMEMBERED):
        typst.Compiler(b"", font_paths=_fonts(False), ignore_system_fonts=True).compile(format="pdf", timestamp=0)


@functools.cache
def _fonts(of_the_system: bool) -> typst.Fonts:
    """Those of the library; those of the system only where a better one than ours may be among them."""
    return typst.Fonts(include_system_fonts=of_the_system)


def _family(language: str) -> str:
    if language not in RIGHT_TO_LEFT:
        return _LATIN
    there = set(_fonts(True).families())
    return next(family for family in ARABIC if family in there)


def _clean(value: Any) -> Any:
    """The same data without characters that steer instead of being read."""
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    if isinstance(value, str):
        kept = (" " if letter.isspace() else letter for letter in value if letter not in _TURNING)
        return "".join(letter for letter in kept if unicodedata.category(letter) not in _STEERING)
    return value
