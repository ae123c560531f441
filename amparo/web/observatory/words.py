"""The words of the field for what States do, and for how things stand."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.norms.texts.commitments import Event

_ACTS: Mapping[str, Promise] = {
    "signature": _("signature"),
    "deposit": _("deposit"),
    "succession": _("succession"),
    "acceptance": _("acceptance of the procedure"),
    "denunciation": _("denunciation"),
}
_FORMS: Mapping[str, Promise] = {
    "ratification": _("ratification"),
    "accession": _("accession"),
    "acceptance": _("acceptance"),
    "approval": _("approval"),
    "formal-confirmation": _("formal confirmation"),
}
EFFECTS: Mapping[str, Promise] = {
    "excludes": _("left out"),
    "narrows": _("accepted in part"),
    "notes": _("declared"),
}
HOLDS: Mapping[str, Promise] = {
    "yes": _("surely"),
    "unknown": _("perhaps"),
    "no": _("no"),
}
STATUSES: Mapping[str, Promise] = {
    "none": _("No permission to stay"),
    "pending": _("May stay while a claim or application is decided"),
    "temporary": _("Permission for a limited time"),
    "permanent": _("Permission without time limit"),
    "asylum-seeker": _("Asked for asylum, not yet decided"),
    "refugee": _("Recognised as a refugee"),
    "stateless": _("Without a nationality"),
}
EXPECTED: Mapping[str, Promise] = {
    "true": _("held"),
    "unknown": _("not known"),
    "false": _("not held"),
}

# Codes of the table of people that are no place of ours.
PLACES: Mapping[str, Promise] = {
    "XON": _("origin not known, the North"),
    "XOS": _("origin not known, the South"),
    "XCI": _("Channel Islands"),
}


def act(event: Event) -> Promise:
    """What the State did: a deposit by its form."""
    return _FORMS.get(event.form, _ACTS[event.event]) if event.event == "deposit" else _ACTS[event.event]
