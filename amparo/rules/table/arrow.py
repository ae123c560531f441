"""Where the values of a table lie in memory, by the Arrow C data interface: so that a compiled loop reads them without a copy.

See https://arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_int64, c_void_p, py_object, pythonapi
from dataclasses import dataclass
from typing import Any

import polars as pl


class _Schema(Structure):
    pass


class _Array(Structure):
    pass


class _Stream(Structure):
    pass


_Schema._fields_ = [
    ("format", c_char_p),
    ("name", c_char_p),
    ("metadata", c_void_p),
    ("flags", c_int64),
    ("n_children", c_int64),
    ("children", POINTER(POINTER(_Schema))),
    ("dictionary", POINTER(_Schema)),
    ("release", CFUNCTYPE(None, POINTER(_Schema))),
    ("private_data", c_void_p),
]
_Array._fields_ = [
    ("length", c_int64),
    ("null_count", c_int64),
    ("offset", c_int64),
    ("n_buffers", c_int64),
    ("n_children", c_int64),
    ("buffers", POINTER(c_void_p)),
    ("children", POINTER(POINTER(_Array))),
    ("dictionary", POINTER(_Array)),
    ("release", CFUNCTYPE(None, POINTER(_Array))),
    ("private_data", c_void_p),
]
_Stream._fields_ = [
    ("get_schema", CFUNCTYPE(c_int, POINTER(_Stream), POINTER(_Schema))),
    ("get_next", CFUNCTYPE(c_int, POINTER(_Stream), POINTER(_Array))),
    ("get_last_error", CFUNCTYPE(c_char_p, POINTER(_Stream))),
    ("release", CFUNCTYPE(None, POINTER(_Stream))),
    ("private_data", c_void_p),
]
_pointer = pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = c_void_p, [py_object, c_char_p]


BITS, U8, U16, U32, I16, I32 = range(6)
_FORMATS = {b"b": BITS, b"C": U8, b"S": U16, b"I": U32, b"s": I16, b"i": I32, b"tdD": I32}
OTHER = -1


@dataclass(frozen=True, slots=True)
class Buffers:
    """Addresses of a column's parts, or 0 where it has none; and the place of its first row in them."""

    kind: int  # of its numbers, of which a category's is one
    first: int
    known: int  # a bit for each row: whether it is not null
    values: int  # of a list, the places at which each begins, and the last ends
    inner: "Buffers | None" = None  # what the lists hold, one behind the other


@contextmanager
def lent(frame: pl.DataFrame) -> Iterator[dict[str, Buffers]]:
    """The buffers of every column, valid until the context is left."""
    capsule: Any = frame.rechunk().__arrow_c_stream__()
    stream = _Stream.from_address(_pointer(capsule, b"arrow_array_stream"))
    schema, whole = _Schema(), _Array()
    if stream.get_schema(byref(stream), byref(schema)) or stream.get_next(byref(stream), byref(whole)):
        raise MemoryError(stream.get_last_error(byref(stream)))
    try:
        yield {
            name: _buffers(whole.children[place][0], schema.children[place][0], whole.offset)
            for place, name in enumerate(frame.columns)
        }
    finally:
        for one in (schema, whole):
            one.release(byref(one))


def _buffers(array: _Array, schema: _Schema, before: int = 0) -> Buffers:
    known, values = (array.buffers[place] or 0 for place in range(2))
    inner = _buffers(array.children[0][0], schema.children[0][0]) if array.n_children else None
    kind = _FORMATS.get(schema.format, OTHER)
    return Buffers(kind, array.offset + before, known if array.null_count else 0, values, inner)
