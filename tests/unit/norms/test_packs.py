"""Packs: signed folders of data. Whatever is not exactly as a trusted author signed it is refused, and nothing in it ever runs."""

import shutil

import pytest
import small_catalogue as small
from small_norms import real_data

from amparo.errors import BadInput, Problems
from amparo.norms.answers.rights import values
from amparo.norms.catalogue.catalogue import build
from amparo.norms.catalogue.knowledge import read_sources, sources
from amparo.norms.catalogue.packs import (
    SIGNATURE,
    Pack,
    configured_packs,
    folder_digest,
    open_pack,
    pack_files,
    sign_pack,
)
from amparo.situation.reading import read_situation

AUTHOR, STRANGER = "11" * 32, "22" * 32
FILES = {
    "pack.yaml": "id: aland\ntitle: Law of Mexico, invented\nauthor: nobody\nlicence: none\n",
    "instruments/law.yaml": (
        "instruments:\n  - id: mex-law\n    short_name: Law\n    title: A law\n    body: Mexico\n    adopted_on: 1990-01-01\n"
        "    binds: {states: [MEX], from: 1990-01-01}\n    verified: false\n"
    ),
    "provisions/law.yaml": (
        "instrument: mex-law\nprovisions:\n  - id: mex-law/1\n    citation: Law, art. 1\n    right: urgent-care\n"
        "    duty_bearer: any\n    examples: []\n    strength: binding\n    non_derogable: false\n"
        "    says: You receive care.\n    verified: false\n"
    ),
    "translations/es/law.yaml": "language: es\nstatements:\n  mex-law/1: {says: Usted recibe atención.}\n",
}


@pytest.fixture
def pack(tmp_path):
    """A signed pack in a folder."""
    folder = tmp_path / "mexico"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    sign_pack(folder, AUTHOR)
    return folder


@pytest.fixture
def key(pack):
    return (pack / SIGNATURE).read_text().split()[0]


def refused(folder, trusted):
    with pytest.raises(BadInput) as refusal:
        open_pack(folder, frozenset({trusted}))
    assert refusal.value.sentence.endswith(".") and refusal.value.exit_code == 2
    return refusal.value.code


def test_a_signed_pack_of_a_trusted_author_is_opened(pack, key):
    opened = open_pack(pack, frozenset({key}))
    assert (opened.folder, opened.signed_by, opened.digest) == (pack, key, folder_digest(pack))


def test_one_changed_byte_is_noticed_in_every_file(pack, key):
    for path in pack_files(pack):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert refused(pack, key) == "changed-pack", path.name
        path.write_bytes(whole)
    assert open_pack(pack, frozenset({key}))


def test_an_added_file_is_noticed(pack, key):
    (pack / "provisions/more.yaml").write_text("instrument: mex-law\nprovisions: []\n")
    assert refused(pack, key) == "changed-pack"


@pytest.mark.parametrize("name", ["provisions/empty.yaml", "reservations.yaml", "commitments/mex-law.csv"])
def test_an_added_empty_file_is_noticed(pack, key, name):
    (pack / name).parent.mkdir(exist_ok=True)
    (pack / name).touch()
    assert refused(pack, key) == "changed-pack"


@pytest.mark.parametrize(
    "name", ["commitments.csv", "notes.txt", "run.py", "provisions/law.py", ".provisions.yaml", ".git/law.yaml"]
)
def test_what_is_no_part_of_a_pack_is_refused_by_its_name(pack, key, name):
    (pack / name).parent.mkdir(exist_ok=True)
    (pack / name).touch()
    with pytest.raises(Problems, match=name.split("/")[0].replace(".", r"\.")):
        open_pack(pack, frozenset({key}))


@pytest.mark.parametrize("name", [name for name in FILES if name != "pack.yaml"])
def test_a_removed_file_is_noticed(pack, key, name):
    (pack / name).unlink()
    assert refused(pack, key) == "changed-pack"


def test_a_renamed_file_is_noticed(pack, key):
    (pack / "provisions/law.yaml").rename(pack / "provisions/lay.yaml")
    assert refused(pack, key) == "changed-pack"


def test_a_file_moved_to_another_folder_is_noticed(pack, key):
    (pack / "provisions/law.yaml").rename(pack / "instruments/law2.yaml")
    assert refused(pack, key) == "changed-pack"


def test_a_link_is_refused_though_it_leads_to_the_very_same_content(pack, key, tmp_path):
    path, elsewhere = pack / "provisions/law.yaml", tmp_path / "elsewhere.yaml"
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)
    with pytest.raises(BadInput, match=r"law\.yaml"):
        open_pack(pack, frozenset({key}))


@pytest.mark.parametrize("name", ["provisions/more.yaml", "reservations"])
def test_an_added_link_is_refused(pack, key, tmp_path, name):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "more.yaml").write_text("instrument: mex-law\nprovisions: []\n")
    (pack / name).symlink_to(outside / "more.yaml" if "." in name else outside)
    with pytest.raises(BadInput, match=name.split("/")[0]):
        open_pack(pack, frozenset({key}))


