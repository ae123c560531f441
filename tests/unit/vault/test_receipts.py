"""A receipt comes back from words and digits however they are typed, every slip is caught, and only a look-up key is stored."""

import hashlib
import random

import pytest

from amparo.vault.custodians import RecoveryPhrase
from amparo.vault.keys import KeyPair
from amparo.vault.receipts import Receipt
from amparo.vault.words import Mistyped, spell, word_list

ONE = Receipt(123456789 << 60)


def test_ten_thousand_random_receipts_come_back_from_words_and_digits():
    for _ in range(10_000):
        receipt = Receipt.new()
        assert Receipt.read(receipt.words) == receipt
        assert Receipt.read(receipt.digits) == receipt


def test_the_word_list_never_changes():
    words = word_list()
    assert len(words) == len(set(words)) == 2048
    assert (
        hashlib.sha256(" ".join(words).encode()).hexdigest()
        == "d43fa5f28cdfd06622702658927e286849da119041317ef77f73a42c931a1914"
    )


def test_no_word_holds_what_is_rude_painful_or_dangerous_to_carry():
    """Español, français, English, العربية and the languages of those who use receipts; who finds another one adds it here."""
    refused = "abid anal anus babi bobo bodo bom falo falu fese feto fod kara loko mono moro robo"
    refused += " batar debil fasis folar redad refus setan tared semen tumor satan demon fusil rebel marik sudak kafir"
    assert not [(word, part) for word in word_list() for part in refused.split() if part in word]


def test_no_two_words_differ_in_one_letter_only():
    without_one_letter = {(at, word[:at] + word[at + 1 :]) for word in word_list() for at in range(5)}
    assert len(without_one_letter) == 5 * 2048


def test_each_single_wrong_word_is_caught():
    words = ONE.words.split()
    for at in range(len(words)):
        for other in word_list():
            if other != words[at]:
                with pytest.raises(Mistyped):
                    Receipt.read(" ".join([*words[:at], other, *words[at + 1 :]]))


def test_any_two_words_that_changed_places_are_caught():
    random_source = random.Random(3)
    for _ in range(200):
        words = Receipt(random_source.getrandbits(99)).words.split()
        for one in range(10):
            for other in range(one):
                swapped = list(words)
                swapped[one], swapped[other] = words[other], words[one]
                if swapped != words:
                    with pytest.raises(Mistyped):
                        Receipt.read(" ".join(swapped))


def test_each_single_wrong_digit_and_each_two_changed_groups_are_caught():
    random_source = random.Random(4)
    for _ in range(50):
        digits = Receipt(random_source.getrandbits(99)).digits
        for at, digit in enumerate(digits):
            for other in "0123456789" if digit != " " else "":
                if other != digit:
                    with pytest.raises(Mistyped):
                        Receipt.read(digits[:at] + other + digits[at + 1 :])
        groups = digits.split()
        for one in range(7):
            for other in range(one):
                swapped = list(groups)
                swapped[one], swapped[other] = groups[other], groups[one]
                if swapped != groups:
                    with pytest.raises(Mistyped):
                        Receipt.read(" ".join(swapped))


@pytest.mark.parametrize(
    "typed",
    [
        ONE.words.upper(),
        ONE.words.title(),
        ONE.words.replace(" ", "-"),
        ONE.words.replace(" ", ""),
        ONE.words.replace(" ", "  \n"),
        ONE.words.replace(" ", ", ") + ".",
        f"\u200f{ONE.words}\u200e",
        ONE.words.replace("i", "ı"),
        ONE.words.replace("a", "á"),
        ONE.words.replace("a", "A\u0301"),
        " ".join(f"{at}. {word}" for at, word in enumerate(ONE.words.split(), 1)),
        ONE.digits,
        ONE.digits.replace(" ", ""),
        ONE.digits.replace(" ", "-"),
        ONE.digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        ONE.digits.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        ONE.digits.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f"\u2066{ONE.digits}\u2069",
    ],
)
def test_however_people_type_it_it_is_the_same_receipt(typed):
    assert Receipt.read(typed) == ONE


