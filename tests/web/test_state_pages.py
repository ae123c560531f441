"""Pages about States: the same for everybody, light, kept by whoever likes; each number as the rest of the house gives it."""

import csv
import dataclasses
import html
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from django.conf import settings
from django.test import Client

from amparo.norms.answers.phrases import day_name
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.profiles.states import state_profile
from amparo.norms.states.counting import count
from amparo.situation.clock import today
from amparo.web.observatory import publishing
from amparo.web.observatory.views import states
from amparo.web.people.models import Member, Organisation

LANGUAGES = [code for code, _ in settings.LANGUAGES]
MOST_BYTES = 50_000
# party to nearly all, and to little; one that left; a territory; a State that is no more; the Union
STATES = ["URY", "PRK", "GBR", "ABW", "SUN", "EUE"]
PAGES = [
    *(f"states/{state}/" for state in STATES),
    "states/",
    "states/?name=mex",
    "states/MEX/claims/",
    "states/MEX/claims/none/pay/",
    "states/MEX/claims/refugee/pay/",
    "states/MEX/people/",
    "states/MEX/peers/",
    "states/QAT/what-if/",
    "states/QAT/what-if/?instrument=icrmw&day=2027-01-01",
    "instruments/icrmw/",
    "instruments/crc/?page=2",
    "instruments/udhr/",
    "provisions/icrmw/16.7/",
    "provisions/icrmw/77/",
    "sources/",
]
NOWHERE = [
    "states/ZZZ/",
    "states/mex/",
    "states/ABW/claims/",
    "states/EUE/people/",
    "states/SUN/what-if/",
    "states/MEX/claims/some/pay/",
    "states/MEX/claims/none/nothing/",
    "instruments/nothing/",
    "instruments/nothing/world.svg",
    "provisions/icrmw/999/",
]


