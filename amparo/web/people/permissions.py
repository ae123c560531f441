"""What an action asks before it does anything; doors ask the same before a page is shown."""

from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.people.sessions import SignedIn


class NotAllowed(BadInput):
    """Somebody asks for what is not theirs to do."""

    def __init__(self) -> None:
        super().__init__("not-allowed", _("This is not yours to do. Nothing was changed."))


def check_administrator(by: SignedIn) -> None:
    """Raises NotAllowed for everybody else."""
    if not by.member.is_administrator:
        raise NotAllowed


def check_custodian(by: SignedIn) -> None:
    """Raises NotAllowed for everybody else."""
    if not by.offices(Role.CUSTODIAN):
        raise NotAllowed


def check_keeper(by: SignedIn) -> None:
    """Raises NotAllowed for who is neither an administrator nor a custodian."""
    if not by.member.is_administrator:
        check_custodian(by)
