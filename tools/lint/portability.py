"""SQL that is not the same on DuckDB, PostgreSQL and Spark.

What differs by engine belongs in macros/adapters, behind a concept; the adapters and materializations
themselves are not looked at. What no pattern can see (a column alias used in its own select list, an
integer cast of a decimal) is found by building on the other engines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.lint.problem import Problem
from tools.lint.project import Project
from tools.lint.sql_text import line_at, sql_in_jinja, sql_of

FOLDERS = ("models", "tests", "snapshots", "macros")
EXEMPT = ("macros/adapters/", "macros/materializations/")


@dataclass(frozen=True)
class Ban:
    """A construct that is refused, and the portable wording."""

    rule: str
    pattern: re.Pattern[str]
    instead: str
    in_strings: bool = True  # also in the strings of Jinja code, which often hold SQL
    exempt: tuple[str, ...] = ()

    def holds_for(self, name: str) -> bool:
        """Return whether the file is one that must keep the rule."""
        return not name.startswith(EXEMPT + self.exempt)


def _ban(
    rule: str, pattern: str, instead: str, *, in_strings: bool = True, exempt: tuple[str, ...] = ()
) -> Ban:
    return Ban(rule, re.compile(pattern, re.IGNORECASE), instead, in_strings, exempt)


def _calls(names: str) -> str:
    return rf"(?<![\w.])(?:{names})\s*\("


BANS = (
    _ban(
        "qualify",
        r"\bqualify\b",
        "number the rows in a CTE and filter the next one: where recency = 1",
        in_strings=False,
    ),
    _ban(
        "named-window",
        r"\bwindow\s+\w+\s+as\s*\(",
        "a view that names one cannot be read on Spark: write it out after over, or set it by Jinja",
        in_strings=False,
    ),
    _ban("group-by-all", r"\bgroup\s+by\s+all\b", "name the columns: group by a, b"),
    _ban(
        "division",
        r"/",
        "engines disagree on division: write {{ ratio('a', 'b', scale) }}",
        in_strings=False,
        exempt=("macros/rules/ratio.sql",),
    ),
    _ban(
        "avg",
        _calls("avg|mean"),
        "engines round averages differently: write {{ ratio('sum(x)', 'count(x)', scale) }}",
    ),
    _ban("concat", _calls("concat"), "null counts differently: write a || b with coalesce, or concat_ws"),
    _ban(
        "text-type",
        r"\bcast\s*\((?:[^()]|\([^()]*\))*\bas\s+(?:varchar|text|string|char)\b",
        "engines name text differently: cast(x as {{ dbt.type_string() }})",
    ),
    _ban("double-colon", r"::", "write cast(x as type)"),
    _ban(
        "float",
        r"\b(?:double|float[48]?|real)\b(?!\s*\.)",
        "floats have no common name, text or sum: use decimal(p, s)",
        in_strings=False,
    ),
    _ban(
        "date-function",
        _calls("to_char|to_date|datediff|date_diff|date_part|datepart|dateadd|date_add|age"),
        "names and results differ: cast(a - b as integer) counts days, extract(year from x) is a part",
    ),
    _ban(
        "extract-field",
        r"\bextract\s*\(\s*(?:dow|isodow|dayofweek|weekday|epoch|second|milliseconds?|microseconds?)\b",
        "numbered differently: the ISO weekday is mod(cast(day - date '1900-01-01' as integer), 7) + 1",
    ),
    _ban(
        "series",
        _calls("generate_series|range|sequence"),
        "cross join CTEs of ten digits (values (0), (1), ...) and number the rows",
        in_strings=False,
    ),
    _ban(
        "regexp-replace",
        _calls("regexp_replace"),
        "replaces one match or all, by engine: use replace, translate or split_part",
    ),
    _ban("star-except", r"\*\s*(?:exclude|except|replace|rename)\b", "name the columns that are wanted"),
    _ban(
        "distinct-on",
        r"\bdistinct\s+on\b",
        "number the rows in a CTE and filter the next one: where recency = 1",
    ),
    _ban(
        "aggregate",
        _calls("any_value|min_by|max_by|arg_min|arg_max|first|last|list|array_agg|mode|median"),
        "use min or max, or number the rows in a CTE and take the first",
    ),
    _ban("initcap", _calls("initcap"), "what is a word differs: leave the case as it is delivered"),
    _ban(
        "ignore-nulls",
        r"\b(?:ignore|respect)\s+nulls\b",
        "count the non-null values in a CTE and take the maximum per count",
    ),
    _ban(
        "quoted-name",
        r'"[^"\n]*"?',
        "quotes mean a text on Spark: use plain snake_case names",
        in_strings=False,
    ),
    _ban(
        "hash",
        _calls(r"md5\w*|sha\d+|hash|xxhash\w*"),
        "keys are made by {{ hash_key([...]) }} and {{ hash_diff([...]) }} alone",
    ),
    _ban("try-cast", _calls("try_cast"), "write {{ safe_cast('x', 'type') }}"),
    _ban(
        "upper",
        _calls("upper|ucase"),
        "beyond ASCII it differs: fold keys with {{ clean_key('x', fold=true) }}",
    ),
    _ban(
        "trim",
        r"(?<![\w.])trim\s*\(\s*(?!both\b)",
        "what counts as a blank differs: write trim(both ' ' from x)",
    ),
    _ban(
        "clock",
        r"\b(?:current_date|current_timestamp|localtimestamp|current_time)\b|"
        + _calls("now|today|getdate|sysdate"),
        "nothing reads the machine's clock: the project's today is {{ as_of_date() }}",
    ),
    _ban(
        "duckdb-only",
        _calls(
            r"read_csv\w*|read_parquet|read_json\w*|glob|list_\w+|array_\w+|struct_pack|row_to_json|unnest|strftime|strptime"
            r"|epoch\w*|regexp_full_match|regexp_matches|json_\w+|columns"
        ),
        "only DuckDB has it: put a macro that names the concept in macros/adapters and call that",
    ),
)

# dbt makes a relation of a unit test's name, and PostgreSQL names none in more characters.
LONGEST_NAME = 63
_UNIT_TEST = re.compile(r"^  - name: (\w+)", re.MULTILINE)

_TARGET = re.compile(r"\btarget\s*\.\s*(?:type|name)\b|\badapter\s*\.\s*type\s*\(")
_TOKEN = re.compile(r"[()]|\b(?:select|limit|order\s+by|over|group)\b|[\w.]+|,", re.IGNORECASE)
# A word before a bracket names a function, unless it is one of these.
_BEFORE_SUBQUERY = ("as", "in", "from", "exists", "join", "materialized", "and", "or", "not", "where", "all")
_ENDS_ORDER = ("limit", "union", "except", "intersect", "rows", "fetch", "offset")


def check_portability(project: Project) -> list[Problem]:
    """Refuse the constructs of BANS, engine conditionals, rows without an order, and too long names."""
    problems: list[Problem] = []
    for path in project.files(*FOLDERS, suffix=".sql"):
        name = project.name(path)
        if name.startswith(EXEMPT):
            continue
        text = path.read_text(encoding="utf-8")
        problems.extend(_banned(name, text))
        problems.extend(_unordered(name, sql_of(text)))
        if not name.startswith("macros/"):
            for match in _TARGET.finditer(text):
                message = (
                    "a model is the same on every engine: put what differs in a macro in macros/adapters"
                )
                problems.append(Problem(name, line_at(text, match.start()), "engine-conditional", message))
    for path in project.files("models", suffix="unit_tests.yml"):
        text = path.read_text(encoding="utf-8")
        for match in _UNIT_TEST.finditer(text):
            if len(match[1]) > LONGEST_NAME:
                message = f"{len(match[1])} characters: PostgreSQL takes {LONGEST_NAME} at most"
                problems.append(
                    Problem(project.name(path), line_at(text, match.start()), "long-name", message)
                )
    return problems


def _banned(name: str, text: str) -> Iterator[Problem]:
    sql, strings = sql_of(text), sql_in_jinja(text)
    for ban in BANS:
        if not ban.holds_for(name):
            continue
        for searched in (sql, strings) if ban.in_strings else (sql,):
            for match in ban.pattern.finditer(searched):
                found = " ".join(match[0].split()).rstrip("( ")
                yield Problem(name, line_at(text, match.start()), ban.rule, f"'{found}': {ban.instead}")


@dataclass
class _Scope:
    """A pair of brackets: what the select in it has said so far."""

    of_function: bool = False  # a window or an aggregate, whose nulls are its own business
    ordered_at: int | None = None
    is_ordered: bool = False


def _unordered(name: str, sql: str) -> Iterator[Problem]:
    """Find limits without an order, and orders that leave the place of nulls to the engine."""
    scopes = [_Scope()]
    previous = ""

    def close_order(until: int) -> Iterator[Problem]:
        scope = scopes[-1]
        if scope.ordered_at is not None and not scope.of_function:
            for start, term in _terms(sql, scope.ordered_at, until):
                if not re.search(r"\bnulls\s+(?:first|last)\b", term, re.IGNORECASE):
                    order = f"'order by {' '.join(term.split())}'"
                    message = f"{order}: engines put nulls elsewhere: add nulls first or nulls last"
                    yield Problem(name, line_at(sql, start), "nulls-order", message)
        scope.ordered_at = None

    for match in _TOKEN.finditer(sql):
        token = " ".join(match[0].lower().split())
        if token == "(":
            is_call = bool(re.fullmatch(r"[\w.]+", previous)) and previous not in _BEFORE_SUBQUERY
            scopes.append(_Scope(of_function=is_call))
        elif token == ")":
            yield from close_order(match.start())
            if len(scopes) > 1:
                scopes.pop()
        elif token == "order by":
            scopes[-1].ordered_at = match.end()
            scopes[-1].is_ordered = True
        elif token in _ENDS_ORDER:
            yield from close_order(match.start())
            if token == "limit" and not scopes[-1].is_ordered:
                message = "which rows come is chance: add order by ... nulls last over a whole key"
                yield Problem(name, line_at(sql, match.start()), "limit-without-order", message)
        elif token == "select":
            scopes[-1].is_ordered = False
        previous = token
    yield from close_order(len(sql))


def _terms(sql: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the terms of an order by, split at the commas outside brackets."""
    depth, begin = 0, start
    for position in range(start, end):
        if sql[position] == "(":
            depth += 1
        elif sql[position] == ")":
            depth -= 1
        elif sql[position] == "," and depth == 0:
            yield begin, sql[begin:position]
            begin = position + 1
    yield begin, sql[begin:end]
