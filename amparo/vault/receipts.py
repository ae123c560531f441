"""Receipts: 99 random bits as ten words, the last a check word, or as 35 digits, the last five a check group.

Everything a reporter needs follows from the receipt. Nothing of it is stored but the look-up key, which is derived, as is the
sealing key, from the whole of it, each in a domain of its own. With 99 random bits there is nothing to guess, so derivation is cheap.

Digits: six groups in base 99991, the greatest prime below 100000, and a check group. The sum of the groups, the check group once,
the first group twice, the second three times and so on, is 0 modulo 99991. So one wrong group, and any two that changed places, are
always noticed.
"""

import unicodedata
from dataclasses import dataclass, field
from typing import NoReturn

import nacl.utils

from amparo.vault.keys import KeyKind, KeyName, KeyPair
from amparo.vault.material import Secret, digest
from amparo.vault.words import BITS, Mistyped, read_words, spell

WORDS = 9
_DOMAIN = 1
_PRIME, _GROUPS, _DIGITS = 99991, 6, 5
_SIZE = 13
_LOOKUP, _SEALING = b"amparo.rcpt.find", b"amparo.rcpt.seal"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person keeps to come back to their report. It shows itself by `words` and `digits` only."""

    _number: int = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self._number < 1 << (BITS * WORDS):
            raise ValueError("a receipt is 99 bits")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a receipt is not pickled or copied")

    @classmethod
    def new(cls) -> "Receipt":
        return cls(int.from_bytes(nacl.utils.random(_SIZE), "big") >> (8 * _SIZE - BITS * WORDS))

    @classmethod
    def read(cls, typed: str) -> "Receipt":
        """The receipt that somebody typed, as words or as digits of any script; raises Mistyped."""
        digits = _digits(typed)
        return cls(_number(digits) if digits is not None else read_words(typed, WORDS, domain=_DOMAIN))

    @property
    def words(self) -> str:
        """Nine words and the check word."""
        return spell(self._number, WORDS, domain=_DOMAIN)

    @property
    def digits(self) -> str:
        """Six groups of five digits and the check group."""
        rest, groups = self._number, []
        for _ in range(_GROUPS):
            rest, group = divmod(rest, _PRIME)
            groups.append(group)
        groups.reverse()
        check = -sum(place * group for place, group in enumerate(groups, 2)) % _PRIME
        return " ".join(f"{group:05}" for group in [*groups, check])

    @property
    def lookup_key(self) -> str:
        """What is stored to find the report again, and nothing else of the receipt; 64 hexadecimal digits."""
        return digest(self._raw, _LOOKUP).hex()

    @property
    def pair(self) -> KeyPair:
        """The sealing key: a key pair, so that answers can be sealed to the reporter without the receipt."""
        name = KeyName(KeyKind.RECEIPT, (self.lookup_key,))
        return KeyPair.from_seed(name, Secret(digest(self._raw, _SEALING)))

    @property
    def _raw(self) -> bytes:
        return self._number.to_bytes(_SIZE, "big")


def _digits(typed: str) -> str | None:
    """The digits if there is no letter among them; Arabic-Indic and all other digits count as what they mean."""
    found = []
    for sign in typed:
        value = unicodedata.digit(sign, None)
        if value is not None:
            found.append(str(value))
        elif sign.isalpha():
            return None
    return "".join(found) or None


def _number(digits: str) -> int:
    if len(digits) != _DIGITS * (_GROUPS + 1):
        raise Mistyped(f"There should be {_DIGITS * (_GROUPS + 1)} digits. Compare with what you wrote down.")
    *groups, check = (int(digits[at : at + _DIGITS]) for at in range(0, len(digits), _DIGITS))
    for at, group in enumerate([*groups, check], 1):
        if group >= _PRIME:
            raise Mistyped(f"Group {at} of the digits is wrong. Look at that group again.", at)
    number = 0
    for group in groups:
        number = number * _PRIME + group
    is_whole = (check + sum(place * group for place, group in enumerate(groups, 2))) % _PRIME == 0
    if not is_whole or number >> (BITS * WORDS):
        raise Mistyped(
            "One group of the digits is wrong, or two have changed places. Compare with what you wrote down."
        )
    return number
