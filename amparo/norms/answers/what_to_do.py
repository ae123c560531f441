"""What a person can do, by theme: plain steps that are safe and true in any country, and promise nothing of its law."""

import functools
from collections.abc import Collection, Mapping
from importlib.resources import files

from amparo.errors import Defect, Problem, Problems
from amparo.norms.catalogue.translations import Statement
from amparo.norms.texts.provisions import MOST_WORDS
from amparo.rules.forms import Form, nearest_or_all
from amparo.rules.reading import read_document
from amparo.situation.vocabulary import LANGUAGES

FILE = "what_to_do.yaml"
FEWEST, MOST = 2, 4  # steps under one theme: more is not read
Step = Mapping[str, Statement]  # the same step in every language


def steps(theme: str, language: str) -> tuple[Statement, ...]:
    """What one can do about a theme, the most urgent first, and how far each translation can be trusted."""
    return tuple(step[language] for step in _shipped().get(theme, ()))


@functools.cache
def _shipped() -> Mapping[str, tuple[Step, ...]]:
    try:
        return read_steps(files("amparo.norms").joinpath(f"data/{FILE}").read_text("utf-8"), FILE)
    except Problems as wrong:
        raise Defect("broken-steps", f"What a person can do cannot be read: {wrong.found[0]}") from wrong


def read_steps(text: str, file: str, themes: Collection[str] | None = None) -> dict[str, tuple[Step, ...]]:
    """The steps of every theme; raises Problems with every complaint, also of a theme without steps where `themes` are given."""
    problems: list[Problem] = []
    top = Form(read_document(text, file, problems), problems, "The file")
    known: dict[str, Step] = {}
    found: dict[str, tuple[Step, ...]] = {}
    used: set[str] = set()
    entries = top.forms("steps", "A step")
    for form in entries:
        name = form.text("id")
        if name in known:
            form.complain(f"The step {name} is there twice.", "id")
        known[name] = _step(form)
    for form in top.forms("themes", "A theme"):
        theme, names = form.text("id"), form.texts("steps")
        form.done()
        if theme in found:
            form.complain(f"The theme {theme} is there twice.", "id")
        if themes is not None and theme not in themes:
            form.complain(f"There is no theme {theme}. {nearest_or_all(theme, sorted(themes), 'themes.yaml')}", "id")
        if not FEWEST <= len(set(names)) == len(names) <= MOST:
            form.complain(f"A theme has {FEWEST} to {MOST} steps, each once.", "steps")
        for name in names:
            if name not in known:
                form.complain(f"There is no step {name}. {nearest_or_all(name, sorted(known), file)}", "steps")
        used.update(names)
        found[theme] = tuple(known[name] for name in names if name in known)
    for form in entries:
        if (name := form.text("id")) not in used:
            form.complain(f"No theme names the step {name}.", "id")
    for theme in sorted(set(themes or ()) - found.keys()):
        top.complain(f"The theme {theme} has no steps.", "themes")
    top.done()
    if problems:
        raise Problems(problems)
    return found


def _step(form: Form) -> Step:
    says = form.languages("says", LANGUAGES)
    readers = form.get("reviewed_by", required=False)
    reviewed = Form(readers, form.problems, "reviewed_by") if readers else None
    states = {language: "unreviewed" for language in LANGUAGES} | {"en": "original"}
    for language in LANGUAGES[1:]:
        if reviewed and reviewed.text(language, required=False):
            states[language] = "reviewed"
    for part in filter(None, (reviewed, form)):
        part.done()
    if len(says.get("en", "").split()) > MOST_WORDS:
        form.complain(f"says has more than {MOST_WORDS} words, for somebody in a hard moment.", "says")
    return {language: Statement(text, language, states[language]) for language, text in says.items()}
