"""Which day it is."""

import os
from datetime import date

from amparo.errors import BadInput


def today() -> date:
    """The current day; AMPARO_TODAY fixes it, for tests and for looking back. Raises BadInput if that is no day."""
    fixed = os.environ.get("AMPARO_TODAY")
    if not fixed:
        return date.today()
    try:
        return date.fromisoformat(fixed)
    except ValueError:
        raise BadInput("bad-clock", "AMPARO_TODAY is not a day. Write it as 2026-11-21.") from None
