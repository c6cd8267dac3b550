"""Manuals on a disk: a copy of one, edits of its files as a hand makes them, and values written as an author would."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

PARTS = ("handbook.yml", "procedures", "flows", "workshops", "translations")
"""The files and folders that a manual is made of."""


def copy_manual(manual: Path, root: Path) -> Path:
    """Copy what a manual is made of, and nothing else that stands around it; give the folder of the copy."""
    root.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        if (manual / name).is_dir():
            shutil.copytree(manual / name, root / name)
        elif (manual / name).is_file():
            shutil.copyfile(manual / name, root / name)
    return root


def edit(file: Path, old: str, new: str) -> None:
    """Put other words in the place of some that stand once in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def edit_first(file: Path, old: str, new: str) -> None:
    """Put other words in the place of some that a file holds, be it several times: where they stand first."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} does not hold {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


class Plain(yaml.SafeDumper):
    """Writes what is twice in a value twice, as an author would; the format knows no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
