"""A supervisor reviews a case without anybody's name; the caseworker reads it."""

from collections.abc import Callable

import pytest
from django.test import Client
from made_reports import WORDS, at_work, dossier, opened, report

from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.vault.receipts import Receipt
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.actions import closing, working
from amparo.web.casework.actions.by_receipt import tell_more
from amparo.web.casework.actions.reviewing import review
from amparo.web.casework.closings import Closing, Remedy, Why
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case
from amparo.web.casework.reviews import Check, Found, Review
from amparo.web.people.models import Member
from amparo.web.people.permissions import NotAllowed
from amparo.web.safekeeping.models import AuditLine

At = Callable[[str], Client]
NAME = "Rosa Ñandú"
TOLD = {check.value: "not-seen" for check in Check} | {
    "danger-answered": "yes",
    "plan-made": "no",
    "words": "Make a plan with her.",
}
SEEN = Review({check: Found.NOT_SEEN for check in Check}, "So far so good.")


def _path(case: Case) -> str:
    return f"/en/work/case/{case.id}/review/"


def test_a_supervisor_writes_one_without_seeing_a_name_and_the_caseworker_reads_it(work: At):
    case, ana, sofia = report(NAME), work("ana"), work("sofia")
    opened(sofia, case)
    form = sofia.get(_path(case)).content.decode()
    assert "Is there a plan?" in form and NAME not in form and WORDS not in form
    assert sofia.post(_path(case), TOLD).status_code == 302
    for page in (opened(ana, case), opened(sofia, case)):
        assert "Make a plan with her." in page and "Sofia" in page
    kept = Review.of(dossier(ana, case).newest(EntryKind.REVIEW))
    assert (kept.found[Check.DANGER], kept.found[Check.PLAN]) == (Found.YES, Found.NO)
    assert kept.found[Check.CONSENT] is Found.NOT_SEEN
    lines = AuditLine.objects.order_by("number").values_list("line", flat=True)
    assert [line.split(" ")[4] for line in lines].count("case.review") == 1


def test_everybody_who_read_the_case_reads_on_after_a_supervisor_wrote(cast: dict[str, Member], work: At):
    """Somebody left before, so the supervisor's writing makes new keys: for the person with the receipt too."""
    receipt = Receipt.new()
    case, sofia = report(NAME, receipt=receipt), work("sofia")
    work("adam").post(f"/en/work/people/{cast['iris'].id}/leave/")
    opened(sofia, case)
    review(at_work(sofia), case, SEEN)
    ana = work("ana")
    assert NAME in opened(ana, case)
    working.answer(at_work(ana), case, "We read it.")
    _, seen = access_by_receipt(receipt)
    tell_more(receipt, case, seen, "Thank you.", form=b"f" * 16)
    assert [one.data["words"] for one in dossier(ana, case).of(EntryKind.MESSAGE)] == ["We read it.", "Thank you."]
    assert not list(access_by_receipt(receipt)[1].of(EntryKind.REVIEW))


def test_a_case_whose_row_was_moved_to_another_office_is_not_written_to_by_a_supervisor(work: At):
    case, sofia = report(), work("sofia")
    opened(sofia, case)
    signed_in = at_work(sofia)
    Case.objects.filter(id=case.id).update(office="south")
    signed_in.__dict__["posts"] = frozenset({("north", Role.SUPERVISOR), ("south", Role.SUPERVISOR)})
    with pytest.raises(CannotOpen):
        review(signed_in, case, SEEN)


@pytest.mark.parametrize("told", [{**TOLD, "words": " "}, {**TOLD, "plan-made": "perhaps"}, {"words": "Only words."}])
def test_what_is_not_whole_stays_in_its_form(told: dict[str, str], work: At):
    case, sofia = report(), work("sofia")
    opened(sofia, case)
    answer = sofia.post(_path(case), told)
    assert answer.status_code == 400 and told["words"].strip() in answer.content.decode()


def test_a_review_says_something_of_each_check(cast: dict[str, Member]):
    with pytest.raises(ValueError):
        Review({Check.PLAN: Found.YES}, "Only that.")


@pytest.mark.parametrize("name", ["ana", "iris", "basir", "chidi", "dana", "anton", "carmen", "adam"])
def test_only_supervisors_of_the_office_write_one(name: str, work: At):
    case, client = report(), work(name)
    for ask in (client.get, client.post):
        assert ask(_path(case), TOLD).status_code == 404
    if name in ("ana", "iris"):
        opened(client, case)
        with pytest.raises(NotAllowed):
            review(at_work(client), case, SEEN)


def test_nothing_is_reviewed_before_it_is_opened_or_after_it_was_closed(work: At):
    case, ana, sofia = report(), work("ana"), work("sofia")
    assert sofia.get(_path(case)).status_code == 302
    answer = sofia.post(_path(case), TOLD)
    assert answer.status_code == 400 and "Make a plan with her." in answer.content.decode()
    opened(ana, case)
    closing.close(at_work(ana), case, Closing(Why.WITHDREW, Remedy.NOT_SOUGHT), left_open=())
    opened(sofia, case)
    assert sofia.get(_path(case)).status_code == 302
    answer = sofia.post(_path(case), TOLD)
    assert answer.status_code == 400 and "Make a plan with her." in answer.content.decode()
    assert not list(dossier(ana, case).of(EntryKind.REVIEW))
