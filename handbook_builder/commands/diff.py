"""``handbook diff``: takes two revisions of a manual, tells what changed between them in meaning."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from handbook_builder.commands.console import Commands, Progress, Stop, language, note, out, printable, speak_utf8
from handbook_builder.commands.place import here
from handbook_builder.diff.as_json import as_json
from handbook_builder.diff.chart import charts
from handbook_builder.diff.compare import compare
from handbook_builder.diff.revisions import RevisionError, revision
from handbook_builder.diff.tell import Names, as_markdown, as_text
from handbook_builder.load import load_handbook
from handbook_builder.messages import Message
from handbook_builder.render.graphviz import EngineMissing, default_engine

FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "diff",
        help=Message("tell what changed in meaning since a revision"),
        description=Message(
            "Tell what changed in meaning between two revisions of the manual: steps, people, time limits, wordings, "
            "translations, and what else is touched. What changes the layout of files alone is not told."
        ),
    )
    parser.add_argument("base", metavar="BASE", help=Message("the older revision: a commit, branch or tag of Git"))
    parser.add_argument(
        "head", nargs="?", metavar="HEAD", help=Message("the newer revision (default: the files as they are now)")
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help=Message("for a terminal, a pull request or programs")
    )
    parser.add_argument(
        "--charts",
        metavar="FOLDER",
        type=Path,
        help=Message("write a flowchart of the differences for each changed guide"),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, and tell what changed."""
    root = here()
    try:
        with Progress() as report, contextlib.ExitStack() as folders:
            report(Message("reading {revision}", revision=options.base))
            before = load_handbook(folders.enter_context(revision(root, options.base)))
            newer = folders.enter_context(revision(root, options.head)) if options.head else root
            diff = compare(before, load_handbook(newer))
        files = {}
        if options.charts:
            options.charts.mkdir(parents=True, exist_ok=True)
            for id, svg in charts(diff, language(), default_engine()).items():
                file = options.charts / f"{id}.svg"
                file.write_text(svg, encoding="utf-8", newline="\n")
                files[id] = file.as_posix()
    except (RevisionError, EngineMissing) as error:
        raise Stop(error.args[0]) from error
    told = FORMATS[options.format](diff, Names(options.base, options.head, files), language())
    if options.format == "text":
        told = "".join(f"{printable(line)}\n" for line in told.splitlines())
    else:
        speak_utf8()
    out(told)
    if diff.is_empty:
        note(Message("nothing changed in meaning"))
    return 1 if diff.unread_after else 0
