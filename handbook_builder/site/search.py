"""The search of a built site: takes the one index of the theme, gives each language an index and a search of its own.

The theme asks for ``search/search_index.json`` beside the root of the site (from a disk, for the same as a script), and
lets its worker load a file for the language. So each language gets these files below its own root, and its pages are
told that root. What ranks the answers is in ``assets/search.js``; here each entry gets its weight and search words.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from handbook_builder.model.handbook import Handbook
from handbook_builder.model.registers import Service
from handbook_builder.render.paths import place_of, root_of

INDEX = "search/search_index.json"
SCRIPT = "search/search_index.js"
"""The same index for pages opened from a disk, where a page can't read a file; there if the plugin "offline" is."""

LANGUAGES = "assets/javascripts/lunr/min"

GUIDE, CHAPTER, LIST, FOR_TRAINING, FOR_EDITORS, RETIRED = 4.0, 2.0, 1.0, 0.5, 0.1, 0.05
"""What an entry weighs: what to do, written by hand, lists, for training, for editors; last what is retired."""

WEIGHTS = {
    **dict.fromkeys(("procedures", "flows", "reference"), LIST),
    **dict.fromkeys(("workshops", "training"), FOR_TRAINING),
    **dict.fromkeys(("authoring", "developers"), FOR_EDITORS),
}

SEPARATOR = r"[\s!-/:-@[-`{-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u2bff\u3000-\u303f]+"
"""What parts words: spaces and punctuation, in the signs that JavaScript understands without its flag "u"."""

Document = dict[str, Any]


def divide_search(folder: Path, handbook: Handbook) -> None:
    """Give each language of the site in a folder a search of its own; does nothing to one that is divided already."""
    if not (folder / INDEX).is_file() or not (folder / LANGUAGES).is_dir():
        return  # without a search, or with that of another theme
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    if index["config"]["lang"] == [_name(handbook.settings.source_language)]:
        return
    guides = {place_of(one, handbook): RETIRED if one.control.is_retired else GUIDE for one in handbook.guides}
    for language in handbook.languages:
        root = root_of(language, handbook)
        words = _keywords(handbook, language)
        documents = [_entry(one, root, words, guides) for one in index["docs"] if _root_of(one, handbook) == root]
        if documents:
            _write_search(folder, root, language, documents)


def _name(language: str) -> str:
    return f"handbook-{language}"


def _root_of(document: Document, handbook: Handbook) -> str:
    """Give the root of the language that an entry belongs to: nothing for the source language, else "en/"."""
    first = document["location"].split("/")[0]
    return f"{first}/" if first in handbook.languages[1:] else ""


def _entry(document: Document, root: str, keywords: dict[str, list[str]], guides: dict[str, float]) -> Document:
    """Give an entry of the index as its language's own search has it."""
    location = document["location"].removeprefix(root)
    place = _place(location)
    found = keywords.get(place, [])
    weight = guides.get(place.split("#")[0]) or WEIGHTS.get(location.split("/")[0], CHAPTER)
    return {**document, "location": location, "boost": weight, **({"keywords": found} if found else {})}


def _place(location: str) -> str:
    """Give the place of an address as ``paths`` tells it, with or without "directory URLs"."""
    page, _, anchor = location.partition("#")
    page = re.sub(r"(\.html|/)$", "", page)
    return f"{page}#{anchor}" if anchor else page


def _keywords(handbook: Handbook, language: str) -> dict[str, list[str]]:
    """Give the words that lead to a place besides its title: search words, other forms, codes, acronyms, numbers."""
    items: list[tuple[Any, Iterable[str | None]]] = [
        *((guide, (_joined(guide.code), *guide.keywords.get(language, ()))) for guide in handbook.guides),
        *((form, (_joined(form.code),)) for form in handbook.forms.values()),
        *((term, term.also.get(language, ())) for term in handbook.glossary.values()),
        *((service, (service.acronym, *_numbers(service))) for service in handbook.services.values()),
    ]
    return {place_of(item, handbook): [word for word in words if word] for item, words in items}


def _joined(code: str | None) -> str | None:
    """Give a code as one word, "CL11", as the search reads it however it was typed."""
    return re.sub(r"\W", "", code) if code else None


def _numbers(service: Service) -> Iterator[str]:
    for channel in service.channels:
        if channel.kind in ("phone", "sms"):
            yield re.sub(r"\D", "", channel.value)


def _write_search(folder: Path, root: str, language: str, documents: list[Document]) -> None:
    config = {
        "lang": [_name(language)],
        "separator": SEPARATOR,
        "pipeline": [],
        "fields": {"title": {}, "text": {}},
    }
    text = json.dumps({"config": config, "docs": documents}, ensure_ascii=False, separators=(",", ":"))
    written = {root + INDEX: text, f"{LANGUAGES}/lunr.{_name(language)}.min.js": _worker(folder, language)}
    if (folder / SCRIPT).is_file():
        written[root + SCRIPT] = f"var __index = {text}"
    (folder / root / INDEX).parent.mkdir(exist_ok=True)
    for name, content in written.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


def _worker(folder: Path, language: str) -> str:
    """Give what the theme's worker loads for a language: lunr's own file for it, if there is one, and ours."""
    general = language.split("-")[0]
    own = folder / LANGUAGES / f"lunr.{general}.min.js"
    # Those of some languages want a program that cuts sentences into words, and break without it.
    native = f"try {{\n{own.read_text(encoding='utf-8')}\n}} catch (error) {{}}\n" if own.is_file() else ""
    ours = (files("handbook_builder") / "assets" / "search.js").read_text(encoding="utf-8")
    return native + ours.replace("LANGUAGE", general).replace("NAME", _name(language))


_BASE = re.compile(r'(<script id="__config" type="application/json">[^<]*?"base": )"[^"]*"')


def with_search_of(text: str, page: str, root: str) -> str:
    """Let the theme's script on a page look for the search of the page's language, whose pages stand in ``root``."""
    base = posixpath.relpath(root, posixpath.dirname(page))
    return _BASE.sub(lambda match: f'{match[1]}"{base}"', text)
