"""``python -m tests.mutations``: tries every mistake and writes the tables; tells which ones nothing caught."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutations.manual import Manual
from tests.mutations.table import FOLDER, pages
from tests.mutations.trial import mutations, told_of, verdicts
from tests.site import ROOT


def main() -> int:
    """Try, write and tell."""
    manual = Manual.read(ROOT)
    with TemporaryDirectory(prefix="handbook-mutations-") as folder:
        found = list(verdicts(manual, mutations(manual), Path(folder) / "manual"))
    wrong = [one for one in found if not one.is_right]
    for one in wrong:
        print(told_of(one), file=sys.stderr)
    print(f"{len(found)} mistakes, {len(wrong)} of them not caught as they should be")
    if not wrong:
        for name, text in pages(found).items():
            (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
