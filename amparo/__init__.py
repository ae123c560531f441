"""Amparo: which rights bind which State for a person who migrates, and what follows.

Only names live here; what they stand for is imported when first used, so that `import amparo` stays quick.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "rights": "amparo.norms.answers.rights",
    "evaluate": "amparo.norms.tables.evaluating",
    "summarise": "amparo.norms.tables.summaries",
    "next_questions": "amparo.norms.answers.questions",
    "load_catalogue": "amparo.norms.catalogue.catalogue",
    "read_situation": "amparo.situation.reading",
    "Situation": "amparo.situation.situations",
    "AmparoError": "amparo.errors",
}


def __dir__() -> list[str]:
    return ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"amparo has no public name {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)
