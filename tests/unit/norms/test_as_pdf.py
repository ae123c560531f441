"""The answer on paper: all words are in it as words, whatever they contain, and nothing else is."""

import dataclasses
import io
import re
import subprocess
import sys
import time

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import Defect
from amparo.norms.answers import as_pdf as answer_on_paper
from amparo.norms.answers import printing
from amparo.norms.answers.as_pdf import as_pdf, render
from amparo.norms.answers.by_theme import page
from amparo.norms.answers.pages import Page, Standing
from amparo.norms.answers.printing import ARABIC
from amparo.norms.answers.rights import rights
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.demonstration import accounts
from amparo.situation.states import State
from amparo.situation.vocabulary import LANGUAGES

CATALOGUE = load_catalogue()
ANSWERS = {one.id: rights(one.on_the_day, catalogue=CATALOGUE) for one in accounts(CATALOGUE)}
ANYBODY = ANSWERS["oc18-undocumented"]
IN_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)
HOSTILE = [
    '#read("/etc/passwd")',
    "#import sys: inputs",
    "$x^2$ *bold* _lean_ `raw` = heading\n= another",
    "<label> @reference // gone /* gone */ \\ \"quoted\" 'too'",
    "] } ) #panic()",
    "{page} {pages} \ufffc",
]


def empty_page(**changed):
    return dataclasses.replace(Page("en", "Your rights", "Mexico.", (), (), ()), **changed)


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def letters(font):
    """What each glyph of a font is read as."""
    found = {}
    table = font.ToUnicode.read_bytes().decode("ascii")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(text, 16) + step)
    return found


def words(content):
    """The text of a PDF without its spaces and its page numbers, in the order in which it is drawn."""
    drawn = []
    for sheet in opened(content).pages:
        fonts = {name: letters(font) for name, font in sheet.Resources.Font.items()}
        here, marked = {}, []
        for operands, operator in pikepdf.parse_content_stream(sheet):
            if str(operator) in ("BMC", "BDC"):
                marked.append(str(operands[0]))
            elif str(operator) == "EMC":
                marked.pop()
            elif str(operator) == "Tf":
                here = fonts[str(operands[0])]
            elif str(operator) in ("Tj", "TJ") and "/Artifact" not in marked:
                parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                for code in (bytes(part) for part in parts if isinstance(part, pikepdf.String)):
                    drawn += [here.get(code[at] * 256 + code[at + 1], "") for at in range(0, len(code), 2)]
    return squeezed("".join(drawn))


def squeezed(text):
    return re.sub(r"[\s\u202a-\u202e]", "", text)  # the library marks where another direction begins and ends


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_every_citation_and_every_leading_statement_is_in_the_pdf(answers):
    text, shown = words(as_pdf(answers, "en")), page(answers, "en")
    for right in (right for theme in shown.themes for right in theme.rights):
        for said in (right.label, right.lead.says.text, *(one.citation for one in right.bases)):
            assert squeezed(said) in text, said
    for said in (shown.title, shown.summary, *shown.cautions, *shown.cannot_be_said):
        assert squeezed(said) in text


@IN_LANGUAGES
def test_every_language_prints_all_citations(language):
    text = words(as_pdf(ANYBODY, language))
    bases = [one for theme in page(ANYBODY, language).themes for right in theme.rights for one in right.bases]
    assert bases and not [one.citation for one in bases if squeezed(one.citation) not in text]


def test_what_is_urgent_is_printed_first_in_full_and_with_what_one_can_do():
    shown, text = page(ANYBODY, "en"), words(as_pdf(ANYBODY, "en"))
    now = shown.standing(Standing.NOW)
    for theme in now:
        said = [one.text for one in theme.steps]
        said += [one.says.text for right in theme.rights for one in right.bases if one.standing is Standing.NOW]
        assert all(squeezed(one) in text for one in said)
    last = squeezed(now[-1].rights[-1].lead.says.text)
    assert (
        text.index(last)
        < text.index(squeezed("These are yours too"))
        < text.index(squeezed("It is not known whether this"))
    )


def test_a_norm_that_may_not_apply_is_never_cited_as_if_it_did():
    answers = ANSWERS["chowdury-greece"]
    right = next(
        one for theme in page(answers, "en").themes for one in theme.rights if one.id == "freedom-from-torture"
    )
    unsure = [one.citation for one in right.bases if not one.is_held]
    assert "CRC art. 37(a)" in unsure
    assert squeezed("It is not known whether these apply: " + "; ".join(unsure)) in words(as_pdf(answers, "en"))


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_the_reasons_which_name_what_the_person_told_are_not_printed(answers):
    told = {
        reason
        for theme in page(answers, "en").themes
        for right in theme.rights
        for one in right.bases
        for reason in one.because
    }
    assert told
    content = as_pdf(answers, "en")
    assert "Because:" not in words(content)
    with_values = [one for one in told if ": " in one and not one.startswith(("not known", "not so"))]
    assert not [one for one in with_values if squeezed(one) in words(content)]


