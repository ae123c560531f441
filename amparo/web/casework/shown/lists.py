"""What the reading of lists says in English, in words that are translated: meanings of columns, and what is wrong."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.exchange.lists.headings import FREE, targets
from amparo.exchange.lists.sheet import RowProblem, SheetRead
from amparo.web.casework.coded import vocabulary


def list_sentence(wrong: BadInput) -> str:
    """Why a list is refused, in the language of the page."""
    say = _SENTENCES.get(wrong.code)
    return say() if say else wrong.sentence


def cell_sentence(found: RowProblem) -> str:
    """What is wrong with a row or a cell, in the language of the page."""
    say = _CELLS.get(found.code)
    return say() if say else found.sentence


def columns(sheet: SheetRead, mapping: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Each column of a list with everything it can mean: value, label, and whether that is chosen."""
    language = get_language() or "en"
    facts = vocabulary().facts
    own = {
        "account": _("What happened, in words"),
        "name": _("Name"),
        "contact": _("How to reach the person"),
        "reference": _("Reference in the list"),
        "received_on": _("Day received"),
        "circumstances": _("Circumstances that are so"),
        "circumstances_false": _("Circumstances that are not so"),
    }
    labels = [
        (name, own.get(name) or facts[name].wording.label[language])
        for name in (*FREE, *targets(vocabulary())[: -len(FREE)])
    ]
    return [(name, [(value, label, mapping.get(name) == value) for value, label in labels]) for name in sheet.columns]


_CELLS = {
    "broken-row": lambda: _("This row does not come apart into cells. Look for a quotation mark that does not close."),
    "too-many-cells": lambda: _("The row has more cells than there are headings."),
    "contradiction": lambda: _("Two columns say different things of the same."),
    "nothing-read": lambda: _("Nothing in this row stands in a column that is brought in."),
    "double": lambda: _("Another row has the same reference. See whether they are one."),
    "ambiguous-date": lambda: _("Day and month may be read either way. Write it as 2024-04-03."),
    "future-date": lambda: _("This day lies in the future."),
    "unread": lambda: _(
        "This cannot be read as what the column means. Correct it, or let the column mean something else."
    ),
    "too-long": lambda: _("A text in this row is too long."),
}
_SENTENCES = {
    "empty-list": lambda: _("The list is empty, or has no headings in its first row."),
    "list-too-long": lambda: _("The list is too long. Bring it in in parts."),
    "list-too-wide": lambda: _("The list has too many columns. Leave out those that are not needed."),
    "unreadable-list": lambda: _("This file cannot be read as a list. Save it as XLSX without a password, or as CSV."),
    "bad-mapping": lambda: _("The meaning of a column does not fit the list. Choose the columns again."),
    "form-expired": lambda: _("This page was open for too long. Please begin again."),
}
