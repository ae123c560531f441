"""An interview in the hands of the person: how it travels from page to page, and how an answer is read from a form."""

from datetime import timedelta
from typing import Any

from amparo.errors import Problems
from amparo.norms.answers.interviewing import Interview, Screen, read_number
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.facts import Kind, Known
from amparo.web.casework.coded import countries
from amparo.web.travelling import Expired, pack, unpack

NONE = "none-of-these"
BOOLEANS = {"yes": True, "no": False}
_PURPOSE, _TO_TELL = "rights", "from-rights"
_GOOD_FOR = timedelta(hours=6)  # somebody may be called away in the middle of it
_SHOWN = 20  # letters of an answer that could not be read which are put back


def sealed(interview: Interview, screen: Screen | None = None) -> str:
    """The interview for a hidden field, with what the page asks."""
    return pack(_PURPOSE, {**interview.held(), "asked": list(screen.names) if screen else []})


def unsealed(packed: str) -> tuple[Interview, Screen | None]:
    """The interview, and what its page asked; raises Expired if it is too old, was changed, or the catalogue has moved on."""
    held: dict[str, Any] = unpack(_PURPOSE, packed, within=_GOOD_FOR)
    catalogue = load_catalogue()
    asked = [name for name in held["asked"] if name in catalogue.vocabulary.facts]
    try:
        interview = Interview.resume(catalogue, held)
    except Problems:
        raise Expired from None
    return interview, interview.screen(asked) if asked else None


def sealed_for_telling(interview: Interview) -> str:
    """The facts for the page where one tells us; those that are dangerous to hold stay behind."""
    known = interview.catalogue.vocabulary.facts
    facts = {name: value for name, value in interview.situation.to_plain().items() if not known[name].dangerous}
    return pack(_TO_TELL, {"facts": facts})


def answer_to(screen: Screen, said: list[str]) -> dict[str, Known] | None:
    """What the answer makes known; None if nothing was chosen, or it is no answer to this question."""
    fact, given = screen.facts[0].fact, [one for one in said if one]
    if screen.is_flags:
        if given == [NONE]:
            return dict.fromkeys(screen.names, False)
        return {name: name in given for name in screen.names} if given and {*given} <= {*screen.names} else None
    if fact.kind is Kind.STATES:
        offered = {code for code, _ in countries("en")}
        return {fact.id: frozenset(given)} if given and offered.issuperset(given) else None
    if len(given) != 1:
        return None
    if fact.kind is Kind.NUMBER:
        return {fact.id: number} if (number := read_number(given[0])) else None
    if fact.kind is Kind.BOOLEAN:
        return {fact.id: BOOLEANS[given[0]]} if given[0] in BOOLEANS else None
    return {fact.id: given[0]} if given[0] in fact.values else None


def begun_answer_to(screen: Screen, said: list[str]) -> dict[str, Known]:
    """What is known when somebody stops on the page: of several circumstances those that are ticked, and of the others nothing."""
    told = answer_to(screen, said) or {}
    return {name: value for name, value in told.items() if value is not False or not screen.is_flags or said == [NONE]}


def shown_again(said: list[str]) -> list[str]:
    """What of a refused answer can be put back: nothing that steers, and nothing without end."""
    return [one for one in said if one.isprintable() and len(one) <= _SHOWN]
