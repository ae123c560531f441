"""The files of the project, for tests that read all of them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_TEXT = {".parquet", ".svg", ".png", ".gz"}


def files():
    """Every file of the project that git knows or would take, and that is text."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive
        left_out = (".git", ".venv", "demonstration", "build", "dist")
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        told = [str(path) for path in found if path.parts[0] not in left_out and "__pycache__" not in path.parts]
    paths = [ROOT / name for name in sorted(told)]
    return [path for path in paths if path.is_file() and path.suffix not in NOT_TEXT]


def product():
    """What people read or run: the package with its data, the docs, and the pages at the top."""
    found = [path for path in files() if name(path).startswith(("amparo/", "docs/")) or path.parent == ROOT]
    return [path for path in found if path.suffix != ".lock"]


def name(path):
    return path.relative_to(ROOT).as_posix()


def modules():
    """Every module that people wrote; migrations are written by Django."""
    return sorted(path for path in (ROOT / "amparo").rglob("*.py") if path.parent.name != "migrations")


def pages():
    return [path for path in product() if path.suffix == ".md"]
