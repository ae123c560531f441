"""Days as people write them, with the month by its name: `May 2026`, `14 de marzo de 2026`, `mai 2026`, `أيار ٢٠٢٦`."""

import functools
import re
from collections.abc import Mapping

from babel.dates import get_month_names

from amparo.rules.dates import Period
from amparo.web.casework.lists.wanted import folded

LONGEST = 40
# Arabic has names for the months from Egypt and the Gulf, from the Levant and Iraq, and from each country of the Maghreb.
_LANGUAGES = ("en", "es", "fr", "ar", "ar_LB", "ar_MA", "ar_DZ", "ar_MR")
_SMALL = frozenset({"de", "del", "of", "the", "le"})  # what stands between the parts
_ORDINAL = re.compile(r"(?<=\d)[^\W\d_]{2}\b")  # and behind the number of a day: 1er, 14th
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ISO = re.compile(r"\d{4}(-\d{2}){0,2}")
_NAMED = re.compile(r"(?:(\d{1,2}) )?(\D+?) (?:(\d{1,2}) )?(\d{4})")


def period_in(told: str) -> Period:
    """The day, month or year that somebody wrote; raises ValueError for what cannot be read.

    >>> str(period_in("mayo de 2026")), str(period_in("March 14, 2026"))
    ('2026-05', '2026-03-14')
    """
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in told.strip())
    if _ISO.fullmatch(plain):
        return Period.parse(plain)
    words = [word for word in map(folded, _WORD.findall(_ORDINAL.sub("", plain))) if word not in _SMALL]
    found = _NAMED.fullmatch(" ".join(words))
    if found is None or (found[1] and found[3]) or found[2] not in _months():
        raise ValueError("is not a day, a month or a year")
    day = found[1] or found[3]
    return Period.parse(f"{found[4]}-{_months()[found[2]]:02}" + (f"-{int(day):02}" if day else ""))


@functools.cache
def _months() -> Mapping[str, int]:
    """Every name and abbreviation of a month in these languages; one that is given to two months is nobody's."""
    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, "format", language).items():
                found.setdefault(folded(name.strip(".")), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}
