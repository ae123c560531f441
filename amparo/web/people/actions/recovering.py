"""Recovery: the recovery key, from custodians together or from the printed phrase, lets a member in where nobody else can.

The key exists only within the one action that uses it. It is checked against its published half before it opens anything.
"""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from nacl.bindings import sodium_memcmp

from amparo.errors import BadInput
from amparo.vault.custodians import MOST, RecoveryPhrase, entrust
from amparo.vault.keys import KeyKind, KeyName, KeyPair, Role
from amparo.vault.labels import join_parts
from amparo.vault.material import KEY_SIZE, digest
from amparo.vault.rings import KeyRing
from amparo.vault.staffing import join, recoverable
from amparo.web.people.actions.envelopes import custody, forget_opened, keep_envelopes, open_mine
from amparo.web.people.actions.letting_in import check_fingerprint
from amparo.web.people.actions.outdated_recovery import remove_outdated
from amparo.web.people.actions.rotating import one_at_a_time, remove_wraps
from amparo.web.people.keys import name_of, recovery_key, ring_of, role_key
from amparo.web.people.models import Member, Post, Recovery
from amparo.web.people.permissions import check_custodian
from amparo.web.people.sessions import SignedIn
from amparo.web.people.standing import Standing, ask_for_new_keys, link_earlier, waiting
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import store

FEWEST = 2
_DOMAIN = b"amparo.web.recov"


def start_for_member(by: SignedIn, member: Member, typed: str) -> Recovery:
    """Asks the custodians to let a waiting member in; `typed` is the fingerprint that the member read out."""
    check_custodian(by)
    _check_possible()
    with transaction.atomic():
        _check_waits(member, by)
        check_fingerprint(store().public_key(name_of(member)), typed)
        found = Recovery(member=member, key_generation=member.key_generation, started_by=by.member, started_on=by.today)
        _begin(found)
        record(by.member.id, "recovery.start", found.id, at=timezone.now())
    return found


def start_change(by: SignedIn, chosen: Sequence[Member], needed: int) -> Recovery:
    """Asks the custodians of today to hand over to others."""
    check_custodian(by)
    _check_possible()
    with transaction.atomic():
        _check_chosen(by.today, chosen, needed)
        ids = "\n".join(member.id for member in chosen)
        found = Recovery(custodians=ids, needed=needed, started_by=by.member, started_on=by.today)
        _begin(found)
        record(by.member.id, "recovery.start", found.id, at=timezone.now())
    return found


def open_own_layer(by: SignedIn, recovery: Recovery, typed: str = "") -> bool:
    """Opens this custodian's layer, and says whether it was the last and all is done; raises BadInput if it is not their turn.

    For a member, each custodian types the fingerprint that they were told by telephone themselves.
    """
    check_custodian(by)
    with transaction.atomic():
        one_at_a_time()
        _check_as_begun(recovery)
        _check_goes_on(recovery, typed)
        own = by.ring.pair(name_of(by.member), on=by.today)
        count, pair = open_mine(recovery.id, own)
        if not count:
            raise BadInput("not-your-turn", _("It is not your turn, or you hold no part of the recovery key."))
        record(by.member.id, "recovery.open", recovery.id, at=timezone.now())
        if pair is not None:
            _finish(by, recovery, pair)
    return pair is not None


def stop(by: SignedIn, recovery: Recovery) -> None:
    """Ends a recovery that is not done, and removes what was opened for it."""
    check_custodian(by)
    with transaction.atomic():
        forget_opened(recovery.id)
        Recovery.objects.filter(id=recovery.id).delete()
        record(by.member.id, "recovery.stop", recovery.id, at=timezone.now())


def recover_with_phrase(by: SignedIn, phrase: str, member: Member, typed: str) -> None:
    """Lets a waiting member in with the printed phrase, where there are no custodians."""
    pair = _from_phrase(phrase)
    with transaction.atomic():
        one_at_a_time()
        _check_waits(member, by)
        check_fingerprint(store().public_key(name_of(member)), typed)
        _let_in(by, pair, member)


def entrust_with_phrase(by: SignedIn, phrase: str, chosen: Sequence[Member], needed: int) -> None:
    """Moves recovery from the printed phrase to custodians; the phrase opens nothing afterwards."""
    check_custodian(by)
    pair = _from_phrase(phrase)
    with transaction.atomic():
        one_at_a_time()
        _check_chosen(by.today, chosen, needed)
        _hand_over(by.member.id, by.today, pair, chosen, needed)


def entrust_at_the_server(phrase: str, chosen: Sequence[Member], needed: int) -> None:
    """The same for whoever is at the machine itself, as when an installation begins with custodians."""
    pair = _from_phrase(phrase)
    today = timezone.localdate()
    with transaction.atomic():
        one_at_a_time()
        _check_chosen(today, chosen, needed)
        _hand_over("server", today, pair, chosen, needed)


def chosen_for(recovery: Recovery) -> list[Member]:
    """The next custodians that a change names."""
    return list(Member.objects.filter(id__in=recovery.custodians.split()).order_by("shown_name"))


def _begin(recovery: Recovery) -> None:
    recovery.tag = _tag(recovery)
    recovery.save(force_insert=True)


