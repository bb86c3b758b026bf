"""Command line: ``python -m generator``."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from tqdm import tqdm

from generator.clock import DAYS, END, MONTHS, START, day_of
from generator.deliver import CsvSink, ParquetSink, Sink, deliver
from generator.simulate import simulate

DEFAULT_SEED = 20240101
GREATEST_SCALE = 2000
"""Beyond it, numbered keys would outgrow their width and meet those of the planted rows."""
SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def run(
    sink: Sink, scale: int, seed: int, first_day: int = 0, last_day: int = DAYS - 1, quiet: bool = False
) -> int:
    """Generate deliveries into a sink.

    Args:
        sink: where they are written; closed at the end.
        scale: size, 1 or more.
        seed: zero or more.
        first_day: first batch date, as a day number from 2024-01-01.
        last_day: last batch date.
        quiet: whether to do without the progress bar on stderr.

    Returns:
        the number of rows written, the manifest's included.

    """
    rows = 0
    months = simulate(scale, seed, first_day, last_day)
    for month, box in tqdm(months, total=MONTHS, unit="month", desc="deliveries", disable=quiet):
        rows += deliver(box, month, first_day, last_day, sink)
    sink.close()
    return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    parser.add_argument("--scale", type=int, default=1, help=f"size, 1 to {GREATEST_SCALE}")
    parser.add_argument("--out", type=Path, help="folder for Parquet deliveries; it must be empty or new")
    parser.add_argument("--seeds", type=Path, nargs="?", const=SEEDS, metavar="DIR",
                        help="write the seed CSVs instead (default: the project's seeds folder)")  # fmt: skip
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="zero or more")
    parser.add_argument(
        "--from", dest="first", default=START.isoformat(), help="first batch date, as YYYY-MM-DD"
    )
    parser.add_argument(
        "--until", dest="last", default=END.isoformat(), help="last batch date, as YYYY-MM-DD"
    )
    return parser


def _day(parser: argparse.ArgumentParser, option: str, text: str) -> int:
    try:
        day = day_of(date.fromisoformat(text))
    except ValueError:
        parser.error(f"{option} {text!r} is no date: write it as YYYY-MM-DD")
    if not 0 <= day < DAYS:
        parser.error(f"{option} {text} is outside of the two years: expected {START} to {END}")
    return day


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code. Wrong arguments end it with code 2 and a message."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if (options.out is None) == (options.seeds is None):
        parser.error("say where to write: either --out DIR for Parquet deliveries or --seeds [DIR] for CSVs")
    if not 1 <= options.scale <= GREATEST_SCALE:
        parser.error(f"--scale {options.scale}: expected a whole number from 1 to {GREATEST_SCALE}")
    if options.seed < 0:
        parser.error(f"--seed {options.seed}: expected zero or more")
    first, last = _day(parser, "--from", options.first), _day(parser, "--until", options.last)
    if first > last:
        parser.error(f"--from {options.first} lies after --until {options.last}: exchange them")
    sink: Sink
    if options.seeds is not None:
        if options.scale != 1 or (first, last) != (0, DAYS - 1):
            parser.error("--seeds writes scale 1 and all dates: leave --scale, --from and --until out")
        sink, folder = CsvSink(options.seeds), options.seeds
    else:
        folder = options.out
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            parser.error(f"--out {folder} is not empty: name a new folder or empty this one first")
        sink = ParquetSink(folder)
    rows = run(sink, options.scale, options.seed, first, last)
    print(f"{rows:,} rows in {folder}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
