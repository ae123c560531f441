"""One honest table from many sources: one row for each person, in the declared attributes, and where every row came from.

A blank is *not recorded*, whatever the reason; a source without a column has nothing recorded in it. Nothing is guessed: an unlisted
value is refused with file, row and attribute, and never repeated.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from amparo.errors import Place, Problem, Problems
from amparo.evidence.counting.domain import SEPARATOR, Attribute, Domain
from amparo.evidence.counting.frames import complain_of_unlisted

_PERSON = "\0person"
_SURVEY = {"_uuid", "_submission_time"}  # columns that Kobo Toolbox adds to every export
_TICKED = ("1", "1.0", "true", "yes")


@dataclass(frozen=True, slots=True)
class Source:
    """Rows as text, under the name of their file, and what kind of source it is: a table, a survey, or cases."""

    name: str
    frame: pl.DataFrame = field(repr=False)
    kind: str = ""

    @property
    def called(self) -> str:
        return self.kind or ("survey" if set(self.frame.columns) >= _SURVEY else "table")


@dataclass(frozen=True, slots=True)
class RowSet:
    """Where rows came from: how many they are, the digest of their content, what they lack and what of them was left out."""

    name: str
    kind: str
    rows: int
    digest: str
    lacks: tuple[str, ...]
    left_out: tuple[str, ...]
    unnamed: int  # rows that do not say who is who; each is taken for a person of its own


@dataclass(frozen=True, slots=True)
class People:
    """People, one row each, and how they came to be one row: `differing` says of how many the answers differed, by attribute."""

    domain: Domain
    frame: pl.DataFrame = field(repr=False)
    sources: tuple[RowSet, ...]
    differing: Mapping[str, int]

    def __len__(self) -> int:
        return self.frame.height

    @property
    def joined(self) -> int:
        """How many rows were about somebody who had a row already."""
        return sum(one.rows for one in self.sources) - len(self)

    @property
    def table(self) -> pl.DataFrame:
        """The table as it is written: a blank is nothing."""
        return self.frame.select(pl.all().replace("", None))

    def to_plain(self) -> dict[str, object]:
        """The provenance as JSON can hold it."""
        return {
            "population": self.domain.population,
            "domain": self.domain.digest,
            "people": len(self),
            "rows_joined": self.joined,
            "answers_that_differed": dict(self.differing),
            "sources": [{name: getattr(one, name) for name in RowSet.__slots__} for one in self.sources],
        }


def one_table(sources: Sequence[Source], domain: Domain) -> People:
    """The people of all sources; raises Problems with every value of every source that the domain does not list."""
    problems: list[Problem] = []
    read = [_read(source, number, domain, problems) for number, source in enumerate(sources)]
    if problems:
        raise Problems(problems)
    asked = [one for one in domain.attributes if not one.of]
    empty = pl.DataFrame(schema=dict.fromkeys([_PERSON, *(one.name for one in asked)], pl.String))
    rows = pl.concat([empty, *(frame for frame, _ in read)])
    people = rows.group_by(_PERSON, maintain_order=True).agg(*map(_kept, asked), *map(_differs, asked))
    people = people.with_columns(*(_joined(pl.col(one.name)) for one in asked if one.several))
    derived = people.with_columns(*(_derived(one) for one in domain.attributes if one.of))
    differing = {one.name: int(people[f"\0{one.name}"].sum()) for one in asked if not one.several}
    return People(domain, derived.select(domain.names), tuple(rowset for _, rowset in read), differing)


def _read(source: Source, number: int, domain: Domain, problems: list[Problem]) -> tuple[pl.DataFrame, RowSet]:
    frame, used = source.frame, set()
    cells: list[pl.Series] = []
    lacks = []
    for one in domain.attributes:
        if one.of:
            continue
        found, columns = _cells(source, one, problems)
        used.update(columns)
        if not columns:
            lacks.append(one.name)
        cells.append(found.alias(one.name))
    name = _column(frame, domain.person) if domain.person else None
    own = [f"\0{number}/{row}" for row in range(frame.height)]
    told = frame[name].to_list() if name else [""] * frame.height
    persons = pl.Series(_PERSON, [said or alone for said, alone in zip(told, own, strict=True)], dtype=pl.String)
    left_out = tuple(column for column in frame.columns if column not in used and column != name)
    rowset = RowSet(source.name, source.called, frame.height, _digest(frame), tuple(lacks), left_out, told.count(""))
    return pl.DataFrame([persons, *cells]), rowset


def _cells(source: Source, attribute: Attribute, problems: list[Problem]) -> tuple[pl.Series, list[str]]:
    """What the source says of an attribute, one text for each row, and in which columns."""
    frame, column = source.frame, _column(source.frame, attribute.name)
    if column is None and attribute.several and (ticks := dict(_ticks(frame, attribute))):
        return _ticked(source, ticks, attribute, problems), list(ticks)
    if column is None:
        return pl.Series([""] * frame.height, dtype=pl.String), []
    if not attribute.several:
        complain_of_unlisted(frame[column], attribute, source.name, problems)
        return frame[column], [column]
    separator = " " if source.called == "survey" and not any(" " in value for value in attribute.values) else SEPARATOR
    cells = frame[column].str.replace_all(separator, SEPARATOR, literal=True)
    flat = cells.to_frame("value").with_row_index("row").with_columns(pl.col("value").str.split(SEPARATOR))
    flat = flat.explode("value", empty_as_null=True).with_columns(pl.col("value").fill_null("").str.strip_chars())
    complain_of_unlisted(flat["value"], attribute, source.name, problems, flat["row"])
    # Columns that repeat the same answer as ticks are read, and not left out.
    return cells, [column, *(tick for tick, _ in _ticks(frame, attribute))]


def _column(frame: pl.DataFrame, name: str) -> str | None:
    """The column of that name, whole or behind the group of questions in which a survey asked it."""
    if name in frame.columns:
        return name
    found = [column for column in frame.columns if column.rpartition("/")[2] == name]
    return found[0] if len(found) == 1 else None


def _ticks(frame: pl.DataFrame, attribute: Attribute) -> Iterator[tuple[str, str]]:
    """The columns that each stand for one value that can be ticked, with the value."""
    for column in frame.columns:
        question, _, value = column.rpartition("/")
        if question.rpartition("/")[2] == attribute.name:
            yield column, value


def _ticked(source: Source, ticks: Mapping[str, str], attribute: Attribute, problems: list[Problem]) -> pl.Series:
    """Not ticked is not no: it is not recorded."""
    parts = []
    for column, value in ticks.items():
        is_ticked = source.frame[column].str.to_lowercase().is_in(pl.Series(_TICKED).implode())
        if value in attribute.values:
            parts.append(pl.when(is_ticked).then(pl.lit(value)))
        elif is_ticked.any():
            sentence = (
                f"A column of {attribute.name} is ticked for a value that is not in the domain. Declare the value."
            )
            problems.append(Problem(Place(source.name), sentence, "unlisted-code"))
    if not parts:
        return pl.Series([""] * source.frame.height, dtype=pl.String)
    return source.frame.select(pl.concat_str(parts, separator=SEPARATOR, ignore_nulls=True)).to_series()


def _joined(texts: pl.Expr) -> pl.Expr:
    """Texts with several values, every value once, in the order of the alphabet."""
    several = texts.str.split(SEPARATOR).list.eval(pl.element().str.strip_chars())
    return several.list.eval(pl.element().filter(pl.element() != "")).list.unique().list.sort().list.join(SEPARATOR)


def _kept(attribute: Attribute) -> pl.Expr:
    """What is kept of the answers of one person."""
    name = attribute.name
    told = pl.col(name).filter(pl.col(name) != "")
    if not attribute.several:
        return (told.first() if attribute.keep == "first" else told.last()).fill_null("").alias(name)
    return told.str.join(SEPARATOR).alias(name)


def _differs(attribute: Attribute) -> pl.Expr:
    told = pl.col(attribute.name).filter(pl.col(attribute.name) != "")
    return (told.n_unique() > 1).alias(f"\0{attribute.name}")


def _derived(attribute: Attribute) -> pl.Expr:
    groups = dict(attribute.groups)
    if not attribute.several:
        return pl.col(attribute.of).replace_strict(groups, default="", return_dtype=pl.String).alias(attribute.name)
    above = pl.element().replace_strict(groups, default="", return_dtype=pl.String)
    return _joined(pl.col(attribute.of).str.split(SEPARATOR).list.eval(above).list.join(SEPARATOR)).alias(
        attribute.name
    )


def _digest(frame: pl.DataFrame) -> str:
    """The SHA-256 of what was read, as CSV: it says whether the same rows were counted, whatever kind of file held them."""
    return hashlib.sha256(frame.write_csv().encode()).hexdigest()
