"""Ogg with one stream of Vorbis or Opus, as voice messages have it."""

from io import BytesIO
from typing import Any

from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from amparo.exchange.attachments.attachment import Attachment, Limits, refuse


def clean(data: bytes, limits: Limits) -> Attachment:
    """The sound without comments and without the name of what recorded it."""
    first = _check_pages(data)
    file = BytesIO(data)
    if first.startswith(b"OpusHead"):
        sound: Any = OggOpus(file)  # type: ignore[no-untyped-call]
        sound.tags._pad_data = b""  # what follows the comments is kept by mutagen otherwise
    elif first.startswith(b"\x01vorbis"):
        sound = OggVorbis(file)  # type: ignore[no-untyped-call]
    else:
        refuse("unknown-type")
    sound.tags.vendor = ""
    file.seek(0)
    sound.delete(file)
    content = file.getvalue()
    _check_pages(content)
    return Attachment(media_type="audio/ogg", content=content)


def _check_pages(data: bytes) -> bytes:
    """How the first packet begins; refuses what is not a row of whole pages of one stream."""
    at, serial, first = 0, b"", b""
    while at < len(data):
        if data[at : at + 5] != b"OggS\0":
            refuse("hidden-content" if at else "broken")
        table = data[at + 27 : at + 27 + data[at + 26]] if at + 27 <= len(data) else b""
        start = at + 27 + len(table)
        if at + 27 > len(data) or len(table) != data[at + 26] or start + sum(table) > len(data):
            refuse("broken")
        if data[at + 5] & 2:  # a stream begins
            if serial:
                refuse("unknown-type")
            serial, first = data[at + 14 : at + 18], data[start : start + 16]
        elif data[at + 14 : at + 18] != serial:
            refuse("broken")
        at = start + sum(table)
    return first
