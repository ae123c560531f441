"""What the page of a case shows: closed, that there is one; opened, what its dossier holds, the way to reach the person first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.case.chronicle import Chronicle
from amparo.case.fitting import misfits
from amparo.case.parties import Party
from amparo.case.wording import state_label
from amparo.rules.dates import Period
from amparo.vault.keys import Role
from amparo.vault.sections import Section
from amparo.web.casework import access
from amparo.web.casework.chronicles import chronicle_of, parties_of
from amparo.web.casework.coded import MOST_STATES
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.forms import deeds as forms
from amparo.web.casework.groups import gathered_in, members_of
from amparo.web.casework.models import Case, State
from amparo.web.casework.shown.facts import MISFITS, Known, Wording, facts_on, happened
from amparo.web.casework.shown.money import remedy_in_short
from amparo.web.casework.shown.office import office_work
from amparo.web.casework.shown.rights import changed_since, days_of, in_full, side_by_side, this_day
from amparo.web.people.doors import who_is
from amparo.web.people.sessions import SignedIn

MOST_EVENTS = 50  # on one page


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing said in a case, and by whom."""

    at: datetime
    who: str
    is_reporter: bool
    words: str = field(repr=False)
    is_written_down: bool = False
    until: date | None = None
    files: tuple[Mapping[str, object], ...] = ()


def closed_page(request: HttpRequest, case: Case, *, status: int = 200, **shown: object) -> HttpResponse:
    """Number, state, waiting time and a button; nothing that was told."""
    line = access.access_line(who_is(request), case)
    told = {"case": case, "line": line, "state": forms.STATES[State(case.state)], **shown}
    return render(request, "casework/closed.html", told, status=status)


def opened_page(
    request: HttpRequest, case: Case, dossier: Dossier, *, status: int = 200, **shown: object
) -> HttpResponse:
    """Everything that the member's keys open."""
    signed_in, language = who_is(request), get_language() or "en"
    # As it is now: opening may have written into it.
    case = access.access_case(signed_in, case.id)
    names, worker = access.member_names(), access.worker_of(signed_in, case, dossier)
    told = {
        "case": case,
        "state": forms.STATES[State(case.state)],
        "kind": forms.KINDS[case.kind],  # type: ignore[index]
        "line": access.access_line(signed_in, case),
        "assigned_to": names.get(worker, ""),
        "is_mine": worker == signed_in.member.id,
        "is_overdue": case.due_on is not None and case.due_on < signed_in.today,
        "has_words": Section.ACCOUNT in dossier.sections,
        **_chronicle(request, dossier, language),
        **(_words(dossier, names) if Section.ACCOUNT in dossier.sections else {}),
        **office_work(signed_in, case, dossier),
        **_deeds(signed_in, case, is_form_back=any(name.endswith("_form") for name in shown)),
        "remedy": remedy_in_short(dossier) if Section.LABOUR in dossier.sections else None,
        "together": members_of(dossier),
        "gathered": list(gathered_in(dossier).items()),
        **shown,
    }
    return render(request, "casework/opened.html", told, status=status)


def _chronicle(request: HttpRequest, dossier: Dossier, language: str) -> dict[str, object]:
    """The rights of each day side by side, one day in full, the facts of that day, and what happened."""
    chronicle, wording = chronicle_of(dossier), Wording(dossier)
    columns = side_by_side(chronicle, days_of(chronicle), language)
    at = forms.number_in(request.GET.get("at", ""), most=len(columns) - 1)
    chosen = columns[-1 if at is None else at]
    parties = {party.id: party for party in parties_of(dossier)}
    return {
        "states": [state_label(code, language) for code in chronicle.states[: len(chosen.owed)]],
        "columns": columns,
        "chosen": chosen,
        "rights": list(in_full(chronicle, chosen, wording, language)),
        "changed": changed_since(dossier.newest(EntryKind.ANSWERED), columns),
        "facts": list(_facts(chronicle, wording, chosen.day, language)),
        "contradictions": len(chronicle.history.contradictions),
        "misfits": [MISFITS[one] for one in sorted(misfits(chronicle, this_day()))],
        **_timeline(request, chronicle, parties, language),
        "parties": [(forms.ROLES[party.role], party) for party in parties.values()],
        "opens_people": Section.IDENTITY in dossier.sections,
    }


def _facts(chronicle: Chronicle, wording: Wording, day: Period, language: str) -> Iterator[tuple[str, list[Known]]]:
    """The facts of the day by State, each with its name; what is so towards all stands under the first."""
    told: list[Known] = []
    for code in chronicle.states[:MOST_STATES] or ("",):
        here = [one for one in facts_on(chronicle, wording, code, day) if one not in told]
        told += here
        if here:
            yield state_label(code, language) if code else "", here


