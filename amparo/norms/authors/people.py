"""The people of the examples: who they are, their situations, and what each sentence about them expects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from amparo.errors import Place, Problem, Problems
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.catalogue.knowledge import Knowledge
from amparo.rules.forms import Form
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


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the examples: who it is, in words, and the facts."""

    who: str
    facts: Entries


def people_in(document: Node, problems: list[Problem]) -> dict[str, Person]:
    """The people of a file by name; adds every problem found."""
    found: dict[str, Person] = {}
    people = document.get("people") if isinstance(document, Entries) else None
    if people is not None and not isinstance(people, Entries):
        problems.append(Problem(people.place, "people are names, each with who and facts."))
        return found
    for name, node in people.items.items() if people else ():
        form = Form(node, problems, name)
        who, facts = form.text("who", required=False) or name, form.get("facts")
        form.done()
        if isinstance(facts, Entries):
            found[name] = Person(who, facts)
        elif facts is not None:
            form.complain(f"The facts of {name} are names with values.", "facts")
    return found


def people_of(knowledge: Knowledge, catalogue: Catalogue) -> Iterator[tuple[str, Situation]]:
    """Every person of the provisions' examples: who they are, and their situation."""
    for path, node in knowledge.under("norms/provisions/").items():
        for person in people_in(node, []).values():
            situation = read_situation(person.facts, catalogue.vocabulary, file=path)
            yield f"{person.who} ({path.rpartition('/')[2]})", situation


def read_examples(
    form: Form, people: Mapping[str, Person], fields: Sequence[str], catalogue: Catalogue, problems: list[Problem]
) -> list[Example]:
    """The examples of one entry that can be run; adds every problem found."""
    found = []
    for part in Form(form.node, problems, form.what).forms("examples", "An example", required=False):
        before = len(problems)
        says, like = part.text("says"), part.text("like", required=False)
        own = part.get("facts", required=False)
        expected = tuple(read_expected(part, field) for field in fields)
        part.done()
        if like and like not in people:
            part.complain(f"There is no {like} among the people of this file.", "like")
        if own is not None and not isinstance(own, Entries):
            part.complain("facts are names with values.", "facts")
        if len(problems) > before:
            continue
        try:
            situation = read_situation(_facts(part, people.get(like), own), catalogue.vocabulary)
        except Problems as wrong:
            problems.extend(wrong.found)
            continue
        found.append(Example(says, situation, expected, part.place))
    return found


def _facts(part: Form, person: Person | None, own: Node | None) -> Entries:
    """The facts of a person as an example changes them, each where it stands."""
    items: dict[str, Node] = {}
    places: dict[str, Place] = {}
    for facts in (person.facts if person else None, own):
        if isinstance(facts, Entries):
            items |= facts.items
            places |= {name: facts.places.get(name, part.place) for name in facts.items}
    return Entries(items, part.place, places)


def read_expected(part: Form, field: str) -> Truth:
    """What an example expects of a field: true, false or unknown."""
    node = part.get(field)
    said = getattr(node, "value", None)
    if isinstance(said, bool):
        return Truth.of(said)
    if node is not None and said != "unknown":
        part.complain(f"{field} is true, false or unknown.", field)
    return Truth.UNKNOWN
