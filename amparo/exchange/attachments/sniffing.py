"""Which family of files some bytes belong to. What the sender calls them counts for nothing."""

import re

from amparo.exchange.attachments.attachment import refuse

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_STILL_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
# Files that are letters all through, and yet more than a text.
_MARKUP = re.compile(rb"\s*(<\s*(!doctype|html|svg|script|\?xml|\?php)|\{\\rtf|%!ps|#!|mime-version:)", re.IGNORECASE)


def family(data: bytes) -> str:
    """The family: picture, mp3, amr, wav, ogg, iso (MP4 and its like), pdf, zip or text; refuses anything else."""
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    if data[4:8] == b"ftyp":
        if data[8:12] in _STILL_BRANDS:
            refuse("heic")
        return "iso"
    for start, found in (
        (b"%PDF-", "pdf"),
        (b"PK\x03\x04", "zip"),
        (b"OggS", "ogg"),
        (b"#!AMR", "amr"),
        (b"ID3", "mp3"),
    ):
        if data.startswith(start):
            return found
    if data[0] == 0xFF and len(data) > 1 and data[1] & 0xE6 == 0xE2:  # MPEG layer III
        return "mp3"
    if b"%PDF-" in data[:1024]:
        refuse("hidden-content")  # readers of PDF would open it, whatever stands before
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")[:1024]):
        refuse("unknown-type")
    return "text"
