"""What somebody hostile may send, one claim each: where it goes in, what becomes of it, and that nothing else is lost."""

import csv
import re
import zipfile
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

import amparo
from amparo.exchange.lists.writing import write_csv
from amparo.vault.receipts import Receipt
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case
from amparo.web.intake.forms import REFUSALS
from amparo.web.people import sessions
from amparo.web.people.models import Member

WORDS = "They kept my passport."
TURNING = "\u202a\u202b\u202d\u202e"


def _held(page) -> str:
    return re.search(r'name="held" value="([^"]+)"', page.content.decode())[1]


def _tell(client: Client, **told: object):
    held = told.pop("held", None) or _held(client.get("/en/tell/"))
    return client.post("/en/tell/", {"words": WORDS, "language": "en", "office": "north", "held": held, **told})


def _dossier(page):
    groups = re.findall(r"<span>(\d{5})</span>", page.content.decode())
    return access_by_receipt(Receipt.read("".join(groups)))[1]


def _refused(page, why: str) -> bool:
    shown = page.content.decode()
    return page.status_code == 400 and str(REFUSALS[why]) in shown and WORDS in shown and not Case.objects.exists()


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()


def test_right_to_left_override(cast: dict[str, Member], work: Callable[[str], Client]):
    """It is taken out of words and names; what may stay, an isolate left open, turns nothing outside of its own element."""
    isolate = "\u2067"
    name = f"{isolate}Rosa\u202e"
    sent = SimpleUploadedFile("invoice\u202egpj.exe.jpg", _picture())
    page = _tell(Client(), words=f"rent\u202egnp.exe {isolate}open", name=name, file_1=sent)
    dossier = _dossier(page)
    assert dossier.told["words"] == f"rentgnp.exe {isolate}open"
    (kept,) = dossier.of(EntryKind.FILE)
    assert not set(TURNING) & set(str(kept.data["name"]) + str(kept.data["stored_name"]))
    again = Client().post("/en/receipt/", {"held": _held(page)}).content.decode()
    inside = work("ana").get(f"/en/work/cases/{Case.objects.get().id}/").content.decode()
    for shown in (again, inside, work("ana").get("/en/work/").content.decode()):
        assert not set(TURNING) & set(shown)
        for at in re.finditer(isolate, shown):
            before = shown[: at.start()]
            assert re.search(r'<(bdi|p class="words"|pre)[^<>]*>[^<>]*$', before) or 'value="' in before[-40:]
    assert "unicode-bidi: plaintext" in (Path(amparo.__file__).parent / "web/static/amparo.css").read_text()


def test_forged_cookie(work: Callable[[str], Client]):
    raw = bytearray(urlsafe_b64decode(work("ana").cookies[sessions.COOKIE].value))
    raw[-1] ^= 1
    client = Client()
    for cookie in (urlsafe_b64encode(raw).decode(), "A" * 64, "\u00e9", "x" * 10_000):
        client.cookies[sessions.COOKIE] = cookie
        page = client.get("/en/work/my-keys/")
        assert page.status_code == 302 and page.headers["Location"].startswith("/en/work/sign-in/")


def test_replayed_form(cast: dict[str, Member]):
    held = _held(Client().get("/en/tell/"))
    pages = [_tell(Client(), held=held) for _ in range(3)]
    assert [page.status_code for page in pages] == [200, 200, 200] and Case.objects.count() == 1
    assert len({_dossier(page).told["words"] for page in pages}) == 1
    write = _held(Client().post("/en/receipt/", {"held": _held(pages[0])}))
    for _ in range(2):
        assert Client().post("/en/receipt/write/", {"held": write, "message": "More."}).status_code == 200
    assert len(list(_dossier(pages[0]).of(EntryKind.MESSAGE))) == 1


def test_huge_field(cast: dict[str, Member]):
    page = _tell(Client(), words="x" * 20_001)
    assert page.status_code == 400 and "x" * 20_001 in page.content.decode()
    assert _tell(Client(), name="y" * 5_000).status_code == 400
    assert _tell(Client(), words="x" * 2_000_000).status_code == 404
    assert _tell(Client(), held="A" * 900_000).status_code == 400
    assert not Case.objects.exists()


def test_broken_utf8(cast: dict[str, Member]):
    held = _held(Client().get("/en/tell/")).encode()
    body = b"words=caf%E9+%FF%FE%ED%A0%80+no+pay&name=%C3&language=en&office=north&held=" + held
    page = Client().post("/en/tell/", body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200 and str(_dossier(page).told["words"]).endswith("no pay")


def test_zip_bomb(cast: dict[str, Member]):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", b" " * 90_000_000)
    assert _refused(_tell(Client(), file_1=SimpleUploadedFile("letter.docx", out.getvalue())), "too-much-inside")


@pytest.mark.parametrize("behind", [b"PK\x03\x04<script>alert(1)</script>", b"%PDF-1.4 /JavaScript"])
def test_polyglot(cast: dict[str, Member], behind: bytes):
    """A picture that is something else too: what is kept is the picture drawn anew, or nothing."""
    page = _tell(Client(), file_1=SimpleUploadedFile("a.jpg", _picture() + behind))
    if page.status_code != 200:
        assert _refused(page, "hidden-content")
        return
    (kept,) = _dossier(page).of(EntryKind.FILE)
    assert behind not in kept.content and Image.open(BytesIO(kept.content)).size == (40, 30)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\u202e=1", "\uff1d1"])
def test_csv_formula_in_exports(cell: str):
    ((written,),) = csv.reader(StringIO(write_csv([[cell]]).decode("utf-8-sig"), newline=""))
    assert written == "'" + cell
