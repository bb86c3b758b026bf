"""How a dbt node becomes an asset."""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject

from orchestration.automation.freshness import policy_of
from orchestration.layers import layer_of

OWNER = "team:data-platform"
PROJECT = "dagster_dbt/project"


class WarehouseTranslator(DagsterDbtTranslator):
    """Names an asset after its layer and relation, and groups it with its layer."""

    def __init__(self) -> None:
        super().__init__(settings=DagsterDbtTranslatorSettings(enable_code_references=True))
        self._specs: dict[str, dg.AssetSpec] = {}

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """Return the asset of a dbt seed, model or snapshot, made once: dagster-dbt asks often."""
        if unique_id not in self._specs:
            self._specs[unique_id] = self._spec(manifest, unique_id, project)
        return self._specs[unique_id]

    def _spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        layer = layer_of(node)
        stored = "csv" if layer.name == "landing" else str(node["config"]["materialized"])
        tags = {"layer": layer.name}
        if layer.name in ("landing", "bronze", "staging") and "__" in node["name"]:
            tags["system"] = node["fqn"][-2]
        # With a project in here, dagster-dbt copies it whole when a run chooses more than 200 assets and
        # checks of a layer, and builds in the copy: with a relative path, another database.
        metadata = {name: value for name, value in spec.metadata.items() if name != PROJECT}
        return spec.replace_attributes(
            metadata=metadata,
            key=dg.AssetKey([layer.name, node["name"]]),
            group_name=layer.group,
            owners=spec.owners or [OWNER],
            kinds={"dbt", manifest["metadata"]["adapter_type"], stored},
            freshness_policy=policy_of(layer),
        ).merge_attributes(
            tags=tags,
            metadata={"dagster/table_name": str(node["relation_name"]).replace('"', "")},
        )
