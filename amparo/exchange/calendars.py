"""Days as an iCalendar file (RFC 5545), for any calendar to subscribe to.

Every event lasts one whole day, blocks no time and alarms nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST = 75  # bytes of a line, without its end (3.1)
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})  # 3.3.11


@dataclass(frozen=True, slots=True)
class DayEvent:
    """One day with a few words; `uid` is the same whenever the same event is written again."""

    uid: str
    day: date
    words: str


def calendar(name: str, events: Iterable[DayEvent], *, at: datetime) -> bytes:
    """The calendar as a file, as it stands at that time."""
    return b"".join(folded(line) for line in _lines(name, events, at.astimezone(UTC)))


def folded(line: str) -> bytes:
    r"""The line with its end, in parts of at most 75 bytes, none of which ends within a letter.

    >>> folded("SUMMARY:K7P-R3D")
    b'SUMMARY:K7P-R3D\r\n'
    """
    parts: list[bytes] = []
    part = b""
    for letter in line:
        written = letter.encode()
        # A part that goes on begins with a space, which counts.
        if len(part) + len(written) > _LONGEST - bool(parts):
            parts.append(part)
            part = b""
        part += written
    return b"\r\n ".join([*parts, part]) + b"\r\n"


def _lines(name: str, events: Iterable[DayEvent], at: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Amparo//EN", "CALSCALE:GREGORIAN")
    yield f"X-WR-CALNAME:{_text(name)}"
    for event in events:
        yield "BEGIN:VEVENT"
        yield f"UID:{_text(event.uid)}"
        yield f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        # The end is the first day after it (3.6.1).
        yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{_text(event.words)}"
        yield from ("TRANSP:TRANSPARENT", "CLASS:PRIVATE", "END:VEVENT")
    yield "END:VCALENDAR"


def _text(words: str) -> str:
    plain = words.replace("\r\n", "\n")
    return "".join(sign for sign in plain if sign == "\n" or sign.isprintable()).translate(_ESCAPED)
