"""The same models are PostgreSQL's own materialized views there, and what dbt leaves out is put right."""

from __future__ import annotations

import pytest

from tests.python.materialized_view.refreshed import VIEWS
from tests.python.postgres.native import DATABASE, IS_GIVEN, Native, connection

pytestmark = pytest.mark.skipif(not IS_GIVEN, reason="needs a PostgreSQL server: make test-postgres")


def test_a_rerun_refreshes_what_is_there(views: Native) -> None:
    before = views.objects()
    assert before.keys() > {*VIEWS}
    views.write(
        "insert into input.sales values (100, date '2024-02-03', 'b', 7, 250, date '2024-02-03', now())",
        "delete from input.sales where sale_id % 7 = 3",
        "update input.returns set day = date '2024-01-03', shop = 'd' where return_id = 3",
        "update input.shops set country = 'SE' where shop = 'a'",
    )
    done = views.refresh_and_compare()
    assert {str(refresh) for refresh in done.values()} == {"REFRESH MATERIALIZED VIEW"}
    assert views.objects() == before


def test_what_a_view_is_described_as_is_kept_with_it(views: Native) -> None:
    before = views.objects()
    for _ in range(2):
        described = "select obj_description('serving.checked_returns'::regclass, 'pg_class')"
        ((comment,),) = views.query(described)
        assert comment.startswith("A view that promises types, and an amount for each day.\ndefinition ")
        views.refresh_and_compare("checked_returns")
    assert views.objects() == before


def test_readers_need_not_wait_where_an_index_is_unique(
    views: Native, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=5s")
    views.write("delete from input.sales")
    with connection(DATABASE) as reading, reading.cursor() as cursor:
        cursor.execute("begin; select count(*) from serving.daily_sales; select count(*) from serving.totals")
        done = views.refresh("daily_sales", "totals")
    assert str(done["daily_sales"]) == "REFRESH MATERIALIZED VIEW"
    assert "lock timeout" in str(done["totals"])
    assert views.query("select count(*) from serving.daily_sales") == [(0,)]
    assert views.query("select sale_count > 0 from serving.totals") == [(True,)]


def test_an_index_that_is_made_leaves_no_old_rows(views: Native) -> None:
    before = views.objects()
    (index,) = views.query("select indexname from pg_indexes where tablename = 'daily_sales'")
    views.write(f'drop index serving."{index[0]}"', "delete from input.sales where sale_id = 3")
    views.refresh_and_compare("daily_sales")
    assert len(views.query("select * from pg_indexes where tablename = 'daily_sales'")) == 1
    assert views.objects() == before


def test_a_changed_definition_is_applied(views: Native) -> None:
    before = views.objects()
    views.refresh_and_compare(definition=1)
    after = views.objects()
    assert {name for name in VIEWS if after[name] == before[name]} == set()
    views.refresh_and_compare(definition=1)
    assert views.objects() == after


@pytest.mark.parametrize(("name", "way"), [("guarded_returns", "error"), ("kept_returns", "skip")])
def test_a_changed_definition_is_not_applied_where_the_model_says_so(
    views: Native, name: str, way: str
) -> None:
    before = views.query(f"select * from serving.{name}")
    views.write("delete from input.returns where return_id = 3")
    refused = views.refresh(name, definition=1)[name]
    assert refused.way == way
    assert views.query(f"select * from serving.{name}") == before
    views.refresh_and_compare(name, definition=1, options=["--full-refresh"])


def test_a_contract_that_is_broken_stops_the_build(views: Native) -> None:
    views.write(
        "drop materialized view serving.checked_returns, serving.daily_returns, serving.net_sales",
        "drop view serving.days",
        "alter table input.returns alter day type timestamp",
    )
    broken = views.refresh("checked_returns")["checked_returns"]
    assert broken.way == "error"
    assert "enforced contract" in str(broken)
    assert "checked_returns" not in views.objects()


@pytest.mark.parametrize("kind", ["table", "view"])
def test_a_table_or_view_of_the_name_is_replaced(views: Native, kind: str) -> None:
    views.write("drop materialized view serving.totals", f"create {kind} serving.totals as select 1 as one")
    views.refresh_and_compare("totals")
    assert "totals" in views.objects()


def test_what_reads_a_rebuilt_table_is_made_anew(views: Native) -> None:
    before = views.objects()
    views.write("insert into input.shops values ('e', 'SE')")
    views.refresh_and_compare("+shops_by_country")
    assert views.objects()["shops_by_country"] != before["shops_by_country"]


def run_alone(views: Native, name: str, *options: str) -> str:
    """Run a model and nothing that it reads; return the error that stopped the run, or nothing."""
    outcome = views.project.invoke(views.database, ["run", "--select", name, *options])
    return "" if outcome.success else str(outcome.exception or [result.message for result in outcome.result])


COUNTS_ANOTHER = (
    "drop materialized view serving.totals",
    "create materialized view serving.totals as select count(*) from serving.daily_returns",
)


@pytest.mark.parametrize(
    ("written", "name", "option", "lost"),
    [
        ((), "known_shops", "--vars={definition: 0}", "shops_by_country"),
        (
            (
                "drop materialized view serving.shops_by_country",
                "create view serving.shops as select * from serving.known_shops",
                "create materialized view serving.shops_by_country as select count(*) from serving.shops",
            ),
            "known_shops",
            "--vars={definition: 0}",
            "shops_by_country",
        ),
        (COUNTS_ANOTHER, "daily_returns", "--full-refresh", "totals"),
        (COUNTS_ANOTHER, "daily_returns", "--vars={definition: 1}", "totals"),
    ],
    ids=["of a table", "of a view of a table", "of one that is built anew", "of one that is defined anew"],
)
def test_a_reader_is_not_lost(
    views: Native, written: tuple[str, ...], name: str, option: str, lost: str
) -> None:
    views.write(*written)
    before = views.objects()
    refused = run_alone(views, name, option)
    assert f"serving.{lost} reads serving.{name} and is not selected" in refused
    assert f"Run them along with it: dbt run -s {name}+" in refused
    assert views.objects() == before


def test_a_refresh_alone_takes_no_reader_along(views: Native) -> None:
    views.write(*COUNTS_ANOTHER)
    before = views.objects()
    assert run_alone(views, "daily_returns") == ""
    assert run_alone(views, "known_shops+") == ""
    after = views.objects()
    assert after.pop("shops_by_country") != before.pop("shops_by_country")
    assert after == before


def test_how_far_they_are_behind_is_not_known(views: Native) -> None:
    views.refresh("+staleness")
    assert views.query("select * from serving.staleness") == []
    assert views.test_status() == "pass"
