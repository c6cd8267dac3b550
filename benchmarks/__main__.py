"""Measures everything in one go and writes it to ``benchmarks/README.md``: ``python -m benchmarks``.

Tasks to be compared run in turn (A B A B …), each in a fresh process, so that what else the machine does meets both.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import report
from benchmarks.report import Measured
from benchmarks.tasks import Facts

ROOT = Path(__file__).parent.parent

QUICK = ("check", "compose", "load", "charts", "engine", "charts_kept")
SLOW = ("compile_pages", "plain", "build")
"""The tasks that are compared with each other, in the order of a round."""

AGAIN = "rebuild"
"""Comes once, after the first round, unless the manual is large: what matters of it is what it writes."""


def main() -> None:
    """Read the options, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure how long things take.")
    parser.add_argument("--sizes", default="60,300,1000", help="numbers of procedures (default: 60,300,1000)")
    parser.add_argument("--runs", type=int, help="runs of each task (default: 5 to 1, fewer where they are slow)")
    options = parser.parse_args()
    load, start = os.getloadavg()[0], time.monotonic()
    sizes: list[Measured] = []
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="handbook-bench-") as folder:
            sizes.append(measure(folder, size, options.runs))
        # After each size: what is measured is not lost if a larger one fails.
        report.write(report.report(sizes, load), ROOT / "benchmarks" / "README.md")
    note(f"done in {(time.monotonic() - start) / 60:.0f} minutes; the tables are in benchmarks/README.md")


def measure(folder: str, size: int, runs: int | None) -> Measured:
    """Measure all tasks on a manual of one size."""
    content = run("prepare", folder, str(size))
    measured: dict[str, list[Facts]] = {}
    for tasks, usual in ((QUICK, 5 if size <= 500 else 3), (SLOW, 3 if size <= 100 else 2 if size <= 500 else 1)):
        for number in range(1, (runs or usual) + 1):
            again = [AGAIN] if tasks is SLOW and number == 1 and size <= 500 else []
            for task in (*tasks, *again):
                facts = run(task, folder)
                measured.setdefault(task, []).append(facts)
                note(f"{size} procedures, run {number}: {task} {facts['wall']:.2f} s")
    return Measured(content, measured)


def run(task: str, *arguments: str) -> Facts:
    """Run a task in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.tasks", task, *arguments]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    facts: Facts = json.loads(done.stdout.splitlines()[-1])
    return facts


def note(text: str) -> None:
    """Tell how far it is."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
