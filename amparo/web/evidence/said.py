"""What went wrong with a release, in the language of the page: rooms below say it in English."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.errors import BadInput

_CHANGED = _("The files of this release are not as they were made. Withdraw it, and say so to whoever runs the server.")
_SAID: dict[str, Promise] = {
    "busy": _("Another release is being made. Try again in a minute; nothing was spent."),
    "budget-spent": _(
        "This cannot be paid: less is left in the account. Spend less, or publish from what is already released."
    ),
    "cap-changed": _("The ledger says another limit. A limit never changes."),
    "no-cap": _("Nobody has said yet what all releases may cost."),
    "would-difference": _(
        "One of these attributes was released before, and one of the two would give exact counts: together they would "
        "give away what is hidden. Choose other attributes, or noise."
    ),
    "broken-ledger": _(
        "The ledger is not as it was written. Nothing is released until whoever runs the server has found out why."
    ),
    "ledger-unusable": _("The ledger cannot be opened. Tell whoever runs the server."),
    "tables-too-large": _(
        "That is too much at once to protect people in it. Choose fewer attributes, or fewer of them together."
    ),
    "too-few-people": _("Fewer than ten people are counted, so nothing is released."),
    "problems": _CHANGED,
    "signed-already": _("You have signed already. The second signature is another person's."),
    "not-a-bundle": _CHANGED,
    "bad-signature": _CHANGED,
    "folder-in-use": _(
        "There is a published release of this name already. Withdraw this one, and choose another title."
    ),
}


def said(wrong: BadInput) -> str:
    """The sentence of an error that analysts can do something about; its own, if it is one of ours."""
    return str(_SAID.get(wrong.code, wrong.sentence))
