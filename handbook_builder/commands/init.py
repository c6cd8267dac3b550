"""``handbook init``: starts a manual of one's own from the example in ``starter``."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from handbook_builder.commands.console import Commands, Stop, language, out
from handbook_builder.commands.editor import vscode_files
from handbook_builder.messages import Message, said_in

DAYS = {b"2000-01-01": 0, b"2000-07-01": 180}
"""Dates in the YAML files of the starter, and how many days after today each comes to stand for."""

RENAMED = {"gitignore": ".gitignore"}
"""Files that packaging tools would drop under their right name."""


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "init",
        help=Message("start a manual of your own"),
        description=Message(
            "Start a manual of your own: a small complete example, ready to be checked, built and changed."
        ),
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help=Message("a new or empty folder"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Copy the starter and say what comes next."""
    folder: Path = options.folder
    if folder.exists() and not folder.is_dir():
        raise Stop(Message("{folder} is a file; name a new or empty folder", folder=folder))
    if folder.exists() and any(folder.iterdir()):
        raise Stop(Message("the folder {folder} is not empty; name a new or empty one", folder=folder))
    copy_starter(folder, datetime.date.today())
    way = "" if folder.resolve() == Path.cwd().resolve() else f'  cd "{folder}"\n'
    welcome = Message(
        "A manual is in {folder}: an example to change into your own. Next:\n\n"
        "{way}"
        "  handbook check    check it, after every change\n"
        "  handbook serve    read it in a browser while you write\n"
        "  handbook build    build the site to publish\n\n"
        "README.md explains the format on one page.\n",
        folder=folder.resolve(),
        way=way,
    )
    out(said_in(language(), welcome))
    return 0


def copy_starter(folder: Path, today: datetime.date) -> None:
    """Copy the starter into ``folder``, with dates that suit the day, and add what an editor needs."""
    folder.mkdir(parents=True, exist_ok=True)
    for source, path in _files(files("handbook_builder") / "starter"):
        content = source.read_bytes()
        if path.suffix == ".yml":
            for date, days in DAYS.items():
                content = content.replace(date, str(today + datetime.timedelta(days)).encode())
        _write(folder / path, content)
    for name, text in vscode_files().items():
        _write(folder / name, text.encode())


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _files(folder: Traversable, path: Path = Path()) -> Iterator[tuple[Traversable, Path]]:
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        if item.is_dir():
            yield from _files(item, path / item.name)
        else:
            yield item, path / RENAMED.get(item.name, item.name)
