"""*Log leak*: marked words go through every page, as everybody, whole and broken; then all that the server wrote is searched for them."""

import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from installations import PASSPHRASE, Browser, Installation, Page, Server, database_of_its_own, receipt_in, tell

MARKS = {
    "name": "Quisbert-Zoungrana",
    "words": "xylograph-meteorite",
    "reach": "+99 5550 717171",
    "file": "vellichor-pangolin",
    "agent": "Zwitterion-Browser",
    "referrer": "https://cwtch.example/",
    "query": "ytterbium-lacuna",
    "path": "sesquipedal-path",
    "cookie": "borborygmus-cookie",
    "broken": "quixotic-header",
}
ADDRESS = "127.0.0.97"  # where the requests come from; the server itself is at 127.0.0.1
# Any field that a form of ours may have is filled with a mark; one that it does not have is passed over.
FIELDS = (
    *(
        "words",
        "message",
        "note",
        "name",
        "shown_name",
        "sign_in_name",
        "how",
        "when",
        "interpreter",
        "typed",
        "reason",
    ),
    *(
        "text",
        "title",
        "number",
        "query",
        "telephone",
        "phrase",
        "passphrase",
        "code",
        "office",
        "language",
        "facts",
        "to",
    ),
)
# What ends the work of everybody who comes after.
LAST = ("sign-out", "end-others", "end-sessions", "lockdown", "leave", "administrator", "roles", "my-keys")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation whose temporary files are in a folder of their own."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with database_of_its_own(os.environ.get("DATABASE_URL", "")) as url:
        made = Installation(tmp_path / "home", url, settings={"TMPDIR": str(temporary)})
        made.step("found")
        yield made


class Marked(Browser):
    """A browser that comes from its own address, and says who it is and whence it came."""

    def connection(self):
        import http.client

        return http.client.HTTPConnection(self.host, self.port, timeout=60, source_address=(ADDRESS, 0))


def test_nothing_that_anybody_sent_is_in_anything_that_the_server_wrote(installation: Installation, tmp_path: Path):
    with installation.served() as server:
        receipt = _public(server)
        staff = {name: _sign_in(installation, server, name) for name in ("ana", "sofia", "carmen", "adam", "dana")}
        addresses = installation.step("addresses")
        _read_and_answer(staff["ana"], f"/en/work/case/{installation.step('case_of', receipt)}/")
        is_last = {address: any(word in address for word in LAST) for address in addresses}
        for address in sorted(addresses, key=lambda address: is_last[address]):
            for browser in (_browser(server), *staff.values()):
                _try_everything(browser, address, receipt)
        _broken(server)
        _wrong_ways_in(server)
    assert installation.amparo("doctor").returncode in (0, 1)
    written = _written(tmp_path)
    assert written, "the server writes at least that it serves"
    marks = [*MARKS.values(), ADDRESS, PASSPHRASE, receipt, receipt.split()[0] + " " + receipt.split()[1]]
    found = {
        (path.name, mark)
        for path, content in written.items()
        for mark in marks
        if any(shape in content for shape in (mark.encode(), mark.encode("utf-16-le"), mark.encode().hex().encode()))
    }
    assert found == set()


def test_the_search_would_find_what_it_looks_for(installation: Installation, tmp_path: Path):
    (installation.folder / "debug.log").write_text(f"GET /en/?q={MARKS['query']}")
    assert any(MARKS["query"].encode() in content for content in _written(tmp_path).values())


def test_an_error_that_nobody_expected_leaves_a_number_and_no_word(installation: Installation, tmp_path: Path):
    with installation.served() as server:
        browser = _browser(server)
        installation.step("break_the_database")
        page = tell_marked(browser)
        assert page.status == 500
        printed = server.printed.read_text()
        (number,) = re.findall(r"failure ([0-9a-f]{8}) \w+ at [\w./]+:\d+$", printed, re.MULTILINE)[:1]
    assert number
    assert not [mark for mark in (*MARKS.values(), ADDRESS) if mark in printed]
    assert "Traceback" not in printed and "/en/" not in printed


def tell_marked(browser: Browser) -> Page:
    files = {"file_1": (f"{MARKS['file']}.txt", MARKS["file"].encode())}
    told = {"name": MARKS["name"], "how": MARKS["reach"], "when": MARKS["reach"], "interpreter": MARKS["name"]}
    return tell(browser, MARKS["words"], files, **told)


def _browser(server: Server) -> Marked:
    headers = {"User-Agent": MARKS["agent"], "Referer": MARKS["referrer"], "X-Forwarded-For": ADDRESS}
    return Marked("127.0.0.1", server.of.port, headers, {"other": MARKS["cookie"]})


