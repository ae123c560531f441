"""The compiled catalogue: law and nothing else, equal to its sources, and worth nothing when damaged."""

import json

import pytest
import small_catalogue as small

from amparo.norms.answers.rights import rights, values
from amparo.norms.catalogue.catalogue import build, load_catalogue
from amparo.norms.catalogue.knowledge import compiled_path, data_folders, digest, read_compiled, read_sources, sources
from amparo.norms.catalogue.translations import statement
from amparo.norms.demonstration import accounts


@pytest.fixture(scope="module")
def from_sources():
    """The catalogue straight from the sources."""
    problems = []
    return build(read_sources(sources(()), problems), (), problems, thorough=False)


@pytest.fixture(scope="module")
def from_cache(from_sources):
    """The catalogue as the second start finds it."""
    load_catalogue()
    known = read_compiled(from_sources.digest)
    assert known is not None
    return build(known, (), [], thorough=False)


def both_days(catalogue):
    for account in accounts(catalogue):
        yield account.on_the_day
        yield account.when_decided


def test_there_are_twenty_four_situations_to_compare(from_sources):
    assert len(list(both_days(from_sources))) == 24


def test_the_cached_catalogue_gives_the_same_values(from_sources, from_cache):
    for situation in both_days(from_sources):
        assert values(situation, from_cache) == values(situation, from_sources)


def test_the_cached_catalogue_gives_the_same_reasons_and_words(from_sources, from_cache):
    for situation in list(both_days(from_sources))[:3]:
        slow, quick = rights(situation, catalogue=from_sources), rights(situation, catalogue=from_cache)
        assert [one.provision for one in slow] == [one.provision for one in quick]
        for ours, theirs in zip(slow, quick, strict=True):
            assert (ours.missing, ours.unknown_because) == (theirs.missing, theirs.unknown_because)
            assert ours.would_apply_if == theirs.would_apply_if
            assert ours.reservations == theirs.reservations
            assert dict(ours.bond.belonging.basis) == dict(theirs.bond.belonging.basis)
    for provision in from_sources.provisions.values():
        for language in ("es", "fr", "ar"):
            ours, theirs = (statement(provision, language, one.translations) for one in (from_sources, from_cache))
            assert ours == theirs
    assert from_sources.instruments == from_cache.instruments


def test_examples_are_no_part_of_the_cache(from_cache, from_sources):
    text = compiled_path(from_sources.digest).read_text()
    assert '"examples"' not in text and '"people"' not in text


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: b"",
        lambda whole: b"null",
        lambda whole: b"[]",
        lambda whole: b"\x80\x04K\x01.",
        lambda whole: json.dumps({**json.loads(whole), "digest": "0" * 64}).encode(),
        lambda whole: json.dumps({name: part for name, part in json.loads(whole).items() if name != "tables"}).encode(),
    ],
)
def test_a_damaged_cache_is_ignored_and_written_anew(tmp_path, monkeypatch, damage):
    monkeypatch.setenv("AMPARO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("amparo.norms.catalogue.knowledge.data_folders", lambda: folders)
    folders = small.write(tmp_path / "norms")
    first = _fresh()
    (compiled,) = (tmp_path / "cache").iterdir()
    whole = compiled.read_bytes()
    compiled.write_bytes(damage(whole))
    again = _fresh()
    assert again.digest == first.digest and list(again.provisions) == ["small/1", "small/2"]
    assert compiled.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_only_slower(tmp_path, monkeypatch):
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setenv("AMPARO_CACHE", str(blocked))
    monkeypatch.setattr("amparo.norms.catalogue.knowledge.data_folders", lambda: folders)
    folders = small.write(tmp_path / "norms")
    assert list(_fresh().provisions) == ["small/1", "small/2"]


def test_knowledge_with_a_problem_is_not_compiled(tmp_path, monkeypatch):
    from amparo.errors import Problems

    monkeypatch.setenv("AMPARO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("amparo.norms.catalogue.knowledge.data_folders", lambda: folders)
    folders = small.write(tmp_path / "norms", [("provisions/small.yaml", "holder: child", "holder: chidl")])
    with pytest.raises(Problems):
        _fresh()
    assert not (tmp_path / "cache").exists()


def _fresh():
    """The catalogue as a new process would load it."""
    import amparo.norms.catalogue.catalogue as module

    for remembered in vars(module).values():
        if hasattr(remembered, "cache_clear"):
            remembered.cache_clear()
    try:
        return load_catalogue(())
    finally:
        for remembered in vars(module).values():
            if hasattr(remembered, "cache_clear"):
                remembered.cache_clear()


def digest_of(folders):
    return digest({name: path.read_bytes() for name, path in sources((), folders).items()})


@pytest.mark.parametrize("name", sorted(small.FILES))
def test_one_byte_of_any_source_gives_another_digest(tmp_path, name):
    folders = small.write(tmp_path)
    before = digest_of(folders)
    path = tmp_path / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert digest_of(folders) != before
    path.write_bytes(path.read_bytes()[:-1])
    assert digest_of(folders) == before


def test_a_renamed_or_added_source_gives_another_digest(tmp_path):
    folders = small.write(tmp_path)
    before = digest_of(folders)
    (tmp_path / "themes.yaml").rename(tmp_path / "themess.yaml")
    renamed = digest_of(folders)
    (tmp_path / "provisions/more.yaml").write_text("instrument: small\n")
    assert len({before, renamed, digest_of(folders)}) == 3


def test_a_byte_cannot_wander_from_one_file_to_the_next():
    assert digest({"a": b"xy", "b": b"z"}) != digest({"a": b"x", "b": b"yz"})
    assert digest({"a": b"1", "ab": b""}) != digest({"a": b"", "ab": b"1"})


def test_what_answers_nobody_is_no_source():
    names = sources((), data_folders())
    assert not [name for name in names if "demonstration" in name or "populations" in name or "phrases" in name]
