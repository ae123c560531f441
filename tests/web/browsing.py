"""A real browser for tests: Debian's Chromium, and a house with a server of its own to look at in it."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
from installations import PASSPHRASE, Installation, database_of_its_own
from playwright.sync_api import Browser, Page, sync_playwright

# No request of Chromium's own: the tests count who is asked for what.
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync")
PHONE, DESK = {"width": 320, "height": 640}, {"width": 1200, "height": 900}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed at the end."""
    found = shutil.which("chromium")
    assert found, "Chromium is missing. On Debian, as root: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@dataclass
class House:
    """An installation that is served, and the second factors of its people."""

    installation: Installation
    site: str
    seeds: dict[str, str] = field(repr=False)
    _used: dict[str, int] = field(default_factory=dict, repr=False)

    def code(self, name: str) -> str:
        """A code that nobody has used yet: the present one, then the next, which is taken too; after that one has to wait."""
        step = max(int(time.time()) // 30, self._used.get(name, 0) + 1)
        while step > int(time.time()) // 30 + 1:
            time.sleep(0.2)
        self._used[name] = step
        return pyotp.TOTP(self.seeds[name]).at(step * 30)

    def sign_in(self, page: Page, name: str, language: str = "en") -> Page:
        """The page on which this person's work begins."""
        page.goto(f"{self.site}/{language}/work/sign-in/")
        for field_name, told in (("name", name), ("passphrase", PASSPHRASE), ("code", self.code(name))):
            page.fill(f'[name="{field_name}"]', told)
        page.click("main button")
        page.wait_for_load_state()
        assert "/sign-in/" not in page.url
        return page


@contextmanager
def house(folder: Path, leave_to: str = "https://www.wikipedia.org/") -> Iterator[House]:
    """The cast in a house of their own, on the database that DATABASE_URL names."""
    with database_of_its_own(os.environ.get("DATABASE_URL", "")) as url:
        installation = Installation(folder / "home", url)
        seeds = installation.step("house", leave_to)
        assert isinstance(seeds, dict)
        with installation.served():
            yield House(installation, f"http://127.0.0.1:{installation.port}", seeds)
