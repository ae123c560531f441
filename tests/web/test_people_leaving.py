"""Leaving is one step; who remains reads old and new, and the two generations are linked when a holder next comes by."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from organisations import at_work, tell, told

from amparo.vault.keys import Role, role_name
from amparo.vault.material import CannotOpen
from amparo.vault.wraps import Purpose
from amparo.web.people.keys import role_key
from amparo.web.people.models import Member, Post
from amparo.web.safekeeping.models import AuditLine
from amparo.web.safekeeping.store import store

Browser = Callable[[str], Client]


def _links() -> set[str]:
    return {str(wrap.about) for wrap in store().role_wraps() if wrap.purpose is Purpose.EARLIER}


def test_who_remains_reads_old_and_new_in_a_session_that_was_open(cast: dict[str, Member], work: Browser):
    old, ana, adam = tell("Old."), work("ana"), work("adam")
    assert adam.post(f"/en/work/people/{cast['iris'].id}/leave/").status_code == 302
    new = tell("New.")
    # Adam holds nothing, so nothing linked the generations; Ana's next page does.
    assert _links() == set()
    ana.get("/en/work/my-keys/")
    assert _links() == {"role/north/intake#1"}
    assert (told(at_work(ana).ring, old), told(at_work(ana).ring, new)) == ("Old.", "New.")
    assert role_key(store(), "north", Role.INTAKE).name.generation == 2
    # Iris had no other role.
    assert role_key(store(), "north", Role.CASEWORKER).name.generation == 1


def test_signing_in_links_the_generations_too(cast: dict[str, Member], work: Browser):
    work("adam").post(f"/en/work/people/{cast['iris'].id}/leave/")
    from conftest import PASSPHRASE

    from amparo.web.people.actions.signing_in import sign_in

    sign_in("ana", PASSPHRASE, "")
    assert _links() == {"role/north/intake#1"}


def test_who_covers_links_nothing(cast: dict[str, Member], work: Browser):
    ana, adam = work("ana"), work("adam")
    today = timezone.localdate().isoformat()
    form = {"post": "north/caseworker", "member": cast["iris"].id, "last_day": today}
    assert ana.post("/en/work/people/cover/", form).status_code == 302
    iris = work("iris")
    adam.post(f"/en/work/people/{cast['ana'].id}/leave/")
    iris.get("/en/work/my-keys/")
    # Iris covers as a caseworker and is herself intake: she links what she holds for good.
    assert _links() == {"role/north/intake#1"}
    with pytest.raises(CannotOpen):
        at_work(iris).ring.lasting_pair(role_name("north", Role.CASEWORKER, 2), on=timezone.localdate())
    assert at_work(iris).ring.pair(role_name("north", Role.CASEWORKER, 2), on=timezone.localdate())


def test_who_covers_lets_nobody_in(cast: dict[str, Member], work: Browser):
    ana = work("ana")
    today = timezone.localdate().isoformat()
    ana.post("/en/work/people/cover/", {"post": "north/caseworker", "member": cast["iris"].id, "last_day": today})
    post = Post.objects.create(member=cast["dana"], office_id="north", role="caseworker")
    page = work("iris").get("/en/work/people/let-in/").content.decode()
    assert "Dana" not in page
    answer = work("iris").post("/en/work/people/let-in/", {"post": post.id, "fingerprint": "0" * 32})
    assert answer.status_code == 400
    page = ana.get("/en/work/people/let-in/").content.decode()
    assert "Dana" in page


def test_a_role_taken_away_gets_a_new_key_and_the_others_stay(cast: dict[str, Member], work: Browser):
    ana = work("ana")
    kept = at_work(ana).ring
    post = Post.objects.get(member=cast["ana"], role="intake")
    assert work("adam").post(f"/en/work/people/{cast['ana'].id}/roles/{post.id}/take/").status_code == 302
    assert ana.get("/en/work/my-keys/").status_code == 302  # signed out
    again = at_work(work("ana"))
    assert again.ring.roles(on=again.today) == {("north", Role.CASEWORKER)}
    assert again.posts == {("north", Role.CASEWORKER)}
    assert role_name("north", Role.INTAKE, 2) not in kept.held


@pytest.mark.parametrize(
    ("address", "asks"),
    [
        ("make-administrator", "Shall Iris administer the organisation?"),
        ("roles/{post}/take", "Take a role from Iris?"),
        ("invite-again", "Invite Iris anew?"),
        ("leave", "Iris leaves"),
    ],
)
def test_what_reaches_far_is_asked_first(address: str, asks: str, cast: dict[str, Member], work: Browser):
    adam, (post,) = work("adam"), cast["iris"].posts.all()
    acts = AuditLine.objects.count()
    page = adam.get(f"/en/work/people/{cast['iris'].id}/{address.format(post=post.id)}/")
    assert (page.status_code, asks in page.content.decode()) == (200, True)
    assert AuditLine.objects.count() == acts
    # The page itself sends the deed to where it stands.
    assert b'<form method="post" class="buttons">' in page.content
    assert adam.post(page.request["PATH_INFO"]).status_code in (200, 302)
    assert AuditLine.objects.count() > acts


def test_it_says_when_nobody_else_holds_the_role(cast: dict[str, Member], work: Browser):
    adam, last = work("adam"), "Nobody else holds this role here."
    for name, role, is_last in (("ana", "caseworker", True), ("ana", "intake", False), ("sofia", "supervisor", True)):
        post = cast[name].posts.get(role=role)
        page = adam.get(f"/en/work/people/{cast[name].id}/roles/{post.id}/take/").content.decode()
        assert (last in page) == is_last
    other = cast["sofia"].posts.get()
    assert adam.get(f"/en/work/people/{cast['ana'].id}/roles/{other.id}/take/").status_code == 404


def test_the_last_administrator_does_not_leave(cast: dict[str, Member], work: Browser):
    adam = work("adam")
    for address in ("leave", "stop-administrator"):
        answer = adam.post(f"/en/work/people/{cast['adam'].id}/{address}/")
        assert answer.status_code == 400
        assert "Nobody else could administer" in answer.content.decode()
    adam.post(f"/en/work/people/{cast['dana'].id}/make-administrator/")
    assert adam.post(f"/en/work/people/{cast['adam'].id}/leave/").status_code == 302
    assert not Member.objects.get(id=cast["adam"].id).is_active


def test_who_was_never_let_in_changes_no_key_when_they_go(cast: dict[str, Member], work: Browser):
    adam = work("adam")
    adam.post(f"/en/work/people/{cast['dana'].id}/", {"post": "north/caseworker"})
    assert Post.objects.filter(member=cast["dana"], role="caseworker").exists()
    adam.post(f"/en/work/people/{cast['dana'].id}/leave/")
    assert role_key(store(), "north", Role.CASEWORKER).name.generation == 1
