"""Django's backend for SQLite, in which the writers of this process take turns.

SQLite has no queue: a writer who finds another at work sleeps, longer each time, and looks again, so under load some wait for
seconds while others pass them. Other processes, such as a backup, still meet SQLite's own lock.
"""

from threading import Lock

from django.db.backends.sqlite3 import base

_TURN = Lock()
_LONGEST = 30  # seconds; then SQLite's own lock decides, and says what is wrong


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn before a transaction."""

    has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        self.has_turn = _TURN.acquire(timeout=_LONGEST)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._pass_on()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._pass_on()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        if self.has_turn:
            self.has_turn = False
            _TURN.release()
