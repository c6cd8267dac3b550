"""When the content of a manual last changed: takes its folder and its guides, asks Git too, gives a day a file.

A day comes from what is written or committed, so that the same commit gives the same pages on every machine.
"""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Mapping
from pathlib import Path

from handbook_builder.model.handbook import Handbook


def last_changes(root: Path, handbook: Handbook) -> dict[str, datetime.date]:
    """Give the day of the last change that a guide tells, and of other files that of their last commit.

    Where Git is missing or knows only part of the history, other files have no day: better none than a wrong one.
    """
    days = {
        handbook.origin(guide).file: max(change.date for change in guide.control.changes)
        for guide in handbook.guides
        if guide.control.changes
    }
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return days
    day = datetime.date.min
    log = _git(root, "-c", "core.quotePath=false", "log", "--format=/%cs", "--name-only", "--relative")
    for line in log.splitlines():
        if line.startswith("/"):
            day = datetime.date.fromisoformat(line[1:])
        elif line:
            days.setdefault(line, day)  # the newest commit comes first
    return days


def last_change(source: str, days: Mapping[str, datetime.date]) -> datetime.date | None:
    """Give the day on which a file last changed; of a folder, the day of its newest file."""
    return days.get(source) or max((day for file, day in days.items() if file.startswith(f"{source}/")), default=None)


def _git(root: Path, *arguments: str) -> str:
    try:
        run = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8")
    except OSError:
        return ""
    return run.stdout if run.returncode == 0 else ""
