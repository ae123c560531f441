"""A member's own calendar address: made, made anew, ended. It is shown once."""

from django.db import transaction
from django.utils import timezone

from amparo.web.casework.access import READERS
from amparo.web.casework.lists.due_days import digest_of, new_secret
from amparo.web.casework.models import CalendarAddress
from amparo.web.people.permissions import NotAllowed
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


def make_calendar(signed_in: SignedIn) -> str:
    """The secret of a new address; the one before opens nothing any more."""
    if not signed_in.offices(*READERS):
        raise NotAllowed
    secret = new_secret()
    with transaction.atomic():
        CalendarAddress.objects.update_or_create(member=signed_in.member, defaults={"digest": digest_of(secret)})
        record(signed_in.member.id, "calendar.make", signed_in.member.id, at=timezone.now())
    return secret


def end_calendar(signed_in: SignedIn) -> None:
    """Ends the address."""
    with transaction.atomic():
        CalendarAddress.objects.filter(member=signed_in.member).delete()
        record(signed_in.member.id, "calendar.end", signed_in.member.id, at=timezone.now())
