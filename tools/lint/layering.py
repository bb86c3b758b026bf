"""Which room may read which, and what the things in a room are called.

A room is a folder with one purpose. Reading across this table would tie styles together that a team
must be able to delete one by one.
"""

import re
from dataclasses import dataclass

from tools.lint.problem import Problem
from tools.lint.project import Node, Project

_RAW_VAULT = "hub|lnk|sal|hal|dcl|nhl|sat|msat|esat|stsat|rtsat|ref"
_BUSINESS_VAULT = "pit|brg|bsat|sal|hal"
_STYLES = {
    "inmon": ("inmon",),
    "kimball": ("kimball",),
    "vault": ("raw vault", "business vault", "vault marts"),
    "obt": ("obt",),
}
# What single models may read although their room does not allow it.
_MODELS_ALSO_READ = {"dim_audit": ("stg_delivery_accounts",)}
# The rooms that may read the manifest of deliveries: bronze for what is listed, the others for the project's
# today, see as_of_date().
_MANIFEST = "brz_reference__deliveries"
_READ_MANIFEST = ("bronze", "business vault", "kimball", "vault marts", "obt", "serving", "questions")
_ENTITY_PREFIX = re.compile(rf"^(?:brz|chk|stg|qrn|dim|fct|bdg|obt|q\d+|{_RAW_VAULT}|{_BUSINESS_VAULT})_")


@dataclass(frozen=True)
class Room:
    """A room: where it is, what may be read from it, and how a relation in it is called.

    `named` is a pattern for the relation's name, in which {system} stands for the folder below the
    room; `called` says the same in words.
    """

    name: str
    folder: str
    reads: tuple[str, ...]
    named: str
    called: str


ROOMS = (
    Room("landing", "seeds/", (), r"{system}__[a-z0-9_]+", "<system>__<table>"),
    Room("bronze", "models/bronze/", ("landing",), r"brz_{system}__[a-z0-9_]+", "brz_<system>__<table>"),
    Room(
        "staging",
        "models/silver/staging/",
        ("bronze",),
        r"(?:chk|stg|qrn)_{system}__[a-z0-9_]+",
        "chk_, stg_ or qrn_<system>__<table>",
    ),
    Room(
        "inmon",
        "models/silver/inmon/",
        ("staging",),
        rf"(?!{_ENTITY_PREFIX.pattern[1:]})[a-z][a-z0-9_]*",
        "a plain noun",
    ),
    Room(
        "raw vault",
        "models/silver/vault/raw/",
        ("staging",),
        rf"(?:{_RAW_VAULT})_\w+",
        "hub_, lnk_, sat_ ...",
    ),
    Room(
        "business vault",
        "models/silver/vault/business/",
        ("raw vault",),
        rf"(?:{_BUSINESS_VAULT})_\w+",
        "pit_, brg_, bsat_, sal_ or hal_<noun>",
    ),
    Room("kimball", "models/gold/kimball/", ("inmon",), r"(?:dim|fct|bdg)_\w+", "dim_, fct_ or bdg_<noun>"),
    Room(
        "vault marts",
        "models/gold/vault_marts/",
        ("raw vault", "business vault"),
        r"(?:dim|fct|bdg)_\w+",
        "dim_, fct_ or bdg_<noun>",
    ),
    Room("obt", "models/gold/obt/", ("kimball",), r"obt_\w+", "obt_<noun>"),
    Room("serving", "models/gold/serving/", ("kimball", "vault marts", "obt"), r"\w+", "any name"),
    Room(
        "questions",
        "models/gold/questions/",
        (),
        rf"q\d\d_[a-z0-9_]+__(?:{'|'.join(_STYLES)})",
        "q<number>_<slug>__<style>, style being one of " + ", ".join(_STYLES),
    ),
    Room("snapshots", "snapshots/", ("bronze",), r"\w+", "any name"),
)


def room_of(node: Node) -> Room | None:
    """Return the room that a node's file is in, or None if it is in none."""
    path = str(node["original_file_path"])
    return next((room for room in ROOMS if path.startswith(room.folder)), None)


