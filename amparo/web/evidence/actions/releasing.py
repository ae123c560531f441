"""Making a release: what all may cost is declared once, each is planned for nothing, and made at its price, which never comes back."""

from collections.abc import Collection
from datetime import date
from itertools import count

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.evidence import release as gate
from amparo.evidence.counting.domain import USUAL_DELTA
from amparo.evidence.counting.tallies import SMALL
from amparo.evidence.release import turns
from amparo.evidence.release.accounting import rho_for
from amparo.vault.keys import Role
from amparo.web.evidence import orders
from amparo.web.evidence.access import Counted, access_counted, find_allowance
from amparo.web.evidence.account import account, check_whole
from amparo.web.evidence.drafts import Standing, clear_away, folder_of, lock, standing_of
from amparo.web.evidence.included import keep_included
from amparo.web.evidence.models import Allowance, Release
from amparo.web.people.models import Signal
from amparo.web.people.permissions import NotAllowed, check_role
from amparo.web.people.sessions import SignedIn
from amparo.web.people.signals import raise_signal
from amparo.web.safekeeping.recording import record


def declare(signed_in: SignedIn, cap: float, people: int) -> Allowance:
    """Says, once and for ever, what all releases of this installation may cost together; raises BadInput if that was said before."""
    if not signed_in.offices(Role.ANALYST):
        raise NotAllowed
    if cap not in orders.CAPS or people not in orders.SIZES:
        raise ValueError("a limit and a size are among those that are offered")
    with transaction.atomic():
        before = account()
        if before and before.cap and abs(before.cap - rho_for(cap, USUAL_DELTA)) > 1e-9 * before.cap:
            raise BadInput("cap-changed", _("The ledger says another limit. A limit never changes."))
        told = {"cap": cap, "people": people, "declared_by": signed_in.member, "declared_on": signed_in.today}
        allowance, is_new = Allowance.objects.get_or_create(id=1, defaults=told)
        if not is_new:
            raise BadInput("declared-already", _("What releases may cost was declared before. It never changes."))
        record(signed_in.member.id, "release.declare", "installation", at=timezone.now())
    return allowance


def plan_release(
    signed_in: SignedIn,
    office: str,
    title: str,
    kind: Release.Kind,
    attributes: Collection[str],
    length: int,
    epsilon: float,
) -> Release:
    """Keeps what is asked for, which costs nothing yet; raises BadInput for what cannot be made, and for a title that is taken."""
    check_role(signed_in, office, Role.ANALYST)
    orders.refuse_without()
    allowance = find_allowance()
    if allowance is None:
        raise BadInput("no-cap", _("Nobody has said yet what all releases may cost."))
    is_exact = kind is Release.Kind.SUPPRESSED
    asked = Release(
        slug=_slug(title, signed_in.today),
        title=title,
        office_id=office,
        kind=kind,
        attributes=" ".join(attributes),
        length=length,
        epsilon=0 if is_exact else epsilon,
        k=orders.THRESHOLD if is_exact else 0,
        asked_by=signed_in.member,
        asked_on=signed_in.today,
    )
    orders.order_of(asked, allowance, signed_in.today.isoformat()).plan(account())
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
            record(signed_in.member.id, "release.plan", asked.id, at=timezone.now())
    except IntegrityError:
        raise BadInput("title-taken", _("There is a release with this title. Choose another.")) from None
    return asked


def make_release(signed_in: SignedIn, asked: Release, reason: str) -> None:
    """Enters the release in the ledger, and has its bundle made; asked twice, it is made once. Custodians are told, and why.

    Raises BadInput, and spends nothing, while something written in cases has not been looked at, where so few are counted that each
    could be known, and while another is being made.
    """
    check_role(signed_in, asked.office_id, Role.ANALYST)
    orders.refuse_without()
    with turns.reserved(lock(), asked.id) as held:
        with transaction.atomic():
            release = Release.objects.select_for_update().get(id=asked.id)
            if standing_of(release) is not Standing.PLANNED:
                return
            counted = access_counted(signed_in, release.office_id)
            _refuse(counted)
            allowance, now = find_allowance(), timezone.now()
            if allowance is None:
                raise BadInput("no-cap", _("Nobody has said yet what all releases may cost."))
            orders.refuse_not_offered(release, allowance)
            order = orders.order_of(release, allowance, signed_in.today.isoformat())
            check_whole()
            clear_away(release.id)  # of a making that this database, put back since, knows nothing of
            keep_included(release, counted.sets)
            raise_signal(release.office_id, signed_in.member, Signal.Kind.RELEASED, reason)
            record(signed_in.member.id, "release.make", release.id, at=now)
            # Last, so that what fails before costs nothing. What fails after it has cost what it costs.
            entered = order.enter(settings.HOME.ledger, len(counted.people))
            release.state, release.head, release.entered_at = Release.State.ENTERED, entered.head, now
            release.save(update_fields=["state", "head", "entered_at"])
        gate.begin(order, entered, counted.people.frame, folder_of(release), held)


def _refuse(counted: Counted) -> None:
    if counted.behind or counted.shut:
        sentence = _(
            "Something has been written in cases since the figures were made. Ask a colleague to open the inbox first."
        )
        raise BadInput("not-up-to-date", sentence)
    if len(counted.people) < SMALL:
        raise BadInput("too-few-people", _("Fewer than ten people are counted, so nothing is released."))


def _slug(title: str, on: date) -> str:
    """The name of its folder: of the title what every system can write, or the day; with a number where there is one of that name."""
    name = slugify(title).replace("_", "-")[:55].strip("-") or f"release-{on}"
    names = (f"{name}-{number}" if number > 1 else name for number in count(1))
    return next(
        one for one in names if not (Release.objects.filter(slug=one) or (settings.HOME.published / one).exists())
    )
