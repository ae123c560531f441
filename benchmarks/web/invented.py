"""The invented people of the inbox: the same for every run, so that every list can be checked against what it must show."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

FIRST = [
    "Amina",
    "Rosa",
    "José",
    "Nadia",
    "Tariq",
    "Mbali",
    "Chinh",
    "Lucía",
    "Émile",
    "Yaw",
    "Ingrid",
    "Sami",
    "Zeynep",
    "Ravi",
    "Dolores",
    "مريم",
    "يوسف",
    "ليلى",
    "Олена",
    "Kwame",
]
LAST = [
    "Okafor",
    "Ñandú",
    "Quispe",
    "Haddad",
    "Nguyễn",
    "Dlamini",
    "Pérez",
    "Traoré",
    "Silva",
    "Kaya",
    "Sharma",
    "Mensah",
    "حداد",
    "العلي",
    "Коваль",
    "Jiménez",
    "Rahimi",
    "Santos",
    "Bah",
    "Tesfaye",
]
LANGUAGES = ("en", "es", "fr", "ar")
_SINCE = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """One of those whose report lies in the inbox."""

    name: str = field(repr=False)
    language: str
    is_danger: bool
    state: str
    is_waiting: bool
    at: datetime

    @property
    def words(self) -> str:
        return f"{self.name}: they kept my passport and have not paid me. " * 4


def person(number: int) -> Person:
    """The person of that number; the number itself is part of the name, so that one can be looked for."""
    drawn = blake2b(number.to_bytes(8, "big"), digest_size=8).digest()
    name = f"{FIRST[drawn[0] % len(FIRST)]} {LAST[drawn[1] % len(LAST)]} {number:06}"
    state = ("received", "received", "open", "open", "closed")[drawn[2] % 5]
    is_waiting = state != "closed" and drawn[3] % 2 == 0
    at = _SINCE + timedelta(minutes=int.from_bytes(drawn[4:7], "big") % (2 * 365 * 24 * 60 // 2))
    return Person(name, LANGUAGES[drawn[7] % 4], drawn[3] % 50 == 0, state, is_waiting, at)
