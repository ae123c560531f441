"""A supervisor's review of a case: what was looked at without anybody's name, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from amparo.web.casework.telling import check_words


class Check(StrEnum):
    """What is looked at."""

    DANGER = "danger-answered"
    CONSENT = "consent-asked"
    NEEDS = "needs-offered"
    DEADLINES = "deadlines-kept"
    PLAN = "plan-made"


class Found(StrEnum):
    """What was found; what nobody looked at is not a no."""

    YES = "yes"
    NO = "no"
    NOT_SEEN = "not-seen"


CHECKS = {
    Check.DANGER: _("Was danger answered?"),
    Check.CONSENT: _("Was consent asked?"),
    Check.NEEDS: _("Were needs asked about, and help offered?"),
    Check.DEADLINES: _("Were days kept?"),
    Check.PLAN: _("Is there a plan?"),
}
FOUND = {Found.YES: _("Yes"), Found.NO: _("No"), Found.NOT_SEEN: _("Not looked at")}


@dataclass(frozen=True, slots=True)
class Review:
    """One review."""

    found: Mapping[Check, Found]
    words: str = field(repr=False)

    def __post_init__(self) -> None:
        check_words(self.words)
        if self.found.keys() != set(Check):
            raise ValueError("a review says something of each check, be it that it was not looked at")

    @property
    def data(self) -> dict[str, object]:
        """As an entry keeps it."""
        return {"found": {check.value: found.value for check, found in self.found.items()}, "words": self.words}

    @classmethod
    def of(cls, data: Mapping[str, object]) -> "Review":
        """The review that an entry keeps; a check that is newer than the entry was not looked at."""
        told = data.get("found")
        given = told if isinstance(told, dict) else {}
        return cls({check: Found(given.get(check.value, Found.NOT_SEEN)) for check in Check}, str(data["words"]))
