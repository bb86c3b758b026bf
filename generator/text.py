"""Values as the sources write them: vectorised formatting of integers into Arrow string arrays.

Money is held in hundredths of its unit and rates as integers, so no float is ever printed. A missing value
is null.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.clock import DAY, GREATEST_MONTHS, HOUR, START, Bools, Ints, month_start

Text = Any
"""An Arrow string array (pyarrow's own types are untyped here)."""

_FIRST_DAY = -45_000
"""Earliest day that can be written: in 1900."""


@cache
def _date_texts() -> Text:
    # What happens on the last day may have its sequel in another year.
    after = month_start(GREATEST_MONTHS) + 400
    return pa.array([(START + timedelta(days=d)).isoformat() for d in range(_FIRST_DAY, after)])


@cache
def _time_texts() -> Text:
    clock = [f"T{s // HOUR:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(DAY)]
    return pa.array(clock)


@cache
def _offset_texts() -> Text:
    """Offsets from -12:00 to +14:00 in steps of a quarter of an hour."""
    quarters = range(-48, 57)
    return pa.array([f"{'-' if q < 0 else '+'}{abs(q) // 4:02}:{abs(q) % 4 * 15:02}" for q in quarters])


def array(values: object, kind: Any = None, mask: Bools | None = None) -> Text:
    """Make an Arrow array, of strings unless the values say otherwise; null where the mask is true."""
    return pa.array(values, kind, mask=mask)


def null_where(missing: Bools, values: Text) -> Text:
    """Return the values, null where ``missing`` is true."""
    return pc.if_else(array(missing), pa.scalar(None, pa.string()), values)


def join(*parts: Text | str, sep: str = "") -> Text:
    """Strings joined element by element; a null part makes the result null."""
    scalars: list[Any] = [pa.scalar(p) if isinstance(p, str) else p for p in parts]
    return pc.binary_join_element_wise(*scalars, sep)


def pick(pool: Sequence[str | None] | Text, index: Ints) -> Text:
    """Strings from a pool by index; a negative index gives null."""
    strings = pool if isinstance(pool, pa.Array) else array(pool, pa.string())
    return strings.take(array(np.maximum(index, 0), mask=index < 0))


def constant(value: str | None, length: int) -> Text:
    """Repeat a string ``length`` times."""
    return array([value], pa.string()).take(array(np.zeros(length, dtype=np.int64)))


def integers(values: Ints) -> Text:
    """Whole numbers as text."""
    return pc.cast(array(values), pa.string())


def ids(prefix: str, numbers: Ints, width: int) -> Text:
    """Write business keys: a prefix and a number padded with zeros; a negative number gives null."""
    digits = pc.utf8_lpad(integers(numbers), width, "0")
    return null_where(numbers < 0, join(prefix, digits))


def decimal(units: Ints, places: int) -> Text:
    """Fixed-point decimals as text; ``units`` counts the smallest decimal place."""
    wide = np.empty((len(units), 2), dtype=np.int64)
    wide[:, 0] = units
    wide[:, 1] = units >> 63
    kind = pa.decimal128(18, places)
    return pc.cast(pa.Array.from_buffers(kind, len(units), [None, pa.py_buffer(wide.tobytes())]), pa.string())


def money(hundredths: Ints) -> Text:
    """Amounts of money, held in hundredths, as text with two places."""
    return decimal(hundredths, 2)


def dates(days: Ints) -> Text:
    """Days as ISO dates."""
    return _date_texts().take(array(days - _FIRST_DAY))


def stamps(seconds: Ints) -> Text:
    """Seconds as ISO times in UTC, with Z."""
    return join(dates(seconds // DAY), _time_texts().take(array(seconds % DAY)), "Z")


def local_stamps(seconds: Ints, offsets: Ints) -> Text:
    """Seconds as ISO times in local time with their offset; ``offsets`` in seconds from UTC."""
    local = seconds + offsets
    shift = _offset_texts().take(array(offsets // 900 + 48))
    return join(dates(local // DAY), _time_texts().take(array(local % DAY)), shift)


def flags(values: Bools) -> Text:
    """Booleans as ``true`` and ``false``."""
    return pick(["false", "true"], values.astype(np.int64))
