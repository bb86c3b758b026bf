"""Reads the suites of `orchestration/expectations/`: strictly, and without importing Great Expectations.

A suite is a file a table, in the folder of its layer:

    table: stg_shop__orders            # the dbt node
    key: [order_id, batch_date]        # names a row that fails; optional
    expectations:
      - name: currency_is_that_of_the_country
        severity: critical             # critical stops the next layer; warning and info do not
        why: An order in another currency is worth another amount.
        query: select * from {batch} where ...      # rows that must not be there

Instead of a query, `expect` names a type of Great Expectations or `rule` a query of rules/, each with its
arguments under `with`. A name, key, severity, type, rule or argument that does not exist is an error with
file and line: Great Expectations itself would log it and leave the expectation out.
"""

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tools.warehouse import ROOT

FOLDER = Path(__file__).parents[1] / "expectations"
CATALOGUE = Path(__file__).with_name("catalogue.json")
SEVERITIES = ("critical", "warning", "info")
QUERY = "unexpected_rows_expectation"

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PLACEHOLDER = re.compile(r"\$([a-z_]+)")
# The one in C is ten times as fast, where the platform has it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SUITE_KEYS = {"table", "key", "expectations"}
_KEYS = {"name", "severity", "why", "expect", "rule", "query", "with"}


class SuiteError(Exception):
    """What is wrong in a suite or rule; its text begins with the file and the line."""


@dataclass(frozen=True)
class Expectation:
    """One thing that is expected of a table."""

    name: str
    type: str  # as Great Expectations calls it
    arguments: Mapping[str, Any]
    severity: str  # one of SEVERITIES
    why: str
    place: str  # file:line

    @property
    def check_name(self) -> str:
        """Return the name of its Dagster check, which no dbt test has."""
        return f"gx_{self.name}"

    @property
    def query(self) -> str | None:
        """Return its query for rows that must not be there, or None if it is of another type."""
        return str(self.arguments["unexpected_rows_query"]) if self.type == QUERY else None


@dataclass(frozen=True)
class Suite:
    """What is expected of one table."""

    layer: str
    table: str
    key: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    place: str  # file:line


@dataclass(frozen=True)
class Rule:
    """A query that suites share: parameters with their defaults, None where the suite must give one."""

    sql: str
    parameters: Mapping[str, str | None]


def load_suites(folder: Path = FOLDER) -> list[Suite]:
    """Return every suite below the folder, by file name.

    Raises:
        SuiteError: a suite or rule is not as described above.
    """
    rules = load_rules(folder / "rules")
    suites: list[Suite] = []
    places: dict[str, str] = {}
    for file in sorted(folder.rglob("*.yml")):
        suite = read_suite(file, folder, rules)
        if suite.table in places:
            raise SuiteError(
                f"{suite.place}: {suite.table} has a suite already, {places[suite.table]}; put both into one"
            )
        places[suite.table] = suite.place
        suites.append(suite)
    return suites


def read_suite(file: Path, folder: Path, rules: Mapping[str, Rule]) -> Suite:
    """Return the suite in a file; its layer is the first folder below `folder`.

    Raises:
        SuiteError: it is not as described above.
    """
    shown = _shown(file)
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), _LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SuiteError(f"{shown}:{line}: this is no YAML: {error.problem}") from error
    items = _items(node, shown, "a suite", _SUITE_KEYS, required={"table", "expectations"})
    table = _value(items["table"], shown, str, "table names a dbt node")
    if table != file.stem:
        raise SuiteError(
            f"{_place(shown, items['table'])}: the file of the suite for {table} is called {table}.yml"
        )
    key = _value(items["key"], shown, list, "key is a list of columns") if "key" in items else []
    listed = items["expectations"]
    if not isinstance(listed, yaml.SequenceNode) or not listed.value:
        raise SuiteError(f"{_place(shown, listed)}: expectations is a list with one entry or more")
    expectations = [_expectation(entry, shown, rules) for entry in listed.value]
    seen: dict[str, str] = {}
    for expectation in expectations:
        if expectation.name in seen:
            raise SuiteError(
                f"{expectation.place}: {expectation.name} is there already, in {seen[expectation.name]}"
            )
        seen[expectation.name] = expectation.place
    layer = file.relative_to(folder).parts[0]
    return Suite(layer, table, tuple(map(str, key)), tuple(expectations), f"{shown}:1")


def load_rules(folder: Path) -> dict[str, Rule]:
    """Return the rules by name.

    A rule is a query in a file, whose first line is `-- parameters: a, b=default`, or `none`.

    Raises:
        SuiteError: a rule's parameters are not those that its query uses.
    """
    return {file.stem: _read_rule(file) for file in sorted(folder.glob("*.sql"))}


def _read_rule(file: Path) -> Rule:
    shown = _shown(file)
    head, _, sql = file.read_text(encoding="utf-8").partition("\n")
    if not (match := re.fullmatch(r"-- parameters: (.+)", head)):
        raise SuiteError(f"{shown}:1: the first line of a rule is '-- parameters: a, b=default', or 'none'")
    parameters: dict[str, str | None] = {}
    if match[1] != "none":
        for text in match[1].split(", "):
            name, equals, default = text.partition("=")
            parameters[name] = default if equals else None
    used = set(_PLACEHOLDER.findall(sql))
    if used != set(parameters):
        names = ", ".join(sorted(used ^ set(parameters)))
        raise SuiteError(f"{shown}:1: declared and used parameters differ: {names}")
    return Rule(sql.strip(), parameters)


