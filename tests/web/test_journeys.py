"""Two people in a real browser, without scripts: one tells in Arabic on a small telephone, one answers with the keyboard alone."""

import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from browsing import DESK, PHONE, House, chromium, house
from every_page import answer_question
from installations import PASSPHRASE
from keyboard import Keyboard
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

TITLE, MOST_BYTES = "Information", 50 * 1024
TOLD = "جواز سفري في خزنة صاحب العمل منذ عام، ولم أستلم أجرًا منذ آذار. أخاف أن أخرج."
ASKED = "هل تستطيع أن تغادر البيت متى شئت؟"
REPLIED = "لا. الباب مقفل من الخارج."
ANSWERED = "سنتصل بمن يستطيع أن يفتح لك الباب. لا أحد يملك أن يحتفظ بجوازك."


@dataclass
class Watched:
    """What a browser did on the way: whom it asked for what, and what it complained about."""

    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    bytes_of: dict[str, dict[str, int]] = field(default_factory=dict)  # by kind, then by address

    def ask(self, request: Request) -> None:
        self.requests.append(request)

    def hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def weigh(self) -> None:
        """Notes who was asked, and how much came back over the wire; only while the browser is still open."""
        for request in self.requests:
            self.hosts |= {urlsplit(request.url).netloc} - {""}
            if request.response():
                sizes = request.sizes()
                sizes_of_kind = self.bytes_of.setdefault(request.resource_type, {})
                sizes_of_kind[request.url] = max(
                    sizes_of_kind.get(request.url, 0), sizes["responseBodySize"] + sizes["responseHeadersSize"]
                )
        self.requests.clear()


@dataclass
class Elsewhere:
    """A harmless place to which the quick exit leads, and what those who came there brought along."""

    address: str = ""
    brought: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    place = Elsewhere()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":  # not the icon, which the page there asks for itself
                place.brought.append(dict(self.headers))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Weather</title>Sunny.")

        def log_message(self, *told: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        place.address = f"http://localhost:{server.server_port}/"
        yield place
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("journeys"), elsewhere.address) as made:
        yield made


@contextmanager
def _telephone(browser: Browser, watched: Watched) -> Iterator[Page]:
    """A window of a small telephone that runs no scripts; at the end it must hold no cookie."""
    with browser.new_context(viewport=PHONE, locale="ar", has_touch=True, java_script_enabled=False) as context:
        yield _watch(context, watched)
        assert context.cookies() == []
        watched.weigh()


def _watch(context: BrowserContext, watched: Watched) -> Page:
    context.set_default_timeout(15_000)
    context.on("request", watched.ask)
    context.on("requestfailed", lambda request: watched.complaints.append(f"{request.url} {request.failure}"))
    context.on("console", watched.hear)
    return context.new_page()


def test_a_report_is_told_read_answered_and_made_a_case(browser: Browser, served: House, elsewhere: Elsewhere):
    public, staff = Watched(), Watched()
    with browser.new_context(viewport=DESK, locale="en", java_script_enabled=False) as desk:
        keyboard = Keyboard(_watch(desk, staff))
        with _telephone(browser, public) as page:
            _ask_for_rights(page, served.site)
            digits = _tell(page)
            _leave(page, elsewhere)
        _sign_in(keyboard, served)
        _read_and_ask(keyboard)
        with _telephone(browser, public) as page:
            _return(page, served.site, digits)
            assert ASKED in page.inner_text("main")
            page.fill('[name="message"]', REPLIED)
            page.click('form[action$="/write/"] button.primary')
            assert REPLIED in _arrived(page).inner_text("main")
        _code_and_take(keyboard)
        with _telephone(browser, public) as page:
            _return(page, served.site, digits)
            assert ANSWERED in page.inner_text("main")
        staff.weigh()
    own = urlsplit(served.site).netloc
    assert staff.hosts == {own}
    assert public.hosts == {own, urlsplit(elsewhere.address).netloc}
    assert staff.complaints == public.complaints == []
    sheet = max(public.bytes_of["stylesheet"].values())
    assert {url: size for url, size in public.bytes_of["document"].items() if size + sheet > MOST_BYTES} == {}


