"""`python -m tools.cost_of_change`: what one more attribute costs in each style, measured on the seeds.

    python -m tools.cost_of_change [--only STYLE ...] [--check]

The attribute is a customer's consent to the newsletter, and the change is a diff a style in
docs/cost_of_change. For each style the project is copied, the other styles are deleted, and what is left is
built from nothing, with all tests. Then the diffs of the style and of those that it stands on are applied,
the tables whose columns they change are built anew, and all that hangs on them is built as on any other
day, with tests. Counted are the rows that this wrote. At the end a question about the attribute must have
the same answer in every style.

The figures go into docs/cost_of_change.md; with --check they must be there as they are, and with --only the
rows of the other styles stay. Exits with 1 if a build fails, an answer differs or the page is stale.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tools.keep_style import STYLES, copy_project, keep, kept_with
from tools.warehouse import ROOT

PAGE = "docs/cost_of_change.md"
DIFFS = "docs/cost_of_change"
WRITTEN_BY = "python -m tools.cost_of_change"
DATABASE = "touchstone.duckdb"
# Its diff is in the project: the vault holds all that is delivered. It is taken back first.
IN_PROJECT = "vault"
# Fails without it, and so runs when it is back.
ONLY_WITH_IT = ("party_can_be_rebuilt",)

_CHANGED = re.compile(r"^\+\+\+ b/(?P<path>.+)$", re.MULTILINE)
_MODEL = re.compile(r"^models/(?:.+/)?(?P<name>\w+)\.sql$")

_ROWS_HEAD = [
    "| style | tables built anew | tables written into | rows written |",
    "| --- | --- | --- | ---: |",
]

# How many web orders customers placed who had then, and have now, agreed to the newsletter.
QUESTIONS = {
    "inmon": """
        select then_.newsletter_consent, now_.newsletter_consent, count(distinct sales_order_id)
        from inmon.sales_order_versions as orders
        inner join inmon.sales_orders using (sales_order_id)
        semi join inmon.sales_order_line_versions as lines
            on orders.sales_order_id = lines.sales_order_id and lines.is_current
        asof left join inmon.customer_versions as then_
            on orders.customer_id = then_.customer_id and orders.ordered_at >= then_.valid_from
        left join (
            select * from inmon.customer_versions
            qualify row_number() over (partition by customer_id order by valid_from desc) = 1
        ) as now_ on orders.customer_id = now_.customer_id
        where orders.is_current and orders.order_status <> 'cancelled' and channel = 'web'
        group by all order by all
    """,
    "kimball": """
        select newsletter_consent, current_newsletter_consent, count(distinct sales_order_id)
        from kimball.fct_order_lines
        inner join kimball.dim_customer using (customer_key)
        where channel = 'web' and not is_cancelled
        group by all order by all
    """,
    "obt": """
        select
            customer_newsletter_consent_at_order, customer_newsletter_consent_current,
            count(distinct sales_order_id)
        from obt.obt_order_lines
        where channel = 'web' and not is_cancelled
        group by all order by all
    """,
    "vault": """
        with changes as (
            select *
            from vault.rtsat_shop_customer
            left join (
                select customer_hash_key, changed_at, batch_date, delivery_number, newsletter_consent
                from vault.sat_shop_customer_newsletter
            ) using (customer_hash_key, changed_at, batch_date, delivery_number)
            where true
            qualify row_number() over (
                partition by customer_hash_key, changed_at order by batch_date desc, delivery_number desc
            ) = 1
        ),
        customers as (
            select
                *,
                row_number() over (partition by customer_hash_key order by changed_at) = 1 as is_first,
                row_number() over (partition by customer_hash_key order by changed_at desc) = 1 as is_last
            from changes where not is_deleted
        ),
        customers_in_time as (
            select *, if(is_first, timestamp '1900-01-01', changed_at) as valid_from from customers
        )
        select then_.newsletter_consent, now_.newsletter_consent, count(distinct orders.order_hash_key)
        from vault.bsat_order as orders
        semi join vault.bsat_order_line as lines on orders.order_hash_key = lines.order_hash_key
        asof left join customers_in_time as then_
            on orders.customer_hash_key = then_.customer_hash_key and orders.ordered_at >= then_.valid_from
        left join (select * from customers where is_last) as now_
            on orders.customer_hash_key = now_.customer_hash_key
        where channel = 'web' and not is_cancelled
        group by all order by all
    """,
}


class CostError(Exception):
    """Why a cost cannot be measured; its text says which step failed and what dbt or git said."""


@dataclass(frozen=True)
class Diff:
    """What a style's diff changes. Paths are from the project's root."""

    style: str
    paths: tuple[str, ...]
    added: int
    removed: int

    @property
    def models(self) -> tuple[str, ...]:
        """The models whose SQL it changes or brings."""
        matches = (_MODEL.match(path) for path in self.paths)
        return tuple(match["name"] for match in matches if match)


@dataclass(frozen=True)
class Cost:
    """What was written to bring the attribute in: rows by table, those of a whole table apart."""

    anew: dict[str, int]
    touched: dict[str, int]
    row_count: int  # of all tables that know when a row was written
    answer: tuple[tuple[Any, ...], ...]


def read_diff(style: str, root: Path = ROOT) -> Diff:
    """Return what the diff of a style changes."""
    text = _file(style, root).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("+++", "---"))]
    return Diff(
        style,
        tuple(_CHANGED.findall(text)),
        sum(line.startswith("+") for line in lines),
        sum(line.startswith("-") for line in lines),
    )


def apply(
    style: str, folder: Path, root: Path = ROOT, *, back: bool = False, only_check: bool = False
) -> None:
    """Apply the diff of a style in a copy of the project, or take it back.

    Raises:
        CostError: it does not apply.
    """
    flags = [*(["--reverse"] if back else []), *(["--check"] if only_check else [])]
    command = ["git", "apply", *flags, str(_file(style, root))]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CostError(f"{DIFFS}/{style}.diff does not apply: {done.stderr.strip()}")


def there(root: Path) -> list[str]:
    """Return the styles that a project has."""
    return [style for style in STYLES if (root / STYLES[style].folders[0]).is_dir()]


def diff_table(root: Path = ROOT) -> list[str]:
    """Return the lines of the page that count the diffs."""
    lines = [
        "| style | its diff | files | lines | models changed or new | with what it stands on |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for style in STYLES:
        diffs = [read_diff(below, root) for below in kept_with(style)]
        own = diffs[-1]
        files = sum(len(diff.paths) for diff in diffs)
        changed = sum(diff.added + diff.removed for diff in diffs)
        link = f"[{style}.diff](cost_of_change/{style}.diff)"
        lines.append(
            f"| {style} | {link} | {len(own.paths)} | +{own.added} -{own.removed} | {len(own.models)} "
            f"| {files} file{'s' if files > 1 else ''}, {changed} lines |"
        )
    return lines


def cost_line(style: str, cost: Cost) -> str:
    """Return the line of the page for what a style wrote."""
    written = sum(cost.anew.values()) + sum(cost.touched.values())
    return (
        f"| {style} | {_listed(cost.anew)} | {_listed(cost.touched)} | {written:,} of {cost.row_count:,} "
        f"({100 * written / cost.row_count:.1f} %) |"
    )


def with_block(page: str, name: str, lines: Sequence[str]) -> str:
    """Return the page with the lines between the marks of this name.

    Raises:
        CostError: the page has no such marks.
    """
    marks = re.compile(rf"(<!-- {name}: .*? -->\n).*?(<!-- end -->)", re.DOTALL)
    text, replaced = marks.subn(lambda match: match[1] + "\n".join(lines) + "\n" + match[2], page)
    if replaced != 1:
        raise CostError(
            f"{PAGE} has {replaced} blocks '<!-- {name}: ... -->' to '<!-- end -->': one is needed."
        )
    return text


def block(page: str, name: str) -> list[str]:
    """Return the lines between the marks of this name, none where there are no marks."""
    found = re.search(rf"<!-- {name}: .*? -->\n(.*?)<!-- end -->", page, re.DOTALL)
    return found[1].splitlines() if found else []


def measure(style: str, folder: Path) -> Cost:
    """Build the style alone, bring the attribute in, and return what that wrote.

    Raises:
        CostError: a build or a test failed.
    """
    copy_project(folder)
    keep(folder, style)
    if style == IN_PROJECT:
        apply(style, folder, back=True)
        _dbt(folder, "build", "--exclude", *ONLY_WITH_IT)
    else:
        _dbt(folder, "build")
    before = _last_written(folder)
    for below in kept_with(style):
        apply(below, folder)
    changed = [model for below in kept_with(style) for model in read_diff(below).models]
    if whole := [model for model in changed if model in before]:
        _dbt(folder, "run", "--full-refresh", "--select", *whole)
    _dbt(folder, "build", "--select", *(f"{model}+" for model in changed))
    written = _rows(folder, since=max(before.values()))
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        answer = tuple(connection.execute(QUESTIONS[style]).fetchall())
    return Cost(
        {name: new for name, (new, _) in written.items() if new and name in changed},
        {name: new for name, (new, _) in written.items() if new and name not in changed},
        sum(count for _, count in written.values()),
        answer,
    )


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Measure the styles, write or check the page, and return the exit code."""
    parser = argparse.ArgumentParser(prog=WRITTEN_BY)
    parser.add_argument("--only", action="append", choices=list(STYLES))
    parser.add_argument("--check", action="store_true", help="write nothing; the page must be as it would be")
    options = parser.parse_args(arguments)
    styles = [style for style in there(root) if not options.only or style in options.only]
    costs: dict[str, Cost] = {}
    try:
        for style in styles:
            started = time.monotonic()
            with tempfile.TemporaryDirectory(prefix=f"cost-of-change-{style}-") as folder:
                costs[style] = measure(style, Path(folder))
            print(f"{cost_line(style, costs[style])}  {time.monotonic() - started:.1f} s", flush=True)
        return _report(costs, root / PAGE, options.check)
    except CostError as error:
        print(error, file=sys.stderr)
        return 1


