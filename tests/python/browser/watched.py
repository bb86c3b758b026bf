"""A page on which nothing goes wrong unseen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect, sync_playwright

from tools.warehouse import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCREENSHOTS = ROOT / "target" / "screenshots"
# Milliseconds in which a page is to show what it shows: where nothing else is done it takes a few thousand.
PATIENCE = 120_000.0
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="needs Chromium (Debian: apt-get install chromium)"
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser without a window, and close it; what is expected of its pages may take its time."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], timeout=PATIENCE
        )
        yield browser
        browser.close()


def new_page(browser: Browser, **options: Any) -> Page:
    """Open a page that may take its time."""
    page = browser.new_page(**options)
    page.set_default_timeout(PATIENCE)
    return page


@contextmanager
def watched_page(browser: Browser, home: str, **options: Any) -> Iterator[Page]:
    """Open a page that reaches addresses below `home` alone.

    Raises:
        AssertionError: at the end, if it wrote an error to its console or asked for another address.
    """
    page = new_page(browser, viewport={"width": 1700, "height": 1000}, **options)
    wrong: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    def stay_here(route: Route) -> None:
        if route.request.url.startswith((home, "data:", "blob:")):
            route.continue_()
        else:
            wrong.append(f"asked {route.request.url}")
            route.abort()

    page.on("console", note)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.route("**/*", stay_here)
    yield page
    page.close()
    assert wrong == []


def shoot(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep a picture of the page in target/screenshots/: of what the window shows, or of the whole page."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)
