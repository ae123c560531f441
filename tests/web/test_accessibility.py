"""Every page in English and Arabic, on a phone and a desk, in light and dark: axe, and what axe of this version does not look at.

Scripts run here for axe alone; that no page needs them is tested in `test_journeys`.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from browsing import DESK, PHONE, House, chromium, house
from django.urls import Resolver404, resolve
from django.utils import translation
from every_page import (
    case_pages,
    custody_pages,
    figures_pages,
    gate_pages,
    joining_pages,
    last_pages,
    people_pages,
    public_pages,
    releases_pages,
)
from filling_in import unfold
from playwright.sync_api import Browser, Page
from published_bundles import publish_records, publish_suppressed, register
from test_every_route import routes

AXE = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
EVERY_RULE: dict[str, object] = {}
WCAG: dict[str, object] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# `make test-long` asks for every rule at both sizes, in both schemes and both languages.
IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
# What axe 4.4 lacks. Smallest size: 24 pixels each way, but for links within a sentence (WCAG 2.2, 2.5.8).
FAULTS = """(pressed) => {
  const found = [], root = document.documentElement;
  const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0;
  const name = (one) => one.tagName.toLowerCase() + (one.name ? `[name=${one.name}]` : one.className ? `.${one.className}` : "");
  if (root.scrollWidth > innerWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((one) => {
      const box = one.getBoundingClientRect();
      return (box.right > innerWidth + 1 || box.left < -1) && !one.closest(".scroll, .skip");
    });
    found.push(`scrolls sideways: ${wide.slice(-1).map(name)}`);
  }
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(shown).map((one) => +one.tagName[1]);
  if (levels.filter((level) => level === 1).length !== 1 || levels[0] !== 1) found.push(`headings: ${levels}`);
  levels.forEach((level, at) => { if (at && level > levels[at - 1] + 1) found.push(`headings: ${levels}`); });
  const pressable = "a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']";
  const reached = [...document.querySelectorAll(pressable)].filter(shown);
  for (const one of reached) {
    const box = (one.type === "checkbox" || one.type === "radio") && one.labels[0] ? one.labels[0] : one;
    const { width, height } = box.getBoundingClientRect();
    const isInSentence = one.tagName === "A" && getComputedStyle(one).display === "inline" && one.closest("p, li, dd, td, th, h1, h2");
    const isSmall = Math.min(width, height) < 24 && !isInSentence && !one.closest(".skip");
    if (isSmall) found.push(`small: ${name(one)} ${Math.round(width)}x${Math.round(height)}`);
    one.focus();
    const style = getComputedStyle(one), around = getComputedStyle(one.closest("label") ?? one);
    const isOutlined = (it) => it.outlineStyle !== "none" && parseFloat(it.outlineWidth) >= 2;
    if (document.activeElement === one && !isOutlined(style) && !isOutlined(around)) found.push(`focus not seen: ${name(one)}`);
  }
  // Backwards, as with Shift and Tab: what gets the focus comes in at the top, where the way out stays in reach.
  const leave = document.querySelector(".leave");
  for (const one of leave ? reached.reverse() : []) {
    if (one === leave) continue;
    one.focus();
    const box = one.getBoundingClientRect(), over = leave.getBoundingClientRect();
    const isUnder = box.top < over.bottom && over.top < box.bottom && box.left < over.right && over.left < box.right;
    // A table to be scrolled may be taller than the room beside the way out; it is not hidden.
    const fits = box.height <= innerHeight - over.height;
    if (isUnder && fits && document.activeElement === one) found.push(`focus covered: ${name(one)}`);
  }
  document.activeElement?.blur();
  return found;
}"""

# What takes forms, gives files or leads elsewhere, and has no page of its own; where an answer is a page, it is one of those above.
NOT_PAGES = {
    *(
        "leave",
        "rights-pdf",
        "filing-paper",
        "receipt-file",
        "receipt-everything",
        "case-file",
        "case-claim",
        "work",
        "sign-out",
    ),
    *("case-decide", "case-rights-read"),
    *(
        "receipt-consent",
        "receipt-reach",
        "receipt-keep",
        "case-take",
        "case-assign",
        "case-next",
        "case-note",
        "case-add",
        "case-danger",
        "case-make",
        "case-need",
        "case-task-change",
        "due-days",
    ),
    *("state-acts", "state-csv", "state-json", "instrument-world", "instrument-csv", "instrument-json"),
    *("publish-release", "withdraw-release", "release-file"),
    *("provision-json", "shape"),
    *("published-file", "published-picture", "published-everything"),
    *("dead-and-missing-picture", "dead-and-missing-csv"),
    *("end-sessions", "ask-factor-reset", "stop-administrator"),
    *("end-other-sessions", "agree-reset", "stop-recovery", "look-at-signal", "lift-lockdown"),
}
WRONG = """<a class="leave" href="/" style="position: fixed; inset: 0 0 auto; block-size: 100px">Leave</a>
<main><h2>Wrong</h2><p style="inline-size: 500px; color: #999">Too wide and too pale</p>
<button style="outline: none; padding: 0; border: 0; font-size: 9px">x</button><input name="nameless"></main>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("accessibility")) as made:
        made.installation.step("people_to_count")
        shelf = made.installation.folder / "releases" / "published"
        publish_suppressed(shelf, tmp_path_factory.mktemp("suppressed"))
        publish_records(shelf, tmp_path_factory.mktemp("records"))
        register(shelf)
        yield made


