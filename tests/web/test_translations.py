"""Every sentence that the pages say is there in every language, whole and with what it fills in."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.formats import date_format
from django.utils.translation import override

import amparo.web
from amparo.web.languages import LANGUAGES, PLURALS, sources, untranslated

WEB = Path(amparo.web.__file__).parent
OTHERS = LANGUAGES[1:]
FILES = [path for paths in sources(WEB).values() for path in paths]
_FILLED = re.compile(r"%\((\w+)\)s|\{(\w*)\}")


def _messages(path: Path):
    with path.open("rb") as source:
        return [message for message in read_po(source, locale=path.parent.name, abort_invalid=True) if message.id]


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_said_in_one_language_only(language: str):
    assert untranslated(WEB, language) == []


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.parent.parent.name}/{path.parent.name}/{path.name}"
)
def test_a_translation_fills_in_what_the_sentence_fills_in(path: Path):
    for message in _messages(path):
        ids, strings = ([part] if isinstance(part, str) else list(part) for part in (message.id, message.string))
        wanted = set(_FILLED.findall(ids[-1]))
        for string in strings:
            # A number may be said by the form of the word alone: one, two.
            missing = wanted - set(_FILLED.findall(string))
            assert not missing or (len(ids) > 1 and len(missing) == 1), (path.name, ids[0])
            assert set(_FILLED.findall(string)) <= wanted, (path.name, ids[0])


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.parent.parent.name}/{path.parent.name}/{path.name}"
)
def test_a_file_counts_as_its_language_does(path: Path):
    text = path.read_text(encoding="utf-8")
    if "msgid_plural" in text:
        assert f'"Plural-Forms: {PLURALS[path.parent.name]}\\n"' in text
    assert "Not reviewed by a native speaker" in text


def test_no_sentence_is_translated_in_two_ways():
    for language, paths in sources(WEB).items():
        known: dict[object, object] = {}
        for path in paths:
            for message in _messages(path):
                key = message.id if isinstance(message.id, str) else message.id[0]
                assert known.setdefault(key, message.string) == message.string, (language, path.name, key)


@pytest.mark.parametrize(
    ("language", "day", "time"),
    [
        ("en", "21 November 2026", "21 November 2026, 23:47"),
        ("es", "21 de noviembre de 2026", "21 de noviembre de 2026 a las 23:47"),
        ("fr", "21 novembre 2026", "21 novembre 2026, 23:47"),
        ("ar", "21 نوفمبر 2026", "21 نوفمبر 2026، 23:47"),
    ],
)
def test_dates_are_written_one_way_in_each_language(language: str, day: str, time: str):
    at = datetime(2026, 11, 21, 23, 47)
    with override(language):
        assert (date_format(at, "DATE_FORMAT"), date_format(at, "DATETIME_FORMAT")) == (day, time)


def test_no_page_of_work_writes_a_date_in_a_way_of_its_own():
    own = re.compile(r'\|(?:date|time):"(?!c"|\w*_FORMAT")')
    pages = [path for room in ("people", "casework") for path in (WEB / room).rglob("*.html")]
    assert pages
    assert [path.name for path in pages if own.search(path.read_text(encoding="utf-8"))] == []
