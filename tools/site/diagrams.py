"""Which tables of a style are drawn together: those of a subject, a fact, a hub, a wide table or a mart."""

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from functools import partial

from tools.site.drawing import Arrow, Box, Drawing, ordered
from tools.site.tables import Table

Tables = Mapping[str, Table]

_OF_A_KEY = ("sat_", "msat_", "esat_", "rtsat_", "stsat_", "bsat_", "pit_")
_OF_KEYS = ("lnk_", "dcl_", "nhl_", "sal_", "hal_", "brg_")

_LONG = 36  # characters in a row of a key


def drawings_of(style: str, tables: Tables) -> list[Drawing]:
    """Return the drawings of a style, as its page shows them, one below the other.

    Raises:
        KeyError: no style has that name.
    """
    return _STYLES[style](tables)


def _inmon(tables: Tables) -> list[Drawing]:
    room = "silver/inmon"
    subjects = sorted({table.folder for table in tables.values() if table.folder.startswith(f"{room}/")})
    return [_subject(subject, tables) for subject in subjects]


def _subject(folder: str, tables: Tables) -> Drawing:
    """Draw the tables of a folder: those with the longest way along foreign keys on the left.

    Without foreign keys, as on the way to third normal form, arrows lead to what a table is made from.
    """
    own = {name: table for name, table in sorted(tables.items()) if table.folder == folder}
    arrows = [Arrow(name, row, to) for name, table in own.items() for row, to in table.refers.items()]
    shown = "tables, keys and foreign keys"
    if not arrows:
        arrows = [Arrow(name, None, read) for name, table in own.items() for read in table.reads]
        shown = "tables, keys and what each is made from"
    depths: dict[str, int] = {}

    def depth(name: str, seen: tuple[str, ...] = ()) -> int:
        """How many arrows lie behind a table, at most."""
        if name not in own or name in seen:
            return 0
        if name not in depths:
            # each once, in the order of the arrows: where they go in a circle, what is asked first counts
            below = dict.fromkeys(arrow.target for arrow in arrows if arrow.source == name)
            depths[name] = max((1 + depth(to, (*seen, name)) for to in below if to != name), default=1)
        return depths[name]

    columns: list[list[Box]] = [[] for _ in range(1 + max(depth(name) for name in own))]
    for name, table in own.items():
        columns[-1 - depth(name)].append(_box(table, table.refers, own))
    filled = [column for column in columns if column]
    name = folder.rpartition("/")[2]
    title = f"Third normal form, {name}: {shown}"
    return _drawing(f"inmon_{name}", title, filled, arrows, fixed=len(filled) - 1)


def _kimball(tables: Tables) -> list[Drawing]:
    room = "gold/kimball"
    facts = [t for t in tables.values() if t.folder.startswith(room) and t.name.startswith(("fct_", "bdg_"))]
    return [
        _star(fact, tables) for fact in sorted(facts, key=lambda t: (t.name[:3] != "fct", t.folder, t.name))
    ]


