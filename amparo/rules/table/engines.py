"""Which engine looks words up: Polars, or a compiled loop where the extra `amparo[compiled]` is installed. Both answer alike.

`AMPARO_COMPILED=off` in the environment keeps to Polars.
"""

import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import polars as pl

from amparo.rules.table.batches import Batch
from amparo.rules.table.factors import Factor
from amparo.rules.table.gathering import gathered
from amparo.rules.table.packing import Lanes

SWITCH = "AMPARO_COMPILED"
ROWS_WORTH_IT = 2**15  # fewer are answered before Numba is imported


def look_up(
    factors: Mapping[str, Factor], lanes: Lanes, batch: Batch, forms: Sequence[str], programs: dict[Any, Any]
) -> pl.DataFrame:
    """The words of every row; `programs` remembers how."""
    if batch.frame.height >= ROWS_WORTH_IT and is_compiled():
        from amparo.rules.table.compiled import answered

        return answered(factors, lanes, batch, forms, programs)
    return gathered(factors, lanes, batch, forms, programs)


def is_compiled() -> bool:
    """Whether large tables are answered by the compiled loop."""
    return os.environ.get(SWITCH) != "off" and _has_numba()


@cache
def _has_numba() -> bool:
    return find_spec("numba") is not None
