"""A lost second factor, when the spare codes are gone too: an administrator asks, a custodian agrees, and neither has the passphrase."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.web.people import second_factor
from amparo.web.people.access import access_factor_resets
from amparo.web.people.actions.rotating import one_at_a_time
from amparo.web.people.models import FactorReset, Member
from amparo.web.people.permissions import check_administrator, check_custodian
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


def ask_reset(by: SignedIn, member: Member) -> None:
    """Asks custodians to take a lost second factor away."""
    check_administrator(by)
    with transaction.atomic():
        FactorReset.objects.update_or_create(member=member, defaults={"asked_by": by.member, "asked_on": by.today})
        record(by.member.id, "second-factor.ask-reset", member.id, at=timezone.now())


def agree_reset(by: SignedIn, member_id: str) -> None:
    """Takes the second factor away; raises BadInput for who asked for it, and for whose it is: it takes another person."""
    check_custodian(by)
    with transaction.atomic():
        one_at_a_time()
        found = access_factor_resets(by).filter(member=member_id).first()
        if found is None:
            raise BadInput("nothing-asked", _("There is nothing here that you could agree to."))
        _forget(found.member)
        record(by.member.id, "second-factor.reset", found.member_id, at=timezone.now())


def reset_at_the_server(member: Member) -> None:
    """The same for whoever is at the machine itself, where an organisation is too small for two to agree."""
    with transaction.atomic():
        one_at_a_time()
        _forget(member)
        record("server", "second-factor.reset", member.id, at=timezone.now())


def _forget(member: Member) -> None:
    second_factor.forget(member)
    member.sessions.all().delete()
    FactorReset.objects.filter(member=member).delete()
