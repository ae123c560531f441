"""Ready answers: kept and removed by those who answer."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.web.casework.access import WRITERS
from amparo.web.casework.models import CannedAnswer
from amparo.web.people.permissions import check_role
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record


def keep_canned(signed_in: SignedIn, found: CannedAnswer) -> None:
    """Keeps a new or changed answer; raises BadInput if the office has one of that title in that language."""
    try:
        with transaction.atomic():
            check_role(signed_in, found.office_id, *WRITERS)
            found.save()
            record(signed_in.member.id, "canned-answer.keep", found.id, at=timezone.now())
    except IntegrityError:
        raise BadInput("title-taken", _("There is an answer of this title in this language already.")) from None


def remove_canned(signed_in: SignedIn, found: CannedAnswer) -> None:
    """Removes an answer; what was sent with it stays where it was sent."""
    with transaction.atomic():
        check_role(signed_in, found.office_id, *WRITERS)
        record(signed_in.member.id, "canned-answer.remove", found.id, at=timezone.now())
        found.delete()
