"""The demonstration: twelve accounts from decided cases, retold and coded, each fact resting on words of the account."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amparo.errors import Defect, Problem
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.catalogue.knowledge import data_folders
from amparo.rules.forms import plain
from amparo.rules.reading import read_document, read_text
from amparo.situation.reading import read_situation
from amparo.situation.situations import Situation

POPULATION = Path("populations/un-desa-2019.parquet")


@dataclass(frozen=True, slots=True)
class Account:
    """One account: what happened, the coded facts, the words they rest on, and what the decision relied on.

    `on_the_day` is the situation on the day of the events, `when_decided` the same facts on the day of the decision.
    """

    id: str
    title: str
    text: str
    on_the_day: Situation
    when_decided: Situation
    rests_on: Mapping[str, str]
    expected_provisions: tuple[Mapping[str, Any], ...]
    expected_rights: tuple[Mapping[str, Any], ...]


def accounts(catalogue: Catalogue) -> list[Account]:
    """The twelve accounts, in the order of their file."""
    path = data_folders()["norms"] / "demonstration/accounts.yaml"
    problems: list[Problem] = []
    node = read_document(read_text(path), path.name, problems)
    if node is None:
        raise Defect("broken-demonstration", f"The demonstration cannot be read: {problems[0]}")
    document: Any = plain(node)
    return [_account(one, catalogue) for one in document["accounts"]]


def _account(one: dict[str, Any], catalogue: Catalogue) -> Account:
    facts = one["situation"]
    return Account(
        one["id"],
        one["title"],
        one["account"],
        read_situation(facts, catalogue.vocabulary, file=one["id"]),
        read_situation({**facts, "date": str(one["later"])}, catalogue.vocabulary, file=one["id"]),
        one["rests_on"],
        tuple({"id": name, **told} for name, told in one["expected"]["instruments"].items()),
        tuple(one["expected"]["rights"]),
    )


def population() -> Path:
    """The shipped table of migrants by origin and destination."""
    return data_folders()["norms"] / POPULATION