@IN_LANGUAGES
def test_the_pdf_is_made_for_every_reader(language):
    found = opened(as_pdf(ANYBODY, language))
    assert str(found.Root.Lang) == language
    assert found.Root.MarkInfo.Marked and found.Root.StructTreeRoot is not None
    assert b"pdfuaid:part" in found.Root.Metadata.read_bytes()
    assert found.Root.ViewerPreferences.DisplayDocTitle
    assert str(found.docinfo["/Title"]) == page(ANYBODY, language).title
    if language == "ar":
        assert found.Root.ViewerPreferences.Direction == "/R2L"


@IN_LANGUAGES
def test_its_metadata_says_no_day_no_author_and_nothing_of_the_answer(language):
    found = opened(as_pdf(ANYBODY, language))
    assert set(found.docinfo.keys()) <= {"/Title", "/Creator", "/Producer"}
    about = found.Root.Metadata.read_bytes().decode()
    assert not re.search(r"CreateDate|ModifyDate|<dc:(creator|date|description)|20\d\d-\d\d|Mexico|MEX", about), about


@IN_LANGUAGES
def test_the_same_answer_gives_the_same_bytes(language):
    assert as_pdf(ANYBODY, language) == as_pdf(ANYBODY, language)


def test_another_process_gives_the_same_bytes():
    code = (
        "import sys; from amparo.norms.answers.as_pdf import render; from amparo.norms.answers.pages import Page;"
        "sys.stdout.buffer.write(render(Page('en', 'Your rights', 'Mexico.', (), (), ())))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == render(empty_page())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_is_printed_as_it_stands(hostile):
    assert squeezed(hostile) in words(render(empty_page(summary=hostile, cautions=(hostile,))))


def test_a_state_a_right_and_a_statement_that_are_hostile_do_nothing():
    state = State("MEX", "", HOSTILE[0], "state", "", "")
    provisions = {
        name: dataclasses.replace(one, says=HOSTILE[4], citation=HOSTILE[2])
        for name, one in CATALOGUE.provisions.items()
    }
    vocabulary = dataclasses.replace(CATALOGUE.vocabulary, states={**CATALOGUE.vocabulary.states, "MEX": state})
    catalogue = dataclasses.replace(CATALOGUE, vocabulary=vocabulary, provisions=provisions)
    text = words(as_pdf(rights({"state": "MEX", "date": "2026-11-21"}, catalogue=catalogue), "en"))
    for hostile in (HOSTILE[0], HOSTILE[2], HOSTILE[4]):
        assert squeezed(hostile) in text
    assert "root:" not in text


def test_characters_that_turn_or_steer_the_text_are_left_out():
    turned = "safe\u202eelif\u202c \u2066not\u2069 \x00\x07\x1bplain\ud800"
    assert "safeelifnotplain" in words(render(empty_page(summary=turned)))


def test_letters_that_no_font_has_leave_a_page_with_the_rest():
    content = render(empty_page(summary="Mexico 漢字 and the rest."))
    assert "andtherest." in words(content) and opened(content).Root.MarkInfo.Marked


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_text_is_printed(text):
    assert render(empty_page(title="T", summary=text, cautions=(text,))).startswith(b"%PDF")


def test_arabic_is_printed_with_the_letters_of_the_library_where_the_system_has_none(monkeypatch):
    alone = typst.Fonts(include_system_fonts=False)
    assert ARABIC[-1] in alone.families()
    monkeypatch.setattr(printing, "_fonts", lambda of_the_system: alone)
    for answers in ANSWERS.values():
        assert b"pdfuaid:part" in opened(as_pdf(answers, "ar")).Root.Metadata.read_bytes(), "a letter was missing"


def test_arabic_is_printed_with_the_best_letters_that_are_there():
    class Chosen:
        def families(self):
            return ["DejaVu Sans", "Amiri", "DejaVu Sans Mono"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "_fonts", lambda of_the_system: Chosen())
        assert printing._family("ar") == "Amiri"


def test_a_page_that_cannot_be_printed_says_so_without_quoting_it(monkeypatch):
    monkeypatch.setattr(answer_on_paper, "_template", lambda: b"#panic(sys.inputs.data)")
    with pytest.raises(Defect) as caught:
        render(empty_page(summary="Zubaida Marked"))
    assert caught.value.code == "page-not-printed" and caught.value.__suppress_context__
    assert "Marked" not in str(caught.value)


def test_a_page_is_printed_in_less_than_a_second():
    start = time.perf_counter()
    for answers in ANSWERS.values():
        as_pdf(answers, "ar")
    assert (time.perf_counter() - start) / len(ANSWERS) < 1


LETTING_GO = """
import resource
from amparo.norms.answers.as_pdf import render
from amparo.norms.answers.pages import Page

def printed(number):
    render(Page("en", "Your rights", "", (), tuple(f"Line {number} {line} of many words" for line in range(1500)), ()))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

first = [printed(number) for number in range(3)][-1]
print([printed(number) for number in range(3, 15)][-1] - first)
"""


def test_what_was_printed_is_let_go_of():
    done = subprocess.run([sys.executable, "-c", LETTING_GO], capture_output=True, check=True, text=True)
    assert int(done.stdout) < 32 * 1024, "KiB more after twelve pages more"
