"""Files as people send them, made here. MARK stands wherever a program writes who, when or where."""

import base64
import zipfile
from io import BytesIO

import pikepdf
from mutagen.id3 import COMM, ID3, TIT2, TPE1
from mutagen.ogg import OggPage
from PIL import Image, PngImagePlugin

MARK = "Zuleika-Marked-7731"


def traces(content, mark=MARK):
    """The encodings in which the marked name stands in the bytes, or in any member of a ZIP file."""
    encodings = {
        "utf-8": mark.encode(),
        "utf-16-le": mark.encode("utf-16-le"),
        "utf-16-be": mark.encode("utf-16-be"),
        "hex": mark.encode().hex().encode(),
        "HEX": mark.encode().hex().upper().encode(),
        "base64": base64.b64encode(mark.encode())[:-4],
    }
    found = [name for name, wanted in encodings.items() if wanted in content]
    if content[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(content)) as opened:
            for one in opened.infolist():
                found += [f"{one.filename}: {name}" for name in traces(opened.read(one), mark)]
                found += traces(one.filename.encode() + one.comment + one.extra, mark)
    return found


def drawing(mode="RGB", size=(40, 24)):
    drawn = Image.new(mode, size)
    drawn.paste(Image.linear_gradient("L").resize(size).convert(mode))
    return drawn


def exif(orientation=1):
    made = Image.Exif()
    made[0x010F], made[0x013B], made[0x0112] = MARK, MARK, orientation
    gps = made.get_ifd(0x8825)
    gps[1], gps[2], gps[29] = "N", (19.0, 25.0, 42.0), MARK
    return made


def picture(form="JPEG", mode="RGB", orientation=1, **options):
    out = BytesIO()
    said = {
        "exif": exif(orientation),
        "icc_profile": b"\0" * 128 + MARK.encode(),
        "xmp": f"<x:xmpmeta>{MARK}</x:xmpmeta>".encode(),
    }
    if form == "JPEG":
        said["comment"] = MARK
    if form == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", MARK)
        text.add_itxt("Comment", MARK, zip=False)
        said["pnginfo"] = text
        del said["xmp"]
    if form == "GIF":
        said = {"comment": MARK}
    drawing(mode).save(out, form, **said, **options)
    return out.getvalue()


def moving(form="GIF"):
    out, frames = BytesIO(), [drawing(size=(20, 20)), Image.new("RGB", (20, 20), "red")]
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


MP3_FRAME = b"\xff\xfb\x90\x00" + b"\x55" * 413  # 128 kbit/s, 44.1 kHz


def mp3(frames=10):
    out = BytesIO()
    tags = ID3()
    tags.add(TIT2(encoding=1, text=MARK))
    tags.add(TPE1(encoding=3, text=MARK))
    tags.add(COMM(encoding=0, lang="eng", desc="", text=MARK))
    tags.save(out, v1=0)
    old = b"TAG" + MARK.encode().ljust(125, b"\0")
    return out.getvalue() + MP3_FRAME * frames + old


def amr(frames=10):
    return b"#!AMR\n" + (b"\x3c" + b"\x11" * 31) * frames


def chunk(name, body):
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def wav():
    form = (1).to_bytes(2, "little") + (1).to_bytes(2, "little") + (8000).to_bytes(4, "little") * 2 + b"\1\0\x08\0"
    body = chunk(b"fmt ", form) + chunk(b"LIST", b"INFOIART" + MARK.encode()) + chunk(b"data", b"\x80\x81" * 400)
    body += chunk(b"bext", MARK.encode())
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WAVE" + body


def vorbis_comment(extra=b""):
    comment = f"ARTIST={MARK}".encode()
    return (
        len(MARK).to_bytes(4, "little")
        + MARK.encode()
        + (1).to_bytes(4, "little")
        + len(comment).to_bytes(4, "little")
        + comment
        + extra
    )


