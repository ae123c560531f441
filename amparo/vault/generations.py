"""The newest generation of a key, said outside the database, so that nobody brings an older one back by deleting a row.

Public keys carry tags, so nobody else can put one in; but whoever deletes the newest would have everything sealed to the one before,
which somebody who left still holds.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from nacl.bindings import sodium_memcmp

from amparo.vault.keys import KeyKind, KeyName
from amparo.vault.material import Secret, digest

Owner = tuple[KeyKind, tuple[str, ...]]
_DOMAIN, _FORMAT = b"amparo.key.newst", "v1"
_TAG = re.compile("[0-9a-f]{64}")


def sign_generations(names: Iterable[KeyName], server_secret: Secret) -> Iterator[str]:
    """A line for each, with its tag. Lines may be added at any time: the highest counts."""
    for name in names:
        yield f"{_FORMAT} {name} {_tag(name, server_secret).hex()}"


def read_generations(lines: Iterable[str], server_secret: Secret) -> Mapping[Owner, int]:
    """The highest generation of each key in such lines; those that this server did not write say nothing."""
    newest: dict[Owner, int] = {}
    for line in lines:
        if name := _signed(line, server_secret):
            newest[name.kind, name.of] = max(name.generation, newest.get((name.kind, name.of), 0))
    return newest


def _signed(line: str, server_secret: Secret) -> KeyName | None:
    try:
        mark, written, tag = line.removesuffix("\n").split(" ")
        name = KeyName.parse(written)
    except ValueError:
        return None
    is_ours = mark == _FORMAT and _TAG.fullmatch(tag) and sodium_memcmp(bytes.fromhex(tag), _tag(name, server_secret))
    return name if is_ours else None


def _tag(name: KeyName, server_secret: Secret) -> bytes:
    return digest(str(name).encode(), _DOMAIN, key=server_secret.reveal())
