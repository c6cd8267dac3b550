"""The page on translations: how far each language is, and which texts are to be translated anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook_builder.diff.values import kind_of
from handbook_builder.model.procedure import Flow, Guide, Procedure
from handbook_builder.model.translations import State
from handbook_builder.render import paths
from handbook_builder.render.page import Page, render_page
from handbook_builder.render.words import name_of
from handbook_builder.render.writer import Edition, Writer, escape
from handbook_builder.translation.status import ItemStatus, OpenText, status_of, total


@dataclass(frozen=True)
class Row:
    """A guide, or all entries of a kind, with its texts by state and what is to be seen to again."""

    name: str
    counts: Mapping[State, int]
    guide: Guide | None
    again: Sequence[OpenText]
    """The texts that are stale or fuzzy."""


@dataclass(frozen=True)
class Language:
    """A language of the manual, what all its texts come to, and the rows that are not done."""

    code: str
    name: str
    counts: Mapping[State, int]
    rows: Sequence[Row]


def translations_page(edition: Edition) -> Page:
    """Write the page for those who translate, and for those who want to know what a language lacks."""
    writer = Writer(edition, paths.TRANSLATIONS)
    return render_page(
        "translations.md.j2",
        writer,
        title=edition.words["translations"],
        source="procedures",
        languages=[_language(code, writer) for code in edition.handbook.languages[1:]],
    )


def _language(code: str, w: Writer) -> Language:
    items = status_of(w.edition.handbook, code)
    kinds: dict[str, list[ItemStatus]] = {}
    for one in items:
        key = one.file if isinstance(one.item, Procedure | Flow) else kind_of(one.item)
        kinds.setdefault(key, []).append(one)
    rows = [_row(group, w) for group in kinds.values() if any(one.open for one in group)]
    return Language(code, name_of(code), total(items), rows)


def _row(items: Sequence[ItemStatus], w: Writer) -> Row:
    item = items[0].item
    guide = item if isinstance(item, Procedure | Flow) else None
    kind = kind_of(item)
    name = w.guide_link(guide) if guide else escape(w.edition.words.table.get(f"diff_kind_{kind}", kind))
    again = [text for one in items for text in one.open if text.state != "missing"]
    return Row(name, total(items), guide, again)
