"""Whoever is at the machine itself helps a member back in, with a command; nobody is named in what goes wrong."""

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone
from organisations import LOW, PASSPHRASE, House, with_factor

from amparo.cli.member import command
from amparo.errors import BadInput
from amparo.web.people import locks
from amparo.web.people.actions.envelopes import custody
from amparo.web.people.models import Invitation, Member
from amparo.web.safekeeping.store import store


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(locks, "EFFORT", LOW)
    return House.found(3)


def _run(*told: str, typed: str = "") -> Result:
    return CliRunner().invoke(command, told, input=typed)


def _last_act() -> list[str]:
    return list(store().audit_lines())[-1].split()[3:6]


def test_a_lost_passphrase_begins_anew_with_printed_words(house: House):
    ruth = house.member("ruth")
    done = _run("invite-again", "Ruth", "--days", "2")
    assert done.exit_code == 0
    assert _last_act() == ["server", "member.invite-again", ruth.id]
    assert Invitation.objects.get().member == ruth
    house.join(done.stdout.strip(), "another passphrase for Ruth")
    assert house.member("ruth").key_generation == 2


def test_a_lost_second_factor_is_taken_away(house: House):
    ruth = house.member("ruth")
    with_factor(ruth)
    assert _run("reset-factor", "ruth").exit_code == 0
    assert not hasattr(house.member("ruth"), "second_factor")
    assert _last_act() == ["server", "second-factor.reset", ruth.id]


def test_somebody_is_made_administrator_where_the_only_one_is_gone(house: House):
    ruth, leila = house.member("ruth"), house.member("leila")
    Member.objects.filter(id=ruth.id).update(is_administrator=False, left_on=timezone.localdate(), lock=b"")
    before = house.browser("leila").get("/en/work/people/invite/").status_code
    assert _run("make-administrator", "leila").exit_code == 0
    assert (before, house.browser("leila").get("/en/work/people/invite/").status_code) == (404, 200)
    assert _last_act() == ["server", "administrator.begin", leila.id]


def test_recovery_is_handed_to_custodians_by_who_has_the_phrase(house: House):
    wrong = _run("entrust", "ruth", "tomas", typed="abandon " * 13 + "\n")
    assert isinstance(wrong.exception, BadInput) and custody() is None
    too_few = _run("entrust", "ruth", "Ruth", typed=house.phrase + "\n")
    assert isinstance(too_few.exception, BadInput) and custody() is None
    done = _run("entrust", "ruth", "tomas", "leila", "--needed", "2", typed=house.phrase + "\n")
    assert done.exit_code == 0, done.exception
    found = custody()
    assert found is not None and (len(found.present), found.needed) == (3, 2)
    assert _last_act()[0] == "server"


@pytest.mark.parametrize("act", ["invite-again", "reset-factor", "make-administrator", "entrust"])
def test_a_name_that_nobody_has_is_not_repeated(house: House, act: str):
    wrong = _run(act, "somebody-else", typed=PASSPHRASE)
    assert isinstance(wrong.exception, BadInput)
    assert "somebody-else" not in str(wrong.exception) + wrong.output
