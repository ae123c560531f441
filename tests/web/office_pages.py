"""The way through the pages beneath a case: its plan, and what an office does with it."""

from collections.abc import Iterator

from filling_in import press, send
from playwright.sync_api import Page


def office_pages(ana: Page, sofia: Page, work: str, case: str) -> Iterator[tuple[Page, str]]:
    """What stands beneath an opened case."""
    yield from _plan(ana, case)
    yield from _section(ana, case)
    yield from _review(sofia, case)
    sofia.goto(f"{work}/remedies/")
    assert sofia.locator("main img").count() == 3
    yield sofia, "remedies"
    ana.goto(case)
    yield ana, "a report, with a plan and a review"
    yield from _hand_over(ana, work)
    yield from _closing(ana, case)
    ana.goto(case)


def _plan(ana: Page, case: str) -> Iterator[tuple[Page, str]]:
    ana.goto(case)
    press(ana, 'a[href$="/plan/"]')
    yield ana, "plan, empty"
    send(ana, 'form[action$="/plan/task/"] button', **{"task-words": "", "task-due_on": "2020-01-01"})
    yield ana, "plan, task refused"
    send(ana, 'form[action$="/plan/task/"] button', **{"task-words": "Ask for the payslips."})
    send(ana, 'form[action$="/plan/need/"] button', **{"need-kind": "shelter", "need-words": "For two."})
    yield ana, "plan"
    change = 'form[action*="/plan/need/"]:has([name$="-state"])'
    ana.locator("main details").first.evaluate("one => one.open = true")
    ana.locator(f"{change} select").first.select_option("cannot-be-met")
    ana.locator(f"{change} [name$=-words]").first.fill("")
    press(ana, f"{change} button")
    yield ana, "plan, need refused"


def _closing(ana: Page, case: str) -> Iterator[tuple[Page, str]]:
    ana.goto(f"{case}close/")
    yield ana, "close"
    send(ana, why="other", remedy="none")
    yield ana, "close, refused"
    ana.locator('[name="left_open"]').first.check()
    ana.locator('[name="asking"][value="goes-on"]').check()
    send(ana, words="The firm is gone.", remains="Three months of wages.")
    yield ana, "a report, on which work has ended"
    ana.goto(f"{case}plan/")
    yield ana, "plan, ended"
    ana.goto(f"{case}reopen/")
    yield ana, "reopen"
    send(ana, why=" ")
    yield ana, "reopen, refused"
    send(ana, why="The firm was found.")


def _section(ana: Page, case: str) -> Iterator[tuple[Page, str]]:
    ana.goto(case)
    press(ana, 'a[href$="/section/asylum/"]')
    yield ana, "a sealed section, closed"
    send(ana, 'form[action$="/note/"] button', words=" ")
    yield ana, "a sealed section, note refused"
    send(ana, 'form[action$="/note/"] button', words="She has not asked yet.")
    yield ana, "a sealed section, written to"
    press(ana, 'form[action$="/open/"] button')
    yield ana, "a sealed section, open"


def _review(sofia: Page, case: str) -> Iterator[tuple[Page, str]]:
    sofia.goto(f"{case}review/")
    yield sofia, "review"
    send(sofia, words=" ")
    yield sofia, "review, refused"
    send(sofia, **{"plan-made": "no", "words": "Make a plan with her."})
    yield sofia, "a report, reviewed"


def _hand_over(ana: Page, work: str) -> Iterator[tuple[Page, str]]:
    ana.goto(f"{work}/hand-over/")
    yield ana, "hand over"
    send(ana, words=" ")
    yield ana, "hand over, refused"
    ana.goto(f"{work}/calendar/")
    yield ana, "calendar"
    press(ana, '[value="make"]')
    yield ana, "calendar, its address"
    press(ana, '[value="end"]')
    ana.goto(f"{work}/?view=overdue")
    yield ana, "inbox, a ready view"