def test_another_key_with_the_same_signature_is_noticed(pack, key):
    signature = (pack / SIGNATURE).read_text().split()[1]
    other = sign_pack(pack, STRANGER)
    (pack / SIGNATURE).write_text(f"{other}\n{signature}\n")
    assert refused(pack, other) == refused(pack, key) == "changed-pack"


def test_the_signature_of_another_pack_does_not_fit(pack, key, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(pack, other)
    (other / "pack.yaml").write_text(FILES["pack.yaml"].replace("aland", "bland"))
    sign_pack(other, AUTHOR)
    shutil.copy(other / SIGNATURE, pack / SIGNATURE)
    assert refused(pack, key) == "changed-pack"


def test_a_good_signature_of_a_stranger_is_refused_and_the_key_is_named(pack, key):
    stranger = sign_pack(pack, STRANGER)
    with pytest.raises(BadInput) as refusal:
        open_pack(pack, frozenset({key}))
    assert refusal.value.code == "untrusted-pack"
    assert refusal.value.data["key"] == stranger
    assert refused(pack, "") == "untrusted-pack"


def test_an_unsigned_pack_is_refused(pack, key):
    (pack / SIGNATURE).unlink()
    assert refused(pack, key) == "unsigned-pack"


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"\n",
        b"zz zz\n",
        "ключ подпись\n".encode(),
        b"\xff\xfe",
        b"11 22\n",
        b"11" * 32 + b" " + b"22" * 64,
        b"a b c",
    ],
)
def test_a_signature_that_is_none_is_refused(pack, key, signature):
    (pack / SIGNATURE).write_bytes(signature)
    assert refused(pack, key) == "changed-pack"


def test_a_folder_without_a_manifest_is_no_pack(tmp_path):
    assert refused(tmp_path, AUTHOR) == "not-a-pack"


@pytest.mark.parametrize("secret", ["", "short", "zz" * 32, "11" * 31, "11" * 33])
def test_a_secret_key_that_is_none_signs_nothing(pack, secret):
    before = (pack / SIGNATURE).read_text()
    with pytest.raises(BadInput, match="64 hexadecimal digits") as refusal:
        sign_pack(pack, secret)
    assert refusal.value.code == "bad-key"
    assert secret == "" or secret not in str(refusal.value)
    assert (pack / SIGNATURE).read_text() == before


def test_nothing_in_a_pack_is_executed(pack, tmp_path):
    trap = tmp_path / "trap"
    (pack / "provisions/law.yaml").write_text(f"!!python/object/apply:builtins.open [{trap}, w]\n")
    key = sign_pack(pack, AUTHOR)
    opened = open_pack(pack, frozenset({key}))
    problems = []
    read_sources(sources([opened], small.write(tmp_path / "norms")), problems)
    assert any("tag" in problem.sentence for problem in problems)
    assert not trap.exists()


def test_code_in_a_pack_cannot_even_be_signed(pack, tmp_path):
    trap = tmp_path / "trap"
    for name in ("__init__.py", "conftest.py", "provisions/law.py"):
        (pack / name).write_text(f"open({str(trap)!r}, 'w')\n")
        with pytest.raises(Problems):
            sign_pack(pack, AUTHOR)
    assert not trap.exists()


def test_a_pack_joins_by_path_and_answers(pack, key, tmp_path):
    ours = small.write(tmp_path / "norms")
    opened = open_pack(pack, frozenset({key}))
    problems = []
    knowledge = read_sources(sources([opened], ours), problems)
    assert "norms/translations/es/mexico/law.yaml" in knowledge.documents
    catalogue = build(knowledge, (opened,), problems, thorough=False)
    situation = read_situation({"state": "MEX", "date": "2015-01-01"}, catalogue.vocabulary)
    assert values(situation, catalogue)["mex-law/1"][0].word == "yes"
    alone = small.load(ours)
    assert "mex-law/1" not in alone.provisions and catalogue.digest != alone.digest


def test_configured_packs_are_checked_one_by_one(pack, key, monkeypatch):
    monkeypatch.setenv("AMPARO_PACKS", str(pack))
    with pytest.raises(BadInput, match="which you do not trust"):
        configured_packs()
    monkeypatch.setenv("AMPARO_PACK_KEYS", f"{'33' * 32}, {key}")
    assert [type(one) for one in configured_packs()] == [Pack]


def test_without_configuration_there_are_no_packs():
    assert list(configured_packs()) == []


def test_two_packs_of_one_name_are_refused(pack, key, tmp_path, monkeypatch):
    other = tmp_path / "other" / pack.name
    shutil.copytree(pack, other)
    monkeypatch.setenv("AMPARO_PACKS", f"{pack}:{other}")
    monkeypatch.setenv("AMPARO_PACK_KEYS", key)
    with pytest.raises(BadInput, match="Two packs are called mexico"):
        configured_packs()


def test_the_worked_example_is_as_its_author_signed_it():
    folder = real_data("norms").parents[2] / "docs/tutorial/packs/spain"
    public = (folder / SIGNATURE).read_text().split()[0]
    assert open_pack(folder, frozenset({public})).signed_by == public
