"""Whoever left reads nothing that comes afterwards, however they came by the keys they once held."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from organisations import LOW, OTHER, at_work, tell, told, words_on

from amparo.errors import BadInput
from amparo.vault.keys import Role, role_name
from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.web.people import locks
from amparo.web.people.actions.daily import daily
from amparo.web.people.keys import role_key
from amparo.web.people.models import Member, Post
from amparo.web.safekeeping import generation_file
from amparo.web.safekeeping.models import PublicKeyRow
from amparo.web.safekeeping.store import newest_names, store

Browser = Callable[[str], Client]
Cast = dict[str, Member]


@pytest.fixture(autouse=True)
def quick_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "EFFORT", LOW)


@pytest.fixture
def home_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder of its own with the same secrets, so that its files are of this test only."""
    monkeypatch.setattr(settings, "HOME", replace(settings.HOME, folder=tmp_path))
    yield tmp_path / "generations.txt"


def _reads(ring: KeyRing, words: str) -> bool:
    case = tell(words)
    try:
        return told(ring, case) == words
    except CannotOpen:
        return False


def _copied(browser: Client) -> KeyRing:
    """What somebody may have copied from their session, without the days on which covers end."""
    held = at_work(browser).ring.held.values()
    return KeyRing.of(*(one.pair for one in held))


def _begin_anew(adam: Client, member: Member) -> None:
    page = adam.post(f"/en/work/people/{member.id}/invite-again/").content.decode()
    answer = Client().post("/en/work/join/", {"words": words_on(page), "new": OTHER, "again": OTHER})
    assert answer.status_code == 302


def test_who_covered_and_left_afterwards_reads_nothing_new(cast: Cast, work: Browser):
    ana, adam, today = work("ana"), work("adam"), timezone.localdate()
    form = {"post": "north/caseworker", "member": cast["basir"].id, "last_day": today.isoformat()}
    assert ana.post("/en/work/people/cover/", form).status_code == 302
    kept = _copied(work("basir"))
    assert _reads(kept, "While covering.")
    daily(today + timedelta(days=1))
    adam.post(f"/en/work/people/{cast['basir'].id}/leave/")
    assert not _reads(kept, "After Basir left.")
    ana.get("/en/work/my-keys/")
    assert _reads(at_work(ana).ring, "For Ana.")


def test_who_began_anew_and_left_before_being_let_in_reads_nothing_new(cast: Cast, work: Browser):
    adam, kept = work("adam"), _copied(work("iris"))
    assert _reads(kept, "While at work.")
    _begin_anew(adam, cast["iris"])
    adam.post(f"/en/work/people/{cast['iris'].id}/leave/")
    assert not _reads(kept, "After Iris left.")


def test_who_began_anew_and_lost_the_role_reads_nothing_new(cast: Cast, work: Browser):
    adam, kept = work("adam"), _copied(work("iris"))
    _begin_anew(adam, cast["iris"])
    post = Post.objects.get(member=cast["iris"])
    adam.post(f"/en/work/people/{cast['iris'].id}/roles/{post.id}/take/")
    assert not _reads(kept, "After the role was taken.")


def test_who_covered_and_was_given_the_role_and_left_reads_nothing_new(cast: Cast, work: Browser):
    ana, adam, today = work("ana"), work("adam"), timezone.localdate()
    form = {"post": "north/caseworker", "member": cast["basir"].id, "last_day": today.isoformat()}
    ana.post("/en/work/people/cover/", form)
    kept = _copied(work("basir"))
    adam.post(f"/en/work/people/{cast['basir'].id}/", {"post": "north/caseworker"})
    adam.post(f"/en/work/people/{cast['basir'].id}/leave/")
    assert not _reads(kept, "After Basir left.")


def test_a_deleted_public_key_stops_reports_rather_than_hand_them_to_who_left(
    cast: Cast, work: Browser, home_apart: Path
):
    kept = _copied(work("ana"))
    work("adam").post(f"/en/work/people/{cast['ana'].id}/leave/")
    generation_file.complete(home_apart, newest_names(), settings.HOME)
    assert not _reads(kept, "After Ana left.")
    PublicKeyRow.objects.filter(name__in=("role/north/caseworker#2", "role/north/intake#2")).delete()
    with pytest.raises(BadInput) as refused:
        _reads(kept, "After the deletion.")
    assert refused.value.code == "key-missing"


def test_a_generation_is_in_the_file_as_soon_as_it_is_committed(cast: Cast, work: Browser, home_apart: Path):
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        work("adam").post(f"/en/work/people/{cast['iris'].id}/leave/")
    name = role_name("north", Role.INTAKE, 2)
    assert generation_file.names(home_apart, settings.HOME) == [name]
    key = role_key(store(), "north", Role.INTAKE)
    assert key is not None and key.name == name


def test_the_highest_line_counts_and_a_line_of_somebody_else_says_nothing(home_apart: Path):
    name = role_name("north", Role.INTAKE, 3)
    generation_file.add(home_apart, [name, replace(name, generation=2)], settings.HOME)
    assert generation_file.names(home_apart, settings.HOME) == [name]
    written = home_apart.read_text()
    home_apart.write_text(written + written.replace("#3", "#9") + "noise\nv1 role/north/intake#8 ab\n")
    assert generation_file.names(home_apart, settings.HOME) == [name]
    home_apart.unlink()
    assert generation_file.names(home_apart, settings.HOME) == []
