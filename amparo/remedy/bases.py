"""What a figure rests on, so that nothing stands on a page without its source."""

import re
from dataclasses import dataclass, field
from enum import Enum

from amparo.errors import BadInput

_PROVISION = re.compile(r"[a-z0-9.-]+(/[a-z0-9.()-]+)+")
_OPAQUE = re.compile(r"[A-Za-z0-9_-]{1,64}")


class BasisKind(Enum):
    """What kind of source a basis is."""

    PROVISION = "provision"  # the id of a provision of the catalogue
    CONTRACT = "contract"
    LAW = "law"  # national law that the catalogue does not have
    ORDER = "order"  # a decision of a court or an authority
    ACCOUNT = "account"  # what the person told
    CHOICE = "choice"  # of who claims, and to be argued


@dataclass(frozen=True, slots=True)
class Basis:
    """One source: its kind, and which one; for an account the words or the event it rests on."""

    kind: BasisKind
    reference: str = field(repr=False)

    def __post_init__(self) -> None:
        if not self.reference.strip():
            raise BadInput("no-basis", "A basis says which one it is.")
        if self.kind is BasisKind.PROVISION and not _PROVISION.fullmatch(self.reference):
            raise BadInput("bad-provision", "A provision is named by its id, such as icrmw/25.")

    def to_data(self) -> dict[str, object]:
        """The basis as JSON can hold it."""
        return {self.kind.value: self.reference}


def opaque(name: str) -> str:
    """The id of a person, a party or an entry, which says nothing about them; raises BadInput for a name."""
    if not _OPAQUE.fullmatch(name):
        raise BadInput("not-opaque", "People and parties are named by ids of letters and digits, never by their names.")
    return name
