"""*Tell us*: what is typed is never lost, the same form is one report, and nothing is asked that need not be."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from amparo.exchange.attachments.attachment import REASONS
from amparo.vault.keys import Role
from amparo.vault.receipts import Receipt
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.lists.lines import Line, index_of
from amparo.web.casework.models import Case
from amparo.web.intake.asking import KINDS
from amparo.web.intake.forms import REFUSALS
from amparo.web.people.models import Member, Office
from amparo.web.people.sessions import Key, SignedIn, recognised
from amparo.web.safekeeping.store import store
from amparo.web.travelling import pack

WORDS = "They kept my passport and pay me nothing."
TWICE = "We had this form already"


def field(page, name: str = "held") -> str:
    return re.search(f'name="{name}" value="([^"]+)"', page.content.decode())[1]


def begin(client: Client, language: str = "en") -> str:
    return field(client.get(f"/{language}/tell/"))


def send(client: Client, held: str, language: str = "en", **told: object):
    whole = {"words": WORDS, "language": language, "office": "north", "held": held, **told}
    return client.post(f"/{language}/tell/", whole)


def receipt_on(page) -> Receipt:
    shown = re.search(r'<ol class="receipt [^>]*>(.*?)</ol>', page.content.decode())[1]
    return Receipt.read(" ".join(re.findall("<li>([a-z]+)</li>", shown)))


def opened(page):
    return access_by_receipt(receipt_on(page))[1]


def picture() -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Marked Photographer"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", b" " * 90_000_000)
    return out.getvalue()


def test_a_report_with_nothing_but_words_gets_a_receipt_that_opens_it(cast: dict[str, Member]):
    client = Client()
    page = send(client, begin(client))
    assert page.status_code == 200
    assert not client.cookies and "no-store" in page.headers["Cache-Control"]
    told = opened(page).told
    assert told["words"] == WORDS and told["purposes"] == [] and told["danger"] is False
    groups = re.findall(r"<span>(\d{5})</span>", page.content.decode())
    assert Receipt.read("".join(groups)).words == receipt_on(page).words


def test_everything_told_is_where_it_belongs(cast: dict[str, Member], work: Callable[[str], Client]):
    client = Client()
    page = send(
        client, begin(client, "ar"), "ar", is_danger="on", state="ESP", kinds=["wages-unpaid", "confined"],
        name="Rosa", how="call Ana's shop", when="Mondays", interpreter="Wolof", purposes=["help", "counted"],
    )  # fmt: skip
    dossier = opened(page)
    assert dossier.told["danger"] and dossier.told["interpreter"] == "Wolof" and dossier.told["language"] == "ar"
    assert dossier.consents == {"help", "counted"}
    assert dict(dossier.newest(EntryKind.CONTACT)) == {"how": "call Ana's shop", "when": "Mondays"}
    assert not any(dossier.of(EntryKind.IDENTITY, EntryKind.FACTS))  # not for the receipt
    ana = _at_work(work("ana"))
    line = next(Line.of(row) for row in index_of(store(), "north", Role.CASEWORKER).rows(ana.ring, on=ana.today))
    assert (line.name, line.is_danger, line.language) == ("Rosa", True, "ar")
    from amparo.web.casework.access import access_dossier

    facts = access_dossier(ana, Case.objects.get()).newest(EntryKind.FACTS)["facts"]
    assert facts == {"state": "ESP", "wages-unpaid": True, "confined": True}


def test_the_same_form_again_shows_the_same_receipt_and_stays_one_report(cast: dict[str, Member]):
    client = Client()
    held = begin(client)
    pages = [send(client, held, file_1=SimpleUploadedFile("a.jpg", picture())) for _ in range(3)]
    assert {page.status_code for page in pages} == {200}
    assert len({receipt_on(page).words for page in pages}) == 1 and Case.objects.count() == 1
    assert [b"came more than once" in page.content for page in pages] == [False, True, True]
    assert len(list(opened(pages[0]).of(EntryKind.FILE))) == 1


def test_the_same_form_with_other_words_loses_neither(cast: dict[str, Member]):
    client = Client()
    held = begin(client)
    first, second = send(client, held), send(client, held, words="Other words entirely.")
    assert second.status_code == 409 and TWICE in second.content.decode()
    assert receipt_on(first).words == receipt_on(second).words and opened(first).told["words"] == WORDS
    assert "Other words entirely." in second.content.decode()
    added = client.post("/en/receipt/write/", {"held": field(second), "message": "Other words entirely."})
    assert added.status_code == 200
    assert [entry.data["words"] for entry in opened(first).of(EntryKind.MESSAGE)] == ["Other words entirely."]


@pytest.mark.parametrize("held", ["", "nonsense", "é", "A" * 700])
def test_a_forged_form_sends_nothing_and_keeps_the_words(cast: dict[str, Member], held: str):
    page = send(Client(), held)
    assert page.status_code == 400 and WORDS in page.content.decode() and not Case.objects.exists()
    assert send(Client(), field(page)).status_code == 200


def test_a_form_of_another_purpose_or_of_last_week_is_not_taken(cast: dict[str, Member]):
    words = {"receipt": Receipt.new().words}
    late = pack("tell", words, now=timezone.now() - timezone.timedelta(hours=25))
    for held in (pack("receipt", words), late):
        page = send(Client(), held)
        assert page.status_code == 400 and WORDS in page.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (bomb(), "too-much-inside"),
        (b"GIF89a" + b"\0" * 50 + b"<script>alert(1)</script>", "broken"),
        (picture() + b"PK\x03\x04" + bomb()[:2000], None),
        (b"%PDF-1.4 nothing", "broken"),
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "unknown-type"),
    ],
)
def test_a_hostile_file_is_refused_in_one_sentence_or_cleaned_and_the_words_stay(cast, sent: bytes, why: str | None):
    client = Client()
    page = send(client, begin(client), file_1=SimpleUploadedFile("invoice.jpg", sent))
    shown = page.content.decode()
    if why is None:  # a picture with something behind it: what is kept is the picture alone
        kept = [entry.content for entry in opened(page).of(EntryKind.FILE)] if page.status_code == 200 else []
        assert all(b"PK\x03\x04" not in content for content in kept)
        return
    assert page.status_code == 400 and WORDS in shown and not Case.objects.exists()
    assert str(REFUSALS[why]) in shown
    assert "choose your files again" in shown


def test_files_are_cleaned_before_they_are_kept(cast: dict[str, Member]):
    client = Client()
    files = {f"file_{n}": SimpleUploadedFile(f"holiday{n}.jpg", picture()) for n in range(1, 6)}
    page = send(client, begin(client), **files)
    dossier = opened(page)
    kept = list(dossier.of(EntryKind.FILE))
    assert len(kept) == 5 == len(dossier.told["files"])
    assert {entry.data["name"] for entry in kept} == {f"holiday{n}.jpg" for n in range(1, 6)}
    assert all(b"Marked Photographer" not in entry.content for entry in kept)


def test_a_sixth_file_cannot_be_chosen_and_a_forged_one_is_refused(cast: dict[str, Member]):
    client = Client()
    held = begin(client)
    assert client.get("/en/tell/").content.decode().count('type="file"') == 5
    files = {f"file_{n}": SimpleUploadedFile("a.jpg", picture()) for n in range(1, 7)}
    assert send(client, held, **files).status_code == 404
    assert not Case.objects.exists()


def test_there_is_a_sentence_of_ours_for_every_reason_to_refuse_a_file():
    assert set(REFUSALS) == set(REASONS)


@pytest.mark.parametrize("words", ["", "   \n ", "\u202e\u202d", "\0\0"])
def test_nothing_is_not_a_report(cast: dict[str, Member], words: str):
    client = Client()
    page = send(client, begin(client), words=words)
    assert page.status_code == 400 and "Nothing is written yet" in page.content.decode() and not Case.objects.exists()


def test_what_is_too_long_is_kept_in_the_form(cast: dict[str, Member]):
    client = Client()
    page = send(client, begin(client), words="x" * 20_001)
    assert page.status_code == 400 and "x" * 20_001 in page.content.decode() and not Case.objects.exists()
    assert send(client, begin(client), words="x" * 2_000_000).status_code == 404
    assert send(client, begin(client), words="\U0001f600" * 20_000).status_code == 200


def test_broken_utf8_is_taken_as_far_as_it_can_be_read(cast: dict[str, Member]):
    client = Client()
    body = b"words=caf%E9+%FF%FE+no+pay&language=en&office=north&held=" + begin(client).encode()
    page = client.post("/en/tell/", body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200 and str(opened(page).told["words"]).endswith("no pay")


def test_signs_that_turn_the_direction_are_taken_out_and_arabic_joiners_stay(cast: dict[str, Member]):
    client = Client()
    told = "rent\u202egnp.exe می\u200cخواهم\r\nsecond\x07 line"
    dossier = opened(send(client, begin(client), words=told, how="a\u202eb\nc"))
    assert dossier.told["words"] == "rentgnp.exe می\u200cخواهم\nsecond line"
    assert dossier.newest(EntryKind.CONTACT)["how"] == "ab c"


def test_nothing_dangerous_is_asked_and_nothing_is_ticked_beforehand(cast: dict[str, Member]):
    from amparo.norms.catalogue.catalogue import load_catalogue

    facts = load_catalogue().vocabulary.facts
    assert not [name for name in KINDS if facts[name].dangerous]
    shown = Client().get("/en/tell/").content.decode()
    assert "checked" not in shown and "work_authorised" not in shown and 'name="stay"' not in shown


def test_what_one_has_to_know_comes_before_what_one_is_asked(cast: dict[str, Member]):
    for language in ("en", "es", "fr", "ar"):
        shown = Client().get(f"/{language}/tell/").content.decode()
        assert shown.index("+34 900 000 000") < shown.index('id="before"') < shown.index("<textarea")


def test_another_language_keeps_what_was_typed_and_sends_nothing(cast: dict[str, Member]):
    client = Client()
    told = {"kinds": ["confined"], "purposes": ["help"], "name": "Rosa", "is_danger": "on", "spoken_before": "en"}
    page = client.post(
        "/es/tell/", {"held": begin(client), "words": WORDS, "language": "en", "office": "south", **told}
    )
    shown = page.content.decode()
    assert page.status_code == 200 and not Case.objects.exists() and WORDS in shown and 'value="Rosa"' in shown
    assert shown.count(" checked") == 3 and '<option value="south" selected>' in shown
    assert '<option value="es" selected>Español' in shown  # nobody had chosen English; it was the page's
    assert 'role="alert"' not in shown and "<details>" not in shown
    assert send(client, field(page), "es").status_code == 200


@pytest.mark.parametrize("held", ["", "forged"])
def test_no_file_is_cleaned_for_a_form_that_cannot_be_taken(cast, held: str, monkeypatch: pytest.MonkeyPatch):
    from amparo.web.intake import forms

    monkeypatch.delattr(forms, "clean_apart")
    page = send(Client(), held, file_1=SimpleUploadedFile("a.jpg", picture()))
    assert page.status_code == 400 and "choose your files again" in page.content.decode()


def test_too_many_megabytes_are_answered_with_a_sentence_and_the_words_stay(cast: dict[str, Member]):
    client = Client()
    files = {f"file_{n}": SimpleUploadedFile("a.mp4", b"x" * 9_000_000) for n in range(1, 5)}
    page = send(client, begin(client), **files, purposes=["help"])
    shown = page.content.decode()
    assert page.status_code == 400 and "more than 30 MB together" in shown and WORDS in shown
    assert shown.count(" checked") == 1 and not Case.objects.exists()  # what follows the files was read as well


def test_an_office_that_takes_no_reports_is_not_offered_and_not_taken(cast: dict[str, Member]):
    client = Client()
    assert '<option value="partner"' not in client.get("/en/tell/").content.decode()
    assert send(client, begin(client), office="partner").status_code == 400
    Office.objects.filter(code="south").update(takes_reports=False)
    only = client.get("/en/tell/")
    assert field(only, "office") == "north"


def test_the_list_of_countries_is_that_of_the_language_with_what_was_chosen(cast: dict[str, Member]):
    client = Client()
    for language, name in (("en", "Greece"), ("es", "Grecia"), ("en", "Greece")):
        page = send(client, begin(client, language), language, words="", state="GRC").content.decode()
        assert f'<option value="GRC" selected>{name}</option>' in page and page.count(f">{name}<") == 1
        assert client.get(f"/{language}/tell/").content.decode().count("selected>I would") == (language == "en")
    page = send(client, begin(client), words="", state='"><script>').content.decode()
    assert "<script" not in page and page.count('<option value="GRC">') == 1


def test_answers_from_know_your_rights_come_along_but_do_not_overrule(cast: dict[str, Member], work):
    facts = {
        "state": "GRC",
        "date": "2026-11-01",
        "wages-unpaid": True,
        "confined": True,
        "violence": False,
        "sex": "male",
    }
    client, brought = Client(), pack("from-rights", {"facts": facts})
    page = client.post("/en/tell/", {"from_rights": brought})
    assert page.status_code == 200 and not Case.objects.exists()
    shown = page.content.decode()
    assert '<option value="GRC" selected>' in shown and shown.count(" checked") == 2 and "Sex" in shown
    sent = send(client, field(page), from_rights=field(page, "from_rights"), state="GRC", kinds=["wages-unpaid"])
    assert sent.status_code == 200
    from amparo.web.casework.access import access_dossier

    kept = access_dossier(_at_work(work("ana")), Case.objects.get()).newest(EntryKind.FACTS)["facts"]
    assert kept == {"state": "GRC", "date": "2026-11-01", "wages-unpaid": True, "violence": False, "sex": "male"}


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_no_page_is_larger_than_fifty_kilobytes(cast: dict[str, Member], language: str):
    client = Client()
    pages = [client.get(f"/{language}/tell/"), send(client, begin(client, language), language)]
    pages.append(send(client, begin(client, language), language, words=""))
    pages.append(client.post(f"/{language}/receipt/", {"held": field(pages[1])}))
    pages.append(client.post(f"/{language}/receipt/proof/", {"held": field(pages[1])}))
    assert [page.status_code for page in pages] == [200, 200, 400, 200, 200]
    assert max(len(page.content) for page in pages) < 50_000


def _at_work(client: Client) -> SignedIn:
    key = Key.read(client.cookies["amparo_session"].value)
    assert key is not None
    found = recognised(key.cookie, timezone.now())
    assert found is not None
    return found
