"""Forty-two workers against one farm, from the list they came with to the rest that stays unpaid: by keyboard, in English and Arabic.

The account is that of the strawberry farm in the demonstration, after Chowdury and Others v. Greece (ECtHR, 2017); sums and days of
payment are invented.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import DESK, House, chromium, house
from installations import PASSPHRASE
from keyboard import Keyboard
from playwright.sync_api import Browser, Page
from test_accessibility import AXE, WCAG, violations

WORKERS, SHOT_ON = 42, "2013-04-17"
WORDS = "We picked strawberries for months and nobody paid us. When we asked for our money a guard shot at us."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("farm")) as found:
        yield found


@pytest.mark.parametrize(("language", "name"), [("en", "ana"), ("ar", "ana")])
def test_forty_two_workers_are_followed_to_what_stays_unpaid(
    language: str, name: str, browser: Browser, served: House, tmp_path: Path
):
    page = browser.new_context(viewport=DESK, java_script_enabled=True).new_page()
    keyboard = Keyboard(page)
    _sign_in(keyboard, served, language, name)
    numbers = _bring(keyboard, served, language, tmp_path)
    case = _open_collective(keyboard, served, language)
    _gather(keyboard, case, numbers)
    _code(keyboard, case)
    _claim(keyboard, case)
    _file_and_ask(keyboard, case)
    _receive(keyboard, case)
    _close(keyboard, case)


def _sign_in(keyboard: Keyboard, served: House, language: str, name: str) -> None:
    keyboard.page.goto(f"{served.site}/{language}/work/sign-in/")
    keyboard.write('[name="name"]', name)
    keyboard.write('[name="passphrase"]', PASSPHRASE)
    keyboard.write('[name="code"]', served.code(name))
    keyboard.press("main button")


def _bring(keyboard: Keyboard, served: House, language: str, folder: Path) -> str:
    """The list that the union has; the numbers of the reports made of it."""
    with (folder / "list.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["name", "account", "nationality", "state"])
        rows.writerows([f"Worker {at:02} {language}", "They owe me my wages.", "BGD", "GRC"] for at in range(WORKERS))
    page = keyboard.page
    page.goto(f"{served.site}/{language}/work/bring-a-list/")
    page.set_input_files('[name="list"]', folder / "list.csv")
    keyboard.press("main button.primary")
    keyboard.press('main button[value="bring"]')
    numbers = page.inner_text("#numbers")
    assert len(numbers.split()) == WORKERS
    return numbers


def _open_collective(keyboard: Keyboard, served: House, language: str) -> str:
    """The address of the case that gathers them."""
    page = keyboard.page
    page.goto(f"{served.site}/{language}/work/open-a-report/")
    keyboard.write('[name="words"]', WORDS)
    keyboard.press("main button.primary")
    keyboard.press("main a.button.primary")
    assert page.locator("#told").count()  # whoever has just written it down is in it
    _is_accessible(page)
    return page.url.partition("?")[0]


def _gather(keyboard: Keyboard, case: str, numbers: str) -> None:
    page = keyboard.page
    page.goto(f"{case}together/")
    keyboard.write('[name="numbers"]', numbers)
    keyboard.press("main button.primary")
    assert page.locator("main tbody tr").count() == WORKERS
    _is_accessible(page)


def _code(keyboard: Keyboard, case: str) -> None:
    """Facts, the shooting, the farm; then what was owed on that day and is owed today, side by side."""
    page = keyboard.page
    page.goto(f"{case}facts/")
    keyboard.choose('[name="fact-state_1"]', "GRC")
    for fact, value in (("role", "destination"), ("work", "employed"), ("sector", "A"), ("stay", "none")):
        _unfold_around(keyboard, f'[name="fact-{fact}"]')
        keyboard.choose(f'[name="fact-{fact}"]', value)
    keyboard.press("main button.primary")
    page.goto(f"{case}people/")
    keyboard.choose('[name="role"]', "employer")
    keyboard.write('[name="name"]', "The farm")
    keyboard.press("main button.primary")
    page.goto(f"{case}event/")
    keyboard.choose('[name="act"]', "shot-at")
    keyboard.write('[name="when"]', SHOT_ON)
    keyboard.choose('[name="state"]', "GRC")
    keyboard.press("main button.primary")
    rows = page.locator("table:has(#days) tbody tr")
    assert rows.count() == 2
    then, now = (int(re.search(r"\d+", rows.nth(at).locator("summary").inner_text())[0]) for at in (0, 1))  # type: ignore[index]
    assert then > 0 and now > 0
    _is_accessible(page)


def _claim(keyboard: Keyboard, case: str) -> None:
    page = keyboard.page
    page.goto(f"{case}money/")
    _unfold_around(keyboard, '[name="line-rate"]')
    keyboard.to('[name="line-everybody"]').page.keyboard.press("Space")
    keyboard.choose('[name="line-kind"]', "wages")
    keyboard.write('[name="line-rate"]', "22")
    keyboard.choose('[name="line-per"]', "day")
    keyboard.write('[name="line-units"]', "60")
    keyboard.write('[name="line-paid"]', "0")
    keyboard.write('[name="line-basis"]', "what they told")
    keyboard.press('form:has([name="line-rate"]) button')
    assert _digits(page.inner_text("main")).count("55440") >= 1  # 42 people, 60 days, 22 euros
    _is_accessible(page)


def _file_and_ask(keyboard: Keyboard, case: str) -> None:
    page = keyboard.page
    _unfold_around(keyboard, '[name="filing-to"]')
    keyboard.write('[name="filing-to"]', "The labour inspectorate")
    _day(keyboard, '[name="filing-on"]', "2013-05-02")
    keyboard.press('form:has([name="filing-to"]) button')
    assert page.locator(".danger").count() > 0  # somebody has to ask
    _ask(keyboard, "2013-08-02", "threat")
    assert page.locator(".tag.urgent").count() > 0 and page.locator(".danger").count() > 0  # and again within a week
    _ask(keyboard, "2013-08-09", "nothing")
    assert page.locator(".tag.urgent").count() > 0 and page.locator(".danger").count() == 0


def _ask(keyboard: Keyboard, day: str, happened: str) -> None:
    _unfold_around(keyboard, '[name="check-in-asked_on"]')
    _day(keyboard, '[name="check-in-asked_on"]', day)
    keyboard.to(f'[name="check-in-happened"][value="{happened}"]').page.keyboard.press("Space")
    keyboard.press('form:has([name="check-in-asked_on"]) button')


def _receive(keyboard: Keyboard, case: str) -> None:
    page = keyboard.page
    _unfold_around(keyboard, '[name="sum-amount"]')
    keyboard.to('[name="sum-everybody"]').page.keyboard.press("Space")
    keyboard.write('[name="sum-amount"]', "500")
    keyboard.write('[name="sum-on"]', "2016-03")
    keyboard.press('form:has([name="sum-amount"]) button')
    told = _digits(page.inner_text("main"))
    assert "21000" in told and "34440" in told  # received, and still unpaid
    _is_accessible(page)


def _close(keyboard: Keyboard, case: str) -> None:
    page = keyboard.page
    page.goto(case)
    keyboard.press('form[action$="/make/"] button')
    page.goto(f"{case}close/")
    assert page.input_value('[name="remedy"]') == "partial"
    assert "34440" in _digits(page.input_value('[name="remains"]')) and str(WORKERS) in _digits(
        page.input_value('[name="remains"]')
    )
    _is_accessible(page)
    keyboard.choose('[name="why"]', "no-way-forward-now")
    keyboard.press("main button.primary")
    assert "34440" in _digits(page.inner_text("main"))
    _is_accessible(page)


def _unfold_around(keyboard: Keyboard, selector: str) -> None:
    """Opens what the field lies in, by the keyboard."""
    page = keyboard.page
    around = page.locator(f"details:has({selector})").first
    if around.count() and around.get_attribute("open") is None:
        around.locator("summary").first.focus()
        page.keyboard.press("Space")


def _day(keyboard: Keyboard, selector: str, day: str) -> None:
    """A day of the calendar: browsers have fields of their own for it, each in the order of the language."""
    keyboard.to(selector)
    keyboard.page.fill(selector, day)


def _digits(told: str) -> str:
    """The text with its figures as plain digits."""
    return re.sub(r"(?<=\d)[,.٬٫\s](?=\d{3}\b)", "", told.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")))


def _is_accessible(page: Page) -> None:
    page.evaluate(AXE)
    assert violations(page, WCAG) == []
