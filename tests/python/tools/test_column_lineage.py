"""What a column is made from, and that no personal column can be read in gold by accident."""

from typing import Any

import pytest

from tests.python.tools.conftest import MakeProject, node
from tools.column_lineage import CODED, SHOWN, USED, Column, UnreadableQueryError, column_lineage
from tools.lint.personal import check_personal_columns
from tools.lint.project import Project

PEOPLE = {
    "email": {"name": "email", "config": {"meta": {"erased_to": "erased"}}},
    "born": {"name": "born", "config": {"meta": {"erased_to": "1900-01-01"}}},
    "country": {"name": "country"},
}
STAGED = "select lower(trim(email)) as email, born, country from landing.people"


def relation(path: str, schema: str, sql: str, *parents: str, **properties: Any) -> dict[str, Any]:
    """A compiled model."""
    return node(path, *parents, schema=schema, compiled_code=sql, **properties)


def people(gold: str, columns: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """A seed with personal columns, staging, and a dimension that a query makes of it."""
    return [
        node("seeds/people.csv", schema="landing", columns=PEOPLE),
        relation("models/silver/stg_people.sql", "staging", STAGED, "people"),
        relation("models/gold/dim_people.sql", "kimball", gold, "stg_people", columns=columns or {}),
    ]


def lineage_of(sql: str) -> dict[str, dict[str, str]]:
    """The origins of the columns of a query on two tables."""
    tables = {
        "orders": {name: {"name": name} for name in ("id", "buyer", "amount", "placed_at")},
        "buyers": {name: {"name": name} for name in ("buyer", "name", "tier")},
    }
    nodes = [node(f"seeds/{name}.csv", schema="landing", columns=columns) for name, columns in tables.items()]
    nodes.append(relation("models/result.sql", "gold", sql, *tables))
    found = column_lineage({one["unique_id"]: one for one in nodes}).origins
    return {
        column.name: {str(origin): way for origin, way in origins.items()}
        for column, origins in found.items()
        if column.relation == "result"
    }


@pytest.mark.parametrize(
    ("expression", "origins"),
    [
        ("amount", {"orders.amount": SHOWN}),
        ("coalesce(b.name, upper(o.buyer))", {"buyers.name": SHOWN, "orders.buyer": SHOWN}),
        ("case when o.amount > 5 then b.tier else 'none' end", {"orders.amount": USED, "buyers.tier": SHOWN}),
        ("case b.tier when 'gold' then 1 end", {"buyers.tier": USED}),
        ("b.name like 'A%' or b.name is null", {"buyers.name": USED}),
        ("md5(b.name || b.tier)", {"buyers.name": CODED, "buyers.tier": CODED}),
        ("md5(case when b.tier = 'x' then b.name end)", {"buyers.tier": USED, "buyers.name": CODED}),
        ("max(b.name) over (partition by b.tier)", {"buyers.name": SHOWN, "buyers.tier": USED}),
        ("row_number() over w", {"orders.placed_at": USED}),
        ("sum(o.amount) filter (where b.tier = 'x') over ()", {"orders.amount": SHOWN, "buyers.tier": USED}),
        ("(select max(c.name) from landing.buyers as c)", {"buyers.name": SHOWN}),
        ("exists (select 1 from landing.buyers as c where c.name = o.buyer)", {}),
        ("length(b.name)", {"buyers.name": USED}),
        ("1", {}),
    ],
)
def test_an_expression_says_what_can_be_read_in_it(expression: str, origins: dict[str, str]) -> None:
    query = (
        f"select {expression} as found from db.landing.orders as o"
        " left join landing.buyers as b on o.buyer = b.buyer window w as (order by o.placed_at)"
    )
    assert lineage_of(query) == {"found": origins}


def test_columns_are_followed_through_queries_in_queries() -> None:
    query = """
        with recursive bought as (
            select * from (select buyer, amount * 2 as twice from landing.orders)
        ),
        either as (select buyer, twice from bought union all select name, 0 from landing.buyers),
        chain as (select buyer as one from either union all select one from chain)
        select either.buyer, twice, chain.one from either cross join chain
    """
    names = {"orders.buyer": SHOWN, "buyers.name": SHOWN}
    assert lineage_of(query) == {"buyer": names, "twice": {"orders.amount": SHOWN}, "one": names}


def test_what_a_function_makes_into_a_table_comes_from_all_that_it_is_given() -> None:
    query = "select part.word from landing.buyers cross join unnest(string_split(name, ' ')) as part(word)"
    assert lineage_of(query) == {"word": {"buyers.name": SHOWN}}


@pytest.mark.parametrize("query", ["select nothing from landing.orders", "select from where"])
def test_what_cannot_be_traced_is_an_error_that_names_the_model(query: str) -> None:
    with pytest.raises(UnreadableQueryError, match=r"^models/result\.sql: "):
        lineage_of(query)


def test_a_path_goes_from_the_delivered_column_to_each_that_is_made_of_it() -> None:
    nodes = people("select md5(email) as code, country from staging.stg_people")
    lineage = column_lineage({one["unique_id"]: one for one in nodes})
    email = Column("people", "email")
    paths = lineage.paths_from(email)
    assert [str(step) for step in paths[Column("dim_people", "code")]] == [
        "people.email",
        "stg_people.email",
        "dim_people.code",
    ]
    assert Column("dim_people", "code") not in lineage.paths_from(email, (SHOWN,))
    assert list(lineage.paths_from(email, ends=[Column("stg_people", "email")])) == list(paths)[:2]


@pytest.mark.parametrize(
    "masked",
    [
        "md5(email) as code",
        "case when born < date '2000-01-01' then 'adult' else 'child' end as age_band",
        "count(email) as person_count",
        "country",
    ],
)
def test_what_is_masked_passes(make_project: MakeProject, masked: str) -> None:
    nodes = people(f"select {masked} from staging.stg_people group by all")
    assert check_personal_columns(make_project(nodes=nodes)) == []


@pytest.mark.parametrize("shown", ["email", "'to: ' || email", "max(born)", "coalesce(country, email)"])
def test_a_personal_column_in_gold_is_named_with_its_path(make_project: MakeProject, shown: str) -> None:
    (problem,) = check_personal_columns(
        make_project(nodes=people(f"select {shown} as x from staging.stg_people"))
    )
    origin = "born" if "born" in shown else "email"
    path = f"people.{origin} > stg_people.{origin} > dim_people.x."
    assert problem.path == "models/gold/_models.yml"
    assert f"dim_people.x shows people.{origin}" in problem.message
    assert path in problem.message


def test_a_reason_in_yml_is_for_its_column_and_what_is_made_of_it(make_project: MakeProject) -> None:
    reason = {"born": {"name": "born", "config": {"meta": {"shows_personal": "asked for by law"}}}}
    gold = "select born, country from staging.stg_people"
    wide = relation("models/gold/obt_people.sql", "obt", "select born from kimball.dim_people", "dim_people")
    assert check_personal_columns(make_project(nodes=[*people(gold, reason), wide])) == []
    around = relation(
        "models/gold/obt_others.sql", "obt", "select born from staging.stg_people", "stg_people"
    )
    (problem,) = check_personal_columns(make_project(nodes=[*people(gold, reason), wide, around]))
    assert "obt_others.born shows people.born" in problem.message
    (idle,) = check_personal_columns(
        make_project(nodes=people("select year(null) as born from staging.stg_people", reason))
    )
    assert "dim_people.born has a reason to show personal data and shows none" in idle.message


def test_a_query_that_cannot_be_traced_is_a_problem_of_its_file(make_project: MakeProject) -> None:
    project: Project = make_project(nodes=people("select nothing from staging.stg_people"))
    (problem,) = check_personal_columns(project)
    assert problem.path == "models/gold/dim_people.sql"
