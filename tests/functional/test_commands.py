"""The other commands, as promised to those who use them."""

import json
from pathlib import Path

import jsonschema
import pytest

TUTORIAL = Path(__file__).parents[2] / "docs/tutorial/packs"


def schema(amparo, name):
    return json.loads(amparo("schema", name).out)


def test_a_state_is_told_as_a_timeline_with_what_is_not_known(amparo):
    ran = amparo("state", "MEX", "--on", "2013-10-03")
    assert "1999-03-08  deposit (ratification): ICRMW" in ran.out
    assert "ICRMW: since 2003-07-01" in ran.out
    assert "NOT KNOWN" in ran.out
    told = json.loads(amparo("state", "mex", "--on", "2013-10-03", "--format", "json").out)
    jsonschema.validate(told, schema(amparo, "state"))


def test_reservations_are_listed_with_the_state(amparo):
    told = json.loads(amparo("state", "TUR", "--on", "2013-10-03", "--format", "json").out)
    words = {one["instrument"]: one["reservations"] for one in told["standings"]}
    assert words["refugee-1951"] == "listed"
    assert set(words.values()) <= {"none", "listed", "not collected"}


def test_commitments_as_json_follow_their_schema(amparo):
    told = json.loads(
        amparo("commitments", "count", "icrmw", "--on", "2003-06-04", "--action", "ratified", "--format", "json").out
    )
    jsonschema.validate(told, schema(amparo, "commitments"))
    assert told["count"] == len(told["states"]) == 21


def test_norms_are_listed_and_shown(amparo):
    listed = amparo("norms", "list", "--right", "urgent-care").out
    assert "icrmw/28" in listed and "icrmw/30" not in listed
    shown = amparo("norms", "show", "icrmw/28", "--on", "2013-06-30").out
    for part in ("ICRMW art. 28", "holder: within_icrmw", "engaged by: urgent-medical-need", "examples:", "46 States"):
        assert part in shown


def test_the_catalogue_is_in_order_and_notices_every_mistake(amparo):
    ran = amparo("norms", "check")
    assert ran.code == 0, ran.err
    assert "provisions are in order" in ran.out


def test_the_tutorial_pack_is_in_order_and_changes_answers(amparo):
    assert amparo("norms", "check", TUTORIAL / "spain").code == 0
    ran = amparo("norms", "diff", "current", TUTORIAL / "spain")
    assert "Added: esp-lo-4-2000/36.5, esp-lo-4-2000/9.1" in ran.out
    assert "Fatou" not in ran.out.split("Of ")[0]
    assert "Senegalese kitchen hand" in ran.out


def test_answers_name_the_packs_they_rest_on(amparo, monkeypatch):
    key = (TUTORIAL / "spain/SIGNATURE").read_text().split()[0]
    monkeypatch.setenv("AMPARO_PACKS", str(TUTORIAL / "spain"))
    monkeypatch.setenv("AMPARO_PACK_KEYS", key)
    situation = {
        "state": "ESP",
        "date": "2023-03-06",
        "role": "destination",
        "nationality": ["SEN"],
        "work": "employed",
    }
    situation |= {"work_authorised": False, "circumstances": ["wages-unpaid"]}
    told = json.loads(amparo("rights", "-", "--format", "json", stdin=json.dumps(situation)).out)
    assert [pack["name"] for pack in told["catalogue"]["packs"]] == ["spain"]
    right = next(right for right in told["rights"] if right["id"] == "esp-lo-4-2000/36.5")
    assert right["applies"] == "yes"


def test_the_demonstration_runs(amparo, tmp_path):
    ran = amparo("demo", "accounts", "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert (tmp_path / "out/coverage.svg").is_file()
    assert len(list((tmp_path / "out").glob("*.txt"))) == 12


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_an_interview_ends_with_rights_though_every_question_is_skipped(amparo, language):
    ran = amparo("interview", "--lang", language, "--on", "2024-05-01", stdin="MEX\n" + "\n" * 30)
    assert ran.code == 0, ran.err
    assert "icrmw" not in ran.err


def test_an_interview_makes_answers_known_and_asks_again_what_it_cannot_understand(amparo):
    ran = amparo("interview", "--on", "2024-05-01", stdin="XXX\nMEX\nnonsense\n0\nq\n")
    assert ran.out.count("Which country is it about?") == 2
    assert ran.out.count("That could not be understood.") == 3
    assert "Mexico, 1 May 2024." in ran.out
    assert "THESE ARE YOURS TOO" in ran.out or "THIS MATTERS NOW" in ran.out


@pytest.mark.parametrize(
    ("language", "said", "summary"),
    [
        ("en", "mexico", "Mexico, 1 May 2024."),
        ("es", "México", "México, 1 de mayo de 2024."),
        ("fr", "Mexique", "Mexique, 1 mai 2024."),
        ("ar", "المكسيك", "المكسيك، 1 مايو 2024."),
        ("ar", "mex", "المكسيك، 1 مايو 2024."),
    ],
)
def test_an_interview_takes_the_country_by_its_name_and_the_end_of_the_input_for_the_end(
    amparo, language, said, summary
):
    ran = amparo("interview", "--lang", language, "--on", "2024-05-01", stdin=f"{said}\n")
    assert (ran.code, ran.err) == (0, "")
    assert summary in ran.out


@pytest.mark.parametrize("stdin", ["", "q\n", "Atlantis\nYUG\nEUE\n"])
def test_an_interview_about_no_country_ends_without_an_answer(amparo, stdin):
    ran = amparo("interview", "--on", "2024-05-01", stdin=stdin)
    assert (ran.code, ran.err) == (0, "")
    assert "2024" not in ran.out


MARK = "Xochitl-Marker"


@pytest.mark.parametrize("debug", [False, True])
def test_an_unforeseen_error_is_one_sentence_and_a_traceback_only_if_asked_for(amparo, monkeypatch, debug):
    def fail(*args, **options):
        raise RuntimeError(MARK)

    monkeypatch.setattr("amparo.norms.answers.rights.rights", fail)
    monkeypatch.setenv("AMPARO_DEBUG", "1") if debug else monkeypatch.delenv("AMPARO_DEBUG", raising=False)
    ran = amparo("rights", "-", stdin="state: MEX\n")
    assert (ran.code, ran.out) == (70, "")
    assert ran.err.splitlines()[-1].startswith("Something of ours went wrong.")
    assert ("Traceback" in ran.err) is (MARK in ran.err) is debug
    assert debug or len(ran.err.splitlines()) == 1


def test_the_european_union_is_not_a_state_whose_commitments_are_told(amparo):
    told = json.loads(
        amparo(
            "commitments", "count", "palermo-smuggling", "--action", "signed", "--on", "2013-06-30", "--format", "json"
        ).out
    )
    jsonschema.validate(told, schema(amparo, "commitments"))
    assert told["european_union"] is True and "EUE" not in told["states"] + told["unknown"]
    assert told["count"] == len(told["states"]) + 1
