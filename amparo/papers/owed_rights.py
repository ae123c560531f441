"""The rights of a case on paper: for each State the norms that mattered on the days of events, and today, and since when each binds."""

from collections.abc import Iterable, Iterator

from amparo.case.chronicle import Chronicle
from amparo.case.owed import Owed, owed_each
from amparo.case.wording import state_label
from amparo.norms.answers.by_theme import themed
from amparo.norms.answers.pages import Basis, RightShown, Standing
from amparo.norms.answers.phrases import day_name
from amparo.norms.answers.rights import rights
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.papers.paper import Block, Pairs, Part, Table, Words
from amparo.papers.phrases import phrase
from amparo.rules.dates import Period


def rights_parts(chronicle: Chronicle, states: Iterable[str], days: Iterable[Period], language: str) -> Iterator[Part]:
    """A part for each State, and in it one for all days on which the State owed the same."""
    catalogue, days = load_catalogue(), list(days)
    about = phrase("about_rights", language, digest=catalogue.digest[:12])
    yield Part(phrase("rights", language), (Words(about, is_quiet=True),))
    for state in states:
        alike: dict[tuple[Block, ...], list[Period]] = {}
        for found in owed_each(chronicle, ((state, day) for day in days), catalogue):
            alike.setdefault(_on(found, language), []).append(found.day)
        yield Part(state_label(state, language), level=3)
        for blocks, same in alike.items():
            yield Part(
                phrase("between", language).join(_day(chronicle, state, day, language) for day in same), blocks, level=4
            )


def _day(chronicle: Chronicle, state: str, day: Period, language: str) -> str:
    acts = (one.kind.label[language] for one in chronicle.begun_on(day) if one.state in ("", state))
    named = phrase("between", language).join(dict.fromkeys(acts))
    return f"{day_name(str(day), language)} ({named})" if named else day_name(str(day), language)


def _on(found: Owed, language: str) -> tuple[Block, ...]:
    """What the State owed that day; a day of which nothing can be said, says so."""
    if found.situation is None:
        return (Words(phrase("facts_do_not_fit", language)),)
    only = rights(found.situation, among=found.engaged | found.perhaps, before=found.before)
    shown = [right for theme in themed(only, language) for right in theme.rights]
    return tuple(_blocks(shown, found.others, language))


def _blocks(shown: list[RightShown], others: int, language: str) -> Iterator[Block]:
    norms = [(right.label, basis) for right in shown for basis in right.bases if basis.standing is Standing.NOW]
    if norms:
        headings = (phrase("right", language), phrase("norm", language), phrase("how_it_binds", language))
        yield Table(headings, tuple((label, one.citation, _how_sure(one, language)) for label, one in norms))
    else:
        yield Words(phrase("no_right_stands_out", language))
    perhaps = [right for right in shown if right.standing is Standing.MAY_BE]
    if perhaps:
        yield Words(phrase("may_matter", language))
        yield Pairs(tuple((right.label, _left_open(right.lead, language)) for right in perhaps))
    if others:
        yield Words(phrase("other_rights", language, number=others), is_quiet=True)


def _how_sure(one: Basis, language: str) -> str:
    """Since when it binds, whether that and its text were verified, and what the State reserved."""
    return phrase("between", language).join((*one.notes, *one.reserved))


def _left_open(one: Basis, language: str) -> str:
    return phrase("between", language).join(filter(None, (one.citation, one.left_open)))
