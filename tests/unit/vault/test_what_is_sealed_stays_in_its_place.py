"""A sealed thing opens with its key, as what it is, where it belongs; anything else gives one refusal that says nothing."""

import copy
import pickle

import pytest

from amparo.errors import BadInput
from amparo.vault.keys import (
    KeyKind,
    KeyName,
    KeyPair,
    PublicKey,
    Role,
    SectionKey,
    endorse,
    fingerprint,
    is_endorsed,
    member_name,
    role_name,
)
from amparo.vault.labels import Kind, Label, check_id
from amparo.vault.material import CannotOpen, Secret
from amparo.vault.padding import pad, step_for, unpad
from amparo.vault.sealing import generation_of, open_from, open_with, seal_to, seal_with

ANA = KeyPair.new(member_name("ana"))
PLACE = Label(Kind.RECORD, ("one",))


def section_key(case="c-1", section="facts", epoch=1, secret=None):
    return SectionKey(KeyName(KeyKind.SECTION, (case, section), epoch), secret or Secret.new())


def test_what_is_sealed_to_a_public_key_opens_with_its_private_half():
    assert open_from(ANA, PLACE, seal_to(ANA.public, PLACE, b"words")) == b"words"


@pytest.mark.parametrize(
    "label", [Label(Kind.RECORD, ("two",)), Label(Kind.ROW, ("one",)), Label(Kind.RECORD, ("one", ""))]
)
def test_it_does_not_open_under_another_label(label):
    key = section_key()
    with pytest.raises(CannotOpen):
        open_from(ANA, label, seal_to(ANA.public, PLACE, b"words"))
    with pytest.raises(CannotOpen):
        open_with(key, label, seal_with(key, PLACE, b"words"))


@pytest.mark.parametrize("moved", [{"case": "c-2"}, {"section": "health"}, {"epoch": 2}])
def test_even_with_the_right_secret_it_does_not_open_in_another_case_section_or_epoch(moved):
    secret = Secret.new()
    blob = seal_with(section_key(secret=secret), PLACE, b"words")
    assert open_with(section_key(secret=secret), PLACE, blob) == b"words"
    with pytest.raises(CannotOpen):
        open_with(section_key(secret=secret, **moved), PLACE, blob)


@pytest.mark.parametrize("other", [role_name("north", Role.INTAKE), member_name("ana", 2), member_name("anna")])
def test_even_with_the_right_pair_it_does_not_open_under_another_name_of_the_key(other):
    blob = seal_to(ANA.public, PLACE, b"words")
    with pytest.raises(CannotOpen):
        open_from(KeyPair(other, ANA.private), PLACE, blob)


def test_a_refusal_says_nothing_and_keeps_no_inner_exception():
    refusals = []
    blob = seal_to(ANA.public, PLACE, b"words")
    for pair, tried in ((ANA, b""), (ANA, blob[:-1]), (ANA, blob + b"x"), (KeyPair.new(ANA.name), blob)):
        with pytest.raises(CannotOpen) as refused:
            open_from(pair, PLACE, tried)
        refusals.append((refused.value.code, refused.value.sentence, refused.value.data))
        assert refused.value.__cause__ is None and refused.value.__context__ is None
    assert len({str(refusal) for refusal in refusals}) == 1


def test_a_changed_generation_in_the_header_is_noticed():
    key = section_key()
    blob = seal_with(key, PLACE, b"words")
    changed = blob[:4] + b"\x02" + blob[5:]
    assert generation_of(changed) == 2
    with pytest.raises(CannotOpen):
        open_with(section_key(epoch=2, secret=key.secret), PLACE, changed)


def test_the_same_words_never_look_the_same_twice():
    assert len({seal_with(section_key(secret=Secret(b"k" * 32)), PLACE, b"words") for _ in range(50)}) == 50


def test_short_and_long_accounts_have_the_same_size_within_a_step():
    key = section_key()
    sizes = {len(seal_with(key, PLACE, b"x" * length)) for length in (0, 1, 200, 4000, 4092)}
    assert len(sizes) == 1
    assert len(seal_with(key, PLACE, b"x" * 4093)) == sizes.pop() + 4096


def test_a_step_wastes_at_most_half_of_a_page_and_an_eighth_of_a_film():
    for length in (5000, 70_000, 2**20):
        assert length <= step_for(length, 4096) < 2 * length
    for length in (2**20 + 1, 3_333_333, 2**26 + 5):
        assert length <= step_for(length, 4096) <= length * 1.12


def test_padding_comes_off_again():
    for length in (0, 1, 4092, 4093, 1_048_572, 1_048_573):
        assert len(unpad(pad(b"y" * length, Kind.RECORD))) == length


def test_a_secret_shows_itself_in_nothing_that_people_read():
    raw = b"the-marked-secret-of-32-bytes..!"
    secret = Secret(raw)
    pair = KeyPair(member_name("ana"), secret)
    shown = f"{secret} {secret!r} {pair} {pair!r} {section_key(secret=secret)!r} {[pair]}"
    assert "marked" not in shown and raw.hex() not in shown and str(raw) not in shown
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            way(secret)
    with pytest.raises(ValueError, match="32 bytes") as refused:
        Secret(raw + b"x")
    assert "marked" not in str(refused.value)
    assert secret == Secret(raw) and secret != Secret.new() and secret != raw
    with pytest.raises(TypeError):
        hash(secret)


def test_a_public_key_to_which_everybody_knows_the_answer_is_refused():
    with pytest.raises(BadInput) as refused:
        seal_to(PublicKey(ANA.name, bytes(32)), PLACE, b"words")
    assert refused.value.code == "bad-key"


@pytest.mark.parametrize("bad", ["", "a b", "Xóchitl", "a/b", "a#1", "x" * 65, "-a", "a\n", "+52 55 1234"])
def test_an_identifier_is_opaque_and_a_refused_one_is_not_repeated(bad):
    with pytest.raises(ValueError, match="identifier") as refused:
        check_id(bad)
    assert not bad or bad not in str(refused.value)


def test_the_name_of_a_key_is_read_as_it_is_written():
    for name in (ANA.name, role_name("north", Role.INTAKE, 7), KeyName(KeyKind.SECTION, ("c-1", "facts"), 2)):
        assert KeyName.parse(str(name)) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "member/ana",
        "member/ana#0",
        "member/ana#01",
        "role/north#1",
        "role/north/administrator#1",
        "x/ana#1",
        "member/ana#١",
    ],
)
def test_no_other_name_of_a_key_is_read(text):
    with pytest.raises(ValueError):
        KeyName.parse(text)


def test_an_administrator_has_no_key():
    assert "administrator" not in {role.value for role in Role}


def test_a_key_put_in_by_whoever_writes_to_the_database_lacks_the_endorsement():
    server, other = Secret.new(), Secret.new()
    tag = endorse(ANA.public, server)
    assert is_endorsed(ANA.public, tag, server)
    assert not is_endorsed(PublicKey(ANA.name, KeyPair.new(ANA.name).public.raw), tag, server)
    assert not is_endorsed(PublicKey(member_name("ana", 2), ANA.public.raw), tag, server)
    assert not is_endorsed(ANA.public, tag, other)
    assert not is_endorsed(ANA.public, b"", server)


def test_two_people_can_compare_a_fingerprint():
    shown = fingerprint(ANA.public)
    assert len(shown.split()) == 8
    assert shown != fingerprint(KeyPair.new(ANA.name).public)