def _timeline(
    request: HttpRequest, chronicle: Chronicle, parties: Mapping[str, Party], language: str
) -> dict[str, object]:
    """The newest events, in the order of their days; with `before`, those that came before so many of the newest."""
    told = chronicle.happened
    later = forms.number_in(request.GET.get("before", ""), most=len(told)) or 0
    shown = told[max(0, len(told) - later - MOST_EVENTS) : len(told) - later]
    return {
        "events": [happened(one, parties, language) for one in shown],
        "earlier": later + len(shown) if later + len(shown) < len(told) else None,
        "is_latest": not later,
    }


def _words(dossier: Dossier, names: Mapping[str, str]) -> dict[str, object]:
    """What the person told, and what was said since."""
    told = dossier.told
    language, interpreter = str(told.get("language", "")), str(told.get("interpreter", ""))
    return {
        "told": _spoken(next(dossier.of(EntryKind.TOLD)), names) if told else None,
        "dangers": _dangers(dossier, names),
        "language": forms.language_name(language),
        "language_code": language,
        "interpreter": forms.language_name(interpreter) if interpreter else "",
        "contact": dossier.newest(EntryKind.CONTACT) if Section.CONTACT in dossier.sections else None,
        "name": dossier.newest(EntryKind.IDENTITY).get("name", ""),
        "opens_name": Section.IDENTITY in dossier.sections,
        "consents": [(label, dossier.answers.get(purpose.value)) for purpose, label in forms.PURPOSES.items()],
        "is_notice_owed": told.get("notice") is False,
        "dialogue": [_spoken(entry, names) for entry in dossier.of(EntryKind.MESSAGE)],
        "plans": [_spoken(entry, names) for entry in dossier.of(EntryKind.NEXT)],
        "notes": [_spoken(entry, names) for entry in dossier.of(EntryKind.NOTE)],
        "merged": [entry.data for entry in dossier.of(EntryKind.MERGED)],
        "is_deletion_asked": dossier.is_deletion_asked,
    }


def _dangers(dossier: Dossier, names: Mapping[str, str]) -> list[tuple[Spoken, bool]]:
    """What was said of danger, newest first, each with whether there was any; nothing if nobody ever spoke of it."""
    said = [(_spoken(entry, names), bool(entry.data["danger"])) for entry in reversed(dossier.dangers)]
    return said if any(is_now for _, is_now in said) else []


def _deeds(signed_in: SignedIn, case: Case, *, is_form_back: bool) -> dict[str, object]:
    """The forms of what the member may do with the case; of a closed one none, but where one was sent, so that nothing typed is lost."""
    may_decide = signed_in.has(case.office_id, Role.CASEWORKER)
    if not signed_in.has(case.office_id, *access.WRITERS) or (case.state == State.CLOSED and not is_form_back):
        return {"may_decide": may_decide}
    canned = [one for one in access.access_canned(signed_in) if one.office_id == case.office_id]
    return {
        "may_write": True,
        "may_decide": may_decide,
        "message_form": forms.Message(prefix="message"),
        "canned": canned,
        "next_form": forms.Next(prefix="next"),
        "note_form": forms.Note(prefix="note"),
        "said_form": forms.Said(prefix="said"),
        "double_form": forms.Double(prefix="double"),
        "assign_form": forms.Assign(prefix="assign", colleagues=access.access_colleagues(signed_in, case.office_id)),
    }


def _spoken(entry: Entry, names: Mapping[str, str]) -> Spoken:
    data, is_reporter = entry.data, entry.by == REPORTER
    files = data.get("files")
    until = str(data.get("on", ""))
    return Spoken(
        entry.at,
        _("The person") if is_reporter else names.get(entry.by, _("A colleague")),
        is_reporter,
        str(data.get("words", "")),
        bool(data.get("spoken")) or (entry.kind is EntryKind.TOLD and not is_reporter),
        date.fromisoformat(until) if until else None,
        tuple(one for one in files if isinstance(one, Mapping)) if isinstance(files, list) else (),
    )


def side(case: Case, dossier: Dossier) -> dict[str, object]:
    """What is compared of one of two reports."""
    names = access.member_names()
    return {
        "case": case,
        "state": forms.STATES[State(case.state)],
        "language": forms.language_name(str(dossier.told.get("language", ""))),
        "name": dossier.newest(EntryKind.IDENTITY).get("name", ""),
        "told": _spoken(next(dossier.of(EntryKind.TOLD)), names) if dossier.told else None,
        "facts": [(one.label, one.value) for one in _facts_now(dossier)],
    }


def _facts_now(dossier: Dossier) -> list[Known]:
    chronicle = chronicle_of(dossier)
    return facts_on(chronicle, Wording(dossier), next(iter(chronicle.states), ""), this_day())
