"""Examples are tests: what each provision, derived fact and instrument says of a person must come out, and must notice mistakes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from amparo.errors import Place, Problem, Problems
from amparo.norms.catalogue import Catalogue
from amparo.norms.knowledge import Knowledge
from amparo.norms.provisions import Provision
from amparo.norms.rights import reserved_against
from amparo.rules.conditions import EVERYONE, Condition, World, value
from amparo.rules.dates import Period
from amparo.rules.forms import Form
from amparo.rules.mutating import mutants
from amparo.rules.reading import Entries, Node
from amparo.rules.truth import Truth
from amparo.situation.reading import read_situation
from amparo.situation.situations import Situation

Expected = tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence about a person, the situation it describes, and the answers it expects, in the order of the fields asked for."""

    says: str
    situation: Situation
    expected: Expected
    place: Place


def check_examples(
    knowledge: Knowledge, catalogue: Catalogue, problems: list[Problem], *, only: frozenset[str] | None = None
) -> int:
    """Runs every example of the knowledge and every mutation; adds each failure, and returns how many examples ran.

    `only`: the instruments to look at; then derived facts and instruments are left out.
    """
    ran = 0
    for path, node in knowledge.under("norms/provisions/").items():
        top = node.items if isinstance(node, Entries) else {}
        instrument = getattr(top.get("instrument"), "value", None)
        if only is not None and instrument not in only:
            continue
        people = _people(top.get("people"))
        for form in Form(node, [], path).forms("provisions", "A provision"):
            provision = catalogue.provisions.get(form.text("id"))
            if provision is not None:
                ran += _check_provision(provision, form, people, catalogue, problems)
    if only is None:
        ran += _check_derived(knowledge, catalogue, problems)
        ran += _check_instruments(knowledge, catalogue, problems)
    return ran


def _people(node: Node | None) -> dict[str, Entries]:
    """The persons of a file: name to facts."""
    found: dict[str, Entries] = {}
    for name, person in node.items.items() if isinstance(node, Entries) else ():
        facts = person.get("facts") if isinstance(person, Entries) else None
        if isinstance(facts, Entries):
            found[name] = facts
    return found


def read_examples(
    form: Form, people: Mapping[str, Entries], fields: Sequence[str], catalogue: Catalogue, problems: list[Problem]
) -> list[Example]:
    """The examples of one entry; adds every problem found. A field that is not given is expected to be anything."""
    found = []
    for part in Form(form.node, problems, form.what).forms("examples", "An example", required=False):
        says, like = part.text("says"), part.text("like", required=False)
        own = part.get("facts", required=False)
        expected = tuple(_expected(part, field, required=at == 0) for at, field in enumerate(fields))
        part.done()
        if like and like not in people:
            part.complain(f"There is no {like} among the people of this file.", "like")
            continue
        facts = {**(people[like].items if like else {}), **(own.items if isinstance(own, Entries) else {})}
        places = own.places if isinstance(own, Entries) else {}
        node = Entries(facts, part.place, {name: places.get(name, part.place) for name in facts})
        try:
            situation = read_situation(node, catalogue.vocabulary, file=part.place.file)
        except Problems as wrong:
            problems.extend(wrong.found)
            continue
        found.append(Example(says, situation, expected, part.place))
    return found


def _expected(part: Form, field: str, *, required: bool) -> Truth:
    node = part.get(field, required=required)
    said = getattr(node, "value", None)
    if said in (True, False) or said == "unknown":
        return Truth.of(None if said == "unknown" else bool(said))
    if node is not None:
        part.complain(f"{field} is true, false or unknown.", field)
    return _ANYTHING


_ANYTHING = Truth.UNKNOWN  # replaced below where a provision has no engaged_by, and so engages always


