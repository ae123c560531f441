"""*Your receipt*: it opens its own report and nothing else, nothing is written twice, and what was taken back is taken back."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from amparo.errors import BadInput
from amparo.exchange.attachments.attachment import Attachment
from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.vault.receipts import Receipt
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.actions import by_receipt
from amparo.web.casework.actions.erasing import erase
from amparo.web.casework.actions.opening import open_case
from amparo.web.casework.actions.receiving import receive
from amparo.web.casework.actions.working import answer, say_next
from amparo.web.casework.actions.writing import append
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.casework.lists.lines import Line, index_of
from amparo.web.casework.models import Case
from amparo.web.casework.telling import Contact, Purpose, Telling
from amparo.web.intake import holding
from amparo.web.people.attempts import Attempts
from amparo.web.people.models import Member, Office
from amparo.web.people.sessions import Key, SignedIn, recognised
from amparo.web.safekeeping.store import cabinet, store
from amparo.web.travelling import pack

PAPER = Attachment(media_type="text/plain", content=b"rent paid: nothing", display_name="paper.txt")
NOTHING = "There is nothing under this receipt"
ACTS = ("write", "agree", "reach", "danger", "erase", "keep", "file", "proof", "paper")


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(holding, "_tried", Attempts(most=10, minutes=24 * 60))
    yield


@pytest.fixture
def receipt(cast: dict[str, Member]) -> Receipt:
    return told()


def told(words: str = "They kept my passport.", office: str = "north", **more: object) -> Receipt:
    found = Receipt.new()
    said = Telling(words, "en", frozenset({Purpose.HELP}), Contact("by post", ""), **more)
    receive(said, found, Office.objects.get(code=office))
    return found


def read(typed: str):
    return Client().post("/en/receipt/", {"typed": typed})


def text(page) -> str:
    return page.content.decode()


def held_by(receipt: Receipt) -> str:
    return re.search(r'name="held" value="([^"]+)"', text(read(receipt.words)))[1]


def do(act: str, held: str, **more: object):
    return Client().post(f"/en/receipt/{act}/", {"held": held, **more})


def dossier(receipt: Receipt) -> Dossier:
    return access_by_receipt(receipt)[1]


def messages(receipt: Receipt) -> list[object]:
    return [entry.data["words"] for entry in dossier(receipt).of(EntryKind.MESSAGE)]


def at_work(client: Client) -> SignedIn:
    key = Key.read(client.cookies["amparo_session"].value)
    assert key is not None
    found = recognised(key.cookie, timezone.now())
    assert found is not None
    return found


def line_of(ana: SignedIn) -> Line:
    rows = index_of(store(), "north", Role.CASEWORKER).rows(ana.ring, on=ana.today)
    return next(Line.of(row) for row in rows)


def test_words_and_digits_of_any_script_open_it_and_leave_no_trace(receipt: Receipt):
    arabic = receipt.digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (receipt.words, receipt.words.upper(), receipt.words.replace(" ", "-"), receipt.digits, arabic):
        page = read(typed)
        assert page.status_code == 200 and "They kept my passport." in text(page)
        assert not page.cookies and "no-store" in page.headers["Cache-Control"]
        assert receipt.words not in text(page) and receipt.lookup_key not in text(page)


def test_a_slip_is_named_and_what_was_typed_stays(receipt: Receipt):
    words = receipt.words.split()
    words[3] = "zzzzz"
    page = read(" ".join(words))
    assert page.status_code == 400 and "Word 4 is not one of ours" in text(page) and "zzzzz" in text(page)
    assert "not a whole receipt" in text(read(" ".join(receipt.words.split()[:9])))
    assert "Group 2 of the digits" in text(read(receipt.digits[:6] + "99999" + receipt.digits[11:]))
    for typed in ("", "\0", "\u202e", "<script>", "é" * 400, "1" * 100_000):
        assert read(typed).status_code == 400


def test_a_receipt_never_given_and_one_erased_look_alike(receipt: Receipt):
    case, _ = access_by_receipt(receipt)
    held = held_by(receipt)
    cabinet().erase(case.id, on=timezone.localdate())
    erased = text(read(receipt.words)).replace(receipt.words, "")
    other = Receipt.new()
    assert NOTHING in erased and erased == text(read(other.words)).replace(other.words, "")
    Case.objects.all().delete()
    assert text(read(receipt.words)).replace(receipt.words, "") == erased
    for act in ACTS:
        page = do(act, held, message="more", sure="yes")
        assert page.status_code == 400 and NOTHING in text(page) and "They kept" not in text(page)


def test_who_knows_part_of_a_receipt_cannot_try_the_rest_and_locks_nobody_out(receipt: Receipt, cast):
    other, seen = told("Somebody else."), Receipt.new()
    for _ in range(10):
        assert NOTHING in text(read(seen.words))
    assert "too many attempts" in text(read(seen.words)) and "too many attempts" in text(read(seen.digits))
    assert read(receipt.words).status_code == read(other.digits).status_code == 200
    assert NOTHING in text(read(Receipt.new().words))


def test_a_receipt_opens_no_report_but_its_own(receipt: Receipt):
    mine, theirs = told("Mine alone."), told("Theirs alone.", files=(PAPER,))
    assert "Theirs alone." not in text(read(mine.words))
    record = dossier(theirs).told["files"][0]["record"]
    assert do("file", held_by(theirs), record=record).content == PAPER.content
    own = [entry.record for entry in dossier(mine).entries]
    for wanted in (record, *own, "", "../etc", "0" * 32):
        assert do("file", held_by(mine), record=wanted).status_code == 404


def test_a_forged_or_old_page_asks_for_the_receipt_again_and_keeps_what_was_written(receipt: Receipt):
    words = {"receipt": receipt.words, "form": "00" * 32}
    old = pack("receipt", words, now=timezone.now() - timedelta(minutes=31))
    for held in ("", "nonsense", old, pack("tell", words), pack("receipt", {"receipt": receipt.words})):
        for act in ACTS:
            page = do(act, held, message="Three hours of <typing>", sure="yes")
            assert page.status_code == 400 and "open for too long" in text(page)
            assert "Three hours of &lt;typing&gt;" in text(page) and "They kept" not in text(page)
    again = Client().post("/en/receipt/", {"typed": receipt.words, "message": "Three hours of <typing>"})
    assert "Three hours of &lt;typing&gt;</textarea>" in text(again) and not messages(receipt)


def test_nothing_is_done_by_following_a_link(receipt: Receipt):
    for act in ACTS:
        assert Client().get(f"/en/receipt/{act}/").headers["Location"] == "/en/receipt/"


def test_the_same_message_twice_from_one_page_is_one_and_another_is_another(receipt: Receipt):
    held = held_by(receipt)
    paper = lambda: SimpleUploadedFile("p.txt", b"a paper")  # noqa: E731
    for _ in range(3):
        assert do("write", held, message="When?", file_1=paper()).status_code == 200
    assert messages(receipt) == ["When?"] and len(list(dossier(receipt).of(EntryKind.FILE))) == 1
    do("write", held, message="Where?")
    do("write", held_by(receipt), message="When?", file_1=paper())
    assert messages(receipt) == ["When?", "Where?", "When?"]


def test_files_alone_are_a_message_and_nothing_at_all_is_none(receipt: Receipt):
    page = do("write", held_by(receipt), message="", file_2=SimpleUploadedFile("p.txt", b"a paper"))
    assert page.status_code == 200 and "p.txt" in text(page)
    for message in ("", " \n", "\u202e"):
        assert do("write", held_by(receipt), message=message).status_code == 400
    bad = do("write", held_by(receipt), message="kept", file_1=SimpleUploadedFile("x.pdf", b"%PDF-1.4 no"))
    assert bad.status_code == 400 and "kept</textarea>" in text(bad) and messages(receipt) == [""]


def test_the_office_sees_news_and_the_oldest_unanswered_word_counts(
    receipt: Receipt, work: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
):
    ana, (case, _) = at_work(work("ana")), access_by_receipt(receipt)
    first = line_of(ana).waits_since
    later = timezone.now() + timedelta(hours=2)
    with monkeypatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: later)
        do("write", held_by(receipt), message="Still waiting.")
    assert line_of(ana).waits_since == first and not line_of(ana).is_read
    open_case(ana, case)
    answer(ana, case, "We are coming.")
    assert line_of(ana).waits_since is None
    do("write", held_by(receipt), message="Thank you.")
    assert line_of(ana).waits_since is not None and not line_of(ana).is_read


def test_it_shows_who_read_it_what_was_answered_and_what_is_next(receipt: Receipt, work: Callable[[str], Client]):
    ana, (case, _) = at_work(work("ana")), access_by_receipt(receipt)
    assert "Nobody of the office yet." in text(read(receipt.words))
    seen = Entry(EntryKind.READ, timezone.now(), ana.member.id, {"role": "caseworker"})
    append(case, ana.ring, seen)
    open_case(ana, case)
    answer(ana, case, "Where are you <now>?")
    say_next(ana, case, "We write to the employer.", date(2027, 3, 1))
    page = text(read(receipt.words))
    assert "A caseworker, on" in page and "Where are you &lt;now&gt;?" in page and ana.member.id not in page
    assert "We write to the employer." in page and "1 March 2027" in page and "North office</bdi>, on" in page
    assert "Ana" not in page


def test_it_says_so_when_nobody_has_read_it_for_days(receipt: Receipt, monkeypatch, work: Callable[[str], Client]):
    assert "Nobody has read what you wrote" not in text(read(receipt.words))
    now = timezone.now()
    monkeypatch.setattr("amparo.web.intake.shown.timezone.now", lambda: now + timedelta(days=3))
    assert "Nobody has read what you wrote for 3 days." in text(read(receipt.words))
    ana, (case, _) = at_work(work("ana")), access_by_receipt(receipt)
    append(case, ana.ring, Entry(EntryKind.READ, now + timedelta(seconds=1), ana.member.id, {"role": "intake"}))
    assert "Nobody has read what you wrote" not in text(read(receipt.words))


def test_consent_is_changed_and_taken_back(receipt: Receipt):
    held = held_by(receipt)
    assert dossier(receipt).consents == {"help"}
    do("agree", held, purposes=["help", "partner"])
    assert dossier(receipt).consents == {"help", "partner"}
    do("agree", held, purposes=["help", "partner"])
    assert len(list(dossier(receipt).of(EntryKind.CONSENTS))) == 1
    do("agree", held)
    assert dossier(receipt).consents == frozenset() and "checked" not in text(read(receipt.words))
    assert do("agree", held, purposes=["everything"]).status_code == 400


def test_how_to_reach_one_is_changed_and_emptied(receipt: Receipt):
    do("reach", held_by(receipt), how="ring twice", when="after nine")
    assert dict(dossier(receipt).newest(EntryKind.CONTACT)) == {"how": "ring twice", "when": "after nine"}
    do("reach", held_by(receipt), how="ring twice", when="after nine", never="yes")
    assert dict(dossier(receipt).newest(EntryKind.CONTACT)) == {"how": "", "when": ""}


def test_deletion_is_asked_on_a_second_page_and_once(receipt: Receipt, work: Callable[[str], Client]):
    held, ana = held_by(receipt), at_work(work("ana"))
    assert "Shall everything be erased?" in text(do("erase", held))
    assert not dossier(receipt).is_deletion_asked and not line_of(ana).wants_deletion
    for _ in range(2):
        assert "be erased. Once that is done" in text(do("erase", held, sure="yes"))
    assert len(list(dossier(receipt).of(EntryKind.DELETION_ASKED))) == 1 and line_of(ana).wants_deletion


def test_the_wish_for_deletion_is_taken_back_and_can_be_had_again(receipt: Receipt, work: Callable[[str], Client]):
    ana, (case, _) = at_work(work("ana")), access_by_receipt(receipt)
    do("erase", held_by(receipt), sure="yes")
    for _ in range(2):
        page = text(do("keep", held_by(receipt)))
        assert "told to erase nothing" in page and "Once that is done" not in page and "Ask for everything" in page
    assert len(list(dossier(receipt).of(EntryKind.DELETION_TAKEN_BACK))) == 1
    assert not line_of(ana).wants_deletion and not dossier(receipt).is_deletion_asked
    open_case(ana, case)
    with pytest.raises(BadInput, match="not asked"):
        erase(ana, case)
    do("erase", held_by(receipt), sure="yes")
    assert line_of(ana).wants_deletion
    erase(ana, case)
    assert NOTHING in text(read(receipt.words))


def test_nothing_is_taken_back_that_nobody_asked_for(receipt: Receipt):
    assert do("keep", held_by(receipt)).status_code == 200
    assert not any(dossier(receipt).of(EntryKind.DELETION_TAKEN_BACK))


def test_a_file_is_only_ever_a_download_under_a_name_that_tells_nothing(receipt: Receipt):
    mine = told(files=(PAPER,))
    record = dossier(mine).told["files"][0]["record"]
    response = do("file", held_by(mine), record=record)
    assert response.headers["Content-Disposition"] == 'attachment; filename="document.txt"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert (
        response.headers["X-Content-Type-Options"] == "nosniff"
        and "sandbox" in response.headers["Content-Security-Policy"]
    )


def test_what_staff_write_among_themselves_stays_among_them(receipt: Receipt, work: Callable[[str], Client]):
    ana, (case, _) = at_work(work("ana")), access_by_receipt(receipt)
    append(case, ana.ring, Entry(EntryKind.NOTE, timezone.now(), ana.member.id, {"words": "Sounds afraid."}))
    assert "Sounds afraid." not in text(read(receipt.words))


@pytest.mark.parametrize("language", ["es", "fr", "ar"])
def test_it_speaks_the_language_of_the_page(receipt: Receipt, language: str):
    page = Client().post(f"/{language}/receipt/", {"typed": receipt.words})
    english = {"Your report", "Who has read it", "Write more", "Send it", "What you can change"}
    assert not [said for said in english if said in text(page)]


@pytest.mark.parametrize("act", ["write", "agree", "reach", "danger", "erase", "keep"])
def test_a_report_erased_while_its_page_sends_is_not_there(act: str, receipt: Receipt, monkeypatch: pytest.MonkeyPatch):
    if act == "keep":
        do("erase", held_by(receipt), sure="yes")

    def gone(*_: object, **__: object) -> None:
        raise CannotOpen

    monkeypatch.setattr(by_receipt, "write_as_reporter", gone)
    held = held_by(receipt)
    page = do(act, held, message="Still waiting.", how="By letter", sure="yes")
    assert page.status_code == 400
    assert NOTHING in text(page)
    if act == "write":
        assert "Still waiting." in text(page)
