"""Know your rights: an interview that nobody keeps, and its answer by theme."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from amparo.norms.answers import by_theme
from amparo.norms.answers.interviewing import Interview, Screen
from amparo.norms.answers.rights import rights
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.demonstration import Account, accounts
from amparo.rules.facts import Interval, Kind
from amparo.situation.situations import plain_value
from amparo.web.intake import papers
from amparo.web.intake.interviews import NONE, answer_to, begun_answer_to, sealed, unsealed
from amparo.web.people.models import Member
from amparo.web.travelling import pack, unpack

MOST_BYTES = 50_000
ACCOUNTS = accounts(load_catalogue())
DANGEROUS = {name for name, asked in load_catalogue().vocabulary.facts.items() if asked.dangerous}
DAY = timedelta(days=1)


class Person:
    """Somebody at a browser, who keeps nothing between two pages but what the form holds."""

    def __init__(self, language: str = "en") -> None:
        self.client, self.language = Client(), language
        self.seen: list[HttpResponse] = []

    def begin(self, state: str = "MEX", **day: str) -> "Person":
        return self.post("", state=state, **day)

    def post(self, to: str = "question/", **given: object) -> "Person":
        if to:
            given = {"held": self.held, **given}
        self.seen.append(self.client.post(f"/{self.language}/rights/{to}", given))
        return self

    @property
    def page(self) -> HttpResponse:
        return self.seen[-1]

    @property
    def said(self) -> str:
        return self.page.content.decode()

    @property
    def held(self) -> str:
        found = re.search(r'name="held" value="([^"]+)"', self.said)
        assert found, "the page holds no interview"
        return found[1]

    @property
    def interview(self) -> Interview:
        return unsealed(self.held)[0]

    @property
    def screen(self) -> Screen | None:
        return unsealed(self.held)[1]

    def screens(self) -> Iterator[Screen]:
        while self.screen is not None:
            yield self.screen

    def come_to(self, fact: str) -> "Person":
        """Skips until the page asks for the fact."""
        for screen in self.screens():
            if fact in screen.names:
                return self
            self.post(do="skip")
        raise AssertionError("nobody asks for it")


def told(screen: Screen, account: Account) -> list[str]:
    """What the person of the account chooses on this page; nothing if they know none of it."""
    known = account.on_the_day.facts
    if screen.is_flags:
        return [name for name in screen.names if known.get(name) is True]
    value = known.get(screen.names[0])
    if value is None:
        return []
    if isinstance(value, Interval):
        return [f"{value.least or 0}-{value.most or 130}"]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    plain = plain_value(value)
    return plain if isinstance(plain, list) else [str(plain)]


def through(account: Account, language: str) -> Person:
    """The whole interview of the account."""
    year, month, day = [*str(account.on_the_day.date).split("-"), "", ""][:3]
    person = Person(language).begin(account.on_the_day.state, year=year, month=month, day=day)
    for screen in person.screens():
        said = told(screen, account)
        person.post(do="answer" if said else "skip", said=said)
        assert person.page.status_code == 200
    return person


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.id)
def test_an_interview_comes_to_the_answer_within_the_size_of_a_page(account: Account, cast: dict[str, Member]):
    person = through(account, "ar")
    facts = person.interview.situation.facts
    assert not DANGEROUS & facts.keys(), "nothing dangerous was asked for, no right having been opened"
    assert {name: value for name, value in facts.items() if value is not False}.items() <= {
        **account.on_the_day.facts,
        "stateless": False,
    }.items()
    themes = by_theme.themed(rights(account.on_the_day), "ar")
    for theme in sorted(themes, key=lambda one: sum(len(right.bases) for right in one.rights))[-3:]:
        person.post("answer/", theme=theme.id)
        assert theme.heading in person.said
    for page in person.seen:
        assert len(page.content) <= MOST_BYTES
        assert "<title>Information</title>" in page.content.decode()
        assert b"<script" not in page.content and b"style=" not in page.content
        assert not page.cookies and page.headers["Cache-Control"].startswith("no-store")
        assert page.content.count(b"<h1") == 1


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_it_speaks_the_other_languages_as_well(language: str, cast: dict[str, Member]):
    person = through(ACCOUNTS[0], language)
    assert all(page.status_code == 200 and len(page.content) <= MOST_BYTES for page in person.seen)
    assert f'<html lang="{language}"' in person.said


def test_nothing_is_stored_and_nothing_is_logged(cast: dict[str, Member], caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        through(ACCOUNTS[0], "en").post("answer/", theme="pay").post("paper/", held="x")
    assert queries.captured_queries and all(one["sql"].startswith("SELECT") for one in queries.captured_queries)
    assert not any(word in caplog.text for word in ("BGD", "wages-unpaid", "trafficking"))


def test_a_dangerous_question_is_asked_for_an_opened_right_only_with_a_warning(cast: dict[str, Member]):
    person = Person().begin().post("answer/", theme="asylum")
    assert "You are warned before it comes" in person.said and 'name="open" value="achr/22.7"' in person.said
    person.post(open="achr/22.7")
    for screen in person.screens():
        assert screen.is_dangerous == ("could be used against you" in person.said)
        if screen.is_dangerous:
            break
        person.post(do="skip")
    else:
        raise AssertionError("nothing dangerous was asked")
    person.post(do="answer", said=[NONE] if screen.is_flags else [str(screen.facts[0].fact.values[0])])
    for _ in person.screens():
        person.post(do="skip")
    heading = load_catalogue().themes["asylum"].label["en"]
    assert f"<h1>{heading}</h1>" in person.said, "one comes back to the theme of the right"


def test_what_is_dangerous_stays_behind_when_one_goes_to_tell(cast: dict[str, Member]):
    interview = Interview.resume(
        load_catalogue(), {"facts": {"state": "MEX", "date": "2024-05-01", "stay": "none", "wages-unpaid": True}}
    )
    page = Client().post("/en/rights/answer/", {"held": sealed(interview)})
    found = page.context["from_rights"]
    assert unpack("from-rights", found, within=DAY) == {
        "facts": {"state": "MEX", "date": "2024-05-01", "wages-unpaid": True}
    }
    telling = Client().post("/en/tell/", {"from_rights": found})
    assert telling.status_code == 200 and b"Unpaid wages" in telling.content


def test_what_is_left_empty_is_not_told_unless_somebody_says_none_of_these(cast: dict[str, Member]):
    person = Person().begin().come_to("wages-unpaid")
    assert person.post(do="answer").page.status_code == 400
    assert "wages-unpaid" in (person.screen or ACCOUNTS).names, "the same question stands there still"
    assert person.post(do="answer", said=[NONE, "wages-unpaid"]).page.status_code == 400
    person.post(do="answer", said=[NONE])
    assert person.interview.situation.facts["wages-unpaid"] is False


def test_who_stops_on_a_page_keeps_what_is_ticked_and_says_nothing_of_the_rest(cast: dict[str, Member]):
    person = Person().begin().come_to("wages-unpaid")
    names = set(person.screen.names)
    person.post("answer/", said=["wages-unpaid"], do="stop")
    assert names & person.interview.situation.facts.keys() == {"wages-unpaid"}


def test_one_can_go_back_as_far_as_the_first_page(cast: dict[str, Member]):
    person = Person().begin("ESP", year="2021", month="3")
    first = person.screen
    person.post(do="skip").post(do="back")
    assert (person.screen, person.interview.steps) == (first, [])
    person.post(do="back")
    assert '<option value="ESP" selected' in person.said and 'value="2021"' in person.said


def test_the_language_can_be_changed_in_the_middle(cast: dict[str, Member]):
    person = Person().begin().post(do="skip").post(do="skip")
    screen, steps = person.screen, person.interview.steps
    person.language = "fr"
    person.post()
    assert (person.screen, person.interview.steps) == (screen, steps)
    assert screen is not None and screen.question("fr") in person.said.replace("&#x27;", "'")


def test_paper_has_a_name_that_says_nothing(cast: dict[str, Member]):
    paper = Person("ar").begin().post("paper/").page
    assert paper.headers["Content-Disposition"] == 'attachment; filename="information.pdf"'
    assert paper.headers["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert paper.headers["Cache-Control"].startswith("no-store") and not paper.cookies


def test_while_two_are_set_on_paper_others_are_told_to_come_back_and_wait_for_nothing(cast: dict[str, Member]):
    with papers._PAPERS.free, papers._PAPERS.free:
        refused = Person("es").begin().post("paper/").page
    assert refused.status_code == 503 and refused.headers["Retry-After"] == "10"
    assert "inténtelo de nuevo en un momento" in refused.content.decode()
    for _ in range(3):
        assert Person("es").begin().post("paper/").page.status_code == 200


def test_an_interview_is_never_in_an_address(cast: dict[str, Member]):
    for path in ("question/", "answer/", "paper/"):
        assert Client().get(f"/en/rights/{path}").headers["Location"] == "/en/rights/"
    assert 'method="get"' not in Person().begin().said


OLD = timezone.now() - timedelta(hours=7)
HELD = {"facts": {"state": "MEX", "date": "2024-05-01"}, "asked": []}


@pytest.mark.parametrize("path", ["question/", "answer/", "paper/"])
@pytest.mark.parametrize(
    "packed",
    [
        lambda: "",
        lambda: "AAAA",
        lambda: "م" * 1000,
        lambda: "A" * 500_000,
        lambda: pack("from-rights", HELD),
        lambda: pack("rights", HELD, now=OLD),
        lambda: pack("rights", {**HELD, "facts": {"state": "MEX", "date": "9999"}}),
        lambda: pack("rights", HELD)[:-8] + "AAAAAAA=",
    ],
    ids=["empty", "short", "no-ascii", "huge", "other-purpose", "expired", "future", "forged"],
)
def test_a_form_that_cannot_be_continued_begins_again_and_says_so(path: str, packed, cast: dict[str, Member]):
    page = Client().post(f"/en/rights/{path}", {"held": packed(), "do": "answer", "said": "1"})
    assert page.status_code == 400
    assert "Please begin again" in page.content.decode() and 'name="state"' in page.content.decode()


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("work", "emperor"),
        ("work", ""),
        ("work", ["employed", "none"]),
        ("age", "131"),
        ("age", "18-15"),
        ("age", "9" * 5000),
        ("age", "\u202e17"),
        ("age", "<b>17"),
        ("nationality", "XXX"),
        ("nationality", "SUN"),
        ("nationality", ["", ""]),
        ("wages-unpaid", ["arrested"]),
        ("wages-unpaid", ["wages-unpaid", "\x00"]),
    ],
)
def test_an_answer_that_is_none_leaves_the_question_where_it_was(fact: str, said: object, cast: dict[str, Member]):
    person = Person().begin().come_to(fact)
    before = person.interview
    person.post(do="answer", said=said)
    assert person.page.status_code == 400 and person.interview == before and fact in person.screen.names
    assert 'role="alert"' in person.said
    assert "\u202e" not in person.said and "<b>" not in person.said and len(person.page.content) <= MOST_BYTES


def test_broken_utf8_and_an_endless_field_are_refused_in_one_page(cast: dict[str, Member]):
    held = Person().begin().come_to("age").held
    form = "application/x-www-form-urlencoded"
    broken = Client().post("/en/rights/question/", b"do=answer&said=%ff%fe&held=" + held.encode(), content_type=form)
    raw = Client().post("/en/rights/question/", b"do=answer&said=\xff\xfe&held=" + held.encode(), content_type=form)
    huge = Client().post("/en/rights/question/", {"held": held, "said": "9" * 2_000_000})
    assert (broken.status_code, raw.status_code) == (400, 400)
    assert huge.status_code == 404 and b"Traceback" not in huge.content


@pytest.mark.parametrize(
    ("told", "date"),
    [
        ({"year": "2019"}, "2019"),
        ({"year": "2019", "month": "6"}, "2019-06"),
        ({"year": "٢٠١٩", "month": "6", "day": "٣"}, "2019-06-03"),
        ({"year": "1", "month": "1", "day": "1"}, "0001-01-01"),
    ],
)
def test_a_day_may_be_a_month_or_a_year_in_any_digits(told: dict[str, str], date: str, cast: dict[str, Member]):
    person = Person().begin("MEX", **told)
    assert str(person.interview.situation.date) == date
    assert person.post("answer/").page.status_code == 200


@pytest.mark.parametrize(
    "told",
    [
        {"state": "MEX", "year": "2021", "month": "2", "day": "29"},
        {"state": "MEX", "day": "3"},
        {"state": "MEX", "year": "2021", "day": "3"},
        {"state": "MEX", "year": "0"},
        {"state": "MEX", "year": "²"},
        {"state": "MEX", "year": "20211"},
        {"state": "MEX", "year": "9999"},
        {"state": ""},
        {"state": "SUN"},
        {"state": "\u202eMEX"},
    ],
)
def test_a_bad_beginning_stays_filled_and_says_what_to_do(told: dict[str, str], cast: dict[str, Member]):
    page = Client().post("/en/rights/", told)
    assert page.status_code == 400 and b'class="errorlist"' in page.content
    if told["state"] == "MEX":
        assert b'<option value="MEX" selected' in page.content


def test_a_country_of_which_nothing_is_known_gets_a_plain_answer(cast: dict[str, Member]):
    person = Person().begin("ABW").post("answer/")
    assert person.page.status_code == 200 and "Aruba is a territory" in person.said
    long_ago = Person().begin("MEX", year="1700").post("answer/")
    assert long_ago.page.status_code == 200


def test_an_article_says_what_it_is_and_what_is_not_there_looks_like_any_refusal(cast: dict[str, Member]):
    found = Client().get("/en/articles/iccpr/13/").content.decode()
    assert "ICCPR art. 13" in found and "official text" in found
    nothing, nowhere = Client().get("/en/articles/iccpr/999/"), Client().get("/en/nowhere/")
    assert (nothing.status_code, nowhere.status_code) == (404, 404)


def test_who_reads_an_article_comes_back_to_the_answer(cast: dict[str, Member]):
    person = Person().begin().post("answer/", theme="pay")
    assert 'formaction="/en/articles/icescr/7a/"' in person.said
    person.seen.append(person.client.post("/en/articles/icescr/7a/", {"held": person.held}))
    person.post("answer/", theme="pay")
    assert person.page.status_code == 200 and person.interview.situation.state == "MEX"
    assert 'name="held"' not in Client().post("/en/articles/icescr/7a/", {"held": "forged"}).content.decode()


def test_every_article_behind_an_answer_has_its_page(cast: dict[str, Member]):
    catalogue = load_catalogue()
    for name in list(catalogue.provisions)[::40]:
        assert Client().get(f"/ar/articles/{name}/").status_code == 200


KINDS = {
    asked.fact.kind: asked for asked in load_catalogue().vocabulary.facts.values() if asked.asked and not asked.flag
}


@given(st.lists(st.text(), max_size=4), st.sampled_from([Kind.NUMBER, Kind.STATES, Kind.CHOICE, Kind.BOOLEAN]))
def test_no_text_breaks_the_reading_of_an_answer(said: list[str], kind: Kind):
    screen = Screen((KINDS[kind],), KINDS[kind].wording.question)
    found = answer_to(screen, said)
    assert found is None or set(found) == set(screen.names)
    assert begun_answer_to(screen, said) == (found or {})
