"""What a choice costs between two refreshes, and from how many reads on another is cheaper.

All costs are seconds of all processors together. A choice is paid once per refresh and once per read. The
three that store rows are read at the same cost, for what is read is the same table; they differ in the
refresh alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.serving import CHOICES, STORED

VIEW = "view"


@dataclass(frozen=True)
class Price:
    """Seconds of a refresh, and of a read of all rows."""

    refresh: float
    read: float

    def of(self, reads: float) -> float:
        """Return the seconds of one refresh and so many reads."""
        return self.refresh + reads * self.read


@dataclass(frozen=True)
class BreakEven:
    """The stored choice with the cheapest refresh, and the reads per refresh from which it beats the view."""

    choice: str
    reads: float | None
    """None if a read of the view costs no more."""


def prices(aggregate: dict[str, Any], kind: str, part: str = "whole") -> dict[str, Price]:
    """Return the price of each choice where each refresh follows a day of a kind.

    Args:
        aggregate: what was measured of it.
        kind: a kind of day, by its name in the measurements.
        part: what is read of it, whole or part.
    """
    choices = aggregate["choices"]
    reads = {choice: float(choices[choice]["read"][part]["warm"]["cpu"]) for choice in CHOICES}
    stored_read = median(reads[choice] for choice in STORED)
    found = {VIEW: Price(0.0, reads[VIEW])}
    for choice in STORED:
        found[choice] = Price(float(choices[choice]["refresh"][kind]["cpu"]), stored_read)
    return found


def break_even(priced: dict[str, Price]) -> BreakEven:
    """Return from how many reads per refresh on a stored choice is cheaper than the view, and which."""
    cheapest = min(STORED, key=lambda choice: priced[choice].refresh)
    saved = priced[VIEW].read - priced[cheapest].read
    return BreakEven(cheapest, priced[cheapest].refresh / saved if saved > 0 else None)
