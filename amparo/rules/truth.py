"""Kleene's three truth values.

They are ordered no < unknown < yes, so that *and* is the least, *or* the greatest and *not* the mirror image
(S. C. Kleene, Introduction to Metamathematics, 1952, section 64).
"""

from enum import IntEnum


class Truth(IntEnum):
    """Yes, no, or not known; unknown is never no."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def word(self) -> str:
        """The word for it in answers: `yes`, `no` or `unknown`."""
        return _WORDS[self]

    @classmethod
    def of(cls, known: bool | None) -> "Truth":
        """The value of a boolean that may be missing.

        >>> Truth.of(None).word
        'unknown'
        """
        if known is None:
            return cls.UNKNOWN
        return cls.YES if known else cls.NO


NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES
NOT = (YES, UNKNOWN, NO)
_WORDS = ("no", "unknown", "yes")
