"""Of whom a release was made, sealed to those who may sign it: nobody who takes back that they are counted is published from a draft.

What is kept are the digests that tombstones bear, so nothing else of anybody is opened, and it holds also after a database was restored.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role, role_name
from amparo.vault.labels import Kind, Label
from amparo.vault.material import CannotOpen
from amparo.vault.sealing import generation_of, open_from, seal_to
from amparo.web.evidence.access import SIGNERS, writes_behind
from amparo.web.evidence.models import Included, Release
from amparo.web.people.keys import role_key
from amparo.web.people.sessions import SignedIn
from amparo.web.safekeeping.store import store

_LENGTH = 32  # bytes of a digest


def keep_included(release: Release, digests: Iterable[str]) -> None:
    """Keeps of whom it is made, by the digests of their sets. Part of an action."""
    content = b"".join(bytes.fromhex(one) for one in digests)
    for role in SIGNERS:
        key = role_key(store(), release.office_id, role)
        if key is not None:
            Included.objects.create(
                release=release, role=role.value, sealed=seal_to(key, _label(release, role), content)
            )


def refuse_taken_back(signed_in: SignedIn, release: Release) -> None:
    """Raises BadInput if somebody in the release is counted no longer, or the member's keys do not tell."""
    content = next(_contents(signed_in, release), None)
    if content is None:
        sentence = _("Your keys do not tell whether somebody in this release took back that they are counted.")
        raise BadInput("cannot-tell", sentence)
    digests = (content[at : at + _LENGTH].hex() for at in range(0, len(content), _LENGTH))
    if store().erased(digests):
        sentence = _(
            "Somebody in this release is counted no longer. Withdraw it, and make it anew; what it cost stays spent."
        )
        raise BadInput("taken-back", sentence)


def refuse_behind(signed_in: SignedIn, release: Release) -> None:
    """Raises BadInput while something written in cases has not been looked at: somebody may have taken it back there."""
    if writes_behind(signed_in, release.office_id) != 0:
        sentence = _(
            "Something has been written in cases since the figures were made. Ask a colleague to open the inbox first."
        )
        raise BadInput("not-up-to-date", sentence)


def _contents(signed_in: SignedIn, release: Release) -> Iterator[bytes]:
    for one in release.included.all():
        role, sealed = Role(one.role), bytes(one.sealed)
        name = role_name(release.office_id, role, max(generation_of(sealed), 1))
        try:
            yield open_from(signed_in.ring.pair(name, on=signed_in.today), _label(release, role), sealed)
        except CannotOpen:
            continue


def _label(release: Release, role: Role) -> Label:
    return Label(Kind.COUNTED, (release.id, role.value))
