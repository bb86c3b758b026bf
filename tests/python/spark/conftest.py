"""Fixtures of the tests on Spark: what DuckDB holds, and the deliveries of the seeds."""

from __future__ import annotations

from tests.python.warehouse.other_engine import deliveries, held, on_duckdb

__all__ = ["deliveries", "held", "on_duckdb"]
