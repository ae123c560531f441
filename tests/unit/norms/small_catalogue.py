"""A catalogue of one invented treaty, written into a folder, over the real vocabulary: quick to load and easy to break."""

import functools
import textwrap

from small_norms import real_data

from amparo.errors import Problems
from amparo.norms.authors.examples import check_examples
from amparo.norms.catalogue.catalogue import assemble, build
from amparo.norms.catalogue.knowledge import Knowledge, read_sources, sources

FILES = {
    "sources.yaml": """\
        sources:
          - {key: invented, what: invented, as_of: 2020, licence: none, known_holes: all}
        """,
    "themes.yaml": """\
        themes:
          - id: health
            label: {en: Health, es: Salud, fr: Santé, ar: الصحة}
            rights:
              - {id: urgent-care, label: {en: Urgent care, es: Urgencias, fr: Urgences, ar: الطوارئ}}
              - {id: school, label: {en: School, es: Escuela, fr: École, ar: المدرسة}}
        """,
    "instruments/small.yaml": """\
        instruments:
          - id: small
            short_name: Small Treaty
            title: A small treaty
            body: invented
            adopted_on: 1980-01-01
            entry: {citation: art. 9, deposits: 1, first: {days: 30}, later: {days: 30}}
            complete_until: 2020-01-01
            verified: true
        """,
    "commitments/small.csv": """\
        state,event,form,on,source,verified,note
        MEX,deposit,ratification,1990-01-10,invented,yes,
        """,
    "provisions/small.yaml": """\
        instrument: small
        people:
          ines:
            who: A Honduran woman in Mexico
            facts: {date: 2015-05-01, state: MEX, role: destination, nationality: [HND], age: 31}
        provisions:
          - id: small/1
            citation: Small Treaty art. 1
            right: urgent-care
            duty_bearer: any
            any_status: true
            examples:
              - {says: Ines is bleeding., like: ines, facts: {urgent-medical-need: true}, holds: true, engaged: true}
              - {says: Ines is well., like: ines, facts: {urgent-medical-need: false}, holds: true, engaged: false}
            engaged_by: urgent-medical-need
            strength: binding
            non_derogable: false
            says: You receive urgent care.
            verified: true
          - id: small/2
            citation: Small Treaty art. 2
            right: school
            duty_bearer: destination
            examples:
              - {says: Her daughter may go to school., like: ines, facts: {age: 9}, holds: true}
              - {says: Ines is grown up., like: ines, holds: false}
              - {says: The land that one leaves is not asked., like: ines, facts: {age: 9, role: origin}, holds: false}
            holder: child
            strength: binding
            non_derogable: false
            says: You may go to school.
            verified: true
        """,
    "translations/es/small.yaml": """\
        language: es
        statements:
          small/1:
            says: Usted recibe atención urgente.
            renders:
            reviewed_by: null
        """,
}


def write(folder, changes=()):
    """Writes the files into the folder, with (file, old, new) replaced; returns the folders to read the sources from."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    for name, old, new in changes:
        change(folder, name, old, new)
    return {"situation": real_data("situation"), "norms": folder}


def change(folder, name, old, new):
    """Replaces the one place in a file where the old text stands."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (name, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")


@functools.cache
def _vocabulary():
    """The real vocabulary, read once: it is the same in every small catalogue."""
    return read_sources(sources((), {"situation": real_data("situation")}), [])


def read(folders, problems):
    """The knowledge of the small treaty and of the real vocabulary."""
    ours, own = _vocabulary(), read_sources(sources((), {"norms": folders["norms"]}), problems)
    return Knowledge(own.digest, {**ours.documents, **own.documents}, {**ours.tables, **own.tables})


def load(folders):
    """The catalogue; raises Problems."""
    problems = []
    return build(read(folders, problems), (), problems, thorough=True)


def complaints(folders):
    """Every problem that loading finds, as text; nothing is loaded if there is one."""
    try:
        load(folders)
    except Problems as wrong:
        return [str(problem) for problem in wrong.found]
    return []


def complaints_of_examples(folders):
    """Every problem that the examples of the small treaty find in a catalogue that loads."""
    problems = []
    knowledge = read(folders, problems)
    catalogue = assemble(knowledge, (), problems, thorough=True)
    check_examples(knowledge, catalogue, problems, only=frozenset({"small"}))
    return [str(problem) for problem in problems]
