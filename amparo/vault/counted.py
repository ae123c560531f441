"""Coded facts sealed once more, to the analysts' key, when a person agreed to be counted.

The counted set has an id of its own, which is kept sealed within the case: in the store nothing joins the two, and the
analysts do not learn the case. Withdrawal deletes it and leaves a tombstone.
"""

from collections.abc import Iterator
from datetime import date

from amparo.vault.keys import KeyKind, KeyPair, PublicKey, Role, shelf_of
from amparo.vault.labels import Kind, Label
from amparo.vault.material import new_id
from amparo.vault.sealing import generation_of, open_from, seal_to
from amparo.vault.storage import Blob, Storage
from amparo.vault.tombstones import Tombstone


def count(storage: Storage, facts: bytes, analysts: PublicKey) -> str:
    """Stores the facts for the analysts and returns the id under which they can be withdrawn; keep it sealed in the case."""
    if analysts.name.kind is not KeyKind.ROLE or analysts.name.of[1] != Role.ANALYST.value:
        raise ValueError("counted facts are sealed to analysts only")
    counted = new_id()
    sealed = seal_to(analysts, _label(counted), facts)
    storage.put_blob(Blob(Kind.COUNTED, counted, counted, sealed, shelf_of(analysts.name)))
    return counted


def withdraw(storage: Storage, counted: str, *, on: date) -> None:
    """Removes what was counted; a restored backup does not bring it back."""
    storage.delete_group(counted)
    storage.put_tombstone(Tombstone.of(counted, on=on))


def counted_facts(storage: Storage, analysts: KeyPair) -> Iterator[bytes]:
    """Everything sealed to this generation of the analysts' key; raises CannotOpen at what was changed or moved."""
    for blob in storage.blobs(Kind.COUNTED, shelf=shelf_of(analysts.name)):
        if generation_of(blob.sealed) == analysts.name.generation:
            yield open_from(analysts, _label(blob.id), blob.sealed)


def _label(counted: str) -> Label:
    return Label(Kind.COUNTED, (counted,))
