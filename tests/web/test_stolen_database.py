"""A stolen database names nobody: every byte of it is searched for what 200 people told, in every writing a byte can hide in."""

import base64
import json
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from amparo.case.events import Event
from amparo.case.parties import Party, PartyRole
from amparo.rules.dates import Period
from amparo.vault.keys import KeyPair, Role
from amparo.vault.receipts import Receipt
from amparo.web.casework.actions.receiving import receive, write_as_reporter
from amparo.web.casework.actions.writing import append
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.lists.lines import index_of
from amparo.web.casework.models import Case
from amparo.web.casework.telling import Contact, Purpose, Telling
from amparo.web.people.keys import ring_of, role_key
from amparo.web.people.models import Member, Office
from amparo.web.safekeeping.models import SealedBlob, WrapRow
from amparo.web.safekeeping.store import store

PEOPLE = 200
# Everything that a table may say of a case; a column more is a decision, and this is where it is taken.
IN_CLEAR = {
    "casework_case": {"id", "number", "office_id", "state", "kind", "week_received", "due_on", "writes"},
    # Who opened which case within the last hour; the audit chain says the same.
    "casework_opening": {"id", "member_id", "case_id", "session", "at"},
    # Who subscribed to the days of their offices; of the address only a keyed digest.
    "casework_calendaraddress": {"member_id", "digest"},
    "casework_receiptkey": {"lookup", "case_id"},
    # What was asked to be published of many, and who signed it: staff and public words. A remark is sealed.
    "evidence_allowance": {"id", "cap", "people", "declared_by_id", "declared_on"},
    "evidence_release": {
        *("id", "slug", "title", "office_id", "kind", "attributes", "length", "epsilon", "k", "state", "head"),
        *("asked_by_id", "asked_on", "entered_at", "ended_by_id", "ended_on"),
    },
    # Of whom: digests of random numbers, sealed; of how many shows in steps.
    "evidence_included": {"id", "release_id", "role", "sealed"},
    "evidence_signature": {"id", "release_id", "member_id", "on"},
    "evidence_remark": {"id", "signature_id", "role", "sealed"},
    "safekeeping_sealedblob": {"place", "kind", "group", "blob_id", "shelf", "size", "sealed"},
    "safekeeping_wraprow": {"id", "about_kind", "case", "holder", "data", "tag"},
    "safekeeping_epoch": {"case", "number", "is_stale"},
    "safekeeping_tombstonerow": {"digest", "data", "tag"},
    "safekeeping_auditline": {"number", "line"},
}
ABOUT_NOBODY = {
    "django_migrations",
    "sqlite_sequence",
    "safekeeping_audithead",
    "safekeeping_publickeyrow",
    "safekeeping_enveloperow",
}


# Each stands in what all two hundred told, so that none of them being found means that nothing of anybody was.
MARKS = [
    "Ñandubay",
    "+598 77",
    "zarzamora",
    "pimpinela",
    "قرنفل",
    "evenings",
    '"stay":"irregular"',
    '"stay": "irregular"',
    '"asylum":"asked"',
    '["HND"]',
    "nationality",
    "Guayacán",
    "tamarindo",
    ".77 QAR",
    "shot-at",
    "2025-06-17",
]


class Person:
    """Somebody invented, whose every word is marked."""

    def __init__(self, number: int) -> None:
        self.name = f"Qulliwan Ñandubay{number:03}"
        self.phone = f"+598 77{number:03} 41{number:03}"
        self.words = f"Le patron {number:03} a gardé mon passeport zarzamora."
        self.answer = f"Venez mardi au bureau pimpinela{number:03}."
        self.later = f"أنا في البيت الآن {number:03} قرنفل"
        self.employer = f"Finca Guayacán{number:03}"
        self.place = f"bodega tamarindo{number:03}"
        self.owed = f"91{number:03}.77 QAR"
        self.without_papers = number % 2 == 0
        self.facts = {
            "nationality": ["HND" if number % 3 else "NPL"],
            "state": "QAT",
            "stay": "irregular" if self.without_papers else "regular",
            "asylum": "asked" if number % 5 == 0 else "none",
        }


_TELLING = 8  # bytes: fewer, as a short word leaves of itself in base64, stand in forty million random ones by chance


