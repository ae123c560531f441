"""Sessions: a forged cookie is none, a row without the browser's secret gives nothing, and every session ends."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from organisations import at_work, with_factor

from amparo.vault.material import CannotOpen, Secret
from amparo.vault.rings import wake
from amparo.web.people import sessions
from amparo.web.people.actions import signing_in
from amparo.web.people.attempts import Attempts
from amparo.web.people.models import Member, Session

Browser = Callable[[str], Client]
PAGE = "/en/work/my-keys/"


def _with(cookie: str) -> Client:
    client = Client()
    client.cookies[sessions.COOKIE] = cookie
    return client


def test_a_cookie_with_any_bit_changed_is_no_session(work: Browser):
    client = work("ana")
    assert client.get(PAGE).status_code == 200
    raw = urlsafe_b64decode(client.cookies[sessions.COOKIE].value)
    for at in range(0, len(raw), 5):
        changed = bytearray(raw)
        changed[at] ^= 1
        assert _with(urlsafe_b64encode(bytes(changed)).decode()).get(PAGE).status_code == 302
    for cookie in ("", "x", "%%%", urlsafe_b64encode(raw[:-1]).decode(), "á" * 40):
        assert _with(cookie).get(PAGE).status_code == 302


@given(st.text(max_size=100))
def test_no_text_is_read_as_a_key_unless_it_is_one(cookie: str):
    key = sessions.Key.read(cookie)
    assert key is None or len(urlsafe_b64decode(cookie)) == 48


def test_the_row_of_a_session_with_another_secret_opens_nothing(work: Browser):
    client = work("ana")
    row = at_work(client).session
    with pytest.raises(CannotOpen):
        wake(bytes(row.resting), Secret.new(), row.id)


def test_two_halves_of_two_sessions_make_none(work: Browser):
    one, other = (urlsafe_b64decode(work(name).cookies[sessions.COOKIE].value) for name in ("ana", "basir"))
    assert _with(urlsafe_b64encode(one[:16] + other[16:]).decode()).get(PAGE).status_code == 302


def test_the_database_holds_neither_half(work: Browser):
    raw = urlsafe_b64decode(work("ana").cookies[sessions.COOKIE].value)
    row = Session.objects.get()
    assert raw[:16].hex() not in row.id
    assert raw[:16] not in bytes(row.resting) and raw[16:] not in bytes(row.resting)


def test_a_session_ends_when_idle_and_after_the_longest_time(work: Browser):
    now = timezone.now()
    for ended in ({"idle_until": now - timedelta(seconds=1)}, {"ends_at": now - timedelta(seconds=1)}):
        client = work("ana")
        assert client.get(PAGE).status_code == 200
        Session.objects.update(**ended)
        assert client.get(PAGE).status_code == 302


def test_work_puts_the_idle_end_off_but_never_the_longest(work: Browser):
    client = work("ana")
    now = timezone.now()
    soon = now + timedelta(minutes=5)
    Session.objects.update(idle_until=soon, ends_at=now + timedelta(minutes=7))
    client.get(PAGE)
    row = Session.objects.get()
    assert row.idle_until > soon
    assert row.ends_at == now + timedelta(minutes=7)


def test_a_member_sees_their_sessions_and_ends_the_others(work: Browser):
    one, other, basir = work("ana"), work("ana"), work("basir")
    assert one.get(PAGE).content.decode().count("Begun ") == 2
    assert one.post("/en/work/my-keys/end-others/").status_code == 302
    assert (one.get(PAGE).status_code, other.get(PAGE).status_code, basir.get(PAGE).status_code) == (200, 302, 200)


def test_an_administrator_ends_somebodys_sessions(cast: dict[str, Member], work: Browser):
    ana, adam = work("ana"), work("adam")
    adam.post(f"/en/work/people/{cast['ana'].id}/end-sessions/")
    assert ana.get(PAGE).status_code == 302
    assert adam.get(PAGE).status_code == 200


def test_a_stranger_who_knows_a_name_cannot_keep_that_person_out(cast: dict[str, Member]):
    from conftest import PASSPHRASE

    form = {"name": "ana", "passphrase": "wrong", "code": ""}
    answers = [Client().post("/en/work/sign-in/", form).content.decode() for _ in range(12)]
    assert all("do not belong together" in answer for answer in answers)
    assert Client().post("/en/work/sign-in/", form | {"passphrase": PASSPHRASE}).status_code == 302


def test_too_many_wrong_codes_are_refused_without_saying_that_the_passphrase_was_right(
    cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch
):
    import pyotp
    from conftest import PASSPHRASE

    monkeypatch.setattr(signing_in, "_ATTEMPTS", Attempts(most=3, minutes=15))
    seed = with_factor(cast["ana"])
    right = {"name": "ana", "passphrase": PASSPHRASE}
    refusals = [Client().post("/en/work/sign-in/", right | {"code": "000000"}) for _ in range(3)]
    late = Client().post("/en/work/sign-in/", right | {"code": pyotp.TOTP(seed).now()})
    wrong = Client().post("/en/work/sign-in/", right | {"passphrase": "wrong", "code": "000000"})
    assert {answer.status_code for answer in (*refusals, late, wrong)} == {400}
    assert all("do not belong together" in answer.content.decode() for answer in (*refusals, late, wrong))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_new_keys_are_taken_up_only_once_the_session_is_held(work: Browser):
    client = work("ana")
    Session.objects.update(wants_keys=True)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGE).status_code == 200
    told = [query["sql"] for query in queries]
    held = next(at for at, sql in enumerate(told) if "FOR UPDATE" in sql and "session" in sql)
    assert held < next(at for at, sql in enumerate(told) if "wraprow" in sql)
    assert not Session.objects.get().wants_keys


def test_confirming_keeps_what_was_asked_of_the_session_meanwhile(cast: dict[str, Member], work: Browser):
    signed_in = at_work(work("ana"))
    Session.objects.update(wants_keys=True)
    signed_in.confirm()
    assert Session.objects.get().wants_keys


def test_an_ended_session_takes_up_nothing(work: Browser):
    signed_in = at_work(work("ana"))
    Session.objects.all().delete()
    with pytest.raises(CannotOpen):
        signed_in.unlock_again()
    assert not Session.objects.exists()
