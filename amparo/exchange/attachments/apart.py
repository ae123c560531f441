"""Cleans a file in a process of its own, which holds no key, opens no file and ends when it takes too long or too much.

Its answer is two lines and the content. It is read as one would read a stranger's: reasons and notes only from our tables.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import amparo
from amparo.errors import BadInput
from amparo.exchange.attachments.attachment import DEFAULT_LIMITS, MIB, REASONS, Attachment, Limits, refuse
from amparo.exchange.attachments.names import display_name

SECONDS = 8  # of computing; a picture of 40 million pixels takes 3
_TURN = 15  # seconds to wait for one's turn
_WAIT = 20  # seconds by the clock, on a busy machine
_MEMORY = 1024 * MIB  # of addresses, of which a picture of 40 million pixels uses some 400
# One at a time: the largest picture takes half a gigabyte for a second, and small servers have little more.
_AT_ONCE = threading.BoundedSemaphore(1)
_NAME = "amparo.exchange.attachments.apart"


def clean_apart(data: bytes, *, declared_name: str = "", limits: Limits = DEFAULT_LIMITS) -> Attachment:
    """The file without metadata, cleaned where a hostile one can do no harm; raises BadInput `bad-attachment` like `clean`."""
    if not data:
        refuse("empty")
    if len(data) > limits.size:
        refuse("too-large")
    asked = json.dumps({name: getattr(limits, name) for name in limits.__slots__})
    if not _AT_ONCE.acquire(timeout=_TURN):
        refuse("busy")
    try:
        answer = _ask(asked.encode() + b"\n" + data)
    finally:
        _AT_ONCE.release()
    head, _, content = answer.partition(b"\n")
    try:
        told = json.loads(head)
        reason = told.get("reason")
        if reason is None:
            return Attachment(
                media_type=told["media_type"],
                content=content,
                is_stripped=told["is_stripped"] is True,
                notes=tuple(told["notes"]),
                display_name=display_name(declared_name),
            )
    except (ValueError, TypeError, KeyError, AttributeError):
        reason = "too-much-inside"
    refuse(reason if reason in REASONS else "broken")


def _ask(question: bytes) -> bytes:
    """What the process answers; nothing if it was ended."""
    path = os.pathsep.join([str(Path(amparo.__file__).parents[1]), *(one for one in sys.path if one)])
    try:
        ran = subprocess.run(
            [sys.executable, "-P", "-s", "-m", _NAME],
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a library says may quote the file
            env={"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b""
    return ran.stdout if ran.returncode == 0 else b""


def _bound() -> None:
    import resource  # noqa: PLC0415 - not there on every system, and needed in the other process only

    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, 0),  # no file can be written
        (resource.RLIMIT_CORE, 0),  # nor memory left behind after a crash
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


def _answer() -> None:
    """Reads limits and file from standard input, and writes the answer to standard output."""
    from amparo.exchange.attachments.cleaning import clean  # noqa: PLC0415 - libraries for formats load in that process only

    _bound()
    asked, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        found = clean(data, limits=Limits(**json.loads(asked)))
    except BadInput as wrong:
        told: dict[str, object] = {"reason": wrong.data.get("reason")}
        content = b""
    else:
        told = {"media_type": found.media_type, "is_stripped": found.is_stripped, "notes": found.notes}
        content = found.content
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content)


if __name__ == "__main__":
    _answer()
