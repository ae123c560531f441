"""Builds the vocabulary from its documents: facts.yaml, derived.yaml, topics.yaml, groups.yaml and states.csv."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from amparo.errors import Place, Problem
from amparo.rules.conditions import Derived
from amparo.rules.facts import Fact, Kind
from amparo.rules.forms import Form
from amparo.rules.language import Language, read_condition
from amparo.rules.reading import Node
from amparo.situation.states import Membership, State, StateGroup
from amparo.situation.vocabulary import LANGUAGES, Asked, Text, Vocabulary, Wording

Built = TypeVar("Built")
STATE_KINDS = ("state", "territory", "organisation", "ended")
_NO_ASKING = {"date", "state"}


def load_vocabulary(documents: Mapping[str, Node], states: list[Form], problems: list[Problem]) -> Vocabulary:
    """The vocabulary that the documents (by file name) and the rows of states.csv describe; adds every problem found."""
    known_states = {state.code: state for state in map(_state, states)}
    groups = {group.id: group for group in _forms(documents, "groups.yaml", "groups", "A group", problems, _group)}
    facts = {asked.fact.id: asked for asked in _forms(documents, "facts.yaml", "facts", "A fact", problems, _fact)}
    topics = dict(_forms(documents, "topics.yaml", "topics", "A topic", problems, _topic))
    for asked in facts.values():
        if asked.topic not in topics:
            problems.append(
                Problem(
                    Place("facts.yaml"), f"{asked.fact.id} names a topic {asked.topic} that topics.yaml does not have."
                )
            )
    for group in groups.values():
        for member in group.members:
            if member.state not in known_states:
                problems.append(
                    Problem(
                        Place("groups.yaml"), f"{group.id} names a State {member.state} that states.csv does not have."
                    )
                )
    derived: dict[str, Derived] = {}
    labels: dict[str, Text] = {}
    language = Language(
        {name: asked.fact for name, asked in facts.items()}, derived, known_states.__contains__, groups.__contains__
    )

    def read_derived(form: Form) -> None:
        name, meaning = form.text("id"), form.get("when")
        labels[name] = form.languages("label", LANGUAGES)
        for field in ("citation", "note", "examples"):
            form.get(field, required=False)
        form.done()
        if meaning is not None:
            derived[name] = Derived(name, read_condition(meaning, language, problems))

    _forms(documents, "derived.yaml", "derived", "A derived fact", problems, read_derived)
    return Vocabulary(facts, derived, labels, topics, known_states, groups)


def _forms(
    documents: Mapping[str, Node],
    file: str,
    field: str,
    what: str,
    problems: list[Problem],
    build: Callable[[Form], Built],
) -> list[Built]:
    """Each entry of the list in one document, built."""
    if file not in documents:
        problems.append(Problem(Place(file), "The file is missing."))
        return []
    top = Form(documents[file], problems, file)
    top.get("people", required=False)
    forms = top.forms(field, what)
    top.done()
    return [build(form) for form in forms]


def _state(form: Form) -> State:
    state = State(
        code=form.text("code"),
        alpha2=form.text("iso2", required=False),
        name=form.text("name"),
        kind=form.one_of("kind", STATE_KINDS),
        region=form.text("region", required=False),
        subregion=form.text("subregion", required=False),
        independent_from=form.day("from"),
        ended_on=form.day("until"),
    )
    form.text("note", required=False)
    form.done()
    return state


def _group(form: Form) -> StateGroup:
    name = form.text("id")
    members = []
    for member in form.forms("members", "A member", required=False):
        members.append(Membership(member.text("state"), member.day("from"), member.day("until")))
        member.text("note", required=False)
        member.done()
    kinds = frozenset(form.texts("kinds"))
    if not kinds <= set(STATE_KINDS):
        form.complain(f"kinds are some of {', '.join(STATE_KINDS)}.", "kinds")
    complement = form.text("complement_of", required=False) or None
    group = StateGroup("unreadable", "", "", False, kinds=frozenset({"state"}))
    try:
        group = StateGroup(
            name, form.text("label"), form.text("source"), form.flag("verified"), tuple(members), kinds, complement
        )
    except ValueError as wrong:
        form.complain(f"{wrong}.")
    form.text("note", required=False)
    form.done()
    return group


def _fact(form: Form) -> Asked:
    name = form.text("id")
    kind = form.one_of("type", [*(kind.value for kind in Kind), "flag"])
    values = {
        value.text("id"): _labelled(value) for value in form.forms("values", "A value", required=kind == "choice")
    }
    fact = (
        Fact(name, Kind("boolean" if kind == "flag" else kind), tuple(values))
        if bool(values) == (kind == "choice")
        else Fact(name, Kind.BOOLEAN)
    )
    label, question, help_, why = (form.languages(field, LANGUAGES) for field in ("label", "question", "help", "why"))
    wording = Wording(label, question, help_, why, values)
    asked = Asked(
        fact,
        form.text("topic"),
        wording,
        form.flag("dangerous"),
        kind == "flag",
        form.flag("asked", name not in _NO_ASKING),
        form.text("after", required=False) or None,
    )
    form.done()
    return asked


def _labelled(form: Form) -> Text:
    label = form.languages("label", LANGUAGES)
    form.done()
    return label


def _topic(form: Form) -> tuple[str, tuple[Text, Text]]:
    topic = form.text("id"), (form.languages("label", LANGUAGES), form.languages("question", LANGUAGES))
    form.done()
    return topic
