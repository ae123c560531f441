"""The case file of a dossier: what goes on paper, as far as whoever prints it asks for it and their keys open it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amparo.case.parties import Party, PartyRole
from amparo.papers.case_files import CaseFile, Said, case_paper
from amparo.papers.paper import Paper
from amparo.papers.remedies import RemedyTold
from amparo.remedy.claims import Claim
from amparo.remedy.ledger import Ledger
from amparo.web.casework import access
from amparo.web.casework.chronicles import chronicle_of, parties_of
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.forms.deeds import ROLES
from amparo.web.casework.forms.plans import NEED_STATES, NEEDS
from amparo.web.casework.groups import gathered_in, members_of
from amparo.web.casework.models import Case
from amparo.web.casework.plans import Plan
from amparo.web.casework.remedies import Remedies, deadlines_of, remedies_of
from amparo.web.casework.shown.money import people_called
from amparo.web.casework.shown.money_words import HAPPENINGS, MEASURES, ROUTES, STATES_OF_REMEDY, STEPS
from amparo.web.casework.shown.rights import days_of
from amparo.web.people.sessions import SignedIn

_LISTS: tuple[Mapping[Any, Any], ...] = (STEPS, MEASURES, HAPPENINGS, STATES_OF_REMEDY)
_WORDS = {word: label for words in _LISTS for word, label in words.items()}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes on paper besides what names nobody."""

    names: bool = False
    account: bool = False
    notes: bool = False


WHOLE = Chosen(names=True, account=True, notes=True)


def paper_of(signed_in: SignedIn, case: Case, dossier: Dossier, chosen: Chosen, language: str) -> Paper:
    """The case on paper; write it while that language is switched on."""
    return case_paper(_case_file(signed_in, case, dossier, chosen), language, _label)


def collectives(signed_in: SignedIn, dossier: Dossier) -> dict[str, Dossier | None]:
    """The collective cases to which the case belongs, by number; None for those that the member has not opened."""
    found = {one.number: one for one in access.access_cases(signed_in).filter(id__in=gathered_in(dossier))}
    return {
        number: access.access_dossier(signed_in, one) if access.has_opened(signed_in, one) else None
        for number, one in found.items()
    }


def _case_file(signed_in: SignedIn, case: Case, dossier: Dossier, chosen: Chosen) -> CaseFile:
    chronicle, members, today = chronicle_of(dossier), members_of(dossier), timezone.localdate()
    names = access.access_names(signed_in, case.office_id, members) if chosen.names and members else {}
    also = [one for one in collectives(signed_in, dossier).values() if one is not None]
    return CaseFile(
        case.number,
        today,
        chronicle,
        tuple(days_of(chronicle)),
        tuple(_parties([dossier, *also])),
        _remedy(case, dossier, also),
        people_called(case, members, names),
        names_people=chosen.names,
        has_words=chosen.account,
        name=str(dossier.newest(EntryKind.IDENTITY).get("name", "")) if chosen.names else "",
        texts={entry.record: str(entry.data.get("words", "")) for entry in dossier.entries} if chosen.account else {},
        account=tuple(_said(dossier.of(EntryKind.TOLD, EntryKind.MESSAGE))) if chosen.account else (),
        plan=tuple(_plan(dossier)),
        notes=tuple(_said(dossier.of(EntryKind.NOTE))) if chosen.notes else (),
    )


def _remedy(case: Case, dossier: Dossier, also: Sequence[Dossier]) -> RemedyTold:
    """What is owed: all of the case itself, and of its collective cases what is this person's alone."""
    today, own = timezone.localdate(), remedies_of(dossier)
    shared = [remedies_of(one) for one in also]
    ledgers = (_renumbered(one.ledger.of_person(case.id), at) for at, one in enumerate(shared, 1))
    return RemedyTold(
        (*own.claims(today), *(claim for one in shared for claim in _of_person(one, case.id))),
        sum(ledgers, own.ledger),
        (*own.filings, *(filing for one in shared for filing in one.filings)),
        own.check_ins,
        deadlines_of(chronicle_of(dossier), today),
    )


def _of_person(kept: Remedies, person: str) -> Iterator[Claim]:
    for claim in kept.claims(timezone.localdate()):
        lines = tuple(line for line in claim.lines if line.person == person)
        if lines:
            yield replace(claim, lines=lines)


def _renumbered(ledger: Ledger, at: int) -> Ledger:
    """The ledger with ids of its own: those of sums may be as long as ids can be, and what is not money is called alike in each."""
    sums = (replace(one, id=f"sum-{at}-{number}") for number, one in enumerate(ledger.sums))
    measures = (replace(one, id=f"measure-{at}-{number}") for number, one in enumerate(ledger.measures))
    return Ledger(tuple(sums), tuple(measures))


def _parties(dossiers: Sequence[Dossier]) -> Iterator[Party]:
    for dossier in dossiers:
        yield from parties_of(dossier)


def _plan(dossier: Dossier) -> Iterator[Said]:
    told, plan = dossier.newest(EntryKind.NEXT), Plan.of(dossier.entries)
    if words := str(told.get("words", "")).strip():
        yield _until(plan.promised_on), words
    for need in plan.open_needs:
        yield "", " · ".join(filter(None, (str(NEEDS[need.kind]), str(NEED_STATES[need.state]), need.words)))
    for task in plan.open_tasks:
        yield _until(task.due_on), task.words


def _until(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _said(entries: Iterator[Entry]) -> Iterator[Said]:
    for entry in entries:
        if words := str(entry.data.get("words", "")).strip():
            is_theirs = entry.by == REPORTER or entry.kind is EntryKind.TOLD or bool(entry.data.get("spoken"))
            who = _("The person") if is_theirs else _("A colleague")
            yield f"{who}, {date_format(timezone.localtime(entry.at), 'DATE_FORMAT')}", words


def _label(word: Enum | str) -> str:
    if isinstance(word, PartyRole):
        return str(ROLES[word])
    if isinstance(word, str):
        return str(ROUTES.get(word, word.upper()))
    return str(_WORDS[word])
