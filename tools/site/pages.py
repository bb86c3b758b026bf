"""The pages that stand beside those of the models: guides, challenges, rules, figures and drawings."""

import csv
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.lint.layering import ROOMS, Room, room_of
from tools.site import texts
from tools.site.diagrams import drawings_of, layers
from tools.site.drawing import Drawing, to_svg
from tools.site.tables import Manifest, Node, colour_of, link_to, tables_of

LEDGER = "seeds/reference/reference__data_challenges.csv"
FIGURES = "docs/what_it_takes.md"
_GUIDES = "docs"
_PAGES = "#0f7b99"  # the colour of exposures, which dbt has no setting for
_LAYERS = "(drawing of the layers)"
# What is read for what was delivered until when, by nearly every layer: no part of how data flow.
_READ_BY_MANY = ("brz_reference__deliveries", "stg_delivery_accounts")


@dataclass
class Site:
    """The manifest as the page shows it, and its pictures: SVG by name."""

    manifest: Manifest
    root: Path
    pictures: dict[str, str] = field(default_factory=dict)

    def picture(self, name: str, svg: str, words: str) -> str:
        """Keep a picture and return the Markdown that stands for it: a link, which page.js draws."""
        self.pictures[name] = svg
        return f"[Drawing: {words}](#drawing:{name})"

    def draw(self, drawing: Drawing) -> str:
        """Keep a drawing and return the Markdown that stands for it."""
        return self.picture(drawing.name, to_svg(drawing), drawing.title)


def site_of(manifest: Manifest, root: Path) -> Site:
    """Return what the docs show: a copy of dbt's manifest in which all texts are written out.

    `root` is the project's folder, whose docs/, seeds/ and macros/ are read.
    """
    site = Site(deepcopy(manifest), root)
    _leave_out_foreign_macros(site.manifest)
    _describe_macros_and_tests(site)
    files = _add_guides(site)
    _shelve(site)
    _add_facts(site)
    _add_drawings(site)
    _hide_meta(site)
    _leave_tests_out_of_the_graph(site.manifest)
    _write_links(site, files)
    return site


def undescribed(manifest: Manifest, catalog: dict[str, Any]) -> list[str]:
    """Return the columns of the database, as <model>.<column>, that no description says a word about."""
    found = []
    for uid, relation in catalog["nodes"].items():
        node = manifest["nodes"].get(uid)
        if node is None:
            continue
        said = {str(name).lower(): column["description"] for name, column in node["columns"].items()}
        found += [f"{node['name']}.{name}" for name in relation["columns"] if not said.get(name.lower())]
    return sorted(found)


def _leave_out_foreign_macros(manifest: Manifest) -> None:
    """Leave out dbt's own macros: they are documented elsewhere, and more than the project's."""
    own = manifest["metadata"]["project_name"]
    macros = {uid: macro for uid, macro in manifest["macros"].items() if macro["package_name"] == own}
    manifest["macros"] = macros
    for group in ("nodes", "macros", "unit_tests", "exposures"):
        for node in manifest[group].values():
            used = node.get("depends_on") or {}
            if "macros" in used:
                used["macros"] = [uid for uid in used["macros"] if uid in macros]


def _describe_macros_and_tests(site: Site) -> None:
    files: dict[str, str] = {}
    for macro in site.manifest["macros"].values():
        path = str(macro["original_file_path"])
        if not macro["description"]:
            if path not in files:
                files[path] = (site.root / path).read_text(encoding="utf-8")
            macro["description"] = texts.comment_before(str(macro["name"]).removeprefix("test_"), files[path])
    for node in site.manifest["nodes"].values():
        if node["resource_type"] == "test" and not node.get("test_metadata") and not node["description"]:
            node["description"] = texts.first_comment(str(node["raw_code"]))
        elif node["resource_type"] in ("model", "snapshot", "seed"):
            described = texts.with_grain(str(node["description"]), str(node.get("raw_code") or ""))
            node["description"] = texts.in_parts(described)


