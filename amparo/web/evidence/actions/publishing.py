"""From a bundle that was made to a published one: two members read it and sign, and whoever may sign publishes it, or withdraws it."""

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.evidence import release as gate
from amparo.vault.keys import Role, role_name
from amparo.vault.labels import Kind, Label
from amparo.vault.material import CannotOpen
from amparo.vault.sealing import generation_of, open_from, seal_to
from amparo.web.evidence import orders
from amparo.web.evidence.access import SIGNERS
from amparo.web.evidence.account import check_whole
from amparo.web.evidence.drafts import Draft, Standing, clear_unknown, folder_of, head_on_shelf, standing_of
from amparo.web.evidence.included import refuse_behind, refuse_taken_back
from amparo.web.evidence.models import Release, Remark, Signature
from amparo.web.evidence.publishers import keep_public_key, signers, signing_seed
from amparo.web.people.keys import role_key
from amparo.web.people.permissions import check_role
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import NOBODY, record
from amparo.web.safekeeping.store import store

_UNPUBLISHED = (Standing.PLANNED, Standing.READY, Standing.INTERRUPTED)
KEPT = timedelta(days=90)  # what nobody publishes; what it says may not be true of today's people


def sign_release(signed_in: SignedIn, asked: Release, read: str, words: str = "") -> None:
    """Signs the bundle whose manifest has the digest that was `read`; raises BadInput if it is another by now, or not as it was made."""
    check_role(signed_in, asked.office_id, *SIGNERS)
    orders.refuse_without()
    with transaction.atomic():
        release = _ready(asked)
        refuse_taken_back(signed_in, release)
        if Draft(release).digest != read:
            raise BadInput("changed", _("The release was changed since you read it. Read it again."))
        signature, is_new = Signature.objects.get_or_create(
            release=release, member=signed_in.member, defaults={"on": signed_in.today}
        )
        _keep_words(signature, words)
        keep_public_key(signed_in)
        record(signed_in.member.id, "release.sign", release.id, at=timezone.now())
        try:
            gate.sign(folder_of(release), signing_seed(signed_in))
        except BadInput as wrong:
            # Killed between file and row, it stands in the file alone. Who has a new key signs again.
            if wrong.code != "signed-already" or not is_new:
                raise


def publish_release(signed_in: SignedIn, asked: Release) -> None:
    """Puts the bundle where everybody may read it; raises BadInput unless two who may sign today have signed, and the ledger knows it."""
    check_role(signed_in, asked.office_id, *SIGNERS)
    orders.refuse_without()
    with transaction.atomic():
        if _is_set_right(asked, signed_in.member.id, signed_in.today):
            return
        release = _ready(asked)
        refuse_taken_back(signed_in, release)
        refuse_behind(signed_in, release)
        check_whole()
        draft, to = folder_of(release), settings.HOME.published / release.slug
        known = signers(release.office_id, on=signed_in.today)
        register = [gate.Publisher(one.member.shown_name, one.key) for one in known if one.key]
        if len({one.key for one in register} & Draft(release).signed_by) < 2:
            raise BadInput(
                "too-few-signatures",
                _(
                    "Publishing needs the signatures of two people who may sign today. Who has left, or has another post, counts no longer."
                ),
            )
        release.state, release.ended_by, release.ended_on = Release.State.PUBLISHED, signed_in.member, signed_in.today
        release.save(update_fields=["state", "ended_by", "ended_on"])
        record(signed_in.member.id, "release.publish", release.id, at=timezone.now())
        # Last: readers find it once everything else is sure. Killed in between, it is published, and its row is set right later.
        gate.publish(draft, publishers=register, ledger=settings.HOME.ledger, to=to)
    shutil.rmtree(draft, ignore_errors=True)


def withdraw_release(signed_in: SignedIn, asked: Release) -> None:
    """Ends a release that nobody has published, and destroys its bundle. What it cost stays spent."""
    check_role(signed_in, asked.office_id, *SIGNERS)
    with transaction.atomic():
        release = Release.objects.select_for_update().get(id=asked.id)
        standing = standing_of(release)
        if standing is Standing.PUBLISHED:
            raise BadInput("published-already", _("It is published already, and cannot be withdrawn."))
        if standing not in _UNPUBLISHED:
            raise BadInput("not-to-withdraw", _("This release cannot be withdrawn now."))
        release.ended_by = signed_in.member
        _end(release, signed_in.member.id, signed_in.today)


def end_old_releases(on: date) -> None:
    """Withdraws what has lain for three months and was not published. Part of the day's work; it needs no key."""
    for asked in Release.objects.exclude(state=Release.State.PUBLISHED):
        with transaction.atomic():
            if _is_set_right(asked, NOBODY, on):
                continue
            release = Release.objects.select_for_update().filter(id=asked.id).first()
            if release and standing_of(release) in _UNPUBLISHED and _lies_since(release) < on - KEPT:
                _end(release, NOBODY, on)
    clear_unknown()


def remarks_on(signed_in: SignedIn, release: Release) -> Iterator[tuple[Signature, str]]:
    """Who signed, by day, with what they remarked; empty for what the member's keys do not open."""
    for signature in release.signatures.select_related("member").order_by("on", "id"):
        yield signature, next(_words(signed_in, signature), "")


def _ready(asked: Release) -> Release:
    release = Release.objects.select_for_update().get(id=asked.id)
    if standing_of(release) is not Standing.READY:
        raise BadInput("not-ready", _("This release is not to be signed or published now."))
    return release


def _is_set_right(asked: Release, who: str, on: date) -> bool:
    """Whether readers find a release whose row does not say so; it then does, and its draft is gone."""
    release = Release.objects.select_for_update().filter(id=asked.id).exclude(state=Release.State.PUBLISHED).first()
    head = head_on_shelf(release) if release else ""
    if release is None or not head:
        return False
    record(who, "release.publish", release.id, at=timezone.now())
    release.state, release.head, release.ended_on = Release.State.PUBLISHED, head, release.ended_on or on
    release.save(update_fields=["state", "head", "ended_on"])
    shutil.rmtree(settings.HOME.drafts / release.id, ignore_errors=True)
    return True


def _lies_since(release: Release) -> date:
    return timezone.localdate(release.entered_at) if release.entered_at else release.asked_on


def _end(release: Release, who: str, on: date) -> None:
    record(who, "release.withdraw", release.id, at=timezone.now())
    if not release.head:  # it cost nothing, and nobody need know of it
        release.delete()
        return
    shutil.rmtree(settings.HOME.drafts / release.id, ignore_errors=True)
    release.included.all().delete()
    release.state, release.ended_on = Release.State.WITHDRAWN, on
    release.save(update_fields=["state", "ended_by", "ended_on"])


def _keep_words(signature: Signature, words: str) -> None:
    for role in SIGNERS if words else ():
        key = role_key(store(), signature.release.office_id, role)
        if key is not None:
            sealed = seal_to(key, _label(signature, role), json.dumps(words, ensure_ascii=False).encode())
            Remark.objects.create(signature=signature, role=role.value, sealed=sealed)


def _words(signed_in: SignedIn, signature: Signature) -> Iterator[str]:
    for remark in signature.remarks.all():
        role, sealed = Role(remark.role), bytes(remark.sealed)
        name = role_name(signature.release.office_id, role, max(generation_of(sealed), 1))
        try:
            yield json.loads(open_from(signed_in.ring.pair(name, on=signed_in.today), _label(signature, role), sealed))
        except CannotOpen:
            continue


def _label(signature: Signature, role: Role) -> Label:
    return Label(Kind.REMARK, (signature.release_id, signature.member_id, role.value))
