"""Whatever bytes or words come back from a store or a person: the thing itself, or the typed refusal, never an accident."""

import contextlib
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.vault.archives import read_archive, write_archive
from amparo.vault.audit import BrokenChain, Entry, Head, read_signed_head, verify_chain
from amparo.vault.custodians import Envelope, RecoveryPhrase, entrust, open_layer
from amparo.vault.index import Row, open_row, open_segment, seal_row, seal_segment
from amparo.vault.keys import KeyKind, KeyName, KeyPair, Role, SectionKey, member_name, role_name
from amparo.vault.labels import Kind, Label, check_random_id, join_parts, split_parts
from amparo.vault.material import CannotOpen, Secret, new_id
from amparo.vault.padding import FLOORS, pad, step_for, unpad
from amparo.vault.passphrases import Effort, lock, unlock
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing, rest, wake
from amparo.vault.sealing import generation_of, open_from, open_with, seal_to, seal_with
from amparo.vault.sections import CaseKeys, Reader, Section, keys_in, open_record, seal_record, wrap_for
from amparo.vault.tombstones import Tombstone, read_tombstones, sign_tombstones
from amparo.vault.words import Mistyped
from amparo.vault.wraps import Purpose, Wrap, open_wrap, wrap

TODAY = date(2026, 11, 21)
ANA, OFFICE = KeyPair.new(member_name("ana")), KeyPair.new(role_name("north", Role.INTAKE))
RECOVERY = KeyPair.new(KeyName(KeyKind.RECOVERY, ("house",)))
SERVER, LABEL = Secret.new(), Label(Kind.RECORD, ("one",))
KEY = SectionKey(KeyName(KeyKind.SECTION, ("c", "facts")), Secret.new())
WRAP = wrap(b"k" * 32, OFFICE.name, ANA.public, Purpose.COVER, TODAY)
ENVELOPE = entrust(RECOVERY, [ANA.public, OFFICE.public], 2)[0]

contents = st.binary(max_size=6000)
ids = st.text("abcXYZ019._-", min_size=1, max_size=20).filter(lambda text: text[0] not in "._-")


def decode_wrap(data):
    return open_wrap(Wrap.decode(data), ANA, on=TODAY)


def archive(*chunks):
    out = io.BytesIO()
    write_archive(chunks, "tilim babok babed", out, effort=Effort(1, 8192))
    return out.getvalue()


def read(data):
    return b"".join(read_archive(io.BytesIO(data), "tilim babok babed"))


OPENERS = {
    "to a public key": (seal_to(ANA.public, LABEL, b"words"), lambda data: open_from(ANA, LABEL, data)),
    "with a key": (seal_with(KEY, LABEL, b"words"), lambda data: open_with(KEY, LABEL, data)),
    "record": (seal_record(KEY, "one", b"words"), lambda data: open_record(KEY, "one", data)),
    "wrap": (WRAP.encode(), decode_wrap),
    "lock": (
        lock(ANA, "tilim babok babed", SERVER, effort=Effort(1, 8192)),
        lambda data: unlock(data, ANA.name, "tilim babok babed", SERVER),
    ),
    "envelope": (ENVELOPE.encode(), lambda data: open_layer(Envelope.decode(data), ANA)),
    "row": (seal_row(Row("c", 1, b"x"), OFFICE.public, "one"), lambda data: open_row(data, OFFICE, "one")),
    "segment": (
        seal_segment([Row("c", 1, b"x")], OFFICE.public, "one"),
        lambda data: open_segment(data, OFFICE, "one"),
    ),
    "archive": (archive(b"words"), read),
    "session": (rest(KeyRing.of(ANA), SERVER, "s"), lambda data: wake(data, SERVER, "s")),
}
openers = pytest.mark.parametrize("what", OPENERS)


