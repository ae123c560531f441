"""Sources: where the acts of States were read, up to which day each speaks, and what it lacks."""

from dataclasses import dataclass

from amparo.rules.forms import Form


@dataclass(frozen=True, slots=True)
class Source:
    """One place where acts were read. `as_of` is the day, month or year up to which it speaks; empty if it does not tell."""

    key: str
    what: str
    as_of: str
    licence: str
    known_holes: str

    def to_plain(self) -> dict[str, str]:
        """The source as JSON can hold it."""
        told = {"key": self.key, "what": self.what, "as_of": self.as_of}
        return {**told, "licence": self.licence, "known_holes": self.known_holes}


def read_source(form: Form) -> Source:
    """The source that one entry of sources.yaml describes; adds every problem found."""
    source = Source(
        form.text("key"),
        form.text("what"),
        form.text("as_of", required=False),
        form.text("licence", required=False),
        form.text("known_holes", required=False),
    )
    form.done()
    return source
