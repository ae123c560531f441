"""Curious administrator, stranger, other office, left colleague: over every address there is, read from the router itself.

A route without a door fails, so a page cannot be added without deciding who may see it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone, translation
from made_reports import bare

from amparo.vault.keys import Role
from amparo.vault.receipts import Receipt
from amparo.web.casework.actions.receiving import receive
from amparo.web.casework.models import Case
from amparo.web.casework.telling import Purpose, Telling
from amparo.web.people.doors import Door, Who
from amparo.web.people.models import Member, Office

MARK = "zanzibarquince"
NEVER_OPENS = ("basir", "chidi", "dana", "anton", "carmen", "adam")
_ARGUMENT = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Route:
    """One address of the router."""

    name: str
    path: str
    door: Door | None

    def filled(self, **values: object) -> str:
        """The address with something in place of every argument."""

        def value(found: re.Match[str]) -> str:
            return str(values.get(found["name"], "1" if found["converter"] == "int" else "none"))

        return "/en/" + _ARGUMENT.sub(value, self.path)


def routes() -> list[Route]:
    """Every address below the language."""
    with translation.override("en"):
        return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        else:
            yield Route(pattern.name or here, here.removeprefix("en/"), getattr(pattern.callback, "door", None))


def _private() -> list[Route]:
    return [route for route in routes() if route.door is None or route.door.who is not Who.ANYBODY]


def test_every_route_has_a_door():
    assert [route.path for route in routes() if not isinstance(route.door, Door)] == []


def test_there_are_routes_of_every_kind():
    assert {route.door.who for route in routes() if route.door} == set(Who)


@pytest.fixture
def case(cast: dict[str, Member]) -> Case:
    """A report in the north office, in which one marked word stands everywhere."""
    telling = Telling(f"They said {MARK}.", "en", frozenset({Purpose.HELP}), name=MARK)
    return receive(telling, Receipt.new(), Office.objects.get(code="north")).case


def _both(client: Client, address: str) -> list[tuple[int, bytes]]:
    answers = [client.get(address), client.post(address, {})]
    return [(answer.status_code, bare(b"".join(answer) if answer.streaming else answer.content)) for answer in answers]


def test_nobody_who_is_signed_out_gets_past_a_private_door(case: Case, work: Callable[[str], Client]):
    for route in _private():
        for status, _ in _both(work("nobody"), route.filled(case=case.id, case_id=case.id)):
            assert status == 302, route.path


@pytest.mark.parametrize("name", NEVER_OPENS)
def test_whoever_has_no_business_with_a_case_never_sees_it(name: str, case: Case, work: Callable[[str], Client]):
    for route in routes():
        for status, content in _both(work(name), route.filled(case=case.id, case_id=case.id)):
            assert MARK.encode() not in content, (route.path, name)
            assert case.number.encode() not in content, (route.path, name)
            assert status < 500, (route.path, name)


@pytest.mark.parametrize("name", [*NEVER_OPENS, "sofia", "iris", "ana"])
def test_a_door_for_others_looks_like_nothing_at_all(name: str, case: Case, work: Callable[[str], Client]):
    client = work(name)
    posts = {role for _, role in _posts(name)}
    for route in _private():
        shut = (route.door.who is Who.HOLDERS and not posts & route.door.roles) or (
            route.door.who is Who.ADMINISTRATORS and name != "adam"
        )
        if shut:
            there = _both(client, route.filled(case=case.id, case_id=case.id))
            nowhere = _both(client, route.filled(case="0" * 32, case_id="0" * 32))
            # The page names its own address, in the other languages.
            assert [(status, page.replace(case.id.encode(), b"0" * 32)) for status, page in there] == nowhere
            assert {status for status, _ in there} == {404}, route.path


def test_a_colleague_who_left_is_signed_out_everywhere(
    case: Case, cast: dict[str, Member], work: Callable[[str], Client]
):
    client = work("ana")
    Member.objects.filter(id=cast["ana"].id).update(left_on=timezone.localdate())
    for route in _private():
        for status, content in _both(client, route.filled(case=case.id, case_id=case.id)):
            assert status == 302, route.path
            assert MARK.encode() not in content


def _posts(name: str) -> list[tuple[str, Role]]:
    from people_of_the_cast import POSTS

    return [(office, role) for office, role in POSTS[name]]
