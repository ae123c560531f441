"""A case on paper: facts, what happened, rights with their norms, what is owed and received; more where whoever prints it asks for more.

What could name a person is there only if somebody said so. Whoever is said to have done something is alleged to have done it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from amparo.case.chronicle import Chronicle, Source
from amparo.case.events import Event
from amparo.case.facts import Rests, StatedFact
from amparo.case.parties import Party, PartyRole
from amparo.case.wording import fact_label, state_label, value_label
from amparo.norms.answers.phrases import day_name
from amparo.papers.owed_rights import rights_parts
from amparo.papers.paper import Block, Pairs, Paper, Part, Table, Words
from amparo.papers.phrases import phrase
from amparo.papers.remedies import Label, RemedyTold, Writer
from amparo.rules.dates import Period

# Bodies that answer for what they do are called by name; people only where whoever prints it says so.
_BODIES = frozenset({PartyRole.EMPLOYER, PartyRole.RECRUITER, PartyRole.AUTHORITY, PartyRole.UNION, PartyRole.SERVICE})
_STATES = 3
Said = tuple[str, str]  # who and when, or until when; and the words


@dataclass(frozen=True)
class CaseFile:
    """What of a case goes on paper.

    `people` says how those are called to whom something is owed. Parties are called by name if `names_people`, and the words that
    facts and events rest on are shown if `has_words`. `name`, `account`, `plan` and `notes` are left out where they are empty.
    """

    number: str
    made_on: date
    chronicle: Chronicle
    days: tuple[Period, ...]
    parties: tuple[Party, ...]
    remedy: RemedyTold
    people: Mapping[str, str] = field(repr=False)
    names_people: bool = False
    has_words: bool = False
    name: str = field(default="", repr=False)
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)  # by entry; facts rest on their words
    account: tuple[Said, ...] = field(default=(), repr=False)
    plan: tuple[Said, ...] = field(default=(), repr=False)
    notes: tuple[Said, ...] = field(default=(), repr=False)

    @property
    def states(self) -> tuple[str, ...]:
        """The States whose rights are printed."""
        return self.chronicle.states[:_STATES]

    def called(self, label: Label) -> Mapping[str, str]:
        """How the paper calls people and parties, by id."""
        found, counted = dict(self.people), Counter[PartyRole]()
        for one in self.parties:
            counted[one.role] += 1
            is_named = self.names_people or one.role in _BODIES
            found[one.id] = one.name if is_named else f"{label(one.role)} {counted[one.role]}"
        return found


def case_paper(told: CaseFile, language: str, label: Label) -> Paper:
    """The case file in words; `label` gives those for the words of lists, such as a role or a step."""
    return _Writer(told, language, label, told.called(label)).paper()


@dataclass(frozen=True)
class _Writer:
    told: CaseFile
    language: str
    label: Label
    called: Mapping[str, str] = field(repr=False)

    def paper(self) -> Paper:
        return Paper(
            self.language,
            self.says("title", number=self.told.number),
            tuple(self.opening()),
            tuple(self.parts()),
        )

    def says(self, name: str, **filled: object) -> str:
        return phrase(name, self.language, **filled)

    def opening(self) -> Iterator[Block]:
        yield Words(self.says("about", day=day_name(self.told.made_on, self.language)), is_quiet=True)
        if self.told.name:
            yield Pairs(((self.says("name"), self.told.name),))

    def parts(self) -> Iterator[Part]:
        yield Part(self.says("facts"), tuple(self.facts()))
        yield Part(self.says("happened"), tuple(self.events()))
        if self.told.parties:
            parties = ((self.label(one.role), self.called[one.id]) for one in self.told.parties)
            yield Part(self.says("people"), (Pairs(tuple(parties)),))
        if self.told.states:
            yield from rights_parts(self.told.chronicle, self.told.states, self.told.days, self.language)
        yield from Writer(self.language, self.called, self.label).parts(self.told.remedy)
        for heading in ("plan", "account", "notes"):
            said: tuple[Said, ...] = getattr(self.told, heading)
            if said:
                yield Part(self.says(heading), tuple(self.said(said)))

    def said(self, several: tuple[Said, ...]) -> Iterator[Block]:
        for head, words in several:
            if head:
                yield Words(head, is_quiet=True)
            yield Words(words)

    def facts(self) -> Iterator[Block]:
        """Everything that stands; where two statements differ both are there, and it is said."""
        history = self.told.chronicle.history
        in_doubt = {one.id for several in history.contradictions for one in several}
        rows = tuple(self.fact(one, one.id in in_doubt) for one in history.standing if one.value is not None)
        if rows:
            yield Table(tuple(map(self.says, ("fact", "value", "towards", "since", "rests_on"))), rows)
        yield Words(self.says("unknown_is_not_no"), is_quiet=True)

    def fact(self, one: StatedFact, is_in_doubt: bool) -> tuple[str, ...]:
        assert one.value is not None
        value = value_label(one.name, one.value, self.language)
        return (
            fact_label(one.name, self.language),
            f"{value} ({self.says('told_in_two_ways')})" if is_in_doubt else value,
            state_label(one.state, self.language) if one.state else self.says("every_state"),
            self.day(one.since) if one.since else self.says("always"),
            self.source(one),
        )

    def source(self, one: Source) -> str:
        """On what it rests; the words themselves only where they are printed. Nobody of the office is named."""
        rests = one.basis.rests
        words = one.basis.words_in(self.told.texts.get(one.basis.entry, "")) if rests is Rests.WORDS else ""
        if words and self.told.has_words:
            return self.says("quoted", words=words)
        return self.says(f"rests_on_{rests.value}")

    def events(self) -> Iterator[Block]:
        rows = tuple(map(self.event, self.told.chronicle.happened))
        if not rows:
            yield Words(self.says("no_events"))
            return
        yield Table(tuple(map(self.says, ("day", "act", "state", "alleged", "target", "rests_on"))), rows)
        yield Words(self.says("alleged_note"), is_quiet=True)
        detail = [(one, " · ".join(filter(None, (one.place, one.words)))) for one in self.told.chronicle.happened]
        if self.told.has_words and any(words for _, words in detail):
            yield Pairs(tuple((self.day(one.when), words) for one, words in detail if words))

    def event(self, one: Event) -> tuple[str, ...]:
        until = self.day(one.until) if one.until else self.says("goes_on") if one.lasts else ""
        return (
            " – ".join(filter(None, (self.day(one.when), until))),
            one.kind.label[self.language],
            state_label(one.state, self.language) if one.state else self.says("not_known"),
            self.called.get(one.alleged_actor, self.says("not_known")),
            self.called.get(one.target, "–") if one.target else self.says("the_person"),
            self.source(one),
        )

    def day(self, day: Period) -> str:
        return day_name(str(day), self.language)