def _check_as_begun(recovery: Recovery) -> None:
    """Custodians opened their layers for one purpose; nobody puts another in its place."""
    if not sodium_memcmp(bytes(recovery.tag).ljust(KEY_SIZE), _tag(recovery)):
        raise BadInput("recovery-changed", _("Somebody changed what this is for. Stop it, and tell an administrator."))


def _tag(recovery: Recovery) -> bytes:
    told = (
        recovery.id,
        recovery.member_id or "",
        str(recovery.key_generation),
        recovery.custodians,
        str(recovery.needed),
        recovery.started_by_id,
        recovery.started_on.isoformat(),
    )
    key = settings.HOME.server_secret.reveal()
    return digest(join_parts([part.encode() for part in told]), _DOMAIN, key=key)


def _finish(by: SignedIn, recovery: Recovery, pair: KeyPair) -> None:
    public = recovery_key(store())
    if public is None or pair.public != public:
        raise BadInput(
            "other-recovery-key", _("These envelopes hold another key than the one in use. Tell an administrator.")
        )
    if recovery.member is not None:
        _let_in(by, pair, recovery.member)
    else:
        chosen = chosen_for(recovery)
        _check_chosen(by.today, chosen, recovery.needed)
        _hand_over(by.member.id, by.today, pair, chosen, recovery.needed)
    forget_opened(recovery.id)
    Recovery.objects.filter(id=recovery.id).delete()


def _let_in(by: SignedIn, pair: KeyPair, member: Member) -> None:
    ring = ring_of(store(), pair, on=by.today)
    public = store().public_key(name_of(member))
    for post in _lasting_waiting(member, by):
        newest = role_key(store(), post.office_id, Role(post.role))
        if newest is not None:
            store().put_wrap(join(ring.lasting_pair(newest.name, on=by.today), public))
    link_earlier(store(), ring, on=by.today)
    ask_for_new_keys(member.id)
    record(by.member.id, "member.recover", member.id, at=timezone.now())


def _hand_over(who: str, today: date, pair: KeyPair, chosen: Sequence[Member], needed: int) -> None:
    """The next recovery key: in envelopes for the chosen, with every generation of every role wrapped to it; the one before goes."""
    ring: KeyRing = ring_of(store(), pair, on=today)
    after = KeyPair.new(KeyName(KeyKind.RECOVERY, pair.name.of, pair.name.generation + 1))
    store().publish(after.public)
    for name, held in ring.held.items():
        if name.kind is KeyKind.ROLE:
            store().put_wrap(recoverable(held.pair, after.public))
    publics = [store().public_key(name_of(member)) for member in chosen]
    keep_envelopes(entrust(after, publics, needed))
    Recovery.objects.all().delete()
    # Those of cases go in portions: the first now, the others with the daily job.
    remove_wraps((found for found in list(store().role_wraps()) if found.holder == pair.name), on=today)
    remove_outdated(on=today)
    record(who, "custodians.change", who, at=timezone.now())


def _from_phrase(typed: str) -> KeyPair:
    public = recovery_key(store())
    pair = None
    if public is not None and custody() is None:
        try:
            pair = RecoveryPhrase.read(typed).pair(public.name)
        except BadInput:
            pair = None
    if pair is None or pair.public != public:
        raise BadInput("other-phrase", _("These are not the words of the recovery phrase that is in use."))
    return pair


def _lasting_waiting(member: Member, by: SignedIn) -> list[Post]:
    return [post for post in waiting(store(), on=by.today) if post.member_id == member.id and post.last_day is None]


def _check_waits(member: Member, by: SignedIn) -> None:
    if not _lasting_waiting(member, by):
        raise BadInput("does-not-wait", _("This colleague waits for no key."))


def _check_goes_on(recovery: Recovery, typed: str) -> None:
    if recovery.member is None:
        return
    if not recovery.member.is_active or recovery.member.key_generation != recovery.key_generation:
        raise BadInput("other-key-now", _("This colleague has another key by now. Stop this and begin anew."))
    check_fingerprint(store().public_key(name_of(recovery.member)), typed)


def _check_possible() -> None:
    found = custody()
    if found is None:
        raise BadInput("no-custodians", _("There are no custodians yet. The printed recovery phrase is what recovers."))
    if not found.is_possible:
        raise BadInput(
            "too-few-custodians",
            _("Too few custodians are left: %(present)s of the %(needed)s that it takes. This cannot be recovered.")
            % {"present": len(found.present), "needed": found.needed},
        )


def _check_chosen(today: date, chosen: Sequence[Member], needed: int) -> None:
    if not FEWEST <= needed <= len(chosen) <= MOST:
        raise BadInput(
            "bad-custodians", _("Choose two to seven custodians, and how many of them it takes: two at least.")
        )
    standing = Standing.of(store())
    if not all(member.is_active and _is_custodian(standing, member, today) for member in chosen):
        raise BadInput("not-a-custodian", _("Somebody chosen is no custodian, or was not let in yet."))


def _is_custodian(standing: Standing, member: Member, today: date) -> bool:
    posts = [post for post in member.posts.all() if post.role == Role.CUSTODIAN.value and post.last_day is None]
    return any(standing.holds(member, post.office_id, Role.CUSTODIAN, on=today) for post in posts)
