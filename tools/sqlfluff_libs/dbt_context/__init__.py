"""What dbt gives a model while it parses, for sqlfluff's Jinja templater.

sqlfluff has `ref`, `config`, `var`, `this`, `is_incremental` and `return` built in and loads the
project's own macros; this adds the rest. As while dbt parses, nothing is executed: `execute` is false,
`graph` is empty and `run_query` finds nothing. Every name here is a name in the templates.
"""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import jinja2

execute = False
project_name = "touchstone"
invocation_id = "00000000-0000-0000-0000-000000000000"
run_started_at = datetime(2000, 1, 1)
target = SimpleNamespace(name="duckdb", type="duckdb", schema="main", database="touchstone", threads=1)
graph = SimpleNamespace(nodes={}, sources={})
flags = SimpleNamespace(FULL_REFRESH=False)
modules = SimpleNamespace(datetime=__import__("datetime"), re=__import__("re"))


def run_query(_sql: str) -> SimpleNamespace:
    """Return an empty result."""
    return SimpleNamespace(rows=[], columns=[])


def _raise(message: str) -> None:
    raise jinja2.TemplateError(message)


def _silent(*_args: object, **_kwargs: object) -> str:
    return ""


exceptions = SimpleNamespace(raise_compiler_error=_raise, warn=_silent)
log = _silent


@jinja2.pass_context
def _dispatch(
    context: jinja2.runtime.Context, name: str, macro_namespace: str | None = None
) -> Callable[..., Any]:
    """Return the DuckDB implementation of a macro, else its default, as dbt does for that target."""
    for prefix in ("duckdb", "default"):
        macro: Callable[..., Any] | None = context.get(f"{prefix}__{name}")
        if macro is not None:
            return macro
    raise jinja2.TemplateError(
        f"adapter.dispatch('{name}') finds no macro duckdb__{name} or default__{name} "
        f"in {macro_namespace or 'macros/'}: add one in macros/adapters."
    )


adapter = SimpleNamespace(dispatch=_dispatch)


def _type(name: str) -> Callable[[], str]:
    return lambda: name


dbt = SimpleNamespace(
    type_string=_type("text"),
    type_timestamp=_type("timestamp"),
    type_int=_type("integer"),
    type_bigint=_type("bigint"),
    type_boolean=_type("boolean"),
    type_numeric=_type("numeric"),
)
