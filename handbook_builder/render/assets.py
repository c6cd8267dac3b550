"""The stylesheets and scripts that pages need: gives them as files to write beside the pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from handbook_builder.render.page import MARK, Page
from handbook_builder.render.paths import ASSETS
from handbook_builder.render.svg import CHART_CSS
from handbook_builder.render.words import words_of

STYLES = (f"{ASSETS}/chart.css", f"{ASSETS}/handbook.css")
SCRIPT = f"{ASSETS}/handbook.js"
POLYFILL = f"{ASSETS}/iframe-worker.js"
"""Lets the search work when a page is opened from a disk; the theme looks for this name."""

STYLE_PARTS = (
    *("colours", "reading", "controls", "guide", "charts", "registers", "walk", "feedback", "directory"),
    "questionnaires",
    "training",
    "print",
)
"""The files of ``assets/styles`` in the order in which they are joined; of two equal rules the later wins."""

SCRIPT_PARTS = ("theme", "walk", "menu", "charts", "print", "languages", "days", "directory", "changes")
"""The files of ``assets/scripts`` in the order in which they are joined; each minds its own business."""

FOR_SCRIPTS = "js_"
"""How the names of interface words that scripts say begin; a script reads ``handbookWords.name``, without it."""


def scripts_for(language: str) -> tuple[str, ...]:
    """Give the scripts of the pages in a language, in the order in which they are loaded."""
    return (words_file(language), SCRIPT)


def site_assets(languages: Iterable[str]) -> Iterator[Page]:
    """Give the files of ``docs/assets/handbook``."""
    package = files("handbook_builder") / "assets"
    contents = {
        STYLES[0]: CHART_CSS,
        STYLES[1]: _joined(package / "styles", STYLE_PARTS, "css"),
        SCRIPT: _joined(package / "scripts", SCRIPT_PARTS, "js"),
        POLYFILL: (package / "iframe-worker.js").read_text(encoding="utf-8"),
        **{words_file(language): words_script(language) for language in languages},
    }
    for file, text in contents.items():
        yield Page(file, f"/* {MARK} its own package: changes here are lost. */\n{text}")


def words_file(language: str) -> str:
    """Give the file of the words that scripts say in a language."""
    return f"{ASSETS}/words-{language}.js"  # "words.pt.js" would be taken for a translation of "words.js"


def words_script(language: str) -> str:
    """Give the words that scripts say in a language, as a script."""
    table = words_of(language).table
    words = {name.removeprefix(FOR_SCRIPTS): word for name, word in table.items() if name.startswith(FOR_SCRIPTS)}
    return f"window.handbookWords = {json.dumps(words, ensure_ascii=False, indent=2)};\n"


def _joined(folder: Traversable, parts: Iterable[str], suffix: str) -> str:
    return "\n".join((folder / f"{part}.{suffix}").read_text(encoding="utf-8") for part in parts)
