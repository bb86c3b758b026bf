"""Charts of what was delivered and sold over time: a period that is not over yet is drawn apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.drawing import Spec, colours
from report.built import MonthOfSystem, is_complete

# A month in the charts: its name short, its year below at each January.
_MONTHS: Spec = {
    "field": "month",
    "type": "ordinal",
    "timeUnit": "yearmonth",
    "title": "month",
    "axis": {
        "labelExpr": "timeFormat(datum.value, '%b') == 'Jan' || datum.index == 0"
        " ? timeFormat(datum.value, '%b %Y') : timeFormat(datum.value, '%m') % 3 == 1"
        " ? timeFormat(datum.value, '%b') : ''",
        "labelAngle": -45,
        "labelOverlap": False,
        "ticks": False,
    },
}


def delivered_chart(months: Sequence[MonthOfSystem], newest: dt.date, width: int = 560) -> Spec:
    """Return the delivered rows by month and system; the month that is not over is lighter."""
    values = [
        {
            "month": one.month.isoformat(),
            "system": one.system,
            "rows": one.delivered,
            "complete": is_complete(one.month, newest),
        }
        for one in months
    ]
    return {
        "data": {"values": values},
        "width": width,
        "height": 220,
        "mark": {"type": "bar"},
        "encoding": {
            "x": _MONTHS,
            "y": {
                "field": "rows",
                "type": "quantitative",
                "title": "delivered rows",
                "axis": {"tickCount": 5},
            },
            "color": _systems(values),
            "opacity": {"condition": {"test": "!datum.complete", "value": 0.45}, "value": 1},
            "order": {"field": "system"},
        },
    }


def refused_chart(months: Sequence[MonthOfSystem], width: int = 560) -> Spec:
    """Return the rows that were not accepted by month and system: duplicates, and what was quarantined."""
    panels = {
        "duplicates": {(one.month, one.system): one.duplicates for one in months},
        "quarantined": {(one.month, one.system): one.quarantined for one in months},
    }
    return {"vconcat": [_counts(title, counts, width) for title, counts in panels.items()]}


def _counts(title: str, counts: Mapping[tuple[dt.date, str], int], width: int) -> Spec:
    values = [
        {"month": month.isoformat(), "system": system, "rows": count}
        for (month, system), count in counts.items()
    ]
    most = max(
        (sum(counts[key] for key in counts if key[0] == month) for month, _ in counts),
        default=0,
    )
    step = max(1, -(-most // 4))
    ticks = list(range(0, max(most, 1) + step, step))
    return {
        "title": title,
        "data": {"values": values},
        "width": width,
        "height": 90,
        "mark": {"type": "bar"},
        "encoding": {
            "x": _MONTHS,
            "y": {
                "field": "rows",
                "type": "quantitative",
                "title": "rows",
                "scale": {"domain": [0, ticks[-1]]},
                "axis": {"values": ticks, "format": ",d"},
            },
            "color": _systems(values),
        },
    }


def revenue_chart(rows: Sequence[tuple[Any, ...]], newest: dt.date, width: int = 560) -> Spec:
    """Return net revenue by month, of each year a line; a month that is not over is a point apart.

    Args:
        rows: month and net revenue in EUR.
        newest: the day of the newest delivery.
        width: in pixels.
    """
    values = [
        {
            "month": month.isoformat(),
            "revenue": float(revenue),
            "state": "whole month" if is_complete(month, newest) else f"until {newest.isoformat()}",
        }
        for month, revenue in rows
    ]
    y = {
        "field": "revenue",
        "type": "quantitative",
        "title": "net revenue, EUR",
        "axis": {"tickCount": 5, "format": ",.0f"},
    }
    whole = "datum.state == 'whole month'"
    return {
        "data": {"values": values},
        "width": width,
        "height": 200,
        "layer": [
            {
                "transform": [{"filter": whole}],
                "mark": {"type": "line", "point": True, "color": "@now"},
                "encoding": {"x": _MONTHS, "y": y},
            },
            {
                "transform": [{"filter": f"!({whole})"}],
                "mark": {"type": "point", "color": "@now", "size": 60, "opacity": 1},
                "encoding": {"x": _MONTHS, "y": y},
            },
            {
                "transform": [{"filter": f"!({whole})"}],
                "mark": {"type": "text", "align": "right", "dx": -8, "dy": 4},
                "encoding": {"x": _MONTHS, "y": y, "text": {"field": "state"}},
            },
        ],
    }


def _systems(values: Sequence[dict[str, Any]]) -> Spec:
    names = sorted({str(value["system"]) for value in values})
    return {
        "field": "system",
        "type": "nominal",
        "scale": colours("system", names),
        "legend": {"columns": 3},
    }
