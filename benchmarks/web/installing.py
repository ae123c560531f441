"""Installing from nothing: how much of the disk it takes, and how long until a page answers."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.web.browser import Browser
from benchmarks.web.figures import Figure, at_most, told

ROOT = Path(__file__).parents[2]
LONGEST = 900
_LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "build", "*_cache", "__pycache__", ".hypothesis", "*.egg-info")


def measure() -> Iterator[Figure]:
    """`make run` in a fresh copy of the sources, with a fresh venv, until the first page answers."""
    with tempfile.TemporaryDirectory(prefix="amparo-install-") as folder:
        copy = Path(folder, "amparo")
        shutil.copytree(ROOT, copy, ignore=_LEFT_OUT)
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DATABASE_"))
        }
        environment |= {"PIP_NO_CACHE_DIR": "1"}
        begun = perf_counter()
        with open(Path(folder, "log"), "wb") as log:
            words = ["make", "run", f"PYTHON={sys.executable}"]
            process = subprocess.Popen(words, cwd=copy, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait(process, Path(folder, "log"), begun)
            yield at_most("`make run` from nothing to a page that answers", 180, perf_counter() - begun, "s")
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)
        venv, sources = _size(copy / ".venv"), _size(copy / "amparo")
        yield at_most("default install on disk", 600, (venv + sources) / 1e6, "MB", f" (its venv {venv / 1e6:.0f})")
        yield told("of that, pip itself", f"{_size(next(copy.glob('.venv/lib/*/site-packages/pip'))) / 1e6:.0f} MB")


def _wait(process: subprocess.Popen[bytes], log: Path, begun: float) -> None:
    while perf_counter() - begun < LONGEST:
        if process.poll() is not None:
            raise RuntimeError(f"make run ended:\n{log.read_text()[-2000:]}")
        try:
            with closing(Browser(8000)) as browser:
                if browser.get("/en/").status == 200:
                    return
        except OSError:
            sleep(0.2)
    raise RuntimeError("no page answered")


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
