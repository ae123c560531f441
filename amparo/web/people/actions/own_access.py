"""What a member does about their own access: passphrase, second factor, spare codes, other sessions."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.web.people import second_factor
from amparo.web.people.actions.rotating import one_at_a_time
from amparo.web.people.actions.signing_in import Refused, open_own_key
from amparo.web.people.attempts import Attempts
from amparo.web.people.locks import check_new, new_lock
from amparo.web.people.models import Member
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record

_ATTEMPTS = Attempts(most=8, minutes=15)


def change_passphrase(by: SignedIn, old: str, new: str) -> None:
    """Locks the member's key under another passphrase, and ends their other sessions; raises Refused if the old one is wrong."""
    _ATTEMPTS.check(by.member.id)
    own = open_own_key(by.member, old)
    if own is None:
        _ATTEMPTS.count(by.member.id)
        raise Refused
    check_new(new)
    locked = new_lock(own, new)
    with transaction.atomic():
        one_at_a_time()
        # The same key, of somebody who is still here: they may have left, or begun anew, meanwhile.
        same = Member.objects.filter(id=by.member.id, key_generation=by.member.key_generation, left_on=None)
        if not same.update(lock=locked):
            raise Refused
        _end_others(by)
        record(by.member.id, "passphrase.change", by.member.id, at=timezone.now())


def replace_second_factor(by: SignedIn, old_code: str, seed: str, new_code: str) -> list[str]:
    """Takes another authenticator, and returns new spare codes; the old one, or a spare code, has to agree.

    Until the new one is confirmed the old one stays: there is no time without a second factor.
    """
    _ATTEMPTS.check(by.member.id)
    now = timezone.now()
    with transaction.atomic():
        one_at_a_time()
        if second_factor.accepts(by.member, old_code, now=now) and second_factor.replace(
            by.member, seed, new_code, now=now
        ):
            codes = second_factor.new_spare_codes(by.member)
            _end_others(by)
            record(by.member.id, "second-factor.replace", by.member.id, at=now)
            return codes
        transaction.set_rollback(True)
    _ATTEMPTS.count(by.member.id)
    raise BadInput("refused", _("One of the two codes is not right. Wait for the next ones and try again."))


def renew_spare_codes(by: SignedIn, code: str) -> list[str]:
    """New spare codes in place of all earlier ones; raises BadInput if the code is wrong."""
    _ATTEMPTS.check(by.member.id)
    now = timezone.now()
    with transaction.atomic():
        if second_factor.accepts(by.member, code, now=now):
            record(by.member.id, "spare-codes.renew", by.member.id, at=now)
            return second_factor.new_spare_codes(by.member)
    _ATTEMPTS.count(by.member.id)
    raise BadInput("refused", _("This code is not right. Wait for the next one and try again."))


def end_other_sessions(by: SignedIn) -> None:
    """Ends every session of the member's but this one."""
    with transaction.atomic():
        _end_others(by)
        record(by.member.id, "session.end-others", by.member.id, at=timezone.now())


def _end_others(by: SignedIn) -> None:
    by.member.sessions.exclude(id=by.session.id).delete()
