"""*Killed server*: kill -9 at random moments, while people send reports. Every receipt that was shown opens, and none is doubled."""

import http.client
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, sleep

import pytest
from installations import Browser, Installation, database_of_its_own, receipt_in, told_in

SENDERS = 4
TRIES = 40


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation with its cast, in the database of this run."""
    with database_of_its_own(os.environ.get("DATABASE_URL", "")) as url:
        made = Installation(tmp_path / "home", url)
        made.step("found")
        yield made


@dataclass
class Sent:
    """What the senders know: the words behind each receipt that was shown, and how many forms they sent."""

    shown: dict[str, str] = field(default_factory=dict)
    forms: int = 0
    refused: list[int] = field(default_factory=list)
    again: int = 0
    lock: Lock = field(default_factory=Lock)


@pytest.mark.parametrize("kills", [5, pytest.param(100, marks=pytest.mark.long)])
def test_every_receipt_that_was_shown_opens_and_none_is_doubled(installation: Installation, kills: int):
    sent, stop, dice = Sent(), Event(), random.Random(2026)
    with installation.served() as server:
        senders = [Thread(target=_send, args=(server.browser(), f"sender {at}", sent, stop)) for at in range(SENDERS)]
        for sender in senders:
            sender.start()
        for _ in range(kills):
            # Under load: somebody was answered since the last time, and others are being answered now.
            _wait_for_more(sent, 1)
            sleep(dice.uniform(0, 0.5))
            server.kill()
            server.start()
        _wait_for_more(sent, SENDERS)
        stop.set()
        for sender in senders:
            sender.join()
    assert sent.refused == []
    receipts, words = list(sent.shown), list(sent.shown.values())
    assert len(receipts) >= kills, "too few reports came through to say anything"
    assert installation.step("open_receipts", *receipts) == words
    assert len(set(words)) == len(words)
    # Each form became one report at most, though most that met a kill were sent again.
    counted = installation.step("counts")
    assert len(receipts) <= counted["cases"] <= sent.forms
    assert counted["receipts"] == counted["cases"]
    read = installation.step("read", "ana")
    assert len(read["words"]) == len(set(read["words"])) == counted["cases"]
    assert len(set(read["numbers"])) == len(read["numbers"]) == counted["cases"]
    assert set(words) <= set(read["words"])
    assert sent.again, "no form met a kill"


def _wait_for_more(sent: Sent, count: int) -> None:
    until, before = monotonic() + 60, len(sent.shown)
    while len(sent.shown) < before + count:
        assert monotonic() < until, "nobody is answered any more"
        sleep(0.01)


def _send(browser: Browser, name: str, sent: Sent, stop: Event) -> None:
    """Sends reports; a form without an answer is sent again, the same, as a person would with the button."""
    number = 0
    while not stop.is_set():
        words, form = f"{name}, report {number}: they kept my pay.", None
        number += 1
        for attempt in range(TRIES):
            try:
                if form is None:
                    form = browser.get("/en/tell/")
                    sent.forms += form.status == 200
                page = browser.post("/en/tell/", told_in(form, words))
                break
            except (OSError, http.client.HTTPException):
                with sent.lock:
                    sent.again += bool(form) and not attempt
                sleep(0.25)
        else:
            return
        with sent.lock:
            if page.status == 200 and receipt_in(page):
                sent.shown[receipt_in(page)] = words
            else:
                sent.refused.append(page.status)
