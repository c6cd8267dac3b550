"""``python -m tests.fuzz``: tries inputs for some minutes, and tells which ones the program can't stand."""

from __future__ import annotations

import argparse
import sys

from tests.fuzz.watch import watch


def main() -> int:
    """Try, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long (default: 10)")
    parser.add_argument("--seed", type=int, default=20261121, help="the same seed gives the same inputs")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="try this one input")
    options = parser.parse_args()
    if options.only is not None:
        outcome = watch(options.seed, options.only, count=1)
    else:
        outcome = watch(options.seed, 0, seconds=options.minutes * 60)
    for one in outcome.failures:
        print(f"\n{one.number} ({one.about})\n{one.reason}")
    print(f"{outcome.tried} inputs, {len(outcome.failures)} failures; the slowest took {outcome.slowest:.1f} s")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
