"""Where in a work folder things stand; light, so that what is measured alone is not charged for our imports.

``ours`` is the manual with the site configuration of ``handbook init``; ``dots`` its charts as DOT files; ``plain`` the
same pages as somebody without handbook_builder would write them, with the charts pasted in.
"""

from __future__ import annotations

import datetime
from pathlib import Path

OURS, DOTS, CACHE, PLAIN = "ours", "dots", "dots-drawn", "plain"

TODAY = datetime.date(2026, 11, 21)
"""The day on which a generated manual is without a mistake."""


def source_files(folder: Path) -> list[Path]:
    """Give the YAML files that a check of the manual reads."""
    ours = folder / OURS
    return [ours / "handbook.yml", *(ours / "procedures").rglob("*.yml"), *(ours / "flows").rglob("*.yml")]


def dots_in(folder: Path) -> dict[str, str]:
    """Give the charts as DOT text by file name."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted((folder / DOTS).glob("*.gv"))}
