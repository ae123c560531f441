"""What a person sends comes out without a trace of who, when and where, and still shows or sounds as it did."""

from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from made_files import (
    MARK,
    MP3_FRAME,
    amr,
    docx,
    drawing,
    moving,
    mp3,
    mp4,
    odt,
    opus,
    pdf,
    picture,
    traces,
    vorbis,
    wav,
    xlsx_attachment,
)
from mutagen.mp3 import MP3
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from PIL import Image, ImageChops

from amparo.exchange.attachments.apart import clean_apart
from amparo.exchange.attachments.cleaning import clean

MADE = {
    "jpeg": (lambda: picture("JPEG"), "image/jpeg"),
    "grey jpeg": (lambda: picture("JPEG", "L"), "image/jpeg"),
    "jpeg for printing": (lambda: picture("JPEG", "CMYK"), "image/jpeg"),
    "png": (lambda: picture("PNG"), "image/png"),
    "png of two colours": (lambda: picture("PNG", "1"), "image/png"),
    "clear png": (lambda: picture("PNG", "RGBA"), "image/png"),
    "webp": (lambda: picture("WEBP"), "image/webp"),
    "gif": (lambda: picture("GIF", "P"), "image/png"),
    "mp3": (mp3, "audio/mpeg"),
    "amr": (amr, "audio/amr"),
    "wav": (wav, "audio/wav"),
    "opus": (opus, "audio/ogg"),
    "vorbis": (vorbis, "audio/ogg"),
    "m4a": (mp4, "audio/mp4"),
    "mp4": (lambda: mp4(b"vide", b"soun", brand=b"isom"), "video/mp4"),
    "3gp": (lambda: mp4(b"soun", brand=b"3gp4"), "audio/3gpp"),
    "mov": (lambda: mp4(b"vide", b"soun", brand=b"qt  "), "video/quicktime"),
    "pdf": (pdf, "application/pdf"),
    "docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (xlsx_attachment, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "odt": (odt, "application/vnd.oasis.opendocument.text"),
    "text": (lambda: b"Me quitaron el pasaporte.\n", "text/plain"),
}


@pytest.mark.parametrize("name", MADE)
def test_no_trace_of_the_sender_is_left_in_any_encoding(name):
    make, media_type = MADE[name]
    data = make()
    assert name in ("amr", "text") or traces(data), "the test must plant what it looks for"
    found = clean(data, declared_name=f"{MARK}.exe")
    assert (found.media_type, found.is_stripped, traces(found.content)) == (media_type, True, [])
    assert MARK not in repr(found) + found.stored_name


@pytest.mark.parametrize("name", MADE)
def test_what_was_cleaned_once_may_be_cleaned_again(name):
    once = clean(MADE[name][0]())
    assert clean(once.content).media_type == once.media_type


@pytest.mark.parametrize("name", MADE)
def test_a_process_of_its_own_answers_the_same(name):
    data = MADE[name][0]()
    assert clean_apart(data, declared_name="a.b") == clean(data, declared_name="a.b")


def test_a_picture_is_turned_upright_before_it_forgets_how_it_was_held():
    found = Image.open(BytesIO(clean(picture("JPEG", orientation=6)).content))
    assert found.size == (24, 40)


def test_a_picture_shows_what_it_showed():
    for form, most in (("PNG", 0), ("JPEG", 6), ("WEBP", 30)):
        found = Image.open(BytesIO(clean(picture(form)).content)).convert("RGB")
        difference = ImageChops.difference(found, drawing()).getextrema()
        assert max(high for _, high in difference) <= most, form


def test_of_a_moving_picture_the_first_frame_stays_and_a_note_says_so():
    for form in ("GIF", "PNG", "WEBP"):
        found = clean(moving(form))
        assert found.notes == ("first-frame-only",)
        assert not getattr(Image.open(BytesIO(found.content)), "is_animated", False)


def test_sounds_still_sound():
    assert clean(mp3()).content == MP3_FRAME * 10
    assert MP3(BytesIO(clean(mp3()).content)).info.bitrate == 128_000
    assert OggOpus(BytesIO(clean(opus()).content)).info.channels == 1
    assert OggVorbis(BytesIO(clean(vorbis()).content)).info.sample_rate == 44_100
    assert b"\x80\x81" * 400 in clean(wav()).content
    cleaned = clean(mp4()).content
    assert len(cleaned) == len(mp4()) and b"\x21\x1b" * 200 in cleaned


def test_the_times_of_a_recording_are_gone():
    assert (3_600_000_000).to_bytes(4, "big") not in clean(mp4(b"vide", b"soun", brand=b"isom")).content


def test_a_track_that_may_tell_the_place_is_told_to_the_reader():
    found = clean(mp4(b"vide", b"meta", brand=b"qt  "))
    assert (found.is_stripped, found.notes) == (False, ("metadata-remains",))


