"""Examples are tests: what each provision, derived fact and instrument says of a person must come out, and must notice mistakes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from amparo.errors import Place, Problem
from amparo.norms.answers.rights import reserved_against
from amparo.norms.authors.people import Example, Expected, Person, people_in, read_examples, read_expected
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.catalogue.knowledge import Knowledge
from amparo.norms.texts.provisions import ROLES, Provision
from amparo.rules.conditions import EVERYONE, Condition, World, value
from amparo.rules.forms import Form
from amparo.rules.mutating import mutants
from amparo.situation.situations import Situation

PARTS = ("duty", "holder", "engaged_by")
Answers = Callable[[Situation, Mapping[str, Condition]], Expected]  # the second names parts that are broken on purpose
_JUDGED_BY_NOBODY = ("norms/provisions/", "norms/translations/", "norms/themes", "packs/")


def check_examples(
    knowledge: Knowledge, catalogue: Catalogue, problems: list[Problem], *, only: frozenset[str] | None = None
) -> int:
    """Runs every example of the knowledge and every mutation; adds each failure, and returns how many examples ran.

    A file that has a problem already is left out, and so is everything if that by which all are judged has one.
    `only`: the instruments to look at; then derived facts and instruments are left out.
    """
    wrong = {problem.place.file for problem in problems}
    judged = {node.place.file for path, node in knowledge.under("").items() if path.startswith(_JUDGED_BY_NOBODY)}
    if not wrong <= judged or knowledge.unreadable:
        return 0
    checker = _Checker(catalogue, problems)
    for node in knowledge.under("norms/provisions/").values():
        before = len(problems)
        people = people_in(node, problems)
        if node.place.file not in wrong and len(problems) == before:
            checker.provisions(Form(node, [], "The file"), people, only)
    if only is None:
        for node in knowledge.under("situation/derived.yaml").values():
            checker.derived(Form(node, [], "derived.yaml"), people_in(node, problems))
        for node in knowledge.under("norms/instruments/").values():
            checker.instruments(Form(node, [], "The file"))
    return checker.ran


@dataclass(slots=True)
class _Checker:
    catalogue: Catalogue
    problems: list[Problem]
    ran: int = 0

    def complain(self, place: Place, sentence: str) -> None:
        self.problems.append(Problem(place, sentence))

    def provisions(self, top: Form, people: Mapping[str, Person], only: frozenset[str] | None) -> None:
        """The examples of one file of provisions."""
        if only is not None and top.text("instrument") not in only:
            return
        for form in top.forms("provisions", "A provision"):
            provision = self.catalogue.provisions[form.text("id")]
            fields = ["holds"] if provision.engaged_by == EVERYONE else ["holds", "engaged"]
            answers = _answers_of(provision, self.catalogue, len(fields))
            if examples := self.examples(provision.id, form, people, fields, answers):
                for name in PARTS:
                    broken = [(words, {name: part}) for words, part in mutants(getattr(provision, name))]
                    shown, advice = ("duty_bearer", _other_role(provision)) if name == "duty" else (name, "")
                    self.mistakes(
                        f"{provision.id}: no example notices this mistake in {shown}",
                        form,
                        examples,
                        answers,
                        broken,
                        advice,
                    )

    def derived(self, top: Form, people: Mapping[str, Person]) -> None:
        """The examples of derived facts."""
        for form in top.forms("derived", "A derived fact"):
            derived = self.catalogue.vocabulary.derived[form.text("id")]

            def answers(
                situation: Situation, broken: Mapping[str, Condition], meaning: Condition = derived.meaning
            ) -> Expected:
                return (value(broken.get("is", meaning), World(situation.facts, self.catalogue.bonds)),)

            if examples := self.examples(derived.name, form, people, ["is"], answers):
                broken = [(words, {"is": part}) for words, part in mutants(derived.meaning)]
                self.mistakes(f"{derived.name}: no example notices this mistake", form, examples, answers, broken)

    def examples(
        self, name: str, form: Form, people: Mapping[str, Person], fields: Sequence[str], answers: Answers
    ) -> list[Example]:
        """The examples of one entry if every one of them comes out; none otherwise, for a wrong one notices every mistake."""
        before = len(self.problems)
        examples = read_examples(form, people, fields, self.catalogue, self.problems)
        self.ran += len(examples)
        if not examples and len(self.problems) == before:
            self.complain(form.place, f"{name} has no example that can be run.")
        for example in examples:
            for field, want, got in zip(fields, example.expected, answers(example.situation, {}), strict=True):
                if want is not got:
                    said = (
                        f"{field} is {got.word}, expected {want.word}"
                        if field != "is"
                        else f"it is {got.word}, expected {want.word}"
                    )
                    self.complain(example.place, f"{name}: {said}: {example.says}")
        return examples if len(self.problems) == before else []

    def mistakes(
        self,
        sentence: str,
        form: Form,
        examples: Sequence[Example],
        answers: Answers,
        broken: Iterable[tuple[str, Mapping[str, Condition]]],
        advice: str = "",
    ) -> None:
        """Complains of every mistake that leaves all examples as they were."""
        for words, parts in broken:
            if all(answers(example.situation, parts) == example.expected for example in examples):
                such_as = f", such as {advice}," if advice else ""
                self.complain(
                    form.place,
                    f"{sentence}: {words}. Add an example that differs only in this{such_as} and expects otherwise.",
                )

    def instruments(self, top: Form) -> None:
        """The examples of instruments: was this State bound on this day?"""
        for form in top.forms("instruments", "An instrument"):
            name = form.text("id")
            parts = Form(form.node, self.problems, name).forms("examples", "An example", required=False)
            for part in parts:
                before = len(self.problems)
                says, state, on = part.text("says"), part.text("state"), part.period("on", required=True)
                want = read_expected(part, "bound")
                part.done()
                if state not in self.catalogue.vocabulary.states:
                    part.complain("state is not a State's code.", "state")
                if on is None or len(self.problems) > before:
                    continue
                self.ran += 1
                found = self.catalogue.bonds.belonging(f"bound:{name}", state, on).value
                if found is not want:
                    told = f"{state} bound on {on} is {found.word}, expected {want.word}"
                    self.complain(part.place, f"{name}: {told}: {says}")


def _answers_of(provision: Provision, catalogue: Catalogue, fields: int) -> Answers:
    """What a provision answers, with some of its parts broken: holds, and engaged where something engages it."""
    others = [part for part in provision.holding.parts if part not in (provision.duty, provision.holder)]

    def answers(situation: Situation, broken: Mapping[str, Condition]) -> Expected:
        world = World(situation.facts, catalogue.bonds)
        parts = [*others, *(broken.get(name, getattr(provision, name)) for name in ("duty", "holder"))]
        parts += [clause for _, clause in reserved_against(situation, provision, catalogue)]
        engaged = value(broken.get("engaged_by", provision.engaged_by), world)
        return (min(value(part, world) for part in parts), engaged)[:fields]

    return answers


def _other_role(provision: Provision) -> str:
    """The role of a State that does not owe the provision, as an example would write it."""
    return next((f"role: {role}" for role in ROLES if role not in provision.duty_bearer), "")


def mistakes(catalogue: Catalogue) -> Iterator[str]:
    """Every mistake that the examples are tried against, in words; their number measures the check."""
    for provision in catalogue.provisions.values():
        for name in PARTS:
            yield from (f"{provision.id} {name}: {words}" for words, _ in mutants(getattr(provision, name)))
