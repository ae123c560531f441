"""Parties: the people and bodies that a case speaks of. What somebody is said to have done is alleged.

A party is written down again when more is known: of several with one id the newest counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from amparo.errors import BadInput

_LONGEST = 200


class PartyRole(StrEnum):
    """What a party is in the case."""

    EMPLOYER = "employer"
    RECRUITER = "recruiter"
    AUTHORITY = "authority"
    FAMILY = "family"
    COWORKER = "co-worker"
    WITNESS = "witness"
    INTERPRETER = "interpreter"
    LAWYER = "lawyer"
    UNION = "union"
    SERVICE = "service"
    PERPETRATOR = "alleged-perpetrator"
    OTHER = "other"


# Those that may have files of their own in an office, joined to many cases.
ACCOUNTABLE = frozenset({PartyRole.EMPLOYER, PartyRole.RECRUITER})


@dataclass(frozen=True, slots=True)
class Party:
    """One party of a case. An interpreter has a language from and one into, and everybody may have a conflict of interest."""

    id: str
    role: PartyRole
    name: str = field(repr=False)
    reach: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    translates_from: str = ""
    translates_into: str = ""
    conflict: str = field(default="", repr=False)
    is_withdrawn: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise BadInput("nameless-party", "Say how this person or body is called, or what they are.")
        if len(self.name) > _LONGEST:
            raise BadInput("long-name", "This name is too long.")
        is_interpreter = self.role is PartyRole.INTERPRETER
        if is_interpreter != bool(self.translates_from and self.translates_into):
            raise BadInput("interpreter-languages", "Give both languages for an interpreter, and for nobody else.")

    def to_data(self) -> dict[str, object]:
        """The party as an entry keeps it."""
        return {
            "party": self.id,
            "role": self.role.value,
            "name": self.name,
            "reach": self.reach,
            "note": self.note,
            "from": self.translates_from,
            "into": self.translates_into,
            "conflict": self.conflict,
            "withdrawn": self.is_withdrawn,
        }


def read_party(data: Mapping[str, object]) -> Party:
    """The party as an entry keeps it; raises BadInput for what is none."""
    try:
        return Party(
            str(data["party"]),
            PartyRole(str(data["role"])),
            str(data["name"]),
            str(data.get("reach", "")),
            str(data.get("note", "")),
            str(data.get("from", "")),
            str(data.get("into", "")),
            str(data.get("conflict", "")),
            bool(data.get("withdrawn")),
        )
    except (KeyError, ValueError):
        raise BadInput("no-party", "This cannot be read as a party.") from None
