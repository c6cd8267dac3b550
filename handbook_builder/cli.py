"""The commands: takes words from the command line, gives text and an exit code.

Exit codes: 0 all is well; 1 the manual has errors (with ``--strict``: or warnings); 2 the command was used wrongly or
something outside the manual is missing.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

from handbook_builder.build import check_manual
from handbook_builder.diagnostics import FORMATS
from handbook_builder.load import find_root


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="handbook")
    parser.add_argument("command")
    parser.add_argument("paths", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    root = find_root(Path.cwd()) or Path.cwd()
    checked = check_manual(root, datetime.date.today())
    wanted = [path.resolve().relative_to(root.resolve()).as_posix() for path in options.paths]
    found = [
        one
        for one in checked.diagnostics
        if not wanted or any(one.file == path or one.file.startswith(f"{path}/") for path in wanted)
    ]
    sys.stdout.write(FORMATS["text"](found))
    print(f"{len([one for one in found if one.is_error])} errors, {len(found)} diagnostics")
    return 1 if any(one.is_error for one in found) else 0
