"""The proof of filing that a person takes along: it holds, it says no more than the server knows, and nothing of what was told."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from amparo.vault.filings import BadProof, content_of, verify
from amparo.vault.receipts import Receipt
from amparo.web.casework.actions.receiving import receive
from amparo.web.casework.telling import Telling
from amparo.web.people.models import Member, Office

WORDS = "They kept my passport: رقم 7.\nAnd the pay."


@pytest.fixture
def receipt(cast: dict[str, Member]) -> Receipt:
    found = Receipt.new()
    receive(Telling(WORDS, "en", frozenset()), found, Office.objects.get(code="north"))
    return found


def hidden(page, name: str) -> str:
    return re.search(f'name="{name}" value="([^"]+)"', page.content.decode())[1]


def proof_page(receipt: Receipt):
    client = Client()
    opened = client.post("/en/receipt/", {"typed": receipt.words})
    return client.post("/en/receipt/proof/", {"held": hidden(opened, "held")})


def papers(page) -> tuple[bytes, bytes]:
    held = {"held": hidden(page, "held"), "papers": hidden(page, "papers")}
    copy, proof = (Client().post("/en/receipt/paper/", {**held, "paper": paper}) for paper in ("copy", "proof"))
    assert "paper-1.txt" in copy.headers["Content-Disposition"] and "attachment" in copy.headers["Content-Disposition"]
    assert "paper-2.txt" in proof.headers["Content-Disposition"]
    return copy.content, proof.content


def test_the_two_papers_prove_the_account_word_for_word(receipt: Receipt):
    copy, proof = papers(proof_page(receipt))
    key = settings.HOME.signing_key.verify_key
    found = verify(proof.decode(), key, copy=copy)
    assert content_of(copy).decode() == WORDS
    with pytest.raises(BadProof):
        verify(proof.decode(), key, copy=copy + b" ")
    assert abs(found.at - timezone.now()) < timedelta(minutes=1)


def test_the_time_is_that_of_the_proof_and_never_an_earlier_one(receipt: Receipt, monkeypatch: pytest.MonkeyPatch):
    later = timezone.now() + timedelta(minutes=20)
    monkeypatch.setattr("amparo.web.intake.views.proof.timezone.now", lambda: later)
    copy, proof = papers(proof_page(receipt))
    assert verify(proof.decode(), settings.HOME.signing_key.verify_key, copy=copy).at == later.replace(microsecond=0)


def test_the_proof_shows_nothing_and_no_two_are_alike(receipt: Receipt):
    page = proof_page(receipt)
    shown = page.content.decode()
    assert "passport" not in shown and receipt.words not in shown
    assert papers(page)[1] != papers(proof_page(receipt))[1]


def test_papers_of_another_report_are_not_handed_out(receipt: Receipt):
    page = proof_page(receipt)
    for held in ("", "nonsense"):
        refused = Client().post("/en/receipt/paper/", {"held": held, "papers": hidden(page, "papers"), "paper": "copy"})
        assert refused.status_code == 400 and "passport" not in refused.content.decode()
    forged = Client().post("/en/receipt/paper/", {"held": hidden(page, "held"), "papers": "x", "paper": "copy"})
    assert forged.status_code == 400


def test_anybody_finds_the_public_key_and_the_private_one_nowhere(cast: dict[str, Member]):
    shown = Client().get("/en/key/").content.decode()
    key = settings.HOME.signing_key
    assert key.verify_key.encode().hex() in shown and key.encode().hex() not in shown