def _add_guides(site: Site) -> dict[str, str]:
    """Make a page of each file in docs/, and return their addresses by file."""
    own = site.manifest["metadata"]["project_name"]
    addresses: dict[str, str] = {}
    for file in sorted((site.root / _GUIDES).rglob("*.md")):
        name = file.relative_to(site.root).as_posix()
        title, text = texts.guide_text(file)
        page = {
            "name": f"guide_{file.stem}",
            "label": title,
            "resource_type": "exposure",
            "package_name": own,
            "unique_id": f"exposure.{own}.guide_{file.stem}",
            "original_file_path": name,
            "path": name,
            "fqn": [own, f"guide_{file.stem}"],
            "type": "Decisions" if "/decisions/" in name else "Guides",
            "description": text,
            "owner": {"name": name},
            "depends_on": {"macros": [], "nodes": []},
            "config": {"enabled": True, "meta": {}},
            "meta": {},
            "tags": [],
            "maturity": None,
            "url": None,
            "refs": [],
            "sources": [],
            "metrics": [],
        }
        site.manifest["exposures"][page["unique_id"]] = page
        site.manifest["parent_map"][page["unique_id"]] = []
        site.manifest["child_map"][page["unique_id"]] = []
        addresses[name] = link_to(page)
    return addresses


def _shelve(site: Site) -> None:
    """Put the pages on the shelves that they name, which the docs show as folders, and colour them."""
    for page in site.manifest["exposures"].values():
        page.setdefault("docs", {"show": True, "node_color": _PAGES})
        if shelf := (page["config"].get("meta") or {}).get("shelf"):
            page["type"] = shelf


def _add_facts(site: Site) -> None:
    """Write the ledger, the rules and the figures into the pages that ask for them."""
    for page in site.manifest["exposures"].values():
        meta = page["config"].get("meta") or {}
        parts = [str(page["description"])]
        if meta.get("ledger"):
            parts.append(texts.table(list(_ledger_rows(site.root))))
        if meta.get("rules"):
            parts.append(texts.table(list(_rule_rows(site.manifest))))
        if meta.get("costs") and (found := _figures(site.root, "styles", str(meta["costs"]))):
            explained = f"Measured at a hundred times the customers: [what it takes]({FIGURES})."
            parts.append(f"## What it costs\n\n{found}\n\n{explained}")
        if meta.get("shelf") == "Questions":
            if found := _figures(site.root, "questions", str(page["name"])[:3]):
                explained = (
                    f"All rows of the answer, at a hundred times the customers: [what it takes]({FIGURES})."
                )
                parts.append(f"## How long it takes\n\n{found}\n\n{explained}")
            for uid in page["depends_on"]["nodes"]:
                style = uid.rpartition("__")[2]
                address = link_to(site.manifest["nodes"][uid])
                parts[0] = parts[0].replace(f"\n| {style} |", f"\n| [{style}]({address}) |")
        page["description"] = "\n\n".join(parts)


def _ledger_rows(root: Path) -> Iterator[list[Any]]:
    yield ["challenge, and its test", "table", "row", "what is wrong", "what must come of it"]
    with (root / LEDGER).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table = f"`{row['system_name']}__{row['table_name']}`"
            yield [
                f"`{row['challenge_id']}`",
                table,
                row["business_key"],
                row["what_it_is"],
                row["must_show_up"],
            ]


def _rule_rows(manifest: Manifest) -> Iterator[list[Any]]:
    yield ["table", "rule", "a row is refused when", "because"]
    seeds = (node for node in manifest["nodes"].values() if node["resource_type"] == "seed")
    for seed in sorted(seeds, key=lambda node: str(node["name"])):
        for rule in (seed["config"].get("meta") or {}).get("rules") or []:
            refused = " ".join(str(rule["refuse_when"]).split())
            yield [f"`{seed['name']}`", rule["name"], f"``{refused}``", rule["because"]]


def _figures(root: Path, block: str, row: str) -> str:
    """Return the head of a table of figures in FIGURES and its row that begins so; nothing if it has none."""
    file = root / FIGURES
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    found = re.search(rf"<!-- figures: {block} -->\n(.*?)<!-- end of figures -->", text, re.DOTALL)
    lines = found[1].strip().split("\n") if found else []
    rows = [line for line in lines[2:] if line.startswith(f"| {row}")]
    return "\n".join((*lines[:2], *rows)) if rows else ""


