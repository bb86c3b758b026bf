"""On a cluster, what dies during a build costs no row: neither a worker, nor dbt itself."""

from __future__ import annotations

import importlib.util
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from tests.python.spark.cluster import Cluster, cluster
from tests.python.warehouse.other_engine import Held
from tools import parity, spark
from tools.warehouse import ROOT

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None, reason="needs Spark: make test-spark"
)

# Short, and it has a table of each kind: the dimension of products, with all that it stands on.
MODELS = ("build", "--select", "+dim_product", "--exclude", "resource_type:test", "resource_type:unit_test")
SECONDS_TO_END = 900


class Lake:
    """A lake that dbt builds on a cluster, each time in a process of its own."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self._scratch = folder.with_name("dbt")
        self._said = folder.with_name("said")
        self.environment: Mapping[str, str] = {
            **os.environ,
            "TOUCHSTONE_TARGET": "spark",
            "TOUCHSTONE_LAKE": str(folder),
            "SPARK_MASTER": address,
        }

    @property
    def said(self) -> str:
        """What the last process has said."""
        return self._said.read_text(encoding="utf-8")

    def land(self, landing: Path) -> None:
        """Land a folder of deliveries; AssertionError with what was said where that fails."""
        variables = ("--vars", yaml.safe_dump({"landing": str(landing)}))
        started = self._start("tools.land", *variables, "--target-path", str(self._scratch / "landing"))
        assert started.wait(SECONDS_TO_END) == 0, self.said

    def start(self) -> subprocess.Popen[bytes]:
        """Start to build."""
        paths = ("--target-path", str(self._scratch / "target"), "--log-path", str(self._scratch / "logs"))
        return self._start("tools.spark", "dbt", *MODELS, *paths)

    def tables(self) -> dict[str, str]:
        """Return where the newest state of each table is described, by the table's name."""
        catalog = self.folder / "catalog.db"
        query = "select table_namespace || '.' || table_name, metadata_location from iceberg_tables"
        with closing(sqlite3.connect(f"file:{catalog}?mode=ro", uri=True, timeout=60)) as opened:
            return {name: place for name, place in opened.execute(query) if place}

    def wait_for(self, count: int, before: Mapping[str, str], building: subprocess.Popen[bytes]) -> None:
        """Wait until so many tables have a state that they had not before.

        AssertionError with what was said where the build ends first.
        """
        while sum(before.get(name) != place for name, place in self.tables().items()) < count:
            assert building.poll() is None, self.said
            time.sleep(0.2)

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module, *arguments]
        with self._said.open("w", encoding="utf-8") as said:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=said, stderr=subprocess.STDOUT
            )


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster of two workers."""
    with cluster(2, tmp_path / "workers") as started:
        yield started


def test_what_dies_during_a_build_costs_no_row(
    workers: Cluster, deliveries: Callable[[str], Path], held: Held, tmp_path: Path
) -> None:
    folder = tmp_path / "lake"
    folder.mkdir()
    lake = Lake(folder, workers.address)
    lake.land(deliveries("batch_date <= date '2025-03-31'"))

    landed = lake.tables()
    building = lake.start()
    lake.wait_for(15, landed, building)
    workers.workers[0].kill()
    # what the worker had begun, the other one does again
    assert building.wait(SECONDS_TO_END) == 0, lake.said

    lake.land(deliveries("true"))
    before = lake.tables()
    building = lake.start()
    lake.wait_for(15, before, building)
    building.kill()
    building.wait()
    left = lake.tables()
    untouched = [name for name in before if name.startswith("kimball.") and left[name] == before[name]]
    assert "kimball.dim_product" in untouched, "it was to be killed in the midst of its work"
    assert lake.start().wait(SECONDS_TO_END) == 0, lake.said

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHSTONE_LAKE", str(folder))
        patch.setenv("TOUCHSTONE_TARGET", "spark")
        with parity.opened(parity.LAKE) as there:
            columns = parity.relations(there)
            names = [name for name in columns if name in held[0]]
            found = parity.digests(there, held[0], names)
        spark.session().stop()
    assert "kimball.dim_product" in names
    here = {name: held[0][name] for name in names}
    assert parity.differences(here, {name: columns[name] for name in names}, held[1], found) == []
