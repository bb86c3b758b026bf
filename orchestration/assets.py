"""One asset a dbt node; one step a layer."""

import json
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject, dbt_assets

from orchestration.homes import left_out, with_homes
from orchestration.layers import Layer, present_layers
from orchestration.steps import run_dbt
from orchestration.translator import WarehouseTranslator


class BuildConfig(dg.Config):
    """What a person may choose when launching a run."""

    full_refresh: bool = False
    """Build incremental models anew."""


def warehouse_assets(project: DbtProject) -> list[dg.AssetsDefinition]:
    """Return the assets of each layer that has nodes in the project's manifest."""
    manifest = with_homes(json.loads(project.manifest_path.read_text(encoding="utf-8")))
    return [_assets_of(layer, manifest, project) for layer in present_layers(manifest)]


def _assets_of(layer: Layer, manifest: dict[str, Any], project: DbtProject) -> dg.AssetsDefinition:
    elsewhere = left_out(layer, manifest)

    @dbt_assets(
        name=f"dbt_{layer.name}",
        manifest=manifest,
        project=project,
        select=layer.select,
        exclude=" ".join(elsewhere),
        dagster_dbt_translator=WarehouseTranslator(),
    )
    def build(context: dg.AssetExecutionContext, dbt: DbtCliResource, config: BuildConfig) -> Iterator[Any]:
        arguments = ["build"]
        if config.full_refresh:
            arguments.append("--full-refresh")
        # Said again, for a run of a part of the layer does not pass the exclude above to dbt.
        if elsewhere:
            arguments.extend(["--exclude", " ".join(elsewhere)])
        yield from run_dbt(dbt, arguments, context)

    return build
