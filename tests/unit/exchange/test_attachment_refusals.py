"""A file that is dangerous, damaged or too much is refused in one clear sentence, which names nobody."""

import struct
import time
import tracemalloc
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_files import (
    MARK,
    amr,
    docx,
    docx_parts,
    mp3,
    mp4,
    odt,
    opus,
    pdf,
    picture,
    vorbis,
    wav,
    xlsx_attachment,
    zipped,
)
from PIL import Image

from amparo.errors import BadInput
from amparo.exchange.attachments.apart import clean_apart
from amparo.exchange.attachments.attachment import MIB, REASONS, Attachment, Limits
from amparo.exchange.attachments.cleaning import clean
from amparo.exchange.attachments.names import MOST_LETTERS, display_name

SMALL = Limits(size=MIB, unfolded=4 * MIB, pixels=1_000_000, pages=20, objects=2_000, members=50)
SAMPLES = (
    picture("JPEG"),
    picture("PNG"),
    picture("WEBP"),
    mp3(3),
    amr(3),
    wav(),
    opus(),
    vorbis(),
    mp4(),
    pdf(),
    docx(),
    odt(),
    xlsx_attachment(),
)


def reason(data, **options):
    with pytest.raises(BadInput) as refused:
        clean(data, declared_name=f"{MARK}.jpg", **options)
    assert (
        refused.value.code == "bad-attachment" and refused.value.__cause__ is None and refused.value.__context__ is None
    )
    assert str(refused.value) == REASONS[refused.value.data["reason"]] and MARK not in repr(refused.value.data)
    return refused.value.data["reason"]


def claimed_png(width, height):
    def part(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(bytes(1000))) + part(b"IEND", b"")


def test_an_empty_file_and_one_byte_too_many_are_refused():
    assert reason(b"") == "empty"
    assert reason(b"   \n") == "empty"
    assert reason(b"a" * (10 * MIB + 1)) == "too-large"
    assert clean(b"a" * 10 * MIB).kind == "document"


@pytest.mark.parametrize("size", [(100_000, 100_000), (40_001, 2), (10_000, 4_001)])
def test_a_bomb_of_pixels_is_refused_by_what_it_claims(size):
    assert reason(claimed_png(*size)) == "too-much-inside"


def test_a_jpeg_of_a_thousand_scans_is_refused():
    out = BytesIO()
    Image.new("RGB", (2000, 2000)).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    scan = data[data.rfind(b"\xff\xda") : -2]
    assert reason(data[:-2] + scan * 1000 + b"\xff\xd9") == "too-much-inside"


def test_a_zip_bomb_is_refused_by_what_it_claims_and_by_what_it_does():
    bomb = docx(**{"word/big.xml": b"<a>" + b" " * (80 * MIB) + b"</a>"})
    assert len(bomb) < MIB and reason(bomb) == "too-much-inside"
    lying = bytearray(docx(**{"word/big.xml": b"<a>" + b" " * (80 * MIB) + b"</a>"}))
    at = lying.rfind(b"PK\x01\x02", 0, lying.rfind(b"word/big.xml"))
    lying[at + 24 : at + 28] = (100).to_bytes(4, "little")
    tracemalloc.start()
    assert reason(bytes(lying)) in ("too-much-inside", "broken", "hidden-content")
    assert tracemalloc.get_traced_memory()[1] < 16 * MIB
    tracemalloc.stop()


def test_too_many_members_and_overlapping_ones_are_refused():
    assert reason(zipped({**docx_parts(), **{f"word/{n}.xml": "<a/>" for n in range(2_001)}})) == "too-much-inside"


def test_a_pdf_whose_tables_unfold_without_end_is_ended():
    packed = zlib.compress(bytes(300 * MIB), 9)
    body = b"%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
    at = len(body)
    body += b"3 0 obj <</Type/XRef/Size 9/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>> stream\n" % len(packed)
    body += packed + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % at
    with pytest.raises(BadInput) as refused:
        clean_apart(body)
    assert refused.value.data["reason"] in ("broken", "too-much-inside")


