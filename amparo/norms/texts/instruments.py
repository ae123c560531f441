"""Instruments: when each begins, when it binds a State, and when it ceases to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from amparo.rules.dates import Wait
from amparo.rules.forms import Form
from amparo.situation.vocabulary import LANGUAGES

COLLECTED = ("full", "partial", "none")
RESERVATIONS = ("none", "not-collected")
BOUND = "bound:"  # the group `bound:icrmw` holds the States bound by icrmw


@dataclass(frozen=True, slots=True)
class Entry:
    """The final clause on entry into force: so many deposits complete it; then `first`, and for later deposits `later`.

    `published_first` is the day that the depositary printed. It is what counts where our rows cannot yield it (`derivable` false).
    """

    citation: str
    deposits: int
    first: Wait
    later: Wait
    published_first: date | None
    derivable: bool


@dataclass(frozen=True, slots=True)
class Exit:
    """The final clause on denunciation: the notice after which it takes effect."""

    citation: str
    notice: Wait


@dataclass(frozen=True, slots=True)
class GroupBond:
    """An instrument that binds all States of a group, or named States (national law), from a day on.

    `excepted` have opted out; of `unsure` ones we have not collected whether they apply it by agreement.
    """

    group: str | None
    states: frozenset[str]
    bound_from: date
    excepted: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if bool(self.group) == bool(self.states):
            raise ValueError("binds names a group or States, one of the two")


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, declaration or directive. Bound by deposits (`entry`) or by belonging to a group (`binds`), never both.

    `complete_until`: the day up to which a State without a row is surely not bound; `incomplete_for`: the States for which that
    day is an earlier one. `requires`: the instrument that a party
    must also be bound by. `open_to`: the group of States that may join. `procedures`: the provisions by which one may
    complain of a breach. A declaration is not `binding`. `titles`: its title in other languages, where known.
    """

    id: str
    short_name: str
    title: str
    body: str
    adopted_on: date | None
    depositary: str
    entry: Entry | None
    exit: Exit | None
    binds: GroupBond | None
    complete_until: date | None
    incomplete_for: Mapping[str, date]
    collected: str
    reservations: str
    requires: str | None
    procedures: tuple[str, ...]
    not_begun_as_of: date | None
    open_to: str | None
    binding: bool
    verified: bool
    titles: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.entry is None) == (self.binds is None):
            raise ValueError(f"{self.id} has an entry clause or binds a group, one of the two")

    def title_in(self, language: str) -> tuple[str, str]:
        """The title and the language that it is in: the one asked for, or English where we do not know it in that."""
        return (self.titles[language], language) if language in self.titles else (self.title, "en")

    def complete_for(self, state: str) -> date | None:
        """The day up to which a missing row means that this State is not bound; None if no day is sure."""
        return self.incomplete_for.get(state, self.complete_until)


def read_instrument(form: Form) -> Instrument | None:
    """The instrument that one entry of instruments/*.yaml describes; None, with its problems added, if it cannot be."""
    before = len(form.problems)
    fields = {
        "id": form.text("id"),
        "short_name": form.text("short_name"),
        "title": form.text("title"),
        "body": form.text("body"),
        "adopted_on": form.day("adopted_on"),
        "depositary": form.text("depositary", required=False),
        "entry": _entry(form) if form.has("entry") else None,
        "exit": _exit(form) if form.has("exit") else None,
        "binds": _binds(form) if form.has("binds") else None,
        "complete_until": form.day("complete_until"),
        "incomplete_for": _incomplete_for(form),
        "collected": form.one_of("collected", COLLECTED, "full"),
        "reservations": form.one_of("reservations", RESERVATIONS, "not-collected"),
        "requires": form.text("requires", required=False) or None,
        "procedures": tuple(form.texts("procedures")),
        "not_begun_as_of": form.day("not_begun_as_of"),
        "open_to": form.text("open_to", required=False) or None,
        "binding": form.flag("binding", True),
        "verified": form.flag("verified"),
        "titles": _titles(form),
    }
    for unread in ("exit_note", "note", "source", "examples"):
        form.get(unread, required=False)
    form.done()
    if len(form.problems) > before:
        return None
    try:
        return Instrument(**fields)  # type: ignore[arg-type]
    except ValueError as wrong:
        form.complain(f"{wrong}.")
        return None


def _titles(form: Form) -> dict[str, str]:
    """`titles: {es: ..., fr: ...}`: as the depositary or the organisation prints them, where that is known."""
    if not form.has("titles"):
        return {}
    part = Form(form.get("titles"), form.problems, "titles")
    found = {language: part.text(language) for language in LANGUAGES if language != "en" and part.has(language)}
    part.done()
    return found


def _incomplete_for(form: Form) -> dict[str, date]:
    """`incomplete_for: {states: [PSE, VAT], complete_until: 2015-03-09}`, by State."""
    if not form.has("incomplete_for"):
        return {}
    part = Form(form.get("incomplete_for"), form.problems, "incomplete_for")
    until, states = part.day("complete_until", required=True), part.texts("states")
    part.done()
    return dict.fromkeys(states, until) if until else {}


def _entry(form: Form) -> Entry:
    part = Form(form.get("entry"), form.problems, "entry")
    entry = Entry(
        part.text("citation"),
        part.whole("deposits"),
        part.wait("first"),
        part.wait("later"),
        part.day("published_first"),
        part.flag("derivable", True),
    )
    for note in ("derivable_note", "note"):
        part.text(note, required=False)
    if not entry.derivable and entry.published_first is None:
        part.complain("The first day in force is neither derivable nor given as published_first.")
    part.done()
    return entry


def _exit(form: Form) -> Exit:
    part = Form(form.get("exit"), form.problems, "exit")
    clause = Exit(part.text("citation"), part.wait("notice"))
    part.text("note", required=False)
    part.done()
    return clause


def _binds(form: Form) -> GroupBond | None:
    part = Form(form.get("binds"), form.problems, "binds")
    group, states = part.text("group", required=False) or None, frozenset(part.texts("states"))
    bound_from, excepted = part.day("from", required=True), frozenset(part.texts("except"))
    unsure = frozenset(part.texts("unsure"))
    part.text("note", required=False)
    part.done()
    try:
        return GroupBond(group, states, bound_from or date.min, excepted, unsure)
    except ValueError as wrong:
        part.complain(f"{wrong}.")
        return None
