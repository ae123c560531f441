"""An administrator opens nothing: neither their ring nor anything they can do yields a key."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from organisations import LOW, at_work, tell, told, with_factor

from amparo.errors import BadInput
from amparo.vault.keys import KeyKind, Role, fingerprint
from amparo.vault.material import CannotOpen
from amparo.web.people import locks
from amparo.web.people.actions.offices import Starters, add_office
from amparo.web.people.keys import name_of
from amparo.web.people.models import Member, Office, Organisation, Post
from amparo.web.safekeeping.store import store

Browser = Callable[[str], Client]


@pytest.fixture(autouse=True)
def low_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "EFFORT", LOW)


def _role_keys(browser: Client) -> list[str]:
    return [str(name) for name in at_work(browser).ring.held if name.kind is KeyKind.ROLE]


def test_nothing_that_an_administrator_does_gives_them_a_key(cast: dict[str, Member], work: Browser):
    case = tell("Sealed.")
    adam, own = work("adam"), cast["adam"].id
    assert _role_keys(adam) == []
    everything = [f"{office}/{role}" for office in ("north", "south") for role in ("caseworker", "intake", "custodian")]
    for post in everything:
        adam.post(f"/en/work/people/{own}/", {"post": post})
    assert Post.objects.filter(member=own).count() == len(everything)
    own_print = fingerprint(store().public_key(name_of(cast["adam"])))
    for post in Post.objects.filter(member=own):
        adam.post("/en/work/people/let-in/", {"post": post.id, "fingerprint": own_print})
    adam.post("/en/work/people/offices/add/", _office(own))
    adam.post("/en/work/recovery/", {"member": own, "fingerprint": own_print})
    adam.post("/en/work/recovery/phrase/", {"member": own, "fingerprint": own_print, "phrase": "wrong"})
    adam.post("/en/work/people/cover/", {"post": "north/caseworker", "member": own, "last_day": timezone.localdate()})
    for name in ("iris", "basir", "carmen"):
        adam.post(f"/en/work/people/{cast[name].id}/invite-again/")
        adam.post(f"/en/work/people/{cast[name].id}/ask-factor-reset/")
        adam.post(f"/en/work/people/{cast[name].id}/leave/")
    assert _role_keys(adam) == _role_keys(work("adam")) == []
    for browser in (adam, work("adam")):
        with pytest.raises(CannotOpen):
            told(at_work(browser).ring, case)


def test_whoever_waits_is_seen_where_those_look_who_can_do_something(cast: dict[str, Member], work: Browser):
    """Iris gets a role that Ana alone holds; Sofia administers, and supervises."""
    Member.objects.filter(id=cast["sofia"].id).update(is_administrator=True)
    waits = "1 colleague waits to be let in."
    for name in ("ana", "sofia"):
        assert waits not in work(name).get("/en/work/").content.decode()
    work("adam").post(f"/en/work/people/{cast['iris'].id}/", {"post": "north/caseworker"})
    for name, leads_to in (("ana", "/en/work/people/let-in/"), ("sofia", "/en/work/people/")):
        page = work(name).get("/en/work/").content.decode()
        assert waits in page
        assert f'<a href="{leads_to}">See who</a>' in page
    for name in ("iris", "basir"):
        assert waits not in work(name).get("/en/work/").content.decode()
    for name in ("ana", "sofia", "adam"):
        page = work(name).get("/en/work/people/").content.decode()
        assert "Iris: Caseworker, North office" in page
        assert ('<a href="/en/work/people/let-in/">Let in' in page) == (name == "ana")


def test_no_id_stands_twice_on_the_page_for_letting_in(cast: dict[str, Member], work: Browser):
    for name in ("iris", "sofia", "dana"):
        work("adam").post(f"/en/work/people/{cast[name].id}/", {"post": "north/caseworker"})
    ana = work("ana")
    posts = [str(post.id) for post in Post.objects.filter(role="caseworker", member__in=[cast["iris"], cast["dana"]])]
    pages = [ana.get("/en/work/people/let-in/")]
    pages += [ana.post("/en/work/people/let-in/", {"post": post, "fingerprint": "no"}) for post in (*posts, "", "0")]
    for page in pages:
        ids = re.findall(r'\sid="([^"]+)"', page.content.decode())
        assert page.content.decode().count('name="fingerprint"') == 3
        assert len(ids) == len(set(ids))
        assert {told for told in re.findall(r'\s(?:for|aria-describedby)="([^"]+)"', page.content.decode())} <= set(ids)


def _office(starter: str, code: str = "west") -> dict[str, object]:
    return {
        "name": "West",
        "code": code,
        "takes_reports": "on",
        "starter": starter,
        "roles": ["caseworker", "intake", "supervisor"],
    }


def test_a_puppet_whom_nobody_has_met_begins_in_no_office(cast: dict[str, Member], work: Browser):
    adam = work("adam")
    page = adam.post(
        "/en/work/people/invite/", {"shown_name": "Nobody", "sign_in_name": "puppet", "days": 7, "posts": []}
    ).content.decode()
    words = page.split('class="receipt card" dir="ltr">')[1].split("<")[0].strip()
    passphrase = "a passphrase for a puppet"
    Client().post("/en/work/join/", {"words": words, "new": passphrase, "again": passphrase})
    puppet = Member.objects.get(sign_in_name="puppet")
    assert puppet.is_active
    assert adam.post("/en/work/people/offices/add/", _office(puppet.id)).status_code == 400
    # Nor past the form.
    for starter in (puppet, cast["adam"]):
        with pytest.raises(BadInput):
            add_office(at_work(adam), Office(code="west", name="West"), Starters(starter, {Role.INTAKE}))
    assert not Office.objects.filter(code="west").exists()


def test_a_new_office_begins_with_somebody_who_was_let_in_and_receives_reports(cast: dict[str, Member], work: Browser):
    adam, ana = work("adam"), work("ana")
    assert adam.post("/en/work/people/offices/add/", _office(cast["ana"].id)).status_code == 302
    assert told(at_work(ana).ring, tell("First.", "west")) == "First."
    assert {key.name.of[1] for key in store().public_keys(KeyKind.ROLE) if key.name.of[0] == "west"} == {
        "intake",
        "caseworker",
        "supervisor",
        "analyst",
        "custodian",
    }
    assert adam.post("/en/work/people/offices/add/", _office(cast["ana"].id)).status_code == 400
    for bad in ("West", "-west", "wést", "a/b", "a" * 33):
        assert adam.post("/en/work/people/offices/add/", _office(cast["ana"].id, bad)).status_code == 400


def test_organisation_and_offices_are_renamed(cast: dict[str, Member], work: Browser):
    adam = work("adam")
    told_now = {
        "name": "Casa",
        "telephone": "+34 1",
        "neutral_title": "Notes",
        "leave_to": "https://example.org/",
        "unread_days": 5,
    }
    assert adam.post("/en/work/people/organisation/", told_now).status_code == 302
    assert adam.post("/en/work/people/organisation/", told_now | {"leave_to": "javascript:alert(1)"}).status_code == 400
    found = Organisation.objects.get()
    assert (found.name, found.neutral_title, found.unread_days) == ("Casa", "Notes", 5)
    assert adam.post("/en/work/people/offices/north/", {"name": "Norte"}).status_code == 302
    office = Office.objects.get(code="north")
    assert (office.name, office.takes_reports) == ("Norte", False)


def test_a_sign_in_name_is_given_once(cast: dict[str, Member], work: Browser):
    adam = work("adam")
    form = {"shown_name": "Second", "sign_in_name": " ANA ", "days": 7}
    answer = adam.post("/en/work/people/invite/", form)
    assert answer.status_code == 400
    assert 'value="Second"' in answer.content.decode()
    for bad in ({"days": 31}, {"days": 0}, {"sign_in_name": "a b"}, {"posts": ["nowhere/caseworker"]}):
        assert adam.post("/en/work/people/invite/", {**form, "sign_in_name": "new", **bad}).status_code == 400
    assert Member.objects.filter(sign_in_name__in=("new", "a b")).count() == 0


def test_an_impersonated_newcomer_is_not_let_in_and_a_rejoined_colleague_keeps_their_factor(
    cast: dict[str, Member], work: Browser
):
    """The administrator uses the words of an invitation themselves."""
    iris, adam = work("iris"), work("adam")
    iris.get("/en/work/my-keys/")
    with_factor(cast["iris"])
    page = adam.post(f"/en/work/people/{cast['iris'].id}/invite-again/").content.decode()
    words = page.split('class="receipt card" dir="ltr">')[1].split("<")[0].strip()
    thief = Client()
    thief.post("/en/work/join/", {"words": words, "new": "the thief's passphrase", "again": "the thief's passphrase"})
    assert "amparo_session" not in thief.cookies
    answer = thief.post("/en/work/sign-in/", {"name": "iris", "passphrase": "the thief's passphrase", "code": ""})
    assert answer.status_code == 400
    true = fingerprint(store().public_key(name_of(cast["iris"])))
    post = Post.objects.get(member=cast["iris"])
    # Ana calls Iris, who reads out what she knows.
    assert work("ana").post("/en/work/people/let-in/", {"post": post.id, "fingerprint": true}).status_code == 400


def _code(seed: str) -> str:
    import pyotp

    return pyotp.TOTP(seed).at(int(timezone.now().timestamp()))
