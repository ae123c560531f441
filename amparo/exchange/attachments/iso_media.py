"""MP4, M4A, 3GP and QuickTime: boxes within boxes. Those that do not play are emptied where they stand, so nothing moves.

No library at hand does this: tags are only one of the places where phones write time, place and owner.
"""

from collections.abc import Iterator

from amparo.exchange.attachments.attachment import Attachment, Limits, refuse

_HOLDS_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex", b"moof", b"traf", b"mfra"}
_PLAYS = _HOLDS_BOXES | {
    *(
        b"ftyp",
        b"mdat",
        b"styp",
        b"sidx",
        b"mvhd",
        b"tkhd",
        b"mdhd",
        b"elst",
        b"hdlr",
        b"vmhd",
        b"smhd",
        b"nmhd",
        b"gmhd",
    ),
    *(
        b"dref",
        b"stsd",
        b"stts",
        b"stss",
        b"ctts",
        b"cslg",
        b"stsc",
        b"stsz",
        b"stz2",
        b"stco",
        b"co64",
        b"sdtp",
        b"sgpd",
    ),
    *(
        b"sbgp",
        b"mehd",
        b"trex",
        b"mfhd",
        b"tfhd",
        b"tfdt",
        b"trun",
        b"tfra",
        b"mfro",
        b"tapt",
        b"clef",
        b"prof",
        b"enof",
    ),
}
_HAS_TIMES = {b"mvhd", b"tkhd", b"mdhd"}
_DEEPEST, _MOST_BOXES = 12, 20_000


def clean(data: bytes, limits: Limits) -> Attachment:
    """The recording without tags, times, places and names; not stripped if it has tracks other than sound and moving picture."""
    walked = _Boxes(data)
    walked.walk(0, len(data), 0)
    handlers = set(walked.handlers)
    if not handlers & {b"soun", b"vide"}:
        refuse("unknown-type")
    remains = not handlers <= {b"soun", b"vide"}
    return Attachment(
        media_type=_media_type(data[8:12], b"vide" in handlers),
        content=bytes(walked.out),
        is_stripped=not remains,
        notes=("metadata-remains",) if remains else (),
    )


def _media_type(brand: bytes, is_seen: bool) -> str:
    family = "3gpp" if brand[:2] == b"3g" else "mp4"
    if brand == b"qt  " and is_seen:
        return "video/quicktime"
    return f"{'video' if is_seen else 'audio'}/{family}"


class _Boxes:
    def __init__(self, data: bytes) -> None:
        self.out, self.count = bytearray(data), 0
        self.handlers: list[bytes] = []
        self.seen: set[bytes] = set()

    def walk(self, start: int, end: int, depth: int) -> None:
        if depth > _DEEPEST:
            refuse("broken")
        for kind, at, body, stop in self._boxes(start, end, depth):
            if depth == 0 and (kind == b"ftyp") != (body == 8):
                refuse("broken")
            if kind == b"ftyp" and stop - body > 128:
                refuse("hidden-content")
            if kind not in _PLAYS:
                self.out[at + 4 : at + 8] = b"free"
                self.blank(body, stop)
            elif kind in _HOLDS_BOXES:
                self.walk(body, stop, depth + 1)
            elif kind in _HAS_TIMES:
                self.blank(body + 4, min(stop, body + (20 if self.out[body] == 1 else 12)))
            elif kind == b"hdlr":
                self.handler(body, stop)

    def _boxes(self, start: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int, int]]:
        """Kind, start, start of the content and end of each box; they fill their holder to its last byte."""
        at = start
        while at < end:
            self.count += 1
            size, kind, body = int.from_bytes(self.out[at : at + 4], "big"), bytes(self.out[at + 4 : at + 8]), at + 8
            if size == 1:
                size, body = int.from_bytes(self.out[at + 8 : at + 16], "big"), at + 16
            elif size == 0 and depth == 0:
                size = end - at
            elif size == 0 and end - at == 4:  # QuickTime ends a list with four zeros
                return
            if at + size > end or body > at + size or self.count > _MOST_BOXES:
                refuse("hidden-content" if depth == 0 and b"moov" in self.seen and kind not in _PLAYS else "broken")
            self.seen.add(kind)
            yield kind, at, body, at + size
            at += size

    def handler(self, body: int, stop: int) -> None:
        """Notes what a track is for, and blanks the name of what made it."""
        if stop - body < 24:
            refuse("broken")
        if bytes(self.out[body + 4 : body + 8]) != b"dhlr":  # QuickTime's data handlers say where, not what
            self.handlers.append(bytes(self.out[body + 8 : body + 12]))
        self.blank(body + 12, stop)

    def blank(self, start: int, stop: int) -> None:
        self.out[start:stop] = bytes(max(0, stop - start))
