"""Who comes, who goes, who covers: one wrap, one rotation, one wrap with an end.

A new generation is for what comes after. The one before stays wrapped to those who remain, and is wrapped to the new
one as well where somebody who holds it is present; so a later newcomer needs one wrap, and no case is sealed again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from amparo.vault.keys import KeyKind, KeyName, KeyPair, PublicKey
from amparo.vault.wraps import Purpose, Wrap, wrap


@dataclass(frozen=True, slots=True)
class Generation:
    """A new generation of a role's key: its public half and the wraps of its private half."""

    public: PublicKey
    wraps: tuple[Wrap, ...]


def join(role: KeyPair, member: PublicKey) -> Wrap:
    """The wrap that lets a member act in a role; the earlier generations follow from the newest.

    Take the pair from `KeyRing.lasting_pair`: else somebody who covers could make themselves a member.
    """
    return _wrapped(role, member, Purpose.ROLE)


def cover(role: KeyPair, member: PublicKey, *, last_day: date) -> Wrap:
    """The wrap that lets a member stand in for an absent colleague until a last day."""
    return _wrapped(role, member, Purpose.COVER, last_day)


def link(earlier: KeyPair, newer: PublicKey) -> Wrap:
    """The wrap through which holders of a newer generation open an earlier one, made by somebody who holds both.

    For when a role was rotated by somebody who did not hold it: else whoever joins later does not read what came before.
    Take the newer key from the store that endorsed it.
    """
    if (newer.name.kind, newer.name.of) != (KeyKind.ROLE, earlier.name.of):
        raise ValueError("a role is linked to a newer generation of itself")
    if newer.name.generation <= earlier.name.generation:
        raise ValueError("whoever holds an earlier generation is not given a newer one")
    return _wrapped(earlier, newer, Purpose.EARLIER)


def recoverable(role: KeyPair, recovery: PublicKey) -> Wrap:
    """The wrap that lets a new recovery key open a role that there is already, as when custodians change."""
    if recovery.name.kind is not KeyKind.RECOVERY:
        raise ValueError("this is no recovery key")
    return _wrapped(role, recovery, Purpose.RECOVERY)


def found_role(name: KeyName, members: Iterable[PublicKey], *, recovery: PublicKey | None) -> Generation:
    """The first generation of a role's key, wrapped to its members and, so that it can be recovered, to the recovery key."""
    return _generation(KeyPair.new(name), members, recovery)


def rotate_role(
    before: KeyName,
    remaining: Iterable[PublicKey],
    *,
    recovery: PublicKey | None,
    held: KeyPair | None = None,
    covering: Iterable[tuple[PublicKey, date]] = (),
) -> Generation:
    """The next generation, for those who remain, and for those who cover until their last day: never name these among the first.

    It can be made without the one before, by whoever removes a member; `held`, if somebody present has it, links the two.
    """
    if held is not None and held.name != before:
        raise ValueError("what is held is another key")
    pair = KeyPair.new(replace(before, generation=before.generation + 1))
    made = _generation(pair, remaining, recovery)
    covers = tuple(_wrapped(pair, member, Purpose.COVER, last_day) for member, last_day in covering)
    made = replace(made, wraps=(*made.wraps, *covers))
    if held is None:
        return made
    return replace(made, wraps=(*made.wraps, link(held, pair.public)))


def _generation(pair: KeyPair, members: Iterable[PublicKey], recovery: PublicKey | None) -> Generation:
    wraps = [_wrapped(pair, member, Purpose.ROLE) for member in members]
    if recovery is not None:
        wraps.append(_wrapped(pair, recovery, Purpose.RECOVERY))
    return Generation(pair.public, tuple(wraps))


def _wrapped(pair: KeyPair, to: PublicKey, purpose: Purpose, last_day: date | None = None) -> Wrap:
    if pair.name.kind is not KeyKind.ROLE:
        raise ValueError("only the key of a role is given to members")
    return wrap(pair.private.reveal(), pair.name, to, purpose, last_day)
