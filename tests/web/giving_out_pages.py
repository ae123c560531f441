"""The way through what leaves the office, and through files on employers."""

from collections.abc import Iterator

from filling_in import press, send
from playwright.sync_api import Page


def giving_out_pages(ana: Page, work: str, case: str) -> Iterator[tuple[Page, str]]:
    """Paper, everything for the person, and the file on an employer; the case is open."""
    yield from _files(ana, work, case)
    ana.goto(f"{case}print/")
    yield ana, "a report, on paper"
    press(ana, 'main a[href$="/everything/"]')
    yield ana, "everything in a report"
    ana.goto(case)


def _files(ana: Page, work: str, case: str) -> Iterator[tuple[Page, str]]:
    ana.goto(f"{work}/employers/")
    yield ana, "employers"
    ana.goto(f"{case}people/")
    send(ana, role="employer", name="Zanzibar Farms")
    press(ana, 'main .card a[href$="/file/"]')
    yield ana, "which file"
    send(ana, '[name="new"]', name="")
    yield ana, "which file, refused"
    send(ana, '[name="new"]', name="Zanzibar Farms")
    yield ana, "people and bodies"
    press(ana, 'main .card a[href$="/file/"]')
    yield ana, "which file, joined"
    ana.goto(f"{work}/employers/")
    send(ana, text="zanzi")
    yield ana, "employers, looked through"
    press(ana, 'main li a[href*="/employers/"]')
    yield ana, "an employer"
    ana.goto(case)
