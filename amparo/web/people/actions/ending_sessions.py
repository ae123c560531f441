"""Ending a colleague's sessions, as when a telephone was stolen."""

from django.db import transaction
from django.utils import timezone

from amparo.web.people.models import Member
from amparo.web.people.permissions import check_administrator
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


def end_sessions_of(by: SignedIn, member: Member) -> None:
    """Ends every session of a colleague; they can sign in again."""
    check_administrator(by)
    with transaction.atomic():
        member.sessions.all().delete()
        record(by.member.id, "session.end-all", member.id, at=timezone.now())
