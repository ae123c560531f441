"""Insider signals are read by custodians alone, and their reasons lie sealed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from organisations import at_work

from amparo.errors import BadInput
from amparo.web.people.actions import looking
from amparo.web.people.models import Member, Signal
from amparo.web.people.signals import LONGEST, raise_signal
from amparo.web.safekeeping.store import store

Browser = Callable[[str], Client]
PAGE = "/en/work/signals/"


def _signal(
    cast: dict[str, Member], name: str = "ana", office: str = "north", reason: str = "A colleague asked me."
) -> Signal:
    return raise_signal(office, cast[name], Signal.Kind.OUTSIDE_WORK, reason, about="K7P-R3D")


def test_a_custodian_reads_who_why_and_about_which_case(cast: dict[str, Member], work: Browser):
    signal = _signal(cast)
    page = work("carmen").get(PAGE).content.decode()
    assert all(word in page for word in ("Ana", "A colleague asked me.", "K7P-R3D"))
    row = Signal.objects.get(id=signal.id)
    assert b"colleague" not in bytes(row.sealed) and b"K7P" not in bytes(row.sealed)
    assert "1 signal nobody" in work("carmen").get("/en/work/custody/").content.decode()
    assert work("carmen").post(f"{PAGE}{signal.id}/look-at/").status_code == 302
    assert Signal.objects.get().looked_at_by == cast["carmen"]


def test_every_signal_has_one_size_and_any_script_fits(cast: dict[str, Member], work: Browser):
    sizes = {len(_signal(cast, reason=reason).sealed) for reason in ("", "x", "😀" * LONGEST)}
    assert len(sizes) == 1
    assert "😀" * LONGEST in work("carmen").get(PAGE).content.decode()
    with pytest.raises(BadInput):
        _signal(cast, reason="x" * (LONGEST + 1))


def test_an_office_without_custodians_tells_those_of_another(cast: dict[str, Member], work: Browser):
    assert _signal(cast, "basir", "south").seen_from_id == "north"
    assert "Basir" in work("carmen").get(PAGE).content.decode()


def test_nobody_sees_the_signal_about_themselves(cast: dict[str, Member], work: Browser):
    signal = _signal(cast, "carmen")
    assert "A colleague asked me." not in work("carmen").get(PAGE).content.decode()
    assert work("carmen").post(f"{PAGE}{signal.id}/look-at/").status_code == 404


def test_a_changed_row_does_not_open(cast: dict[str, Member], work: Browser):
    signal = _signal(cast)
    Signal.objects.filter(id=signal.id).update(member=cast["basir"])
    page = work("carmen").get(PAGE).content.decode()
    assert "Your keys do not open the reason." in page
    assert "A colleague asked me." not in page
    assert signal.day == timezone.localdate()


def test_who_looked_first_stays_and_is_recorded_once(cast: dict[str, Member], work: Browser):
    signal = _signal(cast)
    Signal.objects.update(looked_at_by=cast["sofia"])
    before = len(list(store().audit_lines()))
    assert work("carmen").post(f"{PAGE}{signal.id}/look-at/").status_code == 302
    assert Signal.objects.get().looked_at_by == cast["sofia"]
    assert len(list(store().audit_lines())) == before


def test_nobody_looked_where_it_was_not_recorded(
    cast: dict[str, Member], work: Browser, monkeypatch: pytest.MonkeyPatch
):
    def fails(*_args: object, **_named: object) -> None:
        raise BadInput("full", "There is no space left.")

    signal, carmen = _signal(cast), at_work(work("carmen"))
    monkeypatch.setattr(looking, "record", fails)
    with pytest.raises(BadInput):
        looking.look_at(carmen, signal.id)
    assert Signal.objects.get().looked_at_by is None
