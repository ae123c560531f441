"""What travels from one public page to the next: sealed into the form, stored nowhere, good for a while and for one purpose.

It takes the place of a cookie or a session: a page that is closed leaves nothing here and nothing in the browser.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from nacl.encoding import URLSafeBase64Encoder
from nacl.exceptions import CryptoError
from nacl.secret import Aead

from amparo.errors import BadInput

_STEP = 512


class Expired(BadInput):
    """What travelled is too old, was changed, or belongs to another page."""

    def __init__(self) -> None:
        super().__init__("form-expired", "This page was open for too long. Please begin again.")


def pack(purpose: str, held: Mapping[str, object], *, now: datetime | None = None) -> str:
    """The text for a hidden field; it shows neither what it holds nor, nearly, how much."""
    told = json.dumps({"at": (now or timezone.now()).timestamp(), "held": dict(held)}, ensure_ascii=False).encode()
    filled = told + b" " * (-len(told) % _STEP)
    return bytes(_box().encrypt(filled, purpose.encode(), encoder=URLSafeBase64Encoder)).decode()


def unpack(purpose: str, packed: str, *, within: timedelta) -> dict[str, object]:
    """What was packed for this purpose; raises Expired for anything else."""
    found = None
    try:
        told = json.loads(_box().decrypt(packed.encode("ascii"), purpose.encode(), encoder=URLSafeBase64Encoder))
        if timezone.now().timestamp() - told["at"] <= within.total_seconds():
            found = dict(told["held"])
    except (CryptoError, ValueError, TypeError):
        pass
    if found is None:
        raise Expired
    return found


def _box() -> Aead:
    return Aead(settings.HOME.form_key.reveal())
