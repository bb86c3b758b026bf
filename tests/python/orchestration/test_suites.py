"""Suites are read strictly: whatever is wrong is an error that names file and line."""

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.quality.catalogue import installed
from orchestration.quality.relations import relations_of, suites_of
from orchestration.quality.suites import FOLDER, SuiteError, catalogue, load_suites

GOOD = """\
table: orders
key: [order_id]
expectations:
  - name: amounts_are_positive
    severity: critical
    why: Nobody is paid for buying.
    expect: expect_column_values_to_be_between
    with:
      column: amount
      min_value: 0

  - name: no_order_is_old
    severity: warning
    why: Old ones are a replay.
    rule: too_old
    with:
      days: 7

  - name: orders_have_lines
    severity: info
    why: Without lines there is no revenue.
    query: select * from {batch} where line_count = 0
"""
RULE = "-- parameters: days, column=ordered_at\nselect * from {batch} where $column < today() - $days\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "too_old.sql").write_text(RULE, encoding="utf-8")
    (tmp_path / "staging" / "shop").mkdir(parents=True)
    _write(tmp_path, GOOD)
    return tmp_path


def _write(folder: Path, text: str) -> None:
    (folder / "staging" / "shop" / "orders.yml").write_text(text, encoding="utf-8")


def test_a_suite_says_what_it_means(folder: Path) -> None:
    [suite] = load_suites(folder)
    assert (suite.layer, suite.table, suite.key) == ("staging", "orders", ("order_id",))
    between, old, lines = suite.expectations
    assert (between.type, between.severity, between.check_name) == (
        "expect_column_values_to_be_between",
        "critical",
        "gx_amounts_are_positive",
    )
    assert between.arguments == {"column": "amount", "min_value": 0}
    assert between.query is None
    assert old.query == "select * from {batch} where ordered_at < today() - 7"
    assert lines.query == "select * from {batch} where line_count = 0"
    assert [e.place.rpartition(":")[2] for e in suite.expectations] == ["4", "12", "19"]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("severity: critical", "severity: criticl", r"orders\.yml:5: severity 'criticl' does not exist"),
        ("severity: critical", "sevrity: critical", r":5: .* has no key 'sevrity': did you mean severity"),
        ("    severity: critical\n", "", r"orders\.yml:4: an expectation needs severity"),
        ("to_be_between", "to_be_betwen", r":7: Great Expectations has no .* did you mean expect"),
        ("min_value", "minvalue", r"orders\.yml:7: .* has no argument 'minvalue': did you mean min_value"),
        ("      column: amount\n", "", r"orders\.yml:7: .* needs the argument 'column'"),
        ("rule: too_old", "rule: too_new", r"orders\.yml:15: rule 'too_new' does not exist: choose too_old"),
        ("days: 7", "weeks: 1", r"orders\.yml:15: rule too_old has no argument 'weeks'"),
        ("      days: 7", "      column: x", r"orders\.yml:15: rule too_old needs the argument 'days'"),
        ("no_order_is_old", "amounts_are_positive", r":12: amounts_are_positive is there already, in .*:4"),
        ("no_order_is_old", "No order", r"orders\.yml:12: name 'No order' is not in lower_case"),
        (
            "    query:",
            "    rule: too_old\n    query:",
            r"orders\.yml:19: orders_have_lines has rule and query",
        ),
        ("{batch}", "orders", r"orders\.yml:22: the query of orders_have_lines does not read {batch}"),
        (
            "table: orders",
            "table: lines",
            r"orders\.yml:1: the file of the suite for lines is called lines\.yml",
        ),
        ("key: [order_id]", "key: order_id", r"orders\.yml:2: key is a list of columns"),
        (
            "key: [order_id]",
            "keys: [order_id]",
            r"orders\.yml:2: a suite has no key 'keys': did you mean key",
        ),
        ("why: Nobody is paid for buying.", "why: [a, b", r"orders\.yml:\d+: this is no YAML"),
        ("    why: Old ones are a replay.", "    name: again", r"orders\.yml:14: name is there twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(folder: Path, right: str, wrong: str, said: str) -> None:
    assert right in GOOD
    _write(folder, GOOD.replace(right, wrong, 1))
    with pytest.raises(SuiteError, match=said):
        load_suites(folder)


def test_a_rule_declares_its_parameters(folder: Path) -> None:
    (folder / "rules" / "too_old.sql").write_text(RULE.replace("$days", "$hours"), encoding="utf-8")
    with pytest.raises(SuiteError, match=r"too_old\.sql:1: declared and used parameters differ: days, hours"):
        load_suites(folder)
    (folder / "rules" / "too_old.sql").write_text("select 1", encoding="utf-8")
    with pytest.raises(SuiteError, match=r"too_old\.sql:1: the first line of a rule"):
        load_suites(folder)


def test_a_table_has_one_suite(folder: Path) -> None:
    (folder / "bronze").mkdir()
    (folder / "bronze" / "orders.yml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SuiteError, match=r"orders has a suite already"):
        load_suites(folder)


def test_a_suite_belongs_to_a_node_of_its_layer(folder: Path) -> None:
    suites = load_suites(folder)
    node = {"resource_type": "model", "name": "orders", "fqn": ["touchstone", "silver", "staging", "orders"]}
    other = {**node, "name": "lines"}
    assert suites_of(suites, {"nodes": {"a": node}}) == suites
    with pytest.raises(SuiteError, match=r"orders\.yml:1: there is no orders in staging"):
        suites_of(suites, {"nodes": {"a": other}})
    kimball = {**node, "fqn": ["touchstone", "gold", "kimball", "orders"]}
    assert suites_of(suites, {"nodes": {"a": kimball}}) == []


def test_the_catalogue_is_that_of_the_installed_version() -> None:
    assert json.loads(json.dumps(installed())) == catalogue()


def test_the_projects_suites_fit_its_tables(manifest: dict[str, Any]) -> None:
    suites = suites_of(load_suites(FOLDER), manifest)
    assert {suite.table for suite in suites} <= set(relations_of(manifest))
    delivered = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["name"].startswith(("brz_", "chk_"))
        and not node["name"].endswith("_now")
        and "reference" not in node["name"]
    }
    assert delivered <= {suite.table for suite in suites}


# Gold facts and dimensions without a suite, with the reason. A view shows rows of tables that have one.
WITHOUT = {
    "dim_customer_band": "made of this project's own bands",
    "dim_error_rule": "made of this project's own contracts",
    "dim_order_profile": "made of this project's own flags",
    "dim_order_value_band": "made of this project's own bands",
    "dim_payment_method": "made of the values that the contracts accept",
    "dim_time_of_day": "the minutes of a day",
}


def test_every_gold_fact_and_dimension_has_a_suite_or_a_reason(manifest: dict[str, Any]) -> None:
    nodes = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1:3] == ["gold", "kimball"]
    ]
    facts = {node["name"] for node in nodes if node["name"].startswith("fct_")}
    stored = {node["name"] for node in nodes if node["config"]["materialized"] != "view"}
    dimensions = {name for name in stored if name.startswith("dim_")}
    suites = {suite.table for suite in load_suites(FOLDER)}
    assert facts
    assert dimensions
    missing = sorted((facts | dimensions) - suites - set(WITHOUT))
    assert not missing, "write orchestration/expectations/kimball/<subject>/<table>.yml, or say here why not"
    assert set(WITHOUT) <= dimensions - suites, "a reason for what has a suite, or is no dimension"
