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


def _seed(client: Client) -> str:
    """The seed that the page shows."""
    return client.get(PAGE).content.decode().split('<code dir="ltr">')[1].split("<")[0]


def _code(seed: str) -> str:
    return pyotp.TOTP(seed).at(int(timezone.now().timestamp()))


def _confirm(client: Client) -> None:
    assert client.post(PAGE, {"code": _code(_seed(client))}).status_code == 200


def test_confirming_ends_the_other_sessions(cast: dict[str, Member]):
    first, second = _unconfirmed(), _unconfirmed()
    _confirm(first)
    assert first.get("/en/work/my-keys/").status_code == 200
    assert second.get(PAGE)["Location"] == "/en/work/sign-in/"
    assert Session.objects.count() == 1


def test_an_unconfirmed_session_does_not_touch_a_confirmed_factor(cast: dict[str, Member]):
    first = _unconfirmed()
    _confirm(first)
    before = SecondFactor.objects.values().get()
    # As if it had begun in the same moment.
    late = Client()
    ring = sessions.recognised(first.cookies[sessions.COOKIE].value, timezone.now()).ring
    key = sessions.begin(cast["ana"], ring, is_confirmed=False, now=timezone.now())
    late.cookies[sessions.COOKIE] = key.cookie
    SecondFactor.objects.update(last_step=0)
    for answer in (late.get(PAGE), late.post(PAGE, {"code": _code(second_factor.seed_to_set_up(key.session_id))})):
        assert answer.status_code == 400
        assert "set up already" in answer.content.decode()
    assert SecondFactor.objects.values().get() == {**before, "last_step": 0}
    assert late.get("/en/work/my-keys/").status_code == 302


def test_the_page_can_be_shown_twice_with_one_seed(cast: dict[str, Member]):
    client = _unconfirmed()
    (seed,) = {_seed(client) for _ in range(2)}
    assert not second_factor.is_set_up(cast["ana"])
    # Until it is confirmed its codes sign nobody in.
    assert not second_factor.accepts(cast["ana"], _code(seed), now=timezone.now())


def test_whoever_had_the_passphrase_first_does_not_know_what_its_owner_confirms(cast: dict[str, Member]):
    thief, ana = _unconfirmed(), _unconfirmed()
    seen = _seed(thief)
    assert seen != _seed(ana)
    assert ana.post(PAGE, {"code": _code(seen)}).status_code == 400
    _confirm(ana)
    assert second_factor.seed_of(SecondFactor.objects.get()) != seen
    assert not second_factor.accepts(cast["ana"], _code(seen), now=timezone.now())
    assert thief.get(PAGE)["Location"] == "/en/work/sign-in/"


def test_nothing_is_stored_of_a_seed_before_it_is_confirmed(cast: dict[str, Member]):
    seed = _seed(_unconfirmed())
    assert not SecondFactor.objects.exists()
    assert len(seed) == 32 and seed != _seed(_unconfirmed())


def test_after_too_many_wrong_codes_even_the_right_one_waits(cast: dict[str, Member]):
    client = _unconfirmed()
    seed = _seed(client)
    for _ in range(3):
        assert client.post(PAGE, {"code": "000000"}).status_code == 400
    late = client.post(PAGE, {"code": _code(seed)})
    assert late.status_code == 400 and "too many attempts" in late.content.decode()
    assert not second_factor.is_set_up(cast["ana"])


def test_a_session_that_ended_meanwhile_confirms_nothing(cast: dict[str, Member]):
    signed_in = sessions.recognised(_unconfirmed().cookies[sessions.COOKIE].value, timezone.now())
    assert signed_in is not None
    seed = second_factor.seed_to_set_up(signed_in.session.id)
    Session.objects.all().delete()
    with pytest.raises(BadInput):
        signing_in.confirm_second_factor(signed_in, _code(seed))
    assert not second_factor.is_set_up(cast["ana"])


def test_each_code_is_good_once_and_a_little_late_or_early(cast: dict[str, Member]):
    seed, now = second_factor.new_seed(), timezone.now()
    codes, at = pyotp.TOTP(seed), int(now.timestamp())
    assert not second_factor.set_up(cast["ana"], seed, codes.at(at - 60), now=now)
    assert second_factor.set_up(cast["ana"], seed, codes.at(at - 30), now=now)
    assert [second_factor.accepts(cast["ana"], codes.at(at + 30), now=now) for _ in range(2)] == [True, False]
    assert not second_factor.accepts(cast["ana"], codes.at(at), now=now)
    assert not second_factor.accepts(cast["ana"], "٠٠٠٠٠٠", now=now)
