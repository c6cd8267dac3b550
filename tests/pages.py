"""Blocks of code on the pages written by hand, and the output of the program that some of them show."""

from __future__ import annotations

import re
from pathlib import Path

FENCE = re.compile(r"^```(?P<kind>\w+)(?: title=\"(?P<path>[^\"]+)\")?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def output_in(file: Path) -> str:
    """Give the output that a page shows: its first block of plain text."""
    return next(fence["text"] for fence in FENCE.finditer(file.read_text(encoding="utf-8")) if fence["kind"] == "text")


def write_output(file: Path, output: str) -> None:
    """Put other output in its place."""
    content = file.read_text(encoding="utf-8")
    start, end = next(fence.span("text") for fence in FENCE.finditer(content) if fence["kind"] == "text")
    file.write_text(content[:start] + output + content[end:], encoding="utf-8", newline="\n")
