"""After a restore: removes what had been erased or revoked since the backup was made."""

from collections.abc import Iterable
from dataclasses import dataclass

from amparo.vault.keys import KeyKind, KeyName
from amparo.vault.storage import Storage
from amparo.vault.tombstones import Tombstone, is_erased


@dataclass(frozen=True, slots=True)
class Reapplied:
    """What a restore had brought back and was removed again; of `roles`, make a new generation."""

    erased: int
    wraps: int
    roles: frozenset[KeyName]


def reapply(tombstones: Iterable[Tombstone], storage: Storage) -> Reapplied:
    """Removes from a restored store whatever had been erased or revoked since its backup was made."""
    # The restored store has its own, older list; both count.
    known = {found.digest: found for found in (*storage.tombstones(), *tombstones)}
    storage.put_tombstones(known.values())
    erased = [group for group in storage.groups() if is_erased(group, known)]
    for group in erased:
        storage.delete_group(group)
    revoked = [wrap for wrap in storage.wraps() if is_erased(wrap.id, known)]
    for wrap in revoked:
        storage.delete_wrap(wrap.id)
        if wrap.about.kind is KeyKind.CASE:
            storage.mark_stale(wrap.about.of[0])
    roles = frozenset(wrap.about for wrap in revoked if wrap.about.kind is KeyKind.ROLE)
    return Reapplied(len(erased), len(revoked), roles)
