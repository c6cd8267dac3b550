"""Does to a manual all that the commands do with its files; whatever the files hold, it must end, and well."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from functools import cache
from pathlib import Path

from handbook_builder.build import Checked, check_manual
from handbook_builder.cli import main
from handbook_builder.commands.check import check_file
from handbook_builder.commands.console import Stop
from handbook_builder.diagnostics import CODES, FORMATS, Diagnostic
from handbook_builder.diff.as_json import as_json
from handbook_builder.diff.compare import compare
from handbook_builder.diff.tell import Names, as_markdown, as_text
from handbook_builder.graph import graph_of, manual_graph
from handbook_builder.layout import LayoutError, laid_out
from handbook_builder.load import files_of
from handbook_builder.render.manual import manual_of
from handbook_builder.rewrite import AuthorFile, RewriteError
from handbook_builder.source import read_document
from tests.fuzz.inputs import Input
from tests.manuals import copy_manual
from tests.site import TODAY

LANGUAGES = ("en", "pt")
MOST = 300
"""Diagnostics of which each is looked at; with more, the first ones are."""


@cache
def before(base: Path) -> Checked:
    """Give a small manual as it was."""
    return check_manual(base, TODAY)


def try_one(one: Input, root: Path) -> None:
    """Put the files of an input into a copy of its manual, and look at it in every way.

    Raises:
        AssertionError: what the program tells is not as it promises.
        Exception: a mistake of the program.
    """
    shutil.rmtree(root, ignore_errors=True)
    copy_manual(one.base, root)
    for path, content in one.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    checked = check_manual(root, TODAY)
    look_at(checked.diagnostics, root)
    for graph in map(graph_of, checked.handbook.guides):
        assert graph.reached and graph.coverage.taken <= set(graph.coverage.answers)
    manual_graph(checked.handbook)
    if not checked.has_errors:
        render(checked)
    tell_differences(before(one.base), checked)
    for path in one.files:
        lay_out(root, path)
        try:
            look_at(check_file(root / path, TODAY), (root / path).parent)
        except Stop as stop:
            assert str(stop)
    use_commands(root, checked)


def look_at(diagnostics: Iterable[Diagnostic], root: Path) -> None:
    """Make sure that each diagnostic has a place that exists, a code that is known, and words in both languages."""
    found = tuple(diagnostics)[:MOST]
    for one in found:
        file = root / one.file
        assert file.exists() or file.is_symlink() or not one.excerpt, one
        assert one.code in CODES and one.line >= 1 and one.column >= 1 and one.width >= 1, one
        if file.is_file():
            content = file.read_bytes()
            signs = content.decode("utf-8", "replace")
            ends = sum(signs.count(end) for end in ("\n", "\r", "\x85", "\u2028", "\u2029"))
            assert one.line <= ends + 1, (one, ends)
        assert all(one.text(language).strip() for language in LANGUAGES), one
    for as_format in FORMATS.values():
        for language in LANGUAGES:
            assert as_format(found, language) or not found


def render(checked: Checked) -> None:
    """Write every page and chart in memory."""
    manual = manual_of(checked.handbook)
    assert all(page.text for page in manual.pages())
    assert all(manual.dots())


def tell_differences(old: Checked, new: Checked) -> None:
    """Compare with the manual as it was, both ways, and tell it in every form."""
    sides = [(one.handbook, one.library, list(one.diagnostics)) for one in (old, new)]
    for one, other in (sides, reversed(sides)):
        diff = compare(one, other)
        for language in LANGUAGES:
            for tell in (as_text, as_markdown, as_json):
                assert tell(diff, Names("a", None, {}), language) is not None


def lay_out(root: Path, path: str) -> None:
    """Lay out a file, and read it as the commands that write back into it do."""
    document, problems = read_document(root / path, path)
    kind = dict(files_of(root)).get(path)
    if document is None or problems or kind is None:
        return
    with suppress(LayoutError):  # what it says of a file that it leaves as it is
        laid_out(document, kind)
    with suppress(RewriteError):  # likewise
        assert AuthorFile(document.text).text


def use_commands(root: Path, checked: Checked) -> None:
    """Run the commands themselves: the exit code says what was found, and is never that of a broken program."""
    said = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(said), chdir(root):
        assert main(["check", "--today", str(TODAY)]) == int(checked.has_errors), said.getvalue()
        assert main(["format", "--check"]) in (0, 1), said.getvalue()
