"""Any k of n custodians recover, fewer never; a printed phrase does the same for one or two people."""

import itertools

import pytest

from amparo.vault.custodians import MOST, Envelope, RecoveryPhrase, entrust, open_layer
from amparo.vault.keys import KeyKind, KeyName, KeyPair, member_name
from amparo.vault.material import CannotOpen
from amparo.vault.words import Mistyped

HOUSE = KeyName(KeyKind.RECOVERY, ("house",))
RECOVERY = KeyPair.new(HOUSE)
PEOPLE = [KeyPair.new(KeyName(KeyKind.CUSTODIAN, (f"c{number}",))) for number in range(MOST)]


def recovered(envelopes, present):
    """All that these people can open among them, layer by layer, in any order they like."""
    waiting, found, by_name = list(envelopes), [], {pair.name: pair for pair in present}
    while waiting:
        envelope = waiting.pop()
        pair = by_name.get(envelope.next_holder)
        if pair is None:
            continue
        inside = open_layer(envelope, pair)
        (waiting if isinstance(inside, Envelope) else found).append(inside)
    return found


@pytest.mark.parametrize(("needed", "all_"), [(k, n) for n in range(1, MOST + 1) for k in range(1, n + 1)])
def test_every_k_of_n_recover_the_key_and_no_k_less_one_do(needed, all_):
    people = PEOPLE[:all_]
    envelopes = entrust(RECOVERY, [pair.public for pair in people], needed)
    for present in itertools.combinations(people, needed):
        assert recovered(envelopes, present) == [RECOVERY]
    for present in itertools.combinations(people, needed - 1):
        assert recovered(envelopes, present) == []


def test_no_one_opens_a_layer_that_is_not_theirs_whatever_name_they_take():
    envelope = entrust(RECOVERY, [pair.public for pair in PEOPLE[:3]], 2)[0]
    for pair in (PEOPLE[1], PEOPLE[2], KeyPair(PEOPLE[0].name, PEOPLE[1].private)):
        with pytest.raises(CannotOpen):
            open_layer(envelope, pair)


def test_a_layer_moved_to_another_subset_does_not_open():
    first, second = entrust(RECOVERY, [pair.public for pair in PEOPLE[:3]], 2)[:2]
    with pytest.raises(CannotOpen):
        open_layer(Envelope(first.recovery, first.holders, 0, second.sealed), PEOPLE[0])


def test_an_envelope_is_passed_on_as_bytes():
    envelope = entrust(RECOVERY, [pair.public for pair in PEOPLE[:3]], 3)[0]
    for pair in PEOPLE[:2]:
        envelope = Envelope.decode(open_layer(Envelope.decode(envelope.encode()), pair).encode())
    assert open_layer(envelope, PEOPLE[2]) == RECOVERY


@pytest.mark.parametrize(("people", "needed"), [(PEOPLE[:2], 3), (PEOPLE[:2], 0), ([], 0), ([PEOPLE[0], PEOPLE[0]], 2)])
def test_impossible_arrangements_are_refused(people, needed):
    with pytest.raises(ValueError):
        entrust(RECOVERY, [pair.public for pair in people], needed)


def test_more_than_seven_custodians_are_refused():
    eighth = KeyPair.new(KeyName(KeyKind.CUSTODIAN, ("c8",)))
    with pytest.raises(ValueError, match="7"):
        entrust(RECOVERY, [pair.public for pair in [*PEOPLE, eighth]], 2)


def test_only_the_recovery_key_is_entrusted():
    with pytest.raises(ValueError, match="recovery"):
        entrust(KeyPair.new(member_name("ana")), [PEOPLE[0].public], 1)


def test_a_printed_phrase_gives_the_same_key_again():
    for _ in range(200):
        phrase = RecoveryPhrase.new()
        assert len(phrase.words.split()) == 13
        assert RecoveryPhrase.read(phrase.words.upper().replace(" ", "-")).pair(HOUSE) == phrase.pair(HOUSE)
    assert phrase.pair(HOUSE) != phrase.pair(KeyName(KeyKind.RECOVERY, ("other",)))
    assert repr(phrase) == "RecoveryPhrase()"


def test_a_slip_in_a_phrase_is_caught():
    words = RecoveryPhrase.new().words.split()
    for one, other in itertools.combinations(range(13), 2):
        swapped = list(words)
        swapped[one], swapped[other] = words[other], words[one]
        if swapped != words:
            with pytest.raises(Mistyped):
                RecoveryPhrase.read(" ".join(swapped))


def test_a_phrase_is_132_bits():
    with pytest.raises(ValueError, match="132"):
        RecoveryPhrase(1 << 132)
