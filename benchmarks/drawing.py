"""Charts: Vega-Lite specifications become SVG, without a script in it and without a request.

A specification names the colours of what is compared by their role (`style-kimball`). They become fixed
colours on white, for a page that shows a file, or variables of the page's style sheet, which knows dark from
light.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from math import ceil, floor, log10
from typing import Any

import vl_convert

Spec = dict[str, Any]

VEGA_LITE = "6.4"
FONT = "Liberation Sans, Arial, sans-serif"
# Each can be told from its ground and from its neighbours, also by those who see few colours.
LIGHT = {
    "ink": "#1d2329",
    "faint": "#57616b",
    "rule": "#d5dade",
    "style-inmon": "#2f6db5",
    "style-kimball": "#b3520a",
    "style-vault": "#7d4fa6",
    "style-vault_marts": "#a34a78",
    "style-obt": "#187a57",
    "choice-view": "#2f6db5",
    "choice-table": "#7a6a00",
    "choice-incremental": "#bd3b58",
    "choice-materialized_view": "#187a57",
    "system-shop": "#2f6db5",
    "system-pos": "#b3520a",
    "system-erp": "#187a57",
    "system-web": "#7d4fa6",
    "system-finance": "#7a6a00",
    "system-reference": "#6b747c",
    "now": "#2f6db5",
    "before": "#6b747c",
}
DARK = {
    "ink": "#e8ebee",
    "faint": "#a9b3bd",
    "rule": "#3a444d",
    "style-inmon": "#7db2f2",
    "style-kimball": "#f2a35e",
    "style-vault": "#c8a0ec",
    "style-vault_marts": "#eb94bf",
    "style-obt": "#5ecb9d",
    "choice-view": "#7db2f2",
    "choice-table": "#d8c545",
    "choice-incremental": "#f28aa0",
    "choice-materialized_view": "#5ecb9d",
    "system-shop": "#7db2f2",
    "system-pos": "#f2a35e",
    "system-erp": "#5ecb9d",
    "system-web": "#c8a0ec",
    "system-finance": "#d8c545",
    "system-reference": "#9aa4ad",
    "now": "#7db2f2",
    "before": "#9aa4ad",
}


def drawn(spec: Spec) -> str:
    """Return a chart as SVG whose colours are variables of the page's style sheet."""
    return _svg(spec, {role: f"var(--{role})" for role in LIGHT}, None)


def as_file(spec: Spec) -> str:
    """Return a chart as the text of an SVG file, on white, which says what it was drawn from."""
    svg = _svg(spec, LIGHT, "#ffffff")
    head, _, rest = svg.partition(">")
    return f"{head}><!-- drawn from {fingerprint(spec)} -->{rest}\n"


def fingerprint(spec: Spec) -> str:
    """Return what tells a specification, and how files are drawn, from others."""
    text = json.dumps([spec, LIGHT, _CONFIG, VEGA_LITE], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_drawn_from(svg: str, spec: Spec) -> bool:
    """Return whether the text of a file is the drawing of a specification."""
    return f"<!-- drawn from {fingerprint(spec)} -->" in svg


def decades(values: Iterable[float]) -> list[float]:
    """Return the powers of ten around positive values: where a logarithmic axis has its lines."""
    found = list(values)
    low, high = floor(log10(min(found))), ceil(log10(max(found)))
    return [10.0**exponent for exponent in range(low, max(high, low + 1) + 1)]


def colours(prefix: str, names: list[str]) -> Spec:
    """Return the scale of a channel for things that have a colour each, in the order of their names."""
    return {"domain": names, "range": [f"@{prefix}-{name}" for name in names]}


def _svg(spec: Spec, palette: dict[str, str], ground: str | None) -> str:
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": ground,
        # a reader without the font that widths were measured with may have a wider one
        "padding": {"left": 26, "right": 12, "top": 4, "bottom": 4},
        **spec,
        "config": _CONFIG | spec.get("config", {}),
    }
    svg: str = vl_convert.vegalite_to_svg(_coloured(whole, palette), vl_version=VEGA_LITE)
    return svg


def _coloured(part: Any, palette: dict[str, str]) -> Any:
    """Replace each role, written @role, by its colour."""
    if isinstance(part, dict):
        return {name: _coloured(value, palette) for name, value in part.items()}
    if isinstance(part, list):
        return [_coloured(value, palette) for value in part]
    return palette[part[1:]] if isinstance(part, str) and part.startswith("@") else part


_CONFIG: Spec = {
    "font": FONT,
    "axis": {
        "labelColor": "@ink",
        "titleColor": "@ink",
        "titleFontWeight": "normal",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "gridColor": "@rule",
        "domainColor": "@faint",
        "tickColor": "@faint",
        "labelLimit": 260,
    },
    "legend": {
        "labelColor": "@ink",
        "titleColor": "@ink",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "orient": "top",
        "title": None,
        "symbolStrokeWidth": 2,
    },
    "header": {"labelColor": "@ink", "titleColor": "@ink", "labelFontSize": 13, "labelFontWeight": "bold"},
    "title": {"color": "@ink", "fontSize": 13, "anchor": "start"},
    "text": {"color": "@ink", "fontSize": 12},
    "view": {"stroke": None},
}
