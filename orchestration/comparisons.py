"""dbt tests that compare layers of which neither is built on the other; one step a layer, behind both.

A step of checks alone waits for everything that its checks read. A step that also builds assets waits only
for what these are built on, so the vault's marts would be compared with a star that is not there yet.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject

from orchestration.homes import compared_in
from orchestration.layers import Layer, present_layers
from orchestration.partitions import as_arguments, dbt_vars, landing_folder
from orchestration.steps import run_tests
from orchestration.translator import WarehouseTranslator


def comparison_checks(
    manifest: Mapping[str, Any], project: DbtProject, translator: WarehouseTranslator
) -> list[dg.AssetChecksDefinition]:
    """Return the comparisons of each layer that has some. One that fails stops the layers behind it.

    Args:
        manifest: dbt's manifest, with homes.
        project: the dbt project.
        translator: the one that made the assets.
    """
    return [
        _checks_of(layer, manifest, project, translator)
        for layer in present_layers(manifest)
        if compared_in(layer, manifest)
    ]


def _checks_of(
    layer: Layer, manifest: Mapping[str, Any], project: DbtProject, translator: WarehouseTranslator
) -> dg.AssetChecksDefinition:
    specs = {
        test: spec
        for test, home in compared_in(layer, manifest)
        if (
            spec := translator.get_asset_check_spec(
                translator.get_asset_spec(manifest, home, project), manifest, test, project
            )
        )
    }

    @dg.multi_asset_check(name=f"compare_{layer.name}", specs=list(specs.values()), can_subset=True)
    def compare(context: dg.AssetCheckExecutionContext, dbt: DbtCliResource) -> Iterator[dg.AssetCheckResult]:
        step = context.op_execution_context
        wanted = {
            test: spec.key for test, spec in specs.items() if spec.key in step.selected_asset_check_keys
        }
        arguments = as_arguments(dbt_vars(step, landing_folder()))
        yield from run_tests(dbt, wanted, manifest, arguments, context)

    return compare
