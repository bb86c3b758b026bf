"""A standalone Spark cluster on loopback: a master and workers, each a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HOST = "127.0.0.1"
SECONDS_TO_START = 300


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind((HOST, 0))
        return int(opened.getsockname()[1])


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """Start a master and workers of one core each, and yield its address; all are stopped at the end.

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
    deploy = "org.apache.spark.deploy"
    master = f"spark://{HOST}:{port}"
    commands = [[f"{deploy}.master.Master", "--host", HOST, "--port", str(port), "--webui-port", "0"]]
    commands += [
        [
            f"{deploy}.worker.Worker",
            "--host",
            HOST,
            "--cores",
            "1",
            "--memory",
            "2g",
            "--webui-port",
            "0",
            master,
        ]
    ] * workers
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            started.append(
                subprocess.Popen(
                    [program, *command],
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            if len(started) == 1:
                _wait_for(port)
        yield master
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
