"""The ledger of the installation: what releases have cost, and whether it is whole.

The hash of its last line stands in the row of each release and in each bundle. A ledger that lacks one of them is an older copy, or was
cut: nothing is released on it, for privacy that was spent would come back.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.evidence.release.ledger import Account, account_of, heads_missing
from amparo.web.evidence.models import Release
from amparo.web.evidence.orders import POPULATION
from amparo.web.evidence.shelf import head_of, released_here


def account() -> Account | None:
    """What has been spent; None if nothing was. Raises BadInput for a ledger that is not whole."""
    check_whole()
    return account_of(settings.HOME.ledger, POPULATION)


def check_whole() -> None:
    """Raises BadInput if the ledger is broken, or lacks the line of a release that is known."""
    if heads_missing(settings.HOME.ledger, known_heads()):
        sentence = _(
            "The ledger lacks releases that are known: it is an older copy. Nothing is released until whoever runs the server "
            "puts the newest one back, from beside the backups."
        )
        raise BadInput("ledger-behind", sentence)


def known_heads() -> set[str]:
    """The heads that the database knows, and published bundles that two members signed: those of others have ledgers of their own."""
    ours = (head_of(one) for one in released_here() if one.population == POPULATION)
    return {*Release.objects.exclude(head="").values_list("head", flat=True), *(head for head in ours if head)}
