"""DOCX, XLSX, ODT and ODS, built anew from the parts that show; programs in them are refused."""

import re
from collections.abc import Mapping

from amparo.errors import BadInput
from amparo.exchange.attachments.attachment import Attachment, Limits, refuse
from amparo.exchange.attachments.markup import Attributes, Keep, local, rewrite
from amparo.exchange.attachments.pictures import clean_in_its_format
from amparo.exchange.zips import UnsafeZip, fold, unfold

_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN = {  # the part that shows, with the content type it must have
    "word/document.xml": (_OOXML + "wordprocessingml.document", b"wordprocessingml.document.main+xml"),
    "xl/workbook.xml": (_OOXML + "spreadsheetml.sheet", b"spreadsheetml.sheet.main+xml"),
}
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.spreadsheet": "application/vnd.oasis.opendocument.spreadsheet",
}
_RUNS = re.compile(
    r"vba|macro|activex|\.bin$|\.exe$|\.dll$|\.js$|oleobject|^(basic|scripts|dialogs)/|/(basic|scripts)/", re.IGNORECASE
)
_HARMLESS_BIN = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_TELLS = re.compile(  # parts about the file, its makers or their machines, and files inside the file
    r"^docprops/|^customxml/|^meta-inf/(?!manifest\.xml$)|(^|/)(meta|settings)\.xml$(?<!word/settings\.xml)|thumbnail|printersettings"
    r"|^configurations2/|/embeddings/|/people\.xml$|^xl/(connections|revisions|querytables|customproperty|model)|layout-cache$|^_xmlsignatures/|\.rdf$",
    re.IGNORECASE,
)
_RASTER = re.compile(r"\.(jpe?g|png|gif|webp)$", re.IGNORECASE)
_MOST_ELEMENTS = 3_000_000  # a sheet of 50,000 rows and 20 columns has two million
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
# By local name: attributes that say who, in which session or on which machine, and elements that say nothing else.
_WHO = {"initials", "dateUtc", "userId", "providerId", "userName", "username", "lastEdited", "lastGuid"}
_SESSION = re.compile(r"rsid\w*|paraId|textId|durableId|documentId")
_GONE = {
    "attachedTemplate",
    "rsids",
    "docVars",
    "mailMerge",
    "absPath",
    "fileSharing",
    "externalData",
    "docId",
    "dataBinding",
}
# These stay, empty, since other parts count them; elements of the same name elsewhere are what the document shows.
_EMPTIED = {"dc:creator", "dc:date", "meta:creator-initials", "loext:sender-initials", "author"}
_HELD = {"image", "object", "object-ole", "plugin", "section-source"}  # what OpenDocument fetches from an address
_SOMEBODYS = re.compile(r"[a-z]:\\|file:|/users/|/home/", re.IGNORECASE)  # a path on somebody's machine


def clean(data: bytes, limits: Limits) -> Attachment:
    """The document without properties, authors, times, sessions, templates, embedded files and addresses it would call."""
    try:
        parts = unfold(data, most_bytes=limits.unfolded, most_members=limits.members)
    except UnsafeZip as wrong:
        reason = wrong.reason
    else:
        return _Office(parts, limits).cleaned()
    refuse(reason)


class _Office:
    def __init__(self, parts: Mapping[str, bytes], limits: Limits) -> None:
        self.parts, self.limits, self.elements = parts, limits, 0
        self.is_open = "mimetype" in parts
        self.media_type = self._type()
        self.remains = False
        self.gone = {name for name in parts if _TELLS.search(name)}

    def _type(self) -> str:
        if any(_RUNS.search(name) and not _HARMLESS_BIN.search(name) for name in self.parts):
            refuse("active-content")
        if self.is_open:
            manifest = self.parts.get("META-INF/manifest.xml", b"")
            if b"encryption-data" in manifest:
                refuse("locked")
            found = _OPEN.get(self.parts["mimetype"].strip())
            if found is None or "content.xml" not in self.parts:
                refuse("unknown-type")
            return found
        types = self.parts.get("[Content_Types].xml", b"")
        if b"macroEnabled" in types:
            refuse("active-content")
        for part, (found, told) in _MAIN.items():
            if part in self.parts and told in types:
                return found
        refuse("unknown-type")

    def cleaned(self) -> Attachment:
        built = {name: self.part(name, content) for name, content in self.parts.items() if name not in self.gone}
        embedded = any("/embeddings/" in name.casefold() for name in self.gone)
        signed = any("signatures" in name.casefold() for name in self.gone)
        notes = {"embedded-removed": embedded, "signature-removed": signed, "metadata-remains": self.remains}
        first = "mimetype" if self.is_open else "[Content_Types].xml"
        return Attachment(
            media_type=self.media_type,
            content=fold({first: built[first], **built}, stored=frozenset({"mimetype"})),
            is_stripped=not self.remains,
            notes=tuple(note for note, holds in notes.items() if holds),
        )

    def part(self, name: str, content: bytes) -> bytes:
        if name == "mimetype":
            return content.strip()
        if _XML.search(name):
            return rewrite(content, self.relationship if name.endswith(".rels") else self.element)
        if _RASTER.search(name):
            return self.picture(content)
        self.remains = True  # drawings and fonts, which may carry notes of their maker
        return content

    def picture(self, content: bytes) -> bytes:
        try:
            return clean_in_its_format(content, self.limits)
        except (BadInput, OSError, ValueError, SyntaxError):
            pass
        refuse("broken")

    def relationship(self, name: str, attributes: Attributes) -> Keep | None:
        """Leaves away what leads to removed parts; what leads outside, links that a reader clicks excepted, leads nowhere."""
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if local(name) != "Relationship":
            return Keep(attributes)
        if attributes.get("TargetMode") == "External" and (not kind.endswith("/hyperlink") or _SOMEBODYS.match(target)):
            attributes["Target"] = "about:blank"
            return None if kind.endswith("/attachedTemplate") else Keep(attributes)
        tail = target.replace("..", "").strip("/").casefold()
        is_gone = tail and any(gone.casefold().endswith(tail) for gone in self.gone)
        return None if is_gone else Keep(attributes)

    def element(self, name: str, attributes: Attributes) -> Keep | None:
        bare, self.elements = local(name), self.elements + 1
        if self.elements > _MOST_ELEMENTS:
            refuse("too-much-inside")
        if bare in _GONE or (bare == "event-listener" and self.is_open):
            return None
        if bare == "Override" and attributes.get("PartName", "").strip("/") in self.gone:
            return None
        if bare == "file-entry" and any(
            local(key) == "full-path" and value in self.gone for key, value in attributes.items()
        ):
            return None
        kept = {
            key: self.value(bare, local(key), value)
            for key, value in attributes.items()
            if not _tells(bare, local(key))
        }
        return Keep(kept, text=name not in _EMPTIED)

    def value(self, element: str, key: str, value: str) -> str:
        """The value, or an empty one where the schema wants the attribute and not what it says."""
        if key == "author" or (element == "person" and key in ("displayName", "userId", "providerId")):
            return ""
        if key in ("date", "dT") and not self.is_open:
            return "1980-01-01T00:00:00Z"
        if key in ("descr", "name", "title") and _SOMEBODYS.search(value):
            return ""
        if key == "href" and (_SOMEBODYS.match(value) or (element in _HELD and ":" in value)):
            return ""
        return value


def _tells(element: str, key: str) -> bool:
    """Whether the attribute says who, when or on which machine, and may be left away."""
    if element == "pageSetup" and key == "id":  # the settings of somebody's printer
        return True
    return bool(_SESSION.fullmatch(key)) or (key in _WHO and element != "person")
