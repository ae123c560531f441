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


class Asking(StrEnum):
    """What becomes of the days on which somebody was still to ask the person whether they are punished for a filing."""

    GOES_ON = "goes-on"
    ENDS = "ends"


_OWED = (Remedy.PARTIAL, Remedy.NONE)


@dataclass(frozen=True, slots=True)
class Closing:
    """One closing; it says what remains unpaid or undone wherever the remedy was not received in full.

    `asking` is None where nobody was to be asked any more; to end it has a reason, `asked_no_more`.
    """

    why: Why
    remedy: Remedy
    words: str = field(default="", repr=False)
    remains: str = field(default="", repr=False)
    asking: Asking | None = None
    asked_no_more: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if max(map(len, (self.words, self.remains, self.asked_no_more))) > LONGEST:
            raise BadInput("too-long", _("This is too long. Send it in two parts."))
        if self.why is Why.OTHER and not self.words.strip():
            raise BadInput("no-reason", _("Say in words why work ends."))
        if self.is_unpaid and not self.remains.strip():
            raise BadInput("nothing-named", _("Name what remains unpaid or undone, so that it is not forgotten."))
        if self.remedy is Remedy.FULL and self.remains.strip():
            raise BadInput("remedy-and-rest", _("If something remains, the remedy was not received in full."))
        if self.asking is Asking.ENDS and not self.asked_no_more.strip():
            raise BadInput("no-reason", _("Say why nobody asks the person any more."))
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
            **({"asking": self.asking.value, "asked_no_more": self.asked_no_more} if self.asking else {}),
        }

    @classmethod
    def of(cls, data: Mapping[str, object]) -> "Closing":
        """The closing that an entry keeps."""
        words, asking, no_more = (str(data.get(key, "")) for key in ("words", "asking", "asked_no_more"))
        why, remedy = Why(str(data["why"])), Remedy(str(data["remedy"]))
        return cls(why, remedy, words, str(data["remains"]), Asking(asking) if asking else None, no_more)


def closing_of(dossier: Dossier) -> Closing | None:
    """How work on the case ended last; None if it has not, or goes on again."""
    last = None
    for entry in dossier.of(EntryKind.CLOSED, EntryKind.REOPENED):
        last = entry
    return Closing.of(last.data) if last is not None and last.kind is EntryKind.CLOSED else None


def is_asked_still(dossier: Dossier) -> bool:
    """Whether somebody goes on asking after a filing although work on the case has ended."""
    closing = closing_of(dossier)
    return closing is not None and closing.asking is Asking.GOES_ON
