"""What authors of norms and packs meet at the command line: the cause of each mistake, with its place, and never an accident."""

import re
import shutil
import stat
from pathlib import Path

import pytest
import yaml

from amparo.norms.catalogue.packs import SIGNATURE, keep_secret

TUTORIAL = Path(__file__).parents[2] / "docs/tutorial"
LAW, PROVISIONS = "instruments/law.yaml", "provisions/lo-4-2000.yaml"


@pytest.fixture
def pack(tmp_path):
    """A copy of the tutorial's pack, to be broken."""
    folder = tmp_path / "spain"
    shutil.copytree(TUTORIAL / "packs/spain", folder)
    return folder


def change(pack, name, old, new):
    text = (pack / name).read_text(encoding="utf-8")
    assert old in text
    (pack / name).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (LAW, "from: 2009-12-13", "from: 01-02-2020", "from is not a date"),
        (LAW, "binds:", "bind:", "An instrument has no field bind. Did you mean bind"),
        (LAW, "    title: ", "    heading: ", "An instrument has no title."),
        (LAW, "on: 2009-12-12", "on: 2009-02-30", "on is not a date: that month has 28 days."),
        (
            PROVISIONS,
            "    right: education",
            "    bound_by: lo-5\n    right: education",
            "There is no instrument lo-5.",
        ),
        (PROVISIONS, "    right: education", "    right: school", "There is no right school."),
        (PROVISIONS, "says: If you", "says: Say: if you", "If a text contains a colon, put it in quotes;"),
    ],
)
def test_a_mistake_is_told_where_it_stands_and_nothing_else_is_blamed(amparo, pack, name, old, new, sentence):
    change(pack, name, old, new)
    ran = amparo("norms", "check", pack)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert all(line.startswith(f"{pack / name}:") for line in ran.err.splitlines()), ran.err


def test_a_word_for_a_right_that_is_none_says_where_all_are_listed(amparo, pack):
    change(pack, PROVISIONS, "right: education", "right: zzzz")
    assert re.search(r"There is no right zzzz\. All \d+ are in themes\.yaml\.", amparo("norms", "check", pack).err)
    change(pack, PROVISIONS, "right: zzzz", "right: pay")
    told = re.search(r"pay is a theme; its rights are: (.*)\.", amparo("norms", "check", pack).err)
    assert told and told[1].split(", ") == sorted(told[1].split(", ")) and "fair-wages" in told[1]


def test_no_text_of_a_pack_calls_a_person_illegal(amparo, pack):
    words = {
        (PROVISIONS, "Your employer still owes you"): "illegal",
        ("translations/es/lo-4-2000.yaml", "No haber tenido permiso"): "clandestino",
        ("pack.yaml", "Spain, two"): "aliens",
    }
    for (name, sentence), word in words.items():
        change(pack, name, sentence, f"{word} {sentence}")
    ran = amparo("norms", "check", pack)
    assert ran.code == 2
    for (name, _), word in words.items():
        text = (pack / name).read_text(encoding="utf-8")
        line = text[: text.index(word)].count("\n") + 1
        assert re.search(
            rf"{re.escape(str(pack / name))}:{line}: {word[:10]}\w* stands here\. Nobody is named", ran.err
        )
    assert len(ran.err.splitlines()) == 3


STRAYS = {
    "provisions/more.yml": "It would not be read. Name it more.yaml.",
    "commitments/more.yaml": "It would not be read. Name it more.csv.",
    "notes.txt": "This is no file of a pack.",
    "themes.yaml": "This is no file of a pack.",
    "provisions/README.md": "This is no file of a pack. Files here end in .yaml;",
    "provision/law.yaml": "A pack has no folder provision. Did you mean provisions?",
    "translations/de/law.yaml": "A pack has no folder translations/de.",
    "provisions/old/law.yaml": "A pack has no folder provisions/old.",
    "provisions/.law.yaml": "A pack has no hidden files.",
}


def test_every_file_that_would_not_be_read_is_told(amparo, pack):
    for name in STRAYS:
        (pack / name).parent.mkdir(exist_ok=True, parents=True)
        (pack / name).write_text("a: 1\n")
    for arguments in (("norms", "check", pack), ("norms", "diff", "current", pack), ("pack", "show", pack)):
        ran = amparo(*arguments)
        assert (ran.code, ran.out) == (2, "")
        told = ran.err.splitlines()
        assert len(told) == len(STRAYS), arguments
        for name, sentence in STRAYS.items():
            place = pack / (name if "folder" not in sentence else Path(name).parent)
            assert any(line.startswith(f"{place}: {sentence}") for line in told), name


