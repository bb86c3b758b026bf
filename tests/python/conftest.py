"""Settings that all tests share."""

import os

from hypothesis import settings

# Gates try the same examples each time; `make soak` tries many new ones.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile(
    "soak", derandomize=False, deadline=None, max_examples=int(os.environ.get("EXAMPLES", "2000"))
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))
