"""The chain shows every deletion, insertion, change of order, change and cut, on a text file and without a database."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from nacl.signing import SigningKey

from amparo.errors import BadInput
from amparo.vault.audit import (
    START,
    BrokenChain,
    Entry,
    Head,
    head_of,
    read_signed_head,
    sign_head,
    verify_chain,
    write_entry,
)
from amparo.vault.storage import MemoryStore

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def chain(length=6, store=None):
    store = store or MemoryStore()
    for number in range(length):
        entry = Entry(NOON + timedelta(minutes=number), f"m-{number % 3}", "identity.read", f"case-{number}")
        store.append_audit(lambda head, entry=entry: write_entry(entry, head))
    return list(store.audit_lines())


LINES = chain()
HEAD = head_of(LINES[-1])


def test_a_whole_chain_gives_its_head():
    assert verify_chain(LINES) == HEAD == verify_chain(f"{line}\n" for line in LINES)
    assert verify_chain(LINES, head=HEAD) == HEAD
    assert verify_chain([]) == START


def test_the_chain_can_be_checked_without_this_program():
    before = "0" * 64
    for line in LINES:
        body, _, shown = line.rpartition(" ")
        before = hashlib.blake2b(f"amparo audit v1\n{before}\n{body}\n".encode(), digest_size=32).hexdigest()
        assert before == shown


@pytest.mark.parametrize("at", range(5))
def test_a_deleted_entry_is_found(at):
    with pytest.raises(BrokenChain) as found:
        verify_chain(LINES[:at] + LINES[at + 1 :])
    assert found.value.line == at + 1


@pytest.mark.parametrize("at", range(6))
def test_an_inserted_entry_is_found(at):
    with pytest.raises(BrokenChain):
        verify_chain([*LINES[:at], LINES[at], *LINES[at:]])


@pytest.mark.parametrize("at", range(5))
def test_a_changed_order_is_found(at):
    with pytest.raises(BrokenChain):
        verify_chain([*LINES[:at], LINES[at + 1], LINES[at], *LINES[at + 2 :]])


def test_every_changed_character_is_found():
    for at, line in enumerate(LINES[:2]):
        for place in range(len(line)):
            changed = line[:place] + ("x" if line[place] != "x" else "y") + line[place + 1 :]
            with pytest.raises(BrokenChain) as found:
                verify_chain([*LINES[:at], changed, *LINES[at + 1 :]])
            assert found.value.line in (at + 1, at + 2)


def test_a_cut_end_is_found_against_a_head_that_is_known():
    assert verify_chain(LINES[:4]).number == 4
    for kept in range(6):
        with pytest.raises(BrokenChain):
            verify_chain(LINES[:kept], head=HEAD)


def test_a_chain_written_anew_is_found_against_a_head_that_is_known():
    other = chain(8, MemoryStore())
    forged = [line.replace("m-0", "m-9") for line in other]
    rewritten, head = [], START
    for line in forged:
        _, _, at, who, action, about, _ = line.split(" ")
        when = datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        rewritten.append(write_entry(Entry(when, who, action, about), head))
        head = head_of(rewritten[-1])
    assert verify_chain(rewritten) == head
    with pytest.raises(BrokenChain):
        verify_chain(rewritten, head=HEAD)


def test_an_older_head_is_passed_through_as_the_chain_grows():
    assert verify_chain(LINES, head=head_of(LINES[2])).number == 6


def test_a_part_of_the_chain_is_checked_from_a_known_head():
    assert verify_chain(LINES[3:], after=head_of(LINES[2]), head=HEAD) == HEAD
    with pytest.raises(BrokenChain):
        verify_chain(LINES[3:])


def test_a_signed_head_proves_who_noted_it():
    key = SigningKey.generate()
    signed = sign_head(HEAD, key)
    assert read_signed_head(signed, key.verify_key) == HEAD
    at = signed.rindex(" ") + 1
    damaged = signed[:at] + ("0" if signed[at] != "0" else "1") + signed[at + 1 :]
    for wrong in (signed.replace("6 ", "5 ", 1), damaged, str(HEAD), "", signed + "zz"):
        with pytest.raises(BadInput):
            read_signed_head(wrong, key.verify_key)
    with pytest.raises(BadInput):
        read_signed_head(signed, SigningKey.generate().verify_key)


@pytest.mark.parametrize(
    "bad",
    [
        {"who": "Xochitl Marker"},
        {"about": "+52 55 1234"},
        {"action": "asylum.read"},
        {"action": "section.health-read"},
        {"action": "read"},
        {"action": "read identity"},
        {"action": "identity.read\nv1"},
        {"at": datetime(2026, 11, 21)},
    ],
)
def test_an_entry_has_no_room_for_what_a_person_told(bad):
    with pytest.raises(ValueError) as refused:
        Entry(**{"at": NOON, "who": "m-1", "action": "identity.read", "about": "case-1", **bad})
    assert "Marker" not in str(refused.value)


def test_a_head_is_read_as_it_is_written():
    assert Head.parse(f" {HEAD}\n") == HEAD
    for wrong in ("", "6", "6 abc", f"-1 {HEAD.hash}"):
        with pytest.raises(BadInput):
            Head.parse(wrong)
    with pytest.raises(ValueError):
        Head(-1, HEAD.hash)


@pytest.mark.parametrize("hidden", ["\u202emoc", "\x1b[31m", "a\nb", "a\rb", "ﬁ", "١"])
def test_a_line_that_people_would_read_otherwise_is_no_entry_even_if_its_hash_is_right(hidden):
    for body in (f"v1 1 2026-11-21T12:00:00Z m-{hidden} identity.read c", f"v1 1 {hidden} m identity.read c"):
        text = f"amparo audit v1\n{START.hash}\n{body}\n"
        line = f"{body} {hashlib.blake2b(text.encode(), digest_size=32).hexdigest()}"
        with pytest.raises(BrokenChain):
            verify_chain([line])
