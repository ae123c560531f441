"""The envelopes of custodians on their way to and from the database, and whether those who are here still suffice."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from nacl.bindings import sodium_memcmp

from amparo.vault.custodians import Envelope, open_layer
from amparo.vault.keys import KeyName, KeyPair
from amparo.vault.labels import join_parts
from amparo.vault.material import KEY_SIZE, CannotOpen, digest, new_id
from amparo.web.people.keys import name_of
from amparo.web.people.models import Member
from amparo.web.safekeeping.models import EnvelopeRow

_DOMAIN = b"amparo.web.envel"


@dataclass(frozen=True, slots=True)
class Custody:
    """How recovery stands: the custodians, those who are still here with their keys, and how many it takes."""

    custodians: tuple[Member, ...]
    present: tuple[Member, ...]
    needed: int

    @property
    def is_possible(self) -> bool:
        """Whether those who are here suffice."""
        return len(self.present) >= self.needed


def custody() -> Custody | None:
    """How recovery by custodians stands; None while the printed phrase is what recovers."""
    envelopes = [envelope for _, envelope in _envelopes("")]
    if not envelopes:
        return None
    found = _members({name for envelope in envelopes for name in envelope.holders})
    present = tuple(member for name, member in found if _is_present(name, member))
    return Custody(tuple(member for _, member in found), present, len(envelopes[0].holders))


def keep_envelopes(envelopes: Iterable[Envelope]) -> None:
    """Puts these in place of all that there are."""
    EnvelopeRow.objects.all().delete()
    EnvelopeRow.objects.bulk_create(EnvelopeRow(id=new_id(), data=envelope.encode()) for envelope in envelopes)


def open_mine(recovery: str, own: KeyPair) -> tuple[int, KeyPair | None]:
    """Takes off every layer that is this custodian's turn: how many, and the recovery key if one of them was the last.

    The envelopes themselves stay; what is still sealed to others is kept for this recovery alone.
    """
    mine = [found for found in _still_closed(recovery) if found[1].next_holder == own.name]
    for row, envelope in mine:
        inside = open_layer(envelope, own)
        if isinstance(inside, KeyPair):
            return len(mine), inside
        if row.recovery:
            row.delete()
        data = inside.encode()
        EnvelopeRow.objects.create(id=new_id(), recovery=recovery, data=_tag(recovery, data) + data)
    return len(mine), None


def opened_by(recovery: str) -> list[Member]:
    """The custodians who have opened their layer for this recovery."""
    names = {name for _, envelope in _envelopes(recovery) for name in envelope.holders[: envelope.opened]}
    return [member for _, member in _members(names)]


def next_to_open(recovery: str) -> list[Member]:
    """The custodians of whom one has to open their layer now, counting only ways on which everybody is still here."""
    waiting = [
        envelope
        for _, envelope in _still_closed(recovery)
        if all(_is_present(*found) for found in _members(envelope.holders[envelope.opened :]))
    ]
    return [member for _, member in _members({envelope.next_holder for envelope in waiting})]


def forget_opened(recovery: str) -> None:
    """Removes what was opened for this recovery."""
    if recovery:
        EnvelopeRow.objects.filter(recovery=recovery).delete()


def drop_envelopes_of(holder: KeyName) -> None:
    """Removes the envelopes of somebody who left, unless no other would be there: then recovery needs them back."""
    rows = _envelopes("")
    theirs = [row.id for row, envelope in rows if holder in envelope.holders]
    if len(theirs) < len(rows):
        EnvelopeRow.objects.filter(id__in=theirs).delete()
    EnvelopeRow.objects.exclude(recovery="").delete()


def _still_closed(recovery: str) -> list[tuple[EnvelopeRow, Envelope]]:
    """What can be opened next: what others opened so far, and whole envelopes whose first holder has not come by."""
    opened = _envelopes(recovery)
    came = {envelope.holders[0] for _, envelope in opened}
    return opened + [found for found in _envelopes("") if found[1].next_holder not in came]


def _envelopes(*recoveries: str) -> list[tuple[EnvelopeRow, Envelope]]:
    rows = EnvelopeRow.objects.filter(recovery__in=recoveries).order_by("id")
    return [(row, envelope) for row in rows if (envelope := _envelope(row)) is not None]


def _envelope(row: EnvelopeRow) -> Envelope | None:
    """What the row holds; None if it is damaged, or was opened for another purpose than it says."""
    data = bytes(row.data)
    if row.recovery:
        tag, data = data[:KEY_SIZE].ljust(KEY_SIZE), data[KEY_SIZE:]
        if not sodium_memcmp(tag, _tag(row.recovery, data)):
            return None
    try:
        found = Envelope.decode(data)
    except CannotOpen:
        return None
    return found if bool(found.opened) is bool(row.recovery) else None


def _tag(recovery: str, data: bytes) -> bytes:
    """What binds an opened layer to the one recovery for which its custodian opened it."""
    key = settings.HOME.server_secret.reveal()
    return digest(join_parts([recovery.encode(), data]), _DOMAIN, key=key)


def _members(names: Iterable[KeyName]) -> list[tuple[KeyName, Member]]:
    ordered = sorted(names, key=str)
    members = {member.id: member for member in Member.objects.filter(id__in={name.of[0] for name in ordered})}
    return [(name, members[name.of[0]]) for name in ordered if name.of[0] in members]


def _is_present(name: KeyName, member: Member) -> bool:
    return member.is_active and name_of(member) == name
