"""Published evidence: only what two people signed and nobody changed is shown; what is hidden says so; nothing of a bundle runs."""

import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import published_bundles
import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from amparo.evidence.release.bundles import shelf as shelves
from amparo.evidence.release.bundles.questions import questions as in_english
from amparo.evidence.release.bundles.shelf import complaints, published_bundle
from amparo.evidence.release.bundles.verifying import verify_bundle
from amparo.web.evidence.questions import questions
from amparo.web.observatory.views import releases
from amparo.web.operating import checking
from amparo.web.people.models import Member

LANGUAGES = [code for code, _ in settings.LANGUAGES]
MOST_BYTES = 50_000
PAGES = [
    "dead-and-missing/",
    "evidence/",
    "evidence/suppressed/",
    "evidence/records/",
    *(f"evidence/records/{at}/" for at in range(4)),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The shelf of this installation with two bundles."""
    found = settings.HOME.published
    at = tmp_path_factory.mktemp("bundles")
    published_bundles.publish_suppressed(found, at)
    published_bundles.publish_records(found, at)
    published_bundles.register(found)
    yield found
    shutil.rmtree(found.parent)


@pytest.fixture
def more(shelf: Path, tmp_path: Path) -> Iterator[Path]:
    """One bundle more, for a test to break."""
    found = published_bundles.publish_suppressed(shelf, tmp_path, "more")
    yield found
    for path in shelf.iterdir():
        if path.name not in ("suppressed", "records"):
            path.unlink() if path.is_symlink() else shutil.rmtree(path)


def read(path: str, language: str = "en") -> str:
    answer = Client().get(f"/{language}/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_anybodys_and_runs_nothing(path: str, language: str, shelf: Path, cast: dict[str, Member]):
    answer = Client().get(f"/{language}/{path}")
    said = answer.content.decode()
    assert answer.status_code == 200 and len(answer.content) <= MOST_BYTES
    assert not answer.cookies and answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "<title>Information</title>" in said and f'href="/{language}/leave/" rel="noreferrer"' in said
    assert "<script" not in said and "style=" not in said and len(re.findall("<h1", said)) == 1
    assert "<b>tables" not in said and "<img src=x" not in said
    assert ("&lt;b&gt;tables" in said) == (path in ("evidence/", "evidence/suppressed/"))


def test_the_first_screen_is_the_one_of_the_bundle(shelf: Path, cast: dict[str, Member]):
    """The words of the pages stand in the web and those of the report in the evidence: they must say the same."""
    for slug in ("suppressed", "records"):
        manifest = json.loads((shelf / slug / "manifest.json").read_text())
        with override("en"):
            assert questions(manifest) == list(in_english(manifest))
        said = read(f"evidence/{slug}/")
        first = said[said.index('<dl class="asked') : said.index("<h2")]
        assert first.count("<dt>") == 5 and first.count("This cannot be said from these data") == 2


def test_what_is_hidden_says_so_and_is_never_none(shelf: Path, cast: dict[str, Member]):
    exact, near = read("evidence/suppressed/1/"), read("evidence/records/2/")
    assert re.search(r"Tuvalu</bdi></th><td>hidden</td>", exact) and "“Hidden” never means none" in exact
    assert re.search(r"Tuvalu</bdi></th><td>too little evidence</td>", near) and re.search(
        r"<td>\u2066\d+\u00a0±\u00a0[\d.]+\u2069", near
    )
    assert "<td>0</td>" not in exact + near
    assert "hidden" in read("evidence/suppressed/0/picture.svg") and "مخفي" in read(
        "evidence/suppressed/0/picture.svg", "ar"
    )
    assert ">hidden<" in read("evidence/suppressed/1/picture.svg")


def test_counts_are_told_by_sex_and_per_million_by_one_edition(shelf: Path, cast: dict[str, Member]):
    said = read("evidence/suppressed/1/")
    told = published_bundle(shelf, "suppressed")
    counted = told.counts["nationality", "MEX"]
    from amparo.web.observatory.release_tables import _stock

    abroad = _stock(2026).of(origin="MEX")
    row = re.search(r"Mexico</bdi></th>(.*?)</tr>", said)[1]
    assert f"<td>{counted}</td>" in row and f"<td>{counted * 1e6 / abroad:.1f}</td>" in row and row.count("<td>") == 5
    assert "by the edition UN DESA 2019" in said and "in the middle of 2019" in said
    assert "Per million" not in read("evidence/suppressed/0/")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", ["suppressed/0", "suppressed/1", "suppressed/2", "records/0"])
def test_a_picture_is_whole_and_carries_no_script(path: str, language: str, shelf: Path, cast: dict[str, Member]):
    answer = Client().get(f"/{language}/evidence/{path}/picture.svg")
    drawn = ElementTree.fromstring(answer.content)
    assert answer.headers["Content-Type"] == "image/svg+xml" and len(answer.content) <= MOST_BYTES
    assert drawn.tag.endswith("svg") and not [one for one in drawn.iter() if one.tag.endswith(("script", "img"))]
    assert "NaN" not in answer.content.decode() and "None" not in answer.content.decode()


def test_files_are_to_be_kept_and_never_shown(shelf: Path, cast: dict[str, Member], tmp_path: Path):
    for path in (shelf / "records").iterdir():
        answer = Client().get(f"/en/evidence/records/files/{path.name}")
        assert answer.content == path.read_bytes()
        assert answer.headers["Content-Disposition"] == f'attachment; filename="records-{path.name}"'
        assert "html" not in answer.headers["Content-Type"] and "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    whole = Client().get("/en/evidence/records/everything.zip")
    zipfile.ZipFile(BytesIO(whole.content)).extractall(tmp_path)
    assert len(verify_bundle(tmp_path / "records").signed_by) == 2
    with releases._WHOLE.free, releases._WHOLE.free:
        busy = Client().get("/en/evidence/records/everything.zip")
        assert busy.status_code == 503 and busy.headers["Retry-After"] and "ETag" not in busy.headers
        assert Client().get("/en/evidence/records/files/tables.csv").status_code == 200
    digest, command = read("evidence/records/"), "amparo release verify records"
    assert published_bundle(shelf, "records").digest in digest and command in digest


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "..%2f..%2fsecrets/",
        "RECORDS/",
        "records%00/",
        "records/files/..%2fmanifest.json",
        "records/files/%2e%2e",
        "records/files/nothing.csv",
        "records/99/",
        "records/0/by/9/",
        "records/99/picture.svg",
        "records/99999999999999999999/picture.svg",
    ],
)
def test_what_is_not_there_is_not_there(path: str, shelf: Path, cast: dict[str, Member]):
    answer = Client().get(f"/en/evidence/{path}")
    assert answer.status_code == 404 and answer.headers["Cache-Control"].startswith("no-store")


def _rewritten(bundle: Path, change: Callable[[dict[str, object]], None]) -> None:
    """A manifest that somebody changed and that two people signed all the same."""
    manifest = json.loads((bundle / "manifest.json").read_text())
    change(manifest)
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    (bundle / "signatures.json").unlink()
    for key in published_bundles.KEYS:
        published_bundles.sign_manifest(bundle, key.encode().hex())


def _put(told: object, where: tuple[str | int, ...], value: object) -> None:
    for step in where[:-1]:
        told = told[step]
    told[where[-1]] = value


def _linked(bundle: Path) -> None:
    (bundle / "tables.csv").rename(bundle.parent.parent / "elsewhere.csv")
    (bundle / "tables.csv").symlink_to(bundle.parent.parent / "elsewhere.csv")


def _linked_whole(bundle: Path) -> None:
    bundle.rename(bundle.parent.parent / "whole")
    bundle.symlink_to(bundle.parent.parent / "whole")


def _signed_by_one(bundle: Path) -> None:
    rows = json.loads((bundle / "signatures.json").read_text())
    (bundle / "signatures.json").write_text(json.dumps(rows[:1]))


BREAKING: dict[str, Callable[[Path], object]] = {
    "a count changed": lambda one: (one / "tables.csv").write_text(
        (one / "tables.csv").read_text().replace("MEX,2", "MEX,3")
    ),
    "torn": lambda one: (one / "report.html").unlink(),
    "something more": lambda one: (one / "more.txt").write_text("x"),
    "a link": _linked,
    "a link instead": _linked_whole,
    "a folder inside": lambda one: (one / "inside").mkdir(),
    "one signature": _signed_by_one,
    "no signature": lambda one: (one / "signatures.json").unlink(),
    "no manifest": lambda one: (one / "manifest.json").unlink(),
    "endless brackets": lambda one: (one / "manifest.json").write_text("[" * 100_000),
    "huge": lambda one: os.truncate(one / "tables.csv", 2**40),
    "huge manifest": lambda one: os.truncate(one / "manifest.json", 2**21),
    "unaccounted": lambda one: _rewritten(one, lambda told: told.update(status="unaccounted: not for publication")),
    "no name": lambda one: _rewritten(one, lambda told: told.update(name="")),
    "people in words": lambda one: _rewritten(one, lambda told: told.update(people="many")),
    "no domain": lambda one: _rewritten(one, lambda told: told.pop("domain")),
    **{
        f"strange: {'.'.join(map(str, where))} {told!r:.20}": (
            lambda one, where=where, told=told: _rewritten(one, lambda all_of_it: _put(all_of_it, where, told))
        )
        for where, told in (
            (("released_on",), "0000-00-00"),
            (("people",), 10**4000),
            (("people",), True),
            (("domain", "attributes", 0, "name"), ["sex"]),
            (("domain", "attributes", 0, "values"), "abc"),
            (("domain", "attributes", 0, "values", 0), 7),
            (("privacy",), {}),
            (("privacy", "k"), "ten"),
            (("privacy", "hidden"), [3]),
            (("accuracy", 0, "likely_error"), float("inf")),
            (("accuracy", 0, "likely_error"), float("nan")),
            (("accuracy", 0, "length"), 4),
            (("files", "tables.csv", "bytes"), 1e400),
            (("ledger",), []),
        )
    },
    "a path": lambda one: _rewritten(
        one, lambda told: told["files"].update({"../tables.csv": told["files"]["tables.csv"]})
    ),
}


@pytest.mark.parametrize("what", BREAKING)
def test_what_was_not_signed_as_it_stands_is_not_shown_and_the_operator_is_told(
    what: str, more: Path, shelf: Path, cast: dict[str, Member]
):
    assert published_bundle(shelf, "more") and not list(complaints(shelf))
    BREAKING[what](more)
    assert Client().get("/en/evidence/more/").status_code == 404
    assert Client().get("/en/evidence/more/files/tables.csv").status_code == 404
    assert "/evidence/more/" not in read("evidence/") and "/evidence/records/" in read("evidence/")
    assert [name for name, _ in complaints(shelf)] == ["more"]
    (shelf.parent / "elsewhere.csv").unlink(missing_ok=True)
    shutil.rmtree(shelf.parent / "whole", ignore_errors=True)


def test_the_doctor_names_what_is_unfinished_or_does_not_count_what_it_says(
    more: Path, shelf: Path, cast: dict[str, Member]
):
    (shelf / ".torn.unfinished").mkdir()
    more.rename(shelf / "Not A Slug")
    found = [one.sentence for one in checking.check_everything() if one.code == "release-not-shown"]
    assert len(found) == 2 and "unfinished" in found[0] and "small letters" in found[1]


def test_what_unknown_keys_signed_is_not_shown_and_the_doctor_says_why(shelf: Path, cast: dict[str, Member]):
    register = shelf.with_name("publishers.yaml")
    known = register.read_text()
    for told, named in ((None, "records"), (known.replace("Basir", "ana"), "publishers.yaml")):
        register.unlink() if told is None else register.write_text(told)
        assert Client().get("/en/evidence/records/").status_code == 404
        assert Client().get("/en/evidence/records/0/picture.svg").status_code == 404
        assert "/evidence/records/" not in read("evidence/")
        found = [one.sentence for one in checking.check_everything() if one.code == "release-not-shown"]
        assert any(f"The release {named} is" in one for one in found)
    register.write_text(known)
    assert "/evidence/records/" in read("evidence/")


def test_a_bundle_is_read_once_and_again_when_it_changes(
    more: Path, shelf: Path, cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch
):
    mark = Client().get("/en/evidence/more/").headers["ETag"]
    read_again: list[str] = []
    really = shelves._read
    monkeypatch.setattr(
        shelves, "_read", lambda folder, marks: [read_again.append(folder.name), really(folder, marks)][1]
    )
    assert Client().get("/en/evidence/more/", headers={"if-none-match": mark}).status_code == 304
    read("evidence/more/0/")
    assert read_again == []
    _rewritten(more, lambda told: told.update(name="Another name"))
    again = Client().get("/en/evidence/more/", headers={"if-none-match": mark})
    assert again.status_code == 200 and b"Another name" in again.content and read_again == ["more"]
    shutil.rmtree(more)
    assert Client().get("/en/evidence/more/", headers={"if-none-match": mark}).status_code == 404


def test_who_is_signed_in_sees_what_everybody_sees(work: Callable[[str], Client], shelf: Path):
    answers = [work(name).get("/en/evidence/records/") for name in ("nobody", "ana", "dana", "adam")]
    assert len({(answer.headers["ETag"], answer.content) for answer in answers}) == 1


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("by", ["year", "region"])
def test_the_dead_and_missing_are_drawn_with_their_numbers(by: str, language: str, cast: dict[str, Member]):
    drawn = Client().get(f"/{language}/dead-and-missing/{by}.svg")
    assert drawn.headers["Content-Type"] == "image/svg+xml" and ElementTree.fromstring(drawn.content).tag.endswith(
        "svg"
    )
    most = {"year": ("2023", "8,606"), "region": ({"en": "Mediterranean", "ar": "البحر المتوسط"}[language], "30,616")}[
        by
    ]
    assert all(one in drawn.content.decode() for one in most)
    assert Client().get("/en/dead-and-missing/place.svg").status_code == 404


def test_the_dead_and_missing_are_told_with_source_and_limits(cast: dict[str, Member]):
    said = read("dead-and-missing/")
    assert "69,340, in 17,474 incidents from 2014 to 2024" in said and "How many more there were cannot be said" in said
    assert (
        "CC BY 4.0" in said
        and 'id="missing-migrants"' in read("sources/")
        and "2024 is told up to 15 November 2024" in said
    )
    asia = re.search(r"Eastern Asia</th>(.*?)</tr>", said)[1]
    assert asia.startswith("<td>76</td><td>hidden</td>") and "<td>0</td>" not in said
    figures = Client().get("/en/dead-and-missing/figures.csv")
    assert figures.content.startswith(b"region,year,measure") and "attachment" in figures.headers["Content-Disposition"]


def test_an_empty_shelf_says_so(cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    from amparo.web.home import Home

    monkeypatch.setattr(settings, "HOME", Home(tmp_path, tmp_path))
    assert "Nothing has been published yet." in read("evidence/") and 'href="/en/evidence/"' in read("")
