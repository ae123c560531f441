"""Taking the table out, for a release. The one act by which what was told in cases leaves their sealed place; it is asked why."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.evidence.counting.drafting import domain_text
from amparo.evidence.counting.people import People
from amparo.evidence.counting.tallies import SMALL
from amparo.vault.keys import Role
from amparo.web.evidence.access import access_counted
from amparo.web.people.models import Signal
from amparo.web.people.permissions import NotAllowed
from amparo.web.people.sessions import SignedIn
from amparo.web.people.signals import raise_signal
from amparo.web.safekeeping.recording import record


def take_out(signed_in: SignedIn, attributes: Sequence[str], reason: str) -> bytes:
    """The table of people in these attributes, its domain and its sources, in one archive; custodians are told, and why.

    Raises BadInput while something written in cases has not been looked at, for a withdrawal may be in it; and where so few are counted
    that each could be known.
    """
    if not signed_in.offices(Role.ANALYST):
        raise NotAllowed
    with transaction.atomic():
        counted = access_counted(signed_in)
        if counted.behind or counted.shut:
            raise BadInput(
                "not-up-to-date",
                _(
                    "Something has been written in cases since the figures were made. Ask a colleague to open the inbox first."
                ),
            )
        if len(counted.people) < SMALL:
            raise BadInput("too-few", _("Fewer than ten people are counted, so nothing is taken out."))
        for office in counted.offices:
            raise_signal(office.code, signed_in.member, Signal.Kind.TAKEN_OUT, reason)
            record(signed_in.member.id, "counting.take-out", office.code, at=timezone.now())
    return _archive(counted.people, attributes)


def _archive(people: People, attributes: Sequence[str]) -> bytes:
    # What follows from another attribute stands in the table, and is declared like the rest.
    declared = [replace(one, of="", groups=()) for one in people.domain.attributes if one.name in attributes]
    sex = people.domain.sex if people.domain.sex in attributes else ""
    domain = replace(people.domain, attributes=tuple(declared), person="", sex=sex)
    parts = {
        "table.csv": people.table.select(domain.names).write_csv(),
        "domain.yaml": domain_text(domain),
        "sources.json": json.dumps(people.to_plain(), ensure_ascii=False, indent=2) + "\n",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()