def _expectation(node: yaml.Node, file: str, rules: Mapping[str, Rule]) -> Expectation:
    items = _items(node, file, "an expectation", _KEYS, required={"name", "severity", "why"})
    place = _place(file, node)
    name = _value(items["name"], file, str, "name is a text")
    if not _NAME.fullmatch(name):
        raise SuiteError(
            f"{_place(file, items['name'])}: name '{name}' is not in lower_case_with_underscores"
        )
    severity = _value(items["severity"], file, str, "severity is a text")
    if severity not in SEVERITIES:
        raise SuiteError(
            f"{_place(file, items['severity'])}: severity '{severity}' does not exist: "
            f"choose {', '.join(SEVERITIES)}"
        )
    kinds = [kind for kind in ("expect", "rule", "query") if kind in items]
    if len(kinds) != 1:
        raise SuiteError(
            f"{place}: {name} has {' and '.join(kinds) or 'none'} of expect, rule and query: one is needed"
        )
    given: dict[str, Any] = {}
    if "with" in items:
        given = _value(items["with"], file, dict, "with holds arguments by name")
    what = _value(items[kinds[0]], file, str, f"{kinds[0]} is a text")
    at = _place(file, items[kinds[0]])
    if kinds[0] == "query":
        if given:
            raise SuiteError(f"{_place(file, items['with'])}: a query has no arguments")
        expected, arguments = QUERY, {"unexpected_rows_query": what.strip()}
    elif kinds[0] == "rule":
        expected, arguments = QUERY, {"unexpected_rows_query": _fill(what, given, rules, at)}
    else:
        _check_type(what, given, at)
        expected, arguments = what, given
    if expected == QUERY and "{batch}" not in arguments["unexpected_rows_query"]:
        raise SuiteError(f"{at}: the query of {name} does not read {{batch}}, the table of the suite")
    why = _value(items["why"], file, str, "why is a text").strip()
    return Expectation(name, expected, arguments, severity, why, place)


def _fill(name: str, given: Mapping[str, Any], rules: Mapping[str, Rule], at: str) -> str:
    if name not in rules:
        raise SuiteError(
            f"{at}: rule '{name}' does not exist: choose {', '.join(rules)}, or add rules/{name}.sql"
        )
    rule = rules[name]
    _check_names(
        f"rule {name}", given, set(rule.parameters), {k for k, v in rule.parameters.items() if v is None}, at
    )
    values = {
        key: _as_sql(given[key]) if key in given else default for key, default in rule.parameters.items()
    }
    return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), rule.sql)


def _as_sql(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@cache
def catalogue() -> dict[str, dict[str, list[str]]]:
    """Return the types of Great Expectations with their required and optional arguments.

    `python -m orchestration.quality.catalogue` writes the file from the installed version.
    """
    found: dict[str, dict[str, list[str]]] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return found


def _check_type(name: str, given: Mapping[str, Any], at: str) -> None:
    known = catalogue()
    if name not in known:
        raise SuiteError(f"{at}: Great Expectations has no '{name}'{_closest(name, known)}")
    required = set(known[name]["required"])
    _check_names(name, given, required | set(known[name]["optional"]), required, at)


def _check_names(what: str, given: Mapping[str, Any], known: set[str], required: set[str], at: str) -> None:
    if unknown := sorted(set(given) - known):
        raise SuiteError(f"{at}: {what} has no argument '{unknown[0]}'{_closest(unknown[0], known)}")
    if missing := sorted(required - set(given)):
        raise SuiteError(f"{at}: {what} needs the argument '{missing[0]}'")


def _closest(name: str, known: Mapping[str, Any] | set[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f": did you mean {close[0]}?" if close else f": choose {', '.join(sorted(known))}"


def _items(
    node: yaml.Node | None, file: str, what: str, known: set[str], required: set[str]
) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise SuiteError(f"{_place(file, node)}: {what} is a mapping with {', '.join(sorted(known))}")
    items: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.value not in known:
            raise SuiteError(
                f"{_place(file, key)}: {what} has no key '{key.value}'{_closest(key.value, known)}"
            )
        if key.value in items:
            raise SuiteError(f"{_place(file, key)}: {key.value} is there twice")
        items[key.value] = value
    if missing := sorted(required - set(items)):
        raise SuiteError(f"{_place(file, node)}: {what} needs {', '.join(missing)}")
    return items


def _value(node: yaml.Node, file: str, kind: type, expected: str) -> Any:
    result = yaml.SafeLoader("").construct_object(node, deep=True)
    if not isinstance(result, kind) or not result:
        raise SuiteError(f"{_place(file, node)}: {expected}")
    return result


def _place(file: str, node: yaml.Node | None) -> str:
    return f"{file}:{node.start_mark.line + 1 if node else 1}"


def _shown(file: Path) -> str:
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)


def expectations_of(suites: Sequence[Suite]) -> int:
    """Return how many expectations the suites hold."""
    return sum(len(suite.expectations) for suite in suites)
