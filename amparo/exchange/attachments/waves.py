"""WAV: only the chunks that sound."""

from amparo.exchange.attachments.attachment import Attachment, Limits, refuse

_KEPT = (b"fmt ", b"fact", b"data")


def clean(data: bytes, limits: Limits) -> Attachment:
    """The sound without its lists, tags, markers and broadcast notes, and without anything after its end."""
    if int.from_bytes(data[4:8], "little") + 8 < len(data) - 1:
        refuse("hidden-content")
    kept: list[tuple[bytes, bytes]] = []
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if len(body) < size:
            refuse("broken")
        if name in _KEPT:
            kept.append(
                (
                    name,
                    body[:18] if name == b"fmt " and body[:2] == b"\x01\0" else body[:40] if name == b"fmt " else body,
                )
            )
        at += 8 + size + size % 2
    names = [name for name, _ in kept]
    if names.count(b"fmt ") != 1 or names.count(b"data") != 1 or len(names) > 3 or len(dict(kept)[b"fmt "]) < 16:
        refuse("broken")
    if dict(kept).get(b"fact", b"")[4:]:
        kept = [(name, body) for name, body in kept if name != b"fact"]
    body = b"".join(name + len(part).to_bytes(4, "little") + part + b"\0" * (len(part) % 2) for name, part in kept)
    return Attachment(media_type="audio/wav", content=b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WAVE" + body)
