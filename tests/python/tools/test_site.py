"""What `make docs` makes of names, comments and keys, on texts and tables small enough to read."""

import re
from pathlib import Path
from typing import Any

import pytest

from tools.site import __main__ as site
from tools.site import texts
from tools.site.diagrams import drawings_of, layers
from tools.site.drawing import Arrow, Box, Drawing, to_svg
from tools.site.page import PageError, page_of
from tools.site.tables import tables_of

LINKS = {
    "fct_sales": ("#!/model/fct_sales", "fct_sales"),
    "q01_sales": ("#!/exposure/q01_sales", "q01 Sales"),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See `fct_sales`.", "See [`fct_sales`](#!/model/fct_sales)."),
        ("See `q01_sales`.", "See [q01 Sales](#!/exposure/q01_sales)."),
        ("one row of fct_sales, in fct_sales.", "one row of {0}, in {0}."),
        ("`fct_gone`, [fct_sales](elsewhere), `select * from fct_sales`, kimball/fct_sales", None),
        ("# fct_sales\n```sql\nselect * from fct_sales -- `fct_sales`\n```", None),
        ("a column: fct_sales.amount, fct_sales__vault", None),
    ],
)
def test_names_become_links_and_code_stays(text: str, expected: str | None) -> None:
    bare = {"fct_sales": LINKS["fct_sales"]}
    linked = texts.linked(text, LINKS, bare)
    assert linked == (text if expected is None else expected.format("[fct_sales](#!/model/fct_sales)"))


def test_a_page_has_no_link_to_itself() -> None:
    assert texts.linked("`fct_sales`", LINKS, {}, own="fct_sales") == "`fct_sales`"


def test_a_description_is_set_in_parts() -> None:
    text = "Grain: one row per sale. All. Technique: transaction fact. Cost: a row.\n\n| A sale. Cost: | 1 |"
    assert texts.in_parts(text).split("\n\n") == [
        "**Grain:** one row per sale. All.",
        "**Technique:** transaction fact.",
        "**Cost:** a row.",
        "| A sale. Cost: | 1 |",
    ]


def test_the_grain_of_the_sql_begins_a_description_without_one() -> None:
    assert (
        texts.with_grain("All.", "-- grain: one row per sale\nselect 1") == "Grain: one row per sale.\n\nAll."
    )
    assert texts.with_grain("Grain: a sale.", "-- grain: one row per sale") == "Grain: a sale."


def test_the_nearest_comment_above_is_a_macros() -> None:
    sql = (
        "{#- Gives a. -#}\n{% macro a() %}{% endmacro %}\n{#-\n  Gives b.\n-#}\n{% macro b() %}{% endmacro %}"
    )
    assert [texts.comment_before(name, sql) for name in ("a", "b")] == ["Gives a.", "Gives b."]
    listed = (
        "{#- Gives both.\n  a    the one\n       of them\n  b    the other -#}\n{% macro a() %}{% endmacro %}"
    )
    assert texts.comment_before("a", listed) == "Gives both.\n\n- `a`: the one\nof them\n- `b`: the other"


def test_links_between_files_lead_to_their_pages() -> None:
    text = "[a](other.md#part) [b](../models/c.sql) ![c](d.svg) [e](https://elsewhere.example)"
    found = texts.with_links_between_files(
        text, "docs", {"docs/other.md": "#!/exposure/other"}, lambda file, words: f"<{file}: {words}>"
    )
    expected = "[a](#!/exposure/other) b (`models/c.sql`) <docs/d.svg: c> [e](https://elsewhere.example)"
    assert found == expected


def test_arrows_begin_at_their_rows_and_boxes_do_not_overlap() -> None:
    sales = Box("fct_sales", "#a", "#112233", ("key: sale_id", "product_key"), "+ 2 columns")
    boxes = [Box(f"dim_{name}", "#b", "#112233", ("key: k",)) for name in "abc"]
    arrows = (Arrow("fct_sales", "product_key", "dim_b"),)
    svg = to_svg(Drawing("d", "Sales & more", ((sales,), tuple(boxes)), arrows))
    frames = [
        [float(number) for number in frame]
        for frame in re.findall(
            r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="#fff', svg
        )
    ]
    assert len(frames) == 4
    for number, (x, y, width, height) in enumerate(frames):
        for left, top, wide, high in frames[number + 1 :]:
            assert x + width <= left or left + wide <= x or y + height <= top or top + high <= y
    begin_x, begin_y = (float(number) for number in re.findall(r'd="M([\d.]+),([\d.]+)', svg)[0])
    x, _, width, _ = frames[0]
    row = float(re.findall(r'y="([\d.]+)"[^>]*>product_key', svg)[0])  # where its letters stand
    assert abs(begin_x - (x + width)) < 0.2
    assert abs(begin_y - row) < 5
    assert "Sales &amp; more</title>" in svg
    assert "fct_sales refers to dim_b by product_key" in svg


def _model(name: str, folder: str, columns: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "unique_id": f"model.{name}",
        "resource_type": "model",
        "name": name,
        "original_file_path": f"models/{folder}/{name}.sql",
        "columns": {column: {"name": column, "constraints": []} for column in columns},
        "constraints": [],
        "config": {"meta": {}},
        "depends_on": {"nodes": []},
        **properties,
    }


