"""The inbox of an office with very many reports: the first list after unlocking, filters, and parts of names, each count checked."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice

from benchmarks.web.browser import Browser, Page
from benchmarks.web.figures import Figure, at_most, milliseconds, told
from benchmarks.web.invented import LANGUAGES, Person, person
from benchmarks.web.server import Installation, serving

STARTS, ASKED, LOOSE = 3, 100, 1_000
ADDRESS = "/en/work/"
_SHOWN = re.compile(r"([\d.,]+) reports?\b")
_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Question:
    """What is put into the form of the inbox, and whom it has to find."""

    fields: dict[str, str | list[str]]
    finds: Callable[[Person], bool]


def _usual(who: Person) -> bool:
    return who.state != "closed"


FILTERS = [
    *(Question({"language": code}, lambda who, code=code: _usual(who) and who.language == code) for code in LANGUAGES),
    Question({"only": ["danger"]}, lambda who: _usual(who) and who.is_danger),
    Question({"only": ["waiting"]}, lambda who: _usual(who) and who.is_waiting),
    Question({"only": ["waiting", "unread"], "language": "ar"}, lambda who: who.is_waiting and who.language == "ar"),
    Question({"states": ["closed"]}, lambda who: who.state == "closed"),
    Question({"states": ["received"], "whose": "nobody"}, lambda who: who.state == "received"),
    Question({"kind": "report"}, _usual),
]
# As somebody types them: small letters, no accents, two ways to write a letter; one is nobody's. None can be part of a case number.
PARTS = ["haddad", "perez", "nandu", "حداد", "ليلي", "коваль", "amina ok", "dlam", "e", "kaya 00", "silva 01", "zzzz"]


def _plain(text: str) -> str:
    """The letters without case and accents; the two ways to write a final ya count as one."""
    split = unicodedata.normalize("NFKD", text.casefold()).replace("ى", "ي")
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def _named(part: str) -> Question:
    return Question({"text": part}, lambda who: _usual(who) and _plain(part) in _plain(who.name))


def measure(installed: Installation, number: int, full: int) -> Iterator[Figure]:
    """Fills the inbox, then lists it with its index compacted and with loose rows beside it."""
    took = installed.seed("inbox", number, full)
    kept = f"{full:,} with all their records, {number - full:,} with case and sealed lines only"
    seconds = ", ".join(f"{name} {value}" for name, value in took.items())
    yield told("the inbox", f"{number:,} reports: {kept}; seconds: {seconds}")
    people = [person(at) for at in range(number)]
    yield from _measure(installed, people, "index compacted", loose=0)
    yield from _measure(installed, people, f"and {LOOSE:,} loose rows", loose=LOOSE)


def _measure(installed: Installation, people: list[Person], what: str, *, loose: int) -> Iterator[Figure]:
    if loose:
        installed.seed("loose", len(people), loose)
        people = people + [person(at) for at in range(len(people), len(people) + loose)]
    unlocking, first = [], []
    for _ in range(STARTS):
        with serving(installed) as server, closing(Browser(server.port)) as browser:
            unlocked = _sign_in(installed, browser, people)
            unlocking.append(sum(unlocked[:-1]))
            first.append(unlocked[-1])
    more = f" (slowest of {STARTS} fresh servers; sign-in before it {max(unlocking):.2f} s)"
    yield at_most(f"first list, {what}", 3, max(first), "s", more)
    with serving(installed) as server, closing(Browser(server.port)) as browser:
        _sign_in(installed, browser, people)
        yield milliseconds(f"filter, {what}, p95", 150, _ask(browser, FILTERS, people))
        yield milliseconds(f"part of a name, {what}, p95", 200, _ask(browser, [_named(part) for part in PARTS], people))
        pss, rss = server.memory()
        yield told(f"memory with the list open, {what}", f"{pss:.0f} MiB PSS ({rss:.0f} RSS)")


def _sign_in(installed: Installation, browser: Browser, people: list[Person]) -> tuple[float, ...]:
    """Signs in with a spare code, which leads to the first list; how long each answer on the way took."""
    code = installed.members["ana"].pop()
    form = browser.get(f"{ADDRESS}sign-in/")
    page = browser.submit(form, "passphrase", name="ana", passphrase=installed.passphrase, code=code)
    assert page.status == 200 and len(page.steps) > 1, f"sign-in answered {page.status}"
    _check(page, Question({}, _usual), people)
    return page.steps


def _ask(browser: Browser, questions: list[Question], people: list[Person]) -> list[float]:
    """Seconds for each question, asked in turn; the form is that of the list before."""
    page, taken = browser.get(ADDRESS), []
    expected = {id(question): _count(question, people) for question in questions}
    for question in islice(cycle(questions), ASKED):
        answer = browser.submit(page, "text", **question.fields)
        _check(answer, question, people, expected[id(question)])
        taken.append(answer.seconds)
    return taken


def _count(question: Question, people: list[Person]) -> int:
    return sum(question.finds(who) for who in people)


def _check(page: Page, question: Question, people: list[Person], expected: int | None = None) -> None:
    """Raises AssertionError unless the page shows as many reports as there are, and their rows."""
    expected = _count(question, people) if expected is None else expected
    found = _SHOWN.search(page.text)
    assert page.status == 200 and found, f"the inbox answered {page.status} without a count"
    shown = int(re.sub(r"\D", "", found[1]))
    rows = len({link for link in page.read.links if "/case/" in link})
    assert (shown, rows) == (expected, min(expected, _PER_PAGE)), (
        f"{question.fields}: {shown} of {expected}, {rows} rows"
    )
