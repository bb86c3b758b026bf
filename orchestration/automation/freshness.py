"""How old what people read may become."""

from datetime import timedelta

import dagster as dg

from orchestration.layers import Layer

LATE = timedelta(hours=26)  # a day, and two hours for the run
TOO_LATE = timedelta(hours=36)


def policy_of(layer: Layer) -> dg.FreshnessPolicy | None:
    """Return the policy of a layer's assets: gold is built each day, what is below it with it."""
    if not layer.is_gold:
        return None
    return dg.FreshnessPolicy.time_window(fail_window=TOO_LATE, warn_window=LATE)
