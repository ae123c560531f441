"""The header of a table of situations: nothing needed is missing, nothing misspelt, and each column can hold its fact."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches

import polars as pl

from amparo.errors import BadInput, Place, Problem, Problems
from amparo.rules.conditions import DAY
from amparo.rules.facts import Kind
from amparo.situation.vocabulary import Vocabulary

SAID, DENIED = "circumstances", "circumstances_false"
PEOPLE = "people"  # the column that says how many people a row stands for
TEXTS = (pl.String, pl.Categorical, pl.Enum)
Schema = Mapping[str, pl.DataType]

_TEXT, _LIST = "text", "a list of texts, or text such as MEX;GTM"
_HOLDS = {
    Kind.BOOLEAN: "booleans, or text",
    Kind.CHOICE: _TEXT,
    Kind.STATE: _TEXT,
    Kind.STATES: _LIST,
    Kind.NUMBER: "whole numbers, or text such as 15-18",
    Kind.DATE: "dates, or text such as 2013-04-17",
}


def check_header(
    schema: Schema, vocabulary: Vocabulary, facts: Collection[str], *, file: str, day_column: str, has_day: bool
) -> None:
    """Raises BadInput if a column is missing, or is nearly the name of a fact; Problems for those of `facts` of a type that cannot be."""
    _check_names(schema, vocabulary, file, day_column, has_day)
    ends = {f"{name}_{end}": Kind.NUMBER for name in vocabulary.numbers() if name in facts for end in ("min", "max")}
    kinds = {day_column if name == DAY else name: vocabulary.facts[name].fact.kind for name in facts}
    wrong = [
        Problem(Place(file), f"The column {name} holds {kind}. {name} is {_HOLDS[fact]}.", "wrong-type")
        for name, fact in (kinds | ends | {SAID: Kind.STATES, DENIED: Kind.STATES}).items()
        if (kind := schema.get(name)) is not None and not (name == day_column and has_day) and not _can_hold(kind, fact)
    ]
    if wrong:
        raise Problems(wrong)


def _check_names(schema: Schema, vocabulary: Vocabulary, file: str, day_column: str, has_day: bool) -> None:
    for name, given in (("state", "state"), (DAY, day_column)):
        if given not in schema and not (name == DAY and has_day):
            hint = " Name it with --date-column, or give one day with --on." if name == DAY else ""
            if any(column in ("engaged", "holds_yes_0") or column.endswith("|holds") for column in schema):
                hint = " It holds answers: name the table of people that they were asked of."
            raise BadInput("missing-column", f"{file} has no column {given}.{hint}", column=given)
    ends = (f"{one}_{end}" for one in vocabulary.numbers() for end in ("min", "max"))
    names = [*vocabulary.facts, SAID, DENIED, PEOPLE, *ends]
    for column in sorted(set(schema) - set(names) - {day_column}):
        if near := get_close_matches(column, names, n=1, cutoff=0.85):
            sentence = f"{file} has a column {column}, which is no fact. Did you mean {near[0]}?"
            raise BadInput("unknown-column", sentence, column=column)


def _can_hold(kind: pl.DataType, fact: Kind) -> bool:
    """Whether values of the fact can stand in a column of this type; text, and a column without any value, can hold all."""
    if kind in TEXTS or kind == pl.Null:
        return True
    if fact is Kind.BOOLEAN:
        return kind == pl.Boolean
    if fact is Kind.STATES:
        return isinstance(kind, pl.List) and (kind.inner in TEXTS or kind.inner == pl.Null)
    if fact is Kind.NUMBER:
        return kind.is_numeric()
    return fact is Kind.DATE and (kind in (pl.Date, pl.Datetime) or kind.is_integer())
