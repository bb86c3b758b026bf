"""Dagster as `make ui` starts it, on a landing folder of the tests' own, and what the tests ask of it."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tools.warehouse import ROOT

# Seconds that nobody waits who need not: on a machine that does nothing else it is ready after about 30.
READY = 900.0
RUN = 900.0
ANSWER = 300.0
# Below those that the system gives to whoever asks another program something, so that nobody gets one between
# its being found free and Dagster's taking it.
PORTS = range(20_000, 30_000)


class Server:
    """A running Dagster."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return what GraphQL answers.

        Raises:
            AssertionError: it answers with errors.
        """
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(f"{self.url}/graphql", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=ANSWER) as response:
            answer = json.loads(response.read())
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data

    def is_ready(self) -> bool:
        """Return whether the definitions are loaded."""
        query = (
            "{workspaceOrError {... on Workspace"
            " {locationEntries {loadStatus locationOrLoadError {__typename}}}}}"
        )
        try:
            entries = self.ask(query)["workspaceOrError"]["locationEntries"]
        except OSError:
            return False
        assert all((e["locationOrLoadError"] or {}).get("__typename") != "PythonError" for e in entries), (
            entries
        )
        return bool(entries) and all(entry["loadStatus"] == "LOADED" for entry in entries)

    def launch(self, assets: Sequence[Sequence[str]], day: str) -> str:
        """Launch a run of assets for a day and return its id."""
        [location] = self.ask(
            "{repositoriesOrError {... on RepositoryConnection {nodes {name location {name}}}}}"
        )["repositoriesOrError"]["nodes"]
        parameters = {
            "selector": {
                "repositoryName": location["name"],
                "repositoryLocationName": location["location"]["name"],
                "pipelineName": "build_warehouse",
                "assetSelection": [{"path": list(path)} for path in assets],
            },
            "mode": "default",
            "runConfigData": {},
            "executionMetadata": {"tags": [{"key": "dagster/partition", "value": day}]},
        }
        query = (
            "mutation($p: ExecutionParams!) {launchRun(executionParams: $p) {__typename"
            " ... on LaunchRunSuccess {run {runId}} ... on PythonError {message}}}"
        )
        answer = self.ask(query, p=parameters)["launchRun"]
        assert answer["__typename"] == "LaunchRunSuccess", answer
        return str(answer["run"]["runId"])

    def backfill(self, assets: Sequence[Sequence[str]], days: Sequence[str]) -> str:
        """Launch a backfill of assets for days and return its id."""
        parameters = {
            "assetSelection": [{"path": list(path)} for path in assets],
            "partitionNames": list(days),
        }
        query = (
            "mutation($p: LaunchBackfillParams!) {launchPartitionBackfill(backfillParams: $p) {__typename"
            " ... on LaunchBackfillSuccess {backfillId} ... on PythonError {message}}}"
        )
        answer = self.ask(query, p=parameters)["launchPartitionBackfill"]
        assert answer["__typename"] == "LaunchBackfillSuccess", answer
        return str(answer["backfillId"])

    def wait(self, run: str) -> str:
        """Wait for a run to end and return its status."""
        return self._wait("query($id: ID!) {found: runOrError(runId: $id) {... on Run {status}}}", run)

    def run_of_backfill(self) -> str:
        """Wait for its run, the only one, and return the id: Dagster looks every 30 seconds."""
        query = "{runsOrError {... on Runs {results {runId}}}}"
        deadline = time.monotonic() + RUN
        while time.monotonic() < deadline:
            if found := self.ask(query)["runsOrError"]["results"]:
                [run] = found
                return str(run["runId"])
            time.sleep(1)
        raise AssertionError(f"no run within {RUN:g} seconds")

    def wait_for_backfill(self, backfill: str) -> str:
        """Wait for a backfill to end and return its status."""
        return self._wait(
            "query($id: String!) {found: partitionBackfillOrError(backfillId: $id)"
            " {... on PartitionBackfill {status}}}",
            backfill,
        )

    def _wait(self, query: str, waited_for: str) -> str:
        deadline = time.monotonic() + RUN
        while time.monotonic() < deadline:
            status = str(self.ask(query, id=waited_for)["found"]["status"])
            if status.startswith(("SUCCESS", "FAIL", "CANCELED", "COMPLETED")):
                return status
            time.sleep(1)
        raise AssertionError(f"{waited_for} did not end within {RUN:g} seconds")


@contextmanager
def running(home: Path, landing: Path, database: Path) -> Iterator[Server]:
    """Start Dagster, wait until it is ready, and stop it."""
    home.mkdir(parents=True)
    shutil.copy(ROOT / "orchestration" / "dagster.yaml", home)
    port = _free_port()
    scripts = Path(sys.executable).parent
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(home),
        "TOUCHSTONE_DB": str(database),
        "TOUCHSTONE_LANDING": str(landing),
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "DAGSTER_DISABLE_TELEMETRY": "1",
    }
    command = [
        str(scripts / "dagster"),
        "dev",
        "-m",
        "orchestration.definitions",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    log = home / "server.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(f"http://127.0.0.1:{port}")
    try:
        deadline = time.monotonic() + READY
        while not server.is_ready():
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")[-4000:]
            time.sleep(1)
        yield server
    finally:
        # nothing of it is kept; SIGINT would be ignored where the tests run in the background
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    """Return a port that nobody listens on."""
    for port in random.SystemRandom().sample(PORTS, len(PORTS)):
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"no port of {PORTS} is free")
