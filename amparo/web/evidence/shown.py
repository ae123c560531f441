"""Tallies as pages show them: the names of rows, bars, and a sentence."""

from django.utils.translation import gettext as _

from amparo.evidence.counting.tallies import NOT_RECORDED, Cell, Tally
from amparo.web.evidence.words import value_name


def names_of(found: Tally, cell: Cell) -> list[str]:
    """The values of a cell as people read them."""
    return [value_name(*pair) for pair in zip(found.by, cell.values, strict=True)]


def row_name(found: Tally, cell: Cell) -> str:
    """The same as one name."""
    return " · ".join(names_of(found, cell))


def is_recorded(cell: Cell) -> bool:
    """Whether the cell says something of people, and not that something was left blank."""
    return NOT_RECORDED not in cell.values


def bars(found: Tally) -> list[tuple[str, int]]:
    """The numbers that are shown of what is recorded, with the names of their rows."""
    return [
        (row_name(found, cell), cell.people) for cell in found.cells if cell.people is not None and is_recorded(cell)
    ]


def sentence(found: Tally) -> str:
    """What the tally says, in a sentence or two; what is not recorded is told apart."""
    named, parts = bars(found), []
    blank = next((cell.people for cell in found.cells if cell.people is not None and not any(cell.values)), None)
    if named:
        name, number = max(named, key=lambda one: one[1])
        said = _(
            "Of %(people)s people counted, %(number)s stand under “%(value)s”, the largest number shown of what is recorded."
        )
        parts.append(said % {"people": found.people, "number": number, "value": name})
    if blank is not None:
        parts.append(_("Not recorded: %(number)s.") % {"number": blank})
    return " ".join(parts) or _("No number can be shown: from each it would follow how few stand elsewhere.")
