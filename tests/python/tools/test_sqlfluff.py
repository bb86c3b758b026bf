"""sqlfluff reads models without a database: what dbt adds is emulated, and style is still judged."""

import contextlib
from collections.abc import Iterator

import pytest
from sqlfluff.core import FluffConfig, Linter

from tools.warehouse import ROOT

MODEL = """-- grain: one row per order
{{ config(**replace_by(['order_id'])) }}

select
    {{ hash_key(['order_id']) }} as order_key,
    {{ clean_key('order_id', fold=true) }} as order_id,
    {{ ratio('total_amount', 'line_count', 2) }} as line_amount,
    cast(note as {{ dbt.type_string() }}) as note
from {{ ref('stg_shop__orders') }}
where changed_at < {{ high_date() }}
    {%- if is_incremental() %}
        and changed_at > (select max(seen.changed_at) from {{ this }} as seen)
    {%- endif %}
"""


@pytest.fixture(scope="module")
def linter() -> Iterator[Linter]:
    """Return sqlfluff as `make lint` sets it up, from the root of the repository."""
    with contextlib.chdir(ROOT):
        yield Linter(config=FluffConfig.from_path(str(ROOT / "models")))


def _rules_broken(linter: Linter, sql: str) -> set[str]:
    return {
        violation.rule_code() for violation in linter.lint_string(sql, fname="models/orders.sql").violations
    }


def test_macros_and_dbt_are_known(linter: Linter) -> None:
    assert _rules_broken(linter, MODEL) == set()


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("select\n", "SELECT\n", "CP01"),
        ("as {{ dbt.type_string() }}) as note", "as {{ dbt.type_string() }}) note", "AL02"),
        (" as line_amount,\n", " as line_amount\n    ,", "LT04"),
        ("    {{ hash_key", "  {{ hash_key", "LT02"),
        ("(select max(seen", "(select {{ no_such_macro() }} max(seen", "TMP"),
    ],
)
def test_style_is_judged(linter: Linter, right: str, wrong: str, rule: str) -> None:
    assert right in MODEL
    assert rule in _rules_broken(linter, MODEL.replace(right, wrong))