def _public(server: Server) -> str:
    browser = _browser(server)
    page = tell_marked(browser)
    assert page.status == 200, page.body[:2000]
    receipt = receipt_in(page)
    opened = browser.post("/en/receipt/", {"typed": receipt})
    assert opened.status == 200 and MARKS["words"] in opened.body
    held = opened.fields["held"]
    browser.post("/en/receipt/write/", {"held": held, "message": MARKS["words"]})
    browser.post("/en/receipt/reach/", {"held": held, "how": MARKS["reach"], "when": MARKS["reach"]})
    browser.post("/en/receipt/proof/", {"held": held})
    return receipt


def _sign_in(installation: Installation, server: Server, name: str) -> Marked:
    browser = _browser(server)
    told = {"name": name, "passphrase": PASSPHRASE, "code": installation.step("code", name)}
    page = browser.post("/en/work/sign-in/", told | _token(browser))
    assert page.status == 302, page.body[:2000]
    return browser


def _read_and_answer(browser: Marked, case: str) -> None:
    token = {"csrfmiddlewaretoken": browser.get(case).fields["csrfmiddlewaretoken"]}
    page = browser.follow(browser.post(f"{case}open/", token | {"reason": MARKS["words"]}))
    assert page.status == 200 and MARKS["words"] in page.body and MARKS["name"] in page.body
    for deed in ("take", "answer", "note", "next", "make"):
        sent = browser.post(
            f"{case}{deed}/", token | dict.fromkeys(("message", "words", "note", "text", "what"), MARKS["words"])
        )
        assert sent.status in (200, 302, 400), (deed, sent.body)


def _token(browser: Marked) -> dict[str, object]:
    return {"csrfmiddlewaretoken": browser.get("/en/work/sign-in/").fields["csrfmiddlewaretoken"]}


def _try_everything(browser: Marked, address: str, receipt: str) -> None:
    page = browser.get(f"{address}?q={MARKS['query']}&{MARKS['query']}=1")
    assert page.status < 500, (address, page.body[:500])
    told: dict[str, object] = {name: MARKS["words"] for name in FIELDS} | page.fields
    told["typed"] = receipt
    files = {
        "file_1": (f"{MARKS['file']}.png", MARKS["file"].encode()),
        "file": (MARKS["file"], b"a,b\n" + MARKS["file"].encode()),
    }
    for sent in (browser.post(address, told), browser.post(address, told, files), browser.post(address, {})):
        assert sent.status < 500, (address, sent.body[:500])


def _wrong_ways_in(server: Server) -> None:
    browser = _browser(server)
    for name in (MARKS["name"], "ana"):
        told = {"name": name, "passphrase": MARKS["words"], "code": MARKS["words"]}
        assert browser.post("/en/work/sign-in/", told | _token(browser)).status == 400
    browser.post("/en/work/sign-in/", {"name": MARKS["name"]})  # without the token
    browser.get(f"/en/{MARKS['path']}/")
    browser.get(f"/static/{MARKS['path']}.css")
    browser.post("/en/receipt/", {"typed": MARKS["words"]})


def _broken(server: Server) -> None:
    """What no browser sends: each makes the server say something of it somewhere, if it says anything."""
    mark = MARKS["broken"].encode()
    for raw in (
        mark + b"\r\n\r\n",
        b"GET /en/" + mark + b" HTTP/9.9\r\n\r\n",
        b"GET /en/ HTTP/1.1\r\nHost: " + mark + b".example\r\n\r\n",
        b"GET /en/ HTTP/1.1\r\nHost: localhost\r\n" + mark + b"\r\n\r\n",
        b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX: " + mark * 2000 + b"\r\n\r\n",
        b"GET /en/?" + mark * 2000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /en/tell/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + mark + b"\r\n\r\n",
        b"POST /en/tell/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + mark + b"\r\n",
        b"POST /en/tell/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary="
        + mark
        + b"\r\nContent-Length: 5000\r\n\r\nwords="
        + mark,
        b"GET /en/\xff\xfe%00" + mark + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ):
        with socket.create_connection(
            ("127.0.0.1", server.of.port), timeout=2, source_address=(ADDRESS, 0)
        ) as connection:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            try:
                while connection.recv(65536):
                    pass
            except OSError:
                pass


def _written(folder: Path) -> dict[Path, bytes]:
    """Everything in files, but the database, the cache of what was compiled, and what the test itself put there."""
    found = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: content for path, content in found.items() if ".sqlite3" not in path.name}
