"""Sealed sections: health, asylum, childhood. What lies in them is opened on purpose, for one answer, and each opening leaves its line."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.web.casework.entries import EntryKind


class Sealed(StrEnum):
    """A sealed section, by its name in an address."""

    HEALTH = "health"
    ASYLUM = "asylum"
    CHILD = "child"

    @property
    def kind(self) -> EntryKind:
        """The kind of entry that lies in it."""
        return EntryKind(self.value)


SEALED: Mapping[Sealed, Promise] = {
    Sealed.HEALTH: _("Health"),
    Sealed.ASYLUM: _("Asylum"),
    Sealed.CHILD: _("Childhood"),
}
HOLDS: Mapping[Sealed, Promise] = {
    Sealed.HEALTH: _("Illness, injury, pregnancy, care, and what doctors say."),
    Sealed.ASYLUM: _(
        "Why the person fears to return, and how far a claim has come. The State of origin must never read it."
    ),
    Sealed.CHILD: _("Age, guardian, family and school of somebody who is or may be a child."),
}
