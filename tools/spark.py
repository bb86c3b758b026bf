"""`python -m tools.spark dbt ARGUMENTS...` runs dbt on Spark; `... sql STATEMENT...` prints rows.

Spark runs inside this process, or on the cluster that SPARK_MASTER names, with the settings of the target
`spark` in profiles.yml. Tables are Iceberg's, in the folder TOUCHSTONE_LAKE (warehouse/lake).

dbt-spark turns Spark's ANSI mode off for each statement: an overflow would wrap, and a text that is no number
would be null. Here it stays on; what runs dbt in another way is refused by the project (prepare_engine).

Without arguments it only looks whether there is a Java that Spark can use.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_LAKE = "warehouse/lake"
JAVA = 17
ANSI = "spark.sql.ansi.enabled"
_NEEDED = (
    f"Expected: Java {JAVA} or later, in JAVA_HOME or on the PATH.\n"
    "Install one (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME."
)


class ObstacleError(Exception):
    """Something outside this project that a person has to put right."""


def java(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the program `java` that Spark would start.

    Raises:
        ObstacleError: there is none, or it is too old.
    """
    home = environment.get("JAVA_HOME")
    found = f"{home}/bin/java" if home else shutil.which("java", path=environment.get("PATH"))
    if not found or not Path(found).is_file():
        raise ObstacleError(
            f"Spark needs a Java, and there is none{f' in {home}' if home else ''}.\n{_NEEDED}"
        )
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) < JAVA:
        raise ObstacleError(f"Spark cannot use {found}: {said.strip() or 'it does not start'}\n{_NEEDED}")
    return Path(found)


def prepare(environment: dict[str, str] | os._Environ[str] = os.environ) -> str:
    """Put into the environment what the profile reads, make the lake's folder, and return where it is."""
    environment["TOUCHSTONE_TARGET"] = "spark"
    environment.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    lake = environment.get("TOUCHSTONE_LAKE") or DEFAULT_LAKE
    if "://" not in lake:
        folder = ROOT / lake
        folder.mkdir(parents=True, exist_ok=True)
        lake = str(folder)
    environment["TOUCHSTONE_LAKE"] = lake
    # pyspark writes each refused statement to the error output, as JSON, besides raising it
    logging.getLogger("SQLQueryContextLogger").disabled = True
    return lake


def keep_ansi() -> None:
    """Have dbt-spark leave ANSI mode on in every connection that it opens from now on."""
    from dbt.adapters.spark.connections import SparkCredentials

    if getattr(SparkCredentials, "keeps_ansi", False):
        return
    check = SparkCredentials.__post_init__

    def check_and_keep(credentials: Any) -> None:
        check(credentials)
        given = credentials.server_side_parameters
        credentials.server_side_parameters = {**_that_say_something(given), ANSI: "true"}

    SparkCredentials.__post_init__ = check_and_keep
    SparkCredentials.keeps_ansi = True


def settings() -> dict[str, str]:
    """Return Spark's settings as profiles.yml has them in this environment."""
    import jinja2
    import yaml

    profile = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    given = profile["touchstone"]["outputs"]["spark"]["server_side_parameters"]
    found = {
        name: jinja2.Template(str(value)).render(env_var=lambda key, default="": os.environ.get(key, default))
        for name, value in given.items()
    }
    return {**_that_say_something(found), ANSI: "true"}


def _that_say_something(given: Mapping[str, str]) -> dict[str, str]:
    """Return the settings without the empty ones.

    An empty list of jars would stand in the place of those that Spark has fetched: a cluster's executors
    would get none.
    """
    return {name: value for name, value in given.items() if value}


def session() -> Any:
    """Return this process's Spark session, which is started where there is none.

    Raises:
        ObstacleError: there is no Java.
    """
    from pyspark.sql import SparkSession

    java()
    prepare()
    builder = SparkSession.builder
    for name, value in settings().items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def run_sql(statements: Sequence[str]) -> None:
    """Run statements and print what each one returns."""
    for statement in statements:
        found = session().sql(statement)
        if found.columns:
            found.show(n=50, truncate=False)


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments say and return the exit code."""
    try:
        java()
    except ObstacleError as error:
        print(error, file=sys.stderr)
        return 1
    if not arguments:
        return 0
    command, *rest = arguments
    if command == "sql" and rest:
        run_sql(rest)
        return 0
    if command != "dbt":
        print(__doc__, file=sys.stderr)
        return 2
    prepare()
    keep_ansi()
    from dbt.cli.main import dbtRunner

    outcome = dbtRunner().invoke(list(rest))
    if outcome.exception is not None:
        print(outcome.exception, file=sys.stderr)
        return 2
    return 0 if outcome.success else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
