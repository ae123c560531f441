"""The answer as a person reads it: what matters now, then what one question would settle, then the rest folded by theme.

Three hundred rows is not an answer.
"""

from collections.abc import Iterable, Iterator

from amparo.norms.answers.phrases import day_name, phrase, state_name
from amparo.norms.answers.questions import first_questions
from amparo.norms.answers.rights import SHOWS, Answers, RightInForce
from amparo.norms.answers.wording import reasons
from amparo.norms.texts.commitments import SUPPOSED
from amparo.rules.conditions import Reason
from amparo.rules.explaining import why_unknown
from amparo.rules.truth import NO, UNKNOWN, YES

QUESTIONS_SHOWN = 5
LEFT_OPEN_BY_LAW = (Reason.PARTIAL_RESERVATION, Reason.LAW_NOT_ENCODED, Reason.TEXT_SILENT)
_UNBOUND = (Reason.NOT_COLLECTED, Reason.NOT_BOUND_WHEN_LAST_CHECKED)


def screen(
    answers: Answers,
    language: str,
    *,
    show: str | None = None,
    opened: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
) -> str:
    """The answer as lines of text; `show` limits it to one kind of `SHOWS`, `only` to these provisions, told in full."""
    lines = [_summary(answers, language), ""]
    if only:
        for name in only:
            lines += [*_verdict(answers, answers[name], language), ""]
    elif show is None:
        lines += _section("matters_now", _told(answers, matter_now(answers), language), language)
        lines += _section("may_be_yours", _told(answers, may_be_yours(answers), language), language)
        lines += _section("one_question", _questions(answers, language, opened), language)
        lines += _section("also_yours", _folded(answers, language), language)
    else:
        lines += _section(_TITLES[show], _told(answers, filter(SHOWS[show], answers), language), language)
    if not only:
        lines += _section("not_known", unknown_bonds(answers, language), language)
    lines += footer(answers, language).splitlines()
    return "\n".join(_right_to_left(line) if language == "ar" else line for line in lines)


_TITLES = {
    "engaged": "matters_now",
    "held": "also_yours",
    "unknown": "not_known",
    "no": "not_held",
    "all": "all_rights",
}


def matter_now(answers: Answers) -> list[RightInForce]:
    """Rights held and engaged by what has happened; where nothing has, those that always matter.

    A declaration is shown only beside binding law for the same right: it is never the only legal basis.
    """
    applying = [one for one in answers if one.applies is YES and one.provision.kind == "right"]
    found = [one for one in applying if one.is_engaged_by_events] or applying
    based = {one.provision.right for one in found if one.provision.strength != "declaratory"}
    return [one for one in found if one.provision.right in based]


def may_be_yours(answers: Answers) -> list[RightInForce]:
    """Rights that what has happened engages, and that only the law leaves open: held back in part, not encoded, or not in the text."""
    engaged = (one for one in answers if one.holds.value is UNKNOWN and one.is_engaged_by_events)
    return [one for one in engaged if why_unknown(one.holds) in LEFT_OPEN_BY_LAW and one.provision.kind == "right"]


def held(answers: Answers) -> list[RightInForce]:
    """Rights held that nothing known engages now."""
    now = {one.provision.id for one in matter_now(answers)}
    return [one for one in answers if one.holds.value is YES and one.provision.id not in now]


def _right_to_left(line: str) -> str:
    """The line with a mark that keeps it right to left though it may begin with a Latin citation."""
    return f"\u200f{line}" if line else line


def unknown_bonds(answers: Answers, language: str) -> Iterator[str]:
    """One line for each instrument of which we do not know whether it binds the State; nobody is asked about these."""
    state = answers.catalogue.vocabulary.states[answers.situation.state]
    if state.kind != "state":
        yield "  " + phrase("territory", language, state=state_name(state, language))
        return
    told: set[str] = set()
    for right in answers:
        name = right.provision.bound_by
        if name not in told and (line := unknown_bond(answers, right, language)):
            told.add(name)
            yield "  " + line


def unknown_bond(answers: Answers, right: RightInForce, language: str) -> str:
    """Why we do not know whether the right's instrument binds the State, in words; nothing where we know."""
    reason = why_unknown(right.bond)
    if reason not in _UNBOUND:
        return ""
    instrument = answers.catalogue.instruments[right.provision.bound_by]
    if reason is Reason.NOT_COLLECTED:
        return phrase("not_collected", language, instrument=instrument.short_name)
    if instrument.complete_until:
        day = day_name(instrument.complete_until, language)
        return phrase("not_bound_when_last_checked", language, instrument=instrument.short_name, date=day)
    return phrase("not_bound_never_checked", language, instrument=instrument.short_name)


def _section(title: str, lines: Iterable[str], language: str) -> list[str]:
    found = list(lines)
    return [phrase(title, language).upper(), *found, ""] if found else []


def _summary(answers: Answers, language: str) -> str:
    state = answers.catalogue.vocabulary.states[answers.situation.state]
    now = matter_now(answers)
    return phrase(
        "summary",
        language,
        state=state_name(state, language),
        date=day_name(str(answers.situation.date), language),
        now=len(now),
        held=len(held(answers)),
        open=sum(one.holds.value is UNKNOWN for one in answers),
    )


