"""A member's key opens with the passphrase and the server secret together; what was wrong is never said."""

import unicodedata

import pytest

from amparo.errors import BadInput, Defect
from amparo.vault import passphrases
from amparo.vault.keys import KeyPair, member_name
from amparo.vault.material import CannotOpen, Secret
from amparo.vault.passphrases import Effort, effort_of, is_outdated, lock, new_passphrase, unlock

EASY = Effort(1, 8192)
PHRASE = "tilim babok marked"
ANA, SERVER = KeyPair.new(member_name("ana")), Secret.new()
LOCKED = lock(ANA, PHRASE, SERVER, effort=EASY)


def test_it_opens_with_both_secrets():
    assert unlock(LOCKED, ANA.name, PHRASE, SERVER) == ANA


def test_a_wrong_passphrase_and_a_wrong_server_secret_look_alike():
    refusals = set()
    tried = [
        (LOCKED, ANA.name, PHRASE + "x", SERVER),
        (LOCKED, ANA.name, PHRASE, Secret.new()),
        (LOCKED, ANA.name, "", Secret.new()),
        (LOCKED, ANA.name, "\ud800 lone", SERVER),
        (LOCKED, member_name("basir"), PHRASE, SERVER),
        (LOCKED[:-1], ANA.name, PHRASE, SERVER),
        (LOCKED[:20], ANA.name, PHRASE, SERVER),
        (b"", ANA.name, PHRASE, SERVER),
    ]
    for locked, name, phrase, server in tried:
        with pytest.raises(CannotOpen) as refused:
            unlock(locked, name, phrase, server)
        refusals.add((str(refused.value), refused.value.code, str(refused.value.data), refused.value.__context__))
    assert len(refusals) == 1
    assert "marked" not in str(refusals)


def test_the_same_passphrase_opens_from_every_keyboard():
    composed = "un café très fort"
    apart = "  " + unicodedata.normalize("NFD", composed).replace(" ", " \t ")
    assert unlock(lock(ANA, composed, SERVER, effort=EASY), ANA.name, apart, SERVER) == ANA


def test_the_effort_stands_in_the_lock_and_can_be_raised():
    harder = Effort(2, 16384)
    assert effort_of(LOCKED) == EASY
    assert is_outdated(LOCKED, effort=harder) and not is_outdated(LOCKED, effort=EASY)
    again = lock(unlock(LOCKED, ANA.name, PHRASE, SERVER), PHRASE, SERVER, effort=harder)
    assert unlock(again, ANA.name, PHRASE, SERVER) == ANA and not is_outdated(again, effort=harder)


def test_an_effort_that_was_changed_in_the_store_neither_opens_nor_exhausts_the_machine():
    lowered = LOCKED[:5] + (2).to_bytes(4, "big") + LOCKED[9:]
    greedy = LOCKED[:9] + (2**29).to_bytes(8, "big") + LOCKED[17:]
    endless = LOCKED[:5] + (17).to_bytes(4, "big") + LOCKED[9:]
    for changed in (greedy, endless):
        with pytest.raises(CannotOpen):
            effort_of(changed)
    for changed in (lowered, greedy, endless):
        with pytest.raises(CannotOpen):
            unlock(changed, ANA.name, PHRASE, SERVER)


def test_a_short_passphrase_is_refused_without_being_repeated():
    with pytest.raises(BadInput) as refused:
        lock(ANA, "marked", SERVER, effort=EASY)
    assert "marked" not in refused.value.sentence and not refused.value.data


def test_a_password_reset_gives_no_keys():
    """After a reset the member has a new pair; no old wrap opens with it, and a colleague has to wrap anew."""
    from vault_cast import TODAY, Office

    from amparo.vault.rings import KeyRing

    office = Office()
    again = KeyPair.new(member_name("ana", 2))
    ring = KeyRing.unlock(again, office.store.wraps(), on=TODAY)
    assert set(ring.held) == {again.name}


def test_too_little_memory_is_our_defect_and_not_a_wrong_passphrase(monkeypatch):
    from nacl.exceptions import RuntimeError as NoMemory

    def fail(*args, **options):
        raise NoMemory("out of memory")

    monkeypatch.setattr(passphrases.argon2id, "kdf", fail)
    with pytest.raises(Defect):
        unlock(LOCKED, ANA.name, PHRASE, SERVER)


def test_the_usual_effort_is_at_least_what_is_advised():
    assert passphrases.USUAL.passes >= 3 and passphrases.USUAL.memory >= 64 * 2**20


def test_generated_passphrases_differ_and_are_long_enough():
    made = {new_passphrase() for _ in range(100)}
    assert len(made) == 100 and all(len(phrase.split()) == 7 for phrase in made)


def test_many_passes_over_little_memory_are_outdated():
    few = lock(ANA, PHRASE, SERVER, effort=Effort(16, 8192))
    assert is_outdated(few, effort=Effort(2, 65536)) and not is_outdated(few, effort=Effort(16, 8192))
    assert is_outdated(lock(ANA, PHRASE, SERVER, effort=Effort(1, 65536)), effort=Effort(2, 8192))
