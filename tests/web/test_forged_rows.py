"""Somebody who can write rows, and lacks the server secret, gets no further than they were."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from made_reports import report

from amparo.vault.keys import KeyPair, Role, member_name, role_name
from amparo.vault.rings import KeyRing, rest
from amparo.web.people import sessions
from amparo.web.people.models import Member, Post, Session

Browser = Callable[[str], Client]


def _forged(member: Member, ring: KeyRing) -> Client:
    """A browser whose session somebody wrote into the database: the rows are all theirs, the server secret is not."""
    key, now = sessions.Key.new(), timezone.now()
    Session.objects.create(
        id=key.session_id,
        member=member,
        resting=rest(ring, key.secret, key.session_id),
        is_confirmed=True,
        idle_until=now + timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
    )
    client = Client()
    client.cookies[sessions.COOKIE] = key.cookie
    return client


def test_a_forged_session_signs_nobody_in(cast: dict[str, Member], work: Browser):
    report("Rosa Ñandú")
    assert "Rosa" in work("ana").get("/en/work/").content.decode()
    pairs = [KeyPair.new(role_name("north", role)) for role in (Role.INTAKE, Role.CASEWORKER)]
    for name in ("ana", "adam"):
        ring = KeyRing.of(KeyPair.new(member_name(cast[name].id)), *pairs)
        answer = _forged(cast[name], ring).get("/en/work/")
        assert (answer.status_code, answer["Location"]) == (302, "/en/work/sign-in/")


def test_a_session_given_to_another_member_is_none(cast: dict[str, Member], work: Browser):
    client = work("dana")
    assert client.get("/en/work/my-keys/").status_code == 200
    Session.objects.filter(member=cast["dana"]).update(member=cast["adam"])
    assert client.get("/en/work/my-keys/").status_code == 302


def test_a_session_marked_as_confirmed_is_none(cast: dict[str, Member]):
    from conftest import PASSPHRASE

    from amparo.web.people.actions.signing_in import open_own_key
    from amparo.web.people.keys import ring_of
    from amparo.web.safekeeping.store import store

    own = open_own_key(cast["ana"], PASSPHRASE)
    assert own is not None
    now = timezone.now()
    key = sessions.begin(cast["ana"], ring_of(store(), own, on=now.date()), is_confirmed=False, now=now)
    client = Client()
    client.cookies[sessions.COOKIE] = key.cookie
    assert client.get("/en/work/")["Location"] == "/en/work/second-factor/"
    Session.objects.update(is_confirmed=True)
    assert client.get("/en/work/")["Location"] == "/en/work/sign-in/"


def test_a_post_without_its_key_lets_nobody_in(cast: dict[str, Member], work: Browser):
    case = report("Rosa Ñandú")
    for role in Role:
        Post.objects.create(member=cast["dana"], office_id="north", role=role.value)
    Post.objects.create(member=cast["iris"], office_id="north", role=Role.CASEWORKER.value)
    for address in ("/en/work/", f"/en/work/case/{case.id}/"):
        assert work("dana").get(address).status_code == 404
    assert work("iris").post(f"/en/work/case/{case.id}/make/").status_code in (400, 404)
    case.refresh_from_db()
    assert case.state == "received"
