"""A cleaned file, the limits it keeps, and the reasons for which one is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from amparo.errors import BadInput

MIB = 1024 * 1024

# What a file may turn out to be: its media type, with the kind it belongs to and the extension it is stored under.
TYPES: Mapping[str, tuple[str, str]] = {
    "image/jpeg": ("picture", "jpg"),
    "image/png": ("picture", "png"),
    "image/webp": ("picture", "webp"),
    "audio/mpeg": ("sound", "mp3"),
    "audio/ogg": ("sound", "ogg"),
    "audio/mp4": ("sound", "m4a"),
    "audio/3gpp": ("sound", "3gp"),
    "audio/amr": ("sound", "amr"),
    "audio/amr-wb": ("sound", "awb"),
    "audio/wav": ("sound", "wav"),
    "video/mp4": ("video", "mp4"),
    "video/3gpp": ("video", "3gp"),
    "video/quicktime": ("video", "mov"),
    "application/pdf": ("document", "pdf"),
    "text/plain": ("document", "txt"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("document", "docx"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("document", "xlsx"),
    "application/vnd.oasis.opendocument.text": ("document", "odt"),
    "application/vnd.oasis.opendocument.spreadsheet": ("document", "ods"),
}

# Each reason has one sentence; whoever translates them goes by the reason.
REASONS: Mapping[str, str] = {
    "empty": "The file is empty. Choose it again, or send another copy.",
    "too-large": "The file is too large. Send a shorter or smaller one, or send it in parts.",
    "too-much-inside": "The file unfolds to more than can be opened safely. Send a smaller copy of it.",
    "unknown-type": "This kind of file cannot be received. Send a picture (JPEG, PNG), a sound, a PDF or a plain text; "
    "a picture of the screen will do.",
    "heic": "Pictures in this format cannot be freed of hidden details, such as the place where they were taken. "
    "Send a picture of the screen, or save it as JPEG.",
    "broken": "The file is damaged or incomplete. Open it where it comes from, save it again, and send that copy.",
    "locked": "The file is locked with a password. Send a copy without a password.",
    "active-content": "The file can run programs. Save it as PDF, and send that.",
    "busy": "Many files are being received at this moment. Send your words without the file, and add it a little later.",
    "hidden-content": "The file has something else hidden before or after its content. Save it again, and send that copy.",
}

NOTES: Mapping[str, str] = {
    "first-frame-only": "The picture moved; only its first frame was kept.",
    "metadata-remains": "Hidden details, such as a time, a place or a device, may remain in this file.",
    "signature-removed": "A digital signature was removed; it names its signer and does not survive cleaning.",
    "embedded-removed": "Files, programs or forms embedded in the document were removed.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a file may hold: bytes sent, bytes once unfolded, pixels, pages, objects or members."""

    size: int = 10 * MIB
    unfolded: int = 64 * MIB
    pixels: int = 40_000_000
    pages: int = 1_000
    objects: int = 100_000
    members: int = 2_000

    def __post_init__(self) -> None:
        if min(self.size, self.unfolded, self.pixels, self.pages, self.objects, self.members) < 1:
            raise ValueError("a limit is at least 1")


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file fit to be kept: `content` is what to store, never what was sent.

    `display_name` is what the person called it, made harmless to show; it may name somebody, so it is sealed like the content.
    `is_stripped` is false when metadata could not be removed: whoever reads it must be told.
    """

    media_type: str
    content: bytes
    is_stripped: bool = True
    notes: tuple[str, ...] = ()
    display_name: str = ""

    def __post_init__(self) -> None:
        if self.media_type not in TYPES:
            raise ValueError("the media type is none that is received")
        if not self.content:
            raise ValueError("an attachment has content")
        if not set(self.notes) <= set(NOTES) or len(set(self.notes)) < len(self.notes):
            raise ValueError("a note is unknown or given twice")
        if self.is_stripped == ("metadata-remains" in self.notes):
            raise ValueError("metadata that remains is noted, and only that")

    @property
    def kind(self) -> str:
        return TYPES[self.media_type][0]

    @property
    def extension(self) -> str:
        return TYPES[self.media_type][1]

    @property
    def stored_name(self) -> str:
        """A name that tells nothing but the kind, for whoever downloads it."""
        return f"{self.kind}.{self.extension}"

    def __repr__(self) -> str:
        return f"Attachment({self.media_type}, {len(self.content)} bytes)"  # neither content nor name reaches a log


def refuse(reason: str) -> NoReturn:
    """Raises the one BadInput of attachments; `reason` is a key of REASONS."""
    raise BadInput("bad-attachment", REASONS[reason], reason=reason)