@pytest.mark.parametrize(
    "typed", ["", " ", "hello", "1", "0" * 34, "0" * 36, "9" * 35, "babab " * 10, "x" * 100_000, "²" * 35, "🙂\ud800"]
)
def test_anything_else_is_refused_in_a_sentence(typed):
    with pytest.raises(Mistyped) as refused:
        Receipt.read(typed)
    assert refused.value.sentence.endswith(".") and refused.value.exit_code == 2


def test_a_slip_is_named_by_its_place_and_never_repeated():
    words = ONE.words.split()
    with pytest.raises(Mistyped) as refused:
        Receipt.read(" ".join([*words[:3], "marked", *words[4:]]))
    assert refused.value.place == 4
    assert "marked" not in str(refused.value) and not any(word in str(refused.value) for word in words)
    assert refused.value.__context__ is None


def test_look_up_and_sealing_keys_follow_from_the_whole_receipt_in_separate_domains():
    receipts = [Receipt(1 << bit) for bit in range(99)] + [Receipt(0)]
    lookups = {receipt.lookup_key for receipt in receipts}
    private = {receipt.pair.private.reveal().hex() for receipt in receipts}
    public = {receipt.pair.public.raw.hex() for receipt in receipts}
    assert len(lookups | private | public) == 300
    assert ONE.pair == ONE.pair and ONE.lookup_key == Receipt.read(ONE.words).lookup_key


def test_these_receipts_will_always_give_these_keys():
    assert ONE.lookup_key == "9df8faace3203ecdea95780df0381b263aabd14775a10c14768d4777fb24303d"
    assert ONE.pair.public.raw.hex() == "39028a77c00c79bd5fc5fd3ca7b4efa3c7371d0c7f7138b3f9785c55db7f206c"
    assert ONE.words == "babab linus sonid kebin babab babab babab babab babab nekan"
    assert ONE.digits == "00014 23998 39410 84720 16595 12797 57508"


def test_a_receipt_does_not_show_itself():
    assert repr(ONE) == "Receipt()" and str(ONE._number) not in str([ONE])


def test_a_reporter_reads_with_the_receipt_alone():
    from vault_cast import TODAY, Office, an_id

    from amparo.vault.rings import KeyRing
    from amparo.vault.sections import Reader, Section
    from amparo.vault.wraps import Purpose

    office, receipt = Office(), Receipt.new()
    mine = Reader(receipt.pair.public, frozenset({Section.ACCOUNT, Section.CONTACT}), Purpose.REPORTER)
    readers = [*office.readers, mine]
    keys = office.cabinet.open_case("one", readers)
    office.cabinet.file(keys, Section.ACCOUNT, an_id("a"), b"my words")
    office.cabinet.write(
        office.ring("imani"), "one", Section.ACCOUNT, an_id("b"), b"an answer", readers=readers, on=TODAY
    )
    back = KeyRing.of(Receipt.read(receipt.digits).pair)
    assert [record.content for record in office.cabinet.records(back, "one", on=TODAY)] == [b"my words", b"an answer"]
    office.cabinet.write(back, "one", Section.ACCOUNT, an_id("c"), b"thank you", readers=readers, on=TODAY)
    assert office.cabinet.read(office.ring("ana"), "one", Section.ACCOUNT, an_id("c"), on=TODAY) == b"thank you"
    assert KeyPair.new(receipt.pair.name) != receipt.pair


def test_a_recovery_phrase_is_no_receipt():
    with pytest.raises(Mistyped):
        RecoveryPhrase.read(ONE.words)
    with pytest.raises(Mistyped):
        RecoveryPhrase.read(spell(5, 12, domain=1))


def test_a_receipt_is_99_bits():
    for number in (-1, 1 << 99):
        with pytest.raises(ValueError, match="99 bits"):
            Receipt(number)
    with pytest.raises(ValueError, match="fit"):
        spell(1 << 22, 2, domain=1)
