"""A supervisor's review, written where the caseworker reads it."""

from amparo.vault.keys import Role
from amparo.web.casework.actions.doing import do, entry_of
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.models import Case
from amparo.web.casework.reviews import Review
from amparo.web.people.sessions import SignedIn


def review(signed_in: SignedIn, case: Case, found: Review) -> None:
    """Keeps a review of a case that the supervisor has opened."""
    entry = entry_of(signed_in, EntryKind.REVIEW, found.data)
    do(signed_in, case, "case.review", [entry], roles=(Role.SUPERVISOR,))
