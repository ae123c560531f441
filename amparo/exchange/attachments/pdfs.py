"""PDF, written anew from the pages that show, without what runs, what is embedded and what tells who made it and when."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel

from amparo.exchange.attachments.attachment import Attachment, Limits, refuse

_END = re.compile(rb"%%EOF[\s\0]*\Z")
_ROOT = {
    "/Type",
    "/Pages",
    "/PageLabels",
    "/Outlines",
    "/Dests",
    "/Names",
    "/PageLayout",
    "/PageMode",
    "/Lang",
    "/MarkInfo",
} | {
    *("/StructTreeRoot", "/OCProperties", "/AcroForm", "/Extensions", "/ViewerPreferences"),
}
# Wherever they stand: what runs or is embedded, and what tells of makers, times and earlier states.
_KEYS = (
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/AF",
    "/EF",
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/Thumb",
    "/XFA",
)
_RUNNING_ACTIONS = {
    *(
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/ResetForm",
        "/GoToR",
        "/GoToE",
        "/Thread",
        "/Rendition",
    ),
    *("/Movie", "/Sound", "/RichMediaExecute", "/SetOCGState", "/Trans", "/GoTo3DView", "/Hide"),
}
_RUNNING_NOTES = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/PrinterMark", "/TrapNet"}
_NOTE_KEYS = ("/T", "/M", "/CreationDate", "/NM", "/RC")
_PLAIN_FILTERS = {
    "None",
    "/FlateDecode",
    "/LZWDecode",
    "/ASCII85Decode",
    "/ASCIIHexDecode",
    "/RunLengthDecode",
    "/Crypt",
} | {
    *("/CCITTFaxDecode", "/JBIG2Decode", "/Fl", "/LZW", "/A85", "/AHx", "/RL", "/CCF"),
}
_DRAWS = {0xDB, 0xDD, *range(0xC0, 0xD0)}  # markers of a JPEG that its picture needs
_TELLS_COLOUR = {0xE0: 16, 0xEE: 14}  # JFIF and Adobe, with the size that these have when they hold nothing else
_DEEPEST = 60


def clean(data: bytes, limits: Limits) -> Attachment:
    """The document without metadata, scripts, actions, attachments, earlier revisions and names of those who commented."""
    if not _END.search(data[-2048:]):
        refuse("hidden-content" if b"%%EOF" in data else "broken")
    # For the whole process, as qpdf wants it. Tables of objects are unfolded at once; pages and pictures never are.
    pikepdf.settings.set_qpdf_limits(flate_max_memory=limits.unfolded, doc_max_warnings=100, max_stream_filters=4)
    try:
        opened = Pdf.open(BytesIO(data), inherit_page_attributes=False)
    except pikepdf.PasswordError:
        reason = "locked"
    except pikepdf.PdfError:
        reason = "broken"
    else:
        with opened:
            return _Document(opened, limits).cleaned()
    refuse(reason)


class _Document:
    def __init__(self, pdf: Pdf, limits: Limits) -> None:
        self.pdf, self.notes, self.jpegs = pdf, set[str](), 0
        if len(pdf.objects) > limits.objects or len(pdf.pages) > limits.pages:
            refuse("too-much-inside")
        if not len(pdf.pages):
            refuse("broken")

    def cleaned(self) -> Attachment:
        root = self.pdf.Root
        for key in set(root.keys()) - _ROOT:
            self.drop(root, key)
        if isinstance(names := root.get("/Names"), Dictionary):
            for key in set(names.keys()) - {"/Dests"}:
                self.drop(names, key)
        for key in set(self.pdf.trailer.keys()) - {"/Root", "/Size", "/Encrypt"}:
            del self.pdf.trailer[key]
        for one in self.pdf.objects:
            for found in _dictionaries(one, 0):
                self.entry(found)
            if isinstance(one, Stream):
                self.stream(one)
        out = BytesIO()
        self.pdf.save(
            out,
            fix_metadata_version=False,
            compress_streams=True,
            stream_decode_level=StreamDecodeLevel.none,  # so that nothing unfolds here
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
            encryption=False,
        )
        return Attachment(
            media_type="application/pdf",
            content=out.getvalue(),
            is_stripped="metadata-remains" not in self.notes,
            notes=tuple(sorted(self.notes)),
        )

    def drop(self, holder: Object, key: str) -> None:
        if key in ("/EF", "/AF", "/EmbeddedFiles", "/JS", "/JavaScript", "/Collection", "/XFA"):
            self.notes.add("embedded-removed")
        if key in ("/Perms", "/DSS"):
            self.notes.add("signature-removed")
        del holder[key]

    def entry(self, found: Object) -> None:
        """Frees one dictionary of what tells or runs."""
        for key in _KEYS:
            if key in found:
                self.drop(found, key)
        if str(found.get("/S", "")) in _RUNNING_ACTIONS:  # wherever it is called from, nothing is left to run
            self.notes.add("embedded-removed")
            for key in list(found.keys()):
                del found[key]
        if str(found.get("/FT", "")) == "/Sig" and "/V" in found:
            self.notes.add("signature-removed")
            del found["/V"]
        kind = str(found.get("/Subtype", ""))
        if isinstance(found.get("/Annots"), Array):
            self.annotations(found)
        is_note = "/Rect" in found and kind != "/Widget" and str(found.get("/Type", "/Annot")) == "/Annot"
        for key in _NOTE_KEYS if is_note else ("/M",) if kind == "/Widget" else ():
            if key in found:
                del found[key]

    def annotations(self, page: Object) -> None:
        """Leaves away the annotations that play or hold files."""
        kept = [
            one
            for one in page.Annots
            if isinstance(one, Dictionary) and str(one.get("/Subtype", "")) not in _RUNNING_NOTES
        ]
        if len(kept) < len(page.Annots):
            self.notes.add("embedded-removed")
            page.Annots = Array(kept)

    def stream(self, found: Stream) -> None:
        """Frees JPEG pictures in the document of what their camera wrote, without touching a pixel."""
        for key in ("/F", "/FFilter", "/FDecodeParms"):  # content that lies in another file
            if key in found:
                del found[key]
        named, parameters = found.get("/Filter"), found.get("/DecodeParms")
        filters = [str(one) for one in named] if isinstance(named, Array) else [str(named)]
        if filters == ["/DCTDecode"]:
            kept = parameters if isinstance(parameters, Dictionary) else None
            found.write(without_segments(found.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=kept)
        elif not set(filters) <= _PLAIN_FILTERS:
            self.notes.add("metadata-remains")


def _dictionaries(one: Object, depth: int) -> Iterator[Object]:
    """The dictionary itself and those directly in it; what it refers to has its own turn."""
    if depth > _DEEPEST:
        refuse("too-much-inside")
    if isinstance(one, Dictionary | Stream):
        yield one
    elif not isinstance(one, Array):
        return
    for inner in [inner for _, inner in one.items()] if isinstance(one, Dictionary | Stream) else list(one):
        if isinstance(inner, Object) and not inner.is_indirect:
            yield from _dictionaries(inner, depth + 1)


def without_segments(jpeg: bytes) -> bytes:
    """The JPEG without application segments and comments, save those that say how its colours are kept."""
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, size = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xDA:
            end = jpeg.rfind(b"\xff\xd9")
            kept.append(jpeg[at : end + 2 if end > at else len(jpeg)])
            return b"".join(kept)
        if marker in _DRAWS or _TELLS_COLOUR.get(marker) == size:
            kept.append(jpeg[at : at + 2 + size])
        at += 2 + size
    refuse("broken")