def read(path: str, language: str = "en") -> str:
    answer = Client().get(f"/{language}/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_anybodys_and_has_the_way_out(path: str, language: str, cast: dict[str, Member]):
    answer = Client().get(f"/{language}/{path}")
    said = answer.content.decode()
    assert answer.status_code == 200 and len(answer.content) <= MOST_BYTES
    assert not answer.cookies and answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "<title>Information</title>" in said and f'href="/{language}/leave/" rel="noreferrer"' in said
    assert "<script" not in said and "style=" not in said and len(re.findall("<h1", said)) == 1
    assert "Catalogue" in said or "sources/" in said or path == "sources/" or language != "en"


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_there_is_not_there(path: str, cast: dict[str, Member]):
    answer = Client().get(f"/en/{path}")
    assert answer.status_code == 404 and answer.headers["Cache-Control"].startswith("no-store")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_can_be_sent_to_it(path: str, cast: dict[str, Member]):
    assert Client().post(f"/en/{path}", {"instrument": "icrmw"}).status_code == 405


def test_who_has_the_page_is_told_that_it_still_holds(
    cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    client, path = Client(), "/en/states/MEX/"
    mark = client.get(path).headers["ETag"]
    again = client.get(path, headers={"if-none-match": mark})
    assert again.status_code == 304 and again.headers["Cache-Control"].startswith("public") and not again.content
    assert client.get("/ar/states/MEX/", headers={"if-none-match": mark}).status_code == 200
    Organisation.objects.update(telephone="+34 911 111 111")
    changed = client.get(path, headers={"if-none-match": mark})
    assert changed.status_code == 200 and b"911 111 111" in changed.content
    refused = client.get("/en/states/MEX/what-if/?instrument=icrmw&day=soon")
    assert refused.status_code == 400 and "ETag" not in refused.headers
    marks = {changed.headers["ETag"]}
    monkeypatch.setenv("AMPARO_TODAY", "2026-11-25")
    marks.add(client.get(path).headers["ETag"])
    other = dataclasses.replace(load_catalogue(), digest="another")
    monkeypatch.setattr(publishing, "load_catalogue", lambda: other)
    marks.add(client.get(path).headers["ETag"])
    for name, words in (
        ("web/templates/busy.html", "a sentence"),
        ("web/templates/busy.html", "mended"),
        ("busy.py", "mended"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(words)
        monkeypatch.setattr(publishing, "_OURS", tmp_path)
        publishing._code.cache_clear()
        marks.add(client.get(path).headers["ETag"])
    publishing._code.cache_clear()
    assert len(marks) == 6  # the day, the catalogue, and every file of ours


def test_the_page_is_the_same_for_who_is_signed_in(work, cast: dict[str, Member]):
    answers = [work(name).get("/en/states/MEX/") for name in ("nobody", "ana", "basir", "chidi", "dana", "adam")]
    assert len({(answer.headers["ETag"], answer.content) for answer in answers}) == 1


def test_it_gives_the_numbers_of_the_profile(cast: dict[str, Member]):
    profile = state_profile(load_catalogue(), "MEX", today())
    told = re.search(r"surely binding: (\d+); not known: (\d+); .* left: (\d+)", read("states/MEX/"))
    bound = [tie for tie in profile.ties if tie.instrument.binding and tie.bound.word == "yes"]
    unknown = [tie for tie in profile.ties if tie.instrument.binding and tie.bound.word == "unknown"]
    assert told and told.groups() == (str(len(bound)), str(len(unknown)), "0")


def test_an_instrument_gives_the_numbers_that_are_counted(cast: dict[str, Member]):
    counted = count(load_catalogue(), ["icrmw"], "bound", today())
    told = re.search(r"surely bound: (\d+); not known: (\d+)", read("instruments/icrmw/"))
    assert told and told.groups() == (str(counted.number), str(len(counted.unknown)))
    rows = read("instruments/crc/"), read("instruments/crc/?page=2")
    assert all(len(re.findall(r'<tr><th scope="row">', page)) == 60 for page in rows) and rows[0] != rows[1]


def test_every_act_leads_to_its_source(cast: dict[str, Member]):
    named = {key for state in STATES for key in re.findall(r'/en/sources/#([\w-]+)"', read(f"states/{state}/"))}
    there = set(re.findall(r' id="([\w-]+)"', read("sources/")))
    assert len(named) > 5 and named <= there
    assert "un-desa-2019" in there and '/en/sources/#un-desa-2019"' in read("states/MEX/people/")


def test_what_is_not_known_is_never_shown_as_no(cast: dict[str, Member]):
    qatar = read("states/QAT/")
    assert re.search(
        r">ICRMW</bdi></a> <span[^>]*>[^:]*: not known; not bound when last checked, on 21 February 2025", qatar
    )
    assert "not verified" in read("states/MEX/")
    russia = read("states/RUS/")
    assert "not bound any more, since 16 September 2022" in russia and "not a denunciation: no longer a party" in russia
    union = read("states/SUN/")
    assert "What it did has not been collected" in union and "surely binding: 1;" in union
    assert "nothing is needed: custom binds every State" in union and "bound since 10 December 1948" in union
    assert "is a territory" in read("states/ABW/")
    people = read("states/ABW/people/")  # nobody there was asked about: no number is shown, least of all 0
    assert "is a territory" in people and "Live abroad: at most" in people and "Live there" not in people
    assert "IACPPT" not in read("states/BLR/")  # which only American States can join


def test_what_states_held_back_and_declared_is_told(cast: dict[str, Member]):
    mexico = read("states/MEX/")
    # known to the month, and told so; and of which instrument
    assert '23 March 1981 – July 2014; <bdi lang="en">ICCPR</bdi>; left out:' in mexico
    assert "Mexico applies the right to unions" in mexico


def test_a_theme_opens_to_its_provisions(cast: dict[str, Member]):
    whole = read("states/MEX/claims/")
    least, most = re.search(r'claims/none/pay/">(\d+) – (\d+)</a>', whole).groups()
    theme = read("states/MEX/claims/none/pay/")
    assert "may have held back a right" in theme
    surely, rest = theme.split("Held by some of them")
    assert (surely.count('<li><a href="/en/provisions/'), theme.count('<li><a href="/en/provisions/')) == (
        int(least),
        int(most),
    )
    assert rest


def test_supposing_a_deposit_says_from_when_it_binds(cast: dict[str, Member]):
    said = read("states/QAT/what-if/?instrument=icrmw&day=2027-01-01")
    assert "may make reservations as it joins" in said
    assert "it would bind from 1 May 2027 (ICRMW art. 87)" in said
    assert '<option value="icrmw" selected' in said and 'value="2027-01-01"' in said
    assert "/en/provisions/icrmw/16.7/" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_flood_of_suppositions_is_asked_to_come_back_and_everything_else_answers(
    language: str, cast: dict[str, Member]
):
    asked = f"/{language}/states/QAT/what-if/?instrument=icrmw&day=2027-01-01"
    with states._SUPPOSING.free, states._SUPPOSING.free:
        refused = Client().get(asked)
        others = [
            Client().get(f"/{language}/{path}") for path in ("states/QAT/what-if/", "states/QAT/", "rights/", "tell/")
        ]
    assert refused.status_code == 503 and refused.headers["Retry-After"] == "10" and "ETag" not in refused.headers
    assert refused.headers["Cache-Control"].startswith("no-store") and 'role="alert"' in refused.content.decode()
    assert [page.status_code for page in others] == [200] * 4
    for _ in range(3):
        assert Client().get(asked).status_code == 200


@pytest.mark.parametrize(
    "told",
    [
        "instrument=icrmw&day=",
        "instrument=icrmw&day=soon",
        "instrument=icrmw&day=9999-01-01",
        "instrument=echr&day=2027-01-01",
    ],
)
def test_what_cannot_be_supposed_is_refused_beside_the_form(told: str, cast: dict[str, Member]):
    answer = Client().get(f"/en/states/QAT/what-if/?{told}")
    said = answer.content.decode()
    assert answer.status_code == 400 and 'role="alert"' in said and 'aria-invalid="true"' in said
    assert "would bind" not in said.replace("From when it would be bound", "")
    assert not answer.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    ("language", "part", "found"),
    [
        ("en", "mex", "states/MEX/"),
        ("en", "MÉX", "states/MEX/"),
        ("es", "alemania", "states/DEU/"),
        ("fr", "allemagne", "states/DEU/"),
        ("ar", "المكسيك", "states/MEX/"),
        ("ar", "germany", "states/DEU/"),
        ("es", "trabajadores migratorios", "instruments/icrmw/"),
        ("ar", "حقوق الطفل", "instruments/crc/"),
    ],
)
def test_it_finds_by_part_of_a_name(language: str, part: str, found: str, cast: dict[str, Member]):
    said = Client().get(f"/{language}/states/", {"name": part}).content.decode()
    assert f'href="/{language}/{found}"' in said and 'href="/en/states/FRA/"' not in said
    assert len(re.findall(rf"/{language}/states/[A-Z]", said)) < 5


def test_what_is_looked_for_is_shown_again_and_nothing_else(cast: dict[str, Member]):
    said = Client().get("/en/states/", {"name": "<b>x" * 40}).content.decode()
    assert "&lt;b&gt;x" in said and "<b>x" not in said and "Nothing has this in its name" in said
    assert read("instruments/icrmw/?page=nothing")


def test_acts_are_to_be_had_as_tables(cast: dict[str, Member]):
    events = state_profile(load_catalogue(), "MEX", today()).timeline.events
    rows = list(csv.DictReader(read("states/MEX/acts.csv").splitlines()))
    assert len(rows) == len(events) and {row["state"] for row in rows} == {"MEX"}
    parties = list(csv.DictReader(read("instruments/icrmw/states.csv").splitlines()))
    assert sum(row["bound"] == "yes" for row in parties) == count(load_catalogue(), ["icrmw"], "bound", today()).number


@pytest.mark.parametrize("state", ["MEX", "GBR", "ABW", "SUN", "EUE"])
def test_the_document_of_a_state_says_what_its_pages_say(state: str, cast: dict[str, Member]):
    told, page = json.loads(read(f"states/{state}/data.json")), read(f"states/{state}/")
    jsonschema.validate(told, json.loads(read("shapes/state.json")))
    counts = re.search(
        r"surely binding: (\d+); not known: (\d+); surely not binding: (\d+), of which it has left: (\d+)", page
    )
    assert counts and counts.groups() == tuple(
        str(told["counts"][name]) for name in ("surely_bound", "not_known", "surely_not_bound", "left")
    )
    shown = [tie for tie in told["ties"] if tie["events"] or tie["bound"] != "no"]
    assert {tie["instrument"] for tie in shown} == set(re.findall(r"/en/instruments/([\w-]+)/\"", page)) - set(
        told["declarations"]
    )
    acts = {
        (day_name(tie["bound_from"], "en"), event["source"])
        for tie in shown
        for event in tie["events"]
        if tie["bound"] == "yes"
    }
    assert all(f"bound since {day}" in page and f"#{source}" in page for day, source in acts)
    assert all(html.escape(held["says"]) in page for held in told["reservations"])
    ways = re.findall(r"/en/provisions/([^\"]+)/\"", page)
    assert told["procedures"] == [] or not told["claims"] or ways == [way["provision"] for way in told["procedures"]]
    numbers = re.findall(r"<th scope=\"row\">[^<]+</th><td>(\d+)</td><td>(\d+)</td>", page)
    assert numbers == [(str(one["least"]), str(one["most"])) for one in told["claims"] or ()]


def test_the_document_of_a_state_says_what_the_pages_below_say(cast: dict[str, Member]):
    told = json.loads(read("states/MEX/data.json"))
    whole, page = told["claims"][5], read("states/MEX/claims/refugee/asylum/")
    theme = next(one for one in whole["themes"] if one["theme"] == "asylum")
    assert whole["status"] == "refugee" and whole["supposed"]["asylum"] == "recognised" and theme["surely"]
    assert re.findall(r"/en/provisions/([^\"]+)/\"", page) == [*theme["surely"], *theme["perhaps"], *theme["if_bound"]]
    people, said = told["people"], read("states/MEX/people/")
    rows = re.findall(
        r"/instruments/([\w-]+)/.*?<td>([\d,]+)</td><td>([\d,]+)</td><td>([\d,]+)</td><td>([\d,]+)</td>", said
    )
    assert [(name, *(int(cell.replace(",", "")) for cell in cells)) for name, *cells in rows] == [
        (one["instrument"], *(one[where][how] for where in ("here", "abroad") for how in ("surely", "at_most")))
        for one in people["reach"]
    ]
    assert f"{people['here']:,}" in said and f"{people['origins'][0]['people']:,}" in said
    gaps = re.findall(r"(?s)<tr><th[^>]*><a[^>]+/instruments/([\w-]+)/.*?<td>(\d+)</td>", read("states/MEX/peers/"))
    assert gaps == [(gap["instrument"], str(len(gap["peers_bound"]))) for gap in told["peers"]["gaps"]]
    assert re.findall(r"<option value=\"([\w-]+)\"", read("states/MEX/what-if/")) == told["could_join"]


@pytest.mark.parametrize("instrument", ["icrmw", "custom", "udhr", "echr"])
def test_the_document_of_an_instrument_says_what_its_page_says(instrument: str, cast: dict[str, Member]):
    told, page = json.loads(read(f"instruments/{instrument}/data.json")), read(f"instruments/{instrument}/")
    jsonschema.validate(told, json.loads(read("shapes/instrument.json")))
    counts = re.search(r"surely bound: (\d+); not known: (\d+); surely not bound: (\d+)", page)
    assert counts and list(counts.groups()) == [str(number) for number in told["counts"].values()]
    assert {one["bound"] for one in told["states"]} <= {"yes", "no", "unknown"} and told["title"] in html.unescape(page)
    assert all(f'/en/provisions/{one["provision"]}/"' in page for one in told["provisions"])
    assert {source["key"] for source in told["sources"]} >= set(re.findall(r"/sources/#([\w-]+)\"", page))
    provision = json.loads(read(f"provisions/{told['provisions'][0]['provision']}/data.json"))
    jsonschema.validate(provision, json.loads(read("shapes/provision.json")))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", ["states/MEX/acts.svg", "instruments/icrmw/world.svg"])
def test_a_picture_is_whole_and_carries_no_style_or_script(path: str, language: str, cast: dict[str, Member]):
    answer = Client().get(f"/{language}/{path}")
    drawn = ElementTree.fromstring(answer.content)
    assert answer.headers["Content-Type"] == "image/svg+xml" and len(answer.content) <= MOST_BYTES
    assert drawn.tag.endswith("svg") and (drawn.get("direction") == "rtl") == (language == "ar")
    assert not [one for one in drawn.iter() if "style" in one.attrib or one.tag.endswith(("style", "script"))]
    assert "None" not in answer.content.decode() and "nan" not in answer.content.decode()


def test_every_picture_has_its_words_and_its_table(cast: dict[str, Member]):
    for path in ("states/MEX/", "instruments/icrmw/"):
        said = read(path)
        assert re.search(r'<img src="[^"]+\.svg" alt="[^"]{20,}"', said) and "<caption" in said


def test_a_provision_says_who_holds_it_by_state(cast: dict[str, Member]):
    said = read("provisions/icrmw/16.7/")
    assert "States bound: 60" in said and "compared with the official text" in said
    assert 'href="/en/states/MEX/"' in said and "The police in Chiapas arrest Rosa" in said
