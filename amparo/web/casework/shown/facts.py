"""Stated facts as pages show them: what each says, since when, who wrote it down, and the words or events it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.case.chronicle import Chronicle, Source
from amparo.case.events import Event
from amparo.case.facts import Rests, StatedFact
from amparo.case.fitting import Misfit
from amparo.case.parties import Party
from amparo.case.wording import state_label, value_label
from amparo.norms.answers.phrases import day_name
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.dates import Period
from amparo.web.casework import access
from amparo.web.casework.coded import vocabulary
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import REPORTER
from amparo.web.casework.groups import ever_gathered_in

MISFITS = {
    Misfit.NATIONALITY: gettext_lazy("A nationality is written down, and that there is none."),
    Misfit.UNBORN: gettext_lazy(
        "By the age that is known, the person was not born yet when something of this happened."
    ),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One stated fact in the words of the page; `value` is empty where it says that the thing is no longer known."""

    id: str
    label: str
    value: str = field(repr=False)
    state: str
    since: str
    at: datetime
    who: str
    words: str = field(repr=False)
    stands: bool


@dataclass(frozen=True, slots=True)
class Known:
    """One fact as it is known on a day: its value, empty where statements differ, and what it rests on."""

    label: str
    value: str = field(repr=False)
    is_contradicted: bool
    rests_on: tuple[str, ...] = field(repr=False)


class Wording:
    """Puts statements and events of one dossier into words."""

    def __init__(self, dossier: Dossier) -> None:
        self.language = get_language() or "en"
        self.names = access.member_names()
        self._entries = dossier.entries
        self.collectives = ever_gathered_in(dossier)

    def statement(self, one: StatedFact, *, stands: bool = True) -> Statement:
        """The fact in words."""
        return Statement(
            one.id,
            vocabulary().facts[one.name].wording.label[self.language],
            value_label(one.name, one.value, self.language) if one.value is not None else "",
            state_label(one.state, self.language) if one.state else "",
            day_name(str(one.since), self.language) if one.since else "",
            one.recorded_at,
            _("The person") if one.by == REPORTER else self.names.get(one.by, _("A colleague")),
            self.words(one),
            stands,
        )

    def words(self, one: StatedFact) -> str:
        """The words it rests on, as far as the keys open them."""
        return one.basis.words_in(self._texts.get(one.basis.entry, "")) if one.basis.rests is Rests.WORDS else ""

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return {entry.record: str(entry.data["words"]) for entry in self._entries if "words" in entry.data}

    def source(self, one: Source) -> str:
        """What somebody reads as the ground: the words told, the event, or who wrote it down."""
        if isinstance(one, Event):
            named = {"act": one.kind.label[self.language], "day": day_name(str(one.when), self.language)}
            return _("%(act)s, %(day)s") % named
        if words := self.words(one):
            return _("“%(words)s”") % {"words": words}
        if one.basis.rests is Rests.TOGETHER:
            return _("told for all in %(number)s") % {"number": self.collectives.get(one.basis.entry, "–")}
        who = _("The person") if one.by == REPORTER else self.names.get(one.by, _("A colleague"))
        return _("written down by %(who)s") % {"who": who} if one.by != REPORTER else _("told in the report")


def statements(chronicle: Chronicle, dossier: Dossier) -> list[Statement]:
    """Everything that was ever stated, the newest first."""
    wording, standing = Wording(dossier), {one.id for one in chronicle.history.standing}
    return [wording.statement(one, stands=one.id in standing) for one in reversed(chronicle.history.facts)]


def contradictions(chronicle: Chronicle, dossier: Dossier) -> list[list[Statement]]:
    """Statements that differ, together."""
    wording = Wording(dossier)
    return [[wording.statement(one) for one in several] for several in chronicle.history.contradictions]


def facts_on(chronicle: Chronicle, wording: Wording, state: str, day: Period) -> list[Known]:
    """The facts towards the State that day, in the order of the vocabulary; a contradicted one is shown as such."""
    told, sources = chronicle.told(state, day), chronicle.sources(state, day)
    found = []
    for name, asked in vocabulary().facts.items():
        stated = told.get(name)
        if name not in sources and (stated is None or len({one.value for one in stated.facts}) < 2):
            continue
        value = stated.value if stated else True
        label = asked.wording.label[wording.language]
        shown = value_label(name, value, wording.language) if value is not None else ""
        grounds: Iterable[Source] = sources.get(name) or (stated.facts if stated else ())
        found.append(Known(label, shown, value is None, tuple(dict.fromkeys(map(wording.source, grounds)))))
    return found


@dataclass(frozen=True, slots=True)
class Happened:
    """An event in the words of the page. Who did it is alleged; place and words are empty where the keys do not open them."""

    id: str
    act: str
    when: str
    until: str
    lasts: bool
    state: str
    alleged_actor: str = field(repr=False)
    target: str = field(repr=False)
    place: str = field(repr=False)
    words: str = field(repr=False)
    touches: tuple[str, ...]


def happened(event: Event, parties: Mapping[str, Party], language: str) -> Happened:
    """The event in words."""
    provisions = load_catalogue().provisions
    return Happened(
        event.id,
        event.kind.label[language],
        day_name(str(event.when), language),
        day_name(str(event.until), language) if event.until else "",
        event.lasts,
        state_label(event.state, language) if event.state else "",
        parties[event.alleged_actor].name if event.alleged_actor in parties else "",
        parties[event.target].name if event.target in parties else "",
        event.place,
        event.words,
        tuple(provisions[name].citation for name in event.touches if name in provisions),
    )
