"""What the docs say: names become links, comments become descriptions, parts of one begin in bold."""

import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tools.site.tables import Manifest, link_to

_PARTS = r"Grain|Technique|Cost|When not to use it"
_PART = re.compile(rf"\s*(?:^|(?<=[.:;)])\s+)({_PARTS}):\s+", re.MULTILINE)
_GRAIN = re.compile(r"-- grain:\s*(\S.*)")
_FENCED = re.compile(r"(^```.*?^```[^\n]*$)", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"(?<!\[)`([a-z][a-z0-9_]*)`(?!\])")
_BARE = re.compile(r"(?<![\w/`\[.(#-])([a-z][a-z0-9]*(?:_+[a-z0-9]+)+)(?![\w`/\]]|\.\w)")
_LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<to>[^)\s]+)\)")
_COMMENT_BLOCK = re.compile(r"\{#-?\s*(.*?)\s*-?#\}", re.DOTALL)
_LISTED = re.compile(r"(\w+(?:\([^)]*\))?(?:, \w+)*)\s{2,}(\S.*)")
_HTML_COMMENT = re.compile(r"^<!--.*?-->\n?", re.MULTILINE | re.DOTALL)
_BAR = "&#124;"  # the page's Markdown knows no \\| within a table
_OUTSIDE = ("http://", "https://", "#", "mailto:")

Links = Mapping[str, tuple[str, str]]


def names_of(manifest: Manifest) -> dict[str, tuple[str, str]]:
    """Return where each name of a node, page, test or macro leads, and what a link to it is called."""
    links: dict[str, tuple[str, str]] = {}
    for group in ("macros", "unit_tests", "nodes", "exposures"):  # the later ones win
        for node in manifest[group].values():
            name = str(node["name"])
            is_test_of_a_column = bool(node.get("test_metadata"))
            if not is_test_of_a_column and node["resource_type"] != "operation":
                links[name] = (link_to(node), str(node.get("label") or name))
    return links


def linked(text: str, links: Links, bare: Links, own: str = "") -> str:
    """Return a text in which names are links: those in backticks by `links`, plain ones by `bare`.

    The name `own`, whose page it is, stays as it is; so do code blocks, headings and the texts of links.
    """

    def quoted(match: re.Match[str]) -> str:
        name = match[1]
        if name == own or name not in links:
            return match[0]
        to, label = links[name]
        return f"[`{name}`]({to})" if label == name else f"[{label}]({to})"

    def plain(match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if name == own or name not in bare else f"[{name}]({bare[name][0]})"

    def line(part: str) -> str:
        if part.startswith("#"):
            return part
        pieces = re.split(r"(!?\[[^\]]*\]\([^)]*\)|``.*?``|`[^`\n]*`)", part)
        return "".join(
            _QUOTED.sub(quoted, piece) if number % 2 else _BARE.sub(plain, piece)
            for number, piece in enumerate(pieces)
        )

    return _outside_of_code(text, lambda part: "\n".join(line(one) for one in part.split("\n")))


def in_parts(text: str) -> str:
    """Return a description whose grain, technique, cost and limits are paragraphs that begin in bold."""

    def paragraphs(part: str) -> str:
        lines = part.split("\n")
        return "\n".join(
            one if one.startswith("|") else _PART.sub(r"\n\n**\1:** ", one) for one in lines
        ).lstrip("\n")

    return _outside_of_code(text, paragraphs)


def with_grain(text: str, sql: str) -> str:
    """Return a description that begins with the grain of the SQL's first line, if it names none."""
    declared = _GRAIN.match(sql)
    if declared is None or "Grain:" in text:
        return text
    return f"Grain: {declared[1].rstrip('.')}.\n\n{text}"


def comment_before(name: str, sql: str) -> str:
    """Return the comment in the file of a macro that stands before its definition, as a description.

    One comment may stand for several macros of a file; the nearest one above is theirs.
    """
    at = re.search(rf"\{{%-?\s*(?:macro|test|materialization)\s+{re.escape(name)}\b", sql)
    comments = [c for c in _COMMENT_BLOCK.finditer(sql) if at is None or c.end() <= at.start()]
    return _dedented(comments[-1][1]) if comments else ""


def first_comment(sql: str) -> str:
    """Return the comment lines that a test's file begins with, as a description."""
    lines: list[str] = []
    for line in sql.strip().split("\n"):
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    if lines:
        return "\n".join(lines)
    block = _COMMENT_BLOCK.match(sql.strip())
    return _dedented(block[1]) if block else ""


def with_links_between_files(
    text: str, folder: str, pages: Mapping[str, str], picture: Callable[[str, str], str]
) -> str:
    """Return a text of a file in `folder` whose links to files lead to their pages.

    `pages` maps files, from the project's root, to addresses in the docs. A file without a page is named
    instead of linked. Pictures are what `picture` makes of their file and text.
    """

    def replaced(match: re.Match[str]) -> str:
        to, words = match["to"], match["text"]
        if to.startswith(_OUTSIDE):
            return match[0]
        file = posixpath.normpath(posixpath.join(folder, to.partition("#")[0]))
        if match["picture"]:
            return picture(file, words)
        return f"[{words}]({pages[file]})" if file in pages else f"{words} (`{file}`)"

    return _outside_of_code(text, lambda part: _LINK.sub(replaced, part))


def guide_text(file: Path) -> tuple[str, str]:
    """Return the title and the text below it of a Markdown file, without comments."""
    text = _HTML_COMMENT.sub("", file.read_text(encoding="utf-8"))
    title, _, body = text.lstrip().replace("\\|", _BAR).partition("\n")
    return title.removeprefix("# ").strip(), body.strip()


def table(rows: list[list[Any]]) -> str:
    """Return a Markdown table; the first row is its head."""
    cells = [[" ".join(str(cell).split()).replace("|", _BAR) for cell in row] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join((lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]))


def _outside_of_code(text: str, change: Callable[[str], str]) -> str:
    pieces = _FENCED.split(text)
    return "".join(piece if number % 2 else change(piece) for number, piece in enumerate(pieces))


def _dedented(comment: str) -> str:
    """Return a comment as Markdown; lines with a name, blanks and what it means are a list."""
    lines: list[str] = []
    is_in_list = False
    for line in (line.strip() for line in comment.strip().split("\n")):
        listed = _LISTED.match(line)
        if listed and not is_in_list:
            lines.append("")
        is_in_list = bool(line) and (is_in_list or listed is not None)
        lines.append(f"- `{listed[1]}`: {listed[2]}" if listed else line)
    return "\n".join(lines)
