"""The stylesheets and scripts that pages need: gives them as files to write beside the pages."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from handbook_builder.render.page import MARK, Page
from handbook_builder.render.paths import ASSETS
from handbook_builder.render.svg import CHART_CSS

STYLES = (f"{ASSETS}/chart.css", f"{ASSETS}/handbook.css")
SCRIPTS = (f"{ASSETS}/handbook.js",)
POLYFILL = f"{ASSETS}/iframe-worker.js"
"""Lets the search work when a page is opened from a disk; MIT licence, its text stands beside it in the package."""


def site_assets() -> Iterator[Page]:
    """Give the files of ``docs/assets/handbook``."""
    package = files("handbook_builder") / "assets"
    for file in (*STYLES, *SCRIPTS, POLYFILL):
        name = file.rsplit("/", 1)[1]
        text = CHART_CSS if name == "chart.css" else (package / name).read_text(encoding="utf-8")
        yield Page(file, f"/* {MARK} its own package: changes here are lost. */\n{text}")
