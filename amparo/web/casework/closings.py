"""How work on a case ends: why, what was received, and what remains."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind

LONGEST = 2000


class Why(StrEnum):
    """Why work ends."""

    RECEIVED = "remedy-received"
    WITHDREW = "withdrew"
    NO_CONTACT = "no-contact"
    REFERRED = "referred-and-accepted"
    NO_WAY = "no-way-forward-now"
    DOUBLE = "double"
    OTHER = "other"


class Remedy(StrEnum):
    """What the person has received of what they were owed; what was promised or ordered is not received."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    UNKNOWN = "unknown"
    NOT_SOUGHT = "not-sought"


_OWED = (Remedy.PARTIAL, Remedy.NONE)


@dataclass(frozen=True, slots=True)
class Closing:
    """One closing; it says what remains unpaid or undone wherever the remedy was not received in full."""

    why: Why
    remedy: Remedy
    words: str = field(default="", repr=False)
    remains: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if max(len(self.words), len(self.remains)) > LONGEST:
            raise BadInput("too-long", _("This is too long. Send it in two parts."))
        if self.why is Why.OTHER and not self.words.strip():
            raise BadInput("no-reason", _("Say in words why work ends."))
        if self.is_unpaid and not self.remains.strip():
            raise BadInput("nothing-named", _("Name what remains unpaid or undone, so that it is not forgotten."))
        if self.remedy is Remedy.FULL and self.remains.strip():
            raise BadInput("remedy-and-rest", _("If something remains, the remedy was not received in full."))
        if self.why is Why.RECEIVED and self.remedy not in (Remedy.FULL, Remedy.PARTIAL):
            raise BadInput("nothing-received", _("If the remedy was received, say whether in full or in part."))

    @property
    def is_unpaid(self) -> bool:
        """Whether the remedy, or a part of it, was sought and never received."""
        return self.remedy in _OWED

    @property
    def data(self) -> dict[str, object]:
        """As an entry keeps it."""
        return {
            "why": self.why.value,
            "remedy": self.remedy.value,
            "words": self.words,
            "remains": self.remains,
        }

    @classmethod
    def of(cls, data: Mapping[str, object]) -> "Closing":
        """The closing that an entry keeps."""
        return cls(Why(str(data["why"])), Remedy(str(data["remedy"])), str(data.get("words", "")), str(data["remains"]))


def closing_of(dossier: Dossier) -> Closing | None:
    """How work on the case ended last; None if it has not, or goes on again."""
    last = None
    for entry in dossier.of(EntryKind.CLOSED, EntryKind.REOPENED):
        last = entry
    return Closing.of(last.data) if last is not None and last.kind is EntryKind.CLOSED else None
