"""The record of every act: one line of the chain, in the transaction of the act itself."""

from datetime import UTC, datetime, time

from amparo.vault.audit import Entry, write_entry
from amparo.web.safekeeping.store import store

NOBODY = "nobody"


def record(who: str, action: str, about: str, *, at: datetime) -> None:
    """Adds a line: a member's id, a dotted word, the id of what it was done to."""
    entry = Entry(at, who, action, about)
    store().append_audit(lambda head: write_entry(entry, head))


def record_public(action: str, about: str, *, at: datetime) -> None:
    """Adds a line for what somebody outside did; of the time it keeps the day only, so that nobody can be told by the minute."""
    day = datetime.combine(at.astimezone(UTC).date(), time(), tzinfo=UTC)
    record(NOBODY, action, about, at=day)
