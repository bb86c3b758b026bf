"""What Spark needs is asked for before it is started, and its settings leave this machine closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import spark


def _java(folder: Path, version: str) -> dict[str, str]:
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
    program.chmod(0o755)
    return {"JAVA_HOME": str(folder)}


def test_a_java_that_is_new_enough_is_found(tmp_path: Path) -> None:
    assert spark.java(_java(tmp_path, "17.0.15")) == tmp_path / "bin" / "java"


@pytest.mark.parametrize("version", ["11.0.2", "1.8.0_292"])
def test_an_old_java_is_refused_with_what_to_do(version: str, tmp_path: Path) -> None:
    with pytest.raises(spark.ObstacleError, match=version) as caught:
        spark.java(_java(tmp_path, version))
    assert "apt-get install" in str(caught.value)


def test_where_there_is_no_java_that_is_said(tmp_path: Path) -> None:
    for environment in ({"PATH": str(tmp_path)}, {"JAVA_HOME": str(tmp_path)}):
        with pytest.raises(spark.ObstacleError, match="there is none"):
            spark.java(environment)


def test_the_settings_are_strict_and_reach_nobody_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TOUCHSTONE_LAKE", str(tmp_path))
    monkeypatch.delenv("SPARK_LOCAL_IP", raising=False)
    found = spark.settings()
    assert found["spark.sql.ansi.enabled"] == "true"
    assert found["spark.driver.bindAddress"] == "127.0.0.1"
    assert found["spark.ui.enabled"] == "false"
    assert found["spark.sql.catalog.lake.uri"] == f"jdbc:sqlite:{tmp_path}/catalog.db"
    # an empty list would hide what is fetched from the executors of a cluster
    assert "spark.jars" not in found
    assert "iceberg" in found["spark.jars.packages"]
    # a jar of one's own is used instead of it
    monkeypatch.setenv("TOUCHSTONE_JARS", "/jars/one.jar")
    assert spark.settings()["spark.jars"] == "/jars/one.jar"
    assert "spark.jars.packages" not in spark.settings()


def test_the_lakes_folder_is_made(tmp_path: Path) -> None:
    environment = {"TOUCHSTONE_LAKE": str(tmp_path / "made" / "lake")}
    assert spark.prepare(environment) == str(tmp_path / "made" / "lake")
    assert (tmp_path / "made" / "lake").is_dir()
    assert environment["TOUCHSTONE_TARGET"] == "spark"
    assert environment["SPARK_LOCAL_IP"] == "127.0.0.1"
