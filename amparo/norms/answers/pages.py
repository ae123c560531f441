"""What a page of rights holds, for the web and for paper: themes, the rights under each, and the norms behind each right."""

from dataclasses import dataclass, replace
from enum import StrEnum

from amparo.norms.catalogue.translations import Statement


class Standing(StrEnum):
    """How a right stands, the most urgent first; the value is the phrase that says so."""

    NOW = "matters_now"
    MAY_BE = "may_be_yours"
    YOURS = "also_yours"
    OPEN = "still_open"

    @property
    def rank(self) -> int:
        return list(Standing).index(self)


@dataclass(frozen=True, slots=True)
class Basis:
    """One norm behind a right, by the id of its provision, for a link to its article.

    `notes` say in words since when it binds the State, whether that day and the text were verified, and whether the translation
    was reviewed. `because` names facts of the person. `left_open`: the law, or the missing fact, that leaves it open.
    """

    provision: str
    standing: Standing
    says: Statement
    instrument: str
    citation: str
    bound_since: str
    is_day_verified: bool
    is_text_verified: bool
    notes: tuple[str, ...]
    because: tuple[str, ...]
    reserved: tuple[str, ...]
    left_open: str

    @property
    def is_held(self) -> bool:
        """Whether the State owes it; where not, that is unknown."""
        return self.standing in (Standing.NOW, Standing.YOURS)


@dataclass(frozen=True, slots=True)
class Asking:
    """The question that would help to settle a right; a dangerous one is only named, and put where the person opens the right."""

    fact: str
    text: str
    why: str
    is_dangerous: bool


@dataclass(frozen=True, slots=True)
class RightShown:
    """A right as several norms protect it, the leading one first; it stands as its most urgent norm does."""

    id: str
    label: str
    bases: tuple[Basis, ...]
    asking: Asking | None
    complaints: tuple[str, ...]
    possible_complaints: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.bases:
            raise ValueError("a right rests on a norm")

    @property
    def lead(self) -> Basis:
        """The norm whose statement stands for the right."""
        return self.bases[0]

    @property
    def beside(self) -> tuple[Basis, ...]:
        """The other norms that the State owes."""
        return tuple(one for one in self.bases[1:] if one.is_held)

    @property
    def unsure(self) -> tuple[Basis, ...]:
        """The norms of which it is not known whether the State owes them; those that lead are not among them."""
        return tuple(one for one in self.bases[1:] if not one.is_held)

    @property
    def standing(self) -> Standing:
        return self.lead.standing


@dataclass(frozen=True, slots=True)
class Theme:
    """What people look for: its rights, the most urgent first, and what one can do here."""

    id: str
    heading: str
    rights: tuple[RightShown, ...]
    steps: tuple[Statement, ...]

    @property
    def standing(self) -> Standing:
        return self.rights[0].standing


@dataclass(frozen=True, slots=True)
class Page:
    """The whole answer for one situation, in one language; `cannot_be_said` and `cautions` stand under it, never left out."""

    language: str
    title: str
    summary: str
    themes: tuple[Theme, ...]
    cannot_be_said: tuple[str, ...]
    cautions: tuple[str, ...]

    def standing(self, how: Standing) -> tuple[Theme, ...]:
        """The themes with those of their rights that stand so; every right is in the part of one standing."""
        parts = ((theme, tuple(right for right in theme.rights if right.standing is how)) for theme in self.themes)
        return tuple(replace(theme, rights=rights) for theme, rights in parts if rights)
