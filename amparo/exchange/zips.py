"""The members of a ZIP file, unfolded within limits: what the file claims of itself is checked, and then what it does."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

_MOST_RATIO = 250  # deflate reaches 1,032; sheets of XML some 30
_RATIO_MATTERS_FROM = 4 * 1024 * 1024
_PIECE = 1024 * 1024  # a member that claims less than it holds unfolds no further
_EPOCH = (1980, 1, 1, 0, 0, 0)


class UnsafeZip(Exception):
    """A ZIP file that is not to be unfolded: `reason` is broken, locked, hidden-content or too-much-inside."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def unfold(data: bytes, *, most_bytes: int, most_members: int) -> dict[str, bytes]:
    """The content of every member by its name, in the order of the file; raises UnsafeZip."""
    try:
        return _unfold(data, most_bytes, most_members)
    except UnsafeZip as wrong:
        reason = wrong.reason
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, LookupError):
        reason = "broken"
    raise UnsafeZip(reason)


def _unfold(data: bytes, most_bytes: int, most_members: int) -> dict[str, bytes]:
    if not data.startswith(b"PK\x03\x04"):
        raise UnsafeZip("broken")
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(data):
        raise UnsafeZip("broken")
    if end + 22 != len(data):  # a comment, or something behind the end
        raise UnsafeZip("hidden-content")
    # Its own count, before a library makes an object of each.
    if (
        int.from_bytes(data[end + 10 : end + 12], "little") > most_members
        or data.count(b"PK\x01\x02") > 2 * most_members
    ):
        raise UnsafeZip("too-much-inside")
    with ZipFile(BytesIO(data)) as opened:
        members = opened.infolist()
        _check(members, data, most_bytes, most_members)
        found: dict[str, bytes] = {}
        room = most_bytes
        for member in members:
            if member.is_dir():
                continue
            pieces: list[bytes] = []
            with opened.open(member) as file:
                while piece := file.read(_PIECE):
                    pieces.append(piece)
                    room -= len(piece)
                    if room < 0:
                        raise UnsafeZip("too-much-inside")
            found[member.filename] = b"".join(pieces)
    return found


def _check(members: list[ZipInfo], data: bytes, most_bytes: int, most_members: int) -> None:
    total, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if len(members) > most_members or total > most_bytes or packed > len(data):
        raise UnsafeZip("too-much-inside")
    if total > _RATIO_MATTERS_FROM and total > _MOST_RATIO * max(packed, 1):
        raise UnsafeZip("too-much-inside")
    if any(one.flag_bits & 0x41 for one in members):
        raise UnsafeZip("locked")
    names = [one.filename.casefold() for one in members]
    if len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        raise UnsafeZip("hidden-content")
    if any(one.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for one in members):
        raise UnsafeZip("broken")
    if not members or min(one.header_offset for one in members) != 0:
        raise UnsafeZip("hidden-content")


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")


def fold(members: dict[str, bytes], *, stored: frozenset[str] = frozenset()) -> bytes:
    """A ZIP file of the members without times, comments or extra fields; `stored` are not compressed."""
    out = BytesIO()
    with ZipFile(out, "w") as made:
        for name, content in members.items():
            member = ZipInfo(name, _EPOCH)
            member.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            made.writestr(member, content)
    return out.getvalue()
