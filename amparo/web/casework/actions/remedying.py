"""Remedy: lines of a claim, filings, what was ordered and received, and whether somebody was punished for complaining."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.remedy.claims import Claim
from amparo.remedy.filings import CheckIn, DueCheckIn, Filing, check_against, due_check_ins
from amparo.remedy.ledger import Ledger, Measure, Sum, sums_claimed
from amparo.remedy.reckoning import reckon, to_confirm
from amparo.web.casework.access import access_dossier
from amparo.web.casework.actions.doing import check_not_closed, entry_of, is_closed
from amparo.web.casework.actions.keeping_files import do_and_sum_up, sum_up
from amparo.web.casework.actions.planning import keep_all_planned
from amparo.web.casework.closings import is_asked_still
from amparo.web.casework.entries import Entry, EntryKind
from amparo.web.casework.models import Case
from amparo.web.casework.remedies import LineKept, Remedies, interest_from, lines_from, remedies_of
from amparo.web.people.sessions import SignedIn


def write_line(signed_in: SignedIn, case: Case, name: str, party: str, line: Mapping[str, object]) -> None:
    """Adds a line to the claim against a party, under an id; raises BadInput for figures that cannot be."""
    made = LineKept(name, party, lines_from(line))
    told = {"id": made.id, "party": party, "line": dict(line)}
    with transaction.atomic():
        check_not_closed(case)
        kept = remedies_of(access_dossier(signed_in, case))
        _check_claims(replace(kept, lines=(*(one for one in kept.lines if one.id != name), made)))
        do_and_sum_up(signed_in, case, "claim.write", [entry_of(signed_in, EntryKind.CLAIM, told)])


def strike_line(signed_in: SignedIn, case: Case, line: str) -> None:
    """Takes a line out of the claim; it stays in the case."""
    found = next((one for one in remedies_of(access_dossier(signed_in, case)).lines if one.id == line), None)
    if found is not None:
        told = {"id": line, "party": found.party, "line": {}, "withdrawn": True}
        do_and_sum_up(signed_in, case, "claim.write", [entry_of(signed_in, EntryKind.CLAIM, told)])


def set_interest(signed_in: SignedIn, case: Case, percent: str, basis: str) -> None:
    """The rate of interest from now on, and what says so; an empty rate is none."""
    told = {"percent": percent, "basis": basis}
    with transaction.atomic():
        check_not_closed(case)
        kept = remedies_of(access_dossier(signed_in, case))
        _check_claims(replace(kept, interest=interest_from(told)))
        do_and_sum_up(signed_in, case, "claim.write", [entry_of(signed_in, EntryKind.CLAIM, told)])


def write_filing(signed_in: SignedIn, case: Case, filing: Filing, *, claims: bool) -> None:
    """Adds a filing. Where it `claims`, every line of the claim stands in the ledger as claimed on its day."""
    with transaction.atomic():
        check_not_closed(case)  # writers queue here, so that the day to ask is that of every filing
        kept = remedies_of(access_dossier(signed_in, case))
        due = due_check_ins((*kept.filings, filing), kept.check_ins)
        entries = [entry_of(signed_in, EntryKind.FILING, filing.to_data()), _to_ask(signed_in, due)]
        if claims:
            # By the ids of the lines: what is claimed a second time is not owed twice.
            claimed = (
                one
                for line in kept.lines
                for one in sums_claimed(Claim(line.party, filing.on, line.lines, kept.interest), prefix=line.id)
            )
            entries += [_sum(signed_in, one) for one in claimed]
        keep_all_planned(signed_in, case, "filing.write", entries)
        sum_up(signed_in, case)


def write_sums(signed_in: SignedIn, case: Case, sums: Sequence[Sum]) -> None:
    """Adds what was ordered or received, once; raises BadInput where more was received than was due and nobody confirmed it."""
    with transaction.atomic():
        # Who writes at the same time waits here, so that the same sum is not received twice unasked.
        check_not_closed(case)
        kept = remedies_of(access_dossier(signed_in, case))
        ledger = kept.ledger
        # What was struck stays struck, though its form be sent again by going back.
        there = {one.id for one in ledger.sums} | {one.sum.id for one in kept.struck}
        before = {one.id for one in to_confirm(ledger)}
        sums = [one for one in sums if one.id not in there]
        after = ledger + Ledger(tuple(sums))
        asked = [one for one in to_confirm(after) if one.id not in before]
        if any(_is_in_another_currency(one, after) for one in asked):
            raise BadInput(
                "other-currency",
                _(
                    "Nothing was claimed or ordered in this currency. State in which currency it counts, or say that it is right."
                ),
            )
        if asked:
            raise BadInput(
                "more-than-due",
                _(
                    "This is more than was claimed or ordered. Look at the figures; if they are right, say so and send it again."
                ),
            )
        if sums:
            do_and_sum_up(signed_in, case, "remedy.write", [_sum(signed_in, one) for one in sums])


def strike_sums(signed_in: SignedIn, case: Case, sums: Collection[str], why: str) -> None:
    """Sums entered in error, by their ids, count no more; they stay in the case. Raises BadInput if nobody says why."""
    if not why.strip():
        raise BadInput("no-reason", _("Say why these sums do not count."))
    with transaction.atomic():
        check_not_closed(case)
        ledger = remedies_of(access_dossier(signed_in, case)).ledger
        struck = [{"sum": one.to_data(), "withdrawn": True, "why": why} for one in ledger.sums if one.id in sums]
        do_and_sum_up(signed_in, case, "remedy.strike", [entry_of(signed_in, EntryKind.REMEDY, one) for one in struck])


def write_measures(signed_in: SignedIn, case: Case, measures: Sequence[Measure]) -> None:
    """Adds what is not money, or how far it has come."""
    entries = [entry_of(signed_in, EntryKind.REMEDY, {"measure": one.to_data()}) for one in measures]
    do_and_sum_up(signed_in, case, "remedy.write", entries)


def check_in(signed_in: SignedIn, case: Case, made: CheckIn) -> None:
    """Adds what the person told after a filing; raises BadInput if there is no such filing, or it came later.

    Work may have ended meanwhile, and asking gone on.
    """
    with transaction.atomic():
        has_ended, dossier = is_closed(case), access_dossier(signed_in, case)
        if has_ended and not is_asked_still(dossier):
            check_not_closed(case)
        kept = remedies_of(dossier)
        filing = next((one for one in kept.filings if one.id == made.filing), None)
        if filing is None:
            raise BadInput("no-such-filing", _("There is no such filing."))
        check_against(filing, made)
        after = replace(kept, check_ins=(*kept.check_ins, made))
        entries = [entry_of(signed_in, EntryKind.CHECK_IN, made.to_data()), _to_ask(signed_in, after.due)]
        keep_all_planned(
            signed_in, case, "check-in.write", entries, {"is_punished": bool(after.punished)}, even_closed=has_ended
        )


def _is_in_another_currency(one: Sum, ledger: Ledger) -> bool:
    """Whether something is due to the person from that party, and nothing in the currency in which the sum counts."""
    due = {
        balance.currency
        for balance in reckon(ledger.of_person(one.person).of_party(one.party)).balances
        if balance.due.amount
    }
    return bool(due) and one.counted is not None and one.counted.currency not in due


def _to_ask(signed_in: SignedIn, due: Sequence[DueCheckIn]) -> Entry:
    """On which day somebody asks next; on none where every filing is old enough."""
    return entry_of(signed_in, EntryKind.TO_ASK, {"on": due[0].on.isoformat() if due else ""})


def _check_claims(kept: Remedies) -> None:
    """Raises BadInput for more than anybody was ever owed, which no page could add up and nobody could take back."""
    for claim in kept.claims(timezone.localdate()):
        claim.sums()


def _sum(signed_in: SignedIn, one: Sum) -> Entry:
    return entry_of(signed_in, EntryKind.REMEDY, {"sum": one.to_data()})
