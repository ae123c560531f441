"""Second factors: one-time codes of an authenticator, each good once, and spare codes on paper."""

from base64 import b32encode
from datetime import datetime

import nacl.utils
import pyotp
from django.conf import settings
from django.utils.translation import gettext as _
from nacl.secret import SecretBox

from amparo.errors import BadInput
from amparo.vault.material import digest
from amparo.web.people.models import Member, SecondFactor, SpareCode

STEP, SPARE_CODES = 30, 8
_DOMAIN, _SEALED, _SHOWN = b"amparo.web.spare", b"amparo.web.seeds", b"amparo.web.shown"


def seed_to_set_up(session: str) -> str:
    """The seed that is shown in a session to set an authenticator up: always the same, so that the page can be shown twice.

    Another session of the member's is shown another one: whoever has the passphrase too, and came first, does not know the seed that
    its owner confirms. It is stored nowhere until then.
    """
    return b32encode(digest(session.encode(), _SHOWN, key=settings.HOME.factor_key.reveal(), size=20)).decode()


def set_up(member: Member, seed: str, code: str, *, now: datetime) -> bool:
    """Makes the seed count, if the code is of it; raises BadInput if the member has another. Call it inside a transaction."""
    check_not_set_up(member)
    return replace(member, seed, code, now=now)


def replace(member: Member, seed: str, code: str, *, now: datetime) -> bool:
    """Puts another seed in place, if a code of it shows that the authenticator has it. Call it inside a transaction."""
    step = _step_of(seed, code, now)
    if step is None:
        return False
    sealed = _box(member.id).encrypt(seed.encode())
    SecondFactor.objects.update_or_create(member=member, defaults={"sealed_seed": sealed, "last_step": step})
    return True


def new_seed() -> str:
    """A seed that nobody has yet."""
    return pyotp.random_base32()


def address(member: Member, seed: str, organisation: str) -> str:
    """What an authenticator reads from the picture."""
    return pyotp.TOTP(seed).provisioning_uri(name=member.sign_in_name, issuer_name=organisation)


def seed_of(factor: SecondFactor) -> str:
    """The seed, opened with the server secret."""
    return _box(factor.member_id).decrypt(bytes(factor.sealed_seed)).decode()


def accepts(member: Member, code: str, *, now: datetime) -> bool:
    """Whether the code is right now, or is a spare code; either is used up by this. Call it inside a transaction."""
    factor = SecondFactor.objects.select_for_update().filter(member=member).first()
    return (factor is not None and _use(factor, code, now)) or _accepts_spare(member, code)


def new_spare_codes(member: Member) -> list[str]:
    """Fresh spare codes, in place of all earlier ones; only their digests are kept."""
    codes = [f"{int.from_bytes(nacl.utils.random(8), 'big') % 10**10:010}" for _ in range(SPARE_CODES)]
    member.spare_codes.all().delete()
    SpareCode.objects.bulk_create(SpareCode(member=member, digest=_digest(member, code)) for code in codes)
    return codes


def forget(member: Member) -> None:
    """Takes a lost second factor away; the member sets up another at the next sign-in."""
    SecondFactor.objects.filter(member=member).delete()
    member.spare_codes.all().delete()


def is_set_up(member: Member) -> bool:
    """Whether a code of the member's authenticator was ever confirmed."""
    return SecondFactor.objects.filter(member=member).exists()


def check_not_set_up(member: Member) -> None:
    """Raises BadInput once it is: from then on only `replace` puts another in its place."""
    if is_set_up(member):
        raise BadInput("factor-set-up", _("Your second factor is set up already. Sign in with it."))


def _use(factor: SecondFactor, code: str, now: datetime) -> bool:
    """Uses the code up, if it is one of the factor's and none as late was used."""
    step = _step_of(seed_of(factor), code, now)
    if step is None or step <= factor.last_step:
        return False
    factor.last_step = step
    factor.save(update_fields=["last_step"])
    return True


def _step_of(seed: str, code: str, now: datetime) -> int | None:
    """The latest step whose code this is, one to either side for clocks that are a little off; None if it is of none."""
    digits = "".join(code.split())
    if not digits.isascii():
        return None
    codes, step = pyotp.TOTP(seed, interval=STEP), int(now.timestamp()) // STEP
    steps = (step + 1, step, step - 1)
    return next((found for found in steps if pyotp.utils.strings_equal(codes.at(found * STEP), digits)), None)


def _accepts_spare(member: Member, code: str) -> bool:
    used, _models = member.spare_codes.filter(digest=_digest(member, "".join(code.split()))).delete()
    return used > 0


def _digest(member: Member, code: str) -> str:
    key = settings.HOME.factor_key.reveal()
    return digest(f"{member.id}/{code}".encode(), _DOMAIN, key=key).hex()


def _box(member_id: str) -> SecretBox:
    """Each member's own, so that nobody's seed passes for another's."""
    return SecretBox(digest(member_id.encode(), _SEALED, key=settings.HOME.factor_key.reveal()))
