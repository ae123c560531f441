"""The way through what a case tells and claims: facts, words, events, people, money, and people together."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from filling_in import press, refused, send
from playwright.sync_api import Page


def chronicle_pages(ana: Page, work: str, case: str) -> Iterator[tuple[Page, str]]:
    """What is written down of an opened case, each page also as it is when a form is refused."""
    yield from _facts(ana, case)
    yield from _words(ana, case)
    yield from _happened(ana, case)
    yield from _money(ana, case)
    yield from _together(ana, work, case)


def _facts(ana: Page, case: str) -> Iterator[tuple[Page, str]]:
    press(ana, 'a[href$="/facts/"]')
    yield ana, "facts"
    send(ana, **{"fact-since": "in spring"})
    yield ana, "facts, refused"
    send(ana, **{"fact-state_1": "ESP", "fact-state_2": "MAR", "fact-sector": "A", "fact-since": "2026-03"})
    yield ana, "a report, with rights"
    ana.goto(f"{case}facts/")
    # As if somebody else had not seen what is written down by now.
    ana.locator('[name="fact-seen"]').evaluate("field => field.value = 0")
    send(ana, **{"fact-sector": "I", "fact-since": "2026-03"})
    yield ana, "a report, with a contradiction"
    ana.goto(f"{case}facts/")
    assert ana.locator('[name="stands"]').count()
    yield ana, "facts, two statements differ"
    press(ana, '[name="stands"]')
    yield ana, "facts, decided"


def _words(ana: Page, case: str) -> Iterator[tuple[Page, str]]:
    yield from refused(ana, f"{case}words/", "words", "main button.primary", since="in spring")
    ana.locator('[name="words"]').first.check()
    send(ana, fact="documents-taken=yes", since="")
    yield ana, "words, with a fact"


def _happened(ana: Page, case: str) -> Iterator[tuple[Page, str]]:
    yield from refused(ana, f"{case}event/", "an event", "main button.primary", when="in spring")
    send(ana, act="wages-withheld", when="2026-03", lasts=True, state="ESP", place="The hotel", words="No wages.")
    press(ana, 'a[href$="?at=0#in-full"]')
    yield ana, "a report, on the day of an event"
    press(ana, '.timeline a[href*="/event/"]')
    yield ana, "an event, written again"
    ana.goto(f"{case}money/")
    yield ana, "money, when nobody owes it yet"
    yield from refused(ana, f"{case}people/", "people of a case", "main button.primary", translates_from="es")
    send(
        ana, name="Hotel Sol", reach="At the desk", conflict="Her brother works there", note="Shut", translates_from=""
    )
    yield ana, "people of a case, with one"
    press(ana, ".cards a")
    yield ana, "people of a case, one written again"


def _money(ana: Page, case: str) -> Iterator[tuple[Page, str]]:
    wages = {"rate": "22", "per": "day", "units": "60", "paid": "0", "basis": "what she told", "due_on": "2026-04-01"}
    filing = {"route": "police", "to": "The station", "on": "2026-04-02", "reference": "7/26"}
    ana.goto(f"{case}money/")
    for act, told in (
        ("line", wages),
        ("interest", {"percent": "3", "basis": "the civil code"}),
        ("filing", filing),
        ("sum", {"amount": "100", "on": "2026-05"}),
        ("measure", {"about": "Her passport"}),
        ("check-in", {"asked_on": "2026-04-20", "told": "They cut her hours."}),
    ):
        button = f'form:has([value="{act}"]) > button'
        send(ana, button)
        yield ana, f"money, {act} left empty"
        if act == "check-in":
            ana.locator('[name="check-in-happened"][value="shift-cut"]').check()
        send(ana, button, **{f"{act}-{name}": value for name, value in told.items()})
    assert ana.locator("main section").count() >= 4
    yield ana, "money"


def _together(ana: Page, work: str, case: str) -> Iterator[tuple[Page, str]]:
    ana.goto(f"{work}/")
    others = ana.locator(f'main th a:not([href="{urlsplit(case).path}"])').all_inner_texts()
    yield from refused(ana, f"{case}together/", "together", "main button.primary", numbers="nothing")
    send(ana, numbers=" ".join(others[:3]))
    yield ana, "together, with people"
    yield from refused(ana, f"{case}together/facts/", "facts for everybody")
    ana.locator('[name="facts"]').first.check()
    send(ana)
    yield from refused(ana, f"{case}money/", "money of several people", 'form:has([value="line"]) > button')
    ana.goto(case)
    yield ana, "a report, with everything"