def _arrived(page: Page) -> Page:
    """The page, after what holds of every public one."""
    page.wait_for_load_state()
    assert page.title() == TITLE
    assert page.locator('html[lang="ar"][dir="rtl"]').count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("a.leave").is_visible()
    assert page.locator('a[href^="tel:"]').count() >= 1
    return page


def _ask_for_rights(page: Page, site: str) -> None:
    page.goto(f"{site}/ar/")
    _arrived(page).click('main a[href="/ar/rights/"]')
    _arrived(page).select_option('[name="state"]', "ESP")
    page.click("main button.primary")
    for _ in range(3):
        answer_question(_arrived(page))
    _arrived(page).click('[value="skip"]')
    _arrived(page).click('[value="stop"]')
    assert _arrived(page).locator('main button[name="theme"]').count() > 5
    page.locator('main button[name="theme"]').first.click()
    page.locator("main summary").first.scroll_into_view_if_needed()
    page.locator("main .norms button").locator("visible=true").first.click()
    _arrived(page).click("main button.primary")
    _arrived(page).locator('form[action="/ar/tell/"] button').first.click()
    _arrived(page)


def _tell(page: Page) -> str:
    """Tells, with a picture, and returns the digits of the receipt."""
    picture = io.BytesIO()
    Image.new("RGB", (24, 16), "navy").save(picture, "PNG")
    page.fill('[name="words"]', TOLD)
    page.check('[name="is_danger"]')
    page.locator("details:has(input[type=file]) summary").click()
    page.set_input_files('[name="file_1"]', {"name": "باب.png", "mimeType": "image/png", "buffer": picture.getvalue()})
    page.check('[name="purposes"][value="help"]')
    page.click("main button.primary")
    digits = _arrived(page).locator(".receipt.bare").inner_text()
    assert len(re.sub(r"\D", "", digits)) == 35
    return digits


def _leave(page: Page, elsewhere: Elsewhere) -> None:
    page.click("a.leave")
    page.wait_for_url(elsewhere.address)
    assert page.title() == "Weather"
    assert len(elsewhere.brought) == 1
    assert not [name for came in elsewhere.brought for name in came if name.lower() in ("referer", "cookie")]


def _return(page: Page, site: str, digits: str) -> None:
    page.goto(f"{site}/ar/receipt/")
    _arrived(page).fill('[name="typed"]', digits)
    page.click("main button.primary")
    assert TOLD in _arrived(page).inner_text("main")


def _sign_in(keyboard: Keyboard, served: House) -> None:
    keyboard.page.goto(f"{served.site}/en/work/sign-in/")
    keyboard.write('[name="name"]', "ana")
    keyboard.write('[name="passphrase"]', PASSPHRASE)
    keyboard.write('[name="code"]', served.code("ana"))
    keyboard.press("main button")


def _read_and_ask(keyboard: Keyboard) -> None:
    page = keyboard.page
    assert "In danger now" in page.inner_text("main table")
    assert TOLD[:10] not in page.content()
    keyboard.press("main th a")
    assert TOLD not in page.content()
    keyboard.press('form[action$="/open/"] button')
    assert TOLD in page.inner_text("main") and "باب.png" in page.inner_text("main")
    keyboard.skip()
    keyboard.write('[name="message-words"]', ASKED)
    keyboard.press('form[action$="/answer/"] button', "Space")


def _code_and_take(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.press('a[href$="/facts/"]')
    keyboard.skip()
    if page.input_value('[name="fact-state_1"]') != "ESP":
        keyboard.write('[name="fact-state_1"]', "Spain")
    keyboard.write('[name="fact-documents-taken"]', "Yes")
    keyboard.press("main button.primary")
    assert REPLIED in page.inner_text("main")
    engaged = page.locator("section[aria-label='Spain'] details")
    assert engaged.count() > 0
    keyboard.to("section[aria-label='Spain'] summary").page.keyboard.press("Space")
    assert engaged.first.get_attribute("open") is not None
    keyboard.press('form[action$="/take/"] button')
    keyboard.press('form[action$="/make/"] button')
    assert "Open case" in page.inner_text("main") and "Ana works on it" in page.inner_text("main")
    keyboard.write('[name="message-words"]', ANSWERED)
    keyboard.press('form[action$="/answer/"] button', "Space")
    assert ANSWERED in page.inner_text("main")