def _check_provision(
    provision: Provision, form: Form, people: Mapping[str, Entries], catalogue: Catalogue, problems: list[Problem]
) -> int:
    fields = ["holds"] if provision.engaged_by == EVERYONE else ["holds", "engaged"]
    examples = read_examples(form, people, fields, catalogue, problems)
    if not examples:
        problems.append(Problem(form.place, f"{provision.id} has no example that can be run."))
        return 0

    def answers(example: Example, changed: Mapping[str, Condition]) -> Expected:
        world = World(example.situation.facts, catalogue.bonds)
        parts = [
            value(part, world) for part in provision.holding.parts if part not in (provision.duty, provision.holder)
        ]
        parts += [value(changed.get(name, getattr(provision, name)), world) for name in ("duty", "holder")]
        parts += [value(clause, world) for _, clause in reserved_against(example.situation, provision, catalogue)]
        engaged = value(changed.get("engaged_by", provision.engaged_by), world)
        return (min(parts), engaged)[: len(fields)]

    failed = False
    for example in examples:
        found = answers(example, {})
        for field, want, got in zip(fields, example.expected, found, strict=True):
            if want is not got:
                failed = True
                problems.append(
                    Problem(
                        example.place, f"{provision.id}: {field} is {got.word}, expected {want.word}: {example.says}"
                    )
                )
    if not failed:
        for name in ("duty", "holder", "engaged_by"):
            for words, broken in mutants(getattr(provision, name)):
                if all(answers(example, {name: broken}) == example.expected for example in examples):
                    shown = "duty_bearer" if name == "duty" else name
                    problems.append(
                        Problem(form.place, f"{provision.id}: no example notices this mistake in {shown}: {words}.")
                    )
    return len(examples)


def _check_derived(knowledge: Knowledge, catalogue: Catalogue, problems: list[Problem]) -> int:
    (node,) = knowledge.under("situation/derived.yaml").values()
    people = _people(node.items.get("people") if isinstance(node, Entries) else None)
    ran = 0
    for form in Form(node, [], "derived.yaml").forms("derived", "A derived fact"):
        derived = catalogue.vocabulary.derived[form.text("id")]
        examples = read_examples(form, people, ["is"], catalogue, problems)
        ran += len(examples)
        if not examples:
            problems.append(Problem(form.place, f"{derived.name} has no example that can be run."))
        for example in examples:
            found = value(derived.meaning, World(example.situation.facts, catalogue.bonds))
            if (found,) != example.expected:
                problems.append(
                    Problem(
                        example.place,
                        f"{derived.name} is {found.word}, expected {example.expected[0].word}: {example.says}",
                    )
                )
        for words, broken in mutants(derived.meaning):
            if all(
                (value(broken, World(example.situation.facts, catalogue.bonds)),) == example.expected
                for example in examples
            ):
                problems.append(Problem(form.place, f"{derived.name}: no example notices this mistake: {words}."))
    return ran


def _check_instruments(knowledge: Knowledge, catalogue: Catalogue, problems: list[Problem]) -> int:
    """Runs the examples of instruments: was this State bound on this day?"""
    ran = 0
    for path, node in knowledge.under("norms/instruments/").items():
        for form in Form(node, problems, path).forms("instruments", "An instrument"):
            name = form.text("id")
            for part in form.forms("examples", "An example", required=False):
                says, state, on = part.text("says"), part.text("state"), part.text("on")
                want = _expected(part, "bound", required=True)
                part.done()
                if state not in catalogue.vocabulary.states:
                    part.complain("state is not a State's code.", "state")
                    continue
                found = catalogue.bonds.belonging(f"bound:{name}", state, Period.parse(on)).value
                ran += 1
                if found is not want:
                    problems.append(
                        Problem(
                            part.place, f"{name}: {state} bound on {on} is {found.word}, expected {want.word}: {says}"
                        )
                    )
    return ran


def people_of(knowledge: Knowledge, catalogue: Catalogue) -> Iterator[tuple[str, Situation]]:
    """Every person of the provisions' examples: who they are, and their situation."""
    for path, node in knowledge.under("norms/provisions/").items():
        people = node.get("people") if isinstance(node, Entries) else None
        for name, facts in _people(people).items():
            person = people.items[name] if isinstance(people, Entries) else None
            who = getattr(person.get("who"), "value", name) if isinstance(person, Entries) else name
            yield f"{who} ({path.rpartition('/')[2]})", read_situation(facts, catalogue.vocabulary, file=path)


def mistakes(catalogue: Catalogue) -> Iterator[str]:
    """Every mistake that the examples are tried against, in words; their number measures the check."""
    for provision in catalogue.provisions.values():
        for name in ("duty", "holder", "engaged_by"):
            yield from (f"{provision.id} {name}: {words}" for words, _ in mutants(getattr(provision, name)))
