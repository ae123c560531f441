"""A backup becomes an installation again, on another machine and in the other database; what was erased does not come back."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from installations import Installation, database_of_its_own, tell

from amparo.evidence.release.ledger import Showing, enter

OPENS_WITH = "seven words would be longer than this"
SERVER = os.environ.get("DATABASE_URL", "")
ENGINES = ["sqlite", "postgresql"] if SERVER else ["sqlite"]
Making = Callable[..., Installation]
# The run with PostgreSQL repeats only what the database has a part in.
once = pytest.mark.skipif(bool(SERVER), reason="the run on SQLite has it")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Making]:
    """`made("old", "sqlite")` is an installation without anything in it."""
    with ExitStack() as databases:

        def make(name: str, engine: str = "sqlite") -> Installation:
            url = databases.enter_context(database_of_its_own(SERVER if engine == "postgresql" else ""))
            return Installation(tmp_path / name, url)

        yield make


@pytest.fixture
def old(made: Making, request: pytest.FixtureRequest) -> Installation:
    """An installation with its cast."""
    found = made("old", getattr(request, "param", ENGINES[-1]))
    found.step("found")
    return found


def back_up(installation: Installation, out: Path) -> Path:
    out.parent.mkdir(exist_ok=True)
    passphrase = out.parent / "passphrase.txt"
    passphrase.write_text(OPENS_WITH + "\n")
    ran = installation.amparo("backup", out, "--passphrase-file", passphrase)
    assert ran.returncode == 0, ran.stderr
    return out


def restore(archive: Path, into: Installation, *options: object, passphrase: str = OPENS_WITH):
    return into.amparo("restore", archive, "--home", into.folder, *options, stdin=passphrase + "\n")


def carry_secrets(old: Installation, new: Installation) -> None:
    """From paper: the words are typed as they were printed."""
    ran = new.amparo(
        "restore", "--secrets", "--home", new.folder, stdin=f"{old.step('server_words')}\n{old.step('signing_words')}\n"
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("old", ENGINES, indirect=True)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_caseworker_signs_in_and_reads_on_another_machine(
    old: Installation, made: Making, engine: str, tmp_path: Path
):
    told = [f"The {day} they took my passport." for day in ("first", "second", "third")]
    receipts = [str(old.step("tell", words)) for words in told]
    before = old.step("read", "ana")
    archive = back_up(old, tmp_path / "backups/one.amparo")
    new = made("new", engine)
    carry_secrets(old, new)
    ran = restore(archive, new)
    assert ran.returncode == 0, ran.stderr
    assert new.step("read", "ana") == before
    assert new.step("open_receipts", *receipts) == told
    with new.served() as server:
        assert server.browser().get("/en/work/sign-in/").status == 200
    # What is received now follows on what was restored.
    assert new.step("open_receipt", str(new.step("tell", "And a fourth."))) == "And a fourth."


def test_a_restored_backup_does_not_resurrect_the_erased(old: Installation, made: Making, tmp_path: Path):
    kept, erased = str(old.step("tell", "Keep this.")), str(old.step("tell", "Erase this."))
    archive = back_up(old, tmp_path / "backups/one.amparo")
    old.step("erase", erased)
    # The next backup brings the list beside the earlier one up to date.
    back_up(old, tmp_path / "backups/two.amparo")
    new = made("new")
    carry_secrets(old, new)
    ran = restore(archive, new)
    assert ran.returncode == 0 and "Erased again: 1 records" in ran.stdout
    assert new.step("open_receipts", kept, erased) == ["Keep this.", None]
    read = new.step("read", "ana")
    assert read["words"] == ["Keep this."]
    assert new.step("counts")["cases"] == 1
    # And it goes on: a backup of the restored one knows of the erasure.
    assert (tmp_path / "backups/tombstones.txt").read_text() == (new.folder / "tombstones.txt").read_text()


@once
def test_who_left_after_the_backup_has_left_again(old: Installation, made: Making, tmp_path: Path):
    archive = back_up(old, tmp_path / "backups/one.amparo")
    assert old.step("standing", "ana") == [True, False, True, 1]
    old.step("leave", "ana")
    back_up(old, tmp_path / "backups/two.amparo")
    new = made("new")
    carry_secrets(old, new)
    assert restore(archive, new).returncode == 0
    assert new.step("standing", "ana") == [False, False, False, 2]
    assert new.step("standing", "iris")[0]
    # The newest keys are guarded again, and the restored one works.
    assert (new.folder / "generations.txt").exists()
    assert new.step("open_receipt", str(new.step("tell", "Afterwards."))) == "Afterwards."


@once
def test_what_releases_have_cost_is_not_forgotten(old: Installation, made: Making, tmp_path: Path):
    ledger = old.folder / "releases/ledger.jsonl"
    ledger.parent.mkdir()
    enter(ledger, Showing("people who told us", "spring", ("sex",), 10, "2026-11-22"))
    archive = back_up(old, tmp_path / "backups" / "one")
    enter(ledger, Showing("people who told us", "summer", ("age",), 10, "2026-11-22"))
    back_up(old, tmp_path / "backups" / "two")
    new = made("new")
    carry_secrets(old, new)
    assert restore(archive, new).returncode == 0
    assert (new.folder / "releases/ledger.jsonl").read_bytes() == ledger.read_bytes()


@once
def test_a_list_from_the_lost_home_counts_as_well(old: Installation, made: Making, tmp_path: Path):
    erased = str(old.step("tell", "Erase this."))
    archive = back_up(old, tmp_path / "backups/one.amparo")
    old.step("erase", erased)
    new = made("new")
    carry_secrets(old, new)
    assert restore(archive, new, "--tombstones", old.folder / "tombstones.txt").returncode == 0
    assert new.step("open_receipt", erased) is None


@once
def test_without_any_list_it_is_asked_whether_that_is_meant(old: Installation, made: Making, tmp_path: Path):
    archive = back_up(old, tmp_path / "backups/one.amparo")
    (tmp_path / "backups/tombstones.txt").unlink()
    new = made("new")
    carry_secrets(old, new)
    ran = restore(archive, new)
    assert ran.returncode == 2 and "--no-tombstones" in ran.stderr
    assert not (new.folder / "amparo.sqlite3").exists()
    assert restore(archive, new, "--no-tombstones").returncode == 0


@once
def test_a_list_that_somebody_changed_is_refused(old: Installation, made: Making, tmp_path: Path):
    old.step("erase", str(old.step("tell", "Erase this.")))
    archive = back_up(old, tmp_path / "backups/one.amparo")
    beside = tmp_path / "backups/tombstones.txt"
    beside.chmod(0o600)
    beside.write_text(beside.read_text().replace("v1 ", "v1 0", 1))
    new = made("new")
    carry_secrets(old, new)
    ran = restore(archive, new)
    assert ran.returncode == 2 and "Line 1" in ran.stderr


@pytest.mark.parametrize("damage", ["cut", "changed", "passphrase"])
@pytest.mark.parametrize("engine", ENGINES)
def test_it_is_restored_whole_or_not_at_all(old: Installation, made: Making, tmp_path: Path, damage: str, engine: str):
    old.step("tell", "Whole, or not at all.")
    archive = back_up(old, tmp_path / "backups/one.amparo")
    content = bytearray(archive.read_bytes())
    if damage == "cut":
        del content[-65_553:]
    elif damage == "changed":
        content[-70_000] ^= 1
    archive.write_bytes(content)
    new = made("new", engine)
    carry_secrets(old, new)
    ran = restore(archive, new, passphrase="another passphrase" if damage == "passphrase" else OPENS_WITH)
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert not list(new.folder.glob("*.sqlite3*"))
    if engine == "postgresql":
        assert new.step("counts") == {"cases": 0, "receipts": 0, "sessions": 0}


@once
def test_it_is_not_restored_over_anything(old: Installation, tmp_path: Path):
    archive = back_up(old, tmp_path / "backups/one.amparo")
    ran = restore(archive, old)
    assert ran.returncode == 2 and "already" in ran.stderr
    again = old.amparo("backup", archive, stdin=OPENS_WITH)
    assert again.returncode == 2 and "exists already" in again.stderr


@once
def test_the_secrets_of_another_installation_do_not_pass(old: Installation, made: Making, tmp_path: Path):
    archive = back_up(old, tmp_path / "backups/one.amparo")
    (tmp_path / "backups/tombstones.txt").unlink()
    other = made("other")
    other.step("nothing")
    ran = restore(archive, other, "--no-tombstones")
    assert ran.returncode == 2 and "secrets" in ran.stderr


@once
def test_what_was_copied_wrongly_from_paper_is_noticed(old: Installation, made: Making):
    first, second, *others = str(old.step("server_words")).split()
    new = made("new")
    ran = new.amparo("restore", "--secrets", "--home", new.folder, stdin=" ".join([second, first, *others]) + "\n")
    assert ran.returncode == 2 and "changed places" in ran.stderr
    assert not (new.folder / "secrets/server.key").exists()


def test_a_backup_holds_no_secret_no_session_and_no_clear_word(old: Installation, tmp_path: Path):
    old.step("tell", "Marked: Tirzah Okonjo-Vail.")
    old.step("read", "ana")
    assert old.step("counts")["sessions"] == 1
    archive = back_up(old, tmp_path / "backups/one.amparo")
    rows = str(old.step("rows_of", str(archive), OPENS_WITH))
    assert "safekeeping.sealedblob" in rows
    assert "people.session" not in rows and "Tirzah" not in rows
    for secret in (old.folder / "secrets").iterdir():
        assert secret.read_text().strip() not in rows
    assert b"Tirzah" not in archive.read_bytes()


def test_reports_are_received_while_a_backup_is_made(old: Installation, tmp_path: Path):
    """The backup is of one moment: every receipt in it opens, and nobody had to wait for it."""
    with old.served() as server:
        tell(server.browser(), "Before.")
        archive = back_up(old, tmp_path / "backups/one.amparo")
        begun = time.monotonic()
        assert tell(server.browser(), "Afterwards.").status == 200
        assert time.monotonic() - begun < 10
    assert archive.stat().st_size > 0


@once
def test_a_backup_that_fails_leaves_no_file(old: Installation, tmp_path: Path):
    ran = old.amparo("backup", tmp_path / "one.amparo", stdin="short\n")
    assert ran.returncode == 2 and "too short" in ran.stderr
    assert not [path for path in tmp_path.iterdir() if "amparo" in path.name]


def test_an_erasure_is_written_down_outside_the_database_at_once(old: Installation):
    receipt = str(old.step("tell", "Erase this."))
    old.step("erase", receipt)
    assert len((old.folder / "tombstones.txt").read_text().splitlines()) == 1


@once
def test_a_line_that_a_crash_cut_off_is_written_anew(old: Installation):
    for _ in range(2):
        old.step("erase", str(old.step("tell", "Erase this.")))
    tombstones = old.folder / "tombstones.txt"
    whole = tombstones.read_text()
    tombstones.write_text(whole[:-20])
    assert old.amparo("daily").returncode == 0
    assert tombstones.read_text() == whole
