"""One provision in full, for a lawyer: texts, conditions, examples, notes, and who is bound."""

from collections.abc import Iterator
from datetime import date

from amparo.errors import Defect
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.norms.catalogue.knowledge import read_sources, sources
from amparo.norms.catalogue.packs import configured_packs
from amparo.norms.catalogue.translations import statement
from amparo.norms.states.counting import count
from amparo.norms.texts.provisions import Provision
from amparo.rules.conditions import EVERYONE
from amparo.rules.forms import Form
from amparo.rules.spelling import spelt
from amparo.situation.vocabulary import LANGUAGES

STATES_SHOWN = 200


def shown(catalogue: Catalogue, name: str, on: date) -> str:
    """The provision as lines of text; what the compiled catalogue leaves out is read from the sources."""
    provision = catalogue.provisions[name]
    pack, form = entry(name)
    return "\n".join(
        [
            *_texts(catalogue, provision),
            *_origin(pack, form),
            "",
            *_conditions(provision),
            "",
            *_examples(form),
            "",
            *_bound(catalogue, provision, on),
        ]
    )


def _texts(catalogue: Catalogue, provision: Provision) -> Iterator[str]:
    right = catalogue.rights[provision.right]
    yield f"{provision.id}  {provision.citation}"
    yield f"{catalogue.themes[right.theme].label['en']}: {right.label['en']}; {provision.kind}, {provision.strength}"
    for language in LANGUAGES:
        found = statement(provision, language, catalogue.translations)
        if found.language == language:
            yield f"  {language}: {found.text}  ({found.state})"
    yield "verified against a text" if provision.verified else "not yet compared with the official text"
    if provision.note:
        yield f"note: {provision.note}"


def _conditions(provision: Provision) -> Iterator[str]:
    yield f"bound by: {provision.bound_by}"
    yield f"owed by: {', '.join(provision.duty_bearer) or 'any State that has the person in its power'}"
    yield f"holder: {spelt(provision.holder)}"
    yield f"engaged by: {'always' if provision.engaged_by == EVERYONE else spelt(provision.engaged_by)}"


def entry(name: str) -> tuple[str, Form]:
    """The entry of a provision in its source, and the name of the pack it came with, empty if it is ours."""
    written = {
        path: where
        for path, where in sources(configured_packs()).items()
        # Reading all files takes seconds: only those that name it.
        if path.startswith("norms/provisions/") and name in where.read_text("utf-8")
    }
    for path, node in read_sources(written, []).under("norms/provisions/").items():
        for form in Form(node, [], path).forms("provisions", "A provision"):
            if form.text("id") == name:
                return path.removeprefix("norms/provisions/").rpartition("/")[0], form
    raise Defect("no-source", f"{name} is in the catalogue and in no source.")


def _origin(pack: str, form: Form) -> Iterator[str]:
    """Where it was read, and where one may correct it."""
    yield f"source: {form.text('source', required=False) or 'not told'}"
    yield f"file: {form.place}"
    if pack:
        yield f"from the pack {pack}"


def _examples(form: Form) -> Iterator[str]:
    yield "examples:"
    for example in form.forms("examples", "An example"):
        expected = [f"{field} {example.shown(field)}" for field in ("holds", "engaged") if example.has(field)]
        yield f"  {example.text('says')}  ({', '.join(expected)})"


def _bound(catalogue: Catalogue, provision: Provision, on: date) -> Iterator[str]:
    found = count(catalogue, [provision.bound_by], "bound", on)
    word = "State" if len(found.surely) == 1 else "States"
    yield f"surely bound on {on}: {len(found.surely)} {word}; not known: {len(found.unknown)}"
    if found.surely:
        yield "  " + " ".join(found.surely[:STATES_SHOWN])
