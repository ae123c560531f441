"""Who reads a case: the roles of its office, the reporter, recovery, and whom it was shared with."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.endorsing import EndorsedStore
from amparo.vault.keys import KeyKind, KeyName, PublicKey
from amparo.vault.sections import USUAL_READERS, Reader, Section
from amparo.vault.wraps import Purpose
from amparo.web.people.keys import keys_stay, recovery_key, role_key

# A person with a receipt reads what they told, what was answered, and their files; not what staff write among themselves.
REPORTER_READS = frozenset({Section.ACCOUNT, Section.CONTACT, Section.FILES})


def office_readers(store: EndorsedStore, office: str) -> list[Reader]:
    """The roles of an office, each with its sections, and recovery; raises BadInput if the office has no keys."""
    keys_stay()
    keys = [(role_key(store, office, role), sections) for role, sections in USUAL_READERS.items()]
    readers = [Reader(key, sections) for key, sections in keys if key is not None]
    if len(readers) < len(keys):
        raise BadInput("office-without-keys", _("This office cannot receive reports yet. Choose another office."))
    recovery = recovery_key(store)
    return readers + ([Reader(recovery, frozenset(Section), Purpose.RECOVERY)] if recovery else [])


def reporter(public: PublicKey) -> Reader:
    """The person who holds the receipt."""
    return Reader(public, REPORTER_READS, Purpose.REPORTER)


def all_readers(store: EndorsedStore, office: str, told: Mapping[str, object]) -> list[Reader]:
    """Everybody who reads the case now; `told` is its first entry, in which the key of the receipt lies sealed."""
    return [*office_readers(store, office), *_outsiders(told)]


def receipt_told(receipt: PublicKey) -> list[str]:
    """How the first entry of a case keeps the public key of the receipt."""
    return [str(receipt.name), receipt.raw.hex()]


def _outsiders(told: Mapping[str, object]) -> Iterable[Reader]:
    receipt = told.get("receipt")
    if isinstance(receipt, list):
        name, raw = receipt
        key = PublicKey(KeyName.parse(name), bytes.fromhex(raw))
        if key.name.kind is KeyKind.RECEIPT:
            yield reporter(key)
