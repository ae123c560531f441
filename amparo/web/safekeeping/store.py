"""The store of the vault on Django's database, and the one way to it: `store()`, which endorses."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from amparo.vault.audit import START, Head, head_of
from amparo.vault.cabinet import Cabinet
from amparo.vault.endorsing import EndorsedStore
from amparo.vault.keys import KeyKind, KeyName, PublicKey
from amparo.vault.labels import Kind
from amparo.vault.storage import Blob, Tagged
from amparo.vault.tombstones import Tombstone
from amparo.vault.wraps import Wrap
from amparo.web.safekeeping import generation_file, tombstone_file
from amparo.web.safekeeping.models import AuditHead, AuditLine, Epoch, PublicKeyRow, SealedBlob, TombstoneRow, WrapRow

_AT_ONCE = 500
GUARDED = (KeyKind.ROLE, KeyKind.RECOVERY)  # of these, a generation that is gone from the database is missed


def store() -> EndorsedStore:
    """The vault's store; whatever comes out of it was put in by this server."""
    return EndorsedStore(DatabaseStore(), settings.HOME.server_secret)


def newest_names() -> list[KeyName]:
    """The newest generation of each key that the file of generations guards, as the database has it."""
    keys = (key.name for kind in GUARDED for key in store().public_keys(kind))
    return list({(name.kind, name.of): name for name in keys}.values())


def cabinet() -> Cabinet:
    """The sealed cases."""
    return Cabinet(store())


