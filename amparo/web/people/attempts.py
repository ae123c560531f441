"""Limits on guessing, held in memory under a key of this process: no name and no address is kept anywhere."""

from collections import OrderedDict
from threading import Lock
from time import monotonic

from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.material import Secret, digest

_MOST_SOURCES = 50_000
_DOMAIN = b"amparo.web.tries"


class Attempts:
    """Counts failures by source, and refuses a source that has failed too often in the last minutes."""

    def __init__(self, *, most: int, minutes: float) -> None:
        self._most, self._seconds = most, minutes * 60
        self._key = Secret.new()
        self._failed: OrderedDict[bytes, list[float]] = OrderedDict()
        self._lock = Lock()

    def is_spent(self, source: str) -> bool:
        """Whether this source has failed too often in the last minutes."""
        with self._lock:
            return len(self._recent(self._mark(source))) >= self._most

    def check(self, source: str) -> None:
        """Raises BadInput if this source has to wait."""
        with self._lock:
            if len(self._recent(self._mark(source))) >= self._most:
                raise BadInput(
                    "too-many-attempts", _("There were too many attempts. Wait a quarter of an hour and try again.")
                )

    def count(self, source: str) -> None:
        """One more failure."""
        with self._lock:
            mark = self._mark(source)
            self._failed[mark] = [*self._recent(mark), monotonic()]
            self._failed.move_to_end(mark)
            while len(self._failed) > _MOST_SOURCES:
                self._failed.popitem(last=False)

    def _recent(self, mark: bytes) -> list[float]:
        since = monotonic() - self._seconds
        return [at for at in self._failed.get(mark, []) if at > since]

    def _mark(self, source: str) -> bytes:
        return digest(source.strip().casefold().encode("utf-8", "replace"), _DOMAIN, key=self._key.reveal(), size=16)
