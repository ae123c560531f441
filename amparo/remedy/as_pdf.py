"""A claim on paper: the table as an accessible PDF, the same bytes for the same claim."""

import dataclasses
import functools
from importlib.resources import files

from amparo.norms.answers.printing import direction, printed
from amparo.remedy.tables import ClaimTable, phrase


def as_pdf(table: ClaimTable) -> bytes:
    """The table as PDF/UA, right to left where its language is."""
    language = table.language
    around = {
        "direction": direction(language),
        "not_known_yet": phrase("not_known_yet", language),
        "page_number": phrase("page_number", language, page="{page}", pages="{pages}"),
    }
    return printed(_template(), dataclasses.asdict(table) | around, language)


@functools.cache
def _template() -> bytes:
    return files("amparo.remedy").joinpath("data/claim.typ").read_bytes()
