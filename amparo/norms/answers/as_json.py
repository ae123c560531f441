"""Answers as JSON: the shape that others rely on (`amparo schema rights` describes it)."""

from typing import Any

from amparo.norms.answers.questions import Question, first_questions
from amparo.norms.answers.rights import SHOWS, Answers, RightInForce
from amparo.rules.conditions import Among, Between, Derived, Includes, Within
from amparo.rules.explaining import Change, Explained, deciding, deciding_leaves
from amparo.rules.facts import Facts
from amparo.rules.spelling import spelt
from amparo.rules.truth import YES
from amparo.situation.situations import plain_value

QUESTIONS_SHOWN = 10


def plain_answers(
    answers: Answers,
    language: str,
    *,
    opened: tuple[str, ...] = (),
    show: str = "all",
    only: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The whole answer: the situation as understood, the catalogue it rests on, every right, and what to ask next."""
    asked = first_questions(answers, QUESTIONS_SHOWN, opened=opened)
    return {
        "situation": answers.situation.to_plain(),
        "catalogue": plain_catalogue(answers),
        "language": language,
        "rights": [
            plain_right(answers, right, language)
            for right in answers
            if SHOWS[show](right) and (not only or right.provision.id in only)
        ],
        "next_questions": [plain_question(one, language) for one in asked],
    }


def plain_catalogue(answers: Answers) -> dict[str, Any]:
    """Which knowledge gave the answer."""
    packs = [
        {"name": pack.folder.name, "digest": pack.digest, "signed_by": pack.signed_by}
        for pack in answers.catalogue.packs
    ]
    return {"digest": answers.catalogue.digest, "packs": packs}


def plain_right(answers: Answers, right: RightInForce, language: str) -> dict[str, Any]:
    """One provision's answer with its reasons."""
    provision, statement = right.provision, answers.statement(right, language)
    return {
        "id": provision.id,
        "holds": right.holds.value.word,
        "engaged": right.engaged.value.word,
        "applies": right.applies.word,
        "unknown_because": right.unknown_because,
        "theme": answers.catalogue.theme_of(provision),
        "right": provision.right,
        "also": list(provision.also),
        "kind": provision.kind,
        "statement": statement.text,
        "statement_language": statement.language,
        "statement_state": statement.state,
        "duty_bearer": list(provision.duty_bearer) or ["any"],
        "citation": provision.citation,
        "strength": provision.strength,
        "non_derogable": provision.non_derogable,
        "any_status": provision.any_status,
        "verified": provision.verified,
        "note": provision.note,
        "because": _reasons(right),
        "missing": list(right.missing),
        "would_apply_if": _grouped(right.would_apply_if),
        "commitment": commitment(answers, right),
        "procedures": [
            {"id": procedure.id, "citation": procedure.citation, "open": truth.word}
            for procedure, truth in answers.procedures(right)
        ],
    }


def _reasons(right: RightInForce) -> list[dict[str, Any]]:
    """The reasons of holding, what the State held back among them, and then those of engagement."""
    held_back = [{"clause": f"reservation: {one.says}", "is": "yes", "facts": {}} for one in right.reservations]
    engaged = because(right.engaged, right.facts) if right.holds.value is YES else []
    return [*because(right.holds, right.facts), *held_back, *engaged]


def because(explained: Explained, facts: Facts) -> list[dict[str, Any]]:
    """The clauses that make the answer what it is: each as it is written, what it says, and the known facts it rests on."""
    found = []
    for part in deciding(explained):
        leaves = list(deciding_leaves(part))
        clause: dict[str, Any] = {"clause": spelt(part.condition), "is": part.value.word}
        if isinstance(part.condition, Derived):
            clause["because"] = [spelt(leaf.condition) for leaf in leaves]
        names = dict.fromkeys(
            leaf.condition.fact for leaf in leaves if isinstance(leaf.condition, Among | Between | Includes | Within)
        )
        clause["facts"] = {name: plain_value(facts[name]) for name in names if name in facts}
        found.append(clause)
    return found


def commitment(answers: Answers, right: RightInForce) -> dict[str, Any]:
    """What the State's bond rests on, with its dates, and what is known of reservations."""
    instrument = answers.catalogue.instruments[right.provision.bound_by]
    belonging = right.bond.belonging
    basis = dict(belonging.basis) if belonging else {}
    listed = [
        {"says": one.says, "from": str(one.since), "effect": one.effect, "verified": one.verified}
        for one in right.reservations
    ]
    return {
        "state": answers.situation.state,
        "instrument": instrument.id,
        "bound": right.bond.value.word,
        **basis,
        "reservations": "listed" if listed else instrument.reservations.replace("-", " "),
        **({"reserved": listed} if listed else {}),
    }


def _grouped(changes: list[Change]) -> list[dict[str, Any]]:
    """Single changes, those of one fact together."""
    values: dict[str, list[Any]] = {}
    for change in changes:
        values.setdefault(change.subject, []).append(plain_value(change.value))
    return [{"if": subject, "is": found} for subject, found in values.items()]


def plain_question(question: Question, language: str) -> dict[str, Any]:
    """A question as a person would be asked it."""
    asked = question.asked
    wording = asked.wording
    return {
        "fact": asked.fact.id,
        "type": "flag" if asked.flag else asked.fact.kind.value,
        "topic": asked.topic,
        "question": wording.question[language],
        "label": wording.label[language],
        "help": wording.help[language],
        "why": wording.why[language],
        "values": [{"id": value, "label": label[language]} for value, label in wording.values.items()],
        "dangerous": asked.dangerous,
        "settles": question.settles,
        "provisions": list(question.provisions),
    }
