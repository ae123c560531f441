"""The cast of every permission test: two offices of one organisation, a partner, a stranger, an administrator."""

from amparo.vault.keys import Role
from amparo.web.people.actions.founding import Joiner

ORGANISATION = {"name": "Casa del Camino", "telephone": "+34 900 000 000", "neutral_title": "Information"}
OFFICES = [
    {"code": "north", "name": "North office"},
    {"code": "south", "name": "South office"},
    {"code": "partner", "name": "A partner", "takes_reports": False},
]
_WORK = (Role.INTAKE, Role.CASEWORKER)
POSTS = {
    "ana": [("north", role) for role in _WORK],
    "basir": [("south", role) for role in _WORK],  # the same organisation, another office
    "chidi": [("partner", Role.CASEWORKER)],  # a partner
    "dana": [],  # signed in, and a stranger to everything
    "iris": [("north", Role.INTAKE)],
    "sofia": [("north", Role.SUPERVISOR)],
    "anton": [("north", Role.ANALYST)],
    "carmen": [("north", Role.CUSTODIAN)],
    "adam": [],  # the administrator
}


def cast_of(passphrase: str) -> list[Joiner]:
    """Everybody, with one passphrase for all."""
    return [
        Joiner(name, name.title(), passphrase, tuple(posts), is_administrator=name == "adam")
        for name, posts in POSTS.items()
    ]
