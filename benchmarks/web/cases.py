"""Cases as caseworkers open them: one of years, and one with three States and twenty event days; each page is checked."""

import re
from collections.abc import Iterator
from contextlib import closing

from benchmarks.web.browser import Browser, Page
from benchmarks.web.figures import Figure, milliseconds, told
from benchmarks.web.server import Installation, serving

TIMES = 50
_DAYS = re.compile(r'href="\?at=\d+#in-full"')


def measure(installed: Installation, events: int) -> Iterator[Figure]:
    """Opens each case many times over, after the first time, which gathers the records of a long one."""
    ids = installed.seed("cases", events)
    with serving(installed) as server, closing(Browser(server.port)) as browser:
        code = installed.members["ana"].pop()
        form = browser.get("/en/work/sign-in/")
        browser.submit(form, "passphrase", name="ana", passphrase=installed.passphrase, code=code)
        first = _open(browser, str(ids["long"]))
        yield told(f"a case with {events:,} events, the first time", f"{first * 1000:.0f} ms")
        taken = [_look(browser, str(ids["long"]), days=21).seconds for _ in range(TIMES)]
        yield milliseconds(f"a case with {events:,} events opens, p95", 300, taken)
        _open(browser, str(ids["wide"]))
        taken = [_look(browser, str(ids["wide"]), days=21).seconds for _ in range(TIMES)]
        yield milliseconds("rights of three States on twenty event days and today, p95", 200, taken)


def _open(browser: Browser, case: str) -> float:
    page = browser.submit(browser.get(f"/en/work/case/{case}/"), "/open/")
    assert page.status == 200, f"opening answered {page.status}"
    return sum(page.steps)


def _look(browser: Browser, case: str, *, days: int) -> Page:
    page = browser.get(f"/en/work/case/{case}/")
    found = len(_DAYS.findall(page.body.decode()))
    assert page.status == 200 and found == days, f"{page.status}, {found} days"
    return page
