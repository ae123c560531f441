"""A list on its way from the dry run to reports: how it travels between pages, which rows come next, and what each tells.

Between the steps the list travels sealed in the form where it is small, and is chosen again where it is not; it is stored nowhere.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.exchange.lists.rows import DryRun, RowRead
from amparo.exchange.lists.sheet import RowProblem
from amparo.rules.dates import Period
from amparo.vault.material import digest, new_id
from amparo.web import travelling
from amparo.web.casework.actions.opening_here import Heard
from amparo.web.casework.telling import LONGEST, Contact

AT_ONCE = 200  # rows in one request; the page goes on from there
_PURPOSE, _WITHIN, _DOMAIN = "bring-list", timedelta(hours=4), b"amparo.web.lists"
_TRAVELS = 400_000  # bytes, pressed: sealed and written as text they fit a form


@dataclass(frozen=True, slots=True)
class Held:
    """What goes from one step to the next: the list or its digest, and a token from which the ids of its cases follow."""

    content: bytes = field(repr=False)
    token: str

    @classmethod
    def of(cls, sent: bytes | None, packed: str, *, is_looked_at: bool) -> "Held | None":
        """The list that was sent, or came along; None if there is neither. Raises BadInput for another than was looked at."""
        known = travelling.unpack(_PURPOSE, packed, within=_WITHIN) if packed else {}
        if sent is not None:
            if known.get("digest") == _digest(sent):
                return cls(sent, str(known["token"]))
            if is_looked_at:
                raise BadInput("another-list", _("This is not the list that was looked at. Look at it first."))
            return cls(sent, new_id())
        if "list" in known:
            return cls(zlib.decompress(b64decode(str(known["list"]))), str(known["token"]))
        return None

    def case_id(self, row: RowRead) -> str:
        """The id of the case of a row: the same list brought in twice from one page is one list."""
        return digest(f"{self.token}/{row.number}".encode(), _DOMAIN, size=16).hex()

    @property
    def travels(self) -> bool:
        """Whether it is small enough to come along in the form."""
        return len(zlib.compress(self.content)) <= _TRAVELS

    @property
    def packed(self) -> str:
        """The hidden field."""
        held: dict[str, object] = {"digest": _digest(self.content), "token": self.token}
        if self.travels:
            held["list"] = b64encode(zlib.compress(self.content)).decode()
        return travelling.pack(_PURPOSE, held)


def rows_to_bring(run: DryRun) -> list[RowRead]:
    """The rows that can be kept whole."""
    return [row for row in run.ready if not _is_too_long(row)]


def next_rows(rows: Iterable[RowRead], after: int) -> list[RowRead]:
    """Those of the next part, by their number in the list: which rows can be read may have changed since the last part."""
    return [row for row in rows if row.number > after][:AT_ONCE]


def problems(run: DryRun) -> list[RowProblem]:
    """What is wrong in which row, from the top of the list down."""
    too_long = (RowProblem(row.number, "", "A text is too long.", "too-long") for row in run.ready if _is_too_long(row))
    return sorted([*run.problems, *too_long], key=lambda one: one.row)


def heard(row: RowRead, language: str) -> Heard:
    """What a row tells, as a report."""
    told = row.fields
    day = told.get("received_on")
    return Heard(
        language,
        told.get("account", ""),
        Contact(how=told.get("contact", "")),
        told.get("name", ""),
        facts=row.facts,
        received_on=Period.parse(day).first if day else None,
        reference=told.get("reference", ""),
    )


def _is_too_long(row: RowRead) -> bool:
    return any(len(said) > LONGEST for said in row.fields.values())


def _digest(content: bytes) -> str:
    return digest(content, _DOMAIN).hex()
