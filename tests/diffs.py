"""Two revisions of a manual: ``diff_manual``, which is the older everywhere, and what edits make of it."""

from __future__ import annotations

import datetime
import shutil
from functools import cache
from pathlib import Path

from handbook_builder.commands.init import copy_starter
from handbook_builder.diff.change import Diff, Weight
from handbook_builder.diff.compare import Loaded, compare
from handbook_builder.load import load_handbook
from tests.manuals import edit

MANUAL = Path(__file__).parent / "diff_manual"
CASES = Path(__file__).parent / "cases" / "diff"
NONE, EDITORIAL, MEANING, CRITICAL = Weight

WELCOME = "procedures/reception/welcome.yml"
Edits = list[dict[str, str]]
"""Edits of files: ``old`` becomes ``new``; ``new`` alone is the whole file, ``to`` its new name; none: it is gone."""


@cache
def loaded() -> Loaded:
    return load_handbook(MANUAL)


def edited(root: Path, edits: Edits) -> Path:
    """Make the newer revision."""
    shutil.copytree(MANUAL, root, dirs_exist_ok=True)
    for one in edits:
        file = root / one["file"]
        if "to" in one:
            file.rename(root / one["to"])
        elif "new" not in one:
            file.unlink()
        elif "old" not in one:
            file.write_text(one["new"], encoding="utf-8", newline="\n")
        else:
            edit(file, one["old"], one["new"])
    return root


def diff_of(root: Path, edits: Edits) -> Diff:
    return compare(loaded(), load_handbook(edited(root, edits)))


def one_edit(root: Path, old: str, new: str, file: str = WELCOME) -> Diff:
    return diff_of(root, [{"file": file, "old": old, "new": new}])


def in_the_starter(root: Path, file: str, old: str, new: str) -> Diff:
    """Compare the starter manual, which has a workshop, with an edit of itself."""
    copy_starter(root, datetime.date(2026, 11, 22))
    older = load_handbook(root)
    edit(root / file, old, new)
    return compare(older, load_handbook(root))
