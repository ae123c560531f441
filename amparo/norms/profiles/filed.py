"""What is remembered of a catalogue is filed under its digest."""

from dataclasses import dataclass, field

from amparo.norms.catalogue.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Filed:
    """A catalogue as a key: two of one digest are the same, a supposed one and its own as well."""

    catalogue: Catalogue = field(compare=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", self.catalogue.digest)
