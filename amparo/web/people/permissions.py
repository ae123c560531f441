"""What an action asks before it does anything; doors ask the same before a page is shown."""

from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.people.models import Member, Organisation
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


def check_role(by: SignedIn, office: str, *roles: Role) -> None:
    """Raises NotAllowed for who has none of these roles in the office today."""
    if not by.has(office, *roles):
        raise NotAllowed


def check_keeper(by: SignedIn) -> None:
    """Raises NotAllowed for who is neither an administrator nor a custodian."""
    if not by.member.is_administrator:
        check_custodian(by)


def check_is_open(member: Member) -> None:
    """Raises BadInput for most people after a lockdown; ask it only of who has shown that they are who they say.

    Call it where lockdown waits, after `one_at_a_time`: so nobody begins between its end of all sessions and its own end.
    """
    if member.is_administrator or member.posts.filter(role=Role.CUSTODIAN.value).exists():
        return
    if Organisation.objects.filter(locked_down_at__isnull=False).exists():
        raise BadInput("locked-down", _("Sign-in is closed for now. Call an administrator or a custodian."))
