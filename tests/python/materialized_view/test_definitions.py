"""What dbt lets a model say of a materialized view holds here too, and what cannot be is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.python.materialized_view.refreshed import FIXTURE, INPUTS, Refreshed
from tests.python.warehouse.dbt_runner import Project

RETURNS = ("checked_returns", "guarded_returns", "kept_returns")


@pytest.fixture(scope="module")
def built_returns(built: Refreshed, tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    """A database that also has the views which a test keeps from being refreshed."""
    made = built.copy(tmp_path_factory.mktemp("returns"))
    made.refresh_and_compare(*RETURNS)
    return made


@pytest.fixture
def returns(built_returns: Refreshed, tmp_path: Path) -> Refreshed:
    """A copy of that database."""
    return built_returns.copy(tmp_path)


def test_a_changed_definition_is_applied(views: Refreshed) -> None:
    done = views.refresh_and_compare(definition=1)
    assert {str(refresh) for refresh in done.values()} == {"full: the definition has changed"}


def test_another_type_of_an_input_is_another_definition(views: Refreshed) -> None:
    views.write("alter table input.returns alter amount type decimal(20, 3)")
    done = views.refresh_and_compare("daily_returns")
    assert str(done["daily_returns"]) == "full: the definition has changed"


def test_a_changed_definition_is_refused(returns: Refreshed) -> None:
    before = returns.query("from serving.guarded_returns")
    refused = returns.refresh("guarded_returns", definition=1)["guarded_returns"]
    assert refused.way == "error"
    assert "The definition of serving.guarded_returns has changed" in refused.message
    assert "Run it with --full-refresh" in refused.message
    assert returns.query("from serving.guarded_returns") == before
    returns.refresh_and_compare("guarded_returns", definition=1, options=["--full-refresh"])


def test_a_changed_definition_is_left_for_later(returns: Refreshed) -> None:
    before = returns.query("from serving.kept_returns")
    returns.write("delete from input.returns where return_id = 3")
    for _ in range(2):
        kept = returns.refresh("kept_returns", definition=1)["kept_returns"]
        assert str(kept) == "skip: the definition has changed, and the rows of the old one stay"
        assert returns.query("from serving.kept_returns") == before
    returns.refresh_and_compare("kept_returns", definition=1, options=["--full-refresh"])


def test_a_contract_that_is_broken_stops_the_refresh(
    returns: Refreshed, capfd: pytest.CaptureFixture[str]
) -> None:
    before = returns.query("from serving.checked_returns")
    returns.write("alter table input.returns alter amount type decimal(20, 3)")
    broken = returns.refresh("checked_returns")["checked_returns"]
    assert broken.way == "error"
    assert "enforced contract" in broken.message
    assert "DECIMAL(38,3)" in broken.message
    assert returns.query("from serving.checked_returns") == before
    assert (
        "The materialized view serving.checked_returns was not refreshed: it keeps the rows of its refresh 1"
        in capfd.readouterr().out
    )


def test_a_constraint_that_is_broken_stops_the_refresh(returns: Refreshed) -> None:
    before = returns.query("from serving.checked_returns")
    returns.write("insert into input.returns values (100, date '2024-02-01', 'a', null)")
    broken = returns.refresh("checked_returns")["checked_returns"]
    assert broken.way == "error"
    assert "NOT NULL constraint failed" in broken.message
    assert returns.query("from serving.checked_returns") == before
    returns.write("update input.returns set amount = 1 where return_id = 100")
    done = returns.refresh_and_compare("checked_returns")
    assert str(done["checked_returns"]) == "incremental: 1 of 4 groups touched"


def test_what_a_view_is_described_as_is_kept_with_it(returns: Refreshed) -> None:
    described = "select comment from duckdb_tables() where table_name = 'checked_returns'"
    assert returns.query(described) == [("A view that promises types, and an amount for each day.",)]


@pytest.mark.parametrize("kind", ["table", "view"])
def test_a_table_or_view_of_the_name_is_replaced(
    refreshed_project: Project, tmp_path: Path, kind: str
) -> None:
    fresh = Refreshed.with_inputs(refreshed_project, tmp_path)
    fresh.write("create schema serving", f"create {kind} serving.totals as select 1 as one")
    assert str(fresh.refresh_and_compare("totals")["totals"]) == f"full: a {kind} of this name is replaced"
    assert str(fresh.refresh_and_compare("totals")["totals"]) == "skip: nothing has changed"


def test_what_cannot_be_is_refused_in_words(tmp_path: Path) -> None:
    project = Project(tmp_path / "dbt", FIXTURE.parent / "broken")
    broken = Refreshed(project, tmp_path)
    broken.write(INPUTS)
    messages = {name: str(refresh) for name, refresh in broken.refresh_all().items()}
    expected = {
        "groups_without_a_key": "are given by day: expected the group keys, day, shop",
        "input_not_read": "'returns' is no input of input_not_read: expected some of input.returns",
        "key_of_no_column": "The group key 'month' is no column of the view: expected some of day,",
        "reads_nothing": "reads no ref() and no source()",
        "watermark_of_no_column": "The watermark 'written_at' is no column of input.returns: expected one of",
    }
    assert messages.keys() == expected.keys()
    for name, message in expected.items():
        assert message in messages[name]
    outcome = project.invoke(broken.database, ["compile", "--select", "staleness"])
    assert "is not watched: add its name to the list in models/staleness.sql" in str(outcome.exception)
