"""Pages whose figures are written by a command: blocks between two markers, made anew from measurements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.results import Measurement

Block = Callable[[Sequence[Measurement]], Iterator[str]]

_BLOCK = re.compile(r"(<!-- figures: (?P<name>\w+) -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def rendered(text: str, blocks: Mapping[str, Block], measurements: Sequence[Measurement]) -> str:
    """Return the page with each block between markers made anew.

    Raises:
        KeyError: a marker names a block that there is not.
    """
    return _BLOCK.sub(
        lambda block: block[1] + "\n".join(blocks[block["name"]](measurements)) + "\n" + block[3], text
    )


def seconds(value: float) -> str:
    """Return seconds as a person reads them."""
    if value >= 1:
        return f"{value:,.2f} s"
    return f"{value * 1000:,.1f} ms" if value < 0.1 else f"{value * 1000:,.0f} ms"
