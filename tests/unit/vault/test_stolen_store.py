"""A stolen store names nobody: 200 marked people go in through the public interface, and no byte of them is found."""

import base64
import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from vault_cast import TODAY, Office, everything_in

from amparo.vault.audit import Entry, write_entry
from amparo.vault.counted import CountedSet, put_book, put_pool, put_totals
from amparo.vault.custodians import RecoveryPhrase, entrust
from amparo.vault.index import Row, SealedIndex
from amparo.vault.keys import KeyKind, KeyName, KeyPair, Role
from amparo.vault.labels import Kind
from amparo.vault.material import Secret, new_id
from amparo.vault.passphrases import Effort, lock
from amparo.vault.receipts import Receipt
from amparo.vault.rings import rest
from amparo.vault.sections import Reader, Section
from amparo.vault.wraps import Purpose

FIRST = ["Xochitl", "Basir", "Chidi", "Ngoc", "Oyunbileg", "Tamara", "Yusuf", "Maricel", "Dragana", "Selam"]
LAST = ["Marquez", "Haidari", "Okonjo", "Nguyen", "Batbayar", "Ivanova", "Demir", "Santos", "Petrovic", "Tesfaye"]
CLOSED = [Section.HEALTH, Section.ASYLUM, Section.CHILD, Section.LABOUR]


def invented(number):
    chance = random.Random(number)
    return {
        "name": f"{chance.choice(FIRST)}{number:05} {chance.choice(LAST)}-{chance.randrange(1000, 9999)}",
        "phone": f"+{chance.randrange(20, 99)} {chance.randrange(10**8, 10**9)}",
        "sentence": f"The foreman of site {chance.randrange(10**6)} kept our passports; número {number}, رقم {number}.",
        "facts": f'"nationality":"GTM","stay":"none","asylum":"refused","age":{20 + number % 40},"sector":"s{number}"',
    }


PEOPLE = [invented(number) for number in range(200)]


@pytest.fixture(scope="module")
def stolen():
    """All bytes of a store that went through everything the vault offers."""
    office = Office()
    index = SealedIndex(office.store, office.name, Role.CASEWORKER)
    at, secrets, extra = datetime(2026, 11, 21, tzinfo=UTC), [], []
    sets, book = [], []
    for number, person in enumerate(PEOPLE):
        case, receipt = f"2026-{number:04}", Receipt.new()
        mine = Reader(receipt.pair.public, frozenset({Section.ACCOUNT}), Purpose.REPORTER)
        readers = [*office.readers, mine]
        keys = office.cabinet.open_case(case, readers)
        office.cabinet.file(keys, Section.ACCOUNT, new_id(), person["sentence"].encode())
        office.cabinet.file(keys, Section.IDENTITY, new_id(), person["name"].encode())
        office.cabinet.file(keys, Section.CONTACT, new_id(), person["phone"].encode())
        office.cabinet.file(keys, Section.FACTS, new_id(), person["facts"].encode())
        office.cabinet.file(keys, CLOSED[number % 4], new_id(), person["sentence"].encode("utf-16"))
        sets.append(CountedSet(new_id(), person["facts"].encode()))
        book.append([case, sets[-1].id, person["facts"]])
        row = json.dumps([person["name"], person["phone"], "GTM", "none"]).encode()
        index.add(Row(case, 0, row), office.public[Role.CASEWORKER])
        entry = Entry(at + timedelta(minutes=number), "m-1", "identity.read", case)
        office.store.append_audit(lambda head, entry=entry: write_entry(entry, head))
        secrets += [receipt.words, receipt.digits, receipt.digits.replace(" ", ""), receipt.words[:11]]
        secrets += [secret.reveal() for secret in keys.secrets.values()] + [receipt.pair.private.reveal()]
        if number == 100:
            index.compact(office.ring("ana"), office.public[Role.CASEWORKER], on=TODAY)
        if number % 20 == 0:
            reader = Reader(office.chidi.public, frozenset({Section.ASYLUM}), Purpose.REFERRAL, TODAY)
            office.cabinet.share(office.ring("ana"), case, reader, on=TODAY)
            office.cabinet.renew(case, readers)
    put_pool(office.store, b"", sets, office.public[Role.ANALYST])
    put_book(office.store, json.dumps(book).encode(), office.public[Role.CASEWORKER])
    put_totals(office.store, b"{}", office.public[Role.SUPERVISOR])
    secrets += [one.id for one in sets]
    ana, server, browser = office.people["ana"], Secret.new(), Secret.new()
    extra.append(lock(ana, "tilim babok tilim", server, effort=Effort(1, 8192)))
    extra.append(rest(office.ring("ana"), browser, "s-1"))
    custodians = [KeyPair.new(KeyName(KeyKind.CUSTODIAN, (f"c{number}",))) for number in range(3)]
    extra += [found.encode() for found in entrust(office.recovery, [pair.public for pair in custodians], 2)]
    secrets += [RecoveryPhrase.new().words, "tilim babok tilim", server.reveal(), browser.reveal()]
    secrets += [held.pair.private.reveal() for held in office.ring("ana").held.values()]
    secrets += [office.recovery.private.reveal()]
    return office, everything_in(office.store) + b"\n".join(extra), secrets


