"""``handbook format``: takes files and folders, puts keys into the standard order and indents evenly."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from handbook_builder.commands.console import Commands, Stop, note, out, printable, tell
from handbook_builder.commands.place import as_seen, by_manual, files_in
from handbook_builder.layout import LayoutError, laid_out
from handbook_builder.load import files_of
from handbook_builder.messages import Message
from handbook_builder.source import read_document


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "format",
        help=Message("put the keys of the files into the standard order"),
        description=Message(
            "Put the keys of the files into the standard order, indent evenly and take away spaces at line ends. "
            "Comments, quotes and blank lines stay, and so does the meaning."
        ),
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATHS", help=Message("files or folders (default: the manual around this folder)")
    )
    parser.add_argument("--check", action="store_true", help=Message("change nothing, name what would change"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Lay out the files and name those that changed; with ``--check``, those that would."""
    files = list(_files(options.paths))
    changed = unread = 0
    for file, name, kind in files:
        text = _laid_out(file, name, kind)
        if text is None:
            unread += 1
        elif text.encode() != file.read_bytes():
            changed += 1
            out(f"{printable(name)}\n")
            if not options.check:
                file.write_bytes(text.encode())
    note(
        Message(
            "files to change: {n} of {number}" if options.check else "files changed: {n} of {number}",
            n=changed,
            number=len(files),
        )
    )
    return 1 if unread or (options.check and changed) else 0


def _files(paths: list[str]) -> Iterator[tuple[Path, str, str]]:
    """Give the files among ``paths`` that belong to a manual, each with the name by which it is told, and its kind."""
    for root, wanted in by_manual(paths).items():
        kinds = dict(files_of(root)) if root else {}
        found: set[str] = set()
        for path in wanted:
            inside = files_in(kinds, path.relative_to(root).as_posix()) if root else set()
            if not inside and not path.is_dir():
                name = as_seen(path.parent, path.name)
                raise Stop(Message("{name} is not among the files of a manual", name=name))
            found |= inside
        if root:
            yield from ((root / file, as_seen(root, file), kinds[file]) for file in sorted(found))


def _laid_out(file: Path, name: str, kind: str) -> str | None:
    """Give the new text of a file; None, after telling why, for one that is left as it is."""
    document, problems = read_document(file, name)
    if document is None or problems:
        tell(problems)
        return None
    try:
        return laid_out(document, kind)
    except LayoutError:
        note(
            Message(
                "{name}: left as it is, because another layout would change what it means; "
                "write it in the plain form that docs/authoring/format.md shows",
                name=name,
            )
        )
        return None
