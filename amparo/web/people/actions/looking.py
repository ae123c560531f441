"""Looking at insider signals."""

from django.db import transaction
from django.utils import timezone

from amparo.web.people.permissions import check_custodian
from amparo.web.people.sessions import SignedIn
from amparo.web.people.signals import rows_for
from amparo.web.safekeeping.recording import record


def look_at(by: SignedIn, signal_id: str) -> bool:
    """Notes who looked at a signal first; False if it is not for this custodian."""
    check_custodian(by)
    found = rows_for(by).filter(id=signal_id)
    with transaction.atomic():
        if found.filter(looked_at_by=None).update(looked_at_by=by.member):
            record(by.member.id, "signal.look-at", signal_id, at=timezone.now())
            return True
    return found.exists()
