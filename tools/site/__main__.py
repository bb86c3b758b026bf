"""`make docs`: has dbt write down what it knows, and makes the one page of it.

    python -m tools.site [arguments of dbt docs generate]

Writes target/site/index.html (below dbt's --target-path, if one is given), which opens without a server
and without a network. Exits with dbt's code where dbt fails, with 1 where a column of the database has no
description, and with 2 where there is no database.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.site.page import page_of
from tools.site.pages import site_of, undescribed
from tools.warehouse import ROOT, database_path


def write_site(target: Path, root: Path = ROOT) -> Path:
    """Make the page of the manifest.json and catalog.json in a folder, and return its path below that folder.

    Raises:
        FileNotFoundError: dbt has not written them there.
    """
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    catalog = json.loads((target / "catalog.json").read_text(encoding="utf-8"))
    site = site_of(manifest, root)
    page = target / "site" / "index.html"
    page.parent.mkdir(exist_ok=True)
    page.write_text(page_of(site.manifest, catalog, site.pictures), encoding="utf-8")
    missing = undescribed(manifest, catalog)
    if missing:
        raise SystemExit(f"Describe these columns in the yml of their models: {', '.join(missing)}")
    return page


def main(arguments: Sequence[str]) -> int:
    """Run dbt, write the page and say where it is."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--target-path", type=Path, default=ROOT / "target")
    target = parser.parse_known_args(arguments)[0].target_path
    database = database_path()
    if database is not None and not database.is_file():
        print(
            f"There is no warehouse {database}, from which the docs have the columns and their types.\n"
            "Make one by `make build`, or name one by TOUCHSTONE_DB.",
            file=sys.stderr,
        )
        return 2
    dbt = Path(sys.executable).with_name("dbt")
    done = subprocess.run([str(dbt), "docs", "generate", *arguments], cwd=ROOT, check=False)
    if done.returncode:
        return done.returncode
    print(f"The docs are one page, without a server: open {write_site(Path(target).resolve())}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
