"""Odd input that once gave a traceback, or repeated what a person told."""

import contextlib
import os
import threading
from datetime import date

import pytest

from amparo.errors import BadInput, Problems
from amparo.rules import reading
from amparo.rules.conditions import All, Among, Between
from amparo.rules.dates import Period
from amparo.rules.deciding import always
from amparo.rules.facts import Fact, Kind
from amparo.rules.reading import read_document, read_text
from amparo.rules.truth import NO, UNKNOWN
from amparo.situation.reading import read_situation, read_situations
from amparo.situation.states import group_belonging

MARK = "ZQX-marked-77"


def complaints(text):
    problems = []
    assert read_document(text, "norm.yaml", problems) is None
    return [str(problem) for problem in problems]


def test_json_that_is_nested_too_deeply_is_refused():
    (found,) = complaints('{"a":' * 900 + "1" + "}" * 900)
    assert found == "norm.yaml:1: This is nested too deeply to be read."


def test_a_merge_is_refused():
    assert complaints("a: {<<: {b: 1}}\n") == ["norm.yaml:1: A name is expected here, and nothing else."]


@pytest.mark.parametrize("text", ["a: !secret 'b'\n", "!secret a: b\n"])
def test_a_tag_is_refused_on_quoted_text_and_on_a_name_too(text):
    assert complaints(text) == ["norm.yaml:1: A tag (!name) stands here. Write the plain value."]


@pytest.mark.parametrize("nothing", [None, "unknown"])
def test_a_state_said_to_be_unknown_is_missing_and_a_day_is_today(vocabulary, nothing):
    assert str(read_situation({"state": "MEX", "date": nothing}, vocabulary).date) == "2026-11-21"
    with pytest.raises(Problems, match="state is missing"):
        read_situation({"state": nothing}, vocabulary)


@pytest.mark.parametrize(
    "given", [{"circumstances": [MARK]}, {"circumstances": {MARK: True}}, {"circumstances_false": [MARK]}]
)
def test_a_circumstance_in_ones_own_words_is_not_repeated(vocabulary, given):
    with pytest.raises(Problems) as refused:
        read_situation({"state": "MEX"} | given, vocabulary)
    assert MARK not in str(refused.value)


@pytest.mark.parametrize("name", ["f.yaml/g.yaml", "x" * 300])
def test_a_path_that_cannot_be_is_refused_in_one_sentence(tmp_path, name):
    (tmp_path / "f.yaml").write_text("a: 1")
    with pytest.raises(BadInput):
        read_text(tmp_path / name)


def test_a_pipe_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 1000)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def pour():
        with contextlib.suppress(BrokenPipeError):
            pipe.write_text("#" * 5000)

    threading.Thread(target=pour, daemon=True).start()
    with pytest.raises(BadInput, match="is larger than"):
        read_text(pipe)


def test_an_instrument_is_a_group_by_its_prefix_only(vocabulary):
    assert not vocabulary.language(frozenset({"icrmw"})).has_group("icrmw")


def test_the_european_union_is_neither_in_europe_nor_outside(vocabulary):
    groups, states = vocabulary.groups, vocabulary.states
    for group in ("europe", "outside-europe"):
        assert group_belonging(groups[group], "EUE", Period.parse("2024"), states=states, groups=groups).value is NO


def test_the_first_day_of_the_calendar_may_be_a_limit():
    facts = {"date": Fact("date", Kind.DATE), "a": Fact("a", Kind.BOOLEAN)}
    condition = All((Between("date", date.min, None), Among("a", frozenset({True}))))
    assert always(condition, facts) is UNKNOWN


@pytest.mark.parametrize("text", ["0013", "0013-04", "0013-04-17"])
def test_an_early_year_keeps_its_four_figures(text):
    assert str(Period.parse(text)) == text


def test_unknown_in_a_list_cell_of_a_table_is_unknown(vocabulary, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("state,nationality,circumstances\nMEX,unknown,unknown\n")
    assert "nationality" not in read_situations(path, "", vocabulary)[0].facts
