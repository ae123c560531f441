"""A real installation: its folder and secrets, the organisation, the first members, and what has to go onto paper."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.vault.passphrases import new_passphrase
from amparo.web.home import Home
from amparo.web.operating.paper import words_of
from amparo.web.operating.starting import migrate
from amparo.web.people.actions.founding import Joiner, found_organisation
from amparo.web.people.models import Office, Organisation
from amparo.web.safekeeping import generation_file, tombstone_file
from amparo.web.safekeeping.store import newest_names

_CODE = re.compile(r"[a-z][a-z0-9-]{0,31}")
_SIGN_IN = re.compile(r"[^\s:,]{2,60}")
# What somebody does who is alone in an office.
USUAL_ROLES = (Role.INTAKE, Role.CASEWORKER, Role.SUPERVISOR)
_FORM = "Write a member as name:Shown Name:office:role,role; the roles may be left out."


@dataclass(frozen=True, slots=True)
class PaperKit:
    """What exists nowhere else, or must not be lost with the machine. Print it, and put it away in two places."""

    recovery_phrase: str = field(repr=False)
    backup_passphrase: str = field(repr=False)
    server_secret: str = field(repr=False)
    signing_key: str = field(repr=False)
    passphrases: tuple[tuple[str, str], ...] = field(repr=False)  # sign-in name, first passphrase


def install(home: Home, organisation: Organisation, offices: Sequence[Office], joiners: Sequence[Joiner]) -> PaperKit:
    """Founds the organisation in the home's database; raises BadInput if there is one already."""
    check_is_new()
    if not any(joiner.is_administrator for joiner in joiners):
        raise BadInput("no-administrator", "Somebody has to be the administrator, who invites the others.")
    names = [joiner.sign_in_name for joiner in joiners]
    if len(set(names)) < len(names):
        raise BadInput("name-twice", "Two members have the same name to sign in with. Give each their own.")
    phrase = found_organisation(organisation, offices, joiners)
    tombstone_file.complete(home.tombstones, (), home.server_secret)
    generation_file.complete(home.generations, newest_names(), home)
    return PaperKit(
        phrase.words,
        new_passphrase(8),
        words_of(home, "server.key"),
        words_of(home, "signing.key"),
        tuple((joiner.sign_in_name, joiner.passphrase) for joiner in joiners),
    )


def check_is_new() -> None:
    """Makes the database ready; raises BadInput if an organisation is in it."""
    migrate()
    if Organisation.objects.exists():
        raise BadInput("installed-already", "There is an installation here already. Nothing was changed.")


def read_office(told: str) -> Office:
    """The office in `code:Name`; raises BadInput for anything else."""
    code, _, name = (part.strip() for part in told.partition(":"))
    if not _CODE.fullmatch(code) or not name:
        raise BadInput(
            "bad-office", "Write an office as code:Name, such as north:North office; the code in small letters."
        )
    return Office(code=code, name=name)


def read_administrator(told: str) -> Joiner:
    """The first administrator, in `name` or `name:Shown Name`, with a fresh passphrase."""
    name, _, shown = (part.strip() for part in told.partition(":"))
    return Joiner(_sign_in_name(name), shown or name, new_passphrase(), is_administrator=True)


def read_worker(told: str, offices: Sequence[Office]) -> Joiner:
    """A first member in `name:Shown Name:office:role,role`, with a fresh passphrase; raises BadInput if that cannot be."""
    parts = [part.strip() for part in told.split(":")]
    if len(parts) not in (3, 4):
        raise BadInput("bad-member", _FORM)
    name, shown, office = parts[:3]
    if office not in {known.code for known in offices}:
        raise BadInput("no-such-office", f"There is no office {office}. {_FORM}")
    return Joiner(
        _sign_in_name(name), shown or name, new_passphrase(), tuple((office, role) for role in _roles(parts[3:]))
    )


def _roles(told: list[str]) -> Sequence[Role]:
    words = [word.strip() for word in "".join(told).split(",") if word.strip()]
    try:
        return [Role(word) for word in words] or USUAL_ROLES
    except ValueError:
        known = ", ".join(role.value for role in Role)
        raise BadInput("no-such-role", f"The roles are {known}.") from None


def _sign_in_name(name: str) -> str:
    if not _SIGN_IN.fullmatch(name):
        raise BadInput("bad-name", "A name to sign in with has 2 to 60 characters, without spaces, colons and commas.")
    return name.casefold()
