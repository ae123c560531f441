"""What the server writes of itself: that something went wrong and in which kind of error, never what a person sent.

Django's own records carry the address, the path and, in tracebacks, words and keys. So nothing of Django is passed on; an error
that nobody caught leaves one line with a number, the type of the error and the place in our code.
"""

import logging
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

from nacl.utils import random

import amparo

_OURS, _HERE = "amparo", Path(amparo.__file__).parent


def configure(_settings: Mapping[str, object]) -> None:
    """Silences everything but our own lines, which go to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger().handlers = [logging.NullHandler()]
    for name in ("django", "gunicorn.access", "asyncio", "PIL", "py.warnings"):
        others = logging.getLogger(name)
        others.handlers, others.propagate = [logging.NullHandler()], False
    ours = logging.getLogger(_OURS)
    ours.handlers, ours.propagate = [handler], False
    ours.setLevel(logging.INFO)


def report(wrong: BaseException) -> str:
    """Writes where our code failed, without message or values, and returns the number under which to find it."""
    number = random(4).hex()
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(wrong.__traceback__)]
    ours = [f"{path.relative_to(_HERE)}:{line}" for path, line in frames if path.is_relative_to(_HERE)]
    place = ours[-1] if ours else "elsewhere"
    logging.getLogger(_OURS).error("failure %s %s at %s", number, type(wrong).__name__, place)
    return number
