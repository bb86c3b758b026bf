"""Lands the deliveries that the seeds hold, group by group, as source systems would deliver them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.python.warehouse.landing import MANIFEST, PROJECT
from tests.python.warehouse.scenario import RATES

FIRST_DAY = "2024-01-01"


def land_seeds(landing: Path, seed: int, group: int, group_count: int) -> None:
    """Write the files of one group of deliveries, and its lines of the manifest.

    Which of the groups a delivery is in follows from its table, its number and the seed, by a hash; only the
    first rates are in the first group, since a sale is refused while its currency has none.
    """
    with duckdb.connect() as connection:
        for file in sorted((PROJECT / "seeds").glob("*/*.csv")):
            table = "system_name || '__' || table_name" if file.stem == MANIFEST else f"'{file.stem}'"
            delivery = f"concat_ws('|', {seed}, {table}, batch_date, delivery_number)"
            in_group = (
                f"case when {table} = '{RATES}' and batch_date = '{FIRST_DAY}' then 0"
                f" else md5_number_lower({delivery}) % {group_count} end = {group}"
            )
            folder = landing.joinpath(*file.stem.split("__"))
            folder.mkdir(parents=True, exist_ok=True)
            connection.execute(
                f"copy (select * from read_csv('{file}', all_varchar = true) where {in_group})"
                f" to '{folder}' (format parquet, partition_by (batch_date), append,"
                f" filename_pattern 'group_{group}_{{uuid}}')"
            )
