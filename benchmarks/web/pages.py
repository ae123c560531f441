"""Public pages, as a telephone without JavaScript fetches them: how large, how many requests, whether anything is asked of it."""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from benchmarks.web.browser import Browser, Page
from benchmarks.web.figures import Figure, at_most, told
from benchmarks.web.invented import LANGUAGES, person
from benchmarks.web.server import Server

STEPS, ARTICLES = 6, 8


@dataclass(frozen=True, slots=True)
class Weighed:
    """One page with what it fetches."""

    name: str
    size: int
    requests: int
    fetched: int
    scripts: int
    cookies: int


def measure(server: Server) -> Iterator[Figure]:
    """Walks the public pages in every language."""
    weighed = []
    for language in LANGUAGES:
        with closing(Browser(server.port)) as browser:
            weighed += [_weigh(server.port, page) for page in _walk(browser, language)]
    heaviest = max(weighed, key=lambda one: one.size + one.fetched)
    size = (heaviest.size + heaviest.fetched) / 1000
    more = f" with its style sheet: {heaviest.name} ({len(weighed)} pages; median {_median(weighed):.0f})"
    yield at_most("largest public page", 50, size, "KB", more)
    yield told("requests of a page, the most", str(max(one.requests for one in weighed)))
    yield at_most("public pages with a script", 0, sum(one.scripts > 0 for one in weighed), "pages")
    yield at_most("public pages that set a cookie", 0, sum(one.cookies > 0 for one in weighed), "pages")


def _median(weighed: list[Weighed]) -> float:
    return sorted(one.size + one.fetched for one in weighed)[len(weighed) // 2] / 1000


def _walk(browser: Browser, language: str) -> Iterator[Page]:
    """The first page, what it leads to, an interview to its end, a report, and what its receipt opens."""
    front = yield from _checked(browser.get(f"/{language}/"))
    for address in sorted({urljoin(front.address, link) for link in front.read.links}):
        path = urlsplit(address).path
        if path.startswith(f"/{language}/") and not path.startswith((f"/{language}/leave", f"/{language}/work")):
            yield from _checked(browser.get(path))
    page = yield from _checked(browser.submit(browser.get(f"/{language}/rights/"), "state", state="QAT"))
    for _ in range(STEPS):
        if not any("said" in form.offered for form in page.read.forms):
            break
        page = yield from _checked(browser.submit(page, "do", do="skip"))
    if any(("do", "stop") in form.elsewhere for form in page.read.forms):
        page = yield from _checked(browser.submit(page, "do", do="stop"))
    themes = sorted({value for form in page.read.forms for name, value in form.pressed if name == "theme"})
    articles = set()
    for theme in themes:
        shown = yield from _checked(browser.submit(page, "theme", theme=theme))
        articles |= {urljoin(shown.address, link) for link in shown.read.links if "/articles/" in link}
    for address in sorted(articles)[:: max(len(articles) // ARTICLES, 1)]:
        yield from _checked(browser.get(urlsplit(address).path))
    form = browser.get(f"/{language}/tell/")
    received = yield from _checked(browser.submit(form, "words", words=person(1).words))
    opened = browser.submit(browser.get(f"/{language}/receipt/"), "typed", typed=received.marked("receipt"))
    yield from _checked(opened)


def _checked(page: Page) -> Generator[Page, None, Page]:
    assert page.status == 200, f"{page.address} answered {page.status}"
    yield page
    return page


def _weigh(port: int, page: Page) -> Weighed:
    ours = {urljoin(page.address, address) for address in page.read.fetched if not address.startswith("data:")}
    strangers = [address for address in ours if urlsplit(address).netloc]
    assert not strangers, f"{page.address} fetches from others: {strangers}"
    with closing(Browser(port)) as browser:
        files = [browser.get(address) for address in sorted(ours)]
    assert all(file.status == 200 for file in files), f"{page.address} fetches what is not there"
    cookies = page.cookies_set + sum(file.cookies_set for file in files)
    fetched = sum(len(file.body) for file in files)
    return Weighed(page.address, len(page.body), 1 + len(files), fetched, page.read.scripts, cookies)
