"""Titles in other languages, and the sources behind each act: read with the catalogue, and refused where they are wrong."""

import small_catalogue as small

from amparo.norms.catalogue.catalogue import load_catalogue


def test_a_title_is_given_in_the_language_or_in_english_and_says_which(tmp_path):
    change = (
        "instruments/small.yaml",
        "title: A small treaty",
        "title: A small treaty\n    titles: {fr: Un petit traité}",
    )
    treaty = small.load(small.write(tmp_path, [change])).instruments["small"]
    assert treaty.title_in("fr") == ("Un petit traité", "fr")
    assert treaty.title_in("ar") == treaty.title_in("en") == ("A small treaty", "en")


def test_a_title_in_a_language_that_we_do_not_speak_is_refused(tmp_path):
    change = ("instruments/small.yaml", "title: A small treaty", "title: A small treaty\n    titles: {de: Ein Vertrag}")
    (found,) = small.complaints(small.write(tmp_path, [change]))
    assert "titles has no field de" in found


def test_a_source_says_what_it_is_and_what_it_lacks(tmp_path):
    source = small.load(small.write(tmp_path)).sources["invented"]
    assert (source.what, source.as_of, source.known_holes) == ("invented", "2020", "all")


def test_a_source_with_a_field_that_nobody_reads_is_refused(tmp_path):
    change = ("sources.yaml", "known_holes: all", "known_hole: all")
    (found,) = small.complaints(small.write(tmp_path, [change]))
    assert "A source has no field known_hole" in found


def test_every_act_rests_on_a_source_of_the_catalogue():
    catalogue = load_catalogue(())
    named = {row[4] for by_state in catalogue.bonds.rows.values() for rows in by_state.values() for row in rows}
    assert named and named <= catalogue.sources.keys()
