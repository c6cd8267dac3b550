"""Writes the generated files: takes their texts, touches only what differs, and never a file written by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook_builder.diagnostics import Diagnostic
from handbook_builder.messages import Message
from handbook_builder.render.page import MARK, Page
from handbook_builder.render.paths import FOLDERS

_SUFFIXES = (".md", ".svg", ".css", ".js", ".ics", ".html", ".txt")
_HEAD = 1000  # bytes in which the mark of a generated file stands


@dataclass(frozen=True)
class Written:
    """What a run changed on disk: numbers of files."""

    written: int
    deleted: int
    unchanged: int


def handmade_in_the_way(pages: Mapping[str, str], docs: Path) -> Iterator[Diagnostic]:
    """Find hand-written files that stand where a generated one must go."""
    for file in sorted(pages):
        path = docs / file
        if path.exists() and not _is_generated(path):
            message = Message("a file written by hand stands where a generated one must go")
            yield Diagnostic(
                f"{docs.name}/{file}", 1, 1, "would-overwrite", message, Message("move it to another folder")
            )


def claimed_twice(pages: Iterable[Page], docs: Path) -> Iterator[Diagnostic]:
    """Find files that two items would be written to: ids may look like the names of other pages."""
    for file, number in sorted(Counter(page.file for page in pages).items()):
        if number > 1:
            message = Message("{n} generated pages would have this name", n=number)
            hint = Message("give one of their items another id")
            yield Diagnostic(f"{docs.name}/{file}", 1, 1, "would-overwrite", message, hint)


def write_changed(pages: Iterable[Page], docs: Path) -> Written:
    """Write the files whose text differs, and delete generated files that no longer have a source."""
    kept: set[Path] = set()
    written = deleted = 0
    for page in pages:
        path = docs / page.file
        kept.add(path)
        content = page.text.encode()
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written += 1
    for folder in FOLDERS:
        for path in sorted((docs / folder).rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in kept and path.suffix in _SUFFIXES and _is_generated(path):
                path.unlink()
                deleted += 1
    return Written(written, deleted, len(kept) - written)


def _is_generated(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return MARK.encode() in stream.read(_HEAD)
    except OSError:
        return False
