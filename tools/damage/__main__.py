"""Damages deliveries, one kind at a time, and writes down what the warehouse made of each.

    python -m tools.damage [--only NAME ...] [--check]

A warehouse is built on three months of deliveries but the last three days. For each damage, those days
are delivered damaged and built layer by layer until a layer refuses, quarantines or flags something; that
must be the layer, the outcome and the message that tools/damage/damages.py expects. The same days without
damage must raise nothing. The table goes to docs/what_damage_does.md; with --check it must be there as it is,
and with --only its other lines stay.

Exits with 1 if a damage passes or is found elsewhere than expected, or if the table is stale.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tools.damage.damages import DAMAGES, Damage
from tools.damage.delivered import Delivered
from tools.damage.trial import DATABASE, FIRST, Builder, Finding
from tools.warehouse import ROOT

PAGE = ROOT / "docs" / "what_damage_does.md"
SCALE = 10
UNTIL = "2024-03-31"
HISTORY_UNTIL = "2024-03-28"
LONGEST = 230  # characters of a message

_HEAD = f"""# What damage does

What the warehouse makes of damaged deliveries: {len(DAMAGES)} kinds of damage, one at a time, in the last
three days of three months of deliveries (scale {SCALE}), on top of a warehouse that holds the days before.
**refused**: nothing was loaded, the run says why. **quarantined**: the rows wait with the rule that they
broke. **flagged**: a check failed; a critical one stops the next layer. The layer is the first one that can
know. The same days without damage raise nothing.

`python -m tools.damage` makes this page, and fails if a damage passes or is found later than here.

| damage | found in | what happens | the message |
| --- | --- | --- | --- |
"""


def verdict(damage: Damage, findings: Sequence[Finding]) -> tuple[Finding | None, str | None]:
    """Return the finding that the damage is expected to lead to, and what is wrong if there is none."""
    for finding in findings:
        if (finding.layer, finding.outcome) == (
            damage.layer,
            damage.outcome,
        ) and damage.says in finding.message:
            return finding, None
    expected = f"{damage.outcome} in {damage.layer} with '{damage.says}'"
    if not findings:
        return None, f"{damage.name}: passed silently; expected: {expected}"
    said = "; ".join(f"{found.outcome} in {found.layer}: {found.message[:300]}" for found in findings[:5])
    return None, f"{damage.name}: {said}; expected: {expected}"


def row_of(damage: Damage, finding: Finding, landing: Path) -> str:
    """Return the damage's line of the table."""
    lines = [line.strip(" -") for line in finding.message.splitlines() if damage.says in line] or [
        finding.message
    ]
    message = lines[0].replace(f"{landing}/", "").replace("|", "\\|").replace("`", "'")
    if len(message) > LONGEST:
        message = message[: LONGEST - 1].rstrip() + "…"
    return f"| {damage.what} | {finding.layer} | {finding.outcome} | {message} |"


def main(arguments: Sequence[str]) -> int:
    """Try the damages and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.damage")
    parser.add_argument("--only", action="append", choices=[damage.name for damage in DAMAGES])
    parser.add_argument("--check", action="store_true", help="write nothing; the page must be as it would be")
    options = parser.parse_args(arguments)
    chosen = [damage for damage in DAMAGES if not options.only or damage.name in options.only]
    with tempfile.TemporaryDirectory(prefix="damage-") as folder:
        scratch = Path(folder)
        rows, problems = try_damages(chosen, scratch)
    for problem in problems:
        print(problem, file=sys.stderr)
    if PAGE.exists():
        rows = _with_others(rows, PAGE.read_text(encoding="utf-8").splitlines())
    text = _HEAD + "\n".join(rows) + "\n"
    if options.check:
        if problems:
            return 1
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print(f"{PAGE} is stale: run python -m tools.damage", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    print(f"{len(rows)} of {len(DAMAGES)} damages are in {PAGE}; {len(problems)} problems")
    return 1 if problems else 0


def _with_others(rows: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Return the line of each damage, in their order: a new one where there is one, else that of the page."""
    found = [line for line in lines if line.startswith("| ")] + list(rows)
    of = {line.split(" | ")[0].removeprefix("| "): line for line in found}
    return [of[damage.what] for damage in DAMAGES if damage.what in of]


def try_damages(damages: Sequence[Damage], scratch: Path) -> tuple[list[str], list[str]]:
    """Return a line of the table for each damage, and what is not as expected.

    Where no damage needs the integrated layers, the warehouse holds the damaged tables alone, up to staging.
    """
    original, landing, base = scratch / "delivered", scratch / "landing", scratch / "base" / DATABASE
    generate = ["-m", "generator", "--scale", str(SCALE), "--out", str(original), "--until", UNTIL]
    subprocess.run([sys.executable, *generate], cwd=ROOT, check=True, capture_output=True)
    few = {damage.name: _touched(damage, original, landing) for damage in damages}
    alone = all(damage.layer in FIRST for damage in damages) and len(damages) < len(DAMAGES)
    Delivered.copy_of(original, landing)
    builder = Builder(scratch, landing)
    builder.build(base, HISTORY_UNTIL, set().union(*few.values()) if alone else None)
    rows: list[str] = []
    problems: list[str] = []
    if len(damages) == len(DAMAGES):
        undamaged = _try(builder, base, scratch / "undamaged", None)
        problems.extend(f"without damage: {f.outcome} in {f.layer}: {f.message}" for f in undamaged)
        print("without damage ", *(problems or ["nothing found"]), sep="  ", flush=True)
    for damage in damages:
        started = time.monotonic()
        delivered = Delivered.copy_of(original, landing)
        damage.do(delivered)
        findings = _try(builder, base, scratch / damage.name, few[damage.name])
        finding, problem = verdict(damage, findings)
        if finding is not None:
            rows.append(row_of(damage, finding, landing))
        if problem is not None:
            problems.append(problem)
        print(f"{damage.name}  {problem or 'as expected'}  {time.monotonic() - started:.1f} s", flush=True)
    return rows, problems


def _touched(damage: Damage, original: Path, landing: Path) -> set[str]:
    """Return the tables that a damage is done to."""
    delivered = Delivered.copy_of(original, landing)
    damage.do(delivered)
    return delivered.touched


def _try(builder: Builder, base: Path, folder: Path, tables: set[str] | None) -> list[Finding]:
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / DATABASE
    shutil.copy(base, database)
    try:
        return builder.findings(database, tables)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
