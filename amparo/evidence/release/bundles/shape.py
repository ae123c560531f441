"""Whether a manifest says what pages read of it, in the form in which they read it. Two people signed it, and may have been deceived."""

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from amparo.evidence.release.releases import Kind

MOST = 10**10  # people, of any count: more than there are
LONGEST = 1000  # signs of one word
_LARGEST_ERROR = 1e10
_MOST_ATTRIBUTES = 500


def check_shape(manifest: Mapping[str, Any]) -> None:
    """Raises KeyError, TypeError or ValueError for a manifest of another form."""
    date.fromisoformat(_text(manifest["released_on"]))
    _number(manifest["people"])
    for facts in manifest["files"].values():
        _number(facts["bytes"])
        _text(facts["sha256"])
    _names(manifest["domain"]["attributes"])
    for row in manifest["accuracy"]:
        if type(row["length"]) is not int or row["length"] not in (1, 2, 3):
            raise ValueError("counts are of one, two or three attributes")
        _measure(row["likely_error"], _LARGEST_ERROR)
    _check_privacy(Kind(manifest["kind"]), manifest["privacy"])
    if "ledger" in manifest:
        _text(manifest["ledger"]["head"])


def _names(attributes: list[Mapping[str, Any]]) -> None:
    if not isinstance(attributes, list) or len(attributes) > _MOST_ATTRIBUTES:
        raise ValueError("the attributes are a list that ends")
    names = [_text(one["name"]) for one in attributes]
    if len(set(names)) < len(names):
        raise ValueError("each attribute has a name of its own")
    for one in attributes:
        if not isinstance(one["several"], bool) or not isinstance(one["values"], list):
            raise TypeError("an attribute says whether it has several values, and which")
        for value in one["values"]:
            _text(value)


def _check_privacy(kind: Kind, privacy: Mapping[str, Any]) -> None:
    if not isinstance(privacy, dict):
        raise TypeError("what is promised is told by name")
    if kind is Kind.SUPPRESSED:
        if _number(privacy["k"]) < 1:
            raise ValueError("cells of fewer than k people are hidden")
        _number(privacy["hidden"])
    if kind in (Kind.NOISY, Kind.RECORDS):
        for name in ("epsilon", "delta", "rho_zcdp"):
            _measure(privacy[name], _LARGEST_ERROR)


def _number(told: object) -> int:
    if type(told) is not int or not 0 <= told <= MOST:
        raise ValueError("a number of people, cells or bytes is whole and not endless")
    return told


def _measure(told: object, most: float) -> None:
    if type(told) not in (int, float) or not isfinite(told) or not 0 <= told <= most:  # type: ignore[arg-type, operator]
        raise ValueError("a measure is a number, not less than none and not endless")


def _text(told: object) -> str:
    if not isinstance(told, str) or not 0 < len(told) <= LONGEST:
        raise TypeError("a word is text, and not endless")
    return told
