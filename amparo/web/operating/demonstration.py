"""The demonstration organisation: invented people with one public passphrase, and invented reports in four languages."""

import functools
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyotp
from django.db import transaction
from django.utils import timezone

from amparo.errors import BadInput, Defect, Problem
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.demonstration import accounts
from amparo.rules.forms import plain
from amparo.rules.reading import parse_document
from amparo.vault.keys import Role
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework.actions.counting import count_cases
from amparo.web.casework.actions.receiving import receive
from amparo.web.casework.actions.writing import append
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.casework.telling import Contact, Purpose, Telling
from amparo.web.operating.demo_people import add_demo_people
from amparo.web.operating.past_cases import add_past_cases
from amparo.web.operating.starting import migrate
from amparo.web.people import second_factor
from amparo.web.people.actions.founding import Joiner, found_organisation
from amparo.web.people.actions.signing_in import open_own_key
from amparo.web.people.keys import ring_of
from amparo.web.people.models import Member, Office, Organisation, SecondFactor
from amparo.web.safekeeping.store import store

PASSPHRASE = "nobody real is in here"
MARK = "DEMONSTRATION.txt"
_PHRASE, _BEGUN = "Recovery phrase: ", "Begun on "
_LANGUAGES = ("en", "es", "fr", "ar")
OFFICES = (("north", "North office", True), ("south", "South office", True), ("partner", "A partner", False))
_WORK = (Role.INTAKE, Role.CASEWORKER)


@dataclass(frozen=True, slots=True)
class Player:
    """One of the cast: what they are there to show, and their posts."""

    name: str
    who: str
    office: str = ""
    roles: tuple[Role, ...] = ()


CAST = (
    Player("ana", "takes and works on cases in the North office", "north", _WORK),
    Player("basir", "does the same in the South office", "south", _WORK),
    Player("chidi", "works at a partner", "partner", (Role.CASEWORKER,)),
    Player("dana", "has joined and has no post yet"),
    Player("iris", "takes reports in the North office", "north", (Role.INTAKE,)),
    Player("sofia", "supervises the North office, and signs releases", "north", (Role.SUPERVISOR,)),
    Player("anton", "counts for the North office, and makes releases", "north", (Role.ANALYST,)),
    Player("carmen", "is a custodian", "north", (Role.CUSTODIAN,)),
    Player("celia", "is a custodian too", "north", (Role.CUSTODIAN,)),
    Player("cyrus", "is the third custodian", "south", (Role.CUSTODIAN,)),
    Player("adam", "is the administrator, has no role, and so opens nothing"),
)


def load_demonstration() -> str:
    """Founds the organisation with its cast and reports in an empty database; the words of its recovery phrase."""
    migrate()
    organisation = Organisation(name="Casa del Camino", telephone="+34 900 000 000", practice=True)
    offices = [Office(code=code, name=name, takes_reports=takes) for code, name, takes in OFFICES]
    joiners = [
        Joiner(
            player.name,
            player.name.title(),
            PASSPHRASE,
            tuple((player.office, role) for role in player.roles),
            is_administrator=player.name == "adam",
        )
        for player in CAST
    ]
    phrase = found_organisation(organisation, offices, joiners)
    _set_up_second_factors()
    told = _facts()
    for report in _reports():
        _receive(report, told[report["account"]])
    add_past_cases("north", list(told.values()))
    add_demo_people("north")
    for name, office in (("ana", "north"), ("basir", "south")):
        member, ring = _at_work(name)
        while count_cases(ring, member.id, office, on=timezone.localdate(), seconds=60):
            pass
    _at_work.cache_clear()
    return phrase.words


def seed_of(name: str) -> str:
    """The seed of a player's authenticator; raises BadInput for anybody else."""
    return second_factor.seed_of(_factor(name))


