"""Files on employers and recruiters: beginning one, joining a party of a case to it, parting them again, keeping it as the case is.

The file is written in the transaction of the case. Who steals the database can guess from the order of rows which cases are joined to
one file, and not to whose.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.case.parties import ACCOUNTABLE, Party, PartyRole
from amparo.errors import BadInput
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.remedy.party_files import sum_up as summary_of
from amparo.vault.keys import Role
from amparo.web.casework.access import access_dossier, access_files
from amparo.web.casework.actions.beginning import begin
from amparo.web.casework.actions.doing import do, entry_of
from amparo.web.casework.actions.writing import append
from amparo.web.casework.chronicles import chronicle_of, parties_of
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.employer_files import ever_joined, files_of
from amparo.web.casework.entries import Entry, EntryKind, encode_together, entries_in
from amparo.web.casework.lists.lines import Line
from amparo.web.casework.models import Case, Kind, State, monday
from amparo.web.casework.readers import all_readers
from amparo.web.casework.remedies import remedies_of
from amparo.web.people.models import Office
from amparo.web.people.permissions import check_role
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import cabinet, store


def begin_file(signed_in: SignedIn, office: Office, name: str, role: PartyRole) -> Case:
    """A new file of the office, under that name; raises BadInput for who is no employer and no recruiter."""
    if role not in ACCOUNTABLE:
        raise BadInput("no-file", _("Files are kept on employers and recruiters only."))
    now = timezone.now()
    file = Case(office=office, kind=Kind.PARTY, state=State.OPEN, week_received=monday(timezone.localdate(now)))
    line = Line(file.id, file.number, file.state, file.kind, "", now, None, is_read=True, name=name)
    first = [
        entry_of(signed_in, EntryKind.TOLD, {"words": ""}),
        entry_of(signed_in, EntryKind.IDENTITY, {"name": name, "role": role.value}),
    ]
    with transaction.atomic():
        check_role(signed_in, office.code, Role.CASEWORKER)
        begin(file, first, line)
        record(signed_in.member.id, "file-on.begin", file.id, at=now)
    return file


def join(signed_in: SignedIn, case: Case, party: Party, file: Case) -> None:
    """The party of the case is whom the file is about, from now on; raises BadInput for another office's, or no employer or recruiter."""
    if party.role not in ACCOUNTABLE or file.kind != Kind.PARTY or file.office_id != case.office_id:
        raise BadInput("no-file", _("Files are kept on employers and recruiters only."))
    with transaction.atomic():
        _join_to(signed_in, case, party.id, file.id, "file-on.join")
        sum_up(signed_in, case)


def part(signed_in: SignedIn, case: Case, party: str) -> None:
    """The party and the file are no longer the same; what the case said leaves the file's counts."""
    with transaction.atomic():
        _join_to(signed_in, case, party, "", "file-on.part")


def do_and_sum_up(signed_in: SignedIn, case: Case, action: str, entries: Sequence[Entry]) -> None:
    """The same as `do`, and the files of the case's parties then say what the case says."""
    with transaction.atomic():
        do(signed_in, case, action, entries)
        sum_up(signed_in, case)


def sum_up(signed_in: SignedIn, case: Case) -> None:
    """Writes into the files of a case's parties what the case says now. Call it inside the transaction of an action.

    A party that was struck out, and a case that is the double of another, count no more. A file that the member may not see stays as it is.
    """
    dossier = access_dossier(signed_in, case)
    files = files_of(dossier)
    if not files:
        return
    held = {one.id: one for one in access_files(signed_in).filter(id__in=files.values())}
    told = dict(_summaries(case, dossier, files))
    # Always in one order, so that two who write at once never wait for each other.
    for party, file in sorted(files.items(), key=lambda one: (one[1], one[0])):
        if file in held:
            append(held[file], signed_in.ring, entry_of(signed_in, EntryKind.SUMMARY, told[party]))


def forget(signed_in: SignedIn, case: Case) -> None:
    """Takes what a case said out of every file, also what was said before; part of erasing it."""
    joined = ever_joined(access_dossier(signed_in, case))
    for file in access_files(signed_in).filter(id__in=joined).select_for_update().order_by("id"):
        gone, kept = [], list[Entry]()
        for found in cabinet().records(signed_in.ring, file.id, on=signed_in.today):
            entries = entries_in(found.content, found.id) if found.section is EntryKind.SUMMARY.section else []
            others = [one for one in entries if one.data.get("case") != case.id]
            if len(others) < len(entries):
                gone.append(found.id)
                kept += others
        if gone:
            readers = all_readers(store(), file.office_id, access_dossier(signed_in, file).bound)
            content = encode_together(kept)
            section = EntryKind.SUMMARY.section
            cabinet().gather(signed_in.ring, file.id, section, gone, content, readers=readers, on=signed_in.today)


def look(signed_in: SignedIn, file: Case) -> Dossier:
    """What a file holds; that it was looked at is recorded."""
    dossier = access_dossier(signed_in, file)
    record(signed_in.member.id, "file-on.read", file.id, at=timezone.now())
    return dossier


def _summaries(case: Case, dossier: Dossier, files: Mapping[str, str]) -> Iterator[tuple[str, dict[str, object]]]:
    chronicle, kept = chronicle_of(dossier), remedies_of(dossier)
    claims, there = list(kept.claims(timezone.localdate())), {one.id for one in parties_of(dossier)}
    is_double = any(entry.data.get("how") == "into" for entry in dossier.of(EntryKind.MERGED))
    for party in files:
        if is_double or party not in there:
            yield party, _parted(case, party)
        else:
            yield party, summary_of(case.id, party, chronicle, claims, kept.ledger, load_catalogue()).to_data()


def _parted(case: Case, party: str) -> dict[str, object]:
    return {"case": case.id, "party": party, "parted": True}


def _join_to(signed_in: SignedIn, case: Case, party: str, file: str, action: str) -> None:
    """Writes into the case which file is that of the party; the file that was it counts the party no more."""
    check_role(signed_in, case.office_id, Role.CASEWORKER)
    before = files_of(access_dossier(signed_in, case)).get(party)
    do(signed_in, case, action, [entry_of(signed_in, EntryKind.JOINED, {"party": party, "file": file})])
    for held in access_files(signed_in).filter(id=before):
        append(held, signed_in.ring, entry_of(signed_in, EntryKind.SUMMARY, _parted(case, party)))
