"""Statements in other languages: tied to the English they render, honest about their state, stamped only where nothing stands."""

import pytest
import small_catalogue as small

from amparo.norms.authors.stamping import stamp
from amparo.norms.catalogue.translations import statement

SPANISH = "translations/es/small.yaml"


def said(folders, provision="small/1", language="es"):
    catalogue = small.load(folders)
    found = statement(catalogue.provisions[provision], language, catalogue.translations)
    return found.text, found.language, found.state


def digest(folders, provision="small/1"):
    return small.load(folders).provisions[provision].digest


def test_without_a_translation_people_read_the_english(tmp_path):
    folders = small.write(tmp_path)
    assert said(folders, "small/2") == ("You may go to school.", "en", "untranslated")
    assert said(folders, language="fr") == ("You receive urgent care.", "en", "untranslated")
    assert said(folders, language="en") == ("You receive urgent care.", "en", "original")


def test_a_translation_that_renders_another_english_is_out_of_date(tmp_path):
    folders = small.write(tmp_path, [(SPANISH, "renders:", "renders: 0123456789ab")])
    assert said(folders) == ("Usted recibe atención urgente.", "es", "out-of-date")


def test_a_translation_that_nobody_stamped_is_out_of_date(tmp_path):
    assert said(small.write(tmp_path))[2] == "out-of-date"


def test_a_translation_that_nobody_read_is_unreviewed(tmp_path):
    folders = small.write(tmp_path)
    small.change(tmp_path, SPANISH, "renders:", f"renders: {digest(folders)}")
    assert said(folders)[2] == "unreviewed"


def test_a_translation_that_somebody_read_is_reviewed(tmp_path):
    folders = small.write(tmp_path)
    small.change(tmp_path, SPANISH, "renders:", f"renders: {digest(folders)}")
    small.change(tmp_path, SPANISH, "reviewed_by: null", "reviewed_by: Ines")
    assert said(folders)[2] == "reviewed"


def test_one_changed_word_of_the_english_makes_it_out_of_date(tmp_path):
    folders = small.write(tmp_path)
    small.change(tmp_path, SPANISH, "renders:", f"renders: {digest(folders)}")
    small.change(tmp_path, "provisions/small.yaml", "You receive urgent care.", "You receive urgent care now.")
    assert said(folders)[2] == "out-of-date"


def test_a_translation_is_not_twice_as_long_as_the_english_may_be(tmp_path):
    folders = small.write(tmp_path, [(SPANISH, "Usted recibe", "Usted " + "muy " * 60 + "recibe")])
    assert any("says is much longer" in one for one in small.complaints(folders))


def test_a_provision_is_translated_once_in_a_language(tmp_path):
    folders = small.write(tmp_path)
    (tmp_path / "translations/es/again.yaml").write_text((tmp_path / SPANISH).read_text())
    (found,) = small.complaints(folders)
    first, second = f"{tmp_path}/translations/es/again.yaml:3", f"{tmp_path}/{SPANISH}:3"
    assert found == f"{second}: small/1 is translated twice. It stands already at {first}."


def test_a_translation_says_something(tmp_path):
    (found,) = small.complaints(small.write(tmp_path, [(SPANISH, "Usted recibe atención urgente.", '""')]))
    assert found == f"{tmp_path}/{SPANISH}:4: says is empty."


@pytest.mark.parametrize("empty", ["renders:", "renders: null", "renders: ~", "renders:   # not yet"])
def test_stamping_fills_what_is_empty(tmp_path, monkeypatch, empty):
    folders = small.write(tmp_path, [(SPANISH, "renders:", empty)])
    wanted = digest(folders)
    monkeypatch.setattr("amparo.norms.catalogue.knowledge.data_folders", lambda: folders)
    monkeypatch.setattr("amparo.norms.authors.stamping.data_folders", lambda: folders)
    before = (tmp_path / SPANISH).read_text()
    assert stamp(None) == 1
    stamped = before.replace(f"    {empty}\n", f'    renders: "{wanted}"\n')  # quoted: it may look like a number
    assert (tmp_path / SPANISH).read_text() == stamped
    assert said(folders)[2] == "unreviewed"
    assert stamp(None) == 0


def test_stamping_never_writes_over_a_digest_so_staleness_stays_visible(tmp_path, monkeypatch):
    folders = small.write(tmp_path, [(SPANISH, "renders:", "renders: 0123456789ab")])
    monkeypatch.setattr("amparo.norms.catalogue.knowledge.data_folders", lambda: folders)
    monkeypatch.setattr("amparo.norms.authors.stamping.data_folders", lambda: folders)
    before = (tmp_path / SPANISH).read_bytes()
    assert stamp(None) == 0
    assert (tmp_path / SPANISH).read_bytes() == before


def test_stamping_leaves_what_it_does_not_know(tmp_path, monkeypatch):
    folders = small.write(tmp_path, [(SPANISH, "small/1:", "small/9:")])
    monkeypatch.setattr("amparo.norms.catalogue.knowledge.data_folders", lambda: folders)
    monkeypatch.setattr("amparo.norms.authors.stamping.data_folders", lambda: folders)
    assert stamp(None) == 0
