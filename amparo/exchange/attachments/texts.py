"""Plain text in UTF-8, or in UTF-16 with its mark."""

import codecs
import unicodedata

from amparo.exchange.attachments.attachment import Attachment, Limits, refuse

_MAY_STAND = set("\t\n\r\f")


def clean(data: bytes, limits: Limits) -> Attachment:
    """The text in UTF-8 without a mark; refuses what no person typed."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if any(unicodedata.category(one) in ("Cc", "Cn", "Cs") and one not in _MAY_STAND for one in set(text)):
        refuse("unknown-type")
    if wide and text.lstrip()[:1] in ("<", "{", "%", "#"):
        refuse("unknown-type")
    if not text.strip():
        refuse("empty")
    return Attachment(media_type="text/plain", content=text.encode())
