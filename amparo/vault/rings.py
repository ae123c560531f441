"""The keys that somebody has unlocked in a session, and how they rest between two requests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from amparo.vault.keys import KeyKind, KeyName, KeyPair, Role, SectionKey, role_name
from amparo.vault.labels import Kind, Label, join_parts, split_parts
from amparo.vault.material import KEY_SIZE, CannotOpen, Secret
from amparo.vault.sealing import open_with, seal_with
from amparo.vault.wraps import Wrap, open_wrap


@dataclass(frozen=True, slots=True)
class Held:
    """A pair in somebody's hands, until a last day or without end."""

    pair: KeyPair
    last_day: date | None = None

    def has_ended(self, on: date) -> bool:
        return self.last_day is not None and on > self.last_day


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The key pairs a person can use now; `refused` are the wraps that should have opened and did not."""

    held: Mapping[KeyName, Held] = field(repr=False)
    refused: tuple[str, ...] = ()

    @classmethod
    def of(cls, *pairs: KeyPair) -> "KeyRing":
        """A ring of just these pairs, as the holder of a receipt has."""
        return cls({pair.name: Held(pair) for pair in pairs})

    @classmethod
    def unlock(cls, own: KeyPair, wraps: Iterable[Wrap], *, on: date) -> "KeyRing":
        """The member's own pair, the roles wrapped to it, and the earlier generations wrapped to those.

        A name for which two wraps hold different pairs is left out, and both are among the refused: one of them was slipped in.
        """
        held, refused = {own.name: Held(own)}, set()
        opened: dict[str, KeyPair] = {}
        disputed: set[KeyName] = set()
        candidates = [found for found in wraps if found.about.kind is KeyKind.ROLE and not found.has_ended(on)]
        grown = True
        while grown:
            grown = False
            for found in candidates:
                by = held.get(found.holder)
                if by is None or found.id in refused:
                    continue
                until = _earlier(by.last_day, found.last_day)
                try:
                    pair = opened[found.id] if found.id in opened else _pair(found, by.pair, on)
                except CannotOpen:
                    refused.add(found.id)
                    continue
                opened[found.id] = pair
                known = held.get(found.about)
                if known is not None and known.pair != pair:
                    disputed.add(found.about)
                elif known is None or _is_longer(until, known.last_day):
                    held[found.about] = Held(pair, until)
                    grown = True
        refused.update(found.id for found in candidates if found.id in opened and found.about in disputed)
        kept = {name: pair for name, pair in held.items() if name not in disputed}
        return cls(kept, tuple(sorted(refused)))

    def pair(self, name: KeyName, *, on: date) -> KeyPair:
        """The pair so named; raises CannotOpen if it is not held, or no longer on that day."""
        found = self.held.get(name)
        if found is None or found.has_ended(on):
            raise CannotOpen
        return found.pair

    def lasting_pair(self, name: KeyName, *, on: date) -> KeyPair:
        """The pair so named, to `join`, `cover` or rotate with; raises CannotOpen if it is only lent: who covers lets nobody in."""
        if name in self.held and self.held[name].last_day is not None:
            raise CannotOpen
        return self.pair(name, on=on)

    def roles(self, *, on: date) -> frozenset[tuple[str, Role]]:
        """The offices and roles in which this person acts on that day: whose newest generation here has not ended.

        The ring does not know of generations that it was not given: compare with the newest that the store publishes.
        """
        newest = self._newest().values()
        return frozenset((name.of[0], Role(name.of[1])) for name in newest if not self.held[name].has_ended(on))

    def newest(self, office: str, role: Role, *, on: date) -> KeyPair:
        """The newest generation held of a role's pair; raises CannotOpen if there is none, or if its day has passed."""
        of = role_name(office, role).of
        return self.pair(self._newest().get(of, role_name(office, role)), on=on)

    def open(self, found: Wrap, *, on: date) -> bytes:
        """What a wrap to one of these keys holds; raises CannotOpen for all others."""
        return open_wrap(found, self.pair(found.holder, on=on), on=on)

    def _newest(self) -> dict[tuple[str, ...], KeyName]:
        roles = (name for name in self.held if name.kind is KeyKind.ROLE)
        return {name.of: name for name in sorted(roles, key=lambda name: name.generation)}


def rest(ring: KeyRing, browser_secret: Secret, session: str) -> bytes:
    """The ring, sealed under a secret that only the browser keeps, for the time between two requests."""
    parts = []
    for name, held in ring.held.items():
        day = held.last_day.isoformat() if held.last_day else ""
        parts += [str(name).encode(), day.encode(), held.pair.private.reveal()]
    return seal_with(_session_key(browser_secret, session), _session_label(session), join_parts(parts))


def wake(resting: bytes, browser_secret: Secret, session: str) -> KeyRing:
    """The ring that `rest` put away in this session; raises CannotOpen for anything else."""
    parts = split_parts(open_with(_session_key(browser_secret, session), _session_label(session), resting))
    held = {}
    for name, day, private in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        pair = KeyPair(KeyName.parse(name.decode()), Secret(private))
        held[pair.name] = Held(pair, date.fromisoformat(day.decode()) if day else None)
    return KeyRing(held)


def _pair(found: Wrap, by: KeyPair, on: date) -> KeyPair:
    private = open_wrap(found, by, on=on)
    if len(private) != KEY_SIZE:
        raise CannotOpen
    return KeyPair(found.about, Secret(private))


def _session_key(browser_secret: Secret, session: str) -> SectionKey:
    return SectionKey(KeyName(KeyKind.SESSION, (session,)), browser_secret)


def _session_label(session: str) -> Label:
    return Label(Kind.SESSION, (session,))


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _is_longer(one: date | None, other: date | None) -> bool:
    return other is not None and (one is None or one > other)
