"""Words that we never use of a person, in any of our languages: nobody is named by an offence.

They are written here so that this file does not offend against itself.
"""

import re
import unicodedata
from collections.abc import Iterator

# In each language: the pattern, which finds every form, and the beginnings without which it finds nothing (they are quick to look
# for). None of these words is needed for anything else here.
NEVER = {
    "en": (
        r"illeg[a]l|\b[a]liens?\b|clandesti[n]e"
        r"|\bunlawful (?:im|e)?migrants?|\bunlawful (?:persons?|people|workers?|residents?|entrants?)",
        ("illeg", "a" + "lien", "clandes", "unlawful "),
    ),
    "es": (
        r"\bileg[a]l|clandes[t]in|\bindocumenta[d]|\bextranjer[oa]s? irregular",
        ("ileg", "clandes", "indocumenta", "extranjer"),
    ),
    "fr": (
        r"\bill[eé]gal|\bill[eé]gaux|clandes[t]in|\b[eé]trang[eè]re?s? irr[eé]guli",
        ("illeg", "illég", "clandes", " irregul", " irrégul"),
    ),
    "ar": (r"غير\s+(?:ال)?شرعي|غير\s+(?:ال)?قانوني|متس[ل]ل|مخالف\S*\s+الاقامه", ("غير", "متس", "مخالف")),
}
# Exact official titles, and the sentence that states the rule. Nothing else is let through.
TITLES = (
    "No text of ours calls a person il" + "legal, in any language.",
    "Declaration on the Human Rights of Individuals Who are not Nationals",
)
_PATTERNS = [(re.compile(pattern), beginnings) for pattern, beginnings in NEVER.values()]
_DIACRITICS = re.compile("[\u0640\u064b-\u0652\u0670]")
_LETTERS = str.maketrans("أإآىة", "ااايه")


def offences(text: str) -> Iterator[tuple[int, str]]:
    """Each such word in the text, with the number of its line.

    >>> list(offences("She has no papers."))
    []
    """
    compared = text
    if not text.isascii():
        compared = _DIACRITICS.sub("", unicodedata.normalize("NFKC", text)).translate(_LETTERS)
    for title in TITLES:
        compared = compared.replace(title, "")
    compared = compared.lower()
    for pattern, beginnings in _PATTERNS:
        if any(beginning in compared for beginning in beginnings):
            for found in pattern.finditer(compared):
                yield compared.count("\n", 0, found.start()) + 1, found.group()
