"""The stages of a build in their order; the table of contents of the whole tool."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from handbook_builder.checks import run_checks
from handbook_builder.diagnostics import Diagnostic
from handbook_builder.load import Library, load_handbook
from handbook_builder.messages import Message
from handbook_builder.model.handbook import Handbook
from handbook_builder.output import Written, claimed_twice, handmade_in_the_way, write_changed
from handbook_builder.render import graphviz
from handbook_builder.render.assets import site_assets
from handbook_builder.render.manual import Manual, manual_of
from handbook_builder.slides.faces import slides_pages
from handbook_builder.translation.record import doubts_of, read_records

DOCS = "docs"
CACHE = ".handbook/charts"

Report = Callable[[str], None]
"""Is told which stage begins; a person who waits wants to know."""


@dataclass(frozen=True)
class Checked:
    """A loaded and checked manual: its values, and everything that is wrong, in the order of files and lines."""

    handbook: Handbook
    library: Library
    diagnostics: tuple[Diagnostic, ...]

    @property
    def has_errors(self) -> bool:
        """Whether it must not be built."""
        return any(diagnostic.is_error for diagnostic in self.diagnostics)


@dataclass(frozen=True)
class Compiled:
    """A manual written to ``docs/``, or the reasons why nothing was touched."""

    handbook: Handbook
    diagnostics: tuple[Diagnostic, ...]
    charts: dict[str, str]
    """The SVG files by their path in ``docs/``."""
    manual: Manual | None = None
    """What was rendered; None where errors forbade it."""
    written: Written | None = None

    @property
    def ok(self) -> bool:
        """Whether the files were written."""
        return self.written is not None


def check_manual(root: Path, today: datetime.date) -> Checked:
    """Read the manual in ``root`` and run every check; ``today`` decides what is overdue."""
    with _no_pauses():
        handbook, library, problems = load_handbook(root)
        records, unread = read_records(root, handbook)
        problems += unread
        handbook = replace(handbook, doubts={one: doubts_of(handbook, one, record) for one, record in records.items()})
        for one in run_checks(handbook, today):
            problems.append(library.problem(one.origin, one.loc, one.code, one.message, one.hint))
    return Checked(handbook, library, tuple(sorted(set(problems))))


@contextmanager
def _no_pauses() -> Iterator[None]:
    """Keep Python from searching for cycles: a manual is a million values that all stay, and has none to find."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def compile_manual(root: Path, today: datetime.date, report: Report = lambda stage: None) -> Compiled:
    """Check the manual in ``root`` and write its pages and charts to ``docs/``; with an error, touch nothing.

    Raises:
        graphviz.EngineMissing: the layout program is not installed.
    """
    report("reading and checking")
    checked = check_manual(root, today)
    handbook, docs = checked.handbook, root / DOCS
    if checked.has_errors:
        return Compiled(handbook, checked.diagnostics, {})
    manual = manual_of(handbook)
    report("drawing charts and writing pages")
    with _no_pauses():
        drawing = graphviz.start(manual.dots(), graphviz.default_engine(), root / CACHE)
        pages = [*manual.pages(), *manual.calendars(), *site_assets(handbook.languages)]
        layouts = drawing.finish()
        charts = list(manual.charts(layouts.svgs))
        pages += slides_pages(manual, charts)
    written_to = [*pages, *charts]
    files = {page.file: page.text for page in written_to}
    problems = [
        *_undrawn(manual, layouts, checked.library),
        *handmade_in_the_way(files, docs),
        *claimed_twice(written_to, docs),
    ]
    diagnostics = tuple(sorted({*checked.diagnostics, *problems}))
    if problems:
        return Compiled(handbook, diagnostics, {})
    written = write_changed(written_to, docs)
    graphviz.prune(root / CACHE, layouts.keys)
    return Compiled(handbook, diagnostics, {chart.file: chart.text for chart in charts}, manual, written)


_REASONS = {
    "too_slow": (
        "chart-too-slow",
        Message("the chart could not be drawn in time"),
        Message("split the procedure"),
    ),
    "too_large": (
        "chart-too-large",
        Message("the chart has too many steps to be drawn"),
        Message("split the procedure"),
    ),
    "refused": (
        "chart-refused",
        Message("the chart could not be drawn"),
        Message("this is a fault of the program: please report it"),
    ),
}


def _undrawn(manual: Manual, layouts: graphviz.Layouts, library: Library) -> Iterator[Diagnostic]:
    guides = {file: graph.guide for file, graph, _ in manual.chart_files()}
    for file, failure in layouts.failures.items():
        code, message, hint = _REASONS[failure.reason]
        origin = manual.handbook.origin(guides[file])
        yield library.problem(
            origin, ("key:steps",), code, Message("{message}: {detail}", message=message, detail=failure.detail), hint
        )
