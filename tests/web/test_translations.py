"""Every sentence that the pages say is there in every language, whole and with what it fills in."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

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


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.parent.name}/{path.parent.name}/{path.name}")
def test_a_translation_fills_in_what_the_sentence_fills_in(path: Path):
    for message in _messages(path):
        ids, strings = ([part] if isinstance(part, str) else list(part) for part in (message.id, message.string))
        wanted = set(_FILLED.findall(ids[-1]))
        for string in strings:
            # A number may be said by the form of the word alone: one, two.
            missing = wanted - set(_FILLED.findall(string))
            assert not missing or (len(ids) > 1 and len(missing) == 1), (path.name, ids[0])
            assert set(_FILLED.findall(string)) <= wanted, (path.name, ids[0])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.parent.name}/{path.parent.name}/{path.name}")
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
