"""The audit chain: who did what to which record, when; append-only, and checkable without this program.

One entry is one line of text, `v1 <number> <time> <who> <action> <about> <hash>`. The hash is BLAKE2b with 32 bytes over the
line `amparo audit v1`, the hash before (64 zeros for the first) and the line up to the space before its hash, each ended by a line
feed: `b2sum -l 256` computes it. Whoever can write everywhere can forge a whole new chain: so send the head (number and hash),
perhaps signed, to where they cannot.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from nacl.bindings import sodium_memcmp
from nacl.exceptions import BadSignatureError
from nacl.hashlib import blake2b
from nacl.signing import SigningKey, VerifyKey

from amparo.errors import BadInput
from amparo.vault.labels import check_id

_MARK = "v1"
_ACTION = re.compile(r"[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+")
# Sections whose mere existence says something about the person; that one of them was read must not stand in clear.
_TELLING = frozenset({"labour", "health", "asylum", "child"})
_HASH = re.compile("[0-9a-f]{64}")
_NUMBER = re.compile("0|[1-9][0-9]{0,17}")
_ID = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"
_LINE = re.compile(
    rf"{_MARK} (?P<number>{_NUMBER.pattern})"
    r" (?P<at>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)"
    rf" (?P<who>{_ID}) (?P<action>{_ACTION.pattern}) (?P<about>{_ID}) (?P<hash>{_HASH.pattern})"
)
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class BrokenChain(BadInput):
    """The chain is not as it was written; says at which line of the export that first shows."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__("broken-audit-chain", f"Line {line}: {sentence}", line=line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many entries it has, and the hash of the last."""

    number: int
    hash: str

    def __post_init__(self) -> None:
        if self.number < 0 or not _HASH.fullmatch(self.hash):
            raise ValueError("a head is a number and 64 hexadecimal digits")

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """The head so written; raises BadInput for anything else."""
        number, _, hash_ = text.strip().partition(" ")
        if _NUMBER.fullmatch(number) and _HASH.fullmatch(hash_):
            return cls(int(number), hash_)
        raise BadInput("bad-head", "This is not the head of an audit chain: write its number, a space and its hash.")


START = Head(0, "0" * 64)


@dataclass(frozen=True, slots=True)
class Entry:
    """An act: an opaque id for who, a dotted word for what, a record id for about which. No word of what a person told."""

    at: datetime
    who: str
    action: str
    about: str

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("the time of an entry has its time zone")
        check_id(self.who)
        check_id(self.about)
        if not _ACTION.fullmatch(self.action):
            raise ValueError("an action is written like identity.read")
        if not _TELLING.isdisjoint(re.split("[.-]", self.action)):
            raise ValueError("an action does not name a section that tells something about the person")


def write_entry(entry: Entry, after: Head) -> str:
    """The line of this entry when it follows that head."""
    at = entry.at.astimezone(UTC).strftime(_TIME)
    body = f"{_MARK} {after.number + 1} {at} {entry.who} {entry.action} {entry.about}"
    return f"{body} {_link(after, body)}"


def read_entry(line: str) -> Entry:
    """The act that this line tells; raises BrokenChain if it is no entry."""
    if found := _LINE.fullmatch(line):
        try:
            at = datetime.strptime(found["at"], _TIME).replace(tzinfo=UTC)
            return Entry(at, found["who"], found["action"], found["about"])
        except ValueError:  # a day that no month has, or an act that is never written so
            pass
    raise BrokenChain(1, "this is not an audit entry.")


def head_of(line: str) -> Head:
    """The head of a chain that ends with this line; raises BrokenChain if it is no entry."""
    # The whole form, so that no line break, no direction mark and no escape sequence stands in what people read.
    found = _LINE.fullmatch(line)
    if found:
        return Head(int(found["number"]), found["hash"])
    raise BrokenChain(1, "this is not an audit entry.")


def verify_chain(lines: Iterable[str], *, head: Head | None = None, after: Head = START) -> Head:
    """The head of the chain in these lines; raises BrokenChain at the first line that is not as it was written.

    Give the `head` you noted earlier to notice a cut end: it must be one the chain passes through. Give `after` for a
    chain that does not begin at its first entry.
    """
    now, line_number = after, 0
    is_met = head is None or head == after
    for line_number, line in enumerate(lines, 1):
        now = _follow(now, line.removesuffix("\n"), line_number)
        is_met = is_met or now == head
    if not is_met:
        raise BrokenChain(
            line_number, "the chain does not pass through the head that you know; its end was cut or changed."
        )
    return now


def sign_head(head: Head, key: SigningKey) -> str:
    """The head with an Ed25519 signature, on one line, to be sent to where nobody here can change it."""
    return f"{head} {key.sign(_statement(head)).signature.hex()}"


def read_signed_head(text: str, key: VerifyKey) -> Head:
    """The head that was signed; raises BadInput if it was not signed with that key."""
    shown, _, signature = text.strip().rpartition(" ")
    head = Head.parse(shown)
    try:
        key.verify(_statement(head), bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        pass
    else:
        return head
    raise BadInput("bad-signature", "This head was not signed with that key.")


def _follow(now: Head, line: str, line_number: int) -> Head:
    try:
        shown = head_of(line)
    except BrokenChain:
        raise BrokenChain(line_number, "this is not an audit entry.") from None
    if shown.number != now.number + 1:
        raise BrokenChain(line_number, f"entry {now.number + 1} should stand here; one was removed, added or moved.")
    if not sodium_memcmp(_link(now, line.rpartition(" ")[0]).encode(), shown.hash.encode()):
        raise BrokenChain(line_number, "the entry or the one before it was changed.")
    return shown


def _link(before: Head, body: str) -> str:
    text = f"amparo audit v1\n{before.hash}\n{body}\n"
    # What cannot be encoded was never written by us; it must give a wrong hash, not a traceback.
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()


def _statement(head: Head) -> bytes:
    return f"amparo audit head v1\n{head}\n".encode()
