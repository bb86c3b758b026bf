"""The figures of the comparisons: one JSON file each in results/, a list of measurements.

There is one per size and, where only a part of the models was measured, per part.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"

Measurement = dict[str, Any]

# What may be measured a part at a time.
_PARTS = {"aggregates", "engines"}


def load(comparison: str) -> list[Measurement]:
    """Return the measurements of a comparison, the smallest size first; none if it was never run."""
    path = FOLDER / f"{comparison}.json"
    if not path.is_file():
        return []
    measurements: list[Measurement] = json.loads(path.read_text(encoding="utf-8"))
    return measurements


def add(comparison: str, measurement: Measurement) -> None:
    """Put a measurement in the place of the one of its size; parts that it lacks stay as they were."""
    others = []
    for known in load(comparison):
        if _subject(known) != _subject(measurement):
            others.append(known)
        else:
            for parts in _PARTS & known.keys():
                measurement = measurement | {parts: known[parts] | measurement[parts]}
    measurements = sorted([*others, measurement], key=_subject)
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(measurements, indent=1, ensure_ascii=False)
    (FOLDER / f"{comparison}.json").write_text(text + "\n", encoding="utf-8")


def _subject(measurement: Measurement) -> tuple[int, list[str]]:
    """Return what was measured: the size, and which models where not all were."""
    return int(measurement["size"]), measurement.get("selected", [])
