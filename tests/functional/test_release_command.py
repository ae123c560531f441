"""`amparo release`: from a table to a bundle that can be verified, and one message for whatever is refused."""

import csv
import json

import pytest

PEOPLE = "sex,country\n" + "woman,PHL\n" * 400 + "man,NA\n" * 300 + ",\n" * 100


@pytest.fixture
def house(tmp_path, amparo):
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "domain.yaml").write_text(amparo("release", "domain", tmp_path / "people.csv").out)
    return tmp_path


def synthesize(amparo, house, *more, out="out"):
    return amparo(
        "release", "synthesize", house / "people.csv", "--domain", house / "domain.yaml", "--epsilon", 4,
        "--out", house / out, *more,
    )  # fmt: skip


def read_rows(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_drafted_domain_says_on_both_channels_that_it_leaks(house, amparo):
    ran = amparo("release", "domain", house / "people.csv")
    assert "already a disclosure" in ran.out and "itself a leak" in ran.err


def test_a_bundle_has_the_promised_files_and_verifies(house, amparo):
    ran = synthesize(amparo, house, "--ledger", house / "ledger")
    assert ran.code == 0 and "accounted" in ran.out
    assert {path.name for path in (house / "out").iterdir()} == {
        "synthetic.csv", "tables.csv", "report.html", "manifest.json",  # promised to others
        "synthetic.parquet", "synthetic-hxl.csv", "tables.parquet", "tables-hxl.csv",
        "methods.html", "dictionary.csv", "licence.txt", "dcat.jsonld",
    }  # fmt: skip
    rows = read_rows(house / "out" / "synthetic.csv")
    tables = {row["combination"]: int(row["count"]) for row in read_rows(house / "out" / "tables.csv")}
    assert list(rows[0]) == ["sex", "country"]
    assert tables["sex:man;country:NA"] == sum(row == {"sex": "man", "country": "NA"} for row in rows)
    assert abs(tables["sex:woman"] - 400) < 60
    assert "every file is as it was released" in amparo("release", "verify", house / "out").out


def test_without_a_ledger_manifest_and_report_say_not_for_publication(house, amparo):
    synthesize(amparo, house)
    assert json.loads((house / "out" / "manifest.json").read_text())["status"] == "unaccounted: not for publication"
    assert "Unaccounted: not for publication." in (house / "out" / "report.html").read_text()


def test_the_cap_ends_it_and_says_what_is_left(house, amparo):
    (house / "domain.yaml").write_text((house / "domain.yaml").read_text().replace("cap_epsilon: 10", "cap_epsilon: 5"))
    assert synthesize(amparo, house, "--ledger", house / "ledger").code == 0
    ran = synthesize(amparo, house, "--ledger", house / "ledger", out="second")
    assert ran.code == 2 and "is left" in ran.err
    assert not (house / "second").exists()


def test_a_changed_missing_or_added_file_is_named(house, amparo):
    synthesize(amparo, house)
    with (house / "out" / "tables.csv").open("a") as file:
        file.write("sex:man,1\n")
    (house / "out" / "report.html").unlink()
    (house / "out" / "names.txt").write_text("")
    ran = amparo("release", "verify", house / "out")
    assert ran.code == 2
    assert all(name in ran.err for name in ("tables.csv", "report.html", "names.txt"))


def test_a_release_is_not_written_over_and_nothing_is_spent_for_it(house, amparo):
    synthesize(amparo, house)
    ran = synthesize(amparo, house, "--ledger", house / "ledger")
    assert ran.code == 2 and "not written over" in ran.err and not (house / "ledger").exists()


def test_the_plan_says_in_plain_words_what_it_costs_and_what_is_left(house, amparo):
    words = ("release", "plan", "--domain", house / "domain.yaml", "--epsilon", 4, "--ledger", house / "ledger")
    assert "enough for one more release" in amparo(*words).out
    synthesize(amparo, house, "--ledger", house / "ledger", "--max-length", 2)
    assert "cannot be asked afterwards" in amparo(*words).out
    assert "cannot be paid" in amparo(*words[:-4], "--epsilon", 12, *words[-2:]).out


def test_the_plan_speaks_of_every_kind_and_of_what_the_ledger_would_refuse(house, amparo):
    words = ("release", "plan", "--domain", house / "domain.yaml", "--by", "sex,country", "--ledger", house / "ledger")
    assert "sex by country: 9 cells, likely error" in amparo(*words, "--epsilon", 1).out
    assert "fewer than 10 people" in amparo(*words, "--k", 10).out
    suppress(amparo, house, "--ledger", house / "ledger")
    assert all(
        "would be refused: country, sex" in amparo(*words, *kind).out for kind in (("--epsilon", 1), ("--k", 10))
    )
    assert amparo(*words).code == 2 and amparo(*words, "--k", 10, "--epsilon", 1).code == 2


def suppress(amparo, house, *more, out="suppressed"):
    return amparo(
        "release", "suppress", house / "people.csv", "--domain", house / "domain.yaml", "--by", "sex,country",
        "--out", house / out, *more,
    )  # fmt: skip


def tables(amparo, house, *more, out="tables"):
    return amparo(
        "release", "tables", house / "people.csv", "--domain", house / "domain.yaml", "--by", "sex,country", "--epsilon", 2,
        "--out", house / out, *more,
    )  # fmt: skip


def test_suppressed_tables_are_exact_and_hide_the_small(house, amparo):
    (house / "people.csv").write_text(PEOPLE + "woman,NA\n" * 4)
    ran = suppress(amparo, house, "--ledger", house / "ledger")
    assert ran.code == 0 and "Suppressed tables of 804 people" in ran.out
    told = {row["combination"]: int(row["count"]) for row in read_rows(house / "suppressed" / "tables.csv")}
    assert told["sex:woman"] == 404 and "sex:woman;country:NA" not in told and "sex:man;country:NA" not in told


def test_a_table_with_noise_beside_a_suppressed_one_is_refused_and_nothing_is_written(house, amparo):
    suppress(amparo, house, "--ledger", house / "ledger")
    ran = tables(amparo, house, "--ledger", house / "ledger")
    assert ran.code == 2 and "once and for ever" in ran.err and not (house / "tables").exists()


def test_who_brought_nearly_all_is_asked_for_and_protected_against(house, amparo):
    times = {"woman,PHL": (300, 300, 300), "woman,NA": (90, 90, 90), "man,NA": (90, 90, 90), "man,PHL": (200, 2, 2)}
    rows = [
        f"{cell},{office}" for cell, by in times.items() for office, n in zip("abc", by, strict=True) for _ in range(n)
    ]
    (house / "people.csv").write_text("\n".join(["sex,country,office", *rows]) + "\n")
    assert suppress(amparo, house, "--contributor", "office").code == 0
    told = {row["combination"] for row in read_rows(house / "suppressed" / "tables.csv")}
    assert "sex:man;country:PHL" not in told and "country:PHL" in told
    assert suppress(amparo, house, "--contributor", "faith", out="no").code == 2
    (house / "people.csv").write_text("sex,country,office\nwoman,PHL,\n")
    ran = suppress(amparo, house, "--contributor", "office", out="no")
    assert ran.code == 2 and "Row 1 has no office" in ran.err


def keys(amparo, house):
    found = []
    for name in ("Ana", "Basir"):
        ran = amparo("pack", "new-key", "--out", house / f"{name}.key")
        found.append(f"  - name: {name}\n    key: {ran.err.split()[-1]}\n")
    (house / "publishers.yaml").write_text("publishers:\n" + "".join(found))


def test_from_plan_to_published_with_two_people(house, amparo):
    keys(amparo, house)
    tables(amparo, house, "--ledger", house / "ledger")
    publish = (
        "release", "publish", house / "tables", "--publishers", house / "publishers.yaml",
        "--ledger", house / "ledger", "--to", house / "public",
    )  # fmt: skip
    assert "2 more must sign" in amparo("release", "preview", house / "tables").out
    assert amparo("release", "sign", house / "tables", "--key", house / "Ana.key").code == 0
    ran = amparo(*publish)
    assert ran.code == 2 and "and Ana signed" in ran.err
    assert amparo("release", "sign", house / "tables", "--key", house / "Basir.key").code == 0
    assert "by Ana and Basir" in amparo(*publish).out
    assert amparo("release", "verify", house / "public").out.count("Signed by") == 2


def test_bundles_of_two_organisations_add_up_without_their_data(house, amparo):
    tables(amparo, house, "--ledger", house / "ledger")
    (house / "domain.yaml").write_text((house / "domain.yaml").read_text().replace('"people"', '"others"'))
    tables(amparo, house, "--ledger", house / "ledger", out="others")
    (house / "people.csv").unlink()
    ran = amparo("release", "combine", house / "tables", house / "others", "--out", house / "both")
    assert ran.code == 0 and "cannot say how many" in ran.out
    counted = {row["combination"]: int(row["count"]) for row in read_rows(house / "both" / "tables.csv")}
    assert abs(counted["sex:woman"] - 800) < 30
    assert amparo("release", "verify", house / "both").code == 0


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--epsilon", "0", "above 0"),
        ("--epsilon", "nan", "above 0"),
        ("--epsilon", "99", "at most"),
        ("--delta", "0.5", "Delta"),
    ],
)
def test_a_promise_that_is_none_is_refused(house, amparo, option, value, told):
    ran = synthesize(amparo, house, option, value)
    assert ran.code == 2 and told in ran.err


