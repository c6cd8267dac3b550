"""Which manual a command is about."""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from handbook_builder.build import check_manual
from handbook_builder.commands.console import Stop, tell
from handbook_builder.diagnostics import Diagnostic
from handbook_builder.load import FLOWS, PROCEDURES, find_root
from handbook_builder.messages import Message
from handbook_builder.model.handbook import SETTINGS_FILE, Handbook


def here() -> Path:
    """Give the folder of the manual that the current folder belongs to."""
    root = find_root(Path.cwd())
    if root is None:
        raise Stop(no_manual(Path.cwd()))
    return root


def sound_manual(root: Path) -> Handbook | None:
    """Give the manual in ``root``; None, after telling what is wrong, for one with errors: nothing is made from it."""
    checked = check_manual(root, datetime.date.today())
    tell_of(root, (one for one in checked.diagnostics if one.is_error))
    return None if checked.has_errors else checked.handbook


def tell_of(root: Path, found: Iterable[Diagnostic]) -> None:
    """Write diagnostics of the manual in ``root``, with its files named as seen from the current folder."""
    tell(replace(one, file=as_seen(root, one.file)) for one in found)


def no_manual(folder: Path) -> Message:
    """Say that there is no manual, and what one is known by."""
    return Message(
        "there is no manual in {folder}: a manual has {file}, or YAML files in {procedures}/ or {flows}/. "
        "Start one with: handbook init FOLDER",
        folder=folder,
        file=SETTINGS_FILE,
        procedures=PROCEDURES,
        flows=FLOWS,
    )


def as_seen(root: Path, file: str) -> str:
    """Name a file as seen from the current folder, or in full where that is far away."""
    folder = Path.cwd()
    near = root.is_relative_to(folder) or folder.is_relative_to(root)
    return Path(os.path.relpath(root / file, folder) if near else root / file).as_posix()


def by_manual(paths: list[str]) -> dict[Path | None, list[Path]]:
    """Sort paths by the manual they belong to; those of files that belong to none come under None."""
    if not paths:
        return {(folder := here()): [folder]}
    manuals: dict[Path | None, list[Path]] = {}
    for name in paths:
        path = Path(os.path.abspath(name))
        if not os.path.lexists(path):
            raise Stop(Message("there is no file or folder {name}", name=name))
        root = find_root(path)
        if root is None and path.is_dir():
            raise Stop(no_manual(path))
        manuals.setdefault(root, []).append(path)
    return manuals


def files_in(files: Collection[str], path: str) -> set[str]:
    """Give those of ``files`` that are ``path`` or stand in it."""
    return {file for file in files if path in (".", file) or file.startswith(f"{path}/")}
