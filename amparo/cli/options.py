"""What commands have in common: a day, a State, an instrument; each misspelling is told with what could be meant."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path

import click

from amparo.errors import BadInput
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.catalogue.supposing import Deposit, bound_from, day_asked, read_deposits, supposing
from amparo.rules.reading import LARGEST_FILE
from amparo.situation.clock import today


def standard_input() -> str:
    """The text on standard input; raises BadInput if it is too much, or no UTF-8 text."""
    content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise BadInput("file-too-large", f"Standard input is larger than {LARGEST_FILE // 2**20} MiB. Split it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("not-text", "Standard input is not UTF-8 text.") from None


def day(text: str | None) -> date:
    """The day that an option names, or today; raises BadInput for anything that is no day, or lies in the future."""
    found = any_day(text) if text is not None else today()
    if found > today():
        raise BadInput("future-day", f"The day lies in the future. Ask about a day up to {today()}.")
    return found


def any_day(text: str) -> date:
    """The day that an option names, also one to come; raises BadInput for anything that is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("bad-day", "This is not a day. Write it as 2003-06-04.") from None


def deposits(texts: Sequence[str], catalogue: Catalogue) -> list[Deposit]:
    """The supposed deposits that options name; raises BadInput for one that cannot be made."""
    split = [text.split(":") for text in texts]
    return read_deposits([":".join([instrument(name, catalogue), *rest]) for name, *rest in split], catalogue)


def as_if(made: Sequence[Deposit], catalogue: Catalogue) -> Catalogue:
    """The catalogue as if the deposits were made; tells on standard error from when each would bind."""
    supposed = supposing(catalogue, made)
    for one in made:
        begins = bound_from(one, supposed)
        told = f"would bind {one.state} from {begins}" if begins else f"would not yet be in force for {one.state}"
        click.echo(f"Supposed: {one.instrument} {told}, deposited on {one.on}.", err=True)
    return supposed


def day_supposed(text: str | None, made: Sequence[Deposit], supposed: Catalogue) -> date:
    """The day that an option names; by default the first, from today on, on which all the supposed deposits bind."""
    if not made:
        return day(text)
    return any_day(text) if text is not None else day_asked(made, supposed, today())


def state(code: str, catalogue: Catalogue) -> str:
    """The State's code; raises BadInput if there is none such, or if the State has ended."""
    found = catalogue.vocabulary.states.get(code.upper())
    if found is None:
        raise BadInput("no-such-state", f"{code} is not a State's code. Use ISO 3166-1 alpha-3, such as MEX.")
    if found.kind == "ended":
        sentence = f"{found.name} ended on {found.ended_on}. Name the State that followed it."
        raise BadInput("ended-state", sentence)
    return found.code


def instrument(word: str, catalogue: Catalogue) -> str:
    """The instrument's id, by the id or by its short name in any case; raises BadInput with the nearest if there is none."""
    named = {one.short_name.casefold(): one.id for one in catalogue.instruments.values()}
    return named.get(word.casefold()) or one_of(word.lower(), list(catalogue.instruments), "instrument")


def one_of(word: str, known: list[str], what: str) -> str:
    """The word, if it is known; raises BadInput with the nearest if not."""
    if word in known:
        return word
    near = get_close_matches(word, known, n=3, cutoff=0.4)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise BadInput("no-such-name", f"There is no {what} {word}.{hint}")


def files_apart(named: Mapping[str, Path | None]) -> None:
    """Raises BadInput where two of these are one file, by whatever path or link: what is read must not be written over."""
    told = [(what, path) for what, path in named.items() if path]
    for (what, one), (other, another) in combinations(told, 2):
        if one.resolve() == another.resolve() or (one.exists() and another.exists() and one.samefile(another)):
            sentence = f"The {what} and the {other} are the same file, {another}. Give the {other} a name of its own."
            raise BadInput("same-file", sentence, file=str(another))
