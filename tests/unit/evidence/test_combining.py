"""Tables of several organisations added up: what both tell, with the error that it has, and nothing about the same person in both."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from nacl.signing import SigningKey
from people import DOMAIN, crowd, rounded_normal

from amparo.errors import BadInput, Problems
from amparo.evidence.counting.domain import Attribute
from amparo.evidence.counting.records import Records
from amparo.evidence.release.bundles.publishing import publish, sign
from amparo.evidence.release.bundles.signing import Publisher
from amparo.evidence.release.bundles.verifying import verify_bundle
from amparo.evidence.release.bundles.writing import write_bundle
from amparo.evidence.release.combining import combine
from amparo.evidence.release.gate import release_records, release_suppressed, release_tables
from amparo.evidence.release.prices import price_of
from amparo.evidence.release.suppression.rules import Rule

ASKED = [["sex", "country"]]


def tables(folder, population, *, people=None, asked=ASKED, domain=DOMAIN, noise=None, ledger=True):
    people = people or crowd(400)
    own = Records(replace(domain, population=population), people.codes)
    account = folder / f"{population}.ledger" if ledger else None
    released = release_tables(
        own,
        price_of(DOMAIN, 2.0),
        asked,
        name=population,
        on="2026-11-21",
        ledger=account,
        mechanism=noise or rounded_normal(),
    )
    write_bundle(released, folder / population)
    return folder / population


def suppressed(folder, population):
    own = Records(replace(DOMAIN, population=population), crowd(400, seed=3).codes)
    released = release_suppressed(own, Rule(10), ASKED, name=population, on="2026-11-21", ledger=folder / "l")
    write_bundle(released, folder / population)
    return folder / population


def records(folder, population, noise=None):
    own = Records(replace(DOMAIN, population=population), crowd(400, seed=4).codes)
    released = release_records(
        own,
        price_of(DOMAIN, 4.0),
        name=population,
        on="2026-11-21",
        ledger=folder / "l2",
        mechanism=noise or rounded_normal(),
    )
    write_bundle(released, folder / population)
    return folder / population


def add(*folders):
    return combine(folders, name="both", on="2026-11-22")


def test_counts_add_up_and_errors_add_up_as_squares(tmp_path):
    here, there = tables(tmp_path, "here"), tables(tmp_path, "there", people=crowd(900, seed=2))
    both = add(here, there)
    one, other = dict(verify_bundle(here).tables()), dict(verify_bundle(there).tables())
    assert dict(both.tables) == {";".join(sorted(name.split(";"))): one[name] + other[name] for name in one}
    errors = [verify_bundle(folder).manifest["accuracy"][1]["likely_error"] for folder in (here, there)]
    assert both.accuracy[1].likely_error == pytest.approx(np.hypot(*errors), abs=0.06)


def test_the_stated_error_is_the_true_one_over_many_runs(tmp_path):
    noise, people = rounded_normal(9), [crowd(300, seed) for seed in (1, 2)]
    exact = lambda counts, sigma: counts  # noqa: E731
    truth = dict(add(*(tables(tmp_path, f"t{at}", people=one, noise=exact) for at, one in enumerate(people))).tables)
    misses = []
    for run in range(60):
        both = add(*(tables(tmp_path, f"r{run}-{at}", people=one, noise=noise) for at, one in enumerate(people)))
        misses += [count - truth[name] for name, count in both.tables if ";" in name]
    assert np.sqrt(np.mean(np.square(misses))) == pytest.approx(both.accuracy[1].likely_error, rel=0.15)
    assert abs(np.mean(misses)) < 0.3 * both.accuracy[1].likely_error  # it leans nowhere


def test_the_overlap_question_is_asked_and_left_open(tmp_path):
    both = add(tables(tmp_path, "here"), tables(tmp_path, "there", people=crowd(900, seed=2)))
    write_bundle(both, tmp_path / "both")
    assert "counted twice" in (tmp_path / "both" / "report.html").read_text()
    rows = list(csv.DictReader(io.StringIO((tmp_path / "both" / "combined.csv").read_text())))
    assert all(int(row["fewest_people"]) <= int(row["count"]) or int(row["count"]) < 40 for row in rows)
    women = next(row for row in rows if row["combination"] == "sex:woman")
    assert abs(int(women["fewest_people"]) - 540) < 60 and abs(int(women["count"]) - 780) < 80
    assert verify_bundle(tmp_path / "both").manifest["privacy"]["sources"][1]["population"] == "there"


def test_only_what_every_release_tells_is_added(tmp_path):
    here = tables(tmp_path, "here", asked=[["sex", "country"], ["means"]])
    there = tables(tmp_path, "there", asked=[["country"]])
    assert {name.split(":")[0] for name, _ in add(here, there).tables} == {"country"}


def test_a_hidden_count_is_not_added_as_none(tmp_path):
    here, hidden = tables(tmp_path, "here"), suppressed(tmp_path, "hidden")
    shown = {name for name, _ in verify_bundle(hidden).tables()}
    both = dict(add(here, hidden).tables)
    assert 0 < len(both) == len(shown) < len(verify_bundle(here).tables())


def test_what_synthetic_records_leave_out_counts_as_none(tmp_path):
    here, invented = tables(tmp_path, "here"), records(tmp_path, "invented")
    told = dict(verify_bundle(invented).tables())
    one = dict(verify_bundle(here).tables())
    both = dict(add(here, invented).tables)
    assert set(both) == {";".join(sorted(name.split(";"))) for name in one}
    assert both["sex:man"] == one["sex:man"] + told["sex:man"]


def test_a_value_that_only_one_declares_is_not_told(tmp_path):
    wider = replace(DOMAIN, attributes=(Attribute("sex", ("woman", "man", "other")), *DOMAIN.attributes[1:]))
    both = add(tables(tmp_path, "here"), tables(tmp_path, "there", domain=wider))
    assert both.domain.attributes[0].values == ("woman", "man") and "sex:other" not in dict(both.tables)


def test_combined_tables_can_be_combined_again(tmp_path):
    write_bundle(add(tables(tmp_path, "a"), tables(tmp_path, "b")), tmp_path / "ab")
    assert add(tmp_path / "ab", tables(tmp_path, "c")).people == pytest.approx(1_200, abs=100)


def test_combined_tables_are_published_by_two_people_and_need_no_ledger_of_their_own(tmp_path):
    """Their sources were accounted where they came from; nothing more is spent."""
    write_bundle(add(tables(tmp_path, "a"), tables(tmp_path, "b")), tmp_path / "ab")
    keys = [SigningKey(bytes([at]) * 32) for at in (1, 2)]
    publishers = [Publisher(str(at), key.verify_key.encode().hex()) for at, key in enumerate(keys)]
    sign(tmp_path / "ab", keys[0].encode().hex())
    with pytest.raises(Problems, match="needs 2 registered people"):
        publish(tmp_path / "ab", publishers=publishers, ledger=None, to=tmp_path / "public")
    sign(tmp_path / "ab", keys[1].encode().hex())
    assert publish(tmp_path / "ab", publishers=publishers, ledger=None, to=tmp_path / "public") == ("0", "1")
    assert verify_bundle(tmp_path / "public").manifest["people"] == pytest.approx(800, abs=80)


def test_the_same_people_are_not_added_to_themselves(tmp_path):
    here = tables(tmp_path, "here")
    with pytest.raises(BadInput, match="same people"):
        add(here, here)
    write_bundle(add(here, tables(tmp_path, "there")), tmp_path / "both")
    with pytest.raises(BadInput, match="about here: the same people"):
        add(tmp_path / "both", here)


def test_what_is_not_for_publication_is_not_added_up(tmp_path):
    with pytest.raises(BadInput, match="there"):
        add(tables(tmp_path, "here"), tables(tmp_path, "there", ledger=False))


def test_nothing_in_common_and_one_alone_are_refused(tmp_path):
    with pytest.raises(BadInput, match="nothing can be added up"):
        add(tables(tmp_path, "here", asked=[["sex"]]), tables(tmp_path, "there", asked=[["country"]]))
    with pytest.raises(BadInput, match="two releases or more"):
        add(tmp_path / "here")