def check_layering(project: Project) -> list[Problem]:
    """Refuse a node in no room, a parent from a room that its reader may not read, and a wrong name."""
    problems: list[Problem] = []
    nodes = {str(node["unique_id"]): node for node in project.nodes("seed", "model", "snapshot")}
    for node in nodes.values():
        path = str(node["original_file_path"])
        room = room_of(node)
        if room is None:
            folders = ", ".join(room.folder for room in ROOMS)
            problems.append(
                Problem(path, 1, "room", f"{node['name']} is in no room: move it to one of {folders}")
            )
            continue
        problems.extend(_name_problems(node, room))
        parents = (nodes[parent] for parent in node.get("depends_on", {}).get("nodes", ()) if parent in nodes)
        for parent in sorted(parents, key=lambda parent: str(parent["name"])):
            parent_room = room_of(parent)
            if parent_room is not None and (allowed := _not_allowed(node, room, parent, parent_room)):
                message = (
                    f"{node['name']} ({room.name}) reads {parent['name']} ({parent_room.name}): {allowed}"
                )
                problems.append(Problem(path, 1, "layering", message))
    return problems


def check_seed_names(project: Project) -> list[Problem]:
    """Refuse a seed that shares a model's or snapshot's name: dbt tells them apart by name alone."""
    models = {path.stem: project.name(path) for path in project.files("models", "snapshots", suffix=".sql")}
    return [
        Problem(
            project.name(path),
            1,
            "seed-name",
            f"{models[path.stem]} has the same name: name the seed <system>__<table>",
        )
        for path in project.files("seeds", suffix=".csv")
        if path.stem in models
    ]


def _not_allowed(node: Node, room: Room, parent: Node, parent_room: Room) -> str | None:
    """Return what the room may read instead, or None if this parent is one of them."""
    if parent["name"] == _MANIFEST and room.name in _READ_MANIFEST:
        return None
    if room.name == "staging":
        own, others = _system(node, room), _system(parent, parent_room)
        if parent_room.name not in ("bronze", "staging"):
            return "staging reads bronze and staging"
        if own in (None, others) or (parent_room.name == "bronze" and others == "reference"):
            return None
        return (
            f"staging of {own} reads {own} and bronze of reference; "
            f"a model of all systems is right in {room.folder}"
        )
    if room.name == "questions":
        style = str(node["name"]).rpartition("__")[2]
        allowed = _STYLES.get(style, ())
        return (
            None
            if parent_room.name in allowed
            else f"an answer in style {style} reads {' and '.join(allowed)} only"
        )
    if str(parent["name"]) in _MODELS_ALSO_READ.get(str(node["name"]), ()):
        return None
    if str(parent["name"]).startswith("qrn_"):
        return None if node["name"] == "fct_error_events" else "fct_error_events alone reads the quarantine"
    # what a source shows now is its newest extract, so a model of that reads the extracts
    reads_itself = room.name != "bronze" or str(node["name"]).endswith("_now")
    readable = (*room.reads, room.name) if reads_itself else room.reads
    return None if parent_room.name in readable else f"{room.name} reads {' and '.join(readable)} only"


def _name_problems(node: Node, room: Room) -> list[Problem]:
    """Compare a relation's name with its room's: that of a question with its file too, for the style."""
    name = str(node["name"]) if room.name == "questions" else str(node.get("alias") or node["name"])
    system = _system(node, room)
    pattern = room.named.replace("{system}", re.escape(system) if system else "[a-z]+")
    if room.name == "staging" and system is None:
        pattern = r"(?:stg|qrn)_[a-z0-9_]+"
    if re.fullmatch(pattern, name):
        return []
    message = f"{name} is in {room.name}, where a name is {room.called}: rename it, or move it to its room"
    return [Problem(str(node["original_file_path"]), 1, "name", message)]


def _system(node: Node, room: Room) -> str | None:
    """Return the folder of a node below its room, or None right in it."""
    below = str(node["original_file_path"]).removeprefix(room.folder).split("/")
    return below[0] if len(below) > 1 else None
