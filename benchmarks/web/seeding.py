"""Fills a home from inside, as the program itself would: run as `python -m benchmarks.web.seeding`, with the home in the environment.

    found                        an office with two members; prints what they sign in with
    inbox NUMBER FULL            that many cases with sealed lines, the first FULL of them with all their records; compacted
    loose FIRST NUMBER           the lines of so many more cases, as rows that are not compacted
    cases EVENTS                 a case with so many events, and one with three States and twenty event days; prints their ids
    count                        how many cases there are

What is sealed, and with what, is decided by the functions that the server calls; only the writing is done for many at once.
"""

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter

import pyotp

from amparo.web.home import Home
from amparo.web.operating.starting import migrate, start

Home.find().make()
start()

from django.db import connection, transaction  # noqa: E402 - Django has to be ready first
from django.utils import timezone  # noqa: E402

from amparo.case.events import Event  # noqa: E402
from amparo.rules.dates import Period  # noqa: E402
from amparo.vault.cabinet import Cabinet  # noqa: E402
from amparo.vault.endorsing import EndorsedStore  # noqa: E402
from amparo.vault.keys import Role  # noqa: E402
from amparo.vault.labels import Kind as BlobKind  # noqa: E402
from amparo.vault.material import new_id  # noqa: E402
from amparo.vault.receipts import Receipt  # noqa: E402
from amparo.vault.sections import Section  # noqa: E402
from amparo.vault.storage import Tagged  # noqa: E402
from amparo.web.casework.actions.receiving import receive  # noqa: E402
from amparo.web.casework.actions.writing import append  # noqa: E402
from amparo.web.casework.entries import REPORTER, Entry, EntryKind, begun  # noqa: E402
from amparo.web.casework.lists.lines import INDEXED, Line, add_line, index_of  # noqa: E402
from amparo.web.casework.models import Case, Kind, ReceiptKey, monday, new_number  # noqa: E402
from amparo.web.casework.readers import office_readers, receipt_told, reporter  # noqa: E402
from amparo.web.casework.telling import Purpose, Telling  # noqa: E402
from amparo.web.people import second_factor  # noqa: E402
from amparo.web.people.actions.founding import Joiner, found_organisation  # noqa: E402
from amparo.web.people.actions.signing_in import open_own_key  # noqa: E402
from amparo.web.people.keys import ring_of, role_key  # noqa: E402
from amparo.web.people.models import Member, Office, Organisation  # noqa: E402
from amparo.web.safekeeping.models import Epoch, SealedBlob  # noqa: E402
from amparo.web.safekeeping.shelves import Gathering  # noqa: E402
from amparo.web.safekeeping.store import store  # noqa: E402
from benchmarks.web.invented import Person, person  # noqa: E402

OFFICE, PASSPHRASE, AT_ONCE = "north", "nobody real is in here", 500
POSTS = {"ana": (Role.INTAKE, Role.CASEWORKER), "sofia": (Role.SUPERVISOR,)}


class Many(Gathering):
    """A store that keeps what is put until it is written all at once. Every case is new, so it looks for nothing of it."""

    def __init__(self) -> None:
        super().__init__()
        self.cases: list[Case] = []
        self.receipts: list[ReceiptKey] = []
        self._epochs: list[Epoch] = []
        self._numbers = set(Case.objects.values_list("number", flat=True))

    def unused_number(self) -> str:
        """A case number that no case has; among 100,000 some ten are drawn twice."""
        while (number := new_number()) in self._numbers:
            pass
        self._numbers.add(number)
        return number

    def next_epoch(self, case: str) -> int:
        self._epochs.append(Epoch(case, 1))
        return 1

    def epoch(self, case: str) -> int:
        return 0

    def get_tombstone(self, digest: str) -> Tagged | None:
        return None

    def write(self) -> None:
        """Writes everything, in one transaction."""
        with transaction.atomic():
            for rows in (self.cases, self.receipts, self._epochs):
                if rows:
                    type(rows[0]).objects.bulk_create(rows)
                rows.clear()
            super().write()
        for gathered in (self.put, self._wraps):
            gathered.clear()


def found() -> dict[str, object]:
    """One office with two members, each with a second factor; ends with the spare codes they sign in with."""
    migrate()
    joiners = [Joiner(name, name.title(), PASSPHRASE, tuple((OFFICE, role) for role in POSTS[name])) for name in POSTS]
    joiners.append(Joiner("adam", "Adam", PASSPHRASE, is_administrator=True))
    found_organisation(
        Organisation(name="Casa del Camino", telephone="+34 900 000 000", practice=True),
        [Office(code=OFFICE, name="North office")],
        joiners,
    )
    codes = {}
    for member in Member.objects.all():
        seed, now = second_factor.new_seed(), timezone.now()
        second_factor.set_up(member, seed, pyotp.TOTP(seed).at(now), now=now)
        codes[member.sign_in_name] = second_factor.new_spare_codes(member)
    return {"passphrase": PASSPHRASE, "codes": codes}