class DatabaseStore:
    """A `RawStorage`; every method runs inside the transaction of the action that calls it."""

    def put_blob(self, blob: Blob) -> None:
        self.put_blobs([blob])

    def put_blobs(self, blobs: Iterable[Blob]) -> None:
        """Keeps each, none of them twice, in one statement; `update_or_create` takes six for one, and every other writer waits."""
        SealedBlob.objects.bulk_create(
            map(_row, blobs), update_conflicts=True, unique_fields=["place"], update_fields=["shelf", "size", "sealed"]
        )

    def get_blob(self, kind: Kind, group: str, blob_id: str) -> Blob | None:
        row = SealedBlob.objects.filter(place=_place(kind, group, blob_id)).first()
        return _blob(row) if row else None

    def get_blobs(self, kind: Kind, group: str, ids: Collection[str]) -> Iterator[Blob]:
        waiting = iter(ids)
        while some := [_place(kind, group, one) for one in islice(waiting, _AT_ONCE)]:
            yield from map(_blob, SealedBlob.objects.filter(place__in=some))

    def blobs(
        self, kind: Kind, *, group: str | None = None, shelf: str | None = None, largest: int | None = None
    ) -> Iterator[Blob]:
        rows = SealedBlob.objects.filter(kind=kind.value)
        if group is not None:
            rows = rows.filter(group=group)
        if shelf is not None:
            rows = rows.filter(shelf=shelf)
        if largest is not None:
            rows = rows.filter(size__lte=largest)
        # Those of one case are few: a cursor on the server would take three statements.
        return (_blob(row) for row in (rows if group is not None else rows.iterator(chunk_size=_AT_ONCE)))

    def delete_blobs(self, blobs: Iterable[Blob]) -> None:
        self.delete_at([place_of(blob) for blob in blobs])

    def delete_at(self, places: Sequence[str]) -> None:
        """Removes what lies in these places."""
        for at in range(0, len(places), _AT_ONCE):
            SealedBlob.objects.filter(place__in=places[at : at + _AT_ONCE]).delete()

    def put_wrap(self, wrap: Wrap, tag: bytes) -> None:
        self.put_wraps([(wrap, tag)])

    def put_wraps(self, tagged: Iterable[tuple[Wrap, bytes]]) -> None:
        """Keeps each, none of them twice, in one statement."""
        WrapRow.objects.bulk_create(
            (_wrap_row(wrap, tag) for wrap, tag in tagged),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["about_kind", "case", "holder", "data", "tag"],
        )

    def wraps_of_case(self, case: str) -> Iterator[Tagged]:
        return map(_tag, WrapRow.objects.filter(case=case, about_kind=KeyKind.CASE.value))

    def wraps_to(self, holder: KeyName) -> Iterator[Tagged]:
        return _tagged(WrapRow.objects.filter(holder=str(holder)))

    def role_wraps(self) -> Iterator[Tagged]:
        # The empty case comes first, so that the index finds the few among the many.
        return _tagged(WrapRow.objects.filter(case="", about_kind=KeyKind.ROLE.value))

    def wraps(self) -> Iterator[Tagged]:
        return _tagged(WrapRow.objects.all())

    def delete_wrap(self, wrap_id: str) -> None:
        WrapRow.objects.filter(id=wrap_id).delete()

    def put_public_key(self, key: PublicKey, tag: bytes) -> None:
        PublicKeyRow.objects.create(name=str(key.name), raw=key.raw, tag=tag)
        if key.name.kind in GUARDED:
            home = settings.HOME
            transaction.on_commit(partial(generation_file.add, home.generations, [key.name], home), robust=True)

    def public_keys(self, prefix: str) -> Iterator[Tagged]:
        rows = PublicKeyRow.objects.filter(name__startswith=prefix)
        return (Tagged(row.name, bytes(row.raw), bytes(row.tag)) for row in rows)

    def groups(self) -> Iterable[str]:
        blobs = SealedBlob.objects.values_list("group", flat=True).distinct()
        wraps = WrapRow.objects.exclude(case="").values_list("case", flat=True).distinct()
        return {*blobs, *wraps, *Epoch.objects.values_list("case", flat=True)}

    def delete_group(self, group: str) -> None:
        SealedBlob.objects.filter(group=group).delete()
        WrapRow.objects.filter(case=group).delete()
        Epoch.objects.filter(case=group).delete()

    def next_epoch(self, case: str) -> int:
        rows = Epoch.objects.filter(case=case)
        # Whoever comes at the same time waits for this row, or fails to make it.
        if rows.update(number=F("number") + 1, is_stale=False):
            return rows.values_list("number", flat=True).get()
        return Epoch.objects.create(case=case, number=1).number

    def epoch(self, case: str) -> int:
        return Epoch.objects.filter(case=case).values_list("number", flat=True).first() or 0

    def mark_stale(self, case: str) -> None:
        Epoch.objects.filter(case=case).update(is_stale=True)

    def is_stale(self, case: str) -> bool:
        return Epoch.objects.filter(case=case, is_stale=True).exists()

    def put_tombstones(self, tagged: Collection[tuple[Tombstone, bytes]]) -> None:
        rows = [TombstoneRow(digest=one.digest, data=str(one).encode(), tag=tag) for one, tag in tagged]
        TombstoneRow.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["digest"], update_fields=["data", "tag"], batch_size=_AT_ONCE
        )
        home, kept = settings.HOME, [one for one, _ in tagged]
        # A full disk must not undo an erasure: `doctor` tells of lines that are missing, and each day they are added.
        transaction.on_commit(partial(tombstone_file.add, home.tombstones, kept, home.server_secret), robust=True)

    def get_tombstone(self, digest: str) -> Tagged | None:
        return next(_tombstones(TombstoneRow.objects.filter(digest=digest)), None)

    def get_tombstones(self, digests: Collection[str]) -> Iterator[Tagged]:
        waiting = iter(digests)
        while some := list(islice(waiting, _AT_ONCE)):
            yield from _tombstones(TombstoneRow.objects.filter(digest__in=some))

    def tombstones(self) -> Iterator[Tagged]:
        return _tombstones(TombstoneRow.objects.all())

    def append_audit(self, make: Callable[[Head], str]) -> None:
        with transaction.atomic():
            # Locked until the action commits, so that no two lines follow the same head.
            row, _ = AuditHead.objects.select_for_update().get_or_create(id=1, defaults={"hash": START.hash})
            line = make(Head(row.number, row.hash))
            head = head_of(line)
            AuditLine.objects.create(number=head.number, line=line)
            row.number, row.hash = head.number, head.hash
            row.save()

    def audit_lines(self) -> Iterator[str]:
        return AuditLine.objects.order_by("number").values_list("line", flat=True).iterator()


def place_of(blob: Blob) -> str:
    """Where a blob lies; no two lie in one place."""
    return _place(blob.kind, blob.group, blob.id)


def _place(kind: Kind, group: str, blob_id: str) -> str:
    return f"{kind.value}/{group}/{blob_id}"


def _blob(row: SealedBlob) -> Blob:
    return Blob(Kind(row.kind), row.group, row.blob_id, bytes(row.sealed), row.shelf)


def _row(blob: Blob) -> SealedBlob:
    return SealedBlob(place_of(blob), blob.kind.value, blob.group, blob.id, blob.shelf, len(blob.sealed), blob.sealed)


def _wrap_row(wrap: Wrap, tag: bytes) -> WrapRow:
    case = wrap.about.of[0] if wrap.about.kind is KeyKind.CASE else ""
    return WrapRow(wrap.id, wrap.about.kind.value, case, str(wrap.holder), wrap.encode(), tag)


def _tagged(rows: QuerySet[WrapRow]) -> Iterator[Tagged]:
    return map(_tag, rows.iterator(chunk_size=_AT_ONCE))


def _tag(row: WrapRow) -> Tagged:
    return Tagged(row.id, bytes(row.data), bytes(row.tag))


def _tombstones(rows: QuerySet[TombstoneRow]) -> Iterator[Tagged]:
    return (Tagged(row.digest, bytes(row.data), bytes(row.tag)) for row in rows)
