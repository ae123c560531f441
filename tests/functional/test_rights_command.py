"""`amparo rights`: the answer that others rely on."""

import json
import re

import jsonschema
import pytest

from amparo.norms.catalogue.catalogue import load_catalogue

ROSA = {
    "state": "MEX",
    "date": "2024-05-01",
    "role": "destination",
    "nationality": ["GTM"],
    "age": 31,
    "work": "employed",
    "stay": "none",
    "worker_category": "ordinary",
    "asylum": "none",
    "circumstances": {"wages-unpaid": True, "detained": False, "arrested": None},
}


def answer(amparo, situation, *options):
    ran = amparo("rights", "-", "--format", "json", *options, stdin=json.dumps(situation))
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def by_id(told):
    return {right["id"]: right for right in told["rights"]}


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_the_answer_is_as_its_schema_says(amparo, language):
    schema = json.loads(amparo("schema", "rights").out)
    jsonschema.validate(answer(amparo, ROSA, "--lang", language), schema)


def test_holding_and_engagement_are_two_answers(amparo):
    rights = by_id(answer(amparo, ROSA))
    urgent = rights["icrmw/28"]
    assert (urgent["holds"], urgent["engaged"], urgent["applies"]) == ("yes", "unknown", "unknown")
    assert urgent["unknown_because"] == {"engaged": "fact-missing"}
    assert urgent["missing"] == ["urgent-medical-need"]
    wages = rights["icrmw/25.3"]
    assert (wages["holds"], wages["engaged"], wages["applies"]) == ("yes", "yes", "yes")


def test_a_flag_told_false_is_false_and_null_is_unknown(amparo):
    rights = by_id(answer(amparo, ROSA))
    assert rights["icrmw/17"]["engaged"] == "no"
    assert rights["icrmw/16.5"]["engaged"] == "unknown"


def test_the_commitment_is_told_with_its_dates(amparo):
    told = by_id(answer(amparo, ROSA))["icrmw/28"]["commitment"]
    assert told["deposited_on"] == "1999-03-08"
    assert told["bound_from"] == "2003-07-01"
    assert told["reservations"] in ("none", "listed", "not collected")


def test_it_says_what_would_turn_the_answer(amparo):
    part_four = by_id(answer(amparo, {**ROSA, "stay": "temporary", "work_authorised": False}))["icrmw/45"]
    assert part_four["holds"] == "no"
    other_state = by_id(answer(amparo, {**ROSA, "state": "USA", "date": "2013-06-01"}))["icrmw/28"]
    assert other_state["holds"] == "no"
    assert {"if": "state within bound:icrmw", "is": [True]} in other_state["would_apply_if"]


def test_text_that_is_no_longer_checked_becomes_unknown_and_is_asked_of_nobody(amparo):
    told = answer(amparo, {**ROSA, "state": "USA", "date": "2026-05-01"})
    right = by_id(told)["icrmw/28"]
    assert right["holds"] == "unknown"
    assert right["unknown_because"]["holds"] == "not-bound-when-last-checked"
    assert right["missing"] == []


def test_norms_for_one_right_stand_together_under_their_theme(amparo):
    catalogue = load_catalogue()
    told = answer(amparo, ROSA)["rights"]
    ranks = [catalogue.rights[right["right"]].rank for right in told]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("show", "test"),
    [
        ("engaged", lambda right: right["applies"] == "yes"),
        ("held", lambda right: right["holds"] == "yes"),
        ("unknown", lambda right: right["applies"] == "unknown"),
        ("no", lambda right: right["holds"] == "no"),
    ],
)
def test_show_limits_the_answer(amparo, show, test):
    everything, shown = answer(amparo, ROSA)["rights"], answer(amparo, ROSA, "--show", show)["rights"]
    assert shown == [right for right in everything if test(right)]


@pytest.mark.parametrize("show", ["engaged", "held", "unknown", "no", "all"])
def test_text_and_json_show_the_same_rights(amparo, show):
    told = [right["id"] for right in answer(amparo, ROSA, "--show", show)["rights"]]
    text = amparo("rights", "-", "--show", show, stdin=json.dumps(ROSA)).out
    assert re.findall(r"\[([a-z][\w-]*/[\w.-]+)\]", text) == told


def test_the_first_line_sums_the_answer_up(amparo):
    summary, *lines = amparo("rights", "-", stdin=json.dumps(ROSA)).out.splitlines()
    found = re.fullmatch(
        r"Mexico, 1 May 2024\. Rights that matter now: (\d+)\. Also yours: (\d+)\. Not known: (\d+)\.", summary
    )
    now, also, unknown = map(int, found.groups())
    rights = answer(amparo, ROSA)["rights"]
    assert now == sum(line.startswith(("    •", "    ·")) for line in lines)
    assert now + also == sum(right["holds"] == "yes" for right in rights)
    assert unknown == sum(right["holds"] == "unknown" for right in rights)


