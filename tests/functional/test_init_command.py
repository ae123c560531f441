"""`amparo init` founds an installation once, and what it prints once is all that is needed to bring it back."""

import os
import pty
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

AMPARO = str(Path(sys.executable).with_name("amparo"))
TOLD = (
    "--name",
    "Refugio",
    "--telephone",
    "+34 900 000 000",
    "--office",
    "north:North office",
    "--administrator",
    "adam:Adam",
)
PARTS = ("Recovery phrase", "Server secret", "Signing key", "Passphrase of backups")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def amparo(*words: object, home: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("AMPARO_HOME", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")
    }
    command = [AMPARO, *map(str, words), "--home", str(home)]
    return subprocess.run(
        command, input=stdin, env=environment, capture_output=True, text=True, timeout=100, check=False
    )


def words_of(printed: str, part: str) -> str:
    """What stands on paper under that heading, without the numbers of the words."""
    (block,) = re.findall(rf"^{part}:.*\n((?:    .*\n)+)", printed, re.MULTILINE)
    return " ".join(re.findall("[a-z]+", block))


def test_what_is_printed_brings_a_backup_back(home: Path, tmp_path: Path):
    ran = amparo("init", *TOLD, "--worker", "ana:Ana:north", home=home)
    assert ran.returncode == 0, ran.stderr
    paper = {part: words_of(ran.stdout, part) for part in PARTS}
    assert [len(paper[part].split()) for part in PARTS] == [13, 25, 25, 8]
    backup = amparo("backup", tmp_path / "one.amparo", home=home, stdin=paper["Passphrase of backups"] + "\n")
    assert backup.returncode == 0, backup.stderr
    new = tmp_path / "new"
    typed = f"{paper['Server secret']}\n{paper['Signing key']}\n"
    assert amparo("restore", "--secrets", home=new, stdin=typed).returncode == 0
    back = amparo("restore", tmp_path / "one.amparo", home=new, stdin=paper["Passphrase of backups"] + "\n")
    assert back.returncode == 0, back.stderr
    assert (new / "secrets/server.key").read_bytes() == (home / "secrets/server.key").read_bytes()
    doctor = amparo("doctor", home=new)
    assert doctor.returncode in (0, 1), doctor.stdout


def test_nothing_that_belongs_on_paper_is_on_the_disk(home: Path):
    ran = amparo("init", *TOLD, "--worker", "ana:Ana:north", home=home)
    told = {part: words_of(ran.stdout, part) for part in PARTS} | {"adam": words_of_member(ran.stdout, "adam")}
    for path in (path for path in home.rglob("*") if path.is_file()):
        content = path.read_bytes()
        for part, words in told.items():
            assert words.encode() not in content and " ".join(words.split()[:4]).encode() not in content, (
                path.name,
                part,
            )


def words_of_member(printed: str, name: str) -> str:
    (line,) = re.findall(rf"^  {name}\n +1 +(.*)$", printed, re.MULTILINE)
    return str(line)


def test_everything_is_for_its_owner_only(home: Path):
    amparo("init", *TOLD, "--worker", "ana:Ana:north", home=home)
    found = [home, *home.rglob("*")]
    assert [path.name for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_second_time_changes_nothing(home: Path):
    assert amparo("init", *TOLD, "--worker", "ana:Ana:north", home=home).returncode == 0
    before = {path: path.read_bytes() for path in home.rglob("*.key")}
    again = amparo("init", *TOLD, "--worker", "ana:Ana:north", home=home)
    assert again.returncode == 2 and "already" in again.stderr and not again.stdout.strip()
    assert {path: path.read_bytes() for path in home.rglob("*.key")} == before


def test_what_is_not_given_is_asked_for(home: Path):
    answers = [
        "Refugio",
        "+34 900 000 000",
        "north:North office",
        "",
        "adam",
        "ana:Ana:north:intake,caseworker",
        "",
        "",
    ]
    ran = amparo("init", home=home, stdin="\n".join(answers) + "\n")
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert words_of_member(ran.stdout, "ana")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("--worker", "ana:Ana:nowhere"), "no office nowhere"),
        (("--worker", "ana:Ana:north:boss"), "The roles are"),
        (("--worker", "ana"), "name:Shown Name"),
        (("--worker", "a na:Ana:north"), "without spaces"),
        (("--worker", "adam:Adam:north"), "same name"),
        (("--office", "North!"), "code:Name"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_founded(home: Path, changed: tuple[str, str], said: str):
    rest = () if "--worker" in changed else ("--worker", "ana:Ana:north")
    ran = amparo("init", *TOLD, *changed, *rest, home=home)
    assert ran.returncode == 2 and said in ran.stderr, ran.stderr
    assert amparo("init", *TOLD, "--worker", "ana:Ana:north", home=home).returncode == 0


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_founded(home: Path):
    wrong = ("--office", "north:North office", "--office", "South!", "--office", "east")
    ran = amparo("init", "--name", "R", "--telephone", "1", *wrong, "--administrator", "a b:Marked", home=home)
    assert ran.returncode == 2
    assert re.findall("--[a-z]+ [0-9]", ran.stderr) == ["--administrator 1", "--office 2", "--office 3"]
    assert "Marked" not in ran.stderr
    assert amparo("init", *TOLD, "--worker", "ana:Ana:north", home=home).returncode == 0


def test_what_is_typed_wrongly_is_asked_for_again(home: Path):
    keyboard, terminal = pty.openpty()
    typed = (
        "Refugio",
        "+34 900 000 000",
        "North office",
        "north:North office",
        "",
        "adam",
        "ana:Ana:nroth",
        "ana:Ana:north",
        "",
    )
    os.write(keyboard, "".join(f"{line}\n" for line in typed).encode())
    environment = {name: value for name, value in os.environ.items() if name not in ("AMPARO_HOME", "DATABASE_URL")}
    ran = subprocess.run(
        [AMPARO, "init", "--home", str(home)], stdin=terminal, env=environment, capture_output=True, text=True, timeout=100, check=False
    )  # fmt: skip
    os.close(keyboard)
    os.close(terminal)
    assert ran.returncode == 0, ran.stderr
    assert "Write an office as" in ran.stderr and "no office nroth" in ran.stderr
    assert words_of_member(ran.stdout, "ana") and len(words_of(ran.stdout, "Recovery phrase").split()) == 13


@pytest.mark.parametrize("words", [("daily",), ("lockdown",), ("backup", "kept.amparo")])
def test_before_there_is_an_organisation_it_says_so(home: Path, words: tuple[str, ...], tmp_path: Path):
    environment = os.environ | {"AMPARO_HOME": str(home)}
    make = "from amparo.web.home import Home; Home.find().make()"
    subprocess.run([sys.executable, "-c", make], env=environment, check=True)
    told = [str(tmp_path / word) if word.endswith(".amparo") else word for word in words]
    ran = amparo(*told, home=home, stdin="x\n")
    assert ran.returncode == 2 and "amparo init" in ran.stderr and "Traceback" not in ran.stderr
    assert not (tmp_path / "kept.amparo").exists()
