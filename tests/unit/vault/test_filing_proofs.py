"""A filing proof shows when which file was filed, to anybody who has the public key, and shows nothing of what is in it."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from amparo.vault.audit import START, read_signed_head, sign_head
from amparo.vault.filings import BadProof, Filing, content_of, digest_of, key_mark, make_copy, prove, verify

KEY = SigningKey(b"s" * 32)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WORDS = "Xochitl: the foreman kept our passports, رقم 7".encode()
COPY = make_copy(WORDS)
PROOF = prove(COPY, KEY, at=NOON)
OLD = (
    "amparo filing proof v1\n"
    "filed 2026-11-21T12:00:00Z\n"
    "digest a5fc006c4d38203733cc88283ca354a0a854e126a02e715cd503708869aad5f7\n"
    "key 75e8732a306004eaa78136bd72512101\n"
    "signature fa09cd00cb9ba61b5e78d832dd4687b45af6e42acc5ee1de651958bff07faa59"
    "0cb43c4bd667feb38c79ceca1e885352165c711c7f37ec8b5570dbd530a0ea03\n"
)


def test_a_proof_is_checked_with_the_copy_or_with_its_digest_and_the_public_key():
    assert verify(PROOF, KEY.verify_key, copy=COPY) == Filing(NOON, digest_of(COPY))
    assert verify(PROOF, KEY.verify_key, digest=digest_of(COPY)).at == NOON
    assert verify(PROOF, KEY.verify_key, digest=f" {digest_of(COPY).upper()}\n").at == NOON
    assert content_of(COPY) == WORDS


def test_a_proof_can_be_checked_without_this_program():
    """With `b2sum -l 256` for the digest and any Ed25519 program for the signature."""
    from nacl.bindings import crypto_sign_open

    lines = PROOF.splitlines(keepends=True)
    assert [line.split(" ")[0] for line in lines] == ["amparo", "filed", "digest", "key", "signature"]
    assert lines[2] == f"digest {hashlib.blake2b(COPY, digest_size=32).hexdigest()}\n"
    signature = bytes.fromhex(lines[4].split()[1])
    statement = "".join(lines[:4]).encode()
    assert crypto_sign_open(signature + statement, KEY.verify_key.encode()) == statement


def test_this_proof_will_always_be_read():
    copy = b"amparo filing copy v1 " + b"07" * 32 + b"\nI was not paid."
    assert prove(copy, KEY, at=NOON) == OLD
    assert verify(OLD, KEY.verify_key, copy=copy).at == NOON


def test_it_shows_nothing_of_the_content_not_even_its_size_or_whether_two_are_the_same():
    proofs = [prove(make_copy(words), KEY, at=NOON) for words in (WORDS, WORDS, b"", b"x" * 100_000)]
    assert len({len(proof) for proof in proofs}) == 1 and len(set(proofs)) == 4
    assert "Xochitl" not in PROOF and WORDS.hex() not in PROOF


def test_a_guess_of_the_content_cannot_be_compared_with_the_proof():
    guesses = [WORDS, b"amparo filing copy v1 \n" + WORDS, make_copy(WORDS)]
    for guess in guesses:
        with pytest.raises(BadProof):
            verify(PROOF, KEY.verify_key, copy=guess)
    for told in (WORDS, b"yes", b"", b"amparo filing copy v1 " + b"A" * 64 + b"\nyes"):
        with pytest.raises(ValueError, match="make_copy"):
            prove(told, KEY, at=NOON)
        with pytest.raises(BadProof):
            content_of(told)


def test_every_changed_character_is_found():
    for at, sign in enumerate(PROOF[:-1]):
        for other in {"0", "1", "Z", " "} - {sign}:
            with pytest.raises(BadProof):
                verify(PROOF[:at] + other + PROOF[at + 1 :], KEY.verify_key, copy=COPY)


def test_every_changed_bit_of_the_copy_is_found():
    for bit in range(len(COPY) * 8):
        changed = bytearray(COPY)
        changed[bit // 8] ^= 1 << (bit % 8)
        with pytest.raises(BadProof):
            verify(PROOF, KEY.verify_key, copy=bytes(changed))


def test_a_proof_signed_with_another_key_proves_nothing():
    other = SigningKey.generate()
    with pytest.raises(BadProof, match="another key"):
        verify(PROOF, other.verify_key, copy=COPY)
    renamed = PROOF.replace(key_mark(KEY.verify_key), key_mark(other.verify_key))
    with pytest.raises(BadProof, match="not signed"):
        verify(renamed, other.verify_key, copy=COPY)
    forged = prove(COPY, other, at=NOON - timedelta(days=300))
    with pytest.raises(BadProof):
        verify(forged.replace(key_mark(other.verify_key), key_mark(KEY.verify_key)), KEY.verify_key, copy=COPY)


def test_parts_of_two_proofs_do_not_make_a_third():
    later = prove(COPY, KEY, at=NOON + timedelta(days=1)).splitlines()
    mine = PROOF.splitlines()
    for place in range(5):
        mixed = [*mine[:place], later[place], *mine[place + 1 :]]
        if mixed != mine:
            with pytest.raises(BadProof):
                verify("\n".join(mixed), KEY.verify_key, copy=COPY)


def test_the_signature_of_an_audit_head_is_no_proof_and_the_other_way_round():
    from amparo.errors import BadInput

    head = sign_head(START, KEY)
    statement, _, _ = PROOF.partition("signature")
    with pytest.raises(BadProof):
        verify(f"{statement}signature {head.rsplit(' ')[-1]}", KEY.verify_key, copy=COPY)
    with pytest.raises(BadInput):
        read_signed_head(f"{START} {PROOF.split()[-1]}", KEY.verify_key)


def test_what_a_mail_program_does_to_lines_does_no_harm():
    for changed in (PROOF.replace("\n", "\r\n"), f"\n  {PROOF}\n\n", PROOF.rstrip()):
        assert verify(changed, KEY.verify_key, copy=COPY).at == NOON


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        PROOF * 2,
        PROOF.replace("filed 2026-11-21", "filed 2026-13-41"),
        PROOF.replace("2026", "٢٠٢٦"),
        PROOF.replace("\n", "\r"),
        PROOF.replace("filed", "\u202efiled"),
        PROOF + "and it was all true\n",
        PROOF.replace("v1", "v2"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(wrong):
    with pytest.raises(BadProof) as refused:
        verify(wrong, KEY.verify_key, copy=COPY)
    assert refused.value.sentence.endswith(".") and refused.value.exit_code == 2
    assert refused.value.__context__ is None


@given(text=st.text(max_size=200), digest=st.text(max_size=70))
def test_any_text_is_refused(text, digest):
    with pytest.raises(BadProof):
        verify(text, KEY.verify_key, copy=COPY)
    with pytest.raises(BadProof):
        verify(PROOF, KEY.verify_key, digest=digest)


@given(content=st.binary(max_size=300), at=st.datetimes(timezones=st.just(UTC)))
def test_every_filing_comes_back(content, at):
    copy = make_copy(content)
    filing = verify(prove(copy, KEY, at=at), KEY.verify_key, copy=copy)
    assert filing.at == at.replace(microsecond=0) and content_of(copy) == content


def test_the_time_is_utc_and_has_a_zone():
    there = datetime(2026, 11, 21, 15, 30, tzinfo=timezone(timedelta(hours=3, minutes=30)))
    assert prove(COPY, KEY, at=there) == PROOF
    with pytest.raises(ValueError, match="time zone"):
        prove(COPY, KEY, at=datetime(2026, 11, 21))


def test_a_proof_is_checked_against_one_thing():
    for given_ in ({}, {"copy": COPY, "digest": digest_of(COPY)}):
        with pytest.raises(ValueError, match="or against"):
            verify(PROOF, KEY.verify_key, **given_)
