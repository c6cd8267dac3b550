"""Repositories to test with, and Git in them."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

from handbook_builder.commands.init import copy_starter
from tests.site import ROOT

PROGRAMS = Path(sys.executable).parent
"""Where the programs are that come with Python packages: linters, hooks, our own."""

WELCOME = Path("procedures/reception/welcoming-a-person.yml")
"""The procedure of the starter manual that is changed, rightly or wrongly."""


def git(folder: Path, *words: str, day: str | None = None) -> str:
    """Run Git in a folder, as somebody whose name is the same on every machine; give what it says.

    What is committed has the date ``day``, if one is given.
    """
    options = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    dates = {f"GIT_{who}_DATE": f"{day}T12:00:00+0000" for who in ("AUTHOR", "COMMITTER") if day}
    done = subprocess.run(
        ["git", *options, *words],
        cwd=folder,
        env={**os.environ, **dates},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def starter_repository(folder: Path) -> Path:
    """Make a repository of the starter manual with what the workflow and the hooks call; the branch is ``main``."""
    copy_starter(folder, datetime.date.today())
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".pre-commit-config.yaml", folder)
    (folder / ".venv").symlink_to(PROGRAMS.parent)
    (folder / ".git/info").mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / ".git/info/exclude").write_text(".venv\n")
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "start")
    return folder