def test_no_value_of_a_cell_is_repeated_in_a_refusal(house, amparo):
    (house / "people.csv").write_text(PEOPLE + "Thandiwe Mokoena,PHL\n")
    ran = synthesize(amparo, house)
    assert ran.code == 2 and "Row 801" in ran.err and "sex" in ran.err and "Mokoena" not in ran.err


def test_what_is_no_release_does_not_verify(house, amparo):
    assert amparo("release", "verify", house).code == 2


def test_a_ledger_needs_a_cap(house, amparo):
    text = (house / "domain.yaml").read_text().replace("cap_epsilon: 10", "cap_epsilon: 0")
    (house / "domain.yaml").write_text(text)
    ran = synthesize(amparo, house, "--ledger", house / "ledger")
    assert ran.code == 2 and "cap_epsilon" in ran.err and not (house / "ledger").exists()
    assert "no cap" in amparo("release", "plan", "--domain", house / "domain.yaml", "--epsilon", 1).out


EVERY_KIND = pytest.mark.parametrize("make", [synthesize, tables, suppress])


@EVERY_KIND
def test_namibia_is_counted_in_every_kind(house, amparo, make):
    assert make(amparo, house, out="na").code == 0
    counts = {row["combination"]: int(row["count"]) for row in read_rows(house / "na" / "tables.csv")}
    assert abs(counts["country:NA"] - 300) < 60


