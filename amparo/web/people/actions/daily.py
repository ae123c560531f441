"""What ends by itself, once a day. It needs no key."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from amparo.vault.keys import Role
from amparo.web.people.actions.envelopes import forget_opened
from amparo.web.people.actions.outdated_recovery import remove_outdated
from amparo.web.people.actions.rotating import one_at_a_time, remove_wraps, roles_of, rotate_all, take_wraps
from amparo.web.people.models import FactorReset, Invitation, Post, Recovery, Session
from amparo.web.safekeeping.recording import NOBODY, record
from amparo.web.safekeeping.store import store

DAYS_TO_AGREE = 7


def daily(on: date) -> None:
    """Ends covers, shares, invitations, sessions and recoveries whose time has passed; run it twice and nothing more happens."""
    now = timezone.now()
    # Looking at every wrap takes long where there are many cases; nobody has to wait for that.
    ended = [found for found in store().wraps() if found.has_ended(on)]
    with transaction.atomic():
        one_at_a_time()
        remove_wraps(ended, on=on)
        covered = roles_of(found.about for found in ended)
        for post in Post.objects.filter(last_day__lt=on).select_related("member"):
            covered.add((post.office_id, Role(post.role)))
            post.delete()
            take_wraps(post.member, post.office_id, Role(post.role), on=on)
            record(NOBODY, "member.cover-end", post.member_id, at=now)
        # Who covered may have copied the key.
        rotate_all(covered, on=on)
        Invitation.objects.filter(ends_on__lt=on).delete()
        Session.objects.filter(ends_at__lt=now).delete()
        long_ago = on - timedelta(days=DAYS_TO_AGREE)
        FactorReset.objects.filter(asked_on__lt=long_ago).delete()
        for recovery in Recovery.objects.filter(started_on__lt=long_ago):
            forget_opened(recovery.id)
            recovery.delete()
    while remove_outdated(on=on):
        pass
