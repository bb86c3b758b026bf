"""Random streams and the few ways in which the simulation draws from them."""

from __future__ import annotations

import zlib

import numpy as np

from generator.clock import Floats, Ints


def stream(seed: int, name: str, month: int = 0) -> np.random.Generator:
    """Make a random stream for one entity and month, so that no stream depends on another's use.

    Args:
        seed: the run's seed, zero or more.
        name: what is drawn, such as ``orders``.
        month: month number, where the stream is a month's.

    """
    key = (zlib.crc32(name.encode()), month)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


def choose(rng: np.random.Generator, shares: Floats | list[float], size: int) -> Ints:
    """Draw indices by share; shares need not sum to one."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))
    drawn = np.searchsorted(edges, rng.random(size) * edges[-1], side="right")
    index: Ints = np.minimum(drawn, len(edges) - 1).astype(np.int64)
    return index


def choose_by_row(rng: np.random.Generator, weights: Floats, rows: Ints) -> Ints:
    """Draw a column for each row number, by that row's weights.

    Args:
        rng: random stream.
        weights: matrix (row, column), zero or more; every row that is drawn from has a positive sum.
        rows: row to draw from, once for each draw.

    """
    edges = np.cumsum(weights, axis=1)
    totals = edges[:, -1:]
    edges = edges / np.where(totals > 0, totals, 1.0) + np.arange(len(weights))[:, None]
    edges[:, -1] = np.arange(len(weights)) + 1.0
    drawn = np.searchsorted(edges.ravel(), rows + rng.random(len(rows)), side="right")
    column = np.minimum(drawn - rows * weights.shape[1], weights.shape[1] - 1)
    # A draw beyond the last positive weight by rounding falls back on the heaviest column.
    usable = weights[rows, column] > 0
    chosen: Ints = np.where(usable, column, weights.argmax(axis=1)[rows]).astype(np.int64)
    return chosen


def between(rng: np.random.Generator, low: int, high: int, size: int) -> Ints:
    """Whole numbers from ``low`` to ``high``, both included."""
    return rng.integers(low, high + 1, size, dtype=np.int64)


def positions(counts: Ints) -> tuple[Ints, Ints]:
    """Parent index and position within the parent (from 0) for ``counts[i]`` children of parent i."""
    parents = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    starts = np.cumsum(counts) - counts
    return parents, np.arange(len(parents), dtype=np.int64) - starts[parents]


def rounded_share(amounts: Ints, share: Ints, whole: Ints, step: Ints) -> Ints:
    """``amounts * share / whole`` rounded half up to a multiple of ``step``, in whole numbers only."""
    scaled: Ints = 2 * amounts * share + whole * step
    rounded: Ints = scaled // (2 * whole * step) * step
    return rounded
