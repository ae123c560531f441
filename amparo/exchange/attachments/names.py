"""What a person called a file, made harmless to show."""

import re
import unicodedata

MOST_LETTERS = 120
# Control, format (right-to-left override, zero width), surrogate, private and unassigned characters, line and paragraph ends.
_UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SEPARATORS = re.compile(r"[\\/\u2044\u2215\u29f8\uff0f\uff3c]")


def display_name(declared: str) -> str:
    """The declared name as one short line without path, control characters or tricks of direction; empty if nothing is left.

    It is shown as text and never used as a path, an address or a header.

    >>> display_name("C:\\\\Users\\\\x\\\\invoice\\u202efdp.exe")
    'invoicefdp.exe'
    """
    last = _SEPARATORS.split(declared[-10_000:])[-1]
    shown = "".join(one for one in unicodedata.normalize("NFC", last) if unicodedata.category(one) not in _UNSHOWN)
    shown = " ".join(shown.split()).strip(". ")
    if len(shown) <= MOST_LETTERS:
        return shown
    stem, dot, ending = shown.rpartition(".")
    if dot and 1 <= len(ending) <= 8:
        return f"{stem[: MOST_LETTERS - len(ending) - 2]}….{ending}"
    return shown[: MOST_LETTERS - 1] + "…"
