"""One Dagster check an expectation; one step a layer."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.quality.relations import relations_of, suites_of
from orchestration.quality.suites import Suite
from orchestration.quality.validation import Result, validator
from orchestration.stored import as_table
from tools.turns import only_writer
from tools.warehouse import database_path


def quality_checks(suites: Sequence[Suite], manifest: Mapping[str, Any]) -> list[dg.AssetChecksDefinition]:
    """Return the checks of each layer that has suites. Critical ones stop the layers behind it."""
    of_layer: dict[str, list[Suite]] = defaultdict(list)
    for suite in suites_of(suites, manifest):
        of_layer[suite.layer].append(suite)
    relations = relations_of(manifest)
    return [_checks_of(layer, found, relations) for layer, found in of_layer.items()]


def _checks_of(
    layer: str, suites: Sequence[Suite], relations: Mapping[str, tuple[str, str]]
) -> dg.AssetChecksDefinition:
    @dg.multi_asset_check(
        name=f"gx_{layer}",
        can_subset=True,
        specs=[
            dg.AssetCheckSpec(
                expectation.check_name,
                asset=_key(suite),
                description=expectation.why,
                blocking=expectation.severity == "critical",
                metadata={
                    "severity": expectation.severity,
                    "expectation": expectation.type,
                    "suite": expectation.place,
                },
            )
            for suite in suites
            for expectation in suite.expectations
        ],
    )
    def run(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        wanted = {(key.asset_key, key.name) for key in context.op_execution_context.selected_asset_check_keys}
        database = database_path()
        assert database is not None
        yield from _run(context, suites, wanted, relations, database)

    return run


def _run(
    context: dg.AssetCheckExecutionContext,
    suites: Sequence[Suite],
    wanted: set[tuple[dg.AssetKey, str]],
    relations: Mapping[str, tuple[str, str]],
    database: Path,
) -> Iterator[dg.AssetCheckResult]:
    with only_writer(database, context.log), validator(database, relations) as validated:
        for suite in suites:
            only = {e.name for e in suite.expectations if (_key(suite), e.check_name) in wanted}
            for result in validated.run(suite, only):
                if not result.passed:
                    context.log.warning(result.summary)
                yield as_check(result)


def as_check(result: Result) -> dg.AssetCheckResult:
    """Return a result as Dagster's, with numbers that it draws over time and the failing rows as a table."""
    expectation = result.expectation
    metadata: dict[str, Any] = {
        "observed": result.observed,
        "checked_count": result.checked_count,
        "failed_count": result.failed_count,
        "error": result.error,
    }
    shown = {f"gx/{name}": value for name, value in metadata.items() if value is not None}
    if result.rows:
        shown["gx/failing_rows"] = as_table(result.rows)
    if expectation.query is not None:
        shown["gx/query"] = dg.MetadataValue.md(f"```sql\n{expectation.query}\n```")
    else:
        shown["gx/arguments"] = dg.MetadataValue.json(dict(expectation.arguments))
    critical = expectation.severity == "critical"
    return dg.AssetCheckResult(
        passed=result.passed,
        asset_key=_key(result.suite),
        check_name=expectation.check_name,
        severity=dg.AssetCheckSeverity.ERROR if critical else dg.AssetCheckSeverity.WARN,
        description=None if result.passed else f"{result.summary}. {expectation.why}",
        metadata=shown,
    )


def _key(suite: Suite) -> dg.AssetKey:
    return dg.AssetKey([suite.layer, suite.table])
