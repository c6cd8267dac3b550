"""``handbook check``: takes files and folders, gives what is wrong in them."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from handbook_builder.build import Checked, check_manual
from handbook_builder.checks import run_checks
from handbook_builder.commands.console import (
    Commands,
    Progress,
    Stop,
    add_common,
    counted,
    is_failure,
    language,
    note,
    out,
    speak_utf8,
    summary_of,
    tell,
)
from handbook_builder.commands.place import as_seen, by_manual, files_in
from handbook_builder.diagnostics import FORMATS, Diagnostic
from handbook_builder.load import load_file
from handbook_builder.messages import Message

_NAMED = ("role", "procedure", "service", "need", "area", "form", "document", "source", "data", "link")

NEEDS_MANUAL = {*(f"unknown-{kind}" for kind in _NAMED), "unused-entry"}
"""Codes of what only the rest of a manual could put right."""


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "check",
        help=Message("check the procedures without building"),
        description=Message(
            "Check the procedures without building. The whole manual is read; what is wrong in PATHS is shown."
        ),
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATHS", help=Message("files or folders (default: the manual around this folder)")
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help=Message("for people, for programs, or for GitHub: annotations, or a summary in Markdown"),
    )
    add_common(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, and tell what is wrong."""
    today = options.today or datetime.date.today()
    for_people = options.format == "text"
    with Progress(options.quiet or not for_people) as report:
        result = _Result()
        for root, paths in by_manual(options.paths).items():
            report(Message("checking {root}", root=root) if root else Message("checking single files"))
            alone = result.add(root, check_manual(root, today), paths) if root else set(paths)
            for path in sorted(alone):
                result.add_alone(path, check_file(path, today))
    if for_people:
        tell(result.found)
    else:
        speak_utf8()
        out(FORMATS[options.format](result.found, language()))
    if for_people and not options.quiet:
        for file in result.alone:
            note(Message("{file} belongs to no manual: checked alone, without the names it refers to", file=file))
        note(
            Message(
                "{summary} in {files}",
                summary=summary_of(result.found),
                files=counted(len(result.files), "{n} file", "{n} files"),
            )
        )
    return 1 if is_failure(result.found, options.strict) else 0


@dataclass
class _Result:
    """What was checked and found, with files named as seen from the current folder."""

    found: list[Diagnostic] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    alone: list[str] = field(default_factory=list)

    def add(self, root: Path, checked: Checked, paths: list[Path]) -> set[Path]:
        """Take what a manual has to say of ``paths``; give the files among them that it does not read."""
        files = checked.library.documents.keys() | {one.file for one in checked.diagnostics}
        wanted = {path: files_in(files, path.relative_to(root).as_posix()) for path in paths}
        self._take(root, checked.diagnostics, set().union(*wanted.values()))
        return {path for path in paths if not wanted[path] and not path.is_dir()}

    def add_alone(self, file: Path, diagnostics: Iterable[Diagnostic]) -> None:
        """Take what there is to say of a file that no manual reads."""
        self._take(file.parent, diagnostics, {file.name})
        self.alone.append(as_seen(file.parent, file.name))

    def _take(self, root: Path, diagnostics: Iterable[Diagnostic], files: set[str]) -> None:
        names = {file: as_seen(root, file) for file in files}
        self.files |= set(names.values())
        self.found += [replace(one, file=names[one.file]) for one in diagnostics if one.file in names]


def check_file(file: Path, today: datetime.date) -> list[Diagnostic]:
    """Check a file that belongs to no manual, but not whether the names exist that it refers to."""
    loaded = load_file(file) if file.suffix in (".yml", ".yaml") else None
    if loaded is None:
        name = as_seen(file.parent, file.name)
        raise Stop(
            Message("{name} is no file of a manual: neither procedure nor decision tree nor register", name=name)
        )
    handbook, library, problems = loaded
    for finding in run_checks(handbook, today):
        if finding.code not in NEEDS_MANUAL:
            problems.append(library.problem(finding.origin, finding.loc, finding.code, finding.message, finding.hint))
    return sorted({replace(one, file=file.name) for one in problems})