def test_what_is_in_order_and_not_finished_is_told(amparo, pack):
    change(pack, PROVISIONS, "    source: compared with a published copy of the law\n", "")
    change(pack, PROVISIONS, "to go to school in Spain", "to go to a school in Spain")
    ran = amparo("norms", "check", pack)
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[2:] == [
        "Statements in es: 1 out of date, 1 unreviewed.",
        "Statements in fr: 2 missing.",
        "Statements in ar: 2 missing.",
        "Provisions that do not say where they were read: 1.",
    ]


def test_an_instrument_that_is_not_there_is_not_checked_in_silence(amparo):
    ran = amparo("norms", "check", "--instrument", "icrwm")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no instrument icrwm" in ran.err


def test_a_difference_counts_no_person_for_whom_nothing_changes(amparo):
    told = amparo("norms", "diff", "current", TUTORIAL / "packs/spain").out
    changes = [line.strip() for line in told.splitlines() if "->" in line]
    assert changes and not [line for line in changes if "absent -> holds no" in line]
    assert "esp-lo-4-2000/36.5: absent -> holds yes, engaged unknown" in changes
    people = [line for line in told.splitlines() if line.startswith("  ") and "->" not in line]
    assert len(people) == len(set(people)) == int(re.search(r"(\d+) gets? another answer", told)[1])


def test_a_provision_of_a_pack_is_shown_whole(amparo, pack, monkeypatch):
    monkeypatch.setenv("AMPARO_PACKS", str(pack))
    monkeypatch.setenv("AMPARO_PACK_KEYS", (pack / SIGNATURE).read_text().split()[0].upper())
    told = amparo("norms", "show", "esp-lo-4-2000/9.1").out
    assert "from the pack spain" in told
    assert "source: compared with a published copy of the law" in told
    assert f"file: {pack / PROVISIONS}:8" in told
    assert "Fatou's niece is fifteen" in told
    assert ": 1 State; not known" in told


def test_a_provision_of_ours_names_its_file_and_no_pack(amparo):
    told = amparo("norms", "show", "icrmw/28").out
    assert re.search(r"^file: \S*amparo/norms/data/provisions/icrmw-part-3\.yaml:\d+$", told, re.MULTILINE)
    assert "from the pack" not in told


def test_a_pack_tells_what_it_is(amparo, pack):
    told = amparo("pack", "show", pack).out
    for part in ("Spain, two provisions", "The Amparo contributors", "CC BY 4.0", "signed by"):
        assert part in told


@pytest.mark.parametrize("signature", ["", "é", "11 22"])
def test_a_pack_with_a_broken_signature_is_told_in_one_sentence(amparo, pack, signature):
    (pack / SIGNATURE).write_text(signature, encoding="utf-8")
    ran = amparo("pack", "show", pack)
    assert (ran.code, ran.out) == (2, "")
    assert "If you are its author, sign it again." in ran.err


def test_a_key_is_made_for_its_owner_alone_and_signs(amparo, pack, tmp_path, monkeypatch):
    key = tmp_path / "secret.key"
    made = amparo("pack", "new-key", "--out", key)
    assert (made.code, made.out) == (0, "")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    public = made.err.split()[-1]
    change(pack, PROVISIONS, "Fatou's niece is fifteen", "Her niece is fifteen")
    assert amparo("pack", "sign", pack, "--key", key).out.strip().endswith(public)
    monkeypatch.setenv("AMPARO_PACKS", str(pack))
    monkeypatch.setenv("AMPARO_PACK_KEYS", public.upper())
    assert amparo("norms", "show", "esp-lo-4-2000/9.1").code == 0


def test_a_key_is_never_overwritten(amparo, tmp_path):
    key = tmp_path / "secret.key"
    keep_secret("11" * 32, key)
    ran = amparo("pack", "new-key", "--out", key)
    assert (ran.code, ran.out) == (2, "")
    assert "A key is never overwritten" in ran.err
    assert key.read_text() == "11" * 32 + "\n"
    assert "cannot be written" in amparo("pack", "new-key", "--out", tmp_path / "nowhere/secret.key").err


def test_the_tutorial_shows_a_real_provision():
    """The sample leaves out some examples and says so; what it shows is so."""
    page = (TUTORIAL / "add-a-norm.md").read_text(encoding="utf-8")
    (sample,) = yaml.safe_load(re.search(r"```yaml\n(instrument: icrmw.*?)```", page, re.DOTALL)[1])["provisions"]
    data = Path(__file__).parents[2] / "amparo/norms/data/provisions/icrmw-part-3.yaml"
    (real,) = [
        one for one in yaml.safe_load(data.read_text(encoding="utf-8"))["provisions"] if one["id"] == sample["id"]
    ]
    assert [one for one in sample.pop("examples") if one not in real.pop("examples", [one])] == []
    assert sample == real
