"""Every page about people, with the whole cast: who may come, and that all others see what is not there."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from organisations import at_work, with_factor
from people_of_the_cast import POSTS

from amparo.vault.custodians import entrust
from amparo.vault.keys import KeyKind, KeyName, KeyPair, fingerprint
from amparo.web.people.actions.envelopes import keep_envelopes
from amparo.web.people.actions.recovering import start_for_member
from amparo.web.people.keys import name_of
from amparo.web.people.models import (
    FactorReset,
    Invitation,
    Member,
    Organisation,
    Post,
    Recovery,
    SecondFactor,
    Session,
    Signal,
)
from amparo.web.people.signals import raise_signal
from amparo.web.people.urls import urlpatterns
from amparo.web.safekeeping.models import EnvelopeRow
from amparo.web.safekeeping.store import store

Browser = Callable[[str], Client]
CAST = set(POSTS)
WORKERS = {"ana", "basir", "chidi", "iris", "sofia", "anton", "carmen"}
CUSTODIAN, ADMINISTRATOR = {"carmen"}, {"adam"}
MAY = {
    "begin/": CAST,
    "people/": CAST,
    "people/organisation/": ADMINISTRATOR,
    "people/offices/add/": ADMINISTRATOR,
    "people/offices/{office}/": ADMINISTRATOR,
    "people/invite/": ADMINISTRATOR,
    "people/let-in/": WORKERS,
    "people/cover/": WORKERS,
    "people/{zoe}/": ADMINISTRATOR,
    "people/{zoe}/leave/": ADMINISTRATOR,
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
    "people/{zoe}/invite-again/": ADMINISTRATOR,
    "people/{zoe}/roles/{post}/take/": ADMINISTRATOR,
    "people/{zoe}/end-sessions/": ADMINISTRATOR,
    "people/{zoe}/ask-factor-reset/": ADMINISTRATOR,
    "people/{zoe}/make-administrator/": ADMINISTRATOR,
    "people/{zoe}/stop-administrator/": ADMINISTRATOR,
    "my-keys/end-others/": CAST,
    "custody/second-factor/{zoe}/": CUSTODIAN,
    "recovery/{recovery}/": CUSTODIAN,
    "recovery/{recovery}/stop/": CUSTODIAN,
    "signals/{signal}/look-at/": CUSTODIAN,
    "lockdown/lift/": CUSTODIAN | ADMINISTRATOR,
}
# What is posted there is shown there too.
SHOWN = {
    "recovery/{recovery}/",
    "people/{zoe}/invite-again/",
    "people/{zoe}/roles/{post}/take/",
    "people/{zoe}/make-administrator/",
}
AT_THE_GATE = {"sign-in/", "second-factor/", "sign-out/", "join/"}


ROWS = (Member, Post, Session, Invitation, SecondFactor, FactorReset, Recovery, EnvelopeRow, Signal, Organisation)
# Where there is a custodian, an administrator comes to the page and does not lift.
NOT_DONE = {("lockdown/lift/", "adam")}


@pytest.fixture
def zoe(cast: dict[str, Member], work: Browser) -> Member:
    """A colleague about whom there is something to do for everybody who may."""
    today, now = timezone.localdate(), timezone.now()
    found = Member.objects.create(sign_in_name="zoe", shown_name="Zoe", joined_on=today)
    Post.objects.create(member=found, office_id="north", role="intake")
    Session.objects.create(id="zoe", member=found, resting=b"", idle_until=now, ends_at=now)
    with_factor(found)
    FactorReset.objects.create(member=found, asked_by=cast["adam"], asked_on=today)
    raise_signal("north", found, Signal.Kind.OUTSIDE_WORK, "Asked by a colleague.")
    keys = [store().public_key(name_of(cast[name])) for name in ("carmen", "sofia")]
    keep_envelopes(entrust(KeyPair.new(KeyName(KeyKind.RECOVERY, ("recovery",), 2)), keys, 2))
    store().publish(KeyPair.new(name_of(found)).public)
    start_for_member(at_work(work("carmen")), found, _read_out(found))
    Organisation.objects.update(locked_down_at=now)
    return found


def _read_out(zoe: Member) -> str:
    return fingerprint(store().public_key(name_of(zoe)))


def _filled(address: str, zoe: Member) -> str:
    ids = {"zoe": zoe.id, "post": zoe.posts.get().id, "office": "north"}
    return "/en/work/" + address.format(**ids, recovery=Recovery.objects.get().id, signal=Signal.objects.get().id)


@pytest.mark.parametrize("address", MAY)
def test_a_page_is_there_for_those_it_is_for_and_for_nobody_else(
    address: str, cast: dict[str, Member], zoe: Member, work: Browser
):
    for name in CAST:
        answer = work(name).get(_filled(address, zoe))
        expected = {200, 302} if name in MAY[address] else {404}
        assert answer.status_code in expected, name
        if answer.status_code == 404:
            assert b"There is nothing here for you" in answer.content
        else:
            assert "no-store" in answer["Cache-Control"]
    signed_out = Client().get(_filled(address, zoe))
    assert (signed_out.status_code, signed_out["Location"]) == (302, "/en/work/sign-in/")


@pytest.mark.parametrize("address", POSTED)
def test_a_deed_is_done_by_those_it_is_for_and_by_nobody_else(
    address: str, cast: dict[str, Member], zoe: Member, work: Browser
):
    Member.objects.filter(id=zoe.id).update(is_administrator="stop-administrator" in address)
    if "ask-factor-reset" in address:
        FactorReset.objects.all().delete()
    for name in CAST - POSTED[address]:
        browser, before = work(name), _state()
        assert browser.post(_filled(address, zoe)).status_code == 404, name
        assert _state() == before
    before = _state()
    assert Client().post(_filled(address, zoe)).status_code == 302
    assert _state() == before
    for name in POSTED[address]:
        with transaction.atomic():
            browser, _another = work(name), work(name)
            before = _state()
            assert browser.get(_filled(address, zoe)).status_code in ((200,) if address in SHOWN else (405,))
            status = browser.post(_filled(address, zoe), {"fingerprint": _read_out(zoe)}).status_code
            is_done = (address, name) not in NOT_DONE
            assert (status in (200, 302), _state() != before) == (is_done, is_done), (name, status)
            transaction.set_rollback(True)


def _state() -> list[list[dict[str, object]]]:
    return [list(model.objects.order_by("pk").values()) for model in ROWS]


def test_no_address_of_people_is_forgotten_here():
    told = {re.sub(r"{\w+}", "*", address) for address in (*MAY, *POSTED, *AT_THE_GATE)}
    assert told == {re.sub(r"<[^>]+>", "*", str(route.pattern)) for route in urlpatterns}


def test_a_token_against_forged_forms_is_asked_for(zoe: Member, work: Browser):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = work("adam").cookies
    assert strict.post(_filled("people/{zoe}/leave/", zoe)).status_code == 404
    assert Client(enforce_csrf_checks=True).post("/en/work/join/", {"words": "x"}).status_code == 404
    assert Member.objects.get(id=zoe.id).is_active


def test_no_page_title_names_anybody(cast: dict[str, Member], zoe: Member, work: Browser):
    for address in MAY:
        page = work("adam").get(_filled(address, zoe)).content.decode()
        title = page.split("<title>")[1].split("</title>")[0] if "<title>" in page else ""
        assert not any(member.shown_name in title for member in (zoe, *cast.values()))
