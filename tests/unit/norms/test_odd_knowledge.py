"""Odd knowledge: broken caches, other line endings, an interview that must not ask twice."""

import json
from datetime import date

import pytest
import small_catalogue as small

from amparo.errors import Problems
from amparo.norms.answers.interviewing import Interview
from amparo.norms.answers.questions import next_questions
from amparo.norms.answers.rights import rights
from amparo.norms.authors.checking import check
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.catalogue.knowledge import compiled_path, read_compiled, sources
from amparo.norms.states.counting import count


def test_who_had_left_and_not_yet_come_back_is_not_counted_among_those_that_ratified():
    catalogue = load_catalogue()
    assert "VEN" not in count(catalogue, ["achr"], "ratified", date(2015, 1, 1)).surely
    assert "VEN" in count(catalogue, ["achr"], "ratified", date(2012, 1, 1)).surely
    assert "GRC" not in count(catalogue, ["echr"], "ratified", date(1972, 1, 1)).surely
    assert "GRC" in count(catalogue, ["echr"], "ratified", date(1975, 1, 1)).surely


def test_who_left_on_a_day_that_is_not_known_is_counted_apart():
    found = count(load_catalogue(), ["ilo-c105"], "ratified", date(1991, 6, 1))
    assert "MYS" not in found.surely and "MYS" in found.unknown


def test_an_age_told_as_a_range_is_not_asked_again():
    interview, asked = Interview.begin(load_catalogue(), "MEX", date(2024, 5, 1)), []
    while (screen := interview.next_asked()) is not None:
        name = screen.facts[0].fact.id
        asked.append(name)
        assert asked.count(name) == 1
        said = {"age": "10-40", "nationality": "GTM"}.get(name, "0" if screen.is_flags else "1")
        assert interview.answer(screen, said)
    assert "age" in asked


def test_a_vague_day_asks_for_no_fact_that_was_told():
    catalogue = load_catalogue()
    told = {"state": "DEU", "date": "2013", "nationality": ["HRV"], "work": "employed"}
    answers = rights(told, catalogue=catalogue)
    assert not any({"nationality", "state"} & set(one.missing) for one in answers)
    assert any("date" in one.missing for one in answers)
    asked = [one.asked.fact.id for one in next_questions(answers, opened=list(catalogue.provisions))]
    assert not {"nationality", "state", "date"} & set(asked)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("instruments/small.yaml", "verified: true", "verified: true\n    requires: big"),
        ("instruments/small.yaml", "- id: small", "- id: smaal"),
        (
            "instruments/small.yaml",
            "verified: true",
            "verified: true\n    examples: [{says: a, state: MEX, on: 2003-06-31, bound: true}]",
        ),
        ("provisions/small.yaml", "    holder: child", "    holder: child\n    bound_by: smaal"),
        ("commitments/small.csv", "1990-01-10", "1990-02-30"),
    ],
)
def test_checking_tells_every_mistake_and_never_breaks_off(tmp_path, monkeypatch, name, old, new):
    folders = small.write(tmp_path, [(name, old, new)])
    monkeypatch.setattr("amparo.norms.authors.checking.sources", lambda packs: sources((), folders))
    with pytest.raises(Problems):
        check()


@pytest.mark.parametrize(
    "damaged",
    [
        {"documents": []},
        {"tables": {"situation/states.csv": [{"code": 1}, 2]}},
        {"tables": {"situation/states.csv": {"a": "b"}}},
        {"commitments": None},
        {"commitments": []},
    ],
)
def test_a_cache_of_another_shape_is_ignored(damaged, tmp_path, monkeypatch):
    monkeypatch.setenv("AMPARO_CACHE", str(tmp_path))
    path = compiled_path("d" * 64)
    whole = {"digest": "d" * 64, "documents": {}, "tables": {}, "commitments": {}}
    path.write_text(json.dumps({**whole, **damaged}))
    assert read_compiled("d" * 64) is None
    path.write_text("[" * 100_000)
    assert read_compiled("d" * 64) is None


def test_stamping_keeps_the_ends_of_lines(tmp_path, monkeypatch):
    from amparo.norms.authors.stamping import stamp

    folders = small.write(tmp_path)
    monkeypatch.setattr("amparo.norms.catalogue.knowledge.data_folders", lambda: folders)
    monkeypatch.setattr("amparo.norms.authors.stamping.data_folders", lambda: folders)
    path = tmp_path / "translations/es/small.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    lines = path.read_bytes().count(b"\r\n")
    assert stamp(None) == 1
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n") == lines


def test_one_fact_is_assumed_once(tmp_path):
    from amparo.norms.coverage.assumptions import read_assumptions

    path = tmp_path / "assumed.yaml"
    one = "  - {fact: work, shares: {employed: 1}, source: invented, verified: false}\n"
    path.write_text("assumptions:\n" + one * 2)
    with pytest.raises(Problems, match="work is assumed twice"):
        read_assumptions(path, load_catalogue().vocabulary)
