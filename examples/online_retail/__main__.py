"""Command line: ``python -m examples.online_retail --from online_retail.parquet --to FOLDER``."""

import sys
from pathlib import Path

from examples.landing import main

if __name__ == "__main__":
    sys.exit(main(Path(__file__).parent, sys.argv[1:]))
