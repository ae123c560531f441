"""The book of an office: which case is counted, under which id and as which person, and how often it had been written to when looked at.

It also says how far remedy has come in each case, counted or not, and all that supervisors were ever told of money. It is sealed to
the caseworkers. From it the pool for the analysts and the totals for the supervisors are made anew each time.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from amparo.vault.counted import CountedSet
from amparo.vault.material import CannotOpen, new_id
from amparo.web.casework.counting.progress import Progress
from amparo.web.casework.counting.totals import Told, Totals, tell_anew

_NOTHING = Progress()


@dataclass(frozen=True, slots=True)
class Page:
    """One case in the book: how often it had been written to, and if it is counted what, under which id, as which person."""

    writes: int
    set_id: str = ""
    person: str = ""
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)
    joined: tuple[str, ...] = ()  # cases that colleagues joined with it: reports of the same person
    refuses: bool = False  # the person says here that they are not to be counted
    progress: Progress = _NOTHING

    @property
    def is_counted(self) -> bool:
        return bool(self.set_id)


class Book:
    """The pages of all cases of an office that somebody has looked at, by case; and the sums that supervisors were told."""

    def __init__(self, pages: Mapping[str, Page], told: Iterable[Told] = ()) -> None:
        self.pages, self.told = dict(pages), list(told)
        self.is_silent = False  # of money nothing is told: what was told before is lost
        self.line: int | None = 0  # of the record, when it was sealed; None before books told of money
        self.taken_out: set[str] = set()  # sets that are counted no longer

    @classmethod
    def decode(cls, raw: bytes | None) -> "Book":
        """The book so encoded, an empty one for none; raises CannotOpen for anything else."""
        try:
            plain = json.loads(raw) if raw else {}
            pages = plain.get("pages", plain)
            told = [Told(*one) for one in plain["told"]] if "pages" in plain else []
            book = cls({case: _page(*one) for case, one in pages.items()}, told)
            if "pages" in plain:
                book.is_silent, book.line = bool(plain["silent"]), int(plain["line"])
            elif raw:
                book.line = None
            return book
        except (ValueError, TypeError, AttributeError, LookupError):
            pass
        raise CannotOpen

    def encode(self) -> bytes:
        """The book as JSON."""
        pages = {
            case: [
                *(page.writes, page.set_id, page.person, dict(page.facts), list(page.joined), page.refuses),
                page.progress.plain,
            ]
            for case, page in self.pages.items()
        }
        told = [[one.name, dict(one.of), one.cases, one.sum, one.is_shown] for one in self.told]
        plain = {"pages": pages, "told": told, "silent": self.is_silent, "line": self.line}
        return json.dumps(plain, separators=(",", ":")).encode()

    @property
    def writes(self) -> int:
        """How many writes of all cases the book has seen."""
        return sum(max(page.writes, 0) for page in self.pages.values())

    def note(
        self,
        case: str,
        writes: int,
        facts: Mapping[str, str] | None,
        joined: Iterable[str],
        refuses: bool = False,
        progress: Progress = _NOTHING,
    ) -> None:
        """Writes down what a case says now; without facts it is not counted. What was seen later is not put back."""
        before = self.pages.get(case, Page(0))
        if writes < before.writes:
            return
        if facts is None and before.is_counted:
            self.taken_out.add(before.set_id)
        known = (before.set_id, before.person) if before.person else (new_id(), new_id())
        told = (*known, facts) if facts is not None else ("", "", {})
        self.pages[case] = Page(writes, *told, tuple(joined), refuses, progress)

    def forget(self, case: str) -> None:
        """Tears the page of a case out."""
        page = self.pages.pop(case, None)
        if page is not None and page.is_counted:
            self.taken_out.add(page.set_id)
        self.told = [one.without(case) for one in self.told]

    def fall_silent(self) -> None:
        """Tells nothing of money from now on: beside sums that were told and are lost, a new one could give a case away."""
        self.told, self.is_silent = [], True

    def totals(self, *, on: date) -> Totals:
        """What supervisors see; of money what they were told, or what they are told from now on."""
        cases = {case: page.progress for case, page in self.pages.items()}
        self.told = [] if self.is_silent else tell_anew(self.told, cases)
        found = Totals.of(cases.values(), self.told, on=on, writes=self.writes)
        return replace(found, is_silent=self.is_silent)

    def sets(self) -> list[CountedSet]:
        """What is counted, each with the person it is about; cases that were joined are about one, and who refuses in one is in none."""
        self._leave_out_who_refuses()
        persons = self._persons()
        return [
            CountedSet(page.set_id, json.dumps({**page.facts, "person": persons[case]}, separators=(",", ":")).encode())
            for case, page in self.pages.items()
            if page.is_counted
        ]

    def _leave_out_who_refuses(self) -> None:
        """Takes out the sets of people who refuse in another of their reports, and gives new ones to those who do so no longer."""
        for case, page in self.pages.items():
            refused = any(self.pages[one].refuses for one in self._together(case))
            if page.is_counted and refused:
                self.taken_out.add(page.set_id)
                self.pages[case] = replace(page, set_id="")
            elif page.person and not page.is_counted and not refused:
                self.pages[case] = replace(page, set_id=new_id())

    def _persons(self) -> dict[str, str]:
        """The person of each case: of cases that hang together, that of the one written down first."""
        found: dict[str, str] = {}
        for case, page in self.pages.items():
            if case not in found:
                together = list(self._together(case))
                known = (self.pages[one].person for one in [case, *together] if self.pages[one].person)
                found |= dict.fromkeys(together, next(known, page.person))
        return found

    def _together(self, case: str) -> Iterator[str]:
        """The cases that hang together with this one, itself included."""
        seen, waiting = {case}, [case]
        while waiting:
            one = waiting.pop()
            yield one
            # Joining is noted on both sides, but one of them may not have been looked at yet.
            for other in self.pages[one].joined:
                if other in self.pages and other not in seen:
                    seen.add(other)
                    waiting.append(other)


def _page(
    writes: int,
    set_id: str,
    person: str,
    facts: Mapping[str, str],
    joined: Sequence[str],
    refuses: bool,
    progress: Sequence[Any] | None = None,
) -> Page:
    """A page as the book keeps it. One that says nothing of remedy was written by an earlier version: its case is looked at again."""
    read = Progress.read(progress or ())
    return Page(-1 if progress is None else writes, set_id, person, facts, tuple(joined), refuses, read)