def _test(name: str, on: str, **given: Any) -> dict[str, Any]:
    return {
        "unique_id": f"test.{name}.{on}",
        "resource_type": "test",
        "attached_node": f"model.{on}",
        "test_metadata": {"name": name, "kwargs": given},
    }


def _manifest(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"nodes": {node["unique_id"]: node for node in nodes}}


def test_keys_and_references_come_from_constraints() -> None:
    key = {"type": "primary_key", "columns": ["sale_id", "valid_from"]}
    sales = _model("sales", "silver/inmon/sales", ["sale_id", "valid_from", "customer_id"], constraints=[key])
    # as a manifest has it that was compiled
    foreign = {"type": "foreign_key", "to": '"touchstone"."inmon"."customers"'}
    sales["columns"]["customer_id"]["constraints"] = [foreign]
    customers = _model("customers", "silver/inmon/party", ["customer_id"])
    tables = tables_of(_manifest(sales, customers))
    assert tables["sales"].key == ("sale_id", "valid_from")
    assert tables["sales"].refers == {"customer_id": "customers"}
    drawn = {drawing.name: drawing for drawing in drawings_of("inmon", tables)}
    assert drawn["inmon_sales"].boxes[0].rows == ("key: sale_id, valid_from", "customer_id → customers")


def test_the_tables_that_a_column_comes_from_stay_in_the_order_in_which_they_are_named() -> None:
    named = [f"dim_{letter}" for letter in "qwertyuiopasdfgh"]
    wide = _model("obt_sales", "gold/obt", ["customer"])
    wide["columns"]["customer"]["config"] = {"meta": {"from": [f"{name}.name" for name in [*named, *named]]}}
    (table,) = tables_of(_manifest(wide)).values()
    assert list(table.sources.items()) == [(name, 1) for name in named]


def test_a_fact_stands_between_its_dimensions() -> None:
    fact = _model("fct_sales", "gold/kimball/sales", ["sale_id", "date_key", "product_key", "amount"])
    dimensions = [_model(f"dim_{n}", "gold/kimball/sales", [f"{n}_key"]) for n in ("date", "product")]
    joins = {"date_key": "ref('dim_date')", "product_key": {"dimension": "ref('dim_product')", "key": "k"}}
    tests = [_test("joins_its_dimensions", "fct_sales", dimensions=joins)]
    tests.append(_test("grain", "fct_sales", columns=["sale_id"]))
    (drawing,) = drawings_of("kimball", tables_of(_manifest(fact, *dimensions, *tests)))
    assert [[box.name for box in column] for column in drawing.columns] == [
        ["dim_date"],
        ["fct_sales"],
        ["dim_product"],
    ]
    assert drawing.columns[1][0].rows == ("key: sale_id", "date_key", "product_key")
    assert drawing.columns[1][0].note == "+ 1 column"


def test_a_hub_stands_between_what_describes_and_what_relates_it() -> None:
    folder = "silver/vault/raw"
    hub, other = (_model(f"hub_{n}", folder, [f"{n}_hash_key"]) for n in ("order", "customer"))
    satellite = _model("sat_order", folder, ["order_hash_key"])
    link = _model("lnk_order", folder, ["lnk_order_hash_key", "order_hash_key", "customer_hash_key"])
    parents = {"order_hash_key": "ref('hub_order')"}
    both = {**parents, "customer_hash_key": "ref('hub_customer')"}
    tests = [
        _test("is_sound", "sat_order", key=["order_hash_key"], parents=parents),
        _test("is_sound", "lnk_order", key=["lnk_order_hash_key"], parents=both),
    ]
    drawings = drawings_of("vault", tables_of(_manifest(hub, other, satellite, link, *tests)))
    (drawing,) = [drawing for drawing in drawings if drawing.about == "hub_order"]
    names = [[box.name for box in column] for column in drawing.columns]
    assert names == [["sat_order"], ["hub_order"], ["lnk_order"]]
    assert drawing.columns[2][0].rows[-1] == "customer_hash_key → hub_customer"


def test_another_page_of_dbt_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "index.html"
    page.write_text("<html></html>", encoding="utf-8")
    monkeypatch.setattr("tools.site.page.DOCS_INDEX_FILE_PATH", page)
    with pytest.raises(PageError, match=r"expected '<link rel=\"canonical\".* found it 0 times"):
        page_of({"metadata": {"project_name": "touchstone"}}, {}, {})


def test_layers_stand_in_the_order_in_which_they_are_made() -> None:
    rooms = dict.fromkeys(("questions", "star", "bronze", "inmon"), ("#!/overview", "#112233", 1))
    reads = {("inmon", "bronze"), ("star", "inmon"), ("questions", "star"), ("questions", "inmon")}
    drawing = layers(rooms, reads)
    order = [[box.name for box in column] for column in drawing.columns]
    assert order == [["bronze"], ["inmon"], ["star"], ["questions"]]
    assert drawing.boxes[0].note == "1 table"
    assert Arrow("inmon", None, "questions") in drawing.arrows


def test_without_a_warehouse_there_are_no_docs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "touchstone.duckdb"
    monkeypatch.setenv("TOUCHSTONE_DB", str(database))
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("dbt was asked"))
    assert site.main([]) == 2
    assert f"There is no warehouse {database}" in capsys.readouterr().err
    assert not database.exists()
