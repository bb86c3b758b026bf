"""A person opens the pages of `make report` from a file: they draw, sort, search, and ask for nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from report.built import opened
from report.lineage import lineage_page
from report.page import comparison
from tests.python.browser.watched import chromium, needs_chromium, new_page, shoot
from tests.python.warehouse.dbt_runner import Project as ParsedProject
from tools.lint.project import Project
from tools.warehouse import ROOT

PAGES = ("comparison", "column_lineage")
pytestmark = needs_chromium

# Of each text the least contrast with what is behind it, and the text; of each mark of a chart likewise.
CONTRASTS = """() => {
    const parse = (colour) => colour.match(/[0-9.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const behind = (element) => {
        for (let here = element; here; here = here.parentElement) {
            const colour = parse(getComputedStyle(here).backgroundColor);
            if (colour.length === 3 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const found = { texts: [], marks: [] };
    for (const element of document.querySelectorAll("body *")) {
        if (!element.checkVisibility()) continue;
        const style = getComputedStyle(element);
        if (element instanceof SVGElement) {
            const role = element.getAttribute("aria-roledescription");
            const isText = element.tagName === "text";
            if (!isText && !["bar", "point", "line mark", "circle"].includes(role)) continue;
            const paint = style.fill === "none" ? style.stroke : style.fill;
            if (paint.startsWith("rgb") && !paint.endsWith(", 0)")) {
                const contrast = ratio(light(parse(paint)), light(behind(element)));
                found[isText ? "texts" : "marks"].push([contrast, element.outerHTML.slice(0, 120)]);
            }
        } else if ([...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) {
            const contrast = ratio(light(parse(style.color)), light(behind(element)));
            found.texts.push([contrast, element.textContent.slice(0, 60)]);
        }
    }
    return found;
}"""


@pytest.fixture(scope="module")
def folder(replayed: Path, project: ParsedProject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a warehouse with a year in it, and the questions' SQL."""
    manifest = project.compiled(replayed, "path:models/gold/questions")
    compiled = Project(ROOT, given_manifest=manifest, listed=())
    pages = tmp_path_factory.mktemp("report")
    with opened(replayed) as connection:
        (pages / "comparison.html").write_text(comparison(compiled, connection), encoding="utf-8")
    (pages / "column_lineage.html").write_text(lineage_page(compiled), encoding="utf-8")
    return pages


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser, folder: Path) -> Iterator[Callable[..., Page]]:
    """Open a page by name, on which nothing goes wrong unseen and nothing is asked of anybody."""
    wrong: list[str] = []
    pages: list[Page] = []

    def stay_here(route: Route) -> None:
        if route.request.url.startswith((folder.as_uri(), "data:")):
            route.continue_()
        else:
            wrong.append(f"asked {route.request.url}")
            route.abort()

    def open_one(name: str, width: int = 1280, **options: Any) -> Page:
        page = new_page(browser, viewport={"width": width, "height": 900}, **options)
        pages.append(page)
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.route("**/*", stay_here)
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield open_one
    for page in pages:
        page.close()
    assert wrong == []


def test_the_comparison_has_all_questions_with_sql_answer_and_charts(open_page: Callable[..., Page]) -> None:
    page = open_page("comparison")
    questions = page.locator("details.question")
    asked = [path.name for path in (ROOT / "models/gold/questions").iterdir() if path.is_dir()]
    assert questions.evaluate_all("all => all.map((one) => one.id)") == sorted(asked)
    charts = page.locator(".chart.wide")
    assert charts.count() == 7
    for place in range(charts.count()):
        marks = charts.nth(place).locator(".mark-rect path, .mark-symbol path, .mark-line path")
        assert marks.count() > 1, charts.nth(place).get_attribute("aria-label")
        assert charts.nth(place).locator(".role-axis-title").count() >= 1
        assert len(charts.nth(place).get_attribute("aria-label") or "") > 80
    first = questions.first
    first.locator("summary").first.click()
    expect(first.locator("tbody tr").first).to_be_visible()
    assert first.locator("pre").count() == 8
    first.get_by_text("SQL of star (Kimball), as it is written").click()
    expect(first.locator("pre", has_text="ref('fct_order_lines')")).to_be_visible()
    unanswered = page.locator("#q08_promoted_not_sold")
    unanswered.locator("summary").first.click()
    expect(unanswered.get_by_text("One Big Table cannot answer.")).to_be_visible()
    assert page.locator("table").count() == page.locator(".scroll + p.made").count()


def test_a_table_sorts_by_click_and_by_key(open_page: Callable[..., Page]) -> None:
    page = open_page("comparison")
    table = page.locator("table").first
    column = 5  # seconds and milliseconds: their texts have another order

    def shown() -> list[float]:
        cells = table.locator(f"tbody td:nth-child({column})")
        return [float(one) for one in cells.evaluate_all("all => all.map((cell) => cell.dataset.order)")]

    heading = table.locator(f"thead th:nth-child({column})")
    before = shown()
    heading.get_by_role("button").click()
    assert shown() == sorted(before)
    assert heading.get_attribute("aria-sort") == "ascending"
    heading.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert shown() == sorted(before, reverse=True) != sorted(before)
    assert heading.get_attribute("aria-sort") == "descending"
    for _ in range(column - 1):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    names = table.locator("tbody td:first-child").all_text_contents()
    assert names == sorted(names, key=str.lower)
    assert heading.get_attribute("aria-sort") is None


@pytest.mark.parametrize(
    ("name", "scheme"), [("comparison", "light"), ("comparison", "dark"), ("column_lineage", "dark")]
)
def test_text_and_marks_stand_out(open_page: Callable[..., Page], name: str, scheme: str) -> None:
    page = open_page(name, color_scheme=scheme)
    for summary in page.locator("details.question > summary").all()[:1]:
        summary.click()
    found = page.evaluate(CONTRASTS)
    assert len(found["texts"]) > 50
    assert [text for text in found["texts"] if text[0] < 4.5] == []
    assert [mark for mark in found["marks"] if mark[0] < 3] == []
    assert len(found["marks"]) > 50 or name != "comparison"
    shoot(page, f"{name}_{scheme}", whole=True)


def test_the_switch_goes_from_the_systems_colours_to_light_and_dark(open_page: Callable[..., Page]) -> None:
    page = open_page("comparison", color_scheme="dark")
    grounds = []
    for _ in range(3):
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.get_by_role("button", name="Colours").click()
    dark, light, chosen_dark = grounds
    assert dark == chosen_dark != light
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_the_page_without_scrolling_sideways(open_page: Callable[..., Page], name: str) -> None:
    page = open_page(name, width=360)
    for summary in page.locator("details.question > summary").all()[:1]:
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    outside = page.locator("main *:visible").evaluate_all(
        "all => all.filter((one) => !one.closest('.scroll, pre') && one.getBoundingClientRect().right > 361)"
        ".map((one) => one.outerHTML.slice(0, 120))"
    )
    assert outside == []
    shoot(page, f"{name}_phone", whole=True)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_what_a_screen_reader_needs(open_page: Callable[..., Page], name: str) -> None:
    page = open_page(name)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == page.locator("h1").text_content()
    for landmark in ("banner", "navigation", "main"):
        assert page.get_by_role(landmark).count() >= 1
    ids = page.locator("[id]").evaluate_all("all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids))
    for target in page.locator("a[href^='#']").evaluate_all("all => all.map((a) => a.hash.slice(1))"):
        assert target in ids or "." in target
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map((one) => Number(one.tagName[1]))")
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_column_is_found_and_followed_to_where_it_was_delivered(
    open_page: Callable[..., Page], folder: Path
) -> None:
    page = open_page("column_lineage")
    question = "q01_revenue_by_month_and_country__kimball"
    page.get_by_label("Search").fill("q01 kimball net_rev")
    page.locator("#hits").get_by_role("link", name=f"{question}.net_revenue_eur").click()
    expect(page.locator("#chosen")).to_have_text(f"{question}.net_revenue_eur")
    made_of = page.locator("#shown section", has=page.get_by_role("heading", name="Made directly of"))
    expect(made_of.get_by_role("link", name="fct_order_lines.net_revenue_eur")).to_be_visible()
    made_of.get_by_role("link").first.click()
    expect(page.locator("#chosen")).to_have_text("fct_order_lines.net_revenue_eur")
    expect(page.get_by_label("Table or view")).to_have_value(re.compile(r"\d+"))
    in_gold = page.locator("#shown section", has=page.get_by_role("heading", name="In gold"))
    expect(in_gold.get_by_role("link", name=f"{question}.net_revenue_eur")).to_be_visible()
    page.go_back()
    expect(page.locator("#chosen")).to_have_text(f"{question}.net_revenue_eur")
    page.get_by_label("Search").fill("there is no such")
    expect(page.get_by_text("No column has that in its name.")).to_be_visible()
    packed = re.search(
        r'id="lineage">(.*?)</script>', (folder / "column_lineage.html").read_text("utf-8"), re.S
    )
    assert packed
    data = json.loads(packed[1])
    assert len(data["columns"]) == len(data["origins"]) > 4000


@pytest.mark.parametrize("name", PAGES)
def test_a_page_may_run_its_own_script_and_nothing_else(browser: Browser, folder: Path, name: str) -> None:
    html = (folder / f"{name}.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe" not in policy[1]
    assert re.findall(r'(?:src|href)="(?!#|data:|comparison\.html|column_lineage\.html)([^"]*)"', html) == []
    page = new_page(browser)
    page.goto((folder / f"{name}.html").as_uri())
    script = "Object.assign(document.createElement('script'), {text: 'window.ran = 1'})"
    page.evaluate(f"document.body.append({script})")
    assert page.evaluate("window.ran") is None
    page.close()