def _writings(mark: str) -> Iterator[bytes]:
    """The mark in every writing: as text, in both byte orders of UTF-16, in hexadecimal, in base64 at each of its three phases."""
    for raw in (mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be"), json.dumps(mark)[1:-1].encode()):
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for phase in range(3):
            coded = base64.b64encode(b"\0" * phase + raw)
            known = coded[4 if phase else 0 : len(coded) - 4]
            if len(known) >= _TELLING:
                yield known


def _stolen() -> bytes:
    """Everything that a thief gets: the file of SQLite with its free pages, or every table of PostgreSQL."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return bytes(connection.connection.serialize())
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            for style in ("text", "binary"):
                with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT {style})') as rows:
                    parts += [bytes(row) for row in rows]
    return b"".join(parts)


def _found(marks: list[str], heap: bytes) -> list[str]:
    return [mark for mark in marks if any(writing in heap for writing in _writings(mark))]


@pytest.fixture
def told(cast: dict[str, Member]) -> list[tuple[Person, Receipt, Case]]:
    """Two hundred people have told, come back, and been answered; the index was compacted."""
    office = Office.objects.get(code="north")
    ring = _ring(cast["ana"])
    kept = []
    for number in range(PEOPLE):
        person, receipt = Person(number), Receipt.new()
        contact = Contact(how=person.phone, when="evenings")
        telling = Telling(person.words, "fr", frozenset({Purpose.HELP}), contact, person.name, facts=person.facts)
        case = receive(telling, receipt, office).case
        now = timezone.now()
        append(
            case, ring, Entry(EntryKind.MESSAGE, now, cast["ana"].id, {"words": person.answer}), line={"is_read": True}
        )
        append(case, ring, *_case_work(person, cast["ana"].id))
        if number % 10 == 0:
            later = Entry(EntryKind.MESSAGE, now, REPORTER, {"words": person.later})
            write_as_reporter(receipt, case, later, line={"waits_since": now})
        kept.append((person, receipt, case))
    key = role_key(store(), "north", Role.CASEWORKER)
    assert key is not None
    index_of(store(), "north", Role.CASEWORKER).compact(ring, key, on=timezone.localdate())
    return kept


def _case_work(person: Person, by: str) -> Iterator[Entry]:
    """What a caseworker writes of it: who, what happened and where, and what is owed."""
    now, event = timezone.now(), Event("e" * 32, "shot-at", "QAT", Period.parse("2025-06-17"), alleged_actor="p" * 32)
    yield Entry(EntryKind.PARTY, now, by, Party("p" * 32, PartyRole.EMPLOYER, person.employer).to_data())
    yield Entry(EntryKind.EVENT, now, by, event.to_data())
    yield Entry(EntryKind.DETAIL, now, by, {"event": event.id, "place": person.place, "words": person.words})
    line = {
        "kind": "fee",
        "person": ["q" * 32],
        "basis": {"account": person.words},
        "amount": person.owed,
        "paid": "0 QAR",
    }
    yield Entry(EntryKind.CLAIM, now, by, {"id": "l" * 32, "party": "p" * 32, "line": line})


def _client(member: Member) -> Client:
    from conftest import session_of

    from amparo.web.people.sessions import COOKIE

    client = Client()
    client.cookies[COOKIE] = session_of(member).cookie
    return client


def _ring(member: Member):
    from conftest import PASSPHRASE

    from amparo.web.people.actions.signing_in import open_own_key

    own = open_own_key(member, PASSPHRASE)
    assert isinstance(own, KeyPair)
    return ring_of(store(), own, on=timezone.localdate())


def test_no_word_name_phone_or_fact_of_anybody_is_in_it(told: list[tuple[Person, Receipt, Case]]):
    heap = _stolen()
    assert len(heap) > PEOPLE * 40_000
    assert _found(MARKS, heap) == []
    for _, receipt, _ in told[:: PEOPLE // 5]:
        assert _found([receipt.words, receipt.digits], heap) == []


def test_the_search_would_find_them(cast: dict[str, Member]):
    person = Person(7)
    for mark, sentence in (("zarzamora", person.words), ("قرنفل", person.later), ("Ñandubay", person.name)):
        for writing in _writings(sentence):
            SealedBlob.objects.filter(group="planted").delete()
            SealedBlob.objects.create(
                place="1/planted/planted", kind=1, group="planted", blob_id="planted", shelf="", size=1, sealed=writing
            )
            assert _found([mark], _stolen()) == [mark]


def test_nobody_can_list_who_is_without_papers(told: list[tuple[Person, Receipt, Case]]):
    looks: dict[bool, Counter[object]] = {True: Counter(), False: Counter()}
    for person, _, case in told:
        if int(person.words[10:13]) % 10 == 0:
            continue  # who wrote again shows as such; both kinds did
        sizes = sorted(SealedBlob.objects.filter(group=case.id).values_list("kind", "size"))
        wraps = WrapRow.objects.filter(case=case.id).count()
        fresh = Case.objects.get(id=case.id)
        looks[person.without_papers][
            (tuple(sizes), wraps, fresh.state, fresh.kind, fresh.week_received, fresh.writes)
        ] += 1
    assert len(looks[True] | looks[False]) == 1


def test_a_file_on_an_employer_looks_like_a_report_but_for_its_kind(cast: dict[str, Member]):
    from test_employer_files import begun, told_of

    client = _client(cast["ana"])
    case = told_of(client)
    file = begun(client, case, "Ñandubay Farms")
    fresh = receive(Telling("A word.", "en", frozenset()), Receipt.new(), Office.objects.get(code="north")).case
    assert file.kind == "party" and _found(["Ñandubay"], _stolen()) == []
    # A file has one record more: what the case says, in the section that reports begin with empty.
    sizes = [sorted(SealedBlob.objects.filter(group=one.id).values_list("kind", "size")) for one in (file, fresh)]
    assert len(sizes[0]) == len(sizes[1]) + 1 and set(sizes[0]) == set(sizes[1])


def test_the_tables_have_no_column_but_those_decided(database: None):
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            if table in IN_CLEAR:
                assert columns == IN_CLEAR[table], table
            else:
                assert table in ABOUT_NOBODY or table.startswith("people_") or table in _STAFF_TEXTS, table


_STAFF_TEXTS = {"casework_cannedanswer"}  # written by staff for everybody, and about nobody
