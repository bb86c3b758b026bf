"""Where each command of the guides is run: beside this file, or by a gate or test that is named here.

A guide's command that is in none of the lists fails `test_commands.py`, and so does an entry here that no
guide has any more.
"""

from __future__ import annotations

from dataclasses import dataclass

# Typed by tests, block by block: all commands of these guides, but for those that ELSEWHERE names.
TYPED = {
    "docs/add_a_source_a_model_a_test.md": (
        "tests/python/guides/test_add_a_source.py",
        "test_what_the_guide_shows_is_what_is_said",
    ),
    "docs/start_here.md": ("tests/python/replay/test_guides.py", "test_start_here_shows_what_is_said"),
    "docs/bring_your_own_data.md": (
        "tests/python/guides/test_commands.py",
        "test_ones_own_data_are_mapped_and_added_to",
    ),
    "docs/keep_one_style.md": (
        "tests/python/guides/test_commands.py",
        "test_what_would_go_is_said_and_goes",
    ),
    "docs/publish_as_iceberg.md": (
        "tests/python/lake/test_command.py",
        "test_the_guides_own_commands_do_what_it_says",
    ),
}


@dataclass(frozen=True)
class Elsewhere:
    """Who runs a command: a file, a test or text that it has, and why the command is not run here."""

    file: str
    has: str
    why: str


_GATE = ".ci/run"
_ONLINE_RETAIL = Elsewhere(
    "tests/python/warehouse/test_online_retail.py",
    "test_the_star_and_the_big_table_give_the_figures_of_the_file",
    "builds on the lines that the mapping made, in the process that has parsed the project",
)
_BUILD = Elsewhere(_GATE, 'make build ARGS="--warn-error"', "a build takes a minute, and the gates have one")
_DAGSTER = Elsewhere(
    "tests/python/browser/test_ui.py",
    "test_a_backfill_turns_green_and_a_defect_red",
    "starts Dagster on a landing folder, as the recipe does, on a port of its own",
)
_REPLAY = Elsewhere("Makefile", "-m tools.replay --by $$step", "make soak replays by month and by day")
_POSTGRES = Elsewhere(
    _GATE, "make test-postgres", "needs a server; the gate starts one and goes the same way"
)
_PARITY = Elsewhere(
    "tests/python/postgres/test_whole_project.py",
    "test_one_cent_is_found_and_named",
    "needs a server",
)
_PUBLISH = "tests/python/lake/test_command.py"
_SPARK = "tests/python/spark/test_on_spark.py"
_SPARK_SLICE = Elsewhere(
    _SPARK,
    "test_increments_in_any_order_come_to_the_same_rows",
    "takes a quarter of an hour; make test-spark goes the same way with a part, and its soak with all",
)
_CLUSTER = Elsewhere(
    "tests/python/spark/test_cluster.py",
    "test_what_dies_during_a_build_costs_no_row",
    "starts such a cluster, on another port",
)
_BENCH = Elsewhere(
    "tests/python/benchmarks/test_warehouse_costs.py",
    "test_the_page_shows_the_figures_that_were_measured",
    "takes 20 minutes; its figures are in the repository, and the page must be made of them",
)
_ENGINES = Elsewhere(
    "tests/python/benchmarks/test_engines.py",
    "test_the_page_shows_the_figures_that_were_measured",
    "takes minutes to hours; its figures are in the repository, and the page must be made of them",
)
_SERVING = Elsewhere(
    "tests/python/benchmarks/test_serving.py",
    "test_the_page_shows_the_figures_that_were_measured",
    "takes an hour; its figures are in the repository, and the page must be made of them",
)

