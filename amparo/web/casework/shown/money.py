"""What the page of money and remedy shows: the claim worked out, what came of it, who is still unpaid, and who is to be asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from amparo.norms.answers.phrases import day_name
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.remedy.deadlines import Deadline
from amparo.remedy.figures import money_name, sum_name
from amparo.remedy.filings import CheckIn, DueCheckIn, Filing
from amparo.remedy.ledger import Step, Sum
from amparo.remedy.money import Money, total
from amparo.remedy.reckoning import Owing, Reckoning
from amparo.remedy.tables import ClaimTable, claim_table
from amparo.web.casework import access
from amparo.web.casework.chronicles import chronicle_of, parties_of
from amparo.web.casework.closings import Asking, closing_of
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.groups import members_of
from amparo.web.casework.models import Case
from amparo.web.casework.remedies import LineKept, Remedies, deadlines_of, remedies_of
from amparo.web.casework.shown.money_words import (
    BOUNDS,
    EXPOSES,
    HAPPENINGS,
    MEASURES,
    ROUTES,
    STATES_OF_REMEDY,
    STEPS,
    kind_of_line,
)
from amparo.web.languages import listed
from amparo.web.people.sessions import SignedIn


@dataclass(frozen=True, slots=True)
class Named:
    """How the page calls people and parties, by id."""

    people: Mapping[str, str] = field(repr=False)
    parties: Mapping[str, str] = field(repr=False)

    def person(self, name: str) -> str:
        return self.people.get(name, "–")

    def party(self, name: str) -> str:
        return self.parties.get(name, "–")


@dataclass(frozen=True, slots=True)
class OwedShown:
    """What one person is still owed by one party: what is unpaid in each currency, what is not done, and how far remedy has come."""

    person: str = field(repr=False)
    party: str = field(repr=False)
    unpaid: tuple[str, ...]
    is_at_least: bool
    elsewhere: tuple[str, ...]  # received in currencies in which nothing is due, and without a rate
    undone: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One entry of the ledger; `when` says the day, or the month or year where no more is known."""

    on: date
    when: str
    step: str
    what: str
    person: str = field(repr=False)
    party: str = field(repr=False)
    struck: str = field(default="", repr=False)  # why, by whom and when; empty for what counts


def named(signed_in: SignedIn, case: Case, dossier: Dossier) -> Named:
    """Whose money it may be (the people of a collective case, or the one person), and who may owe it."""
    members = members_of(dossier)
    names = access.access_names(signed_in, case.office_id, members) if members else {}
    parties = {party.id: party.name for party in parties_of(dossier)}
    return Named(people_called(case, members, names), parties)


