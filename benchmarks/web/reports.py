"""Reports are sent and receipts opened by several people at once, each in a browser of their own."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeVar

from benchmarks.web.browser import Browser
from benchmarks.web.figures import Figure, at_least, at_most, milliseconds, quantile, told
from benchmarks.web.invented import LANGUAGES, person
from benchmarks.web.server import Installation, Server

T = TypeVar("T")
SENT_TWICE = 50  # every so manyth form is sent a second time, as by somebody who presses the button again


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one report."""

    number: int
    refusal: str = ""
    receipt: str = field(default="", repr=False)
    post: float = 0.0
    form: float = 0.0


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of opening one receipt."""

    is_there: bool
    post: float


def measure(installed: Installation, server: Server, reports: int, senders: int) -> Iterator[Figure]:
    """Sends, opens every receipt afterwards, and counts what there is."""
    before = installed.seed("count")
    with server.watched() as held:
        begun, used = perf_counter(), server.processor()
        sent = at_once(senders, lambda number: _send(server.port, number), reports)
        seconds, used = perf_counter() - begun, server.processor() - used
    good = [one for one in sent if not one.refusal]
    refusals = Counter(one.refusal for one in sent if one.refusal)
    yield at_most("refused", 0, reports - len(good), f"of {reports}", f" {dict(refusals)}" if refusals else "")
    yield milliseconds("the form sent, p95", 300, [one.post for one in good])
    yield told("the form fetched, p95", f"{quantile([one.form for one in good], 0.95) * 1000:.0f} ms")
    yield at_least("rate", 20, len(good) / seconds, "/s")
    yield told("the server's processor for one report, form and all", f"{used / reports * 1000:.0f} ms")
    yield from memory(held)
    opened = at_once(senders, lambda at: _open(server.port, good[at]), len(good))
    yield at_most("lost", 0, sum(not one.is_there for one in opened), f"of {len(good)} receipts")
    after = installed.seed("count")
    cases = int(str(after["cases"])) - int(str(before["cases"]))
    again = len(good) // SENT_TWICE
    yield at_most("doubled", 0, cases - len({one.receipt for one in good}), "cases", f" ({again} were sent twice)")
    yield milliseconds("receipt opened, p95", 300, [one.post for one in opened])


def memory(held: Sequence[tuple[float, float]]) -> Iterator[Figure]:
    """The most that the server held meanwhile."""
    pss, rss = (max(one) for one in zip(*held, strict=True))
    yield at_most("memory under that load", 600, pss, "MiB", f" PSS ({rss:.0f} RSS)")


def at_once(people: int, do: Callable[[int], T], times: int) -> list[T]:
    """What came of doing it so often, by so many people at once."""
    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(do, range(times)))


def words_of(number: int) -> str:
    """What is told in that report; some six hundred characters, and no two are alike."""
    return f"Number {number:06}. {person(number).words}" + "They say that I must stay until the debt is paid. " * 6


def _send(port: int, number: int) -> Sent:
    """A person opens the form, fills it, sends it, and reads the receipt out of the page."""
    browser, who = Browser(port), person(number)
    try:
        form = browser.get(f"/{LANGUAGES[number % len(LANGUAGES)]}/tell/")
        if form.status != 200:
            return Sent(number, f"form {form.status}")
        answers = {"words": words_of(number), "name": who.name, "how": "+34 900 000 000", "when": "evenings"}
        page = browser.submit(form, "words", **answers, purposes=["help"])
        receipt = page.marked("receipt")
        if page.status != 200 or len(receipt.split()) != 10:
            return Sent(number, f"answer {page.status}")
        if number % SENT_TWICE == SENT_TWICE - 1:
            again = browser.submit(form, "words", **answers, purposes=["help"])
            if again.marked("receipt") != receipt:
                return Sent(number, f"sent again {again.status}")
        return Sent(number, "", receipt, page.seconds, form.seconds)
    except OSError as wrong:
        return Sent(number, type(wrong).__name__)
    finally:
        browser.close()


def _open(port: int, sent: Sent) -> Opened:
    """Somebody comes back with the receipt, and finds their own words."""
    browser = Browser(port)
    try:
        page = browser.submit(
            browser.get(f"/{LANGUAGES[sent.number % len(LANGUAGES)]}/receipt/"), "typed", typed=sent.receipt
        )
        return Opened(page.status == 200 and words_of(sent.number).strip() in page.text, page.seconds)
    except OSError:
        return Opened(False, 0.0)
    finally:
        browser.close()
