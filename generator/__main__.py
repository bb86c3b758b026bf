"""Command line: ``python -m generator``."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from tqdm import tqdm

from generator.clock import DEFAULT_MONTHS, GREATEST_MONTHS, LEAST_MONTHS, START, Span, day_of
from generator.deliver import CsvSink, ParquetSink, Sink, deliver
from generator.simulate import simulate
from generator.world import customer_count

DEFAULT_SEED = 20240101
GREATEST_SCALE = 2000
"""Beyond it, numbered keys would outgrow their width and meet those of the planted rows."""
LAST_CUSTOMER = 899_999
"""Number of the last customer below the planted ones."""
SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def greatest_scale(span: Span) -> int:
    """Greatest size for the months of a span: in more months, more customers need keys."""
    return min(GREATEST_SCALE, LAST_CUSTOMER // customer_count(span))


def run(
    sink: Sink, scale: int, seed: int, span: Span, first_day: int = 0, last_day: int | None = None,
    quiet: bool = False,
) -> int:  # fmt: skip
    """Generate deliveries into a sink.

    Args:
        sink: where they are written; closed at the end.
        scale: size, 1 or more.
        seed: zero or more.
        span: the months to simulate.
        first_day: first batch date, as a day number from 2024-01-01.
        last_day: last batch date; unset, the last day of the span.
        quiet: whether to do without the progress bar on stderr.

    Returns:
        the number of rows written, the manifest's included.

    """
    rows = 0
    until = span.days - 1 if last_day is None else last_day
    months = simulate(scale, seed, span, first_day, until)
    for month, box in tqdm(months, total=span.months, unit="month", desc="deliveries", disable=quiet):
        rows += deliver(box, month, first_day, until, sink)
    sink.close()
    return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    parser.add_argument(
        "--scale", type=int, default=1,
        help=f"size, 1 to {GREATEST_SCALE}; to {greatest_scale(Span(GREATEST_MONTHS))} with most months",
    )  # fmt: skip
    parser.add_argument(
        "--months", type=int, default=DEFAULT_MONTHS,
        help=f"months from {START:%B %Y} on, {LEAST_MONTHS} to {GREATEST_MONTHS} (default: {DEFAULT_MONTHS})",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, help="folder for Parquet deliveries; it must be empty or new")
    parser.add_argument("--seeds", type=Path, nargs="?", const=SEEDS, metavar="DIR",
                        help="write the seed CSVs instead (default: the project's seeds folder)")  # fmt: skip
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="zero or more")
    parser.add_argument(
        "--from", dest="first", default=START.isoformat(), help="first batch date, as YYYY-MM-DD"
    )
    parser.add_argument(
        "--until", dest="last", help="last batch date, as YYYY-MM-DD (default: the last day of the months)"
    )
    return parser


def _day(parser: argparse.ArgumentParser, span: Span, option: str, text: str) -> int:
    try:
        day = day_of(date.fromisoformat(text))
    except ValueError:
        parser.error(f"{option} {text!r} is no date: write it as YYYY-MM-DD")
    if not 0 <= day < span.days:
        parser.error(
            f"{option} {text} is outside of the {span.months} months: expected {START} to {span.end}"
        )
    return day


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code. Wrong arguments end it with code 2 and a message."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if (options.out is None) == (options.seeds is None):
        parser.error("say where to write: either --out DIR for Parquet deliveries or --seeds [DIR] for CSVs")
    if not LEAST_MONTHS <= options.months <= GREATEST_MONTHS:
        parser.error(
            f"--months {options.months}: expected a whole number from {LEAST_MONTHS} to {GREATEST_MONTHS}"
        )
    span = Span(options.months)
    if not 1 <= options.scale <= greatest_scale(span):
        parser.error(
            f"--scale {options.scale}: expected a whole number from 1 to {greatest_scale(span)} "
            f"for {span.months} months"
        )
    if options.seed < 0:
        parser.error(f"--seed {options.seed}: expected zero or more")
    until = span.end.isoformat() if options.last is None else options.last
    first, last = _day(parser, span, "--from", options.first), _day(parser, span, "--until", until)
    if first > last:
        parser.error(f"--from {options.first} lies after --until {until}: exchange them")
    sink: Sink
    if options.seeds is not None:
        if (options.scale, span, first, last) != (1, Span(), 0, span.days - 1):
            parser.error(
                f"--seeds writes scale 1, {DEFAULT_MONTHS} months and all dates: "
                "leave --scale, --months, --from and --until out"
            )
        sink, folder = CsvSink(options.seeds), options.seeds
    else:
        folder = options.out
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            parser.error(f"--out {folder} is not empty: name a new folder or empty this one first")
        sink = ParquetSink(folder)
    rows = run(sink, options.scale, options.seed, span, first, last)
    print(f"{rows:,} rows in {folder}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
