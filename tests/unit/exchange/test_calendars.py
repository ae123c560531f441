"""A calendar file is as RFC 5545 asks: line ends, length of lines, escaped text, days that end on the next day."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from amparo.exchange.calendars import DayEvent, calendar, folded

AT = datetime(2026, 11, 22, 1, 30, tzinfo=timezone(timedelta(hours=2)))


def _unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_an_event_is_one_whole_day():
    lines = _unfolded(calendar("Days", [DayEvent("abc", date(2026, 12, 31), "K7P-R3D")], at=AT))
    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Amparo//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Days",
        "BEGIN:VEVENT",
        "UID:abc",
        "DTSTAMP:20261121T233000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:K7P-R3D",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    assert datetime.strptime("20261121T233000Z", "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) == AT


def test_text_is_escaped_and_adds_no_line_of_its_own():
    content = calendar("a,b;c\\d\r\nEND:VCALENDAR\rX:\x00y", [], at=AT)
    assert "X-WR-CALNAME:a\\,b\\;c\\\\d\\nEND:VCALENDARX:y" in _unfolded(content)
    assert content.count(b"END:VCALENDAR\r\n") == 1


@pytest.mark.parametrize("letter", ["x", "ñ", "ق", "𝒳"])
@pytest.mark.parametrize("length", [1, 74, 75, 76, 149, 150, 400])
def test_no_line_is_longer_than_75_bytes_or_cuts_a_letter(letter: str, length: int):
    line = letter * length
    content = folded(line)
    parts = content.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(part) <= 75 and part.decode() for part in parts)
    assert all(part.startswith(b" ") for part in parts[1:])
    assert _unfolded(content) == [line]
