"""What the simulated parts tell each other: a month's orders, and what moves stock."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from generator.clock import Bools, Ints

NEVER_AT = 1 << 40
"""A second after every other one."""

MOVE_KINDS = ("goods_in", "sale", "return", "transfer_in", "transfer_out", "write_off", "correction")
DOCUMENT_PREFIXES = ("O", "R", "RB", "TR")
DOCUMENT_WIDTHS = (7, 8, 8, 6)


@dataclass(frozen=True)
class Orders:
    """The web orders of a month and their lines, in order of time.

    Order arrays have shape (order,): ``customer`` is -1 for a guest and ``spent`` in EUR cents. Line arrays
    have shape (line,): ``order`` indexes the orders.
    """

    number: Ints
    at: Ints
    customer: Ints
    country: Ints
    device: Ints
    tracked: Bools
    spent: Ints
    order: Ints
    product: Ints


@dataclass(frozen=True)
class Moves:
    """Movements of stock. All arrays have shape (move,).

    ``kind`` indexes MOVE_KINDS; a document is a prefix (an index of DOCUMENT_PREFIXES, -1 for none) and
    a number.
    """

    at: Ints
    location: Ints
    product: Ints
    quantity: Ints
    kind: Ints
    document_prefix: Ints
    document: Ints

    @staticmethod
    def of(
        kind: str, at: Ints, location: Ints, product: Ints, quantity: Ints, prefix: str = "",
        document: Ints | None = None,
    ) -> Moves:  # fmt: skip
        """Movements of one kind, with documents of one prefix or none."""
        count = len(at)
        return Moves(
            at, location, product, quantity, np.full(count, MOVE_KINDS.index(kind)),
            np.full(count, DOCUMENT_PREFIXES.index(prefix) if prefix else -1),
            np.zeros(count, dtype=np.int64) if document is None else document,
        )  # fmt: skip

    @staticmethod
    def concat(parts: list[Moves]) -> Moves:
        """All movements of several parts."""
        return Moves(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Moves)))

    def take(self, index: Ints | Bools) -> Moves:
        """Take the movements at the given positions."""
        return Moves(*(getattr(self, f.name)[index] for f in fields(Moves)))

    def __len__(self) -> int:
        """Count the movements."""
        return len(self.at)