def test_libraries_log_nothing_of_what_they_meet(caplog, capfd):
    caplog.set_level(0)
    for sample in SAMPLES:
        for at in range(0, len(sample), max(1, len(sample) // 40)):
            with suppress(BadInput):
                clean(sample[:at] + b"?" + sample[at + 1 :], declared_name=MARK, limits=SMALL)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "") and MARK not in caplog.text


def test_limits_of_pages_and_objects_hold():
    assert reason(pdf(pages=21), limits=SMALL) == "too-much-inside"
    assert reason(pdf(pages=5), limits=Limits(objects=5)) == "too-much-inside"


HIDDEN = {"html": b"<html><script>alert(1)</script></html>", "zip": docx(), "pdf": pdf()}
SOUNDING = {"mp3": mp3, "amr": amr, "wav": wav, "opus": opus, "mp4": mp4, "pdf": pdf, "docx": docx}


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("sample", SOUNDING)
def test_what_hides_behind_the_end_is_refused_or_left_behind(sample, hidden):
    made, junk = SOUNDING[sample](), HIDDEN[hidden]
    if made[:4] == junk[:4]:
        junk = junk + HIDDEN["html"]  # two of one kind may pass as one; then with something else behind
    try:
        found = clean(made + junk)
    except BadInput as refused:
        assert refused.data["reason"] in ("hidden-content", "broken")
    else:
        assert junk[:30] not in found.content


@pytest.mark.parametrize("junk", [b"<html><script>alert(1)</script></html>", docx(), pdf()], ids=["html", "zip", "pdf"])
def test_what_hides_behind_a_picture_does_not_come_along(junk):
    for form in ("JPEG", "PNG", "WEBP", "GIF"):
        found = clean(picture(form) + junk)
        assert junk[:30] not in found.content and not zipfile.is_zipfile(BytesIO(found.content))


def test_what_stands_before_the_beginning_is_refused():
    assert reason(b"#comment\n" + pdf()) == "hidden-content"
    assert reason(b"\0\0" + docx()) == "unknown-type"
    assert reason(docx() + docx()) == "hidden-content"


def test_a_zip_with_a_comment_or_a_name_that_leads_out_is_refused():
    out = BytesIO(docx())
    with zipfile.ZipFile(out, "a") as opened:
        opened.comment = b"<script>"
    assert reason(out.getvalue()) == "hidden-content"
    assert reason(docx(**{"../../etc/passwd": b"x"})) == "hidden-content"
    assert reason(docx(**{"WORD/Document.xml": b"<a/>"})) == "hidden-content"


@pytest.mark.parametrize(
    "part", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml", "word/run.exe"]
)
def test_a_document_that_can_run_is_refused(part):
    assert reason(docx(**{part: b"\xd0\xcf"})) == "active-content"


def test_macros_are_refused_by_declaration_too():
    types = docx_parts()["[Content_Types].xml"].replace(
        "openxmlformats-officedocument.wordprocessingml.document", "ms-word.document.macroEnabled"
    )
    assert reason(docx(**{"[Content_Types].xml": types})) == "active-content"
    assert reason(odt(**{"Basic/Standard/Module1.xml": b"<x/>"})) == "active-content"


def test_entities_that_unfold_are_refused():
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert reason(docx(**{"word/document.xml": laughs})) == "hidden-content"
    assert reason(docx(**{"word/document.xml": "<x>"})) == "broken"
    assert reason(docx(**{"word/document.xml": "<x>" * 5000 + "</x>" * 5000})) == "too-much-inside"


def test_locked_files_say_that_they_are_locked():
    assert reason(pdf(password=MARK)) == "locked"
    assert reason(odt(**{"META-INF/manifest.xml": "<m><encryption-data/></m>"})) == "locked"


@pytest.mark.parametrize(
    "data",
    [
        b"BM" + bytes(200),
        b"MZ\x90\0" + bytes(60),
        b"\x7fELF" + bytes(60),
        b"<svg onload='alert(1)'/>",
        b"\xef\xbb\xbf  <!DOCTYPE html><p>",
        b"{\\rtf1 {\\info {\\author x}}}",
        b"#!/bin/sh\nrm -rf /\n",
        b"%!PS-Adobe-3.0",
        "<html>".encode("utf-16"),
        b"\xff\xfe\x00\xd8",
        b"Broken \xc3( UTF-8",
        b"a\x1b[2J",
        zipped({"a.txt": b"x"}),
        zipped({"META-INF/MANIFEST.MF": b"Main-Class: x"}),
        mp4(b"text"),
    ],
)
def test_other_kinds_are_refused_with_advice(data):
    assert reason(data) == "unknown-type"


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_pictures_that_cannot_be_cleaned_are_refused_with_advice(brand):
    assert reason(b"\0\0\0\x18ftyp" + brand + bytes(100)) == "heic"


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_file_cut_short_anywhere_is_refused_or_ends_earlier(sample):
    for part in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        try:
            found = clean(sample[: int(len(sample) * part)], declared_name=MARK)
        except BadInput as refused:
            assert MARK not in str(refused)
        else:
            assert MARK.encode() not in found.content


@settings(max_examples=60)
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), max_size=6),
    st.floats(0, 1),
)
def test_no_mutation_raises_anything_but_bad_input(sample, changes, end):
    data = bytearray(sample)
    for place, put in changes:
        at = int(place * len(data))
        data[at : at + len(put)] = put
    began = time.monotonic()
    try:
        found = clean(bytes(data[: max(1, int(len(data) * max(end, 0.5)))]), limits=SMALL)
    except BadInput as refused:
        assert refused.code == "bad-attachment"
    else:
        assert len(found.content) < 8 * MIB
    assert time.monotonic() - began < 5


