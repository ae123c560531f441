"""What somebody tells: checked when it is made, so that a report that cannot be kept is refused before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.exchange.attachments.attachment import Attachment

LONGEST = 20_000


class Purpose(StrEnum):
    """What somebody may agree to, each by itself."""

    HELP = "help"
    PARTNER = "partner"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Contact:
    """How and when it is safe to reach the person, if at all."""

    how: str = field(default="", repr=False)
    when: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Telling:
    """A report as it was told."""

    words: str = field(repr=False)
    language: str
    purposes: frozenset[Purpose]
    contact: Contact = Contact()
    name: str = field(default="", repr=False)
    is_danger: bool = False
    wants_interpreter: str = field(default="", repr=False)  # which language; empty: none is needed
    facts: Mapping[str, object] = field(default_factory=dict, repr=False)  # as `read_situation` takes them
    files: tuple[Attachment, ...] = field(default=(), repr=False)  # cleaned

    def __post_init__(self) -> None:
        check_words(self.words)


def check_words(words: str) -> str:
    """The words, as they were written; raises BadInput if there are none, or too many."""
    if not words.strip():
        raise BadInput("nothing-told", _("Nothing is written yet."))
    if len(words) > LONGEST:
        raise BadInput("too-long", _("This is too long. Send it in two parts."))
    return words
