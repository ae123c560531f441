"""A member changes their passphrase, takes another second factor, renews spare codes; nobody else can with the session alone."""

from collections.abc import Callable

import pyotp
import pytest
from django.test import Client
from django.utils import timezone
from organisations import LOW, at_work, code_of

from amparo.errors import BadInput
from amparo.vault.keys import fingerprint
from amparo.web.people import locks, second_factor
from amparo.web.people.actions import own_access, signing_in
from amparo.web.people.actions.signing_in import open_own_key
from amparo.web.people.attempts import Attempts
from amparo.web.people.keys import name_of
from amparo.web.people.models import Member, SecondFactor, Session, SpareCode
from amparo.web.safekeeping.store import store

Browser = Callable[[str], Client]
NEW = "a new passphrase for tests"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "EFFORT", LOW)
    monkeypatch.setattr(own_access, "_ATTEMPTS", Attempts(most=3, minutes=15))


@pytest.fixture
def ana(cast: dict[str, Member], work: Browser) -> Client:
    """Ana, with an authenticator."""
    client = work("ana")
    seed = second_factor.new_seed()
    assert second_factor.replace(cast["ana"], seed, _code(seed, -1), now=timezone.now())
    SecondFactor.objects.update(last_step=0)
    return client


def _code(seed: str, steps: int = 0) -> str:
    return pyotp.TOTP(seed).at(int(timezone.now().timestamp()) + 30 * steps)


def test_another_passphrase_opens_the_same_key_and_ends_other_sessions(ana: Client, work: Browser):
    from conftest import PASSPHRASE

    other, member = work("ana"), at_work(ana).member
    before = fingerprint(store().public_key(name_of(member)))
    form = {"old": PASSPHRASE, "new": NEW, "again": NEW}
    assert ana.post("/en/work/my-keys/passphrase/", form).status_code == 302
    member.refresh_from_db()
    own = open_own_key(member, NEW)
    assert own is not None and fingerprint(own.public) == before
    assert open_own_key(member, PASSPHRASE) is None
    assert (ana.get("/en/work/my-keys/").status_code, other.get("/en/work/my-keys/").status_code) == (200, 302)


def test_a_passphrase_is_not_changed_without_the_old_one(ana: Client):
    from conftest import PASSPHRASE

    for bad in ({"old": "wrong"}, {"again": "different passphrase"}, {"new": "short", "again": "short"}):
        answer = ana.post("/en/work/my-keys/passphrase/", {"old": PASSPHRASE, "new": NEW, "again": NEW, **bad})
        assert answer.status_code == 400
        assert NEW not in answer.content.decode()
    for _ in range(3):
        ana.post("/en/work/my-keys/passphrase/", {"old": "wrong", "new": NEW, "again": NEW})
    late = ana.post("/en/work/my-keys/passphrase/", {"old": PASSPHRASE, "new": NEW, "again": NEW})
    assert "too many attempts" in late.content.decode()


def test_another_authenticator_is_taken_only_with_a_code_of_each(ana: Client, work: Browser):
    member, elsewhere = at_work(ana).member, work("ana")
    page = ana.get("/en/work/my-keys/second-factor/").content.decode()
    packed = page.split('name="travelling" value="')[1].split('"')[0]
    seed = page.split('<code dir="ltr">')[1].split("<")[0]
    old = second_factor.seed_of(SecondFactor.objects.get(member=member))
    address = "/en/work/my-keys/second-factor/"
    wrong = {"travelling": packed, "old_code": _code(old), "new_code": "000000"}
    answer = ana.post(address, wrong)
    assert answer.status_code == 400
    # The same picture again: the telephone may have read it.
    assert seed in answer.content.decode()
    assert elsewhere.get("/en/work/my-keys/").status_code == 200
    assert ana.post(address, {**wrong, "old_code": "000000", "new_code": _code(seed)}).status_code == 400
    assert second_factor.seed_of(SecondFactor.objects.get(member=member)) == old
    good = ana.post(address, {**wrong, "old_code": _code(old), "new_code": _code(seed)})
    assert good.status_code == 200
    assert elsewhere.get("/en/work/my-keys/").status_code == 302
    found = SecondFactor.objects.get(member=member)
    assert second_factor.seed_of(found) == seed
    assert SpareCode.objects.filter(member=member).count() == second_factor.SPARE_CODES


def test_a_seed_from_somewhere_else_is_not_taken(ana: Client):
    mine = second_factor.new_seed()
    old = second_factor.seed_of(SecondFactor.objects.get())
    form = {"travelling": mine, "old_code": _code(old), "new_code": _code(mine)}
    assert ana.post("/en/work/my-keys/second-factor/", form).status_code == 400
    assert second_factor.seed_of(SecondFactor.objects.get()) == old


def test_new_spare_codes_end_the_earlier_ones(ana: Client):
    member = at_work(ana).member
    first = second_factor.new_spare_codes(member)
    assert ana.post("/en/work/my-keys/spare-codes/", {"code": "000000"}).status_code == 400
    page = ana.post("/en/work/my-keys/spare-codes/", {"code": code_of(member)}).content.decode()
    assert page.count("<code") == second_factor.SPARE_CODES
    assert not second_factor.accepts(member, first[0], now=timezone.now())
    new = page.split('<code dir="ltr">')[1].split("<")[0]
    assert second_factor.accepts(member, new, now=timezone.now())
    assert not second_factor.accepts(member, new, now=timezone.now())


def test_whoever_left_or_began_anew_meanwhile_gets_no_lock(ana: Client):
    from conftest import PASSPHRASE

    for meanwhile in ({"left_on": timezone.localdate(), "lock": b""}, {"key_generation": 2, "left_on": None}):
        stale = at_work(ana)
        before = Member.objects.filter(id=stale.member.id)
        row = before.values().get()
        before.update(**meanwhile)
        with pytest.raises(BadInput):
            own_access.change_passphrase(stale, PASSPHRASE, NEW)
        assert bytes(before.get().lock) == meanwhile.get("lock", bytes(row["lock"]))
        before.update(**row)


def test_a_passphrase_that_was_changed_meanwhile_begins_no_session(
    cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch
):
    from conftest import PASSPHRASE

    def opened(member: Member, passphrase: str) -> object:
        own = open_own_key(member, passphrase)
        Member.objects.filter(id=member.id).update(lock=b"another")
        return own

    monkeypatch.setattr(signing_in, "open_own_key", opened)
    with pytest.raises(BadInput):
        signing_in.sign_in("basir", PASSPHRASE, "")
    assert not Session.objects.exists()