def _star(fact: Table, tables: Tables) -> Drawing:
    rows = dict(fact.refers)
    around = list(dict.fromkeys(to for to in rows.values() if to != fact.name))
    left, right = around[: len(around) // 2], around[len(around) // 2 :]
    boxes = {name: _box(tables[name]) for name in around}
    columns = [[boxes[name] for name in left], [_box(fact, rows, around)], [boxes[name] for name in right]]
    arrows = [Arrow(fact.name, row, to) for row, to in rows.items()]
    return _drawing(
        f"star_{fact.name}", f"{fact.name} and its dimensions", columns, arrows, fixed=1, about=fact.name
    )


def _vault(tables: Tables) -> list[Drawing]:
    hubs = (t for t in tables.values() if t.folder.startswith("silver/vault") and t.name.startswith("hub_"))
    return [_hub(hub, tables) for hub in sorted(hubs, key=lambda t: t.name)]


def _hub(hub: Table, tables: Tables) -> Drawing:
    referring = [t for t in tables.values() if hub.name in t.refers.values()]
    of_key = sorted((t for t in referring if t.name.startswith(_OF_A_KEY)), key=lambda t: t.name)
    links = sorted((t for t in referring if t.name.startswith(_OF_KEYS)), key=lambda t: t.name)
    names = {t.name for t in (hub, *of_key, *links)}
    beside = [
        t
        for t in sorted(tables.values(), key=lambda t: t.name)
        if t.name not in names
        and t.name.startswith(_OF_A_KEY)
        and set(t.refers.values()) & {k.name for k in links}
    ]
    arrows = [Arrow(t.name, None, hub.name) for t in of_key]
    for link in links:
        arrows += [Arrow(link.name, row, to) for row, to in link.refers.items() if to in names]
    link_names = {link.name for link in links}
    arrows += [
        Arrow(t.name, None, to) for t in beside for to in dict.fromkeys(t.refers.values()) if to in link_names
    ]
    columns = [
        [_name_alone(t) for t in of_key],
        [_box(hub)],
        [_box(t, t.refers, names) for t in links],
        [_name_alone(t) for t in beside],
    ]
    title = f"{hub.name}: what describes its keys on the left, what relates them on the right"
    return _drawing(f"vault_{hub.name}", title, columns, arrows, fixed=1, about=hub.name)


def _obt(tables: Tables) -> list[Drawing]:
    wide = sorted((t for t in tables.values() if t.folder == "gold/obt"), key=lambda t: t.name)
    found = []
    for table in wide:
        sources = {
            name: count for name, count in table.sources.items() if name in tables and name != table.name
        }
        boxes = [_noted(tables[name], f"{count} of its columns") for name, count in sources.items()]
        arrows = [Arrow(table.name, None, name) for name in sources]
        columns = [[_noted(table, f"{table.column_count} columns")], boxes]
        title = f"{table.name}: the tables of the star that its columns come from"
        found.append(_drawing(f"obt_{table.name}", title, columns, arrows, fixed=0, about=table.name))
    return found


def _read_from(room: str, prefix: str, said: str, tables: Tables) -> list[Drawing]:
    """Draw each model of a room with what it reads.

    Models whose names differ after a double underscore alone are one drawing.
    """
    grouped: dict[str, list[Table]] = {}
    for table in sorted(tables.values(), key=lambda t: t.name):
        if table.folder == room and table.reads:
            grouped.setdefault(table.name.partition("__")[0], []).append(table)
    found = []
    for name, members in grouped.items():
        own = {table.name for table in members}
        reads = list(dict.fromkeys(read for table in members for read in table.reads if read not in own))
        columns = [[_name_alone(t) for t in members], [_name_alone(tables[read]) for read in reads]]
        arrows = [Arrow(t.name, None, read) for t in members for read in t.reads]
        about = members[0].name if len(members) == 1 else ""
        found.append(_drawing(f"{prefix}_{name}", f"{name}: {said}", columns, arrows, fixed=0, about=about))
    return found


def _box(table: Table, rows: Mapping[str, str] | None = None, drawn: Container[str] = ()) -> Box:
    """A box with the table's key, its foreign keys, and how many columns there are besides.

    `rows` maps foreign keys to the tables that they refer to. Those that are not drawn are named in the row.
    """
    foreign = rows or {}
    shown = [row if to in drawn else f"{row} \u2192 {to}" for row, to in foreign.items()]
    if ", ".join(table.key) not in foreign:
        shown = [*_key_rows(table.key), *shown]
    named = {name for row in (*foreign, *table.key) for name in row.split(", ")}
    more = table.column_count - len(named)
    return Box(
        table.name,
        table.link,
        table.colour,
        tuple(shown),
        f"+ {_counted(more, 'column')}" if more > 0 else "",
    )


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _key_rows(key: Sequence[str]) -> list[str]:
    """Write a key in rows, so that a long one does not make its box wide."""
    rows: list[str] = []
    for column in key:
        if rows and len(rows[-1]) + len(column) + 2 <= _LONG:
            rows[-1] += f", {column}"
        else:
            rows.append(f"key: {column}" if not rows else f"     {column}")
    return rows


def _name_alone(table: Table) -> Box:
    return Box(table.name, table.link, table.colour)


def _noted(table: Table, note: str) -> Box:
    return Box(table.name, table.link, table.colour, (), note)


def _drawing(
    name: str, title: str, columns: list[list[Box]], arrows: list[Arrow], fixed: int, about: str = ""
) -> Drawing:
    there = {box.name for column in columns for box in column}
    kept = [arrow for arrow in arrows if arrow.source in there and arrow.target in there]
    sorted_columns = tuple(tuple(column) for column in ordered(columns, kept, fixed) if column)
    return Drawing(name, title, sorted_columns, tuple(kept), about)


def layers(rooms: Mapping[str, tuple[str, str, int]], reads: Collection[tuple[str, str]]) -> Drawing:
    """Return a drawing of which layer or style is made from which, in the colours of the lineage graph.

    `rooms` maps each one's name to the address of its page, its colour and how many tables it has; `reads`
    holds pairs of a reader and what it reads, without circles.
    """
    depths: dict[str, int] = {}

    def depth(name: str) -> int:
        """How many layers lie before one, at most."""
        if name not in depths:
            depths[name] = max((1 + depth(read) for reader, read in reads if reader == name), default=0)
        return depths[name]

    columns: list[list[Box]] = [[] for _ in range(1 + max(depth(name) for name in rooms))]
    for name, (link, colour, count) in rooms.items():
        columns[depth(name)].append(Box(name, link, colour, (), _counted(count, "table")))
    arrows = [Arrow(read, None, reader) for reader, read in sorted(reads)]
    return _drawing("layers", "Which layer is made from which", columns, arrows, fixed=0)


_STYLES: dict[str, Callable[[Tables], list[Drawing]]] = {
    "inmon": _inmon,
    "kimball": _kimball,
    "vault": _vault,
    "vault_marts": partial(_read_from, "gold/vault_marts", "mart", "what it reads of the vault"),
    "obt": _obt,
    "serving": partial(_read_from, "gold/serving", "serving", "what it is computed from"),
}