@EVERY_KIND
def test_an_unlisted_code_is_refused_in_every_kind_and_nothing_is_entered_or_written(house, amparo, make):
    (house / "people.csv").write_text(PEOPLE + "woman,Atlantis\n")
    ran = make(amparo, house, "--ledger", house / "ledger", out="no")
    assert ran.code == 2 and "Row 801" in ran.err and "Atlantis" not in ran.err
    assert not (house / "no").exists() and not (house / "ledger").exists()


@EVERY_KIND
@pytest.mark.parametrize("rows", ["", "woman,NA\n", ",\n" * 500])
def test_nobody_one_person_and_people_of_whom_nothing_is_recorded_are_published_or_refused_whole(
    house, amparo, make, rows
):
    (house / "people.csv").write_text("sex,country\n" + rows)
    ran = make(amparo, house, out="few")
    if make is suppress and len(rows) < 100:
        assert ran.code == 2 and "fewer than 10 people" in ran.err and not (house / "few").exists()
    else:
        assert ran.code == 0 and amparo("release", "verify", house / "few").code == 0
        counts = [int(row["count"]) for row in read_rows(house / "few" / "tables.csv")]
        assert max(counts, default=0) < 60


def test_a_person_in_every_year_is_protected_by_one_account_over_all_kinds(house, amparo):
    """The population has one name for all years, so the years share its account."""
    assert tables(amparo, house, "--ledger", house / "ledger", "--name", "2024", out="2024").code == 0
    assert synthesize(amparo, house, "--ledger", house / "ledger", "--name", "2025", out="2025").code == 0
    ran = suppress(amparo, house, "--ledger", house / "ledger", "--name", "2026")
    assert ran.code == 2 and "The release 2024" in ran.err
    for year in range(2026, 2040):
        ran = tables(amparo, house, "--ledger", house / "ledger", "--name", str(year), out=str(year))
    assert ran.code == 2 and "is left" in ran.err
