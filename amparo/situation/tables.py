"""Reads columns of situations: what people keep in Parquet and CSV becomes columns that the table evaluator can be asked of.

One column per fact, named as in the vocabulary. Texts may be dictionary-encoded. Lists are lists, or `MEX;GTM`. A number or a date
may be given by its ends (`age_min`, `age_max`); a date also as a month or a year. Flags are booleans, or stand in `circumstances` and
`circumstances_false`. A null, an empty text or `unknown` is unknown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

import polars as pl

from amparo.errors import BadInput, Place, Problem
from amparo.rules.conditions import DAY
from amparo.rules.dates import Period
from amparo.rules.facts import Fact, Interval, Kind, Known
from amparo.situation.reading import OLDEST
from amparo.situation.situations import Situation
from amparo.situation.vocabulary import Vocabulary

SAID, DENIED = "circumstances", "circumstances_false"
PEOPLE = "people"  # the column that says how many people a row stands for
MOST_COMPLAINTS = 20
_TEXTS = (pl.String, pl.Categorical, pl.Enum)
_SHOWN = re.compile(
    r"[\w./-]{1,16}"
)  # what can be a code or a number may be repeated; anything else might name a person


@dataclass
class TableReader:
    """Makes batches of a table ready; `problems` has what could not be used, `bad` the rows that it stands in.

    `on` is the day asked about of every row, where the table does not tell it in a column.
    """

    vocabulary: Vocabulary
    facts: Sequence[str]
    file: str
    today: date
    on: date | None = None
    day_column: str = DAY
    problems: list[Problem] = field(default_factory=list)

    def check_header(self, columns: Sequence[str]) -> None:
        """Raises BadInput if a column is missing, or is nearly the name of a fact."""
        for name, given in (("state", "state"), (DAY, self.day_column)):
            if given not in columns and not (name == DAY and self.on):
                hint = " Name it with --date-column, or give one day with --on." if name == DAY else ""
                raise BadInput("missing-column", f"{self.file} has no column {given}.{hint}", column=given)
        names = [
            *self.vocabulary.facts,
            SAID,
            DENIED,
            PEOPLE,
            *(f"{one}_{end}" for one in self._numbers() for end in ("min", "max")),
        ]
        for column in set(columns) - set(names) - {self.day_column}:
            if near := get_close_matches(column, names, n=1, cutoff=0.85):
                sentence = f"{self.file} has a column {column}, which is no fact. Did you mean {near[0]}?"
                raise BadInput("unknown-column", sentence, column=column)

    def _numbers(self) -> list[str]:
        return self.vocabulary.numbers()

    def ready(self, raw: pl.DataFrame, first_row: int) -> tuple[pl.DataFrame, pl.Series]:
        """The batch made ready, and which of its rows have a problem; `first_row` is the number of its first, counted from 1."""
        found = _Batch(self, raw, first_row)
        columns = [column for name in self.facts for column in found.columns(self.vocabulary.facts[name].fact)]
        frame = found.follow(pl.DataFrame(columns))
        return frame, found.bad

    def people(self, raw: pl.DataFrame, first_row: int) -> tuple[pl.Series, pl.Series]:
        """How many people each row stands for (one, where no column `people` tells), and which rows do not tell."""
        found = _Batch(self, raw, first_row)
        return found.people(), found.bad


class _Batch:
    def __init__(self, reader: TableReader, raw: pl.DataFrame, first_row: int) -> None:
        self.reader, self.raw, self.first_row = reader, raw, first_row
        self.bad = pl.repeat(False, raw.height, dtype=pl.Boolean, eager=True)
        self.states = pl.Enum(list(reader.vocabulary.states))

    def columns(self, fact: Fact) -> Iterator[pl.Series]:
        """The ready column, or two, of the fact; none if the table does not tell it."""
        name = self.reader.day_column if fact.id == DAY else fact.id
        if fact.id == DAY and self.reader.on:
            yield pl.repeat(self.reader.on, self.raw.height, dtype=pl.Date, eager=True).alias(DAY)
        elif fact.kind is Kind.NUMBER and f"{name}_min" in self.raw.columns:
            yield from self.ends(fact.id)
        elif name in self.raw.columns:
            yield from self.column(fact, self.raw.get_column(name))
        elif self.reader.vocabulary.facts[fact.id].flag and {SAID, DENIED} & set(self.raw.columns):
            yield self.flag(fact.id)

    def column(self, fact: Fact, column: pl.Series) -> Iterator[pl.Series]:
        kinds = {
            Kind.BOOLEAN: (self.boolean, "true, false or empty"),
            Kind.CHOICE: (self.choice, f"one of: {', '.join(fact.values)}"),
            Kind.STATE: (self.state, "a State's code (ISO 3166-1 alpha-3)"),
            Kind.STATES: (self.several, "a list of States' codes"),
            Kind.NUMBER: (self.number, f"a whole number from 0 to {OLDEST}"),
        }
        if fact.kind is Kind.DATE:
            yield from self.days(fact.id, column)
            return
        read, expected = kinds[fact.kind]
        found = read(fact, _text(column))
        lost = found.is_null() & _is_told(column)
        self.complain(lost, column, expected)
        if fact.id == "state":
            self.complain(column.is_null(), column, expected)
        yield found.alias(fact.id)

    def boolean(self, fact: Fact, column: pl.Series) -> pl.Series:
        if column.dtype == pl.Boolean:
            return column
        return (
            column.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
            if (column.dtype == pl.String)
            else _nothing(column, pl.Boolean)
        )

    def choice(self, fact: Fact, column: pl.Series) -> pl.Series:
        kind = pl.Enum(fact.values)
        return column.cast(kind, strict=False) if column.dtype == pl.String else _nothing(column, kind)

    def state(self, fact: Fact, column: pl.Series) -> pl.Series:
        """The State's code; an organisation is none, and one that has ended is asked nothing."""
        refused = ("organisation", "ended") if fact.id == "state" else ("organisation",)
        allowed = [code for code, one in self.reader.vocabulary.states.items() if one.kind not in refused]
        if column.dtype != pl.String:
            return _nothing(column, self.states)
        upper = column.str.to_uppercase()
        return upper.set(~upper.is_in(allowed), None).cast(self.states)

    def several(self, fact: Fact, column: pl.Series) -> pl.Series:
        kind = pl.List(self.states)
        if column.dtype == pl.String:
            parts = pl.element().str.strip_chars()
            column = column.str.split(";").list.eval(parts.filter(parts != ""))
        if not isinstance(column.dtype, pl.List) or column.dtype.inner not in _TEXTS:
            return _nothing(column, kind)
        code = pl.element().cast(pl.String).str.to_uppercase().cast(self.states, strict=False)
        found = column.list.eval(code)
        organisations = [code for code, one in self.reader.vocabulary.states.items() if one.kind == "organisation"]
        wrong = pl.element().is_null() | pl.element().cast(pl.String).is_in(organisations)
        broken = found.list.eval(wrong).list.any()
        return pl.select(pl.when(~broken).then(found)).to_series()

    def number(self, fact: Fact, column: pl.Series) -> pl.Series:
        found = column.cast(pl.Int64, strict=False) if column.dtype == pl.String or column.dtype.is_integer() else None
        if found is None:
            return _nothing(column, pl.Int16)
        inside = found.is_between(0, OLDEST)
        return pl.select(pl.when(inside).then(found).cast(pl.Int16)).to_series()

    def ends(self, name: str) -> Iterator[pl.Series]:
        low, high = (self.raw.get_column(f"{name}_{end}") for end in ("min", "max"))
        fact = self.reader.vocabulary.facts[name].fact
        (least,), (most,) = (tuple(self.column(fact, end)) for end in (low, high))
        self.complain((most < least).fill_null(False), high, f"not below {name}_min")
        sound = ~(most < least).fill_null(False)
        yield least.alias(f"{name}.least")
        yield pl.select(pl.when(sound).then(most)).to_series().alias(f"{name}.most")

    def days(self, name: str, column: pl.Series) -> Iterator[pl.Series]:
        """A day, or the first and last day of a month or year; a period that has begun ends today."""
        today, texts = self.reader.today, _text(column)
        if column.dtype == pl.Date:
            found = {"first": column, "last": column}
        else:
            periods = {text: _period(text) for text in texts.unique().drop_nulls()} if texts.dtype == pl.String else {}
            read = {
                "first": [one and one.first for one in periods.values()],
                "last": [one and one.last for one in periods.values()],
            }
            found = {
                end: texts.replace_strict(list(periods), days, default=None, return_dtype=pl.Date)
                if periods
                else _nothing(column, pl.Date)
                for end, days in read.items()
            }
        first, last = found["first"], found["last"]
        self.complain(first.is_null(), column, "a day, month or year such as 2013-04-17, 2013-04 or 2013")
        self.complain((first > today).fill_null(False), column, f"a day up to {today}")
        filler = pl.lit(today)
        kept = pl.select(
            first=pl.when(first <= today).then(first).otherwise(filler),
            last=pl.when(last <= today).then(last).otherwise(filler),
        )
        if column.dtype == pl.Date or (kept["first"] == kept["last"]).all():
            yield kept["first"].alias(name)
        else:
            yield kept["first"].alias(f"{name}.first")
            yield kept["last"].alias(f"{name}.last")

    def flag(self, name: str) -> pl.Series:
        """What the lists of circumstances say of one."""
        said, denied = (self._has(column, name) for column in (SAID, DENIED))
        return pl.select(pl.when(said).then(True).when(denied).then(False).alias(name)).to_series()

    def _has(self, column: str, name: str) -> pl.Series:
        if column not in self.raw.columns:
            return pl.repeat(False, self.raw.height, dtype=pl.Boolean, eager=True)
        listed = self.raw.get_column(column)
        if not isinstance(listed.dtype, pl.List):
            listed = _text(listed).str.split(";").list.eval(pl.element().str.strip_chars())
        return listed.list.contains(name).fill_null(False)

    def people(self) -> pl.Series:
        """A number of people for each row, not less than zero; none where it cannot be read."""
        if PEOPLE not in self.raw.columns:
            return pl.repeat(1, self.raw.height, dtype=pl.Float64, eager=True)
        column = self.raw.get_column(PEOPLE)
        texts = _text(column)
        is_number = texts.dtype == pl.String or texts.dtype.is_numeric()
        found = texts.cast(pl.Float64, strict=False) if is_number else _nothing(column, pl.Float64)
        wrong = ~((found >= 0) & found.is_finite()).fill_null(False)
        self.complain(wrong, column, "a number of people, such as 1200")
        return found.set(wrong, None)

    def follow(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Statelessness and nationality answer each other, as for one person: a named nationality means not stateless."""
        if "nationality" not in frame.columns:
            return frame
        count, listed = frame.get_column("nationality").list.len(), frame.get_column("nationality")
        stateless = frame.get_column("stateless") if "stateless" in frame.columns else _nothing(listed, pl.Boolean)
        self.complain(
            ((count == 0) & ~stateless.fill_null(False)).fill_null(False), listed, "told, unless stateless is true"
        )
        known = pl.when(stateless.is_null() & (count > 0)).then(False).otherwise(stateless)
        empty = pl.lit(pl.Series([[]], dtype=listed.dtype)).first()
        nobody = pl.when(stateless & count.is_null()).then(empty).otherwise(listed)
        changed = {"stateless": known} if "stateless" in self.reader.facts else {}
        return frame.with_columns(nationality=nobody if stateless.any() else pl.lit(listed), **changed)

    def complain(self, wrong: pl.Series, column: pl.Series, expected: str) -> None:
        """One problem for each of the first wrong rows; all are marked."""
        if not wrong.any():
            return
        self.bad = self.bad | wrong
        for row in wrong.arg_true().head(MOST_COMPLAINTS):
            value = column[int(row)]
            shown = f"{value}, which is not" if value is not None and _SHOWN.fullmatch(str(value)) else "not"
            shown = "empty. It is" if value is None else f"{shown}"
            place = Place(self.reader.file, self.first_row + int(row))
            self.reader.problems.append(Problem(place, f"{column.name} is {shown} {expected}.", "bad-situation"))


def _text(column: pl.Series) -> pl.Series:
    """Texts as plain ones, where an empty text and `unknown` are null; other columns as they are."""
    if column.dtype not in _TEXTS:
        return column
    texts = column.cast(pl.String)
    return texts.set(texts.is_in(["", "unknown"]), None)


def _is_told(column: pl.Series) -> pl.Series:
    return _text(column).is_not_null()


def _nothing(column: pl.Series, kind: pl.DataType | type[pl.DataType]) -> pl.Series:
    """Null for every row: a column of a type that cannot hold the fact."""
    return pl.Series(column.name, [None], dtype=kind).new_from_index(0, len(column))


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except ValueError:
        return None


def situation_at(frame: pl.DataFrame, row: int) -> Situation:
    """One row of a table that is ready, as one person's situation; rows are counted from 0."""
    told = {name: known for name, known in frame.row(row, named=True).items() if known is not None}
    facts: dict[str, Known] = {}
    for name in dict.fromkeys(column.partition(".")[0] for column in frame.columns):
        ends = [told.get(f"{name}.{end}", told.get(name)) for end in ("least", "most")]
        days = [told.get(f"{name}.{end}", told.get(name)) for end in ("first", "last")]
        if isinstance(days[0], date) and isinstance(days[1], date):
            facts[name] = Period(days[0], days[1])
        elif any(isinstance(end, int) and not isinstance(end, bool) for end in ends):
            facts[name] = Interval(*ends)
        elif name in told:
            facts[name] = frozenset(told[name]) if isinstance(told[name], list) else told[name]
    return Situation(facts)
