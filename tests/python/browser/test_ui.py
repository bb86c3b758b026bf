"""A person opens Dagster: the graph is drawn, a run turns green, a defect turns its check red and blocks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.python.browser.server import Server, running
from tests.python.browser.watched import chromium, needs_chromium, shoot, watched_page
from tests.python.warehouse.landing import Delivery, LandingFolder
from tests.python.warehouse.scenario import SUPPLIERS, supplier

pytestmark = needs_chromium

BUILT = [
    ["landing", "erp__suppliers"],
    ["landing", "reference__deliveries"],
    ["bronze", "brz_erp__suppliers"],
    ["bronze", "brz_reference__deliveries"],
    ["staging", "chk_erp__suppliers"],
]
CHECK = "gx_no_extract_is_truncated"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> LandingFolder:
    """Two weekly extracts of ten suppliers, and one that lost half of them."""
    landing = LandingFolder(tmp_path_factory.mktemp("ui") / "landing")
    for day, count in (("2024-03-03", 10), ("2024-03-10", 10), ("2024-03-17", 5)):
        landing.add(Delivery(SUPPLIERS, day, [supplier(f"S-{number:02}") for number in range(count)]))
    return landing


@pytest.fixture(scope="module")
def server(folder: LandingFolder) -> Iterator[Server]:
    home = folder.path.parent
    with running(home / "home", folder.path, home / "touchstone.duckdb") as server:
        server.ask("mutation {setNuxSeen}")
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page that reaches this machine alone, and on which nothing goes wrong unseen."""
    with watched_page(browser, server.url, base_url=server.url) as page:
        yield page


def test_the_graph_is_drawn_with_its_groups(page: Page) -> None:
    page.goto("/asset-groups")
    for group in ("landing", "bronze", "silver_staging", "silver_inmon", "gold_kimball"):
        expect(page.get_by_text(group, exact=True).first).to_be_visible()
    shoot(page, "graph")


def test_an_asset_shows_what_it_is(page: Page) -> None:
    page.goto("/assets/kimball/fct_order_lines?view=overview")
    expect(page.get_by_text("one row per line of a sale").first).to_be_visible()
    expect(page.get_by_text("net_revenue_eur").first).to_be_visible()
    shoot(page, "asset")
    page.goto("/assets/kimball/fct_order_lines?view=checks")
    for check in ("unit_tests", "gx_newest_sale_is_of_the_last_days", "row_count_is_in_line"):
        expect(page.get_by_text(check).first).to_be_attached()  # a long name is drawn shortened
    shoot(page, "checks")


def test_a_backfill_turns_green_and_a_defect_red(page: Page, server: Server) -> None:
    days = [f"2024-03-{day:02}" for day in range(3, 11)]
    backfill = server.backfill(BUILT, days)
    run = server.run_of_backfill()  # one for the range
    assert server.wait(run) == "SUCCESS"
    page.goto(f"/runs/{run}")
    expect(page.get_by_text("Success", exact=True).first).to_be_visible()
    shoot(page, "run")
    page.goto(f"/assets/bronze/brz_erp__suppliers?view=checks&checkDetail={CHECK}")
    expect(page.get_by_text("Passed").first).to_be_visible()

    failed = server.launch(BUILT, "2024-03-17")
    assert server.wait(failed) == "FAILURE"
    page.goto(f"/assets/bronze/brz_erp__suppliers?view=checks&checkDetail={CHECK}")
    expect(page.get_by_text("Failed").first).to_be_visible()
    expect(page.get_by_text("gx/failing_rows").first).to_be_visible()
    shoot(page, "failing_check")
    query = """query($keys: [AssetKeyInput!]) {assetNodes(assetKeys: $keys) {
        assetKey {path} assetMaterializations(limit: 1) {partition}
        assetChecksOrError {... on AssetChecks {
            checks {name executionForLatestMaterialization {status}}}}}}"""
    keys = [{"path": path} for path in (BUILT[2], BUILT[4])]
    found = {node["assetKey"]["path"][-1]: node for node in server.ask(query, keys=keys)["assetNodes"]}
    checks = {
        check["name"]: (check["executionForLatestMaterialization"] or {}).get("status")
        for check in found["brz_erp__suppliers"]["assetChecksOrError"]["checks"]
    }
    assert {name for name, status in checks.items() if status == "FAILED"} == {CHECK}
    # what is behind it was not built for that day
    [bronze] = found["brz_erp__suppliers"]["assetMaterializations"]
    [staging] = found["chk_erp__suppliers"]["assetMaterializations"]
    assert (bronze["partition"], staging["partition"]) == ("2024-03-17", "2024-03-10")
    page.goto("/assets/bronze/brz_erp__suppliers?view=partitions&partition=2024-03-17")
    expect(page.get_by_text("2024-03-17").first).to_be_visible()
    shoot(page, "partitions")
    # last, for Dagster looks at it every 30 seconds
    assert server.wait_for_backfill(backfill) == "COMPLETED_SUCCESS"
    page.goto(f"/runs/b/{backfill}")
    expect(page.get_by_text("Completed", exact=False).first).to_be_visible()
    shoot(page, "backfill")
