"""Reads columns of situations: what people keep in Parquet and CSV becomes columns that the table evaluator can be asked of.

One column per fact, named as in the vocabulary. Texts may be dictionary-encoded. Lists are lists, or `MEX;GTM`. A number may be given
by its ends, as `15-18` or in two columns (`age_min`, `age_max`); a date also as a month or a year. Flags are booleans, or stand in
`circumstances` and `circumstances_false`. A null, an empty text or `unknown` is unknown.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache, partial

import polars as pl

from amparo.errors import Place, Problem
from amparo.rules.conditions import DAY
from amparo.rules.dates import Period
from amparo.rules.facts import Fact, Kind
from amparo.situation.headers import DENIED, PEOPLE, SAID, TEXTS, Schema, check_header
from amparo.situation.reading import OLDEST
from amparo.situation.texts import Meaning, plain_texts, read_texts
from amparo.situation.vocabulary import Vocabulary

MOST_COMPLAINTS = 20  # of one column in one batch; a report has them all
# What can be a code or a number may be repeated; anything else might name a person.
_SHOWN = re.compile(r"[\w./-]{1,16}(;[\w./-]{1,16}){0,3}")
_ENDS = r"^\s*(\d{1,4})(?:-(\d{1,4}))?\s*$"  # 17, or 15-18


@dataclass
class TableReader:
    """Makes batches of a table ready; `problems` has what could not be used, `bad` the rows that it stands in.

    `on` is the day asked about of every row, where the table does not tell it in a column. `report` takes all problems instead.
    """

    vocabulary: Vocabulary
    facts: Sequence[str]
    file: str
    today: date
    on: date | None = None
    day_column: str = DAY
    report: Callable[[Sequence[Problem]], None] | None = None
    problems: list[Problem] = field(default_factory=list)

    def check_header(self, schema: Schema) -> None:
        """Raises BadInput or Problems if a column is missing, misspelt, or of a type that cannot hold its fact."""
        check_header(
            schema,
            self.vocabulary,
            self.facts,
            file=self.file,
            day_column=self.day_column,
            has_day=self.on is not None,
        )

    def columns(self, schema: Schema) -> list[str]:
        """The columns of a table that are read, in its order."""
        days = [] if self.on else [self.day_column]
        ends = [f"{name}_{end}" for name in self.facts for end in ("min", "max")]
        read = {*self.facts, *ends, *days, SAID, DENIED, PEOPLE} - ({DAY} - {*days})
        return [name for name in schema if name in read]

    def ready(self, raw: pl.DataFrame, first_row: int) -> tuple[pl.DataFrame, pl.Series]:
        """The batch made ready, and which of its rows have a problem; `first_row` is the number of its first, counted from 1."""
        found = _Batch(self, raw, first_row)
        columns = [column for name in self.facts for column in found.columns(self.vocabulary.facts[name].fact)]
        frame = found.follow(pl.DataFrame(columns))
        self._tell(found)
        return frame, found.bad

    def people(self, raw: pl.DataFrame, first_row: int) -> tuple[pl.Series, pl.Series]:
        """How many people each row stands for (one, where no column `people` tells), and which rows do not tell."""
        found = _Batch(self, raw, first_row)
        people = found.people()
        self._tell(found)
        return people, found.bad

    def _tell(self, found: "_Batch") -> None:
        if self.report and found.problems:
            self.report(sorted(set(found.problems)))
        else:
            self.problems += found.problems


class _Batch:
    def __init__(self, reader: TableReader, raw: pl.DataFrame, first_row: int) -> None:
        self.reader, self.raw, self.first_row = reader, raw, first_row
        self.bad = pl.repeat(False, raw.height, dtype=pl.Boolean, eager=True)
        self.problems: list[Problem] = []
        self.listed = cache(self._listed)
        self.states = pl.Enum(list(reader.vocabulary.states))

    def columns(self, fact: Fact) -> Iterator[pl.Series]:
        """The ready column, or two, of the fact; none if the table does not tell it."""
        name = self.reader.day_column if fact.id == DAY else fact.id
        if fact.id == DAY and self.reader.on:
            yield pl.repeat(self.reader.on, self.raw.height, dtype=pl.Date, eager=True).alias(DAY)
        elif fact.kind is Kind.NUMBER and {f"{name}_min", f"{name}_max"} & set(self.raw.columns):
            yield from self.ends(fact)
        elif self.reader.vocabulary.facts[fact.id].flag and {SAID, DENIED} & set(self.raw.columns):
            yield self.flag(fact)
        elif name in self.raw.columns:
            yield from self.column(fact, self.raw.get_column(name))

    def column(self, fact: Fact, column: pl.Series) -> Iterator[pl.Series]:
        if fact.kind is Kind.DATE:
            yield from self.days(fact.id, column)
        elif fact.kind is Kind.NUMBER:
            yield from _as_one(fact.id, *self.number(column))
        elif fact.kind is Kind.STATES:
            found = self.several(column)
            self.complain(found.is_null() & _is_told(column), column, "a list of States' codes")
            yield found.alias(fact.id)
        elif _is_ready(fact, column.dtype):
            yield column.alias(fact.id)
        else:
            yield self.texts(fact, column).alias(fact.id)

    def texts(self, fact: Fact, column: pl.Series) -> pl.Series:
        """A boolean, a choice or a State that is told by a text."""
        meaning: Meaning = partial(_choice, fact.values)
        kind: pl.DataType = pl.Enum(fact.values)
        known, expected = fact.values, f"one of: {', '.join(fact.values)}"
        if fact.kind is Kind.BOOLEAN:
            meaning, kind, known, expected = _boolean, pl.Boolean(), ("true", "false"), "true, false or empty"
        elif fact.kind is Kind.STATE:
            meaning, kind, known = partial(self.state, fact), self.states, tuple(self.reader.vocabulary.states)
            expected = "a State's code (ISO 3166-1 alpha-3)"
        if column.dtype in TEXTS:
            found, lost = read_texts(column, known, meaning)
        else:
            found, lost = _nothing(column, kind), column.is_not_null()
        if lost is not None:
            self.complain(lost, column, expected)
        if fact.id == "state":
            self.complain(column.is_null(), column, expected)
        return found

    def state(self, fact: Fact, texts: pl.Series) -> pl.Series:
        """The State's code; an organisation is none, and one that has ended is asked nothing."""
        refused = ("organisation", "ended") if fact.id == "state" else ("organisation",)
        allowed = [code for code, one in self.reader.vocabulary.states.items() if one.kind not in refused]
        upper = texts.str.to_uppercase()
        return upper.set(~upper.is_in(allowed), None).cast(self.states)

    def several(self, column: pl.Series) -> pl.Series:
        """Lists of States' codes; null where one of them is none."""
        kind = pl.List(self.states)
        if column.dtype in TEXTS:
            parts = pl.element().str.strip_chars()
            column = plain_texts(column).str.split(";").list.eval(parts.filter(parts != ""))
        if not isinstance(column.dtype, pl.List) or column.dtype.inner not in TEXTS:
            return _nothing(column, kind)
        organisations = [code for code, one in self.reader.vocabulary.states.items() if one.kind == "organisation"]
        found = column if column.dtype == kind else column.list.eval(pl.element().cast(self.states, strict=False))
        flat, lengths = found.explode(), found.list.len()
        has_null = flat.null_count() > lengths.null_count() + (lengths == 0).sum()
        if not has_null and set(organisations).isdisjoint(flat.unique()):
            return found
        upper = pl.element().cast(pl.String).str.to_uppercase()
        found = column.list.eval(upper.cast(self.states, strict=False))
        wrong = pl.element().is_null() | pl.element().cast(pl.String).is_in(organisations)
        broken = found.list.eval(wrong).list.any()
        return pl.select(pl.when(~broken).then(found)).to_series()

    def number(self, column: pl.Series) -> tuple[pl.Series, pl.Series]:
        """The least and the greatest that each row's number may be."""
        texts = _text(column)
        if texts.dtype == pl.String:
            least = texts.str.extract(_ENDS, 1).cast(pl.Int64)
            most = pl.select(pl.coalesce(texts.str.extract(_ENDS, 2).cast(pl.Int64), least)).to_series()
        else:
            numeric = texts.dtype.is_numeric()
            least = texts.cast(pl.Int64, strict=False) if numeric else _nothing(column, pl.Int64)
            most = least.set((least != texts).fill_null(False), None) if numeric else least
        sound = ((least >= 0) & (least <= most) & (most <= OLDEST)).fill_null(False)
        self.complain(~sound & _is_told(column), column, f"a whole number from 0 to {OLDEST}, or two such as 15-18")
        return tuple(end.set(~sound, None).cast(pl.Int16) for end in (least, most))  # type: ignore[return-value]

    def ends(self, fact: Fact) -> Iterator[pl.Series]:
        """A number whose ends stand in two columns; an end without a column is open."""
        read = []
        for place, end in enumerate(("min", "max")):
            name = f"{fact.id}_{end}"
            told = self.raw.get_column(name) if name in self.raw.columns else _nothing(self.bad, pl.Int16).alias(name)
            read.append((told, self.number(told)[place]))
        (_, least), (high, most) = read
        crossed = (most < least).fill_null(False)
        self.complain(crossed, high, f"at least {fact.id}_min")
        yield from _as_one(fact.id, least.set(crossed, None), most.set(crossed, None))

    def days(self, name: str, column: pl.Series) -> Iterator[pl.Series]:
        """A day, or the first and last day of a month or year; a period that has begun ends today."""
        column = column.cast(pl.Date) if column.dtype == pl.Datetime else column
        today, texts = self.reader.today, _text(column.cast(pl.String) if column.dtype.is_integer() else column)
        if column.dtype == pl.Date:
            if not column.null_count() and column.max() <= today:  # type: ignore[operator]
                yield column.alias(name)
                return
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

    def flag(self, fact: Fact) -> pl.Series:
        """What the lists of circumstances, and a column of its own, say of one; they may not contradict each other."""
        said, denied = (self.listed(name).list.contains(fact.id).fill_null(False) for name in (SAID, DENIED))
        own = _nothing(said, pl.Boolean)
        if fact.id in self.raw.columns:
            (own,) = self.column(fact, self.raw.get_column(fact.id))
        torn = (said & denied) | (said & ~own.fill_null(True)) | (denied & own.fill_null(False))
        self.note(torn, lambda row: f"{fact.id} is given twice with different values.")
        listed = pl.when(said).then(True).when(denied).then(False)
        return pl.select(pl.coalesce(pl.lit(own), listed).alias(fact.id)).to_series()

    def _listed(self, name: str) -> pl.Series:
        """The words of a list of circumstances in each row; a complaint of those that are none."""
        if name not in self.raw.columns:
            return pl.Series(name, [None], dtype=pl.List(pl.String)).new_from_index(0, self.raw.height)
        listed = self.raw.get_column(name)
        is_list = isinstance(listed.dtype, pl.List)
        listed = listed.cast(pl.List(pl.String)) if is_list else _text(listed.cast(pl.String)).str.split(";")
        listed = listed.list.eval(pl.element().str.strip_chars()).list.drop_nulls()
        flags = self.reader.vocabulary.flags
        for word in sorted(set(listed.explode().drop_nulls().unique()) - {"", *flags}):
            near = get_close_matches(word, flags, n=1, cutoff=0.6)
            hint = f" Did you mean {near[0]}?" if near else ""
            shown = f"{word}, which is no circumstance" if _SHOWN.fullmatch(word) else "a word that is no circumstance"
            told = f"{name} has {shown}.{hint}"
            self.note(listed.list.contains(word).fill_null(False), lambda row, told=told: told)  # type: ignore[misc]
        return listed

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
        if (nobody := stateless & count.is_null()).any():
            listed = pl.select(pl.when(nobody).then(empty).otherwise(listed)).to_series()
        changed = {"stateless": known} if "stateless" in self.reader.facts else {}
        return frame.with_columns(nationality=listed, **changed)

    def complain(self, wrong: pl.Series, column: pl.Series, expected: str) -> None:
        """One problem for each of the first wrong rows; all are marked."""

        def told(row: int) -> str:
            value = column[row]
            if value is None:
                return f"{column.name} is empty. It is {expected}."
            text = ";".join(map(str, value)) if isinstance(value, pl.Series) else str(value)
            shown = f"{text}, which is not" if _SHOWN.fullmatch(text) else "not"
            return f"{column.name} is {shown} {expected}."

        self.note(wrong, told)

    def note(self, wrong: pl.Series, told: Callable[[int], str]) -> None:
        """One problem, with the sentence told, for each of the first wrong rows (or for all that a report takes); all are marked."""
        if not wrong.any():
            return
        self.bad = self.bad | wrong
        rows = wrong.arg_true() if self.reader.report else wrong.arg_true().head(MOST_COMPLAINTS)
        for row in rows:
            place = Place(self.reader.file, self.first_row + int(row), is_row=True)
            self.problems.append(Problem(place, told(int(row)), "bad-situation"))


def _as_one(name: str, least: pl.Series, most: pl.Series) -> Iterator[pl.Series]:
    """One column where every number is exact, else its two ends."""
    if least.equals(most):
        yield least.alias(name)
    else:
        yield least.alias(f"{name}.least")
        yield most.alias(f"{name}.most")


def _is_ready(fact: Fact, kind: pl.DataType) -> bool:
    """Whether a column of this type says the fact's values as the evaluator reads them."""
    if fact.kind is Kind.CHOICE:
        return kind == pl.Enum(fact.values)
    return fact.kind is Kind.BOOLEAN and kind == pl.Boolean


def _boolean(texts: pl.Series) -> pl.Series:
    return texts.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)


def _choice(values: Sequence[str], texts: pl.Series) -> pl.Series:
    return texts.cast(pl.Enum(values), strict=False)


def _text(column: pl.Series) -> pl.Series:
    """Texts as plain ones, other columns as they are."""
    return plain_texts(column) if column.dtype in TEXTS else column


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
