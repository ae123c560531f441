"""Second factors: one-time codes of an authenticator, each good once, and spare codes on paper."""

from datetime import datetime

import nacl.utils
import pyotp
from django.conf import settings
from nacl.secret import SecretBox

from amparo.vault.material import digest
from amparo.web.people.models import Member, SecondFactor, SpareCode

STEP, SPARE_CODES = 30, 8
_DOMAIN = b"amparo.web.spare"


def begin(member: Member) -> str:
    """A fresh seed for the member's authenticator; it counts only once a code has confirmed it."""
    seed = new_seed()
    SecondFactor.objects.update_or_create(
        member=member, defaults={"sealed_seed": _box().encrypt(seed.encode()), "is_confirmed": False, "last_step": 0}
    )
    return seed


def seed_to_confirm(member: Member) -> str:
    """The seed that is being set up; the same one until it is confirmed, so that the page can be shown twice."""
    waiting = SecondFactor.objects.filter(member=member, is_confirmed=False).first()
    return seed_of(waiting) if waiting else begin(member)


def replace(member: Member, seed: str, code: str, *, now: datetime) -> bool:
    """Puts another seed in place, if a code of it shows that the authenticator has it. Call it inside a transaction."""
    step = int(now.timestamp()) // STEP
    codes = pyotp.TOTP(seed, interval=STEP)
    digits = "".join(code.split())
    if not digits.isascii() or not any(pyotp.utils.strings_equal(codes.at(at * STEP), digits) for at in _around(step)):
        return False
    sealed = _box().encrypt(seed.encode())
    SecondFactor.objects.update_or_create(
        member=member, defaults={"sealed_seed": sealed, "is_confirmed": True, "last_step": step + 1}
    )
    return True


def new_seed() -> str:
    """A seed that nobody has yet."""
    return pyotp.random_base32()


def address(member: Member, seed: str, organisation: str) -> str:
    """What an authenticator reads from the picture."""
    return pyotp.TOTP(seed).provisioning_uri(name=member.sign_in_name, issuer_name=organisation)


def seed_of(factor: SecondFactor) -> str:
    """The seed, opened with the server secret."""
    return _box().decrypt(bytes(factor.sealed_seed)).decode()


def accepts(member: Member, code: str, *, now: datetime) -> bool:
    """Whether the code is right now, or is a spare code; either is used up by this. Call it inside a transaction."""
    digits = "".join(code.split())
    return _accepts_code(member, digits, now) or _accepts_spare(member, digits)


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
    return SecondFactor.objects.filter(member=member, is_confirmed=True).exists()


def _accepts_code(member: Member, digits: str, now: datetime) -> bool:
    factor = SecondFactor.objects.select_for_update().filter(member=member).first()
    if factor is None or not digits.isascii():
        return False
    codes = pyotp.TOTP(seed_of(factor), interval=STEP)
    step = int(now.timestamp()) // STEP
    for good in _around(step):
        if good > factor.last_step and pyotp.utils.strings_equal(codes.at(good * STEP), digits):
            factor.last_step = good
            factor.is_confirmed = True
            factor.save(update_fields=["last_step", "is_confirmed"])
            return True
    return False


def _around(step: int) -> tuple[int, int, int]:
    """One step to either side, for clocks that are a little off."""
    return step - 1, step, step + 1


def _accepts_spare(member: Member, digits: str) -> bool:
    used, _ = member.spare_codes.filter(digest=_digest(member, digits)).delete()
    return used > 0


def _digest(member: Member, code: str) -> str:
    key = settings.HOME.factor_key.reveal()
    return digest(f"{member.id}/{code}".encode(), _DOMAIN, key=key).hex()


def _box() -> SecretBox:
    return SecretBox(settings.HOME.factor_key.reveal())
