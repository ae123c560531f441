"""What the page of a case shows of the work of an office: its plan, in short, and the ways to the pages beneath it."""

from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.closings import closing_of
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.forms.closing import ASKING, REMEDIES, WHYS
from amparo.web.casework.forms.plans import NEED_STATES, NEEDS
from amparo.web.casework.models import Case, State
from amparo.web.casework.plans import Plan
from amparo.web.casework.reviews import CHECKS, FOUND, Found, Review
from amparo.web.casework.sealed import SEALED
from amparo.web.people.sessions import SignedIn


def office_work(signed_in: SignedIn, case: Case, dossier: Dossier) -> dict[str, object]:
    """What `casework/office.html` shows."""
    plan, names = Plan.of(dossier.entries), access.member_names()
    closing = closing_of(dossier)
    may_decide = signed_in.has(case.office_id, Role.CASEWORKER)
    *_, taken = (None, *dossier.of(EntryKind.TAKEN))
    reads_notes = signed_in.has(case.office_id, *access.WRITERS)
    reviews = [
        (one.at, names.get(one.by, ""), _shown_review(Review.of(one.data))) for one in dossier.of(EntryKind.REVIEW)
    ]
    return {
        "handed_over": taken if taken and taken.data.get("words") and reads_notes else None,
        "handed_over_by": names.get(taken.by, "") if taken else "",
        "reviews": reviews[::-1],
        "may_review": signed_in.has(case.office_id, Role.SUPERVISOR) and case.state != State.CLOSED,
        "closing": closing,
        "closing_why": WHYS[closing.why] if closing else "",
        "closing_remedy": REMEDIES[closing.remedy] if closing else "",
        "closing_asking": ASKING[closing.asking] if closing and closing.asking else "",
        "may_reopen": may_decide and case.state == State.CLOSED,
        "sealed": list(SEALED.items()) if may_decide else [],
        "may_close": may_decide and case.state != State.CLOSED,
        "open_needs": [(NEEDS[one.kind], NEED_STATES[one.state]) for one in plan.open_needs],
        "open_tasks": [
            (one, names.get(one.who, ""), bool(one.due_on and one.due_on < signed_in.today)) for one in plan.open_tasks
        ],
    }


def _shown_review(found: Review) -> tuple[list[tuple[object, object, bool]], str]:
    """Each check with what was found and whether that is a no, and the words."""
    checks: list[tuple[object, object, bool]] = [
        (label, FOUND[found.found[check]], found.found[check] is Found.NO) for check, label in CHECKS.items()
    ]
    return checks, found.words
