"""A supervisor sees how much each colleague has and how long people wait, and nobody's name or words."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from made_reports import at_work, opened, report

from amparo.web.casework import access
from amparo.web.casework.actions import working
from amparo.web.casework.lists.load import Answered, case_load, first_answers
from amparo.web.people.models import Member


def test_the_load_counts_cases_waiting_danger_and_what_is_overdue(
    cast: dict[str, Member], work: Callable[[str], Client]
):
    taken, *_ = report(), report(is_danger=True), report()
    ana = work("ana")
    opened(ana, taken)
    working.take(at_work(ana), taken)
    yesterday = timezone.localdate() - timedelta(days=1)
    working.say_next(at_work(ana), taken, "We call the inspectorate.", yesterday)
    sofia = at_work(work("sofia"))
    nobody, hers = case_load(access.access_tables(sofia), on=sofia.today)
    assert (nobody.assigned_to, nobody.cases, nobody.unread, nobody.waiting, nobody.in_danger) == ("", 2, 2, 2, 1)
    assert cast["ana"].id.startswith(hers.assigned_to)
    assert (hers.cases, hers.unread, hers.waiting, hers.overdue) == (1, 0, 1, 1)
    assert hers.longest_since is not None and nobody.overdue == 0


def test_the_page_of_a_supervisor_shows_it_without_anybodys_name(
    cast: dict[str, Member], work: Callable[[str], Client]
):
    report("Rosa Ñandú")
    page = work("sofia").get("/en/work/").content.decode()
    assert "Case load" in page and "Nobody yet" in page
    assert "Rosa" not in page and "passport" not in page


def test_who_supervises_nothing_sees_none(cast: dict[str, Member], work: Callable[[str], Client]):
    report()
    for name in ("ana", "iris", "basir"):
        assert "Case load" not in work(name).get("/en/work/").content.decode()


def test_a_supervisor_sees_how_soon_people_are_answered_and_only_the_first_answer_counts(
    cast: dict[str, Member], work: Callable[[str], Client]
):
    soon, late, waiting = report(), report(), report()
    ana = work("ana")
    for case in (soon, late):
        opened(ana, case)
        working.answer(at_work(ana), case, "Thank you.")
        working.answer(at_work(ana), case, "And once more.")
    (month,) = first_answers(access.access_tables(at_work(work("sofia"))))
    assert (month.reports, month.answered, month.waiting) == (3, 2, 1)
    assert month.median is not None and month.median < timedelta(minutes=2) and month.days_and_hours == "an hour"
    page = work("sofia").get("/en/work/").content.decode()
    assert "How soon people are answered" in page and waiting.number in page
    assert "How soon people are answered" not in work("ana").get("/en/work/").content.decode()


def test_what_was_not_noted_is_no_quick_answer(cast: dict[str, Member], work: Callable[[str], Client]):
    report()
    (month,) = first_answers(access.access_tables(at_work(work("sofia"))))
    assert month.median is None and month.days_and_hours == "" and month.answered == 0


def test_days_are_told_before_hours():
    def told(**span: int) -> str:
        return Answered(timezone.localdate(), 1, 1, timedelta(**span), 0).days_and_hours

    assert [told(days=2, hours=5), told(days=1), told(hours=3), told(minutes=5)] == [
        "2 days",
        "1 day",
        "3 hours",
        "an hour",
    ]