def pages(packets, serial=7):
    made = b""
    for number, held in enumerate(packets):
        page = OggPage()
        page.serial, page.sequence, page.packets = serial, number, held
        page.first, page.last, page.position = number == 0, number == len(packets) - 1, 960 * number
        made += page.write()
    return made


def opus():
    head = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0"
    return pages([[head], [b"OpusTags" + vorbis_comment(b"\x01" + MARK.encode())], [b"\x08" * 60], [b"\x08" * 60]])


def vorbis():
    head = b"\x01vorbis" + b"\0\0\0\0\x01" + (44100).to_bytes(4, "little") + b"\0" * 12 + b"\xb8\x01"
    return pages([[head], [b"\x03vorbis" + vorbis_comment(b"\x01"), b"\x05vorbis" + b"\x22" * 40], [b"\x33" * 90]])


def box(kind, *parts):
    body = b"".join(parts)
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def track(handler):
    times = (3_600_000_000).to_bytes(4, "big") * 2
    name = b"\0" * 8 + handler + b"\0" * 12 + MARK.encode() + b"\0"
    return box(
        b"trak",
        box(b"tkhd", b"\0\0\0\7" + times + b"\0" * 72),
        box(b"udta", box(b"name", MARK.encode())),
        box(
            b"mdia",
            box(b"mdhd", b"\0" * 4 + times + b"\0" * 12),
            box(b"hdlr", name),
            box(b"minf", box(b"stbl", box(b"stsd", b"\0" * 8))),
        ),
    )


def mp4(*handlers, brand=b"M4A "):
    times = (3_600_000_000).to_bytes(4, "big") * 2
    place = box(b"udta", box(b"\xa9xyz", f"+19.4326-099.1332/{MARK}".encode()), box(b"meta", b"\0" * 4, MARK.encode()))
    tracks = b"".join(track(one) for one in handlers or (b"soun",))
    return (
        box(b"ftyp", brand, b"\0\0\2\0", brand, b"isom")
        + box(b"free", MARK.encode())
        + box(b"mdat", b"\x21\x1b" * 200)
        + box(b"moov", box(b"mvhd", b"\0" * 4 + times + b"\0" * 88), tracks, place)
        + box(b"uuid", b"\xbe\x7a\xcf\xcb" * 4, MARK.encode())
    )


def pdf(*, pages=1, password=None):
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 200))
    page = made.pages[0]
    page.Contents = made.make_stream(b"BT /F1 12 Tf (visible) Tj ET")
    page.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=pikepdf.String(MARK)))
    page.Thumb = made.make_stream(MARK.encode())
    page.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(f"app.alert('{MARK}')"))
    )
    link = {"Type": pikepdf.Name.Annot, "Rect": [0, 0, 9, 9]}
    page.Annots = pikepdf.Array(
        [
            made.make_indirect(
                pikepdf.Dictionary(
                    Subtype=pikepdf.Name.Text, T=pikepdf.String(MARK), Contents="a remark", M="D:20240101", **link
                )
            ),
            pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=MARK), **link),
            pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, FS=pikepdf.Dictionary(F=MARK), **link),
        ]
    )
    photo = made.make_stream(
        picture("JPEG"), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=24
    )
    photo.ColorSpace, photo.BitsPerComponent, photo.Filter = pikepdf.Name.DeviceRGB, 8, pikepdf.Name.DCTDecode
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
    made.docinfo["/Author"] = MARK
    with made.open_metadata() as xmp:
        xmp["dc:creator"] = [MARK]
    made.attachments["note.txt"] = pikepdf.AttachedFileSpec(made, MARK.encode(), filename=f"{MARK}.txt")
    script = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=made.make_stream(MARK.encode())))
    made.Root.Names.JavaScript = pikepdf.Dictionary(Names=[MARK, script])
    made.Root.OpenAction = script
    made.trailer.ID = pikepdf.Array([pikepdf.String(MARK), pikepdf.String(MARK)])
    out = BytesIO()
    made.save(
        out, encryption=pikepdf.Encryption(owner="o", user=password) if password else False, compress_streams=False
    )
    return out.getvalue()


