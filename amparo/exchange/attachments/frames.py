"""MP3 and AMR: sounds that are rows of frames. Frames are kept; whatever is not a frame is not."""

from collections.abc import Callable
from functools import partial
from io import BytesIO

from mutagen.apev2 import delete as delete_ape
from mutagen.id3 import delete as delete_id3

from amparo.exchange.attachments.attachment import Attachment, Limits, refuse

_RATES = {  # kbit/s of layer III, by whether it is MPEG version 1
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_AMR = (13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1)  # 3GPP TS 26.101: bytes of a frame by its type
_AMR_WIDE = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1)  # 3GPP TS 26.201
_TAGS_IN_A_ROW = 8


def clean(data: bytes, limits: Limits) -> Attachment:
    """The sound without tags; a last frame that was cut short is left away."""
    for start, sizes, media_type in ((b"#!AMR\n", _AMR, "audio/amr"), (b"#!AMR-WB\n", _AMR_WIDE, "audio/amr-wb")):
        if data.startswith(start):
            end = _end_of_frames(data, len(start), partial(_amr_frame, data, sizes))
            return Attachment(media_type=media_type, content=data[:end])
    if data.startswith(b"#!"):
        refuse("unknown-type")
    plain = _without_tags(data)
    end = _end_of_frames(plain, 0, partial(_mp3_frame, plain))
    return Attachment(media_type="audio/mpeg", content=plain[:end])


def _without_tags(data: bytes) -> bytes:
    """The bytes without ID3 (both ends) and APE tags, however many stand in a row."""
    for _ in range(_TAGS_IN_A_ROW):
        file = BytesIO(data)
        delete_id3(file)
        delete_ape(file)
        shorter = file.getvalue().lstrip(b"\0")  # padding between tag and sound
        if shorter == data:
            break
        data = shorter
    return data


def _end_of_frames(data: bytes, start: int, size_at: Callable[[int], int]) -> int:
    """Where the last whole frame ends; refuses a file in which something else follows."""
    at = start
    while at < len(data):
        size = size_at(at)
        if size <= 0:
            if data[at:].strip(b"\0"):
                refuse("hidden-content" if at > start else "broken")
            break
        if at + size > len(data):
            break
        at += size
    if at == start:
        refuse("broken")
    return at


def _amr_frame(data: bytes, sizes: tuple[int, ...], at: int) -> int:
    """How many bytes the frame at this place has; 0 if there is none."""
    return 0 if data[at] & 0x83 else sizes[data[at] >> 3 & 15]


def _mp3_frame(data: bytes, at: int) -> int:
    """How many bytes the frame at this place has; 0 if there is none."""
    head = int.from_bytes(data[at : at + 4], "big")
    version, layer, rate, samples = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or version == 1 or layer != 1 or samples == 3:
        return 0
    bits = _RATES[version == 3][rate] * 1000
    return (144 if version == 3 else 72) * bits // _SAMPLES[version][samples] + (head >> 9 & 1) if bits else 0
