"""The catalogue: all knowledge, checked and ready to be asked, with the digest that names it."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from amparo.errors import Place, Problem, Problems
from amparo.norms.bonds import Bonds
from amparo.norms.commitments import check_event_row
from amparo.norms.instruments import Instrument, read_instrument
from amparo.norms.knowledge import (
    COMMITMENTS,
    Commitments,
    Knowledge,
    digest,
    read_compiled,
    read_sources,
    sources,
    write_compiled,
)
from amparo.norms.packs import Pack, configured_packs
from amparo.norms.provisions import Provision, read_provision
from amparo.norms.reservations import Reservation, read_reservation
from amparo.norms.themes import Right, Theme, read_themes
from amparo.norms.translations import Translations
from amparo.rules.conditions import Between, Condition, Leaf, leaves
from amparo.rules.deciding import points, refuse_empty_talk
from amparo.rules.explaining import Candidates, Change, changes
from amparo.rules.facts import Kind
from amparo.rules.forms import Form
from amparo.rules.language import Language
from amparo.situation.loading import load_vocabulary
from amparo.situation.vocabulary import LANGUAGES, Vocabulary


@dataclass(frozen=True)
class Catalogue:
    """Everything that is known, by id; `digest` names this knowledge, and `packs` those that joined it."""

    digest: str
    packs: tuple[Pack, ...]
    vocabulary: Vocabulary
    themes: Mapping[str, Theme]
    rights: Mapping[str, Right]
    instruments: Mapping[str, Instrument]
    provisions: Mapping[str, Provision]
    reservations: tuple[Reservation, ...]
    translations: Translations
    bonds: Bonds

    @functools.cached_property
    def candidates(self) -> Candidates:
        """The changes that suppose each value of each fact; numbers stand on either side of every limit in the catalogue."""
        tests: dict[str, list[Leaf]] = {}
        for condition in self.conditions():
            for leaf in leaves(condition):
                if isinstance(leaf, Between):
                    tests.setdefault(leaf.fact, []).append(leaf)
        found: dict[str, tuple[Change, ...]] = {}
        for name, fact in self.vocabulary.kernel_facts.items():
            if fact.kind is Kind.BOOLEAN:
                found[name] = changes(name, (True, False))
            elif fact.kind is Kind.CHOICE:
                found[name] = changes(name, fact.values)
            elif fact.kind is Kind.NUMBER:
                found[name] = changes(name, points(tests.get(name, [])))
        return found

    @functools.cached_property
    def reserved(self) -> dict[tuple[str, str], list[Reservation]]:
        """The reservations of each State on each provision."""
        found: dict[tuple[str, str], list[Reservation]] = {}
        for one in self.reservations:
            for provision in self.provisions:
                if one.concerns(provision):
                    found.setdefault((one.state, provision), []).append(one)
        return found

    def conditions(self) -> Iterable[Condition]:
        """Every condition of every provision."""
        for provision in self.provisions.values():
            yield from (provision.holder, provision.engaged_by)

    def theme_of(self, provision: Provision) -> str:
        return self.rights[provision.right].theme


def load_catalogue(packs: tuple[Pack, ...] | None = None) -> Catalogue:
    """The catalogue of our knowledge and the packs given (by default, those configured); quick once it has been compiled.

    Raises Problems with every complaint, and loads nothing, if any file of knowledge is wrong.
    """
    return _loaded(configured_packs() if packs is None else packs)


@functools.lru_cache(maxsize=4)
def _loaded(joined: tuple[Pack, ...]) -> Catalogue:
    paths = sources(joined)
    known = read_compiled(digest({name: path.read_bytes() for name, path in paths.items()}))
    if known is not None:
        return build(known, joined, [], thorough=False)
    problems: list[Problem] = []
    knowledge = read_sources(paths, problems)
    catalogue = build(knowledge, joined, problems, thorough=True)
    write_compiled(knowledge, catalogue.bonds.rows)
    return catalogue


def build(knowledge: Knowledge, packs: tuple[Pack, ...], problems: list[Problem], *, thorough: bool) -> Catalogue:
    """The catalogue that the knowledge describes; raises Problems if there are any."""
    found = assemble(knowledge, packs, problems, thorough=thorough)
    if problems:
        raise Problems(problems)
    return found


def assemble(knowledge: Knowledge, packs: tuple[Pack, ...], problems: list[Problem], *, thorough: bool) -> Catalogue:
    """As much of the catalogue as the knowledge yields; adds every problem found. For checking only: never answer from it."""
    return _Builder(knowledge, problems, thorough=thorough).catalogue(packs)


class _Builder:
    def __init__(self, knowledge: Knowledge, problems: list[Problem], *, thorough: bool) -> None:
        self.knowledge, self.problems, self.thorough = knowledge, problems, thorough

    def catalogue(self, packs: tuple[Pack, ...]) -> Catalogue:
        for node in self.knowledge.under("packs/").values():
            manifest = Form(node, self.problems, "pack.yaml")
            for field in ("id", "title", "author", "licence"):
                manifest.text(field)
            manifest.done()
        vocabulary = self.vocabulary()
        instruments = self.unique(
            (read_instrument(form) for form in self.entries("norms/instruments/", "instruments", "An instrument")),
            "instrument",
        )
        language = vocabulary.language(frozenset(instruments))
        themes, rights = read_themes(self.entries("norms/themes.yaml", "themes", "A theme"))
        provisions = self.provisions(language, frozenset(instruments), frozenset(rights))
        entries = self.entries("norms/reservations", "reservations", "A reservation")
        reserved = tuple(read_reservation(form, language) for form in entries)
        bonds = Bonds(instruments, self.rows(instruments, vocabulary), vocabulary.states, vocabulary.groups)
        catalogue = Catalogue(
            self.knowledge.digest,
            packs,
            vocabulary,
            themes,
            rights,
            instruments,
            provisions,
            reserved,
            Translations(self.knowledge, self.problems),
            bonds,
        )
        if self.thorough:
            _cross_check(catalogue, self.problems)
        return catalogue

    def complain(self, file: str, sentence: str) -> None:
        self.problems.append(Problem(Place(file), sentence))

    def vocabulary(self) -> Vocabulary:
        documents = {path.removeprefix("situation/"): node for path, node in self.knowledge.under("situation/").items()}
        states = [Form(row, self.problems, "A State") for row in self.knowledge.tables.get("situation/states.csv", [])]
        vocabulary = load_vocabulary(documents, states, self.problems)
        if self.thorough:
            place = documents["derived.yaml"].place
            for derived in vocabulary.derived.values():
                refuse_empty_talk(derived.meaning, vocabulary.kernel_facts, place, self.problems)
        return vocabulary

    def entries(self, folder: str, field: str, what: str) -> list[Form]:
        """The entries of a list in every document of a folder."""
        found: list[Form] = []
        for node in self.knowledge.under(folder).values():
            top = Form(node, self.problems, "The file")
            found += top.forms(field, what)
            top.done()
        return found

    def unique(self, items: Iterable[Instrument | None], what: str) -> dict[str, Instrument]:
        found: dict[str, Instrument] = {}
        for item in items:
            if item is not None:
                if item.id in found:
                    self.complain("instruments", f"The {what} {item.id} is there twice.")
                found[item.id] = item
        return found

    def provisions(
        self, language: Language, instruments: frozenset[str], rights: frozenset[str]
    ) -> dict[str, Provision]:
        found: dict[str, Provision] = {}
        for node in self.knowledge.under("norms/provisions/").values():
            top = Form(node, self.problems, "The file")
            instrument = top.one_of("instrument", sorted(instruments))
            top.get("people", required=False)
            for form in top.forms("provisions", "A provision"):
                provision = read_provision(form, instrument, language, rights, thorough=self.thorough)
                if provision.id in found:
                    form.complain(f"The id {provision.id} is there twice.", "id")
                found[provision.id] = provision
            top.done()
        return found

    def rows(self, instruments: Mapping[str, Instrument], vocabulary: Vocabulary) -> Commitments:
        """The rows of commitments/<instrument>.csv, by instrument and State."""
        if self.knowledge.commitments is not None:
            return self.knowledge.commitments
        known_sources = frozenset(form.text("key") for form in self.entries("norms/sources", "sources", "A source"))
        found: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        for path, rows in self.knowledge.tables.items():
            if not path.startswith(COMMITMENTS):
                continue
            instrument = path.rpartition("/")[2].removesuffix(".csv")
            if instrument not in instruments:
                self.complain(path, f"There is no instrument {instrument}.")
            states = found.setdefault(instrument, {})
            for row in rows:
                cells = check_event_row(Form(row, self.problems, "A row"), known_sources)
                if cells[0] not in vocabulary.states:
                    self.problems.append(Problem(row.place, "state is not a State's code."))
                states.setdefault(cells[0], []).append(cells)
        return found


def _cross_check(catalogue: Catalogue, problems: list[Problem]) -> None:
    """What only the whole can show: names that point nowhere."""

    def complain(file: str, sentence: str) -> None:
        problems.append(Problem(Place(file), sentence))

    for instrument in catalogue.instruments.values():
        for procedure in instrument.procedures:
            if procedure not in catalogue.provisions:
                complain("instruments", f"{instrument.id} names a procedure {procedure}, which is no provision.")
        if instrument.requires and instrument.requires not in catalogue.instruments:
            complain("instruments", f"{instrument.id} requires {instrument.requires}, which is no instrument.")
        if instrument.binds and instrument.binds.group not in (None, *catalogue.vocabulary.groups):
            complain(
                "instruments", f"{instrument.id} binds a group {instrument.binds.group} that groups.yaml does not have."
            )
        if instrument.binds and not instrument.binds.states <= catalogue.vocabulary.states.keys():
            complain("instruments", f"{instrument.id} binds a State that states.csv does not have.")
    for language in LANGUAGES[1:]:
        for provision in catalogue.translations.of(language):
            if provision not in catalogue.provisions:
                complain(f"translations/{language}", f"{provision} is translated and is no provision.")
    for reservation in catalogue.reservations:
        for name in reservation.provisions:
            if name not in catalogue.provisions and name.removesuffix("/*") not in catalogue.instruments:
                complain("reservations.yaml", f"{name} is reserved and is no provision.")
