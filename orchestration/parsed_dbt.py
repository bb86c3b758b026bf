#!/usr/bin/env -S python3 -P
"""dbt's command line on the project as it was parsed: Dagster starts this file where it would start dbt.

The day of a run is a var, and under another var dbt parses the whole project anew, which takes longer than
building a layer. Here no var changes what is parsed: they are read when a node runs.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from dbt.cli.exceptions import DbtUsageException
from dbt.cli.main import dbtRunner
from dbt.constants import PARTIAL_PARSE_FILE_NAME
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import extended_mashumuro_decoder
from dbt.version import __version__

# Started as a file of its own, without its folder in front of the path: dbt.py is in there.
ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from tools.warehouse import database_path  # noqa: E402


def parsed(folder: Path = ROOT / "target") -> Manifest | None:
    """Return the manifest that was parsed last, or None if it does not fit: then dbt parses by itself.

    It fits when this version of dbt wrote it, for the database that this process is to work on: dbt writes
    the name of the database, the file's stem, into each node.
    """
    database = database_path()
    try:
        manifest: Manifest = Manifest.from_msgpack(
            (folder / PARTIAL_PARSE_FILE_NAME).read_bytes(), decoder=extended_mashumuro_decoder
        )
    except Exception:  # absent, half written, or of another version: nothing that dbt would not mend
        return None
    names = {node.database for node in manifest.nodes.values()}
    fits = manifest.metadata.dbt_version == __version__ and database and names == {database.stem}
    if not fits:
        return None
    # Neither is in the file; dbt makes them after reading it.
    manifest.build_parent_and_child_maps()  # type: ignore[no-untyped-call]
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


def main(arguments: Sequence[str]) -> int:
    """Run dbt and return its exit code."""
    done = dbtRunner(manifest=parsed()).invoke(list(arguments))
    if done.success:
        return 0
    if done.exception is None:
        return 1
    if isinstance(done.exception, DbtUsageException):  # all others are in the log
        print(done.exception, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
