"""A bundle explains itself, is signed by two people, and shows whatever was done to it."""

import csv
import io
import json

import polars as pl
import pytest
from nacl.signing import SigningKey
from people import DOMAIN, crowd, rounded_normal

from amparo.errors import BadInput, Problems
from amparo.evidence.release.bundles.publishing import preview, publish, sign
from amparo.evidence.release.bundles.signing import Publisher, read_publishers
from amparo.evidence.release.bundles.verifying import verify_bundle
from amparo.evidence.release.bundles.writing import write_bundle
from amparo.evidence.release.gate import release_records, release_suppressed, release_tables
from amparo.evidence.release.prices import price_of
from amparo.evidence.release.suppression.rules import Rule

KINDS = ("records", "tables", "suppressed")
ASKED = [["sex", "country"], ["means"]]
KEYS = {name: SigningKey(bytes([at]) * 32) for at, name in enumerate(("Ana", "Basir", "Dana"), 1)}
PUBLISHERS = tuple(Publisher(name, KEYS[name].verify_key.encode().hex()) for name in ("Ana", "Basir"))


def secret(name):
    return KEYS[name].encode().hex()


def make(folder, kind, ledger=None, name="helped"):
    people, what = crowd(400), {"name": name, "on": "2026-11-21", "ledger": ledger}
    if kind == "records":
        released = release_records(people, price_of(DOMAIN, 2.0), mechanism=rounded_normal(), max_length=2, **what)
    elif kind == "tables":
        released = release_tables(people, price_of(DOMAIN, 2.0), ASKED, mechanism=rounded_normal(), **what)
    else:
        released = release_suppressed(people, Rule(10), ASKED, **what)
    write_bundle(released, folder)
    return folder


@pytest.fixture(params=KINDS)
def bundle(request, tmp_path):
    return make(tmp_path / "bundle", request.param, tmp_path / "ledger")


def test_a_bundle_of_any_kind_verifies_and_holds_what_readers_need(bundle):
    found = verify_bundle(bundle)
    assert found.is_accounted and found.signed_by == ()
    names = {path.name for path in bundle.iterdir()}
    assert {"tables.csv", "tables.parquet", "tables-hxl.csv", "report.html", "methods.html"} <= names
    assert {"manifest.json", "dictionary.csv", "licence.txt", "dcat.jsonld"} <= names
    assert ("synthetic.csv" in names) == (found.kind == "synthetic records") == ("synthetic.parquet" in names)


def test_parquet_and_hxl_hold_what_the_csv_holds(bundle):
    for stem in ("tables", "synthetic"):
        if (bundle / f"{stem}.csv").exists():
            rows = list(csv.reader(io.StringIO((bundle / f"{stem}.csv").read_text())))
            tagged = list(csv.reader(io.StringIO((bundle / f"{stem}-hxl.csv").read_text())))
            frame = pl.read_parquet(bundle / f"{stem}.parquet")
            assert [list(row) for row in frame.cast(pl.String).fill_null("").rows()] == rows[1:]
            assert tagged[0] == rows[0] and tagged[2:] == rows[1:]
            assert len(tagged[1]) == len(rows[0]) and all(tag.startswith("#") for tag in tagged[1])


def test_the_first_screen_answers_five_questions_and_two_cannot_be_answered(bundle):
    page = (bundle / "report.html").read_text()
    first_screen = page[: page.index("<h2>")]
    assert first_screen.count("<dt>") == 5
    assert first_screen.count("This cannot be said from these data") == 2
    assert "<script" not in page and "http" not in page


def test_the_methods_are_told_without_a_formula(bundle):
    page = (bundle / "methods.html").read_text()
    assert "never counted as no" in page and "=" not in page.split("<h1>")[1].replace('href="', "")


def test_the_entry_for_catalogues_names_every_file_of_data_with_its_digest(bundle):
    entry = json.loads((bundle / "dcat.jsonld").read_text())
    files = json.loads((bundle / "manifest.json").read_text())["files"]
    told = {
        one["dcterms:title"]: one["spdx:checksum"]["spdx:checksumValue"]["@value"] for one in entry["dcat:distribution"]
    }
    assert told == {name: facts["sha256"] for name, facts in files.items() if name.endswith((".csv", ".parquet"))}
    assert entry["@type"] == "dcat:Dataset" and entry["dcterms:issued"]["@value"] == "2026-11-21"


def test_no_count_below_k_is_in_any_file_of_suppressed_tables(tmp_path):
    folder = make(tmp_path / "bundle", "suppressed")
    for file in ("tables.csv", "tables-hxl.csv"):
        counts = [row["count"] for row in csv.DictReader(io.StringIO((folder / file).read_text()))]
        assert all(int(count) >= 10 for count in counts if count.isdigit())