ELSEWHERE: dict[str, Elsewhere] = {
    "make build": _BUILD,
    "make test": Elsewhere(_GATE, "\nmake test\n", "is what runs this"),
    "make docs": Elsewhere(
        "tests/python/warehouse_star/test_docs_site.py",
        "test_from_the_overview_to_a_style_its_drawings_and_a_table",
        "writes the site and opens it, in the process that has parsed the project",
    ),
    "make report": Elsewhere(
        "tests/python/replay/test_report.py", "def folder", "writes the pages and opens them"
    ),
    "make ui": _DAGSTER,
    'TOUCHSTONE_DB=warehouse/replayed.duckdb make replay ARGS="--by half-year"': Elsewhere(
        "tests/python/replay/conftest.py", '"--by", "half-year"', "is done once, for all tests of the folder"
    ),
    "pip install -r requirements.lock": Elsewhere(
        "Makefile",
        "--require-hashes -r requirements.lock",
        "each set-up does it, from nothing in a fresh clone",
    ),
    "dbt build": _BUILD,
    "dbt build --selector kimball": Elsewhere(
        "tests/python/guides/test_commands.py", "test_each_style_has_a_selector", "takes a minute to build"
    ),
    '.venv/bin/dbt build --vars "$(cat /tmp/mine/_vars.yml)"': _ONLINE_RETAIL,
    '.venv/bin/dbt --warn-error build --vars "$(cat /tmp/online_retail/_vars.yml)"': _ONLINE_RETAIL,
    ".venv/bin/python -m tools.replay --landing /tmp/mine --by month --fresh": _REPLAY,
    "TOUCHSTONE_LANDING=/tmp/mine TOUCHSTONE_DB=/tmp/mine.duckdb make ui": _DAGSTER,
    "TOUCHSTONE_LANDING=/path/to/landing TOUCHSTONE_DB=warehouse/mine/touchstone.duckdb make ui": _DAGSTER,
    "TOUCHSTONE_DB=/tmp/mine.duckdb .venv/bin/python -m orchestration.quality": Elsewhere(
        "tests/python/orchestration/test_runs.py",
        "test_the_suites_run_without_dagster_too",
        "runs it on a database of its own",
    ),
    "TOUCHSTONE_DB=warehouse/mine.duckdb make build ARGS=\"--vars '{landing: <folder>}'\"": Elsewhere(
        "tests/python/warehouse/test_file_formats.py",
        "test_csv_and_parquet_give_the_same_warehouse",
        "loads such folders, in the process that has parsed the project",
    ),
    ".venv/bin/python -m orchestration.quality --table brz_finance__marketing_spends "
    "--table stg_finance__marketing_spends_history --page /tmp/spends.html": Elsewhere(
        "tests/python/guides/test_add_a_source.py",
        "test_the_expectations_see_what_the_guide_says",
        "runs these suites in the process that has parsed the project; make soak types it",
    ),
    "export PGHOST=localhost PGUSER=touchstone PGDATABASE=touchstone TOUCHSTONE_TARGET=postgres": _POSTGRES,
    "createdb --encoding UTF8 --locale C.UTF-8 --template template0 touchstone": Elsewhere(
        "tools/postgres.py", '"--locale", "C.UTF-8"', "starts the server of the gate with this locale"
    ),
    ".venv-postgres/bin/python -m tools.land": _POSTGRES,
    ".venv-postgres/bin/dbt build": _POSTGRES,
    ".venv-postgres/bin/python -m tools.parity warehouse/touchstone.duckdb postgres": _PARITY,
    "export TOUCHSTONE_LAKE=$PWD/warehouse/lake TOUCHSTONE_TARGET=spark": _SPARK_SLICE,
    ".venv-spark/bin/python -m tools.land": _SPARK_SLICE,
    ".venv-spark/bin/python -m tools.spark dbt build": _SPARK_SLICE,
    ".venv-spark/bin/python -m tools.spark sql "
    '"select * from questions.q07_stock__kimball order by 1, 2"': Elsewhere(
        _SPARK, "test_the_guides_statements_say_what_it_shows", "asks such statements of a lake of its own"
    ),
    ".venv-spark/bin/python -m tools.parity warehouse/touchstone.duckdb spark": Elsewhere(
        _SPARK, "test_one_cent_is_found_and_named", "needs a lake"
    ),
    "spark=.venv-spark/bin/spark-class": _CLUSTER,
    "SPARK_LOCAL_IP=127.0.0.1 $spark org.apache.spark.deploy.master.Master "
    "--host 127.0.0.1 --port 17077 &": _CLUSTER,
    "SPARK_LOCAL_IP=127.0.0.1 $spark org.apache.spark.deploy.worker.Worker "
    "--host 127.0.0.1 --cores 1 --memory 2g --work-dir /tmp/workers spark://127.0.0.1:17077 &": _CLUSTER,
    "SPARK_MASTER=spark://127.0.0.1:17077 .venv-spark/bin/python -m tools.spark dbt build": _CLUSTER,
    "make publish": Elsewhere(
        _PUBLISH,
        "test_every_table_of_gold_is_published_with_all_that_is_said_of_it",
        "is done once for all tests",
    ),
    'make publish ARGS="--check"': Elsewhere(
        _PUBLISH,
        "test_a_second_publish_finds_nothing_and_the_check_finds_the_same_rows",
        "on a folder of its own",
    ),
    'make publish ARGS="--select obt_orders daily_sales__table"': Elsewhere(
        _PUBLISH, "test_what_is_selected_is_published_too_and_what_differs_is_named", "on a folder of its own"
    ),
    'make publish ARGS="--keep 30"': Elsewhere(
        "tests/python/lake/test_increments.py", "keep", "keeps fewer, of small tables"
    ),
    "make test-lake": Elsewhere(_GATE, "\nmake test-lake\n", "is what runs this"),
    "export PYICEBERG_CATALOG__LAKE__TYPE=rest PYICEBERG_CATALOG__LAKE__URI=http://127.0.0.1:8181": Elsewhere(
        _PUBLISH, "test_pyiceberg_s_own_configuration_names_another_catalog", "there is no such service here"
    ),
    "export PYICEBERG_CATALOG__LAKE__WAREHOUSE=s3://bucket/lake": Elsewhere(
        _PUBLISH, "test_pyiceberg_s_own_configuration_names_another_catalog", "there is no such store here"
    ),
    "spark-sql "
    "--packages org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.11.0,org.xerial:sqlite-jdbc:3.53.1.0 "
    "--conf spark.sql.extensions=org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions "
    "--conf spark.sql.defaultCatalog=lake "
    "--conf spark.sql.catalog.lake=org.apache.iceberg.spark.SparkCatalog "
    "--conf spark.sql.catalog.lake.type=jdbc --conf spark.sql.catalog.lake.jdbc.schema-version=V1 "
    "--conf spark.sql.catalog.lake.uri=jdbc:sqlite:$PWD/warehouse/published/catalog.db "
    "--conf spark.sql.catalog.lake.warehouse=file://$PWD/warehouse/published "
    '-e "select channel, sum(net_revenue_eur) from kimball.fct_order_lines group by channel"': Elsewhere(
        "tests/python/lake/test_spark.py", "test_spark_reads_what_is_published", "needs Java"
    ),
    ".venv/bin/python -m benchmarks engines --sizes 1 --engines duckdb postgres": _ENGINES,
    ".venv/bin/python -m benchmarks engines --sizes 1 10": _ENGINES,
    ".venv/bin/python -m benchmarks engines --sizes 1500 --engines duckdb spark postgres "
    "--select +dcl_order_line +sat_shop_order_line +dcl_receipt_line +msat_pos_receipt_line "
    "+stg_shop__order_lines_history +receipts_3nf_lines": _ENGINES,
    ".venv/bin/python -m benchmarks serving --sizes 1 10 100": _SERVING,
    ".venv/bin/python -m benchmarks warehouse --sizes 1 10 100 --repeat 1": _BENCH,
    'make bench SCALE="1 10 100"': _BENCH,
    ".venv/bin/python -m examples.online_retail --from online_retail.parquet "
    "--to /tmp/online_retail": Elsewhere(
        "tests/python/warehouse/test_online_retail.py", "deliver(MAPPING", "maps lines of the file's shape"
    ),
    "export TOUCHSTONE_DB=/tmp/online_retail.duckdb": _ONLINE_RETAIL,
    ".venv/bin/python -m examples.online_retail.check --landing /tmp/online_retail": Elsewhere(
        "tests/python/warehouse/test_online_retail.py",
        "test_each_line_of_the_file_is_accounted_for",
        "asks what the check asks",
    ),
}

