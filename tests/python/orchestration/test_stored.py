"""What is shown of the database after a run is the same for the same rows."""

import duckdb

from orchestration.stored import MOST_ROWS, Stored


def test_the_failing_rows_that_are_shown_are_the_first_in_order() -> None:
    with duckdb.connect() as connection:
        found = Stored(connection).failing_rows(f"select 100 - i as id from range({MOST_ROWS + 5}) as t(i)")
    first = 100 - MOST_ROWS - 4
    assert [row["id"] for row in found] == list(range(first, first + MOST_ROWS))
