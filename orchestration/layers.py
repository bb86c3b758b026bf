"""The layers of the warehouse as Dagster groups them, each one step of a run.

One step a layer, because a check can stop only what runs in a later step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Layer:
    """A layer: its name, dbt's selection of it, and how the fqn of its nodes begins (seeds: none)."""

    name: str
    resource_type: str = "model"
    fqn: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """Return what the graph calls it: its medal and its style, as in silver_inmon."""
        return "_".join(self.fqn) or self.name

    @property
    def is_gold(self) -> bool:
        """Return whether people read it."""
        return self.fqn[:1] == ("gold",)

    @property
    def select(self) -> str:
        """Return dbt's selection of the layer's nodes."""
        if not self.fqn:
            return f"resource_type:{self.resource_type}"
        return f"fqn:{'.'.join(('touchstone', *self.fqn))}"

    def has(self, node: Mapping[str, Any]) -> bool:
        """Return whether a node of the manifest is in the layer."""
        fqn = tuple(node["fqn"][1:])
        return node["resource_type"] == self.resource_type and fqn[: len(self.fqn)] == self.fqn


LAYERS = (
    Layer("landing", resource_type="seed"),
    Layer("bronze", fqn=("bronze",)),
    Layer("snapshots", resource_type="snapshot"),
    Layer("staging", fqn=("silver", "staging")),
    Layer("inmon", fqn=("silver", "inmon")),
    Layer("vault", fqn=("silver", "vault")),
    Layer("kimball", fqn=("gold", "kimball")),
    Layer("vault_marts", fqn=("gold", "vault_marts")),
    Layer("obt", fqn=("gold", "obt")),
    Layer("serving", fqn=("gold", "serving")),
    Layer("questions", fqn=("gold", "questions")),
)


def layer_of(node: Mapping[str, Any]) -> Layer:
    """Return the layer that a node of the manifest is in.

    Raises:
        LookupError: it is in none.
    """
    for layer in LAYERS:
        if layer.has(node):
            return layer
    folders = ", ".join("/".join(layer.fqn) for layer in LAYERS if layer.fqn)
    raise LookupError(
        f"{node['original_file_path']}: {node['name']} is in no layer: move it to one of {folders} "
        "in models/, or add its folder to LAYERS in orchestration/layers.py"
    )


def present_layers(manifest: Mapping[str, Any]) -> list[Layer]:
    """Return the layers that have nodes: a style whose folder is gone makes no assets."""
    return [layer for layer in LAYERS if any(layer.has(node) for node in manifest["nodes"].values())]