@openers
@given(data=st.data())
def test_every_flipped_bit_is_noticed(what, data):
    blob, opened = OPENERS[what]
    # Flips in the memory that Argon2id is told to use are a test of their own: they could ask for a gigabyte each time.
    effort = {"lock": range(5, 17), "archive": range(1, 13)}.get(what, ())
    places = st.integers(0, len(blob) * 8 - 1).filter(lambda bit: bit // 8 not in effort)
    bit = data.draw(places)
    changed = bytearray(blob)
    changed[bit // 8] ^= 1 << (bit % 8)
    with pytest.raises(CannotOpen):
        opened(bytes(changed))


@openers
@given(data=st.data())
def test_every_cut_and_every_addition_is_noticed(what, data):
    blob, opened = OPENERS[what]
    kept = data.draw(st.integers(0, len(blob) - 1))
    more = data.draw(st.binary(min_size=1, max_size=40))
    for changed in (blob[:kept], blob[kept + 1 :], blob + more, more + blob):
        with pytest.raises(CannotOpen):
            opened(changed)


@openers
@given(noise=st.binary(max_size=300))
def test_noise_is_refused(what, noise):
    blob, opened = OPENERS[what]
    for tried in (noise, blob[:1] + noise):
        with pytest.raises(CannotOpen):
            opened(tried)


@given(chunks=st.lists(st.binary(max_size=300) | st.integers(65520, 65560).map(bytes), max_size=5))
def test_an_archive_comes_back_however_it_was_cut(chunks):
    assert read(archive(*chunks)) == b"".join(chunks)


@given(text=st.text(max_size=40) | st.text("0123456789abcdefABCDEF", min_size=30, max_size=34))
def test_an_id_is_32_hexadecimal_digits_or_refused(text):
    try:
        assert check_random_id(text) == text and len(bytes.fromhex(text)) == 16 and text == text.lower()
    except ValueError as refused:
        assert len(text) < 4 or text not in str(refused)
    assert check_random_id(new_id())


@given(days=st.lists(st.dates(), max_size=4), line=st.text(max_size=150), at=st.integers(0, 4))
def test_lines_of_tombstones_come_back_and_any_other_is_refused_by_its_number(days, line, at):
    stones = [Tombstone.of("c", on=day) for day in days]
    lines = list(sign_tombstones(stones, SERVER))
    assert read_tombstones(lines, SERVER) == stones
    lines.insert(at, line)
    with pytest.raises(BadInput) as refused:
        read_tombstones(lines, SERVER)
    assert refused.value.data["line"] == min(at, len(days)) + 1


@given(content=contents, parts=st.lists(st.text(max_size=10), max_size=3), kind=st.sampled_from(Kind))
def test_what_is_sealed_comes_back(content, parts, kind):
    label = Label(kind, tuple(parts))
    assert open_from(ANA, label, seal_to(ANA.public, label, content)) == content
    assert open_with(KEY, label, seal_with(KEY, label, content)) == content
    assert generation_of(seal_with(KEY, label, content)) == 1


@given(one=st.lists(st.text(max_size=4), max_size=4), other=st.lists(st.text(max_size=4), max_size=4))
def test_two_labels_never_have_the_same_bytes(one, other):
    bound = Label(Kind.ROW, tuple(one)).bound_to(b"h"), Label(Kind.ROW, tuple(other)).bound_to(b"h")
    assert (bound[0] == bound[1]) is (one == other)


@given(parts=st.lists(st.binary(max_size=20)))
def test_parts_come_apart_as_they_were_joined(parts):
    assert split_parts(join_parts(parts)) == parts


@given(data=st.binary(max_size=80))
def test_any_bytes_are_parts_or_are_refused(data):
    try:
        assert join_parts(split_parts(data)) == data
    except CannotOpen as refused:
        assert refused.code == "cannot-open"
    try:
        unpad(data)
    except CannotOpen as refused:
        assert refused.code == "cannot-open"


@given(length=st.integers(1, 2**31), kind=st.sampled_from(Kind))
def test_steps_are_few_and_grow_with_the_length(length, kind):
    step = step_for(length, FLOORS[kind])
    assert length <= step and step_for(step, FLOORS[kind]) == step
    assert step <= step_for(length + 1, FLOORS[kind])


@given(content=contents, kind=st.sampled_from(Kind))
def test_padding_comes_off(content, kind):
    padded = pad(content, kind)
    assert unpad(padded) == content and len(padded) == step_for(len(content) + 4, FLOORS[kind])


@given(sections=st.sets(st.sampled_from(Section), min_size=1), epoch=st.integers(1, 2**32 - 1), case=ids)
def test_a_reader_gets_exactly_the_chosen_sections(sections, epoch, case):
    keys = CaseKeys.new(case, epoch)
    made = wrap_for(keys, Reader(ANA.public, frozenset(sections), Purpose.SHARING, TODAY))
    opened = keys_in(made.about, open_wrap(Wrap.decode(made.encode()), ANA, on=TODAY))
    assert opened.secrets == {section: keys.secrets[section] for section in sections}


@given(bundle=st.binary(max_size=310))
def test_any_bundle_of_keys_is_read_or_refused(bundle):
    about = KeyName(KeyKind.CASE, ("c",))
    for tried in (bundle, b"\x05" + bundle, (b"\x05" + bundle).ljust(298, b"\1")[:298]):
        try:
            assert keys_in(about, tried).case == "c"
        except CannotOpen as refused:
            assert refused.code == "cannot-open"


@given(number=st.integers(0, 2**99 - 1))
def test_every_receipt_comes_back(number):
    receipt = Receipt(number)
    assert Receipt.read(receipt.words) == receipt == Receipt.read(receipt.digits)


@given(number=st.integers(0, 2**132 - 1))
def test_every_phrase_comes_back(number):
    assert RecoveryPhrase.read(RecoveryPhrase(number).words) == RecoveryPhrase(number)


@given(typed=st.text() | st.text("babokdtilim 0123٤-", max_size=80))
def test_anything_typed_is_a_receipt_or_a_sentence(typed):
    for read in (Receipt.read, RecoveryPhrase.read):
        try:
            read(typed)
        except Mistyped as refused:
            assert refused.sentence.endswith(".")


@given(text=st.text(max_size=60) | st.from_regex(r"[a-z]+/[a-z/]+#\d+", fullmatch=True))
def test_any_text_is_the_name_of_a_key_or_refused(text):
    with contextlib.suppress(ValueError):
        assert str(KeyName.parse(text)) == text


@given(
    lines=st.lists(
        st.text(max_size=80) | st.from_regex(r"v1 1 [!-~]+ [!-~]+ [!-~]+ [!-~]+ [0-9a-f]{64}", fullmatch=True),
        min_size=1,
        max_size=4,
    )
)
def test_any_lines_are_a_chain_or_broken_at_a_line(lines):
    with pytest.raises(BrokenChain) as found:
        verify_chain(lines)
    assert found.value.line == 1


@given(text=st.text(max_size=100))
def test_any_text_is_a_head_a_tombstone_or_refused(text):
    from nacl.signing import SigningKey

    for read in (Head.parse, Tombstone.parse, lambda line: read_signed_head(line, SigningKey(b"s" * 32).verify_key)):
        with pytest.raises(BadInput):
            read(text)


@given(who=st.text(max_size=20), action=st.text(max_size=20))
def test_an_entry_takes_opaque_ids_and_dotted_words_only(who, action):
    from datetime import UTC, datetime

    try:
        entry = Entry(datetime(2026, 11, 21, tzinfo=UTC), who, action, "c")
    except ValueError:
        return
    assert " " not in entry.who + entry.action and entry.who.isascii() and entry.action.isascii()


@given(record=ids, version=st.integers(0, 2**32 - 1), content=st.binary(max_size=225))
def test_every_row_comes_back(record, version, content):
    row = Row(record, version, content)
    assert open_row(seal_row(row, OFFICE.public, "one"), OFFICE, "one") == row
    assert open_segment(seal_segment([row, row], OFFICE.public, "s"), OFFICE, "s") == [row, row]
