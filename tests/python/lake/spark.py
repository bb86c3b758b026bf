"""Spark, in a process of its own, on the catalog of the published tables."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.warehouse import ROOT

# A Python that has pyspark; by default the one that make test-spark sets up.
PYTHON = Path(os.environ.get("TOUCHSTONE_SPARK_PYTHON", ROOT / ".venv-spark" / "bin" / "python"))
IS_THERE = PYTHON.is_file() and shutil.which("java") is not None

PACKAGES = "org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.11.0,org.xerial:sqlite-jdbc:3.53.1.0"
# Answers each statement that it reads, a line of JSON, with its rows, another.
_SESSION = """
import json, sys
from pyspark.sql import SparkSession
session = SparkSession.builder
for name, value in json.loads(sys.argv[1]).items():
    session = session.config(name, value)
session = session.getOrCreate()
session.sparkContext.setLogLevel("OFF")
for line in sys.stdin:
    rows = session.sql(json.loads(line)).collect()
    print("ROWS " + json.dumps([row.asDict(recursive=True) for row in rows], default=str), flush=True)
"""


class Spark:
    """A session of Spark whose catalog `lake` is the default."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def sql(self, statement: str) -> list[dict[str, Any]]:
        """Run a statement and return its rows; dates, times and decimals are texts."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(statement) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith("ROWS "):
                found: list[dict[str, Any]] = json.loads(line.removeprefix("ROWS "))
                return found
        raise AssertionError(f"Spark ended at: {statement}")


@contextmanager
def spark(folder: Path) -> Iterator[Spark]:
    """Start Spark on one core, with the catalog in a folder, and end it."""
    settings = {
        "spark.master": "local[1]",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": str(folder),
        "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
        "spark.sql.defaultCatalog": "lake",
        "spark.sql.catalog.lake": "org.apache.iceberg.spark.SparkCatalog",
        "spark.sql.catalog.lake.type": "jdbc",
        "spark.sql.catalog.lake.uri": f"jdbc:sqlite:{folder}/catalog.db",
        "spark.sql.catalog.lake.jdbc.schema-version": "V1",
        "spark.sql.catalog.lake.warehouse": f"file://{folder}",
    }
    jars = os.environ.get("TOUCHSTONE_JARS")
    settings |= {"spark.jars": jars} if jars else {"spark.jars.packages": PACKAGES}
    with subprocess.Popen(
        [PYTHON, "-c", _SESSION, json.dumps(settings)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
    ) as process:
        try:
            yield Spark(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=300)