def _report(costs: Mapping[str, Cost], file: Path, is_check: bool) -> int:
    """Compare the answers, and write the figures into the page or compare them with it."""
    answers = {cost.answer for cost in costs.values()}
    if len(answers) > 1:
        for style, cost in costs.items():
            print(f"{style} answers {cost.answer}", file=sys.stderr)
        return 1
    page = file.read_text(encoding="utf-8")
    lines = {line.split(" | ")[0].removeprefix("| "): line for line in block(page, "rows")[2:]}
    lines |= {style: cost_line(style, cost) for style, cost in costs.items()}
    rows = [*_ROWS_HEAD, *(lines[style] for style in STYLES if style in lines)]
    text = with_block(with_block(page, "diffs", diff_table()), "rows", rows)
    if is_check and text != page:
        print(f"{PAGE} is stale: run {WRITTEN_BY}", file=sys.stderr)
        return 1
    if not is_check:
        file.write_text(text, encoding="utf-8")
    print(f"{len(costs)} built, one answer: {answers.pop() if answers else ()}")
    return 0


def _file(style: str, root: Path) -> Path:
    return root / DIFFS / f"{style}.diff"


def _listed(rows: Mapping[str, int]) -> str:
    return ", ".join(f"`{name}` {count:,}" for name, count in sorted(rows.items())) or "none"


