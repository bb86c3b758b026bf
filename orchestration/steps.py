"""Running dbt in a step: alone with the database, and saying what came of each node."""

import contextlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import orjson
from dagster_dbt import DbtCliInvocation, DbtCliResource

from orchestration.project import prepared_project
from orchestration.stored import Stored, as_table, stored
from orchestration.unit_tests import CHECK, check_results
from tools.build import explain
from tools.turns import only_writer
from tools.warehouse import ROOT, database_path

ARTEFACTS = ROOT / "target" / "dagster"
RESULTS = "run_results.json"
KEPT_RUNS = 10


def run_dbt(
    dbt: DbtCliResource, arguments: Sequence[str], context: dg.AssetExecutionContext
) -> Iterator[Any]:
    """Run dbt on the assets that are selected and yield their materializations and checks, when it has ended.

    Raises:
        dg.Failure: dbt failed; its description says what and where.
    """
    with _alone(context) as (database, folder):
        invocation = dbt.cli(list(arguments), context=context, raise_on_error=False, target_path=folder)
        events = list(invocation.stream())
        code = invocation.process.wait()
        results = _results(invocation)
        with stored(database, context.log) as there:
            for event in events:
                yield _with_what_is_stored(event, invocation.manifest, results, there)
    yield from check_results(results, invocation.manifest, _wanted(context))
    if code != 0:
        raise dg.Failure(description=_what_failed(invocation, results), allow_retries=False)


def run_tests(
    dbt: DbtCliResource,
    tests: Mapping[str, dg.AssetCheckKey],
    manifest: Mapping[str, Any],
    arguments: Sequence[str],
    context: dg.AssetCheckExecutionContext,
) -> Iterator[dg.AssetCheckResult]:
    """Run some of dbt's tests, without a model, and yield their checks.

    Args:
        dbt: dbt's command line.
        tests: the check of each test, by the test's unique id.
        manifest: dbt's manifest.
        arguments: of dbt, beside the selection.
        context: of the step.

    Raises:
        dg.Failure: a test failed or dbt could not run it; its description says what and where.
    """
    names = " ".join(sorted(str(manifest["nodes"][test]["name"]) for test in tests))
    with _alone(context.op_execution_context) as (database, folder):
        invocation = dbt.cli(
            ["test", "--select", names, *arguments],
            manifest=manifest,
            raise_on_error=False,
            target_path=folder,
        ).wait()
        results = _results(invocation)
        with stored(database, context.log) as there:
            for result in results:
                if key := tests.get(result["unique_id"]):  # hooks have results too
                    yield _with_what_is_stored(_as_check(result, key), manifest, results, there)
    if invocation.process.returncode != 0:
        raise dg.Failure(description=_what_failed(invocation, results), allow_retries=False)


@contextlib.contextmanager
def _alone(
    context: dg.OpExecutionContext | dg.AssetExecutionContext,
) -> Iterator[tuple[Path | None, Path]]:
    """Yield the database, which no other run then writes, and the folder of dbt's artefacts."""
    database = database_path()
    # A relative path in profiles.yml is relative to the project, for dbt and for this process alike.
    with only_writer(database, context.log), contextlib.chdir(ROOT):
        # dbt runs what was parsed (parsed_dbt.py): a model that was edited since is parsed now.
        prepared_project()
        yield database, _target_folder(context.run.run_id)


def _as_check(result: Mapping[str, Any], key: dg.AssetCheckKey) -> dg.AssetCheckResult:
    """Return what dbt says of a test; its failing rows are added by whoever can read them."""
    warned = result["status"] == "warn"
    return dg.AssetCheckResult(
        passed=result["status"] == "pass",
        asset_key=key.asset_key,
        check_name=key.name,
        severity=dg.AssetCheckSeverity.WARN if warned else dg.AssetCheckSeverity.ERROR,
        description=result["message"],
        metadata={"unique_id": result["unique_id"], "seconds": float(result["execution_time"])},
    )


def _with_what_is_stored(
    event: Any, manifest: Mapping[str, Any], results: Sequence[Mapping[str, Any]], there: Stored | None
) -> Any:
    """Return an event of dagster-dbt with rows and columns, or with the rows that failed a test."""
    if there is None or not isinstance(event, dg.Output | dg.AssetCheckResult):
        return event
    unique_id = str(event.metadata["unique_id"].value)
    if isinstance(event, dg.Output):
        return event.with_metadata({**event.metadata, **there.metadata(manifest["nodes"][unique_id])})
    found = [r["compiled_code"] for r in results if r["unique_id"] == unique_id and r["status"] == "fail"]
    if event.passed or not found:
        return event
    [sql] = found
    rows = as_table(there.failing_rows(sql))
    shown = dg.MetadataValue.md(f"```sql\n{sql.strip()}\n```")
    return event._replace(metadata={**event.metadata, "failing_rows": rows, "sql": shown})


def _target_folder(run_id: str) -> Path:
    """Return the folder of dbt's artefacts of a run, without results; those of older runs go.

    The steps of a run share it, and with it what dbt parsed: under other vars it would parse all anew.
    """
    folder = ARTEFACTS / run_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RESULTS).unlink(missing_ok=True)
    by_age = sorted(ARTEFACTS.iterdir(), key=_made_at, reverse=True)
    for path in by_age[KEPT_RUNS:]:
        if path != folder:
            shutil.rmtree(path, ignore_errors=True)
    return folder


def _made_at(path: Path) -> float:
    """Return when a folder was made; one that another run has just removed is the oldest."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _wanted(context: dg.AssetExecutionContext) -> dict[str, dg.AssetKey]:
    """Return the assets, by dbt's unique id, whose unit tests the run is to report."""
    keys = [check.asset_key for check in context.selected_asset_check_keys if check.name == CHECK]
    specs = context.assets_def.specs_by_key
    return {str(specs[key].metadata["dagster_dbt/unique_id"]): key for key in keys}


def _results(invocation: DbtCliInvocation) -> list[dict[str, Any]]:
    """Return what dbt says of each node that it reached; nothing, when it ended before the first."""
    file = invocation.target_path / RESULTS
    results: list[dict[str, Any]] = orjson.loads(file.read_bytes())["results"] if file.exists() else []
    return results


def _what_failed(invocation: DbtCliInvocation, results: Sequence[Mapping[str, Any]]) -> str:
    """Return the failed nodes with their messages, or why dbt could not start."""
    failed = [result for result in results if result["status"] in ("error", "fail")]
    lines = [f"{result['unique_id'].split('.', 2)[-1]}: {result['message']}" for result in failed]
    if not lines:
        lines = [str(message) for message in invocation._error_messages] or ["dbt ended without a message"]
    database = database_path()
    if database and (cause := explain("\n".join(lines).splitlines(), database)):
        lines.insert(0, cause)
    return "\n".join(lines)
