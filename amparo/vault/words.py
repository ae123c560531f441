"""2048 short words for receipts and phrases, and the check word that catches a slip.

The words are made, not chosen: consonant, vowel, consonant, vowel, consonant (`babok`, `tilim`). People who use receipts read Arabic,
English, French, Spanish and many other languages; English nouns would be noise to most of them, while these can be said and spelt in
all four, with ten consonants that each of them tells apart (no p/b, v/b, g/j, z/s). Arabic does not tell e from i or o from u: two in
seven of the words differ from another one in these only, so who writes by ear is better served by the digits. The last consonant
follows from the four letters before it, so that one wrong letter never makes another word of the list. Those that hold something
rude, painful or suspicious to a policeman (`bom`) in one of the languages that people bring along are left out.

The check word is a Reed-Solomon symbol over GF(2^11): the words, each multiplied by another power of 2, add up to a constant of the
domain. So one wrong word, and any two words that changed places, are always noticed; more damage with 2047 chances in 2048.
"""

import functools
import unicodedata

from amparo.errors import BadInput

BITS = 11
_CONSONANTS, _VOWELS, _LENGTH = "bdfklmnrst", "aeiou", 5
_POLYNOMIAL = 0b100000000101  # x^11 + x^2 + 1 is primitive, so the powers of 2 differ for 2047 places
# fmt: off
_LEFT_OUT = (
    "abid", "anal", "anus", "babi", "bas", "batar", "bit", "bobo", "bodo", "bom", "debil", "dik", "fak", "falo", "falu", "fasis",
    "fat", "fek", "fese", "feto", "fod", "fok", "folar", "fuk", "kaf", "kak", "kara", "kil", "kok", "kon", "kos", "kuf", "kul",
    "kun", "kus", "loko", "lul", "mat", "mer", "mono", "moro", "muk", "mut", "nab", "nas", "naz", "nik", "rat", "redad", "refus",
    "robo", "rul", "setan", "sik", "sid", "sin", "sod", "suk", "tared", "tet", "tit", "tur",
)
# fmt: on


class Mistyped(BadInput):
    """Words or digits that are no receipt or phrase; names the place of the slip, never what was typed."""

    def __init__(self, sentence: str, place: int = 0) -> None:
        super().__init__("mistyped", sentence, place=place)
        self.place = place


@functools.cache
def word_list() -> tuple[str, ...]:
    """The 2048 words in their order, which never changes: it is part of a format."""
    made = []
    for place in range(2500):
        word = _word(place)
        if not any(rude in word for rude in _LEFT_OUT):
            made.append(word)
    return tuple(made[: 2**BITS])


def spell(number: int, count: int, *, domain: int) -> str:
    """The number in so many words, and the check word of the domain after them.

    >>> spell(2**22 - 1, 2, domain=1).count(" ")
    2
    """
    if not 0 <= number < 1 << (BITS * count):
        raise ValueError("the number does not fit into so many words")
    places = [(number >> (BITS * at)) & (2**BITS - 1) for at in reversed(range(count))]
    return " ".join(word_list()[place] for place in [*places, _check(places, domain)])


def read_words(typed: str, count: int, *, domain: int) -> int:
    """The number that was spelt, however it is typed: case, accents, hyphens, even without spaces; raises Mistyped."""
    words = _separate(typed, count + 1)
    if len(words) != count + 1:
        raise Mistyped(f"There should be {count + 1} words. Compare with what you wrote down.")
    places = []
    for at, word in enumerate(words, 1):
        if word not in _places():
            raise Mistyped(f"Word {at} is not one of ours. Look at that word again.", at)
        places.append(_places()[word])
    if _check(places[:-1], domain) != places[-1]:
        raise Mistyped("One of the words is wrong, or two have changed places. Compare with what you wrote down.")
    return sum(place << (BITS * at) for at, place in enumerate(reversed(places[:-1])))


def _word(place: int) -> str:
    (first, vowel), (second, last) = (divmod(half, len(_VOWELS)) for half in divmod(place, 50))
    end = (first + vowel + 3 * second + last) % len(_CONSONANTS)
    return _CONSONANTS[first] + _VOWELS[vowel] + _CONSONANTS[second] + _VOWELS[last] + _CONSONANTS[end]


def _separate(typed: str, count: int) -> list[str]:
    # Dotless i is what a Turkish keyboard gives for I; accents are what correction programs add.
    plain = unicodedata.normalize("NFKD", typed.casefold().replace("ı", "i"))
    kept = "".join("" if _is_invisible(sign) else sign if "a" <= sign <= "z" else " " for sign in plain)
    words = kept.split()
    if len(words) == count:
        return words
    together = "".join(words)
    return [together[at : at + _LENGTH] for at in range(0, len(together), _LENGTH)]


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Cf")


@functools.cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(word_list())}


def _check(places: list[int], domain: int) -> int:
    total = domain
    for power, place in enumerate(places, 1):
        total ^= _times_power(place, power)
    return total


def _times_power(value: int, power: int) -> int:
    """The value times 2 to the power, in GF(2^11)."""
    for _ in range(power):
        value <<= 1
        if value >> BITS:
            value ^= _POLYNOMIAL
    return value