def _add_drawings(site: Site) -> None:
    tables = tables_of(site.manifest)
    nodes = {str(n["name"]): n for n in site.manifest["nodes"].values() if n["resource_type"] == "model"}
    for page in site.manifest["exposures"].values():
        style = (page["config"].get("meta") or {}).get("drawings")
        if not style:
            continue
        drawn = []
        for drawing in drawings_of(str(style), tables):
            markdown = site.draw(drawing)
            drawn.append(f"### {drawing.title}\n\n{markdown}")
            if drawing.about:
                nodes[drawing.about]["description"] += f"\n\n{markdown}"
        page["description"] += "\n\n## Its tables\n\n" + "\n\n".join(drawn)
    overview = _overview(site.manifest)
    if overview is not None:
        markdown = site.draw(layers(*_rooms(site.manifest)))
        overview["block_contents"] = str(overview["block_contents"]).replace(_LAYERS, markdown)


def _rooms(manifest: Manifest) -> tuple[dict[str, tuple[str, str, int]], set[tuple[str, str]]]:
    """Return each room's page, colour and number of tables, and which room reads which."""
    relations = {
        uid: node
        for uid, node in manifest["nodes"].items()
        if node["resource_type"] in ("seed", "model", "snapshot")
    }
    rooms: dict[str, tuple[str, str, int]] = {}
    reads: set[tuple[str, str]] = set()
    for node in relations.values():
        if (room := room_of(node)) is None:
            continue
        _, _, count = rooms.get(room.name, ("", "", 0))
        rooms[room.name] = (_page_of(room, manifest), colour_of(node), count + 1)
        for uid in node["depends_on"].get("nodes", ()):
            parent = relations.get(uid)
            if parent is None or parent["name"] in _READ_BY_MANY or (read := room_of(parent)) is None:
                continue
            if read != room:
                reads.add((room.name, read.name))
    order = [room.name for room in ROOMS]
    return dict(sorted(rooms.items(), key=lambda item: order.index(item[0]))), reads


def _page_of(room: Room, manifest: Manifest) -> str:
    """Return the address of the page that lies in a room's folder, or above it in the style's."""
    for page in manifest["exposures"].values():
        folder = str(page["original_file_path"]).rpartition("/")[0]
        if str(page["name"]).startswith("style_") and room.folder.startswith(f"{folder}/"):
            return link_to(page)
    return "#!/overview"


def _leave_tests_out_of_the_graph(manifest: Manifest) -> None:
    """Keep the lineage graph to what data flow through: with its tests a table has too many neighbours."""
    for node in (*manifest["nodes"].values(), *manifest["unit_tests"].values()):
        if node["resource_type"] in ("test", "unit_test", "operation"):
            node["docs"] = {"show": False, "node_color": None}


def _hide_meta(site: Site) -> None:
    """Leave out what a page's meta told this module, and what of a model's is too long for one line."""
    for page in site.manifest["exposures"].values():
        page["meta"] = page["config"]["meta"] = {}
    for node in site.manifest["nodes"].values():
        meta = node.get("meta") or {}
        node["meta"] = {key: value for key, value in meta.items() if not isinstance(value, dict | list)}


def _overview(manifest: Manifest) -> Node | None:
    own = manifest["metadata"]["project_name"]
    found: Node | None = manifest["docs"].get(f"doc.{own}.__overview__")
    return found


def _write_links(site: Site, files: dict[str, str]) -> None:
    links = texts.names_of(site.manifest)
    relations = {
        str(node["name"]): links[str(node["name"])]
        for node in site.manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed", "snapshot")
    }

    def picture(file: str, words: str) -> str:
        return site.picture(Path(file).stem, (site.root / file).read_text(encoding="utf-8"), words)

    def written(text: str, folder: str, own: str) -> str:
        text = texts.with_links_between_files(text, folder, files, picture)
        return texts.linked(text, links, relations, own)

    for group in ("nodes", "exposures", "macros", "unit_tests"):
        for node in site.manifest[group].values():
            if node.get("description"):
                is_guide = str(node["original_file_path"]) in files
                folder = str(node["original_file_path"]).rpartition("/")[0] if is_guide else ""
                node["description"] = written(str(node["description"]), folder, str(node["name"]))
    if overview := _overview(site.manifest):
        overview["block_contents"] = written(str(overview["block_contents"]), "", "")
