"""How a dbt node becomes an asset."""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject

from orchestration.layers import layer_of

OWNER = "team:data-platform"


class WarehouseTranslator(DagsterDbtTranslator):
    """Names an asset after its layer and relation, and groups it with its layer."""

    def __init__(self) -> None:
        super().__init__(settings=DagsterDbtTranslatorSettings(enable_code_references=True))

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """Return the asset of a dbt seed, model or snapshot."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        layer = layer_of(node).name
        stored = "csv" if layer == "landing" else str(node["config"]["materialized"])
        tags = {"layer": layer}
        if layer in ("landing", "bronze", "staging") and "__" in node["name"]:
            tags["system"] = node["fqn"][-2]
        return spec.replace_attributes(
            key=dg.AssetKey([layer, node["name"]]),
            group_name=layer,
            owners=spec.owners or [OWNER],
            kinds={"dbt", "duckdb", stored},
        ).merge_attributes(
            tags=tags,
            metadata={"dagster/table_name": str(node["relation_name"]).replace('"', "")},
        )
