"""An archive opens whole or with a refusal: nothing cut, moved, added or changed passes, and its size tells little."""

import io
import tracemalloc

import pytest

from amparo.errors import BadInput
from amparo.vault import archives
from amparo.vault.archives import MESSAGE, read_archive, write_archive
from amparo.vault.material import CannotOpen
from amparo.vault.passphrases import Effort

PASSPHRASE, QUICK = "tilim babok tilim", Effort(1, 8192)
HEADER, SEALED, ROOM = 85, MESSAGE + 17, MESSAGE - 4
LENGTHS = [0, 1, ROOM - 1, ROOM, ROOM + 1, 3 * ROOM, 17 * ROOM + 5]


def archive(*chunks, passphrase=PASSPHRASE):
    out = io.BytesIO()
    write_archive(chunks, passphrase, out, effort=QUICK)
    return out.getvalue()


def read(data, passphrase=PASSPHRASE):
    return b"".join(read_archive(io.BytesIO(data), passphrase))


def content(length):
    return bytes(at * 7 % 251 for at in range(length))


def messages(data):
    return data[:HEADER], [data[at : at + SEALED] for at in range(HEADER, len(data), SEALED)]


@pytest.mark.parametrize("length", LENGTHS)
def test_what_was_written_comes_back(length):
    data = archive(content(length))
    assert data[:1] == b"\x08" and read(data) == content(length)
    assert (len(data) - HEADER) % SEALED == 0


def test_it_does_not_matter_how_the_content_was_cut():
    whole = content(3 * ROOM + 9)
    pieces = [whole[:1], b"", whole[1 : ROOM + 7], whole[ROOM + 7 :], b""]
    assert (
        read(archive(*pieces)) == whole == read(archive(*(whole[at : at + 1000] for at in range(0, len(whole), 1000))))
    )
    assert read(archive()) == b""


def test_it_can_be_read_from_a_pipe_that_gives_few_bytes_at_a_time():
    class Pipe(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 1009))

    assert b"".join(read_archive(Pipe(archive(content(ROOM + 1))), PASSPHRASE)) == content(ROOM + 1)


def test_every_cut_at_the_end_is_noticed():
    data = archive(content(2 * ROOM + 9))
    whole = messages(data)[1]
    for kept in range(len(whole)):
        with pytest.raises(CannotOpen):
            read(data[: HEADER + kept * SEALED])
    for cut in (1, 16, SEALED - 1, SEALED + 1):
        with pytest.raises(CannotOpen):
            read(data[:-cut])
    for kept in range(HEADER):
        with pytest.raises(CannotOpen):
            read(data[:kept])


def test_messages_that_were_moved_doubled_left_out_or_taken_from_another_archive_are_noticed():
    data, other = archive(content(4 * ROOM)), archive(content(4 * ROOM))
    header, whole = messages(data)
    _, strange = messages(other)
    for changed in (
        [whole[1], whole[0], *whole[2:]],
        [whole[0], whole[0], *whole[1:]],
        [whole[0], *whole[2:]],
        [*whole[:5], whole[-1]],
        [whole[0], strange[1], *whole[2:]],
        [*whole[:-1], strange[-1]],
    ):
        with pytest.raises(CannotOpen):
            read(header + b"".join(changed))
    with pytest.raises(CannotOpen):
        read(other[:HEADER] + b"".join(whole))


def test_anything_after_the_end_is_noticed_before_the_last_piece_is_handed_out():
    data = archive(b"words")
    for more in (b"\0", b"\n", messages(data)[1][0], data):
        with pytest.raises(CannotOpen):
            read(data + more)


def test_a_changed_header_is_noticed_without_exhausting_the_machine():
    data = archive(b"words")
    for at in range(HEADER):
        for bit in (1, 128):
            changed = bytearray(data)
            changed[at] ^= bit
            if 1 <= at < 13 and at not in (4, 12):
                # Up to 2^63 passes or bytes: refused before anything is worked out.
                tracemalloc.start()
            with pytest.raises(CannotOpen):
                read(bytes(changed))
            if tracemalloc.is_tracing():
                assert tracemalloc.get_traced_memory()[1] < 10 * 2**20
                tracemalloc.stop()


def test_another_passphrase_opens_nothing_and_a_short_one_locks_nothing():
    data = archive(b"words")
    with pytest.raises(CannotOpen):
        read(data, "tilim babok tilin")
    assert read(data, "  tilim  babok tilim ") == b"words"
    with pytest.raises(BadInput) as refused:
        archive(b"words", passphrase="short")
    assert refused.value.code == "short-passphrase" and "short " not in refused.value.sentence.replace("too short.", "")


def test_two_archives_of_the_same_share_no_bytes_and_show_none_of_the_content():
    one, two = archive(b"Xochitl" * 50_000), archive(b"Xochitl" * 50_000)
    assert b"Xochitl" not in one and len(one) == len(two)
    assert one[13:] != two[13:] and not set(messages(one)[1]) & set(messages(two)[1])


def test_the_size_tells_a_step_only():
    small = {len(archive(content(length))) for length in (0, 1, 1000, ROOM, 15 * ROOM)}
    assert len(small) == 1
    sizes = {count: len(archive(bytes(count * ROOM))) for count in range(16, 64)}
    assert len(set(sizes.values())) <= 17
    for count, size in sizes.items():
        assert (count + 1) * SEALED <= size - HEADER <= 1.125 * (count + 1) * SEALED


def test_memory_stays_bounded_however_long_the_archive():
    class Sink(io.RawIOBase):
        size = 0

        def write(self, data):
            self.size += len(data)
            return len(data)

    sink = Sink()
    tracemalloc.start()
    write_archive((b"x" * 100_000 for _ in range(400)), PASSPHRASE, sink, effort=QUICK)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sink.size > 40_000_000 and peak < 2_000_000


def test_what_was_not_all_read_raises_and_does_not_end():
    """Somebody who reads on after a cut gets the refusal, not an end that looks like the whole."""
    data = archive(content(5 * ROOM))
    pieces = read_archive(io.BytesIO(data[:-SEALED]), PASSPHRASE)
    got = [next(pieces) for _ in range(5)]
    assert b"".join(got) == content(5 * ROOM)
    with pytest.raises(CannotOpen):
        next(pieces)


def test_an_archive_made_to_open_under_two_passphrases_is_refused(monkeypatch):
    """Whoever makes one has to leave out the commitment to one key, and bind everything else to what then stands there."""
    with monkeypatch.context() as patched:
        patched.setattr(archives, "_commitment", lambda key, header: b"\0" * 32)
        forged = archive(b"words")
        assert read(forged) == b"words"
    with pytest.raises(CannotOpen):
        read(forged)
