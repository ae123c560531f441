"""A confirmed second factor stays: whoever has the passphrase alone neither replaces it nor works beside it."""

import pyotp
import pytest
from conftest import PASSPHRASE
from django.test import Client
from django.utils import timezone

from amparo.errors import BadInput
from amparo.web.people import second_factor, sessions
from amparo.web.people.actions import signing_in
from amparo.web.people.actions.signing_in import sign_in
from amparo.web.people.attempts import Attempts
from amparo.web.people.models import Member, SecondFactor, Session

PAGE = "/en/work/second-factor/"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "_ATTEMPTS", Attempts(most=99, minutes=15))
    monkeypatch.setattr(signing_in, "_CODES", Attempts(most=3, minutes=15), raising=False)


def _unconfirmed() -> Client:
    """Ana's browser, after the passphrase and before a second factor."""
    client = Client()
    client.cookies[sessions.COOKIE] = sign_in("ana", PASSPHRASE, "").cookie
    return client


def _code(member: Member) -> str:
    factor = SecondFactor.objects.get(member=member)
    return pyotp.TOTP(second_factor.seed_of(factor)).at(int(timezone.now().timestamp()))


def _confirm(client: Client, member: Member) -> None:
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"code": _code(member)}).status_code == 200


def test_confirming_ends_the_other_sessions(cast: dict[str, Member]):
    first, second = _unconfirmed(), _unconfirmed()
    _confirm(first, cast["ana"])
    assert first.get("/en/work/my-keys/").status_code == 200
    assert second.get(PAGE)["Location"] == "/en/work/sign-in/"
    assert Session.objects.count() == 1


def test_an_unconfirmed_session_does_not_touch_a_confirmed_factor(cast: dict[str, Member]):
    first = _unconfirmed()
    _confirm(first, cast["ana"])
    before = SecondFactor.objects.values().get()
    # As if it had begun in the same moment.
    late = Client()
    ring = sessions.recognised(first.cookies[sessions.COOKIE].value, timezone.now()).ring
    key = sessions.begin(cast["ana"], ring, is_confirmed=False, now=timezone.now())
    late.cookies[sessions.COOKIE] = key.cookie
    SecondFactor.objects.update(last_step=0)
    for answer in (late.get(PAGE), late.post(PAGE, {"code": _code(cast["ana"])})):
        assert answer.status_code == 400
        assert "set up already" in answer.content.decode()
    assert SecondFactor.objects.values().get() == {**before, "last_step": 0}
    assert late.get("/en/work/my-keys/").status_code == 302
    with pytest.raises(BadInput):
        second_factor.begin(cast["ana"])


def test_the_page_can_be_shown_twice_with_one_seed(cast: dict[str, Member]):
    client = _unconfirmed()
    seeds = {client.get(PAGE).content.decode().split('<code dir="ltr">')[1].split("<")[0] for _ in range(2)}
    assert len(seeds) == 1
    assert not second_factor.is_set_up(cast["ana"])
    # Until it is confirmed its codes sign nobody in.
    assert not second_factor.accepts(cast["ana"], _code(cast["ana"]), now=timezone.now())


def test_after_too_many_wrong_codes_even_the_right_one_waits(cast: dict[str, Member]):
    client = _unconfirmed()
    client.get(PAGE)
    for _ in range(3):
        assert client.post(PAGE, {"code": "000000"}).status_code == 400
    late = client.post(PAGE, {"code": _code(cast["ana"])})
    assert late.status_code == 400 and "too many attempts" in late.content.decode()
    assert not second_factor.is_set_up(cast["ana"])


def test_a_session_that_ended_meanwhile_confirms_nothing(cast: dict[str, Member]):
    signed_in = sessions.recognised(_unconfirmed().cookies[sessions.COOKIE].value, timezone.now())
    assert signed_in is not None
    second_factor.begin(cast["ana"])
    Session.objects.all().delete()
    with pytest.raises(BadInput):
        signing_in.confirm_second_factor(signed_in, _code(cast["ana"]))
    assert not second_factor.is_set_up(cast["ana"])


def test_each_code_is_good_once_and_a_little_late_or_early(cast: dict[str, Member]):
    seed, now = second_factor.begin(cast["ana"]), timezone.now()
    codes, at = pyotp.TOTP(seed), int(now.timestamp())
    assert not second_factor.confirm(cast["ana"], codes.at(at - 60), now=now)
    assert second_factor.confirm(cast["ana"], codes.at(at - 30), now=now)
    assert [second_factor.accepts(cast["ana"], codes.at(at + 30), now=now) for _ in range(2)] == [True, False]
    assert not second_factor.accepts(cast["ana"], codes.at(at), now=now)
    assert not second_factor.accepts(cast["ana"], "٠٠٠٠٠٠", now=now)