def test_a_bundle_does_not_tell_how_many_of_its_hidden_cells_are_small(tmp_path):
    """Whoever knew that could rule out some of the tables of people that prove the protection."""
    manifest = json.loads((make(tmp_path / "bundle", "suppressed") / "manifest.json").read_text())
    assert set(manifest["privacy"]) == {"promise", "k", "largest_share_of_a_contributor", "hidden"}


@pytest.mark.parametrize(
    ("file", "damage", "told"),
    [
        ("tables.csv", lambda text: text.replace("sex:man,", "sex:man,1"), "digest differs"),
        ("report.html", lambda text: text + " ", "digest differs"),
        ("manifest.json", lambda text: text.replace('"helped"', '"held"'), "changed after it was signed"),
        ("signatures.json", lambda text: text.replace("0", "1"), "changed after it was signed"),
        ("signatures.json", lambda text: "[]]", "cannot be read"),
    ],
)
def test_a_change_to_a_signed_bundle_is_named(bundle, file, damage, told):
    sign(bundle, secret("Ana"))
    (bundle / file).write_text(damage((bundle / file).read_text()))
    with pytest.raises(Problems) as caught:
        verify_bundle(bundle)
    assert told in str(caught.value)


def rewrite(bundle, file, content):
    """As somebody would who can write a manifest as well, but has no key."""
    (bundle / file).write_bytes(content)
    manifest = json.loads((bundle / "manifest.json").read_text())
    import hashlib

    manifest["files"][file]["sha256"] = hashlib.sha256(content).hexdigest()
    (bundle / "manifest.json").write_text(json.dumps(manifest))


def test_tables_that_do_not_count_their_records_are_found_even_with_fresh_digests(tmp_path):
    folder = make(tmp_path / "bundle", "records")
    tables = (folder / "tables.csv").read_bytes()
    rewrite(folder, "tables.csv", tables + b"sex:woman;country:USA;means:debt,3\n")
    with pytest.raises(Problems, match="do not count what is in") as caught:
        verify_bundle(folder)
    assert "entry for catalogues" in str(caught.value)


def test_a_small_count_that_crept_into_suppressed_tables_is_found(tmp_path):
    folder = make(tmp_path / "bundle", "suppressed")
    rewrite(folder, "tables.csv", (folder / "tables.csv").read_bytes() + b"sex:man;country:USA,2\n")
    with pytest.raises(Problems, match="smaller than this release promises"):
        verify_bundle(folder)


def test_two_registered_people_publish_and_readers_find_all_of_it(bundle, tmp_path):
    for name in ("Ana", "Basir"):
        sign(bundle, secret(name))
    names = publish(bundle, publishers=PUBLISHERS, ledger=tmp_path / "ledger", to=tmp_path / "public")
    assert names == ("Ana", "Basir")
    published = verify_bundle(tmp_path / "public")
    assert len(published.signed_by) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"bundle", "ledger", "public"}


@pytest.mark.parametrize(
    ("signed", "told"),
    [
        ((), "nobody registered has signed"),
        (("Ana",), "and Ana signed"),
        (("Ana", "Dana"), "and Ana signed"),  # Dana's key is in no register
    ],
)
def test_fewer_than_two_registered_people_publish_nothing(bundle, tmp_path, signed, told):
    for name in signed:
        sign(bundle, secret(name))
    with pytest.raises(Problems, match=told):
        publish(bundle, publishers=PUBLISHERS, ledger=tmp_path / "ledger", to=tmp_path / "public")
    assert not (tmp_path / "public").exists()


def test_one_person_does_not_sign_twice(bundle):
    sign(bundle, secret("Ana"))
    with pytest.raises(BadInput, match="another person's"):
        sign(bundle, secret("Ana"))


def test_what_was_changed_is_not_signed(bundle):
    (bundle / "tables.csv").write_text("combination,count\n")
    with pytest.raises(Problems):
        sign(bundle, secret("Ana"))


@pytest.mark.parametrize("kind", KINDS)
def test_an_unaccounted_bundle_is_not_published_whoever_signs_it(tmp_path, kind):
    folder = make(tmp_path / "bundle", kind)
    for name in ("Ana", "Basir"):
        sign(folder, secret(name))
    with pytest.raises(Problems, match="not for publication"):
        publish(folder, publishers=PUBLISHERS, ledger=tmp_path / "ledger", to=tmp_path / "public")
    assert "Unaccounted: not for publication" in (folder / "report.html").read_text()
    assert "cannot be published" in preview(folder)