def test_what_matters_now_never_rests_on_a_declaration_alone(amparo):
    text = amparo("rights", "-", stdin=json.dumps(ROSA)).out
    now = re.findall(r"\[([a-z][\w-]*/[\w.-]+)\]", text.partition("ONE QUESTION")[0])
    rights = by_id(answer(amparo, ROSA))
    for name in now:
        if rights[name]["strength"] == "declaratory":
            norms = [rights[one] for one in now if rights[one]["right"] == rights[name]["right"]]
            assert {norm["strength"] for norm in norms} > {"declaratory"}, name


def test_what_the_state_held_back_is_among_the_reasons(amparo):
    syrian = {**ROSA, "state": "TUR", "nationality": ["SYR"], "asylum": "recognised"}
    right = by_id(answer(amparo, syrian))["refugee-1951/33"]
    assert right["holds"] == "no"
    assert [reason for reason in right["because"] if reason["clause"].startswith("reservation: Turkey owes")]
    text = amparo("rights", "-", "--show", "no", stdin=json.dumps(syrian)).out
    assert "This State held something back: Turkey owes the Refugee Convention only" in text


@pytest.mark.parametrize(
    ("right", "changed", "opened"),
    [
        ("iccpr/7", {}, {"iccpr-op1/1": "yes"}),
        ("iccpr/7", {"date": "2002-06-14"}, {}),  # Mexico joined the protocol in March 2002
        ("cedaw/11", {"sex": "female"}, {"cedaw-op/2": "yes"}),
        ("cedaw/11", {"sex": "male"}, {}),
        ("cedaw/11", {}, {"cedaw-op/2": "unknown"}),
        ("crpd/25", {"disability": False}, {}),
    ],
)
def test_the_procedures_are_those_open_to_the_person(amparo, right, changed, opened):
    rights = by_id(answer(amparo, {**ROSA, **changed}))
    assert {one["id"]: one["open"] for one in rights[right]["procedures"]} == opened


def test_a_table_on_standard_input_is_read_as_one(amparo):
    ran = amparo("rights", "-", "--format", "json", stdin="state,date,age\nmex,2024-05-01,15-18\nITA,2024-05-01,\n")
    told = [one["situation"] for one in json.loads(ran.out)]
    assert [one["state"] for one in told] == ["MEX", "ITA"]
    assert told[0]["age"] == {"min": 15, "max": 18} and "age" not in told[1]


def test_what_is_missing_is_told_also_where_nothing_engages_it(amparo):
    right = by_id(answer(amparo, {**ROSA, "worker_category": None, "circumstances": ["wages-unpaid"]}))["icrmw/25.3"]
    assert "worker_category" in right["missing"]
    calm = {**ROSA, "worker_category": None, "circumstances": {"urgent-medical-need": False}}
    right = by_id(answer(amparo, calm))["icrmw/28"]
    assert (right["engaged"], right["applies"]) == ("no", "no")
    assert "worker_category" in right["missing"]


def test_json_yaml_and_csv_give_one_answer(amparo, tmp_path):
    as_json = answer(amparo, ROSA)
    yaml = tmp_path / "rosa.yaml"
    yaml.write_text(
        "state: MEX\ndate: 2024-05-01\nrole: destination\nnationality: [GTM]\nage: 31\nwork: employed\nstay: none\n"
        "worker_category: ordinary\nasylum: none\ncircumstances: {wages-unpaid: true, detained: false, arrested: null}\n"
    )
    table = tmp_path / "rosa.csv"
    table.write_text(
        "state,date,role,nationality,age,work,stay,worker_category,asylum,circumstances,circumstances_false\n"
        "MEX,2024-05-01,destination,GTM,31,employed,none,ordinary,none,wages-unpaid,detained\n"
    )
    for path in (yaml, table):
        assert json.loads(amparo("rights", path, "--format", "json").out)["rights"] == as_json["rights"]


def test_the_screen_shows_what_matters_first_and_folds_the_rest(amparo):
    ran = amparo("rights", "-", stdin=json.dumps(ROSA))
    first, question, rest = (
        ran.out.index(title) for title in ("THIS MATTERS NOW", "ONE QUESTION", "THESE ARE YOURS TOO")
    )
    assert first < question < rest
    assert len(ran.out.splitlines()) < 150


@pytest.mark.parametrize(
    ("language", "title"), [("es", "ESTO IMPORTA AHORA"), ("fr", "CECI COMPTE MAINTENANT"), ("ar", "ما يهمك الآن")]
)
def test_the_screen_speaks_four_languages(amparo, language, title):
    assert title in amparo("rights", "-", "--lang", language, stdin=json.dumps(ROSA)).out


def test_several_rows_give_several_answers(amparo, tmp_path):
    table = tmp_path / "two.csv"
    table.write_text("state,date\nMEX,2024-05-01\nITA,2024-05-01\n")
    told = json.loads(amparo("rights", table, "--format", "json").out)
    assert [one["situation"]["state"] for one in told] == ["MEX", "ITA"]