def _dbt(folder: Path, command: str, *arguments: str) -> None:
    dbt = str(Path(sys.executable).with_name("dbt"))
    environment = {**os.environ, "TOUCHSTONE_TARGET": "duckdb", "TOUCHSTONE_DB": str(folder / DATABASE)}
    done = subprocess.run(
        [dbt, "--no-use-colors", "--warn-error", command, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CostError(f"dbt {command} {' '.join(arguments)} failed in {folder}:\n{done.stdout[-3000:]}")


def _tables(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """Yield schema and name of the tables that know when each of their rows was written."""
    yield from connection.execute(
        "select schema_name, table_name from duckdb_columns() semi join duckdb_tables() using (table_oid) "
        "where column_name = 'audit_loaded_at' and schema_name not in ('landing', 'snapshots') order by all"
    ).fetchall()


def _last_written(folder: Path) -> dict[str, Any]:
    """Return when a row was last written, by table; tables without rows are left out."""
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        found = {
            name: connection.execute(f"select max(audit_loaded_at) from {schema}.{name}").fetchall()[0][0]
            for schema, name in _tables(connection)
        }
    return {name: written for name, written in found.items() if written is not None}


def _rows(folder: Path, since: Any) -> dict[str, tuple[int, int]]:
    """Return how many rows were written since a time, and how many there are, by table."""
    counts = "count(*) filter (where audit_loaded_at > $1), count(*)"
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        return {
            name: connection.execute(f"select {counts} from {schema}.{name}", [since]).fetchall()[0]
            for schema, name in _tables(connection)
        }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