def inbox(number: int, full: int) -> dict[str, object]:
    """Cases of invented people, compacted; says how long each part took."""
    begun_at = perf_counter()
    _add(range(full), _case_with_records)
    after_full = perf_counter()
    _add(range(full, number), _case)
    after_lines = perf_counter()
    for role in INDEXED:
        _compact(role)
    if connection.vendor == "postgresql":
        # What PostgreSQL does by itself within minutes, unless it was told not to: so many rows were deleted at once.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return {
        "full_seconds": round(after_full - begun_at, 1),
        "line_seconds": round(after_lines - after_full, 1),
        "compact_seconds": round(perf_counter() - after_lines, 1),
    }


def loose(first: int, number: int) -> dict[str, object]:
    """More cases, whose rows stay as they were written."""
    _add(range(first, first + number), _case)
    return {"loose": number}


def cases(events: int) -> dict[str, object]:
    """Two cases, written as the pages write them."""
    return {
        "long": _told("GRC", events, days=365, states=("GRC",)),
        "wide": _told("GRC", 20, days=20, states=("GRC", "BGD", "LBY")),
    }


def _told(state: str, events: int, *, days: int, states: tuple[str, ...]) -> str:
    """A case in which so many things happened on so many days, in each State in turn."""
    member = Member.objects.get(sign_in_name="ana")
    own = open_own_key(member, PASSPHRASE)
    assert own is not None
    ring = ring_of(store(), own, on=timezone.localdate())
    facts = {"state": state, "nationality": ["BGD"], "work": "employed", "sector": "A", "stay": "none", "sex": "male"}
    telling = Telling("They locked us in.", "en", frozenset(Purpose), facts=facts)
    case = receive(telling, Receipt.new(), Office.objects.get(code=OFFICE)).case
    acts = ("wages-withheld", "threatened", "injured-at-work", "papers-taken", "confined", "complained")
    entries = []
    for number in range(events):
        day = Period.parse(str(date(2025, 1, 1) + timedelta(days=number % days)))
        event = Event(new_id(), acts[number % len(acts)], states[number % len(states)], day)
        entries.append(Entry(EntryKind.EVENT, timezone.now(), member.id, event.to_data()))
    for at in range(0, events, AT_ONCE):
        with transaction.atomic():
            append(case, ring, *entries[at : at + AT_ONCE])
    return case.id


def count() -> dict[str, object]:
    """The cases there are, and their records."""
    return {
        "cases": Case.objects.count(),
        "receipts": ReceiptKey.objects.count(),
        "records": SealedBlob.objects.filter(kind=BlobKind.RECORD.value).count(),
        "loose": SealedBlob.objects.filter(kind=BlobKind.ROW.value).count(),
    }


def _add(numbers: range, make: Callable[[EndorsedStore, Many, Person], object]) -> None:
    many = Many()
    endorsed = EndorsedStore(many, store().server_secret)
    for at, number in enumerate(numbers, 1):
        make(endorsed, many, person(number))
        if at % AT_ONCE == 0:
            many.write()
    many.write()


def _case(endorsed: EndorsedStore, many: Many, who: Person) -> Case:
    """A case and its lines."""
    day = timezone.localdate(who.at)
    case = Case(
        number=many.unused_number(), office_id=OFFICE, kind=Kind.REPORT, state=who.state, week_received=monday(day)
    )
    many.cases.append(case)
    waits = who.at if who.is_waiting else None
    line = Line(
        case.id,
        case.number,
        case.state,
        case.kind,
        who.language,
        who.at,
        waits,
        is_danger=who.is_danger,
        is_read=who.state == "closed",
        name=who.name,
    )
    add_line(endorsed, OFFICE, case.id, 0, line.changes)
    return case


def _case_with_records(endorsed: EndorsedStore, many: Many, who: Person) -> None:
    """The same, with the nine records and the wraps of a report that was received."""
    case, receipt = _case(endorsed, many, who), Receipt.new()
    many.receipts.append(ReceiptKey(receipt.lookup_key, case.id))
    told = {
        "words": who.words,
        "language": who.language,
        "interpreter": "",
        "danger": who.is_danger,
        "purposes": ["help"],
        "receipt": receipt_told(receipt.pair.public),
        "files": [],
    }
    entries = [
        Entry(EntryKind.TOLD, who.at, REPORTER, told),
        Entry(EntryKind.CONTACT, who.at, REPORTER, {"how": "", "when": ""}),
        Entry(EntryKind.IDENTITY, who.at, REPORTER, {"name": who.name}),
        Entry(EntryKind.FACTS, who.at, REPORTER, {"facts": {}}),
    ]
    contents = {section: begun(who.at).encode() for section in Section}
    contents |= {entry.kind.section: entry.encode() for entry in entries}
    readers = [*office_readers(endorsed, OFFICE), reporter(receipt.pair.public)]
    Cabinet(endorsed).begin(case.id, readers, contents)


def _compact(role: Role) -> None:
    today = timezone.localdate()
    holder = next(name for name, roles in POSTS.items() if role in roles)
    member = Member.objects.get(sign_in_name=holder)
    own, key = open_own_key(member, PASSPHRASE), role_key(store(), OFFICE, role)
    assert own is not None and key is not None
    ring, gathering = ring_of(store(), own, on=today), Gathering()
    index_of(EndorsedStore(gathering, store().server_secret), OFFICE, role).compact(ring, key, on=today)
    gathering.write()


if __name__ == "__main__":
    command, *told = sys.argv[1:]
    print(json.dumps(globals()[command](*map(int, told))))
    connection.close()
