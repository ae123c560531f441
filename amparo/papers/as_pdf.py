"""A paper as an accessible PDF, the same bytes for the same paper."""

import functools
from importlib.resources import files

from amparo.norms.answers.printing import direction, printed
from amparo.papers.paper import Paper
from amparo.papers.phrases import phrase


def as_pdf(paper: Paper) -> bytes:
    """The paper as PDF/UA, right to left where its language is."""
    around = {
        "direction": direction(paper.language),
        "page_number": phrase("page_number", paper.language, page="{page}", pages="{pages}"),
    }
    return printed(_template(), {**paper.to_data(), **around}, paper.language)


@functools.cache
def _template() -> bytes:
    return files("amparo.papers").joinpath("data/paper.typ").read_bytes()
