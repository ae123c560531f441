"""Pictures that a page itself holds."""

from base64 import b64encode

import segno
from django.utils.translation import get_language_bidi

from amparo.evidence.counting.pictures import Side
from amparo.vault.receipts import Receipt


def qr(receipt: Receipt) -> str:
    """A square code that holds the digits and nothing else: not where they belong, nor what they are."""
    # Trying all eight masks takes seven times as long, and cameras read any.
    digits = receipt.digits.replace(" ", "")
    return segno.make_qr(digits, error="m", mask=2).svg_data_uri(scale=5, border=4, light="#fff")


def side() -> Side:
    """Where lines begin in the language of the page."""
    return "right" if get_language_bidi() else "left"


def address(picture: str) -> str:
    """An SVG as an address that holds the picture itself."""
    return f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
