"""The page of the form: takes the manual and its repository, gives the files of the folder ``edit/`` of the site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable

from handbook_builder.cms.config import config_of, name_of
from handbook_builder.model.handbook import Handbook
from handbook_builder.render.words import words_of
from handbook_builder.site.policy import Inline, policy

EDITOR = "edit"
"""The folder of the form in a site. Its pages are no pages of the manual: the search and the copy leave them out."""


def editor_files(handbook: Handbook, repository: str, languages: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Give the path and the content of each file."""
    for language in languages:
        config = json.dumps(config_of(handbook, repository, language), ensure_ascii=False)
        yield f"{EDITOR}/{language}.json", config.encode()
        yield f"{EDITOR}/{language}.html", _page(language).encode()
    for folder in ("assets", "vendor"):
        for path, file in _walk(files("handbook_builder.cms") / folder):
            yield f"{EDITOR}/{path}" if folder == "assets" else f"{EDITOR}/{folder}/{path}", file.read_bytes()


def way_to_form(handbook: Handbook, source: str | None, language: str) -> str | None:
    """Give the way from the top of the site to the form of a file, or None if it holds no procedure."""
    if source not in {handbook.origin(guide).file for guide in handbook.guides}:
        return None
    folder, _, name = source.removesuffix(".yml").rpartition("/")
    return f"{EDITOR}/{language}.html#/collections/{name_of(folder)}/entries/{name}"


def _page(language: str) -> str:
    words = words_of(language)
    return (
        f'<!doctype html>\n<html lang="{language}" data-config="{language}.json">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(Inline(), form=True)}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f'<title>{escape(words["form_title"])}</title>\n<script type="module" src="start.js"></script>\n</head>\n'
        f'<body>\n<p id="wait">{escape(words["form_wait"])}</p>\n</body>\n</html>\n'
    )


def _walk(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _walk(one, f"{above}{one.name}/")
        else:
            yield f"{above}{one.name}", one
