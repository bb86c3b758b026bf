"""Each banned construct is found where it is written, and its portable wording is not."""

import pytest

from tests.python.tools.conftest import MakeProject
from tools.lint.portability import BANS, check_portability

BANNED = {
    "qualify": "select a from t qualify row_number() over (order by a) = 1",
    "named-window": "select max(a) over w from t window w as (partition by b)",
    "group-by-all": "select a from t group  by all",
    "division": "select a / b from t",
    "avg": "select avg(a) from t",
    "concat": "select concat(a, b) from t",
    "text-type": "select cast(coalesce(a, 0) as varchar) from t",
    "double-colon": "select a::date from t",
    "float": "select cast(a as double precision) from t",
    "date-function": "select datediff('day', a, b) from t",
    "extract-field": "select extract(isodow from a) from t",
    "series": "select g from generate_series(1, 9) as s (g)",
    "regexp-replace": "select regexp_replace(a, 'b', 'c') from t",
    "star-except": "select * exclude (a) from t",
    "distinct-on": "select distinct on (a) a, b from t",
    "aggregate": "select max(a), any_value(b) from t",
    "initcap": "select initcap(a) from t",
    "hash": "select md5(a) as a_hash_key from t",
    "ignore-nulls": "select last_value(a ignore nulls) over (order by b) from t",
    "quoted-name": 'select "a" from t',
    "trim": "select trim(a) from t",
    "try-cast": "select try_cast(a as date) from t",
    "upper": "select upper(a) from t",
    "clock": "select current_date as today_date from t",
    "duckdb-only": "select list_sum(a) from t",
}

ALLOWED = """-- grain: one row per a / b, as avg(a) over "all"
{# upper( and x / y in a comment #}
select
    a, b || '/' || c as path, concat_ws('-', a, b) as d, last_value(a) over (order by b) as e,
    {{ ratio('sum(a)', 'count(*)', 2) }} as mean, cast(a as {{ dbt.type_string() }}) as f,
    extract(year from g) as year_number, lower(trim(both ' ' from h)) as i, real_amount,
    double_count, range_id, upper_limit
from t
group by a, b
"""


def test_every_ban_is_shown() -> None:
    assert sorted(BANNED) == sorted(ban.rule for ban in BANS)


@pytest.mark.parametrize("rule", sorted(BANNED))
def test_banned_construct_is_found_with_its_line(rule: str, make_project: MakeProject) -> None:
    sql = f"-- grain: one row per a\n{BANNED[rule]}\n"
    found = check_portability(make_project({"models/m.sql": sql, "tests/generic/t.sql": sql}))
    assert [(p.path, p.line, p.rule) for p in found] == [
        ("models/m.sql", 2, rule),
        ("tests/generic/t.sql", 2, rule),
    ]


def test_portable_wording_passes(make_project: MakeProject) -> None:
    assert check_portability(make_project({"models/m.sql": ALLOWED, "macros/rules/m.sql": ALLOWED})) == []


def test_sql_in_the_strings_of_macros_is_looked_at(make_project: MakeProject) -> None:
    macro = "{% macro m() %}\n{% do parts.append('avg(' ~ a ~ ')') %}\n{{ x / 2 }}{% endmacro %}"
    (found,) = check_portability(make_project({"macros/keys/m.sql": macro}))
    assert (found.line, found.rule) == (2, "avg")


def test_adapters_and_materializations_may_say_what_an_engine_needs(make_project: MakeProject) -> None:
    sql = "select try_cast(a as date), a / b from t limit 1"
    files = {"macros/adapters/a.sql": sql, "macros/materializations/m.sql": sql}
    assert check_portability(make_project(files)) == []


def test_ratio_alone_divides(make_project: MakeProject) -> None:
    found = check_portability(
        make_project({"macros/rules/ratio.sql": "a / b", "macros/rules/x.sql": "a / b"})
    )
    assert [p.path for p in found] == ["macros/rules/x.sql"]


@pytest.mark.parametrize("expression", ["target.type == 'duckdb'", "target . name", "adapter.type()"])
def test_models_have_no_engine_conditionals(expression: str, make_project: MakeProject) -> None:
    text = f"{{% if {expression} %}}select 1 as a{{% endif %}}"
    (found,) = check_portability(make_project({"models/m.sql": text, "macros/m.sql": text}))
    assert (found.path, found.rule) == ("models/m.sql", "engine-conditional")


@pytest.mark.parametrize(
    ("sql", "rules"),
    [
        ("select a from t limit 1", ["limit-without-order"]),
        ("select a from t order by a nulls last limit 1", []),
        ("select a from (select a from t order by a nulls last) as s limit 1", ["limit-without-order"]),
        ("select a from t order by a", ["nulls-order"]),
        ("select a from t order by f(a, b) nulls first, c desc", ["nulls-order"]),
        ("select a from t order by f(a, b) nulls first, c desc nulls last", []),
        ("with x as (select a from t order by a limit 3) select a from x", ["nulls-order"]),
        ("select row_number() over (partition by a order by b) as n from t", []),
        ("select string_agg(a, ',' order by a) as n from t", []),
        ("select a from t where b in (select b from u order by b limit 1)", ["nulls-order"]),
    ],
)
def test_rows_come_in_an_order_that_engines_share(
    sql: str, rules: list[str], make_project: MakeProject
) -> None:
    assert [p.rule for p in check_portability(make_project({"models/m.sql": sql}))] == rules


def test_a_unit_test_has_a_name_that_a_relation_can_have(make_project: MakeProject) -> None:
    fits, is_too_long = "a" * 63, "b" * 64
    text = f"unit_tests:\n  - name: {fits}\n  - name: {is_too_long}\n"
    found = check_portability(make_project({"models/_m__unit_tests.yml": text}))
    assert [(p.path, p.line, p.rule) for p in found] == [("models/_m__unit_tests.yml", 3, "long-name")]