@given(
    st.sampled_from(
        (
            b"",
            b"\xff\xd8\xff",
            b"%PDF-1.7\n",
            b"PK\x03\x04",
            b"OggS\0",
            b"ID3",
            b"\0\0\0\x18ftypisom",
            b"RIFF....WAVE",
            b"#!AMR\n",
        )
    ),
    st.binary(max_size=400),
)
@example(b"\xff", b"")
@example(b"#!AMR\n", b"")
def test_no_noise_raises_anything_but_bad_input(start, noise):
    try:
        clean(start + noise, limits=SMALL)
    except BadInput as refused:
        assert refused.code == "bad-attachment"


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("../../../etc/passwd", "passwd"),
        ("C:\\Users\\Ana\\foto.jpg", "foto.jpg"),
        ("a\0b\r\nSet-Cookie: x.jpg", "abSet-Cookie: x.jpg"),
        ("...", ""),
        ("", ""),
        ("صورة من العمل.jpg", "صورة من العمل.jpg"),
        ("\ud800.png", "png"),
        ("a／b∕c.png", "c.png"),
    ],
)
def test_a_declared_name_is_made_harmless_to_show(declared, shown):
    assert display_name(declared) == shown


@given(st.text(max_size=400))
def test_any_declared_name_becomes_one_short_line(declared):
    shown = display_name(declared)
    assert len(shown) <= MOST_LETTERS and not set(shown) & set("/\\\r\n\0\u202e\u200f")
    assert display_name(shown) == shown and isinstance(shown.encode(), bytes)


def test_a_huge_name_keeps_its_ending():
    assert display_name("x" * 100_000 + ".jpeg").endswith("….jpeg")


def test_the_process_apart_reports_refusals_and_survives_its_own_end(monkeypatch):
    for data, expected in ((b"BM" + bytes(99), "unknown-type"), (picture()[:200], "broken"), (b"", "empty")):
        with pytest.raises(BadInput) as refused:
            clean_apart(data, declared_name=MARK)
        assert refused.value.data["reason"] == expected
    from amparo.exchange.attachments import apart

    for answer in (
        b"",
        b"null\nx",
        b'{"reason": "' + MARK.encode() + b'"}\n',
        b'{"media_type": "text/html"}\nx',
        b"[]\n",
    ):
        monkeypatch.setattr(apart, "_ask", lambda _, answer=answer: answer)
        with pytest.raises(BadInput) as refused:
            clean_apart(b"x")
        assert refused.value.data["reason"] in REASONS and MARK not in str(refused.value)


def test_an_attachment_that_contradicts_itself_cannot_be_made():
    for wrong in (
        {"media_type": "text/html"},
        {"content": b""},
        {"notes": ("made-up",)},
        {"is_stripped": False},
        {"notes": ("metadata-remains",)},
    ):
        with pytest.raises(ValueError):
            Attachment(**{"media_type": "text/plain", "content": b"x", **wrong})
    with pytest.raises(ValueError):
        Limits(size=0)
