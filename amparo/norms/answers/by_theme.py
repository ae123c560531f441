"""The answer as a page: by theme, one entry for each right, what matters now before the rest, and what is open shown as open.

The text of the command line and this page share their order and their words (`as_text`). Nothing that is held or unknown is
left out; what the State does not owe is.
"""

from collections.abc import Iterable

from amparo.norms.answers.as_text import (
    LEFT_OPEN_BY_LAW,
    because,
    footer,
    matter_now,
    may_be_yours,
    standing_of_source,
    unknown_bond,
    unknown_bonds,
)
from amparo.norms.answers.pages import Asking, Basis, Page, RightShown, Standing, Theme
from amparo.norms.answers.phrases import day_name, phrase, state_name
from amparo.norms.answers.questions import Question, next_questions
from amparo.norms.answers.rights import Answers, RightInForce
from amparo.norms.answers.what_to_do import steps
from amparo.rules.conditions import Reason
from amparo.rules.explaining import missing, why_unknown
from amparo.rules.truth import NO, UNKNOWN, YES


def page(answers: Answers, language: str) -> Page:
    """The answer with what is said around it; rights are counted, not the norms behind them."""
    themes = themed(answers, language)
    counted = [right.standing for theme in themes for right in theme.rights]
    state = answers.catalogue.vocabulary.states[answers.situation.state]
    summary = phrase(
        "summary",
        language,
        state=state_name(state, language),
        date=day_name(str(answers.situation.date), language),
        now=counted.count(Standing.NOW),
        held=counted.count(Standing.YOURS),
        open=counted.count(Standing.OPEN) + counted.count(Standing.MAY_BE),
    )
    unsaid = tuple(line.strip() for line in unknown_bonds(answers, language))
    return Page(
        language,
        phrase("your_rights", language),
        summary,
        themes,
        unsaid,
        tuple(footer(answers, language).splitlines()),
    )


def themed(answers: Answers, language: str) -> tuple[Theme, ...]:
    """Every right that is held or open, under its theme; themes and rights that matter now come first."""
    found: dict[str, dict[str, list[tuple[Standing, RightInForce]]]] = {}
    for right, standing in _standings(answers):
        theme = found.setdefault(answers.catalogue.theme_of(right.provision), {})
        theme.setdefault(right.provision.right, []).append((standing, right))
    questions = _questions(answers)
    themes = (
        Theme(
            name,
            answers.catalogue.themes[name].label[language],
            tuple(
                sorted(
                    (_right(answers, one, norms, questions, language) for one, norms in rights.items()),
                    key=lambda right: right.standing.rank,
                )
            ),
            steps(name, language),
        )
        for name, rights in found.items()
    )
    return tuple(sorted(themes, key=lambda theme: theme.standing.rank))


def _standings(answers: Answers) -> Iterable[tuple[RightInForce, Standing]]:
    """How every provision stands that is held or unknown, in the order of the answers."""
    now = {one.provision.id for one in matter_now(answers)}
    perhaps = {one.provision.id for one in may_be_yours(answers)}
    for right in answers:
        name = right.provision.id
        if name in now:
            yield right, Standing.NOW
        elif name in perhaps:
            yield right, Standing.MAY_BE
        elif right.holds.value is not NO:
            yield right, Standing.YOURS if right.holds.value is YES else Standing.OPEN


def _questions(answers: Answers) -> list[Question]:
    """Every question that something waits for, in the order of the interview, the dangerous ones last."""
    return next_questions(answers, opened=[one.provision.id for one in answers])


def _right(
    answers: Answers,
    name: str,
    norms: list[tuple[Standing, RightInForce]],
    questions: list[Question],
    language: str,
) -> RightShown:
    norms = sorted(norms, key=lambda one: one[0].rank)
    ways = {way.citation: truth for _, one in norms if one.holds.value is YES for way, truth in answers.procedures(one)}
    return RightShown(
        name,
        answers.catalogue.rights[name].label[language],
        tuple(_basis(answers, one, how, language) for how, one in norms),
        _asking(answers, norms[0][1], questions, language),
        tuple(citation for citation, truth in ways.items() if truth is YES),
        tuple(citation for citation, truth in ways.items() if truth is UNKNOWN),
    )


def _asking(answers: Answers, right: RightInForce, questions: list[Question], language: str) -> Asking | None:
    """The first question whose answer holding waits for or, where the right is held, its mattering now."""
    facts = answers.catalogue.vocabulary.facts
    waits = right.engaged if right.holds.value is YES else right.holds
    if why_unknown(waits) is not Reason.FACT_MISSING:
        return None
    lacking = set(missing(waits, right.facts))
    lacking |= {before for name in lacking if (before := facts[name].after)}
    for question in questions:
        asked = question.asked
        if asked.fact.id in lacking and right.provision.id in question.provisions:
            wording = asked.wording
            return Asking(asked.fact.id, wording.question[language], wording.why[language], asked.dangerous)
    return None


def _basis(answers: Answers, right: RightInForce, standing: Standing, language: str) -> Basis:
    provision = right.provision
    known = right.bond.belonging.basis if right.bond.belonging else {}
    return Basis(
        provision.id,
        standing,
        answers.statement(right, language),
        answers.catalogue.instruments[provision.instrument].short_name,
        provision.citation,
        str(known.get("bound_from", "")) if right.bond.value is YES and provision.strength == "binding" else "",
        bool(known.get("verified")),
        provision.verified,
        tuple(standing_of_source(answers, right, language)),
        because(answers, right, language),
        tuple(one.says for one in right.reservations),
        _left_open(answers, right, language),
    )


def _left_open(answers: Answers, right: RightInForce, language: str) -> str:
    """The law that leaves holding open, or the facts that are not known; nothing where it is held."""
    reason = why_unknown(right.holds)
    if reason is None:
        return ""
    if bond := unknown_bond(answers, right, language):
        return bond.rstrip(".")
    if reason in LEFT_OPEN_BY_LAW:
        return phrase(reason.value, language)
    facts = answers.catalogue.vocabulary.facts
    lacking = [facts[name].wording.label[language] for name in missing(right.holds, right.facts) if name in facts]
    told = [phrase("not_known_fact", language, label=label) for label in lacking]
    return phrase("between", language).join(told or because(answers, right, language))
