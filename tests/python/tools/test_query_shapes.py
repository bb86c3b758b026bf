"""What the queries of the questions are made of, and that the page of it is not stale."""

from typing import Any

from tests.python.tools.conftest import MakeProject, node
from tools.lint.questions import check_query_shapes
from tools.query_shapes import FILE, QUESTIONS, Shape, questions_of, render, shape_of

QUERY = """
-- a comment
with orders as (select * from "db"."kimball"."fct_orders"),
again as (
    select id, row_number() over w as n, sum(a) over (order by id) as s from orders window w as (order by id)
)
select again.id
from again
left join orders on again.id = orders.id
cross join "db"."kimball"."dim_date" as dates
where again.id > (select min(id) from "db"."kimball"."fct_orders") and exists (select 1 from orders)
"""


def questions() -> list[dict[str, Any]]:
    """Two questions: one that both styles answer, one that the wide tables cannot."""
    folder = f"{QUESTIONS}q01_revenue/q01_revenue"
    comparison = {"question": "q02_stock", "not_answered_by": {"obt": "No table has it."}}
    return [
        node("models/bronze/shop/brz_shop__orders.sql", "seed.orders"),
        node("models/gold/kimball/fct_orders.sql", "brz_shop__orders"),
        node("models/gold/obt/obt_orders.sql", "fct_orders", "brz_shop__orders"),
        node(f"{folder}__kimball.sql", "fct_orders", compiled_code=QUERY),
        node(f"{folder}__obt.sql", "obt_orders", compiled_code="select 1 as id"),
        node(
            f"{QUESTIONS}q02_stock/q02_stock__kimball.sql",
            "fct_orders",
            compiled_code="select id from kimball.fct_orders",
        ),
        node(
            "tests/q02_has_one_answer.sql",
            resource_type="test",
            test_metadata={"name": "answers_alike", "kwargs": comparison},
        ),
    ]


def test_each_part_of_a_query_is_counted() -> None:
    shape = shape_of(QUERY, stands_on=3)
    assert shape == Shape(
        tables=2, joins=2, ctes=2, subqueries=2, window_functions=2, lines=shape.lines, stands_on=3
    )


def test_lines_depend_on_the_query_and_not_on_how_it_was_typed() -> None:
    typed = "select a, -- the first\n    b\nfrom t"
    assert shape_of(typed).lines == shape_of("select a, b from t").lines == 4


def test_a_question_has_the_shapes_of_its_answers_and_the_reasons_of_those_who_have_none(
    make_project: MakeProject,
) -> None:
    first, second = questions_of(make_project(nodes=questions()))
    assert {style: shape.stands_on for style, shape in first.answers.items()} == {"kimball": 2, "obt": 3}
    assert (second.block, second.unanswered) == ("q02_shape", {"obt": "No table has it."})
    text = render(make_project(nodes=questions()))
    assert "{% docs q02_shape %}" in text
    assert "| kimball | 1 | 0 | 0 | 0 | 0 | 3 | 2 models |\n\nobt cannot answer: no table has it." in text


def test_counts_that_are_stale_are_found(make_project: MakeProject) -> None:
    text = render(make_project(nodes=questions()))
    assert check_query_shapes(make_project({FILE: text}, nodes=questions())) == []
    changed = questions()
    changed[4]["compiled_code"] = "select id from obt.obt_orders"
    (stale,) = check_query_shapes(make_project({FILE: text}, nodes=changed))
    assert (stale.path, stale.rule) == (FILE, "query-shapes")
    assert "python -m tools.query_shapes" in stale.message


def test_a_project_without_questions_needs_no_counts(make_project: MakeProject) -> None:
    assert check_query_shapes(make_project(nodes=[])) == []
