"""``handbook assess``: takes files of answers to a workshop's questionnaires, gives a report on it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from handbook_builder.assess.figures import Figures, figures_of
from handbook_builder.assess.reading import read_results
from handbook_builder.assess.report import as_markdown, as_text, report_name
from handbook_builder.assess.submission import Remark
from handbook_builder.assess.tabular import as_csv
from handbook_builder.commands.console import Commands, Stop, language, note, out, printable, speak_utf8
from handbook_builder.commands.export import workshops_named
from handbook_builder.commands.place import here, sound_manual
from handbook_builder.messages import Message
from handbook_builder.render.manual import Manual, manual_of
from handbook_builder.render.paths import file_of
from handbook_builder.training.forms import forms_of

FORMATS = ("text", "markdown", "csv")


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "assess",
        help=Message("report on a workshop from the answers to its questionnaires"),
        description=Message(
            "Report on workshops from the answers to their questionnaires: CSV files that KoboToolbox or ODK exports. "
            "No code is shown, and no result of fewer than five people."
        ),
    )
    parser.add_argument("files", nargs="+", metavar="RESULTS", help=Message("CSV files of answers"))
    parser.add_argument(
        "--workshop", metavar="ID", help=Message("the workshop, for files that do not name it; no other is told of")
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help=Message("for a terminal, a page or a table of figures")
    )
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        type=Path,
        help=Message("write a page in each language and a table of figures into this folder"),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read the answers, and tell what they add up to; nothing is told while a file can't be trusted."""
    handbook = sound_manual(here())
    if handbook is None:
        return 1
    manual = manual_of(handbook)
    named = workshops_named(manual, [options.workshop] if options.workshop else [])
    files = [(name, Path(name).read_bytes()) for name in options.files]
    results = read_results(files, manual.editions, options.workshop)
    for remark in results.remarks:
        note(_line(remark))
    if any(remark.is_error for remark in results.remarks):
        return 1
    answered = {one.form.workshop.id for one in results.submissions}
    reports = [
        figures_of(workshop, tuple(forms_of(workshop, handbook)), results)
        for id in named
        if id in answered and (workshop := handbook.workshops[id])
    ]
    if not reports:
        raise Stop(Message("there are no answers in these files"))
    if options.output is None:
        _show(reports, manual, options.format)
    else:
        options.output.mkdir(parents=True, exist_ok=True)
        for name, text in _files(reports, manual):
            file = options.output / name
            file.write_text(text, encoding="utf-8", newline="\n")
            out(f"{file.as_posix()}\n")
    return 0


def _line(remark: Remark) -> Message:
    if not remark.file:
        return remark.message
    if remark.is_error:
        return Message("{file}:{line}: {message}", file=remark.file, line=remark.line, message=remark.message)
    return Message("{file}:{line}: warning: {message}", file=remark.file, line=remark.line, message=remark.message)


def _show(reports: list[Figures], manual: Manual, format: str) -> None:
    edition = next((one for one in manual.editions if one.language == language()), manual.editions[0])
    if format == "text":
        for figures in reports:
            out("".join(f"{printable(line)}\n" for line in as_text(figures, edition).splitlines()))
        return
    speak_utf8()
    for figures in reports:
        out(as_csv(figures) if format == "csv" else as_markdown(figures, edition))


def _files(reports: list[Figures], manual: Manual) -> Iterator[tuple[str, str]]:
    for figures in reports:
        for edition in manual.editions:
            yield file_of(report_name(figures), edition.suffix), as_markdown(figures, edition)
        yield f"{report_name(figures)}.csv", as_csv(figures)