def code_of(name: str) -> tuple[str, int]:
    """The code that this player can sign in with now, and for how many seconds; 0 seconds if the last one is used up."""
    factor = _factor(name)
    now = int(timezone.now().timestamp())
    step = max(now // second_factor.STEP, factor.last_step + 1)
    # The next code is taken already, for clocks that run ahead; one later is not.
    if step > now // second_factor.STEP + 1:
        return "", 0
    code = pyotp.TOTP(second_factor.seed_of(factor)).at(step * second_factor.STEP)
    return code, (step + 2) * second_factor.STEP - now


def receipts() -> list[tuple[str, str]]:
    """The public receipts: language and words."""
    return [(_language(report), report["receipt"]) for report in _reports()]


def is_of_this_version(folder: Path) -> bool:
    """Whether the folder holds a demonstration that this version made."""
    try:
        return (folder / MARK).read_text("ascii").split()[-1:] == [_version()]
    except OSError:
        return False


def is_of_today(folder: Path) -> bool:
    """Whether the demonstration in the folder was begun today: each day has a fresh one."""
    try:
        return f"{_BEGUN}{timezone.localdate()}" in (folder / MARK).read_text("ascii").splitlines()
    except OSError:
        return False


def mark(folder: Path, phrase: str) -> None:
    """Writes that everything in the folder is invented, since when, by which version, and what would otherwise be on paper only."""
    said = "Everything here is invented and its passphrase is public."
    told = f"{said}\n{_PHRASE}{phrase}\n{_BEGUN}{timezone.localdate()}\nVersion {_version()}\n"
    (folder / MARK).write_text(told, "ascii")


def recovery_phrase(folder: Path) -> str:
    """The recovery phrase of the demonstration in the folder."""
    told = (folder / MARK).read_text("ascii").splitlines()
    return next(line.removeprefix(_PHRASE) for line in told if line.startswith(_PHRASE))


def clear(folder: Path) -> None:
    """Removes a demonstration; raises BadInput if the folder holds another installation."""
    if not folder.exists():
        return
    if (folder / "amparo.sqlite3").exists() and not (folder / MARK).exists():
        raise BadInput(
            "no-demonstration", f"{folder} holds an installation that is no demonstration. Name another folder."
        )
    for path in (*folder.glob("*.sqlite3*"), folder / "tombstones.txt", folder / "last-backup.txt", folder / MARK):
        path.unlink(missing_ok=True)
    for name in ("secrets", "releases"):
        shutil.rmtree(folder / name, ignore_errors=True)


def _version() -> str:
    """Changes whenever the database or what is loaded into it would be another."""
    mark = blake2b(digest_size=8)
    web = Path(str(files("amparo.web")))
    for path in (
        *sorted(web.glob("*/migrations/0*.py")),
        *sorted(web.glob("operating/demo*")),
        *sorted(web.glob("operating/data/demo*")),
        web / "operating/past_cases.py",
        _data(),
    ):
        mark.update(path.read_bytes())
    return mark.hexdigest()


def _factor(name: str) -> SecondFactor:
    found = SecondFactor.objects.filter(member__sign_in_name=name.casefold()).first()
    if found is None or not Organisation.objects.get().practice:
        names = ", ".join(player.name for player in CAST)
        raise BadInput("no-such-name", f"There is no {name} in a demonstration here. There are {names}.")
    return found


def _set_up_second_factors() -> None:
    # With a code of an hour ago, so that the present one is still good.
    then = timezone.now() - timedelta(hours=1)
    for member in Member.objects.all():
        with transaction.atomic():
            seed = second_factor.new_seed()
            if not second_factor.set_up(member, seed, pyotp.TOTP(seed).at(then), now=then):
                raise Defect("broken-demonstration", "A second factor could not be set up.")


def _facts() -> dict[str, dict[str, Any]]:
    return {account.id: account.on_the_day.to_plain() for account in accounts(load_catalogue())}


def _receive(report: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    language = _language(report)
    telling = Telling(
        report[language],
        language,
        frozenset(Purpose(purpose) for purpose in report["purposes"]),
        Contact(report["how"], report["when"]),
        report["name"],
        is_danger=bool(report.get("danger", False)),
        facts=facts,
    )
    case = receive(telling, Receipt.read(report["receipt"]), Office.objects.get(code=report["office"])).case
    if "answer" not in report:
        return
    caseworker = "ana" if report["office"] == "north" else "basir"
    member, ring = _at_work(caseworker)
    answer = Entry(EntryKind.MESSAGE, timezone.now(), member.id, {"words": report["answer"]})
    with transaction.atomic():
        append(case, ring, answer, line={"waits_since": None, "is_read": True})


@functools.cache  # each time a key is opened takes most of a second, on purpose
def _at_work(name: str) -> tuple[Member, KeyRing]:
    member = Member.objects.get(sign_in_name=name)
    own = open_own_key(member, PASSPHRASE)
    if own is None:
        raise Defect("broken-demonstration", "A key of the demonstration does not open.")
    return member, ring_of(store(), own, on=timezone.localdate())


def _language(report: Mapping[str, Any]) -> str:
    return next(language for language in _LANGUAGES if language in report)


def _data() -> Path:
    return Path(str(files("amparo.web.operating"))) / "data/reports.yaml"


def _reports() -> list[dict[str, Any]]:
    problems: list[Problem] = []
    node = parse_document(_data().read_text("utf-8"), "reports.yaml", problems)
    if node is None or problems:
        raise Defect("broken-demonstration", f"The reports of the demonstration cannot be read: {problems[0]}")
    document: Any = plain(node)
    found: list[dict[str, Any]] = document["reports"]
    return found
