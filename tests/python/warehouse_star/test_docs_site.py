"""A person opens the docs as `make docs` writes them: pages, links, search, drawings, lineage."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.python.browser.watched import chromium, needs_chromium, shoot, watched_page
from tests.python.warehouse.dbt_runner import Project, Warehouse
from tools.site.__main__ import write_site
from tools.site.pages import FIGURES, Site, site_of, undescribed
from tools.warehouse import ROOT

QUESTIONS = "path:models/gold/questions,resource_type:model"

# The last column of the vault's row: one more day.
(FIGURE,) = re.findall(
    r"^\| Data Vault \|.*\| (.*?) \|$", (ROOT / FIGURES).read_text(encoding="utf-8"), re.MULTILINE
)


@dataclass(frozen=True)
class Asked:
    """What a reader wants to know, searches for and opens, and what answers him there."""

    question: str
    words: str
    page: str
    answer: str


ASKED = (
    Asked(
        "Which version of a customer does an order carry?",
        "fct_order_lines",
        "model.touchstone.fct_order_lines",
        "The buyer as of the sale, in dim_customer",
    ),
    Asked(
        "What may be summed in the inventory?",
        "inventory",
        "model.touchstone.fct_inventory_daily",
        "On hand is semi-additive: add it over products and locations, average it over days.",
    ),
    Asked(
        "What did one more day cost in the vault?",
        "one more day",
        "exposure.touchstone.style_vault",
        FIGURE,
    ),
    Asked(
        "Why was this row refused?",
        "quarantine",
        "model.touchstone.qrn_refused_rows",
        "Why the row was refused, in words.",
    ),
    Asked(
        "At which rate is an order of a Sunday converted?",
        "weekend",
        "exposure.touchstone.data_challenges",
        "Converted at the rate of Friday 2024-06-07.",
    ),
    Asked(
        "What becomes of a line whose product nobody described?",
        "orphan",
        "exposure.touchstone.data_challenges",
        "The line counts in revenue, on an inferred product",
    ),
    Asked(
        "When is a materialized view worth it?",
        "staleness",
        "exposure.touchstone.guide_views_or_materialized_views",
        "where much is stored, a day touches little of it and the query is dear",
    ),
    Asked(
        "How do I get rid of the styles that I do not want?",
        "keep one style",
        "exposure.touchstone.guide_keep_one_style",
        "python -m tools.keep_style kimball --delete",
    ),
    Asked(
        "Can a person be forgotten where rows are only added?",
        "erasure overwrites",
        "exposure.touchstone.guide_005_erasure_overwrites",
        "It is the one exception to append-only.",
    ),
    Asked(
        "How do I add a table that a source delivers?",
        "unit test expectation",
        "exposure.touchstone.guide_add_a_source_a_model_a_test",
        "the contract",
    ),
)


@pytest.fixture(scope="module")
def written(project: Project, at_once: Warehouse) -> Path:
    """The folder with what dbt wrote of the whole project, and of the database of the answers."""
    return project.write_docs(at_once.database, QUESTIONS)


@pytest.fixture(scope="module")
def manifest(written: Path) -> dict[str, Any]:
    return dict(json.loads((written / "manifest.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def site(manifest: dict[str, Any]) -> Site:
    return site_of(manifest, ROOT)


@pytest.fixture(scope="module")
def page(written: Path) -> Iterator[Page]:
    """The page, opened once: it is large, and all the rest are places in it."""
    address = write_site(written).as_uri()
    with chromium() as browser, watched_page(browser, address) as page:
        page.goto(address)
        yield page


def texts_of(site: Site) -> Iterator[tuple[str, str]]:
    """Yield each place and its text."""
    for group in ("nodes", "exposures", "macros", "unit_tests"):
        for uid, node in site.manifest[group].items():
            yield uid, node.get("description") or ""
    for uid, doc in site.manifest["docs"].items():
        if doc["name"] == "__overview__" and doc["package_name"] != "dbt":
            yield uid, doc["block_contents"]


def test_every_link_leads_to_a_page_or_a_drawing(site: Site) -> None:
    pages = {
        f"#!/{node['resource_type']}/{uid}"
        for group in ("nodes", "exposures", "macros", "unit_tests")
        for uid, node in site.manifest[group].items()
    }
    pages |= {f"#drawing:{name}" for name in site.pictures} | {"#!/overview"}
    linked = {(place, to) for place, text in texts_of(site) for to in re.findall(r"\]\(([^)\s]+)\)", text)}
    linked |= {
        (name, to) for name, svg in site.pictures.items() for to in re.findall(r'<a href="([^"]+)', svg)
    }
    assert len(linked) > 1000
    assert {(place, to) for place, to in linked if not to.startswith("https:") and to not in pages} == set()


def test_every_page_says_something(site: Site) -> None:
    silent = [
        place for place, text in texts_of(site) if not text and not place.startswith(("operation", "test."))
    ]
    named = {uid for uid, node in site.manifest["macros"].items() if str(node["name"]).startswith("_")}
    of_engines = {uid for uid in silent if re.search(r"\.(default|duckdb|postgres|spark)__", uid)}
    unit_tests = {uid for uid in silent if uid.startswith("unit_test.")}  # their names are sentences
    assert set(silent) - named - of_engines - unit_tests == set()


def test_a_column_that_nothing_describes_is_named(manifest: dict[str, Any]) -> None:
    described = "model.touchstone.fct_payments"
    catalog: dict[str, Any] = {"nodes": {described: {"columns": {"PAYMENT_ID": {}, "new_column": {}}}}}
    assert undescribed(manifest, catalog) == ["fct_payments.new_column"]


@needs_chromium
def test_from_the_overview_to_a_style_its_drawings_and_a_table(page: Page) -> None:
    overview = page.locator("[marked=overview_md]")
    expect(overview.get_by_role("heading", name="The four styles")).to_be_visible()
    expect(overview.get_by_role("img", name="Which layer is made from which")).to_contain_text("kimball")
    expect(page.locator(".launcher")).to_be_hidden()  # it would draw all tables at once, for minutes
    shoot(page, "docs_overview")
    overview.get_by_role("link", name="Kimball: the star").click()
    drawing = page.get_by_role("img", name="fct_payments and its dimensions")
    expect(drawing).to_be_visible()
    shoot(page, "docs_style")
    drawing.get_by_role("link", name="dim_payment_method").click()
    expect(page.locator("h1", has_text="dim_payment_method")).to_be_visible()


@needs_chromium
def test_a_question_leads_to_its_answers(page: Page) -> None:
    page.evaluate("location.hash = '#!/exposure/exposure.touchstone.q08_promoted_not_sold'")
    text = page.locator(".model-markdown")
    expect(text).to_contain_text("What did we promote, where, without selling it?")
    expect(text).to_contain_text("obt cannot answer")
    shoot(page, "docs_question")
    text.get_by_role("link", name="vault").click()
    expect(page.locator("h1", has_text="q08_promoted_not_sold__vault")).to_be_visible()
    expect(page.get_by_text("unsold_day_count").first).to_be_visible()


@needs_chromium
def test_search_finds_a_model(page: Page) -> None:
    page.get_by_placeholder("Search for models").fill("fct_order_fulfilment")
    found = page.locator(".search-result h4", has_text=re.compile(r"^\s*fct_order_fulfilment\s+model"))
    found.click()
    expect(page.locator("h1", has_text="fct_order_fulfilment")).to_be_visible()
    expect(page.locator(".model-markdown")).to_contain_text("Grain:")


@needs_chromium
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.question)
def test_a_reader_finds_the_answer_by_searching(page: Page, asked: Asked) -> None:
    page.get_by_placeholder("Search for models").fill(asked.words)
    page.locator(f".search-result[href='#!/{asked.page.partition('.')[0]}/{asked.page}']").click()
    expect(page.get_by_text(asked.answer).first).to_be_visible()


@needs_chromium
def test_the_lineage_is_drawn_in_the_colours_of_the_layers(page: Page, site: Site) -> None:
    page.evaluate("location.hash = '#!/model/model.touchstone.q11_session_funnel__vault'")
    expect(page.locator("h1", has_text="q11_session_funnel__vault")).to_be_visible()
    page.locator(".launcher-btn a").click()
    colour = site.manifest["nodes"]["model.touchstone.hub_visitor"]["docs"]["node_color"]
    page.wait_for_function(
        """([red, green, blue]) => [...document.querySelectorAll('#cy canvas')].some(canvas => {
            if (!canvas.width || !canvas.height) return false;
            const dots = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            for (let dot = 0; dot < dots.length; dot += 4)
                if (dots[dot] === red && dots[dot + 1] === green && dots[dot + 2] === blue) return true;
            return false;
        })""",
        arg=[int(colour[start : start + 2], 16) for start in (1, 3, 5)],
    )
    shoot(page, "docs_lineage")
