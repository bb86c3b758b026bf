"""A standalone Spark cluster on loopback: a master and workers, each a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
SECONDS_TO_START = 300


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind((HOST, 0))
        return int(opened.getsockname()[1])


@dataclass(frozen=True)
class Cluster:
    """The address of a master, and its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[Cluster]:
    """Start a master and workers of one core each, and yield them; all are stopped at the end.

    What the workers keep lies in a folder.

    Raises:
        TimeoutError: the master did not answer in time.
    """
    import pyspark

    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    port = _free_port()
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": HOST,
        # nothing submits to it but by its own protocol
        "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(kind: str, *arguments: str | Path) -> None:
        command: list[str | Path] = [
            program,
            f"org.apache.spark.deploy.{kind}",
            "--host",
            HOST,
            "--webui-port",
            "0",
        ]
        started.append(
            subprocess.Popen(
                [*command, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )

    address = f"spark://{HOST}:{port}"
    try:
        start("master.Master", "--port", str(port))
        _wait_for(port)
        for _ in range(workers):
            start("worker.Worker", "--cores", "1", "--memory", "2g", "--work-dir", folder, address)
        yield Cluster(address, started[1:])
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=300)


def _wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.2)
    raise TimeoutError(f"no master of Spark answered at {HOST}:{port} in {SECONDS_TO_START} seconds")
