"""A report is sealed, received, read and answered."""

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from amparo.vault.keys import Role
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework.actions.receiving import receive
from amparo.web.casework.actions.writing import append
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.casework.lines import Line, index_of
from amparo.web.casework.telling import Purpose, Telling
from amparo.web.people.models import Member, Office
from amparo.web.people.sessions import Key, SignedIn, recognised
from amparo.web.safekeeping.store import cabinet, store


def test_a_report_is_read_by_the_office_and_answered_to_the_receipt(
    cast: dict[str, Member], work: Callable[[str], Client]
):
    receipt = Receipt.new()
    office = Office.objects.get(code="north")
    case = receive(
        Telling("They kept my passport.", "es", frozenset({Purpose.HELP}), name="Rosa"), receipt, office
    ).case
    ana = _at_work(work("ana"))
    rows = index_of(store(), "north", Role.CASEWORKER).rows(ana.ring, on=ana.today)
    assert [(Line.of(row).number, Line.of(row).name) for row in rows] == [(case.number, "Rosa")]
    assert Dossier.open(cabinet(), ana.ring, case.id, on=ana.today).told["words"] == "They kept my passport."

    answer = Entry(EntryKind.MESSAGE, timezone.now(), ana.member.id, {"words": "Where are you now?"})
    append(case, ana.ring, answer, line={"waits_since": None})
    seen = Dossier.open(cabinet(), KeyRing.of(Receipt.read(receipt.words).pair), case.id, on=ana.today)
    assert [entry.data["words"] for entry in seen.of(EntryKind.MESSAGE)] == ["Where are you now?"]


def test_the_same_form_twice_is_one_report(cast: dict[str, Member]):
    receipt, office = Receipt.new(), Office.objects.get(code="north")
    telling = Telling("Twice.", "en", frozenset())
    first, second = receive(telling, receipt, office), receive(telling, receipt, office)
    assert first.case == second.case
    assert (first.was_there, second.was_there) == (False, True)


def _at_work(client: Client) -> SignedIn:
    key = Key.read(client.cookies["amparo_session"].value)
    assert key is not None
    found = recognised(key.cookie, timezone.now())
    assert found is not None
    return found