def zipped(parts, *, method=zipfile.ZIP_DEFLATED):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx_parts():
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships {RELS}><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/core-properties" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'<c xmlns:cp="urn:x"><cp:lastModifiedBy>{MARK}</cp:lastModifiedBy></c>',
        "docProps/app.xml": f"<p><Company>{MARK}</Company></p>",
        "customXml/item1.xml": f"<x>{MARK}</x>",
        "word/document.xml": f'<w:document {W} xmlns:w14="urn:w14" xmlns:mc="urn:mc" mc:Ignorable="w14"><w:body>'
        f'<w:p w:rsidR="00AB12CD" w14:paraId="1234ABCD"><w:ins w:id="1" w:author="{MARK}" w:date="2024-01-01T10:00:00Z">'
        '<w:r><w:t xml:space="preserve">What happened &amp; when </w:t></w:r></w:ins></w:p></w:body></w:document>',
        "word/comments.xml": f'<w:comments {W}><w:comment w:id="0" w:author="{MARK}" w:initials="{MARK}" w:date="2024-01-01T10:00:00Z">'
        "<w:p><w:r><w:t>a remark</w:t></w:r></w:p></w:comment></w:comments>",
        "word/people.xml": f'<w:people {W}><w:person w:author="{MARK}"/></w:people>',
        "word/settings.xml": f'<w:settings {W} xmlns:r="urn:r"><w:attachedTemplate r:id="rId1"/>'
        '<w:rsids><w:rsid w:val="00AB12CD"/></w:rsids>'
        "<w:zoom w:percent='100'/></w:settings>",
        "word/_rels/settings.xml.rels": f'<Relationships {RELS}><Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" '
        f'Target="file:///C:/Documents/{MARK}/Normal.dotm" TargetMode="External"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships {RELS}><Relationship Id="rId5" Type="{OFFICE}/image" '
        f'Target="https://spy.example/{MARK}.png" TargetMode="External"/>'
        f'<Relationship Id="rId6" Type="{OFFICE}/image" Target="media/image1.jpg"/></Relationships>',
        "word/media/image1.jpg": picture("JPEG"),
    }


def docx(**changed):
    return zipped({**docx_parts(), **changed})


def odt(**changed):
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:m"><m:file-entry m:full-path="content.xml"/>'
            '<m:file-entry m:full-path="meta.xml"/></m:manifest>',
            "meta.xml": f'<o xmlns:dc="urn:dc"><dc:creator>{MARK}</dc:creator></o>',
            "settings.xml": f"<s>{MARK}</s>",
            "Thumbnails/thumbnail.png": picture("PNG"),
            "content.xml": '<o:document xmlns:o="urn:o" xmlns:dc="urn:dc" xmlns:t="urn:t"><o:annotation>'
            f"<dc:creator>{MARK}</dc:creator><dc:date>2024-01-01</dc:date><t:p>a remark</t:p></o:annotation></o:document>",
            **changed,
        }
    )


def xlsx_attachment(**changed):
    return zipped(
        {
            "[Content_Types].xml": '<Types><Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
            "xl/workbook.xml": f'<workbook xmlns:x="urn:x"><fileSharing userName="{MARK}"/>'
            f'<x:absPath url="C:\\Users\\{MARK}\\"/><sheets/></workbook>',
            "xl/comments1.xml": f"<comments><authors><author>{MARK}</author></authors><comment authorId='0'/></comments>",
            "xl/persons/person.xml": f'<personList><person displayName="{MARK}" id="1" userId="{MARK}" providerId="AD"/></personList>',
            "xl/printerSettings/printerSettings1.bin": MARK.encode("utf-16-le"),
            "docProps/core.xml": f"<c>{MARK}</c>",
            **changed,
        }
    )
