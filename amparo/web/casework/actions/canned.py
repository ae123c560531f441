"""Ready answers: kept and removed by those who answer."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from amparo.errors import BadInput
from amparo.web.casework.models import CannedAnswer
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


def keep_canned(signed_in: SignedIn, found: CannedAnswer) -> None:
    """Keeps a new or changed answer; raises BadInput if the office has one of that title in that language."""
    try:
        with transaction.atomic():
            found.save()
            record(signed_in.member.id, "canned-answer.keep", found.id, at=timezone.now())
    except IntegrityError:
        raise BadInput("title-taken", "There is an answer of this title in this language already.") from None


def remove_canned(signed_in: SignedIn, found: CannedAnswer) -> None:
    """Removes an answer; what was sent with it stays where it was sent."""
    with transaction.atomic():
        record(signed_in.member.id, "canned-answer.remove", found.id, at=timezone.now())
        found.delete()
