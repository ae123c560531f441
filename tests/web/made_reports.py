"""Reports for tests of casework: told by a reporter, in the north office unless said otherwise; and a member at work."""

import re

from django.test import Client
from django.utils import timezone

from amparo.vault.receipts import Receipt
from amparo.web.casework.actions.receiving import receive
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.models import Case
from amparo.web.casework.telling import Contact, Purpose, Telling
from amparo.web.people.models import Office
from amparo.web.people.sessions import COOKIE, SignedIn, recognised
from amparo.web.safekeeping.store import cabinet

WORDS = "They kept my passport."


def report(
    name: str = "Rosa Ñandú",
    *,
    words: str = WORDS,
    office: str = "north",
    receipt: Receipt | None = None,
    **told: object,
) -> Case:
    """A report received."""
    given = {
        "language": "es",
        "purposes": frozenset({Purpose.HELP}),
        "contact": Contact("Through my cousin", "evenings"),
    }
    telling = Telling(words, name=name, **{**given, **told})  # type: ignore[arg-type]
    return receive(telling, receipt or Receipt.new(), Office.objects.get(code=office)).case


def bare(page: bytes) -> bytes:
    """The page without the token against forged forms, which is another one each time."""
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")\w+', rb"\1", page)


def at_work(client: Client) -> SignedIn:
    """The member signed in in a browser."""
    found = recognised(client.cookies[COOKIE].value, timezone.now())
    assert found is not None
    return found


def dossier(client: Client, case: Case) -> Dossier:
    """What the member's keys open of the case."""
    signed_in = at_work(client)
    return Dossier.open(cabinet(), signed_in.ring, case.id, on=signed_in.today)


def opened(client: Client, case: Case) -> str:
    """The page of the case, opened."""
    client.post(f"/en/work/case/{case.id}/open/")
    return client.get(f"/en/work/case/{case.id}/").content.decode()
