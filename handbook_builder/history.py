"""When the files of a manual changed: takes its folder and its guides, asks Git, gives commits and days by file.

A day comes from what is written or committed, so that the same commit gives the same pages on every machine.
"""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook_builder.model.handbook import Handbook


@dataclass(frozen=True)
class Commit:
    """A commit: its hash and its day. Who made it is nobody's business but that of the repository."""

    hash: str
    day: datetime.date


Commits = Mapping[str, list[Commit]]
"""The commits that changed each file, the newest first."""


def commits(root: Path) -> Commits:
    """Give the commits of all files below ``root``.

    Where Git is missing or knows only part of the history, there are none: better none than wrong ones.
    """
    found: dict[str, list[Commit]] = {}
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return found
    log = _git(root, "-c", "core.quotePath=false", "log", "--format=/%H %cs", "--name-only", "--relative")
    commit = Commit("", datetime.date.min)
    for line in log.splitlines():
        if line.startswith("/"):
            hash, _, day = line[1:].partition(" ")
            commit = Commit(hash, datetime.date.fromisoformat(day))
        elif line:
            found.setdefault(line, []).append(commit)
    return found


def last_changes(handbook: Handbook, commits: Commits) -> dict[str, datetime.date]:
    """Give the day of the last change that a guide tells, and of other files that of their last commit."""
    days = {file: all[0].day for file, all in commits.items()}
    for guide in handbook.guides:
        if guide.control.changes:
            days[handbook.origin(guide).file] = max(change.date for change in guide.control.changes)
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
