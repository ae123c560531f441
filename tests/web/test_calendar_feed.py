"""The calendar of a member: number and day of what is due in their offices, for whoever has the address, until it ends."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from made_reports import at_work, dossier, opened, report

from amparo.vault.keys import Role
from amparo.web.casework.actions import closing, planning, working
from amparo.web.casework.closings import Closing, Remedy, Why
from amparo.web.casework.models import CalendarAddress, Case
from amparo.web.casework.plans import Plan
from amparo.web.casework.views import calendars
from amparo.web.people.actions.letting_in import let_cover
from amparo.web.people.attempts import Attempts
from amparo.web.people.models import Member, Organisation, Post
from amparo.web.safekeeping.models import AuditLine

At = Callable[[str], Client]
PAGE = "/en/work/calendar/"
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(calendars, "_asked", Attempts(most=60, minutes=60))
    yield


def _address(client: Client) -> str:
    page = client.post(PAGE, {"do": "make"}).content.decode()
    (found,) = re.findall(r"https?://[^<]+days\.ics", page)
    return urlsplit(found).path


def _due(client: Client, on: date = TOMORROW, *, name: str = "Rosa Ñandú", office: str = "north") -> Case:
    case = report(name, office=office)
    opened(client, case)
    planning.add_task(at_work(client), case, "Zarzamora.", on)
    return case


def _asked(address: str) -> str:
    """What a calendar gets, which has no cookie."""
    answer = Client().get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode()


def test_it_shows_number_and_day_and_nothing_else(work: At):
    ana = work("ana")
    case = _due(ana)
    address = _address(ana)
    lines = _asked(address).split("\r\n")
    assert f"SUMMARY:{case.number}" in lines and f"DTSTART;VALUE=DATE:{TOMORROW:%Y%m%d}" in lines
    text = "\n".join(lines)
    for hidden in (case.id, "Rosa", "Zarzamora", "Ana", "Casa del Camino", "received"):
        assert hidden not in text
    (uid,) = re.findall(r"UID:(\w+)", text)
    assert f"UID:{uid}" in _asked(address)
    assert f"UID:{uid}" not in _asked(_address(work("iris")))


def test_it_follows_what_is_due(work: At):
    ana = work("ana")
    case, address = _due(ana), _address(ana)
    working.say_next(at_work(ana), case, "We call.", TOMORROW - timedelta(days=1))
    assert f"{TOMORROW - timedelta(days=1):%Y%m%d}\r\nDTEND" in _asked(address)
    every = list(Plan.of(dossier(ana, case).entries).tasks)
    closing.close(at_work(ana), case, Closing(Why.WITHDREW, Remedy.NOT_SOUGHT), left_open=every)
    assert "VEVENT" not in _asked(address)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(("where", "form"), [("next", "next"), ("plan/task", "task")])
def test_a_day_that_no_calendar_reckons_with_takes_nobodys_calendar_away(where: str, form: str, day: str, work: At):
    ana = work("ana")
    case = _due(ana)
    address = _address(ana)
    told = {f"{form}-words": "We call.", f"{form}-due_on": day, f"{form}-who": ""}
    assert ana.post(f"/en/work/case/{case.id}/{where}/", told).status_code == 400
    assert _asked(address).count("BEGIN:VEVENT") == 1


def test_only_the_digest_is_kept_and_the_address_is_shown_once(cast: dict[str, Member], work: At):
    ana = work("ana")
    address = _address(ana)
    secret = address.split("/")[-2]
    assert len(secret) == 40
    kept = CalendarAddress.objects.get()
    assert (kept.member_id, len(kept.digest)) == (cast["ana"].id, 64) and secret not in kept.digest
    assert secret not in ana.get(PAGE).content.decode()
    lines = [line.split(" ")[4:6] for line in AuditLine.objects.order_by("number").values_list("line", flat=True)]
    assert lines[-1] == ["calendar.make", cast["ana"].id]


def test_wrong_ended_and_of_somebody_who_left_are_refused_alike(cast: dict[str, Member], work: At):
    ana, iris = work("ana"), work("iris")
    first = _address(ana)
    second, of_iris = _address(ana), _address(iris)
    ana.post(PAGE, {"do": "end"})
    work("adam").post(f"/en/work/people/{cast['iris'].id}/leave/")
    refusals = set()
    for address in (first, second, of_iris, f"{PAGE}{'0' * 40}/days.ics", f"{PAGE}ق/days.ics"):
        answer = Client().get(address)
        page = answer.content.decode().replace(address.split("/")[-2], "")
        refusals.add((answer.status_code, page.replace("%D9%82", "")))
    assert len(refusals) == 1 and next(iter(refusals))[0] == 404


def test_it_shows_the_offices_and_reports_that_the_members_posts_let_them_see(work: At):
    ana, basir, iris = work("ana"), work("basir"), work("iris")
    north, south, made = _due(ana), _due(basir, office="south"), _due(ana)
    working.make_case(at_work(ana), made)
    expected = {"ana": {north, made}, "basir": {south}, "iris": {north}, "sofia": {north, made}}
    for name, seen in expected.items():
        text = _asked(_address(work(name)))
        assert {case for case in (north, south, made) if case.number in text} == seen, name
    assert iris.get(PAGE).status_code == 200


def test_cover_shows_until_it_ends_and_a_post_without_its_key_shows_nothing(
    cast: dict[str, Member], work: At, monkeypatch: pytest.MonkeyPatch
):
    ana, basir = work("ana"), work("basir")
    case, address, now = _due(ana), _address(basir), timezone.now()
    Post.objects.create(member=cast["basir"], office_id="north", role=Role.CASEWORKER.value)
    assert case.number not in _asked(address)
    Post.objects.filter(member=cast["basir"], office_id="north").delete()
    let_cover(at_work(ana), "north", Role.CASEWORKER, cast["basir"], timezone.localdate() + timedelta(days=2))
    assert case.number in _asked(address)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=3))
    assert case.number not in _asked(address)


def test_it_shows_nothing_while_everything_is_locked_down(work: At):
    address = _address(work("ana"))
    Organisation.objects.update(locked_down_at=timezone.now())
    assert Client().get(address).status_code == 404
    Organisation.objects.update(locked_down_at=None)
    assert "VCALENDAR" in _asked(address)


def test_whoever_asks_too_often_has_to_wait_whatever_they_ask_for(work: At, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(calendars, "_asked", Attempts(most=2, minutes=60))
    address = _address(work("ana"))
    for asked in (address, f"{PAGE}{'0' * 40}/days.ics"):
        statuses = [Client().get(asked).status_code for _ in range(3)]
        assert statuses[2] == 429 and 429 not in statuses[:2]


@pytest.mark.parametrize("name", ["dana", "anton", "carmen", "adam"])
def test_who_works_on_no_cases_has_none(name: str, work: At):
    client = work(name)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"do": "make"}).status_code == 404
    assert not CalendarAddress.objects.exists()
