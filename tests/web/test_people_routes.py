"""Every page about people, with the whole cast: who may come, and that all others see what is not there."""

from collections.abc import Callable

import pytest
from django.test import Client
from people_of_the_cast import POSTS

from amparo.web.people.models import Member
from amparo.web.people.urls import urlpatterns

Browser = Callable[[str], Client]
CAST = set(POSTS)
WORKERS = {"ana", "basir", "chidi", "iris", "sofia", "anton", "carmen"}
CUSTODIAN, ADMINISTRATOR = {"carmen"}, {"adam"}
MAY = {
    "begin/": CAST,
    "people/": CAST,
    "people/organisation/": ADMINISTRATOR,
    "people/offices/add/": ADMINISTRATOR,
    "people/offices/north/": ADMINISTRATOR,
    "people/invite/": ADMINISTRATOR,
    "people/let-in/": WORKERS,
    "people/cover/": WORKERS,
    "people/{ana}/": ADMINISTRATOR,
    "people/{ana}/leave/": ADMINISTRATOR,
    "my-keys/": CAST,
    "my-keys/passphrase/": CAST,
    "my-keys/second-factor/": CAST,
    "my-keys/spare-codes/": CAST,
    "custody/": CUSTODIAN,
    "custody/custodians/": CUSTODIAN,
    "recovery/": CUSTODIAN,
    "recovery/phrase/": CAST,
    "signals/": CUSTODIAN,
    "lockdown/": CUSTODIAN | ADMINISTRATOR,
}
POSTED = {
    "people/{ana}/invite-again/": ADMINISTRATOR,
    "people/{ana}/roles/{post}/take/": ADMINISTRATOR,
    "people/{ana}/end-sessions/": ADMINISTRATOR,
    "people/{ana}/ask-factor-reset/": ADMINISTRATOR,
    "people/{ana}/make-administrator/": ADMINISTRATOR,
    "people/{ana}/stop-administrator/": ADMINISTRATOR,
    "my-keys/end-others/": CAST,
    "custody/second-factor/{ana}/": CUSTODIAN,
    "recovery/none/": CUSTODIAN,
    "recovery/none/stop/": CUSTODIAN,
    "signals/none/look-at/": CUSTODIAN,
    "lockdown/lift/": CUSTODIAN | ADMINISTRATOR,
}
AT_THE_GATE = {"sign-in/", "second-factor/", "sign-out/", "join/"}


def _filled(address: str, cast: dict[str, Member]) -> str:
    return "/en/work/" + address.format(ana=cast["ana"].id, post=cast["ana"].posts.first().id)


@pytest.mark.parametrize("address", MAY)
def test_a_page_is_there_for_those_it_is_for_and_for_nobody_else(address: str, cast: dict[str, Member], work: Browser):
    for name in CAST:
        answer = work(name).get(_filled(address, cast))
        expected = {200, 302} if name in MAY[address] else {404}
        assert answer.status_code in expected, name
        if answer.status_code == 404:
            assert b"There is nothing here for you" in answer.content
        else:
            assert "no-store" in answer["Cache-Control"]
    signed_out = Client().get(_filled(address, cast))
    assert (signed_out.status_code, signed_out["Location"]) == (302, "/en/work/sign-in/")


@pytest.mark.parametrize("address", POSTED)
def test_a_deed_is_done_by_those_it_is_for_and_by_nobody_else(address: str, cast: dict[str, Member], work: Browser):
    for name in CAST - POSTED[address]:
        browser, before = work(name), _state(cast)
        assert browser.post(_filled(address, cast)).status_code == 404, name
        assert _state(cast) == before
    assert Client().post(_filled(address, cast)).status_code == 302
    for name in POSTED[address]:
        assert work(name).get(_filled(address, cast)).status_code in (404, 405)


def _state(cast: dict[str, Member]) -> object:
    ana = Member.objects.get(id=cast["ana"].id)
    return ana.is_administrator, ana.left_on, ana.posts.count(), ana.sessions.count(), hasattr(ana, "invitation")


def test_no_address_of_people_is_forgotten_here():
    assert len(urlpatterns) == len(MAY) + len(POSTED) + len(AT_THE_GATE)


def test_a_token_against_forged_forms_is_asked_for(cast: dict[str, Member], work: Browser):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = work("adam").cookies
    assert strict.post(_filled("people/{ana}/leave/", cast)).status_code == 404
    assert Client(enforce_csrf_checks=True).post("/en/work/join/", {"words": "x"}).status_code == 404
    assert Member.objects.get(id=cast["ana"].id).is_active


def test_no_page_title_names_anybody(cast: dict[str, Member], work: Browser):
    for address in MAY:
        page = work("adam").get(_filled(address, cast)).content.decode()
        title = page.split("<title>")[1].split("</title>")[0] if "<title>" in page else ""
        assert not any(member.shown_name in title for member in cast.values())
