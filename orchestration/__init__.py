"""Dagster for the warehouse: `orchestration.definitions:defs`."""
