"""Runs suites inside DuckDB and returns plain results; imports Great Expectations when it runs."""

import logging
import os
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestration.quality.suites import Expectation, Suite, SuiteError

MOST_ROWS = 20  # failing rows that a result shows: the first in the order of what is shown of them
GIVEN_ROWS = 200  # of which they are chosen: Great Expectations gives no more, and these in any order

Value = str | int | float | bool | None
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Result:
    """What came of one expectation.

    `error` says why it could not be computed; then nothing is known of the data, and it has not passed.
    """

    suite: Suite
    expectation: Expectation
    passed: bool
    observed: Value = None
    checked_count: int | None = None
    failed_count: int | None = None
    rows: Sequence[Row] = field(default_factory=list)
    error: str | None = None

    @property
    def summary(self) -> str:
        """Return the result in one line, with what failed and where."""
        what = f"{self.suite.layer}/{self.suite.table} {self.expectation.name}"
        if self.passed:
            return f"{what}: passed"
        if self.error:
            return f"{what}: could not be computed: {self.error}"
        of = f" of {self.checked_count}" if self.checked_count else ""
        found = f"{self.failed_count}{of} rows" if self.failed_count else f"found {self.observed}"
        first = f", the first: {dict(self.rows[0])}" if self.rows else ""
        return f"{what}: {found}{first}"


@contextmanager
def validator(database: Path, relations: Mapping[str, tuple[str, str]]) -> Iterator["Validator"]:
    """Yield a validator that has the database open for reading.

    Args:
        database: the DuckDB file.
        relations: schema and name of each table that has a suite, by the table's name.
    """
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from orchestration.quality.gx_duckdb import new_context, opened

        logging.getLogger("great_expectations").setLevel(logging.ERROR)
        context = new_context()
        with opened(context, database) as source:
            yield Validator(context, source, relations)


class Validator:
    """Runs suites on an open database."""

    def __init__(self, context: Any, source: Any, relations: Mapping[str, tuple[str, str]]) -> None:
        self._context = context
        self._source = source
        self._relations = relations

    def run(self, suite: Suite, only: Collection[str] | None = None) -> list[Result]:
        """Return the results of a suite, or of those of its expectations whose names are in `only`.

        Raises:
            SuiteError: Great Expectations refuses an argument of the suite.
        """
        chosen = [e for e in suite.expectations if only is None or e.name in only]
        if not chosen:
            return []
        from great_expectations.datasource.fluent.interfaces import TestConnectionError

        try:
            definition = self._definition(suite, chosen)
        except TestConnectionError:
            absent = f"{'.'.join(self._relations[suite.table])} is not there: build it first"
            return [Result(suite, expectation, passed=False, error=absent) for expectation in chosen]
        outcome = definition.run(
            result_format={
                "result_format": "SUMMARY",
                "partial_unexpected_count": GIVEN_ROWS,
                "include_unexpected_rows": True,
                **({"unexpected_index_column_names": list(suite.key)} if suite.key else {}),
            }
        )
        found = {result.expectation_config.meta["name"]: result for result in outcome.results}
        return [self._result(suite, expectation, found[expectation.name]) for expectation in chosen]

    def _definition(self, suite: Suite, chosen: Sequence[Expectation]) -> Any:
        import great_expectations as gx

        schema, name = self._relations[suite.table]
        asset = self._source.add_table_asset(f"{schema}.{name}", table_name=name, schema_name=schema)
        gx_suite = self._context.suites.add(gx.ExpectationSuite(name=suite.table))
        for expectation in chosen:
            gx_suite.add_expectation(_as_gx(expectation))
        return self._context.validation_definitions.add(
            gx.ValidationDefinition(
                name=suite.table, data=asset.add_batch_definition_whole_table("all"), suite=gx_suite
            )
        )

    def _result(self, suite: Suite, expectation: Expectation, found: Any) -> Result:
        details = found.result or {}
        if reason := _reason(found.exception_info):
            return Result(suite, expectation, passed=False, error=reason)
        observed = _plain(details.get("observed_value"))
        if expectation.query is not None:
            count = int(details["observed_value"])
            rows = self._rows(suite, expectation.query) if count else []
            return Result(suite, expectation, bool(found.success), observed, failed_count=count, rows=rows)
        failing: Any = details.get("unexpected_rows")
        records = failing.to_dict("records") if hasattr(failing, "to_dict") else list(failing or [])
        shown = sorted((_shown(row, suite, expectation) for row in records), key=_place)
        return Result(
            suite,
            expectation,
            bool(found.success),
            observed,
            checked_count=details.get("element_count"),
            failed_count=details.get("unexpected_count"),
            rows=[] if found.success else shown[:MOST_ROWS],
        )

    def _rows(self, suite: Suite, query: str) -> list[Row]:
        import sqlalchemy as sa

        schema, name = self._relations[suite.table]
        failing = query.replace("{batch}", f"{schema}.{name}")
        text = f"select * from ({failing}) as failing order by all limit {MOST_ROWS}"
        with self._source.get_execution_engine().get_connection() as connection:
            found = connection.execute(sa.text(text.replace(":", r"\:")))
            return [_plain_row(row) for row in found.mappings().all()]


def _as_gx(expectation: Expectation) -> Any:
    """Return the expectation as an object of Great Expectations, which checks its arguments.

    Given a dictionary, a suite would log what it does not understand and leave it out.
    """
    from great_expectations.expectations import registry

    kind: Any = registry.get_expectation_impl(expectation.type)
    arguments = dict(expectation.arguments)
    if expectation.query is not None:
        # Its own braces would be placeholders too.
        doubled = expectation.query.replace("{", "{{").replace("}", "}}")
        arguments["unexpected_rows_query"] = doubled.replace("{{batch}}", "{batch}")
    try:
        return kind(**arguments, severity=expectation.severity, meta={"name": expectation.name})
    except ValueError as error:
        raise SuiteError(f"{expectation.place}: {expectation.name}: {error}") from error


def _reason(information: Mapping[str, Any] | None) -> str | None:
    """Return the first line of why an expectation could not be computed, or None if it was."""
    entries = [information, *(information or {}).values()]
    for entry in entries:
        if isinstance(entry, Mapping) and entry.get("raised_exception"):
            return str(entry.get("exception_message") or "unknown").strip().splitlines()[0]
    return None


def _shown(row: Mapping[Any, Any], suite: Suite, expectation: Expectation) -> Row:
    """Return what a reader needs of a failing row: its key and the columns that are looked at."""
    given = expectation.arguments
    named = [given[name] for name in ("column", "column_A", "column_B") if name in given]
    shown = dict.fromkeys([*suite.key, *named, *given.get("column_list", [])])
    return _plain_row({column: row[column] for column in shown if column in row} if suite.key else row)


def _place(row: Row) -> list[tuple[bool, bool, Value]]:
    """Return by what rows are put in order: their values, nulls first and texts last."""
    return [(value is not None, isinstance(value, str), value) for value in row.values()]


def _plain_row(row: Mapping[Any, Any]) -> Row:
    return {str(column): _plain(value) for column, value in row.items()}


def _plain(value: Any) -> Value:
    """Return a value that JSON and a table in Dagster can hold; what is neither number nor text, as text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
