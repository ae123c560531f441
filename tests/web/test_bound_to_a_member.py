"""A seed, an invitation and an office are of whom they were made for, also against who writes to the database or administers it."""

from collections.abc import Callable

import pytest
from django.test import Client
from nacl.exceptions import CryptoError
from organisations import LOW, OTHER, with_factor, words_on

from amparo.vault.keys import Role
from amparo.web.people import locks, second_factor
from amparo.web.people.models import Invitation, Member, Office, Post, SecondFactor, Signal

Browser = Callable[[str], Client]
Cast = dict[str, Member]


def test_the_seed_of_one_member_does_not_pass_for_that_of_another(cast: Cast):
    seed = with_factor(cast["dana"])
    mine = SecondFactor.objects.get(member=cast["dana"])
    assert second_factor.seed_of(mine) == seed
    moved = SecondFactor(member=cast["adam"], sealed_seed=mine.sealed_seed)
    with pytest.raises(CryptoError):
        second_factor.seed_of(moved)


def test_words_given_to_one_let_nobody_join_as_another(cast: Cast, work: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(locks, "EFFORT", LOW)
    words = words_on(work("adam").post(f"/en/work/people/{cast['dana'].id}/invite-again/").content.decode())
    form = {"words": words, "new": OTHER, "again": OTHER}
    Invitation.objects.update(member=cast["adam"])
    assert Client().post("/en/work/join/", form).status_code == 400
    Invitation.objects.update(member=cast["dana"])
    assert Client().post("/en/work/join/", form).status_code == 302


def _office(starter: Member) -> dict[str, object]:
    roles = ["caseworker", "intake", "custodian"]
    return {"name": "North office", "code": "north2", "takes_reports": "on", "starter": starter.id, "roles": roles}


def test_an_administrator_who_has_a_role_begins_in_no_office_of_their_own(cast: Cast, work: Browser):
    Member.objects.filter(sign_in_name="anton").update(is_administrator=True)
    page = work("anton").post("/en/work/people/offices/add/", _office(cast["anton"]))
    assert page.status_code == 400 and "Somebody else has to begin" in page.content.decode()
    assert not Office.objects.filter(code="north2").exists()


def test_who_administers_alone_begins_in_a_new_office(cast: Cast, work: Browser):
    Member.objects.filter(sign_in_name="anton").update(is_administrator=True)
    Member.objects.exclude(sign_in_name="anton").update(left_on="2026-11-20")
    assert work("anton").post("/en/work/people/offices/add/", _office(cast["anton"])).status_code == 302
    assert Post.objects.filter(member=cast["anton"], office="north2", role=Role.INTAKE.value).exists()


def test_custodians_are_told_of_an_office_that_was_added_or_stopped(cast: Cast, work: Browser):
    adam = work("adam")
    assert adam.post("/en/work/people/offices/add/", _office(cast["ana"])).status_code == 302
    assert adam.post("/en/work/people/offices/north/", {"name": "North (closed)"}).status_code == 302
    assert set(Signal.objects.values_list("kind", "seen_from")) == {("office-changed", "north")}
    page = work("carmen").get("/en/work/signals/").content.decode()
    assert page.count("An office was added or changed") == 2
    assert "North office takes reports from the public." in page and "North (closed) takes no reports." in page
