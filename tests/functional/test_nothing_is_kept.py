"""A situation is answered and forgotten: no command leaves a trace of it in any file that it can write."""

import json
import os
from pathlib import Path

MARKED = {
    "state": "MEX",
    "date": "1987-03-19",
    "role": "destination",
    "nationality": ["TUV"],
    "age": 97,
    "stay": "none",
    "asylum": "claimed",
    "circumstances": ["sexual-violence"],
}
TRACES = [b"TUV", b"1987-03-19", b"claimed"]


def _files(*folders: Path) -> dict[Path, float]:
    return {path: path.stat().st_mtime for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_answering_leaves_nothing_of_the_situation_behind(amparo, tmp_path, monkeypatch):
    home, work = tmp_path / "home", tmp_path / "work"
    for folder in (home, work):
        folder.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TMPDIR", str(work))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.delenv("AMPARO_CACHE", raising=False)
    monkeypatch.chdir(work)
    from amparo.norms.catalogue.catalogue import _loaded

    _loaded.cache_clear()
    assert amparo("rights", "-", "--format", "json", stdin=json.dumps(MARKED)).code == 0
    assert amparo("rights", "-", stdin=json.dumps(MARKED)).code == 0
    amparo("interview", "--on", "1987-03-19", stdin="MEX\n1\nTUV\nq\n")
    written = _files(home, work)
    assert written, "the compiled catalogue should be among the files"
    law = {
        b"TUV",
        b"claimed",
    }  # stand in the catalogue whatever anybody asks; their number must not depend on the situation
    for path in written:
        content = path.read_bytes()
        assert b"1987-03-19" not in content
        if not path.name.startswith("knowledge-"):
            assert not any(trace in content for trace in law), path
    before = {path: path.read_bytes() for path in written}
    amparo("rights", "-", stdin=json.dumps({**MARKED, "nationality": ["KIR"]}))
    assert {path: path.read_bytes() for path in _files(home, work)} == before
    _loaded.cache_clear()


def test_the_cache_is_for_its_owner_only(amparo, tmp_path, monkeypatch):
    from amparo.norms.catalogue.catalogue import _loaded

    monkeypatch.setenv("AMPARO_CACHE", str(tmp_path / "cache"))
    _loaded.cache_clear()
    amparo("norms", "list", "--instrument", "icrmw")
    (compiled,) = (tmp_path / "cache").iterdir()
    assert os.stat(compiled).st_mode & 0o077 == 0
    assert os.stat(tmp_path / "cache").st_mode & 0o077 == 0
    _loaded.cache_clear()
