"""A browser without JavaScript, as far as a measurement needs one: pages, forms as they stand, cookies, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode, urljoin, urlsplit

_BOUNDARY = "----amparo-benchmark"
_MOVED = (301, 302, 303)


@dataclass
class Form:
    """A form of a page, with its fields as they stand before anybody fills them."""

    action: str
    method: str
    enctype: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    offered: set[str] = field(default_factory=set)
    pressed: list[tuple[str, str]] = field(default_factory=list)  # what its buttons say
    elsewhere: dict[tuple[str, str], str] = field(default_factory=dict)  # where a button sends the form instead

    def filled(self, told: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
        """What is sent; raises AssertionError for a field that the page does not have."""
        assert told.keys() <= self.offered, f"the page has no field {sorted(told.keys() - self.offered)}"
        kept = [(name, value) for name, value in self.fields if name not in told]
        return kept + [
            (name, value)
            for name, values in told.items()
            for value in ([values] if isinstance(values, str) else values)
        ]


@dataclass
class Page:
    """An answer of the server, and how long it took."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    seconds: float
    cookies_set: int
    steps: tuple[float, ...] = ()  # of each answer on the way, the last one included

    @cached_property
    def read(self) -> "_Reader":
        reader = _Reader()
        reader.feed(self.body.decode())
        return reader

    @property
    def text(self) -> str:
        """What is written on it."""
        return " ".join(" ".join(self.read.texts).split())

    def form(self, field_name: str) -> Form:
        """The form with that field, or that is sent to an address that ends so; raises AssertionError if the page has none."""
        found = [form for form in self.read.forms if field_name in form.offered or form.action.endswith(field_name)]
        assert found, f"{self.address} answered {self.status} and has no form with {field_name}"
        return found[0]

    def marked(self, css_class: str) -> str:
        """The text of the first element of that class; empty if there is none."""
        return next((" ".join("".join(parts).split()) for name, parts in self.read.marked if css_class in name), "")


class Browser:
    """One person's browser: one connection, cookies of its own."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: HTTPConnection | None = None
        self.cookies: dict[str, str] = {}

    def get(self, address: str) -> Page:
        """The page at an address of the site, wherever it leads."""
        return self._go("GET", address, b"", {})

    def submit(self, page: Page, field_name: str, **told: str | list[str]) -> Page:
        """Sends the form of the page that has this field, filled in."""
        form = page.form(field_name)
        pairs = form.filled(told)
        action = next((form.elsewhere[pair] for pair in pairs if pair in form.elsewhere), form.action)
        address = urljoin(page.address, action)
        if form.method == "get":
            return self.get(f"{urlsplit(address).path}?{urlencode(pairs)}")
        if form.enctype == "multipart/form-data":
            return self._go("POST", address, _parts(pairs), {"Content-Type": f"{form.enctype}; boundary={_BOUNDARY}"})
        return self._go(
            "POST", address, urlencode(pairs).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _go(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> Page:
        page = self._ask(method, address, body, headers)
        steps, cookies = [page.seconds], page.cookies_set
        while page.status in _MOVED:
            page = self._ask("GET", urljoin(page.address, page.headers["location"]), b"", {})
            steps, cookies = [*steps, page.seconds], cookies + page.cookies_set
        return replace(page, steps=tuple(steps), cookies_set=cookies)

    def _ask(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> Page:
        begun = perf_counter()
        connection = self._connection = self._connection or HTTPConnection("127.0.0.1", self._port, timeout=120)
        sent = dict(headers)
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, address, body or None, sent)
        answer = connection.getresponse()
        read = answer.read()
        set_now = answer.headers.get_all("Set-Cookie", [])
        for line in set_now:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if answer.will_close:
            self.close()
        named = {name.lower(): value for name, value in answer.headers.items()}
        return Page(address, answer.status, named, read, perf_counter() - begun, len(set_now))


class _Reader(HTMLParser):
    """Forms, texts and what else is fetched, out of a page."""

    _EMPTY = frozenset({"input", "br", "img", "link", "meta", "hr", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.texts: list[str] = []
        self.marked: list[tuple[list[str], list[str]]] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.scripts = 0
        self._open: list[tuple[str, list[str]]] = []
        self._textarea = self._select = ""
        self._written: list[str] = []
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag not in self._EMPTY:
            self._open.append((tag, written := []))
            if told.get("class"):
                self.marked.append((told["class"].split(), written))
        if tag == "a":
            self.links.append(told.get("href", ""))
        elif tag == "script":
            self.scripts += 1
        elif tag in ("img", "iframe", "source") or (tag == "link" and told.get("rel") in ("stylesheet", "icon")):
            self.fetched.append(told.get("src") or told.get("href", ""))
        elif tag == "form":
            enctype = told.get("enctype", "application/x-www-form-urlencoded")
            self.forms.append(Form(told.get("action", ""), told.get("method", "get").lower(), enctype))
        elif self.forms:
            self._field(tag, told)

    def _field(self, tag: str, told: Mapping[str, str]) -> None:
        name, form = told.get("name", ""), self.forms[-1]
        if name:
            form.offered.add(name)
        if tag == "button" and name:
            form.pressed.append((name, told.get("value", "")))
        if "formaction" in told:
            form.elsewhere[name, told.get("value", "")] = told["formaction"]
        if tag == "textarea":
            self._textarea, self._written = name, []
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select:
            self._options.append((told.get("value", ""), "selected" in told))
        elif tag == "input" and name:
            kind = told.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in told:
                    form.fields.append((name, told.get("value", "on")))
            elif kind not in ("submit", "file", "button"):
                form.fields.append((name, told.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag in [name for name, _ in self._open]:
            if self._open.pop()[0] == tag:
                break
        if tag == "textarea" and self._textarea:
            self.forms[-1].fields.append((self._textarea, "".join(self._written).removeprefix("\n")))
            self._textarea = ""
        elif tag == "select" and self._select:
            chosen = [value for value, selected in self._options if selected] or [
                value for value, _ in self._options[:1]
            ]
            self.forms[-1].fields += [(self._select, value) for value in chosen]
            self._select = ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._textarea:
            self._written.append(data)
        for _, written in self._open:
            written.append(data)


def _parts(pairs: list[tuple[str, str]]) -> bytes:
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs
    ]
    return ("".join(parts) + f"--{_BOUNDARY}--\r\n").encode()
