"""Shelves of the store for lists: which parts lie there, some of them by place, and a store that writes all at once."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.conf import settings
from django.db import transaction

from amparo.vault.endorsing import EndorsedStore
from amparo.vault.labels import Kind
from amparo.vault.storage import Blob, Tagged
from amparo.vault.tombstones import digest_of
from amparo.vault.wraps import Wrap
from amparo.web.safekeeping.models import SealedBlob, TombstoneRow
from amparo.web.safekeeping.store import DatabaseStore, place_of

_PARTS = (Kind.SEGMENT.value, Kind.ROW.value)
_AT_ONCE = 500


def places_on(shelf: str) -> set[str]:
    """Where the segments and loose rows on a shelf lie."""
    return set(SealedBlob.objects.filter(shelf=shelf, kind__in=_PARTS).values_list("place", flat=True))


def blobs_at(places: Collection[str]) -> Iterator[Blob]:
    """The segments and rows that lie there, segments first."""
    waiting = iter(sorted(places, reverse=True))
    while some := list(islice(waiting, _AT_ONCE)):
        rows = SealedBlob.objects.filter(place__in=some).order_by("-place")
        for row in rows:
            yield Blob(Kind(row.kind), row.group, row.blob_id, bytes(row.sealed), row.shelf)


def count_erased() -> int:
    """How many tombstones there are. They only ever become more."""
    return TombstoneRow.objects.count()


def erased_among(ids: Collection[str]) -> list[str]:
    """Those of the ids under which something was erased. To leave something out; tombstones are taken as they stand."""
    by_digest = {digest_of(one): one for one in ids}
    rows = TombstoneRow.objects.values_list("digest", flat=True)
    # Few are asked for by name; for many it is quicker to look through all.
    found = rows.filter(digest__in=by_digest) if len(by_digest) <= _AT_ONCE else rows.iterator(chunk_size=10_000)
    return [by_digest[digest] for digest in found if digest in by_digest]


class Gathering(DatabaseStore):
    """A store that reads at once and writes at the end: long work holds up nobody else's writing, and many rows are few statements.

    What was put is not read back before it is written. A public key is looked for once.
    """

    def __init__(self) -> None:
        self.put: list[Blob] = []
        self.gone: list[str] = []
        self._wraps: list[tuple[Wrap, bytes]] = []
        self._keys: dict[str, list[Tagged]] = {}

    def put_blob(self, blob: Blob) -> None:
        self.put.append(blob)

    def delete_blobs(self, blobs: Iterable[Blob]) -> None:
        self.gone += map(place_of, blobs)

    def put_wrap(self, wrap: Wrap, tag: bytes) -> None:
        self._wraps.append((wrap, tag))

    def public_keys(self, prefix: str) -> Iterator[Tagged]:
        # Whoever asks for one key of an office asks for the others.
        owner = prefix[: prefix.rfind("/") + 1]
        if owner not in self._keys:
            self._keys[owner] = list(super().public_keys(owner))
        return (row for row in self._keys[owner] if row.id.startswith(prefix))

    def write(self) -> None:
        """Puts and deletes what was gathered, in one transaction."""
        with transaction.atomic(savepoint=False):
            self.put_wraps(self._wraps)
            self.put_blobs(self.put)
            self.delete_at(self.gone)


@contextmanager
def all_at_once() -> Iterator[EndorsedStore]:
    """The store, which writes blobs and wraps at the end of the block. For a transaction in which the keys of roles stay."""
    gathering = Gathering()
    yield EndorsedStore(gathering, settings.HOME.server_secret)
    gathering.write()