def _told(answers: Answers, rights: Iterable[RightInForce], language: str) -> Iterator[str]:
    """Each right in full, under its theme, the norms for one right together."""
    theme = right_id = ""
    for right in rights:
        if (here := answers.catalogue.theme_of(right.provision)) != theme:
            theme = here
            yield f"  {answers.catalogue.themes[theme].label[language]}"
        leads, right_id = right.provision.right != right_id, right.provision.right
        yield from _one(answers, right, language, leads=leads)


def _one(answers: Answers, right: RightInForce, language: str, *, leads: bool) -> Iterator[str]:
    yield from _says(answers, right, language, leads=leads)
    if why := because(answers, right, language):
        yield "      " + phrase("because", language, reasons=phrase("between", language).join(why).rstrip("."))
    for one in right.reservations:
        yield "      " + phrase("reserved", language, says=one.says)
    ways = [procedure.citation for procedure, truth in answers.procedures(right) if truth is YES]
    if ways and right.holds.value is YES:
        yield "      " + phrase("complain", language, procedures=", ".join(ways))


def _says(answers: Answers, right: RightInForce, language: str, *, leads: bool) -> Iterator[str]:
    yield f"    {'•' if leads else '·'} {answers.statement(right, language).text}"
    yield f"      {phrase('between', language).join(_basis(answers, right, language))}"


def _verdict(answers: Answers, right: RightInForce, language: str) -> Iterator[str]:
    """One right with what a table says of it, held and engaged, the reasons for each, and the facts that would settle it."""
    situation, catalogue, between = answers.situation, answers.catalogue, phrase("between", language)
    yield from _says(answers, right, language, leads=True)
    bond = [unknown_bond(answers, right, language).rstrip(".")]
    if right.bond.value is NO:
        bond = [phrase("not_bound", language, instrument=catalogue.instruments[right.provision.bound_by].short_name)]
    for name, asked, more in (("is_held", right.holds, bond), ("is_engaged", right.engaged, [])):
        why = [one for one in (*more, *reasons(asked, situation.facts, catalogue, language, ("state",))) if one]
        told = phrase(name, language, answer=phrase(f"answer_{asked.value.word}", language))
        yield f"      {told}" + (f" ({between.join(why)})" if why else "")
    for one in right.reservations:
        yield "      " + phrase("reserved", language, says=one.says)
    if right.missing:
        facts = [f"{catalogue.vocabulary.facts[name].wording.label[language]} [{name}]" for name in right.missing]
        yield "      " + phrase("settled_by", language, facts=between.join(facts))


def because(answers: Answers, right: RightInForce, language: str) -> tuple[str, ...]:
    """What of the person decided, in words: that the right is held or not, and where something engages it, what did."""
    facts, catalogue = answers.situation.facts, answers.catalogue
    why = reasons(right.holds, facts, catalogue, language)
    if right.holds.value is YES and right.is_engaged_by_events:
        why += reasons(right.engaged, facts, catalogue, language)
    return tuple(dict.fromkeys(why))


def _basis(answers: Answers, right: RightInForce, language: str) -> Iterator[str]:
    """The source of the statement: citation and id, and its standing."""
    yield f"{right.provision.citation} [{right.provision.id}]"
    yield from standing_of_source(answers, right, language)


def standing_of_source(answers: Answers, right: RightInForce, language: str) -> Iterator[str]:
    """The bond with its dates, and what a reader should be wary of."""
    provision, belonging = right.provision, right.bond.belonging
    basis = belonging.basis if belonging else {}
    if right.bond.value is YES and "bound_from" in basis and provision.strength == "binding":
        yield phrase("bound_since", language, date=day_name(str(basis["bound_from"]), language))
        if basis.get("source") == SUPPOSED:
            yield phrase("supposed", language)
        elif not basis.get("verified"):
            yield phrase("day_not_verified", language)
    if "as_last_checked_on" in basis:
        yield phrase("as_last_checked", language, date=day_name(str(basis["as_last_checked_on"]), language))
    if provision.strength != "binding":
        yield phrase(provision.strength, language)
    if not provision.verified:
        yield phrase("unverified", language)
    state = answers.statement(right, language).state
    if state in ("unreviewed", "out-of-date", "untranslated"):
        yield phrase(state, language)


def _questions(answers: Answers, language: str, opened: tuple[str, ...]) -> Iterator[str]:
    for question in first_questions(answers, QUESTIONS_SHOWN, opened=opened):
        text = question.asked.wording.question[language]
        yield "  " + phrase("settles", language, question=text, count=len(question.provisions))


def _folded(answers: Answers, language: str) -> Iterator[str]:
    counts: dict[str, int] = {}
    for right in held(answers):
        theme = answers.catalogue.theme_of(right.provision)
        counts[theme] = counts.get(theme, 0) + 1
    for theme, count in counts.items():
        label = answers.catalogue.themes[theme].label[language]
        yield "  " + phrase("more_under_theme", language, theme=label, count=count)
    if counts:
        yield "  " + phrase("see_all", language)


def footer(answers: Answers, language: str) -> str:
    """What the answer rests on, and what it could not look at."""
    packs = "".join(f" + {pack.folder.name} {pack.digest[:12]}" for pack in answers.catalogue.packs)
    warning = phrase("reservations_in_part", language)
    return warning + "\n" + phrase("rests_on", language, digest=answers.catalogue.digest[:12], packs=packs)
