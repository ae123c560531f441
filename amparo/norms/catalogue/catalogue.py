"""The catalogue: all knowledge, checked and ready to be asked, with the digest that names it."""

import functools
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from amparo.errors import Place, Problem, Problems
from amparo.norms.bonds.bonds import Bonds
from amparo.norms.catalogue.crosschecks import check_instruments, check_reservations, check_translations
from amparo.norms.catalogue.knowledge import (
    COMMITMENTS,
    Commitments,
    Knowledge,
    digest,
    read_compiled,
    read_sources,
    sources,
    write_compiled,
)
from amparo.norms.catalogue.manifests import manifest_from
from amparo.norms.catalogue.packs import Pack, configured_packs
from amparo.norms.catalogue.translations import Translations
from amparo.norms.texts.commitments import read_commitments
from amparo.norms.texts.instruments import Instrument, read_instrument
from amparo.norms.texts.provisions import Provision, read_provision
from amparo.norms.texts.reservations import Reservation, read_reservation
from amparo.norms.texts.sources import Source, read_source
from amparo.norms.texts.themes import Right, Theme, read_themes
from amparo.rules.conditions import All, Between, Condition, Includes, Leaf, Within, facts_read, leaves
from amparo.rules.deciding import points, refuse_empty_talk
from amparo.rules.explaining import Candidates, Change, changes
from amparo.rules.facts import Kind
from amparo.rules.forms import Form
from amparo.rules.language import Language
from amparo.rules.reading import Scalar
from amparo.situation.loading import load_vocabulary
from amparo.situation.vocabulary import Vocabulary


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
    sources: Mapping[str, Source]
    supposed: tuple[str, ...] = ()  # deposits that were not made

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

    def reserved(self, state: str) -> Mapping[str, list[Reservation]]:
        """The reservations of a State, by the provision that each is on; worked out when the State is first asked about."""
        if state not in self._reserved:
            found: dict[str, list[Reservation]] = {}
            for one in (one for one in self.reservations if one.state == state):
                for provision in self.provisions:
                    if one.concerns(provision):
                        found.setdefault(provision, []).append(one)
            self._reserved[state] = found
        return self._reserved[state]

    @functools.cached_property
    def _reserved(self) -> dict[str, Mapping[str, list[Reservation]]]:
        return {}

    @functools.cached_property
    def dated_tests(self) -> tuple[Leaf, ...]:
        """Every test, each once, that compares a number or a day, or asks whether States belong to a group that day."""
        held = (one.holding for one in self.provisions.values())
        reserved = (one.when for one in self.reservations if one.when)
        found = (leaf for condition in (*held, *self.conditions(), *reserved) for leaf in leaves(condition))
        return tuple(dict.fromkeys(leaf for leaf in found if isinstance(leaf, Between | Within)))

    @functools.cached_property
    def readers(self) -> Mapping[object, frozenset[str]]:
        """Which provisions read a fact, by its name; one of the `dated_tests`, by its number; reservations on a provision, by its id."""
        number = {test: at for at, test in enumerate(self.dated_tests)}
        found: dict[object, set[str]] = {"state": set(self.provisions)}  # of another State everything may be otherwise
        for name, one in self.provisions.items():
            reserved = [other.when for other in self.reservations if other.when and other.concerns(name)]
            whole = All((one.holding, one.engaged_by, *reserved))
            read: set[object] = {name, *facts_read(whole)}
            for leaf in leaves(whole):
                read |= {number[leaf]} if leaf in number else set()
                read |= {leaf.state} if isinstance(leaf, Includes) and leaf.by_fact else set()
            for each in read:
                found.setdefault(each, set()).add(name)
        return {read: frozenset(names) for read, names in found.items()}

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
    """Reads the knowledge room by room. What rests on names that could not be read is left out, so that no complaint is a false one."""

    def __init__(self, knowledge: Knowledge, problems: list[Problem], *, thorough: bool) -> None:
        self.knowledge, self.problems, self.thorough = knowledge, problems, thorough

    def catalogue(self, packs: tuple[Pack, ...]) -> Catalogue:
        for node in self.knowledge.under("packs/").values():
            manifest_from(Form(node, self.problems, "pack.yaml"))
        vocabulary = self.vocabulary()
        forms = self.entries("norms/instruments/", "instruments", "An instrument")
        named = {str(name.value): form for form in forms if isinstance(name := form.node.get("id"), Scalar)}
        instruments = self.instruments(forms)
        language = vocabulary.language(frozenset(named))
        themes, rights = read_themes(self.entries("norms/themes.yaml", "themes", "A theme"))
        may_go_on = vocabulary.facts and not self.lacks("norms/instruments/", "norms/themes")
        provisions = self.provisions(language, frozenset(named), rights) if may_go_on else {}
        entries = self.entries("norms/reservations", "reservations", "A reservation") if may_go_on else []
        reserved = tuple(read_reservation(form, language) for form in entries)
        read_in = {one.key: one for one in map(read_source, self.entries("norms/sources", "sources", "A source"))}
        rows = self.rows(named.keys(), frozenset(read_in), instruments, vocabulary) if may_go_on else {}
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
            Bonds(instruments, rows, vocabulary.states, vocabulary.groups),
            read_in,
        )
        if self.thorough and may_go_on and not self.lacks(""):
            built = [(named[name], instrument) for name, instrument in instruments.items()]
            check_instruments(built, named, provisions, vocabulary)
            check_translations(catalogue.translations, provisions, self.problems)
            check_reservations(zip(entries, reserved, strict=True), provisions, named)
        return catalogue

    def lacks(self, *folders: str) -> bool:
        """Whether a file under these paths could not be read at all."""
        return any(path.startswith(folders) for path in self.knowledge.unreadable)

    def vocabulary(self) -> Vocabulary:
        """The vocabulary; an empty one if anything is wrong with it, for no condition could be judged by it."""
        documents = {path.removeprefix("situation/"): node for path, node in self.knowledge.under("situation/").items()}
        rows = self.knowledge.tables.get("situation/states.csv", [])
        files = {node.place.file for node in (*documents.values(), *rows)}
        before = sum(problem.place.file not in files for problem in self.problems)
        nothing = Vocabulary({}, {}, {}, {}, {}, {})
        if self.lacks("situation/"):
            return nothing
        states = [Form(row, self.problems, "A State") for row in rows]
        vocabulary = load_vocabulary(documents, states, self.problems)
        if len(self.problems) > before:
            return nothing
        if self.thorough:
            for form in Form(documents["derived.yaml"], [], "derived.yaml").forms("derived", "A derived fact"):
                meaning, place = vocabulary.derived[form.text("id")].meaning, form.node.places.get("when", form.place)
                refuse_empty_talk(meaning, vocabulary.kernel_facts, place, self.problems)
        return vocabulary

    def entries(self, folder: str, field: str, what: str) -> list[Form]:
        """The entries of a list in every document of a folder."""
        found: list[Form] = []
        for node in self.knowledge.under(folder).values():
            top = Form(node, self.problems, "The file")
            found += top.forms(field, what)
            top.done()
        return found

    def instruments(self, forms: Iterable[Form]) -> dict[str, Instrument]:
        """The instruments that could be read, by id."""
        found: dict[str, Instrument] = {}
        places: dict[str, Place] = {}
        for form in forms:
            instrument = read_instrument(form)
            if instrument is None:
                continue
            place = form.node.places.get("id", form.place)
            if instrument.id in found:
                form.complain(
                    f"The instrument {instrument.id} is there twice. It stands already at {places[instrument.id]}.",
                    "id",
                )
            found[instrument.id], places[instrument.id] = instrument, place
        return found

    def provisions(
        self, language: Language, instruments: frozenset[str], rights: Mapping[str, Right]
    ) -> dict[str, Provision]:
        found: dict[str, Provision] = {}
        places: dict[str, Place] = {}
        for node in self.knowledge.under("norms/provisions/").values():
            top = Form(node, self.problems, "The file")
            before = len(self.problems)
            instrument = top.one_of("instrument", instruments, listed_in="the files of instruments")
            if len(self.problems) > before:
                instrument = ""
            top.get("people", required=False)
            for form in top.forms("provisions", "A provision"):
                provision = read_provision(form, instrument, language, rights, thorough=self.thorough)
                if provision.id in found:
                    form.complain(
                        f"The id {provision.id} is there twice. It stands already at {places[provision.id]}.", "id"
                    )
                found[provision.id] = provision
                places[provision.id] = form.node.places.get("id", form.place)
            top.done()
        return found

    def rows(
        self,
        named: Container[str],
        read_in: frozenset[str],
        instruments: Mapping[str, Instrument],
        vocabulary: Vocabulary,
    ) -> Commitments:
        """The rows of commitments/<instrument>.csv, by instrument and State."""
        if self.knowledge.commitments is not None:
            return self.knowledge.commitments
        if self.lacks("norms/sources"):
            return {}
        tables = (
            (path.rpartition("/")[2].removesuffix(".csv"), [Form(row, self.problems, "A row") for row in rows])
            for path, rows in self.knowledge.tables.items()
            if path.startswith(COMMITMENTS)
        )
        return read_commitments(tables, read_in, named, instruments, vocabulary.states)
