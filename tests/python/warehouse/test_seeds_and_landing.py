"""A database that was built from the seeds does not take a landing folder for the same deliveries."""

from __future__ import annotations

import csv

from tests.python.warehouse.dbt_runner import Warehouse
from tests.python.warehouse.digests import assert_same, contents
from tests.python.warehouse.landing import PROJECT, Delivery, LandingFolder
from tests.python.warehouse.scenario import models_of


def first_delivery_of_the_seeds() -> Delivery:
    """The first delivery with rows that the seeds' manifest lists, with as many empty rows."""
    manifest = PROJECT / "seeds" / "reference" / "reference__deliveries.csv"
    with manifest.open(newline="", encoding="utf-8") as stream:
        line = next(line for line in csv.DictReader(stream) if int(line["row_count"]) > 0)
    return Delivery(
        f"{line['system_name']}__{line['table_name']}",
        line["batch_date"],
        [{}] * int(line["row_count"]),
        number=int(line["delivery_number"]),
        schema_version=int(line["schema_version"]),
    )


def test_a_landing_that_contradicts_what_was_loaded_is_refused(
    warehouse: Warehouse, landing: LandingFolder
) -> None:
    loaded = first_delivery_of_the_seeds()
    models = models_of(loaded.name)
    outcome = warehouse.build(models, None)
    assert outcome.success, outcome.messages
    before = contents(warehouse.database, with_bookkeeping=True)
    assert before.row_count(f"bronze.brz_{loaded.name}") > 0

    count = len(loaded.rows)
    landing.add(
        Delivery(
            loaded.name,
            loaded.batch_date,
            [*loaded.rows, {}],
            number=loaded.number,
            schema_version=loaded.schema_version,
        )
    )
    outcome = warehouse.build(models, landing.path)
    assert not outcome.success
    assert f"was loaded with {count} rows, and the manifest now says {count + 1}" in outcome.message
    assert f"delivery {loaded.batch_date} number {loaded.number}" in outcome.message
    assert "A delivery never changes" in outcome.message
    assert_same(before, contents(warehouse.database, with_bookkeeping=True))