# What the SQL of a page stands on, by the page and the first line of the block: tables to be made before,
# or None for the warehouse. A fragment is written into `select ... from`.
SQL: dict[tuple[str, str], str | None] = {
    (
        "docs/bring_your_own_data.md",
        "select order_id, 'c' as op, bought_utc as changed_utc, 'placed' as order_status from orders",
    ): "create table orders(order_id text, bought_utc text, approved_utc text, delivered_utc text)",
    (
        "docs/bring_your_own_data.md",
        "select order_id, changed_utc, order_status from states",
    ): "create table states(order_id text, changed_utc text, order_status text, final_status text)",
    (
        "docs/bring_your_own_data.md",
        "cast(ceil((paid + greatest(discount, 0)) * 10000 / quantity) / 10000 as decimal(18, 4))"
        " as unit_price,",
    ): "create table lines(paid decimal(18, 2), discount decimal(18, 2), quantity integer)",
    (
        "docs/bring_your_own_data.md",
        "-- delivered = accepted + duplicates + refused, for each table and day",
    ): None,
    ("models/bronze/reference/_reference__docs.md", "select broken_rule, reason, delivered_row"): None,
}

# Pages whose SQL is for another engine, and who runs all of it.
SQL_ELSEWHERE = {
    "docs/on_spark.md": Elsewhere(_SPARK, "test_the_guides_statements_say_what_it_shows", "needs Java"),
}