def spellings(told):
    """The bytes under which something told could be found again."""
    raws = [told] if isinstance(told, bytes) else [told.encode(), told.encode("utf-16-le"), told.encode("utf-16-be")]
    for raw in raws:
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for shift in range(3):
            # The signs of a base64 text that stay the same whatever stands before and after.
            first, last = -(-8 * shift // 6), 8 * (shift + len(raw)) // 6
            yield base64.b64encode(b"\0" * shift + raw)[first:last]
            yield base64.urlsafe_b64encode(b"\0" * shift + raw)[first:last]


def found(told, everything):
    """Those spellings of what was told that stand anywhere in these bytes; all are looked for in one pass."""
    by_beginning = {}
    for one in told:
        for spelling in spellings(one):
            assert len(spelling) >= 8
            by_beginning.setdefault(spelling[:8], set()).add(spelling)
    return {
        spelling
        for at in range(len(everything))
        for spelling in by_beginning.get(everything[at : at + 8], ())
        if everything.startswith(spelling, at)
    }


def test_no_marked_name_phone_sentence_or_combination_of_facts_is_found(stolen):
    _, everything, _ = stolen
    assert len(everything) > 4_000_000
    told = [(*person.values(), person["name"].split()[0], person["facts"][:40]) for person in PEOPLE]
    assert found({one for person in told for one in person}, everything) == set()


def test_the_search_would_find_them_if_they_were_there():
    for told in PEOPLE[0].values():
        raw = told.encode()
        for planted in (raw, told.encode("utf-16-le"), base64.b64encode(b"x" + raw + b"y"), raw.hex().encode()):
            assert found([told], b"before" + planted + b"after")


def test_no_receipt_phrase_or_key_is_found(stolen):
    _, everything, secrets = stolen
    assert found(secrets, everything) == set()


def test_nothing_in_clear_tells_the_cases_apart(stolen):
    """Nobody can list who asked for asylum, who is a child or who is ill: such cases look like all others."""
    office, _, _ = stolen
    plain = [f"2026-{number:04}" for number in range(200) if number % 20]
    looks = set()
    for case in plain:
        wraps = sorted(
            (found.holder.kind.value, found.purpose.value, len(found.sealed))
            for found in office.store.wraps_of_case(case)
        )
        blobs = sorted(
            (blob.kind, blob.shelf, len(blob.sealed)) for blob in office.store.blobs(Kind.RECORD, group=case)
        )
        looks.add(str((wraps, blobs)))
    assert len(looks) == 1
    texts = [str(found.about) + str(found.holder) + found.purpose.value for found in office.store.wraps()]
    for word in ("asylum", "health", "child", "identity", "GTM"):
        assert not any(word in text for text in texts)


KINDS = {
    "told nothing": {},
    "told little": {Section.ACCOUNT: 300},
    "a long account": {Section.ACCOUNT: 16380},
    "asylum": {Section.ACCOUNT: 9000, Section.ASYLUM: 3900, Section.IDENTITY: 200},
    "ill": {Section.ACCOUNT: 5000, Section.HEALTH: 4092, Section.FACTS: 900},
    "a child": {Section.ACCOUNT: 800, Section.CHILD: 1200, Section.CONTACT: 150},
    "at work": {Section.ACCOUNT: 3000, Section.LABOUR: 4000, Section.FILES: 2500},
    "everything": {section: 4092 for section in Section},
}


def look(store, case):
    """All that tells a case apart in the store, but its number and random bytes."""
    wraps = sorted(
        (found.holder.kind.value, found.purpose.value, len(found.sealed)) for found in store.wraps_of_case(case)
    )
    records = sorted((blob.shelf, len(blob.id), len(blob.sealed)) for blob in store.blobs(Kind.RECORD, group=case))
    return str((wraps, records, store.epoch(case), store.is_stale(case)))


def test_begun_cases_of_every_kind_look_the_same():
    office, places = Office(), set()
    for number in range(300):
        case, lengths = f"2026-{number:04}", list(KINDS.values())[number % len(KINDS)]
        mine = Reader(Receipt.new().pair.public, frozenset({Section.ACCOUNT}), Purpose.REPORTER)
        ids = office.cabinet.begin(
            case, [*office.readers, mine], {section: b"x" * length for section, length in lengths.items()}
        )
        stored = [blob.id for blob in office.store.blobs(Kind.RECORD, group=case)]
        assert len(stored) == 9 and set(stored) == set(ids.values())
        places |= {(section, stored.index(ids[section])) for section in Section}
    assert len({look(office.store, f"2026-{number:04}") for number in range(300)}) == 1
    # In 300 draws every section stands in every place at least once, but for one chance in 10^13.
    assert len(places) == 81


def test_the_look_would_differ_above_a_floor_or_with_a_record_more():
    office = Office()
    office.cabinet.begin("plain", office.readers, {})
    office.cabinet.begin("longer", office.readers, {Section.ACCOUNT: b"x" * 16381})
    office.cabinet.begin("fuller", office.readers, {})
    office.cabinet.write(office.ring("ana"), "fuller", Section.ASYLUM, new_id(), b"x", readers=office.readers, on=TODAY)
    office.case("by-hand", account="words")
    assert len({look(office.store, case) for case in ("plain", "longer", "fuller", "by-hand")}) == 4


def test_all_that_is_counted_lies_in_one_piece_that_names_no_case(stolen):
    office, _, _ = stolen
    for kind in (Kind.COUNTED, Kind.BOOK, Kind.TOTALS):
        (found,) = office.store.blobs(kind)
        assert "2026-" not in found.group + found.id + found.shelf
