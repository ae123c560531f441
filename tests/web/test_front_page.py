"""The first page, and the way out."""

import re

import pytest
from django.conf import settings
from django.test import Client

from amparo.web.people.models import Member, Organisation

LANGUAGES = [code for code, _ in settings.LANGUAGES]
MOST_BYTES = 50_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_shows_the_ways_in_and_the_telephone(language: str, cast: dict[str, Member]):
    page = Client().get(f"/{language}/")
    said = page.content.decode()
    assert page.status_code == 200 and len(page.content) <= MOST_BYTES
    assert f'href="/{language}/rights/"' in said and f'href="/{language}/leave/"' in said
    assert said.count("tel:+34900000000") >= 2
    assert len(re.findall("<h1", said)) == 1


@pytest.mark.parametrize("path", ["", "rights/", "articles/iccpr/13/"])
def test_a_public_page_needs_no_script_and_no_cookie_and_has_a_neutral_title(path: str, cast: dict[str, Member]):
    page = Client().get(f"/en/{path}")
    assert "<title>Information</title>" in page.content.decode()
    assert b"<script" not in page.content and b"style=" not in page.content
    assert not page.cookies and page.headers["Cache-Control"].startswith("no-store")


def test_it_says_that_no_script_is_needed_before_it_offers_anything(cast: dict[str, Member]):
    said = Client().get("/en/").content.decode()
    assert 0 < said.index("no JavaScript") < said.index('href="/en/rights/"')


def test_leaving_goes_to_where_the_organisation_says_and_lets_the_browser_forget(cast: dict[str, Member]):
    Organisation.objects.update(leave_to="https://weather.example/")
    away = Client().get("/en/leave/", headers={"referer": "http://localhost/en/rights/"})
    assert (away.status_code, away.headers["Location"]) == (303, "https://weather.example/")
    assert away.headers["Clear-Site-Data"] == '"cache"'
    assert away.headers["Referrer-Policy"] == "no-referrer"
    assert not away.cookies and not away.content


def test_every_public_page_has_the_way_out(cast: dict[str, Member]):
    for path in ("", "rights/", "articles/iccpr/13/", "articles/nothing/"):
        assert 'href="/en/leave/" rel="noreferrer"' in Client().get(f"/en/{path}").content.decode()


def test_the_address_without_a_language_leads_to_that_of_the_browser(cast: dict[str, Member]):
    away = Client().get("/", headers={"accept-language": "ar"})
    assert away.status_code == 302 and away.headers["Location"] == "/ar/" and not away.cookies
