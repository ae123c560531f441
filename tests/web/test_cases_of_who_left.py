"""Cases that a colleague had taken are nobody's once they are gone: nothing is opened for that, lists compare with who is here."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from made_reports import at_work, opened, report

from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions import working
from amparo.web.casework.lists.load import case_load
from amparo.web.casework.lists.wanted import Wanted
from amparo.web.casework.models import Case
from amparo.web.people.models import Member, Post
from amparo.web.safekeeping.models import SealedBlob

At = Callable[[str], Client]
INBOX = "/en/work/"


@pytest.fixture
def taken(work: At) -> Case:
    """A report that Ana has taken."""
    case, ana = report(), work("ana")
    opened(ana, case)
    working.take(at_work(ana), case)
    return case


def _whose(client: Client, whose: str) -> bytes:
    return client.post(INBOX, {"whose": whose, "states": ["received", "open"]}).content


def test_it_is_hers_while_she_is_here(taken: Case, work: At):
    iris = work("iris")
    assert taken.number.encode() not in _whose(iris, "nobody")
    assert b"<td>Ana</td>" in iris.get(INBOX).content


def _leave(cast: dict[str, Member], adam: Client) -> None:
    assert adam.post(f"/en/work/people/{cast['ana'].id}/leave/").status_code == 302


def _lose_roles(cast: dict[str, Member], adam: Client) -> None:
    for post in Post.objects.filter(member=cast["ana"]):
        assert adam.post(f"/en/work/people/{cast['ana'].id}/roles/{post.id}/take/").status_code == 302


def _cover_ends(cast: dict[str, Member], adam: Client) -> None:
    Post.objects.filter(member=cast["ana"]).update(last_day=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize("gone", [_leave, _lose_roles, _cover_ends])
def test_it_is_nobodys_once_she_is_not(
    gone: Callable[[dict[str, Member], Client], None], taken: Case, cast: dict[str, Member], work: At
):
    work("iris").get(INBOX)
    rows = SealedBlob.objects.count()
    gone(cast, work("adam"))
    iris = work("iris")
    assert taken.number.encode() in _whose(iris, "nobody")
    page = iris.get(INBOX).content
    assert b"<td>Ana</td>" not in page
    assert taken.number.encode() in page
    assert SealedBlob.objects.count() == rows
    # Nobody asks why it is opened: it is nobody else's work.
    assert "Nobody works on it yet." in opened(iris, taken)


def test_the_load_counts_it_as_nobodys(taken: Case, cast: dict[str, Member], work: At):
    sofia = at_work(work("sofia"))
    assert [one.assigned_to for one in case_load(access.access_tables(sofia), on=sofia.today)] == [cast["ana"].id[:12]]
    _leave(cast, work("adam"))
    sofia = at_work(work("sofia"))
    assert [one.assigned_to for one in case_load(access.access_tables(sofia), on=sofia.today)] == [""]


def test_who_still_has_one_of_the_roles_keeps_it(taken: Case, cast: dict[str, Member], work: At):
    post = Post.objects.get(member=cast["ana"], role=Role.INTAKE.value)
    work("adam").post(f"/en/work/people/{cast['ana'].id}/roles/{post.id}/take/")
    ana = at_work(work("ana"))
    (table,) = access.access_tables(ana)
    assert table.found(Wanted(assigned_to=cast["ana"].id[:12])).height == 1


def test_who_works_in_another_office_alone_does_not_keep_it(taken: Case, cast: dict[str, Member], work: At):
    Post.objects.filter(member=cast["ana"]).update(office="south")
    assert taken.number.encode() in _whose(work("iris"), "nobody")
