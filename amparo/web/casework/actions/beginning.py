"""How a case begins, however it came: its row, its keys, its first entries, its line. Part of other actions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace

from django.db import IntegrityError, transaction

from amparo.vault.cabinet import Cabinet
from amparo.vault.endorsing import EndorsedStore
from amparo.vault.material import CannotOpen
from amparo.vault.receipts import Receipt
from amparo.vault.sections import Section
from amparo.vault.tombstones import digest_of
from amparo.web.casework.entries import Entry, EntryKind, begun, encode_together
from amparo.web.casework.lists.lines import Line, add_line
from amparo.web.casework.models import Case, ReceiptKey
from amparo.web.casework.readers import office_readers, reporter
from amparo.web.safekeeping.shelves import all_at_once
from amparo.web.safekeeping.store import store

_ATTEMPTS = 5


def once(receipt: Receipt, make: Callable[[], Case]) -> tuple[Case, bool]:
    """The case under a receipt, and whether it was there before; if not, it is made, in one transaction.

    Raises CannotOpen if the case under it was erased: a form that is sent again does not bring it back.
    """
    if store().has_tombstone(digest_of(receipt.lookup_key)):
        raise CannotOpen
    for attempt in range(_ATTEMPTS):
        known = ReceiptKey.objects.filter(lookup=receipt.lookup_key).select_related("case").first()
        if known is not None:
            return known.case, True
        try:
            with transaction.atomic():
                return make(), False
        except IntegrityError:
            # The same form, sent twice at the same moment; or the number that was drawn is another case's.
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError


def _bound(entries: Sequence[Entry], case: Case) -> Iterator[Entry]:
    """The first entries say, sealed, to which office the case belongs: what stands in clear could be changed by another hand.

    The facts say it as well, with the key of the receipt, for supervisors, who open no more, to write and seal to everybody.
    """
    bound: dict[str, object] = {"office": case.office_id}
    for entry in entries:
        if entry.kind is EntryKind.TOLD:
            bound |= {name: value for name, value in entry.data.items() if name == "receipt"}
            yield replace(entry, data={**entry.data, **bound})
        else:
            yield replace(entry, data={**entry.data, "bound": bound}) if entry.kind is EntryKind.FACTS else entry


def begin(
    case: Case,
    entries: Sequence[Entry],
    line: Line,
    *,
    receipt: Receipt | None = None,
    gathering: EndorsedStore | None = None,
) -> None:
    """Keeps a new case: every section has its first record, with its entries or empty, for its office and for the receipt.

    Whoever begins many at once gives the store that gathers for all of them.
    """
    case.save(force_insert=True)
    if receipt is not None:
        ReceiptKey.objects.create(lookup=receipt.lookup_key, case=case)
    contents = {section: begun(line.received_at).encode() for section in Section}
    told: dict[Section, list[Entry]] = {}
    for entry in _bound(entries, case):
        told.setdefault(entry.kind.section, []).append(entry)
    contents |= {
        section: encode_together(all_of) if all_of[1:] else all_of[0].encode() for section, all_of in told.items()
    }
    with nullcontext(gathering) if gathering else all_at_once() as kept:
        readers = office_readers(kept, case.office_id)
        if receipt is not None:
            readers.append(reporter(receipt.pair.public))
        Cabinet(kept).begin(case.id, readers, contents)
        add_line(kept, case.office_id, case.id, case.writes, line.changes)
