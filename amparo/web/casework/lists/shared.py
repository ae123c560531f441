"""Tables shared by the sessions that hold a role.

A table is let go when no session that used it is alive, or nobody used it for as long as a session may idle. Its key is the role's
public key, so a new generation begins a new table.
"""

from collections.abc import Collection
from threading import Lock, Timer
from time import monotonic

from amparo.vault.keys import PublicKey
from amparo.web.casework.lists.tables import Table
from amparo.web.people.sessions import IDLE

_TABLES: dict[PublicKey, Table] = {}
_LOCK = Lock()
_SWEEPERS: list[Timer] = []  # one, as long as there are tables


def table(key: PublicKey, session: str) -> Table:
    """The table of the role with that key, noted as used by this session."""
    with _LOCK:
        found = _TABLES.get(key)
        if found is None:
            found = _TABLES[key] = Table(key)
        found.used[session] = monotonic()
        _sweep_later()
        return found


def users() -> set[str]:
    """The sessions that used a table."""
    with _LOCK:
        return {session for found in _TABLES.values() for session in found.used}


def keep_for(sessions: Collection[str]) -> None:
    """Lets go of every table that none of these sessions has used of late."""
    oldest = monotonic() - IDLE.total_seconds()
    with _LOCK:
        for key, found in list(_TABLES.items()):
            found.used = {one: at for one, at in found.used.items() if one in sessions and at >= oldest}
            if not found.used:
                del _TABLES[key]


def _sweep_later() -> None:
    """Begins to wait, unless somebody does; under the lock."""
    if not _SWEEPERS:
        timer = Timer(IDLE.total_seconds(), _sweep)
        timer.daemon = True
        _SWEEPERS.append(timer)
        timer.start()


def _sweep() -> None:
    keep_for(users())
    with _LOCK:
        _SWEEPERS.clear()
        if _TABLES:
            _sweep_later()
