"""One asset a dbt node; one step a layer."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject
from dagster_dbt.asset_utils import DAGSTER_DBT_SELECT_METADATA_KEY

from orchestration.comparisons import comparison_checks
from orchestration.homes import homed_in, left_out, with_homes
from orchestration.layers import Layer, present_layers
from orchestration.partitions import as_arguments, dbt_vars, landing_folder
from orchestration.steps import run_dbt
from orchestration.translator import WarehouseTranslator
from orchestration.unit_tests import check_spec, tested_models, with_unit_tests


class BuildConfig(dg.Config):
    """What a person may choose when launching a run."""

    full_refresh: bool = False
    """Build incremental models anew."""


def warehouse_assets(
    manifest: Mapping[str, Any], project: DbtProject, days: dg.DailyPartitionsDefinition
) -> tuple[list[dg.AssetsDefinition], list[dg.AssetChecksDefinition]]:
    """Return the assets of each layer that has nodes in dbt's manifest, and the checks that compare some."""
    told = with_unit_tests(with_homes(manifest))
    translator = WarehouseTranslator()
    assets = [_assets_of(layer, told, project, days, translator) for layer in present_layers(manifest)]
    return assets, comparison_checks(told, project, translator)


def _assets_of(
    layer: Layer,
    manifest: Mapping[str, Any],
    project: DbtProject,
    days: dg.DailyPartitionsDefinition,
    translator: WarehouseTranslator,
) -> dg.AssetsDefinition:
    # What @dbt_assets does, with checks of unit tests beside those of data tests, and each node asked for
    # once: dbt's own selection, run anew for each layer, takes longer than all the rest.
    specs = {
        unique_id: translator.get_asset_spec(manifest, unique_id, project)
        for unique_id, node in manifest["nodes"].items()
        if layer.has(node) and node["config"]["materialized"] != "ephemeral"
    }
    data_tests = [
        spec
        for test, home in homed_in(layer, manifest)
        if home in specs and (spec := translator.get_asset_check_spec(specs[home], manifest, test, project))
    ]
    unit_tests = [
        check_spec(specs[model].key, model, tests)
        for model, tests in tested_models(manifest).items()
        if model in specs
    ]
    keys = {spec.key: unique_id for unique_id, spec in specs.items()}

    @dg.multi_asset(
        name=f"dbt_{layer.name}",
        specs=list(specs.values()),
        check_specs=[*data_tests, *unit_tests],
        can_subset=True,
        partitions_def=days,
        # A range of days is one run, for a run loads everything up to its last day.
        backfill_policy=dg.BackfillPolicy.single_run(),
        op_tags={DAGSTER_DBT_SELECT_METADATA_KEY: layer.select},
        allow_arbitrary_check_specs=True,
    )
    def build(context: dg.AssetExecutionContext, dbt: DbtCliResource, config: BuildConfig) -> Iterator[Any]:
        # Without a model to build, dbt build would leave unit tests out.
        command = "build" if context.selected_asset_keys else "test"
        arguments = [command, *as_arguments(dbt_vars(context, landing_folder()))]
        if config.full_refresh and command == "build":
            arguments.append("--full-refresh")
        # dagster-dbt knows nothing of tests that have their home elsewhere.
        if elsewhere := left_out({keys[key] for key in context.selected_asset_keys}, manifest):
            arguments.extend(["--exclude", " ".join(elsewhere)])
        yield from run_dbt(dbt, arguments, context)

    return build
