"""The answer on paper: an accessible PDF, the same bytes for the same answer.

It travels in a pocket, so it says what the law is and never what the person told: the reasons of an answer are not printed.
"""

import functools
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from amparo.norms.answers.by_theme import page
from amparo.norms.answers.pages import Basis, Page, RightShown, Standing
from amparo.norms.answers.phrases import phrase
from amparo.norms.answers.printing import direction, printed
from amparo.norms.answers.rights import Answers
from amparo.norms.catalogue.translations import Statement

_GAP = "\ufffc"  # stands in a phrase for what is set in another direction
_URGENT = (Standing.NOW, Standing.MAY_BE)


def as_pdf(answers: Answers, language: str) -> bytes:
    """The page of the answer as PDF/UA, right to left where the language is; no date, author or fact of the person in it."""
    return render(page(answers, language))


def render(shown: Page) -> bytes:
    """The page as PDF/UA, or as tagged PDF with a box for the letter where no font has one."""
    return printed(_template(), _data(shown), shown.language)


@functools.cache
def _template() -> bytes:
    return files("amparo.norms").joinpath("data/answer.typ").read_bytes()


def _data(shown: Page) -> dict[str, Any]:
    """What the template reads."""
    language = shown.language
    return {
        "language": language,
        "direction": direction(language),
        "title": shown.title,
        "summary": shown.summary,
        "cautions": shown.cautions,
        "parts": [_part(shown, standing) for standing in Standing],
        "cannot_be_said": shown.cannot_be_said,
        "what_to_do": phrase("what_to_do", language),
        "not_known": phrase("not_known", language),
        "between": phrase("between", language),
        "page_number": phrase("page_number", language, page="{page}", pages="{pages}"),
    }


def _part(shown: Page, standing: Standing) -> dict[str, Any]:
    """The rights that stand so; what one can do is printed with those that are urgent."""
    language, is_urgent = shown.language, standing in _URGENT
    themes = [
        {
            "heading": theme.heading,
            "steps": [_said(step, language) for step in theme.steps if is_urgent],
            "rights": [_right(right, language) for right in theme.rights],
        }
        for theme in shown.standing(standing)
    ]
    return {"heading": phrase(standing.value, language), "is_urgent": is_urgent, "themes": themes}


def _right(right: RightShown, language: str) -> dict[str, Any]:
    """What is urgent with every norm in full; of the rest what the leading norm says, and where all of them stand."""
    is_urgent = right.standing in _URGENT
    full = [one for one in right.bases if is_urgent and one.standing in _URGENT] or [right.lead]
    more = [one for one in right.bases if one not in full]
    unknown = "not_known_of" if right.lead.is_held else "see_also"  # of a right that is open, the heading says so
    lines = [
        _line("see_also", (one.citation for one in more if one.is_held), language),
        _line(unknown, (one.citation for one in more if not one.is_held), language),
        _line("would_settle", [right.asking.text], language, gap="question") if right.asking else None,
        _line("complain", right.complaints, language, gap="procedures") if is_urgent else None,
        _line("complain_maybe", right.possible_complaints, language, gap="procedures") if is_urgent else None,
    ]
    return {
        "label": right.label,
        "norms": [_norm(one, language, asked=right.asking is not None) for one in full],
        "lines": [line for line in lines if line],
    }


def _line(name: str, filling: Iterable[str], language: str, *, gap: str = "citations") -> dict[str, Any] | None:
    """A phrase in its parts around the gap, so that each citation keeps its own direction; None where nothing fills it."""
    if not (words := list(dict.fromkeys(filling))):
        return None
    before, _, after = phrase(name, language, **{gap: _GAP}).partition(_GAP)
    return {"before": before, "words": words, "after": after, "latin": gap != "question"}


def _norm(norm: Basis, language: str, *, asked: bool) -> dict[str, Any]:
    """`asked`: the question that follows says what is not known better than its bare name."""
    lines = [phrase("reserved", language, says=says) for says in norm.reserved]
    if norm.left_open and not asked:
        lines.append(phrase("left_open", language, reason=norm.left_open))
    return {"citation": norm.citation, "notes": norm.notes, "lines": lines, **_said(norm.says, language)}


def _said(says: Statement, language: str) -> dict[str, str]:
    """The words, their language for a reader's voice, and their direction."""
    unsure = says.state not in ("original", "reviewed")
    return {
        "text": says.text,
        "language": says.language,
        "direction": direction(says.language),
        "unsure": phrase(says.state, language) if unsure else "",
    }