@pytest.fixture(scope="module")
def pages(browser: Browser, served: House) -> Iterator[dict[str, Page]]:
    """A window for each of those who are signed in."""
    with ExitStack() as stack:
        opened = {}
        for name in ("ana", "iris", "sofia", "anton", "carmen", "adam"):
            context = stack.enter_context(browser.new_context(viewport=PHONE))
            opened[name] = served.sign_in(context.new_page(), name)
        yield opened


def _every_page(browser: Browser, served: House, pages: dict[str, Page], language: str) -> Iterator[tuple[Page, str]]:
    work = f"{served.site}/{language}/work"
    with browser.new_context(viewport=PHONE) as context, browser.new_context(viewport=PHONE) as other:
        page, new = context.new_page(), other.new_page()
        yield from ((page, name) for name in public_pages(page, served.site, language))
        yield from ((page, name) for name in gate_pages(page, served.site, language))
        yield from joining_pages(new, pages["adam"], pages["ana"], served, language)
        yield from people_pages(pages["adam"], pages["ana"], work, language)
        yield from case_pages(pages["ana"], pages["iris"], pages["sofia"], served, language)
        yield from figures_pages(pages["anton"], work)
        yield from releases_pages(
            pages["ana"], pages["anton"], pages["sofia"], work, f"People who told us ({language})"
        )
        yield from custody_pages(pages["carmen"], work)


@pytest.fixture(scope="module")
def audited() -> set[str]:
    """The names of the addresses that were looked at."""
    return set()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_as_it_should_be(
    language: str, browser: Browser, served: House, pages: dict[str, Page], audited: set[str]
):
    found = {
        name: faults
        for page, name in _every_page(browser, served, pages, language)
        if (faults := _look(page, language, audited))
    }
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_so_are_the_last_pages(language: str, served: House, pages: dict[str, Page], audited: set[str]):
    found = {
        name: faults
        for page, name in last_pages(pages["adam"], pages["carmen"], served, language)
        if (faults := _look(page, language, audited))
    }
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)


def _look(page: Page, language: str, audited: set[str]) -> list[str]:
    """Everything that is wrong with the page."""
    page.wait_for_load_state()
    audited.add(_name_of(page))
    unfold(page)
    page.evaluate(AXE)
    wrong: Counter[str] = Counter()
    told = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    if told != [language, "rtl" if language == "ar" else "ltr"]:
        wrong[f"language and direction: {told}"] += 1
    page.keyboard.press("Tab")  # or the browser shows no focus
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        wrong.update(page.evaluate(FAULTS))
        if IS_LONG:
            for scheme in ("dark", "light"):
                page.emulate_media(color_scheme=scheme)
                wrong.update(violations(page, EVERY_RULE))
    # No colour depends on width or language, and the advice beyond WCAG is about markup: tests below hold the first.
    wrong.update(violations(page, EVERY_RULE if language == "en" else WCAG))
    if language == "en":
        page.emulate_media(color_scheme="dark")
        wrong.update(violations(page, COLOURS))
        page.emulate_media(color_scheme="light")
    return sorted(wrong)


def violations(page: Page, options: dict[str, object]) -> list[str]:
    """What axe finds wrong, by rule and place."""
    told = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **options})
    return [f"{rule['id']}: {node['target'][0]}" for rule in told["violations"] for node in rule["nodes"]]


def _name_of(page: Page) -> str:
    path = urlsplit(page.url).path
    try:
        with translation.override(path[1:3]):
            return resolve(path).url_name or ""
    except Resolver404:
        return ""


def test_no_page_was_forgotten(served: House, pages: dict[str, Page], audited: set[str]):
    """Every address that answers with a page is among those looked at; the others lead on, or only take forms."""
    known = {"case_id": "0" * 32, "code": "north", "provision": "iccpr/13"}
    left = [route for route in routes() if route.name not in audited]
    assert len(left) < len(routes()) / 2
    for route in left:
        answer = pages["adam"].request.get(f"{served.site}{route.filled(**known)}", max_redirects=0)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        assert answer.status in (302, 303, 404, 405) or not is_page, route.name
    assert {route.name for route in left} == NOT_PAGES


def test_colours_depend_on_neither_width_nor_language():
    sheet = (files("amparo.web") / "static/amparo.css").read_text("utf-8")
    assert ":lang" not in sheet and "[lang" not in sheet and "[dir" not in sheet
    assert set(re.findall(r"@(?:media|container)([^{]*)", sheet)) == {" print "}


def test_what_is_wrong_would_be_found(browser: Browser):
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.set_content(WRONG)
        found = " ".join(_look(page, "en", set()))
    for fault in (
        "language and direction",
        "scrolls sideways",
        "headings: 2",
        "small: button",
        "focus not seen",
        "focus covered",
        "label",
        "color-contrast",
    ):
        assert fault in found, fault
