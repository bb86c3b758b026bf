"""All results of the suites as one page, which needs no network."""

import html
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from orchestration.quality.validation import Result

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; color: #1b1f24; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #d0d7de; } h3 { font-family: ui-monospace, monospace; }
table { border-collapse: collapse; width: 100%; } .rows { width: auto; margin: .4rem 0; font-size: 13px; }
td, th { text-align: left; vertical-align: top; }
td, th { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid #eaeef2; }
.state { white-space: nowrap; } .passed { color: #1a7f37; } .critical { color: #cf222e; font-weight: 600; }
.warning, .info { color: #9a6700; } .why { color: #57606a; } code { font-size: 13px; }
"""


def write_page(results: Sequence[Result], file: Path) -> None:
    """Write the page; failed expectations come with their rows."""
    file.parent.mkdir(parents=True, exist_ok=True)
    failed = sum(not result.passed for result in results)
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>What is expected of the data</title>",
        f"<style>{_STYLE}</style><h1>What is expected of the data</h1>",
        f"<p>{len(results)} expectations, {failed} failed. A critical one stops the next layer.</p>",
    ]
    for layer, of_layer in groupby(results, key=lambda result: result.suite.layer):
        parts.append(f"<h2>{html.escape(layer)}</h2>")
        for table, of_table in groupby(of_layer, key=lambda result: result.suite.table):
            parts.append(f"<h3>{html.escape(table)}</h3><table>")
            parts.extend(_row(result) for result in of_table)
            parts.append("</table>")
    file.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _row(result: Result) -> str:
    expectation = result.expectation
    state = "passed" if result.passed else expectation.severity
    what = f"<b>{html.escape(expectation.name)}</b> <span class='why'>{html.escape(expectation.why)}</span>"
    if result.error:
        what += f"<br>could not be computed: {html.escape(result.error)}"
    elif not result.passed:
        found = f"{result.failed_count} rows" if result.failed_count else f"found {result.observed}"
        what += f"<br>{html.escape(found)}{_rows(result)}"
    place = html.escape(expectation.place.removeprefix("orchestration/expectations/"))
    return f"<tr><td class='state {state}'>{state}</td><td>{what}</td><td><code>{place}</code></td></tr>"


def _rows(result: Result) -> str:
    if not result.rows:
        return ""
    heads = "".join(f"<th>{html.escape(column)}</th>" for column in result.rows[0])
    lines = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(value))}</td>" for value in row.values()) + "</tr>"
        for row in result.rows
    )
    return f"<table class='rows'><tr>{heads}</tr>{lines}</table>"
