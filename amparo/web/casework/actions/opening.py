"""Opening a case. Whoever opens one leaves a line in the chain; who is not expected to is asked why, and custodians see the answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.vault.sections import Section
from amparo.web.casework.access import READERS, has_opened, worker_of
from amparo.web.casework.actions.tidying import tidy
from amparo.web.casework.actions.writing import append
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.models import KEPT_FOR, Case, Opening, State
from amparo.web.people.models import Member, Signal
from amparo.web.people.permissions import check_role
from amparo.web.people.sessions import SignedIn
from amparo.web.people.signals import raise_signal
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet

MOST = 30  # cases in an hour; work with people does not go faster


class ReasonNeeded(Exception):
    """Opening this case is unusual: the member is asked why before anything opens."""

    def __init__(self, kind: Signal.Kind) -> None:
        super().__init__(kind.value)
        self.kind = kind


def open_case(signed_in: SignedIn, case: Case, *, reason: str = "") -> Dossier:
    """Opens a case for a while in this session, and records it; raises ReasonNeeded where a reason is needed and none is given.

    Raises CannotOpen if the member's keys open nothing of it, or it was erased meanwhile.
    """
    now = timezone.now()
    with transaction.atomic():
        check_role(signed_in, case.office_id, *READERS)
        # Openings of one member queue here, so that none of many at once goes uncounted.
        Member.objects.select_for_update().get(id=signed_in.member.id)
        dossier = Dossier.open(cabinet(), signed_in.ring, case.id, on=signed_in.today)
        unusual = _unusual(signed_in, case, dossier)
        if unusual is not None:
            if not reason.strip():
                raise ReasonNeeded(unusual)
            raise_signal(case.office_id, signed_in.member, unusual, reason.strip(), about=case.number)
        Opening.objects.filter(at__lt=now - KEPT_FOR).delete()
        Opening.objects.update_or_create(
            member=signed_in.member, case=case, defaults={"session": signed_in.session.id, "at": now}
        )
        opens_words = Section.ACCOUNT in dossier.sections
        record(signed_in.member.id, "account.read" if opens_words else "facts.read", case.id, at=now)
        if opens_words and _is_news(signed_in, dossier):
            role = Role.CASEWORKER if signed_in.has(case.office_id, Role.CASEWORKER) else Role.INTAKE
            read = Entry(EntryKind.READ, now, signed_in.member.id, {"role": role.value})
            append(case, signed_in.ring, read, line={"is_read": True})
        tidy(signed_in, case, dossier)
    return dossier


def check_opened(signed_in: SignedIn, case: Case, *roles: Role) -> None:
    """Raises BadInput for who has none of these roles in the office of the case, or has not opened the case.

    Whoever could work on a case unopened could take it, and then open it as their own without being asked why.
    """
    check_role(signed_in, case.office_id, *roles)
    if not has_opened(signed_in, case):
        raise BadInput("open-first", _("Open the report first, in another window; then send this again."))


def _is_news(signed_in: SignedIn, dossier: Dossier) -> bool:
    """Whether the member has not read the case yet, or the person has written since."""
    read = [entry.at for entry in dossier.of(EntryKind.READ) if entry.by == signed_in.member.id]
    return not read or any(entry.at > read[-1] for entry in dossier.entries if entry.by == REPORTER)


def record_file(signed_in: SignedIn, case: Case) -> None:
    """Records that a file of the case was taken out."""
    with transaction.atomic():
        check_opened(signed_in, case, *READERS)
        record(signed_in.member.id, "file.read", case.id, at=timezone.now())


def _unusual(signed_in: SignedIn, case: Case, dossier: Dossier) -> Signal.Kind | None:
    recent = Opening.objects.filter(member=signed_in.member, at__gte=timezone.now() - KEPT_FOR)
    if recent.filter(case=case).exists():
        return None
    opened = recent.count()
    if opened and opened % MOST == 0:
        return Signal.Kind.MANY_OPENED
    if Section.ACCOUNT not in dossier.sections:
        # A supervisor looks at everybody's work; that is hers.
        return None
    if worker_of(signed_in, case, dossier) not in ("", signed_in.member.id) or case.state == State.CLOSED:
        return Signal.Kind.OUTSIDE_WORK
    return None
