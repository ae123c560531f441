"""What is done with a case: take it, give it to a colleague, answer, say what is next, note danger, note, write down, make a case.

Everything is appended, so two who write at once lose nothing.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.web.casework.access import WRITERS, access_colleagues, access_dossier
from amparo.web.casework.actions.doing import do, entry_of
from amparo.web.casework.actions.opening import check_opened
from amparo.web.casework.actions.planning import keep_planned
from amparo.web.casework.entries import REPORTER, EntryKind
from amparo.web.casework.lists.lines import SHORT_ID
from amparo.web.casework.models import Case, State
from amparo.web.casework.telling import Contact, check_words
from amparo.web.people.models import Member
from amparo.web.people.permissions import check_role
from amparo.web.people.sessions import SignedIn


def take(signed_in: SignedIn, case: Case) -> None:
    """The member works on the case from now on."""
    _assign(signed_in, case, signed_in.member, "case.take")


def assign(signed_in: SignedIn, case: Case, member_id: str, words: str = "") -> None:
    """A colleague works on the case from now on, and reads the words first; raises BadInput if the case is not theirs to see."""
    check_role(signed_in, case.office_id, *WRITERS)
    # Intake sees what has not been made a case yet.
    roles = WRITERS if Case.objects.filter(id=case.id, state=State.RECEIVED).exists() else (Role.CASEWORKER,)
    colleagues = access_colleagues(signed_in, case.office_id, *roles)
    colleague = next((one for one in colleagues if one.id == member_id), None)
    if colleague is None:
        raise BadInput("no-such-colleague", _("This person does not work on cases in this office."))
    _assign(signed_in, case, colleague, "case.assign", words)


def answer(signed_in: SignedIn, case: Case, words: str) -> None:
    """Writes to the person; nobody waits any more."""
    entry = entry_of(signed_in, EntryKind.MESSAGE, {"words": check_words(words)})
    told = access_dossier(signed_in, case).of(EntryKind.MESSAGE)
    is_first = all(one.by == REPORTER or one.data.get("spoken") for one in told)
    line = {"waits_since": None, "is_read": True, **({"answered_at": entry.at} if is_first else {})}
    do(signed_in, case, "case.answer", [entry], line)


def say_next(signed_in: SignedIn, case: Case, words: str, due_on: date | None) -> None:
    """Says to the person what happens next, perhaps until which day; in clear stands the next day of the case alone."""
    told = {"words": check_words(words), "on": due_on.isoformat() if due_on else ""}
    keep_planned(signed_in, case, "case.plan", EntryKind.NEXT, told)


def note_danger(signed_in: SignedIn, case: Case, *, is_now: bool) -> None:
    """Notes that the person is in danger now, or is so no longer; what was said of it before stays."""
    do(
        signed_in,
        case,
        "case.danger",
        [entry_of(signed_in, EntryKind.DANGER, {"danger": is_now})],
        {"is_danger": is_now},
    )


def note(signed_in: SignedIn, case: Case, words: str) -> None:
    """Writes something that only staff read."""
    do(signed_in, case, "case.note", [entry_of(signed_in, EntryKind.NOTE, {"words": check_words(words)})], None)


def write_down(
    signed_in: SignedIn,
    case: Case,
    *,
    words: str = "",
    contact: Contact | None = None,
    name: str = "",
    consents: Mapping[str, str] | None = None,
) -> None:
    """Adds what the person said in a visit or a call; raises BadInput if it is nothing, or a name where the keys open none."""
    entries = []
    if words.strip():
        entries.append(entry_of(signed_in, EntryKind.MESSAGE, {"words": check_words(words), "spoken": True}))
    if contact is not None:
        entries.append(entry_of(signed_in, EntryKind.CONTACT, {"how": contact.how, "when": contact.when}))
    if name.strip():
        entries.append(entry_of(signed_in, EntryKind.IDENTITY, {"name": name.strip()}))
    if consents is not None:
        entries.append(entry_of(signed_in, EntryKind.CONSENTS, agreed(consents)))
    if not entries:
        raise BadInput("nothing-told", _("Nothing is written yet."))
    try:
        do(signed_in, case, "case.write-down", entries, {"name": name.strip()} if name.strip() else None)
    except CannotOpen:
        sentence = _("Your keys do not open this part of the case, so you cannot write into it.")
        raise BadInput("closed-section", sentence) from None


def make_case(signed_in: SignedIn, case: Case) -> None:
    """From a report received to a case worked on; a second time changes nothing."""
    with transaction.atomic():
        check_opened(signed_in, case, Role.CASEWORKER)
        if Case.objects.filter(id=case.id, state=State.RECEIVED).update(state=State.OPEN):
            do(signed_in, case, "case.make", [], {"state": State.OPEN.value})


def agreed(consents: Mapping[str, str]) -> dict[str, object]:
    """What an entry keeps of consent: the purposes agreed to, and how each answer was given."""
    answered = {purpose: how for purpose, how in consents.items() if how}
    return {"purposes": sorted(name for name, how in answered.items() if how != "refused"), "how": answered}


def _assign(signed_in: SignedIn, case: Case, colleague: Member, action: str, words: str = "") -> None:
    told = {"words": check_words(words)} if words.strip() else {}
    entry = entry_of(signed_in, EntryKind.TAKEN, {"to": colleague.id, **told})
    do(signed_in, case, action, [entry], {"assigned_to": colleague.id[:SHORT_ID]})