def test_a_pdf_shows_its_pages_and_runs_nothing():
    found = clean(pdf())
    with pikepdf.open(BytesIO(found.content)) as opened:
        page = opened.pages[0]
        assert b"visible" in page.Contents.read_bytes()
        assert [str(one.Subtype) for one in page.Annots] == ["/Text", "/Link"] and str(
            page.Annots[0].Contents
        ) == "a remark"
        assert Image.open(BytesIO(page.Resources.XObject.Im0.read_raw_bytes())).size == (40, 24)
        everything = b"".join(one.unparse() for one in opened.objects) + opened.trailer.unparse()
    for gone in (
        b"JavaScript",
        b"/JS",
        b"/Launch",
        b"EmbeddedFile",
        b"OpenAction",
        b"/AA",
        b"/Metadata",
        b"/Info",
        b"Thumb",
    ):
        assert gone not in everything
    assert found.notes == ("embedded-removed",)


def test_what_an_earlier_revision_of_a_pdf_said_is_gone():
    data, places = b"%PDF-1.4\n", []
    for body in (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R>>",
        f"({MARK})",
    ):
        places.append(len(data))
        data += f"{len(places)} 0 obj {body} endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    data += f"xref\n0 5\n0000000000 65535 f \n{table}trailer <</Size 5/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF\n".encode()
    assert traces(data) and traces(clean(data).content) == []


def test_a_picture_in_a_pdf_that_cannot_be_read_is_told_to_the_reader():
    with pikepdf.open(BytesIO(pdf())) as opened:
        opened.pages[0].Resources.XObject.Im0.Filter = pikepdf.Name.JPXDecode
        out = BytesIO()
        opened.save(out)
    found = clean(out.getvalue())
    assert not found.is_stripped and "metadata-remains" in found.notes


def test_a_pdf_locked_for_its_owner_only_is_opened():
    found = clean(pdf(password=""))
    with pikepdf.open(BytesIO(found.content)) as opened:
        assert not opened.is_encrypted and traces(found.content) == []
        assert Image.open(BytesIO(opened.pages[0].Resources.XObject.Im0.read_raw_bytes())).size == (40, 24)


def test_a_signature_is_removed_and_a_note_says_so():
    with pikepdf.open(BytesIO(pdf())) as opened:
        signed = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name=MARK, Contents=pikepdf.String(MARK))
        box = pikepdf.Dictionary(
            FT=pikepdf.Name.Sig, T="s", V=opened.make_indirect(signed), Subtype=pikepdf.Name.Widget, Rect=[0, 0, 1, 1]
        )
        opened.Root.AcroForm = pikepdf.Dictionary(Fields=[opened.make_indirect(box)], XFA=pikepdf.String(MARK))
        out = BytesIO()
        opened.save(out)
    found = clean(out.getvalue())
    assert "signature-removed" in found.notes and traces(found.content) == []


def test_paths_on_somebodys_machine_are_gone():
    drawn = f'<w:document xmlns:w="urn:w"><w:p descr="C:\\Users\\{MARK}\\a.jpg" name="/home/{MARK}/a"/><w:d descr="a house"/></w:document>'
    led = (
        f'<Relationships><Relationship Id="r" Type="x/hyperlink" Target="file:///C:/Documents/{MARK}/a.docx" TargetMode="External"/>'
        '<Relationship Id="s" Type="x/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>'
    )
    found = clean(docx(**{"word/document.xml": drawn, "word/_rels/document.xml.rels": led}))
    assert traces(found.content) == []
    with ZipFile(BytesIO(found.content)) as opened:
        assert "a house" in opened.read("word/document.xml").decode()
        assert "https://example.org/" in opened.read("word/_rels/document.xml.rels").decode()


def test_a_document_keeps_its_words_and_its_prefixes():
    with ZipFile(BytesIO(clean(docx()).content)) as opened:
        text = opened.read("word/document.xml").decode()
        assert "What happened &amp; when " in text and 'mc:Ignorable="w14"' in text and 'xmlns:w14="urn:w14"' in text
        assert "rsid" not in text and "paraId" not in text and "2024-01-01" not in text
        assert "a remark" in opened.read("word/comments.xml").decode()
        assert "docProps" not in opened.read("[Content_Types].xml").decode() + opened.read("_rels/.rels").decode()
        assert "Template" not in opened.read("word/settings.xml").decode()
        assert "spy.example" not in opened.read("word/_rels/document.xml.rels").decode()
        assert 'Target="media/image1.jpg"' in opened.read("word/_rels/document.xml.rels").decode()
        assert {one.date_time for one in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    with ZipFile(BytesIO(clean(odt()).content)) as opened:
        assert opened.namelist()[0] == "mimetype" and opened.infolist()[0].compress_type == 0
        assert "a remark" in opened.read("content.xml").decode()
        assert "meta.xml" not in opened.read("META-INF/manifest.xml").decode()


def test_a_drawing_that_cannot_be_cleaned_is_told_to_the_reader():
    found = clean(docx(**{"word/media/image2.emf": b"\1\0\0\0" + MARK.encode()}))
    assert (found.is_stripped, found.notes) == (False, ("metadata-remains",))


def test_text_in_utf_16_becomes_utf_8():
    assert clean("قال لي صاحب العمل".encode("utf-16")).content.decode() == "قال لي صاحب العمل"