def people_called(case: Case, members: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Those to whom something may be owed: the people of a collective case by number, and by name where it is given, or the one person."""
    people = {one: _in_a_line(*filter(None, (number, names.get(one, "")))) for one, number in members.items()}
    return people or {case.id: _("The person of this case")}


def claim_tables(dossier: Dossier, called: Named) -> Iterator[ClaimTable]:
    """The claim against each party, as a table that can be checked by hand."""
    citations, kept = {one.id: one.citation for one in load_catalogue().provisions.values()}, remedies_of(dossier)
    names, parties = {**called.people, **called.parties}, kept.reckoning.parties
    for claim in kept.claims(timezone.localdate()):
        so_far = parties.get(claim.party)
        yield claim_table(claim, get_language() or "en", names=names, citations=citations, so_far=so_far)


def money_shown(dossier: Dossier, called: Named) -> dict[str, object]:
    """Everything that the page shows, in the language of the page."""
    kept, language, today = remedies_of(dossier), get_language() or "en", timezone.localdate()
    closing = closing_of(dossier)
    order = {one: at for at, one in enumerate(called.people)}
    reckoning, filings = kept.reckoning, {one.id: one for one in kept.filings}
    return {
        "tables": list(claim_tables(dossier, called)),
        "balances": balances_shown(reckoning, language),
        "state": STATES_OF_REMEDY[reckoning.state] if reckoning.owings else "",
        "people_unpaid": len({one.person for one in reckoning.unpaid}),
        "unpaid": [
            _owing(one, called, language)
            for one in sorted(reckoning.unpaid, key=lambda one: order.get(one.person, len(order)))
        ],
        "entries": sorted(_entries(kept, called, language), key=lambda one: one.on),
        "filings": [(filing_name(one), one.reference, one.route in EXPOSES) for one in kept.filings],
        "due": [(one.on, filing_name(filings[one.filing]), one.on <= today) for one in _due(dossier)],
        "asked_no_more": closing.asked_no_more if closing else "",
        "check_ins": [(filing_name(filings[one.filing]), one, _happened(one)) for one in kept.check_ins],
        "deadlines": [_deadline(one, language) for one in deadlines_of(chronicle_of(dossier), today)],
    }


def remedy_in_short(dossier: Dossier) -> dict[str, object] | None:
    """How far remedy has come, how the person was punished for it, and whether to ask them today; None without claim and filing."""
    kept, language, today = remedies_of(dossier), get_language() or "en", timezone.localdate()
    due = _due(dossier)
    if not kept.ledger.entries and not kept.filings:
        return None
    return {
        "state": STATES_OF_REMEDY[kept.reckoning.state],
        "balances": balances_shown(kept.reckoning, language),
        "asks": any(one.on <= today for one in due),
        "ask_on": due[0].on if due else None,
        "punished": [(one.asked_on, _happened(one)) for one in kept.punished],
    }


def rest_of(dossier: Dossier) -> dict[str, str]:
    """What the form of closing starts with: how far remedy has come, and the rest, with numbers of people and no names."""
    kept, language = remedies_of(dossier), get_language() or "en"
    if not kept.ledger.entries:
        return {}
    return {"remedy": kept.reckoning.state.value, "remains": rest_in(kept.reckoning, language)}


def rest_in(reckoning: Reckoning, language: str) -> str:
    """What is unpaid and undone, with numbers of people and no names."""
    rest = []
    for balance in reckoning.balances:
        unpaid = [one for one in reckoning.unpaid if any(sum.currency == balance.currency for sum in one.unpaid)]
        if unpaid:
            people = len({one.person for one in unpaid})
            told = ngettext("%(sum)s unpaid, to %(number)s person", "%(sum)s unpaid, to %(number)s people", people)
            rest.append(told % {"sum": _bounded(reckoning, "unpaid", balance.unpaid, language), "number": people})
    for money in reckoning.elsewhere:
        rest.append(_("%(sum)s received in another currency, not counted") % {"sum": money_name(money, language)})
    undone = {measure.kind for one in reckoning.unpaid for measure in one.outstanding}
    rest += [str(label) for kind, label in MEASURES.items() if kind in undone]
    return "; ".join(rest)


def still_to_ask(dossier: Dossier) -> list[str]:
    """The days on which somebody is still to ask the person, each with its filing."""
    kept = remedies_of(dossier)
    filings, language = {one.id: filing_name(one) for one in kept.filings}, get_language() or "en"
    return [f"{day_name(one.on, language)} ({filings[one.filing]})" for one in kept.due]


def filing_name(one: Filing) -> str:
    """A filing in one line."""
    return _in_a_line(str(ROUTES.get(one.route, one.route)), one.to, day_name(one.on, get_language() or "en"))


def _in_a_line(*parts: str) -> str:
    """The parts side by side, each with a direction of its own: Latin names stand between Arabic words."""
    return " · ".join(f"\u2068{part}\u2069" for part in parts)


def _due(dossier: Dossier) -> tuple[DueCheckIn, ...]:
    """The check-ins to come; none where somebody decided that nobody asks any more."""
    closing = closing_of(dossier)
    return () if closing and closing.asking is Asking.ENDS else remedies_of(dossier).due


def balances_shown(reckoning: Reckoning, language: str) -> list[dict[str, str]]:
    """What was claimed, ordered and received, and what is unpaid, in each currency."""
    names = ("claimed", "ordered", "received", "unpaid")
    return [
        {name: _bounded(reckoning, name, getattr(one, name), language) for name in names} for one in reckoning.balances
    ]


def _bounded(reckoning: Reckoning, name: str, money: Money, language: str) -> str:
    """A sum of the balances; where something beside it is not known, at least or at most so much."""
    told, bound = money_name(money, language), reckoning.bounds.get(name)
    return str(BOUNDS[bound]) % {"sum": told} if bound else told


def _owing(one: Owing, called: Named, language: str) -> OwedShown:
    return OwedShown(
        called.person(one.person),
        called.party(one.party),
        tuple(money_name(money, language) for money in one.unpaid),
        one.is_at_least,
        tuple(money_name(money, language) for money in one.elsewhere),
        tuple(str(MEASURES[measure.kind]) for measure in one.outstanding),
        str(STATES_OF_REMEDY[one.state]),
    )


def _entries(kept: Remedies, called: Named, language: str) -> Iterator[EntryShown]:
    order = {one: at for at, one in enumerate(called.people)}
    for one in sorted(kept.ledger.sums, key=lambda one: order.get(one.person, len(order))):
        yield _entry(one, called, language)
    names = access.member_names()
    for gone in kept.struck:
        told = {"who": names.get(gone.by, _("A colleague")), "why": gone.why}
        told["day"] = day_name(timezone.localdate(gone.at), language)
        yield _entry(gone.sum, called, language, _("struck by %(who)s on %(day)s: %(why)s") % told)


def _entry(one: Sum, called: Named, language: str, struck: str = "") -> EntryShown:
    what = sum_name(one, language) or _("nobody knows how much")
    person, party = called.person(one.person), called.party(one.party)
    if one.payee:
        person = _("%(heir)s, heir of %(person)s") % {"heir": called.party(one.payee), "person": person}
    when = day_name(str(one.on), language)
    return EntryShown(one.on.first, when, str(STEPS[one.step]), what, person, party, struck)


def sums_called(dossier: Dossier, called: Named) -> dict[str, str]:
    """The sums that count, each in one line, by id: what was received first, and of these the newest."""
    language = get_language() or "en"
    sums = sorted(remedies_of(dossier).ledger.sums, key=lambda one: (list(Step).index(one.step), one.on), reverse=True)
    shown = [(one.id, _entry(one, called, language)) for one in sums]
    return {name: _in_a_line(one.when, one.step, one.what, one.person, one.party) for name, one in shown}


def lines_called(dossier: Dossier, called: Named) -> dict[str, str]:
    """The lines of the claim, by id, each so that nobody takes it for another: what, when, how much, whose, and who owes it."""
    language = get_language() or "en"
    return {kept.id: _in_a_line(*_line_parts(kept, called, language)) for kept in remedies_of(dossier).lines}


def _line_parts(kept: LineKept, called: Named, language: str) -> Iterator[str]:
    line, number = kept.lines[0], len(kept.lines)
    yield kind_of_line(line.kind)
    days = [day_name(str(day), language) for day in (line.first_day, line.last_day) if day]
    if days:
        yield " – ".join(dict.fromkeys(days))
    owed = total(one.owed for one in kept.lines if one.owed is not None)
    yield _("not known yet") if line.is_open else " + ".join(money_name(one, language) for one in owed)
    people = ngettext("%(number)s person", "%(number)s people", number) % {"number": number}
    yield people if number > 1 else called.person(line.person)
    yield called.party(kept.party)


def _deadline(one: Deadline, language: str) -> dict[str, object]:
    return {
        "route": ROUTES.get(one.limit.route, one.limit.route.upper()),
        "day": one.last_day,
        "runs_from": day_name(str(one.runs_from), language),
        "is_past": one.is_past,
        "basis": one.limit.basis,
        "is_verified": one.limit.verified,
        "is_strict": one.limit.is_strict,
    }


def _happened(one: CheckIn) -> str:
    told = (str(label) for happened, label in HAPPENINGS.items() if happened in one.happened)
    return listed(told, get_language() or "en")