@pytest.mark.parametrize("ledger", [None, "no ledger", "another ledger"])
def test_a_bundle_that_only_says_that_it_is_accounted_is_not_published(bundle, tmp_path, ledger):
    if ledger == "another ledger":
        make(tmp_path / "other", "tables", tmp_path / ledger, name="something else")
    for name in ("Ana", "Basir"):
        sign(bundle, secret(name))
    with pytest.raises(Problems, match="The ledger has no such release"):
        publish(bundle, publishers=PUBLISHERS, ledger=ledger and tmp_path / ledger, to=tmp_path / "public")


def test_a_release_that_claims_to_have_cost_less_is_not_published(tmp_path):
    folder = make(tmp_path / "bundle", "tables", tmp_path / "ledger")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["privacy"]["rho_zcdp"] /= 2
    (folder / "manifest.json").write_text(json.dumps(manifest))
    for name in ("Ana", "Basir"):
        sign(folder, secret(name))
    with pytest.raises(Problems, match="no such release"):
        publish(folder, publishers=PUBLISHERS, ledger=tmp_path / "ledger", to=tmp_path / "public")


def test_a_preview_says_what_readers_see_and_what_is_missing(bundle):
    assert "2 more must sign" in preview(bundle)
    for name in ("Ana", "Basir"):
        sign(bundle, secret(name))
    told = preview(bundle)
    assert "Enough have signed." in told and told.count("cannot be said from these data") == 2


@pytest.mark.parametrize("manifest", [None, "", "{}", "[]", '{"format": "amparo release 1"}'])
def test_what_is_no_bundle_is_one_message(tmp_path, manifest):
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(BadInput, match="not a release"):
        verify_bundle(tmp_path)


def test_a_register_has_each_person_and_each_key_once(tmp_path):
    rows = [f"  - name: {one.name}\n    key: {one.key.upper()}\n" for one in PUBLISHERS]
    (tmp_path / "publishers.yaml").write_text("publishers:\n" + "".join(rows))
    assert read_publishers(tmp_path / "publishers.yaml") == PUBLISHERS
    twice = [
        rows[0],
        rows[0].replace("Ana", "ana").replace("8", "9"),
        rows[0].replace("Ana", "Eve"),
        "  - name: Eve\n    key: ab\n",
    ]
    (tmp_path / "publishers.yaml").write_text("publishers:\n" + "".join(twice))
    with pytest.raises(Problems) as caught:
        read_publishers(tmp_path / "publishers.yaml")
    assert str(caught.value).count("key of their own") == 3 and "64 hexadecimal" in str(caught.value)


def test_a_declared_hashtag_is_used_and_another_says_only_the_name(tmp_path):
    from amparo.evidence.counting.domain import Attribute
    from amparo.evidence.release.bundles.metadata import hashtag

    assert hashtag(Attribute("citizenship", ("PER",), hxl="#country+origin+code")) == "#country+origin+code"
    assert hashtag(Attribute("Age (broad)", ("x",))) == "#meta+age_broad"
    assert hashtag(Attribute("الجنس", ("x",))) == "#meta"
    with pytest.raises(ValueError, match="hashtag such as"):
        Attribute("citizenship", ("PER",), hxl="country")


def test_the_maker_is_told_no_secret_and_runs_no_code_of_the_folder(tmp_path, monkeypatch):
    from amparo.evidence.counting.domain import Domain
    from amparo.evidence.release import making
    from amparo.evidence.release.ledger import Account
    from amparo.evidence.release.orders import Order
    from amparo.evidence.release.releases import Kind

    started = []

    class Process:
        pid = 1

        def __init__(self, command, **more):
            started.append((command, more["env"]))

        def communicate(self, content):
            pass

    monkeypatch.setattr(making.subprocess, "Popen", Process)
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    domain = Domain("people", DOMAIN.attributes[:1], people=400, cap=4.0)
    table = pl.DataFrame({domain.names[0]: [""]})
    making.begin(Order(Kind.NOISY, domain, "x", "2026-11-21", 1, 1.0), Account(0, 4, "x"), table, tmp_path / "x", 0)
    ((command, around),) = started
    assert "-P" in command[: command.index("-m")] and "PATH" in around and "DATABASE_URL" not in around


def test_who_only_shows_what_was_published_needs_neither_numpy_nor_opendp():
    """They come with an extra that only making a release needs; the public pages must not fall for want of it."""
    import subprocess
    import sys

    rooms = "release.bundles.shelf, amparo.evidence.release.pictures, amparo.evidence.incidents.shipped"
    said = f"import sys; sys.modules['numpy'] = sys.modules['opendp'] = None; import amparo.evidence.{rooms}"
    subprocess.run([sys.executable, "-c", said], check=True)
