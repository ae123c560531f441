"""The stages of the migration cycle, and at which of them people meet what is counted: `data/cycle.yaml`."""

import functools
from collections.abc import Mapping
from importlib.resources import files

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.errors import Defect, Problem
from amparo.rules.forms import Form
from amparo.rules.reading import parse_document

STAGES: dict[str, Promise] = {
    "recruitment": _("Recruitment"),
    "journey": _("Journey and border"),
    "work": _("Work"),
    "stay": _("Stay and detention"),
    "return": _("Return"),
    "anywhere": _("At any stage: where is not recorded"),
}


@functools.cache
def stages() -> Mapping[str, tuple[str, ...]]:
    """What people meet at each stage, in the order of the cycle."""
    problems: list[Problem] = []
    text = files("amparo.web.evidence").joinpath("data/cycle.yaml").read_text("utf-8")
    form = Form(parse_document(text, "cycle.yaml", problems), problems, "The file of the cycle")
    parts = form.forms("stages", "A stage")
    found = {part.one_of("id", list(STAGES)): tuple(part.texts("abuse")) for part in parts}
    if problems:
        raise Defect("broken-cycle", f"The stages cannot be read: {problems[0]}")
    return found
