"""The one file: dbt's own page, with the data, the pictures and what draws them inside it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dbt.task.docs import DOCS_INDEX_FILE_PATH

_PARTS = Path(__file__).parent
_MANIFEST, _CATALOG = '"MANIFEST.JSON INLINE DATA"', '"CATALOG.JSON INLINE DATA"'
_ICON = '<link rel="shortcut icon" href="${require(\'./assets/favicons/favicon.ico\')}"/>'
_ADDRESS = '<link rel="canonical" href="/overview/"/>'
_TITLE = "<title>dbt Docs</title>"
# Read before Angular has filled it in, this is the address of a file that is not there.
_UNFILLED, _FILLED = 'xlink:href="{{', 'ng-attr-href="{{'


class PageError(Exception):
    """dbt's own page is not as it was; its text says what is missing."""


def page_of(manifest: Mapping[str, Any], catalog: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    """Return the page as HTML.

    Raises:
        PageError: dbt's page has changed, so that something cannot be put into it.
    """
    page = Path(DOCS_INDEX_FILE_PATH).read_text(encoding="utf-8").replace(_UNFILLED, _FILLED)
    style = (_PARTS / "page.css").read_text(encoding="utf-8")
    script = (_PARTS / "page.js").read_text(encoding="utf-8")
    added = (
        f"<style>{style}</style>"
        f'<script type="application/json" id="touchstone-pictures">{_json(pictures)}</script>'
        f"<script>{script}</script></body>"
    )
    for old, new in (
        (_ADDRESS, ""),
        (_ICON, '<link rel="icon" href="data:,"/>'),
        (_TITLE, f"<title>{manifest['metadata']['project_name']}</title>"),
        ("</body>", added),
        (_MANIFEST, _json(manifest)),
        (_CATALOG, _json(catalog)),
    ):
        if page.count(old) != 1:
            raise PageError(
                f"{DOCS_INDEX_FILE_PATH}: expected {old!r} once, found it {page.count(old)} times: "
                "dbt has another page now; adapt tools/site/page.py to it"
            )
        page = page.replace(old, new)
    return page


def _json(data: object) -> str:
    """Return JSON that cannot end the script that it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
