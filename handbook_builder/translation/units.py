"""What there is to translate: takes a manual, gives each of its texts with an id that stays when it moves.

The id of a text is made of ids, never of numbers: ``procedure/opening-a-case/steps.consent.do``. Texts of a list whose
parts have no ids, such as indicators, share one, and are told apart by their words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handbook_builder.diff.change import Item
from handbook_builder.diff.values import id_of, key_of, kind_of
from handbook_builder.model.handbook import SETTINGS_FILE, Handbook, Origin
from handbook_builder.model.text import Wording
from handbook_builder.model.walks import wordings_in

Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Unit:
    """One text of the manual, in all its languages."""

    id: str
    item: Item
    origin: Origin
    """Where the item was written."""
    loc: Loc
    """The way from the item to the text."""
    wording: Wording
    fields: tuple[str, ...]
    """Names of the fields on that way."""
    step: str | None = None
    """The step that it belongs to."""
    about: str = ""
    """What the model says of the field, in Portuguese and English."""

    def text(self, language: str) -> str:
        """Give the text in a language; nothing where that lacks."""
        return self.wording.get(language, "").strip()


def units_of(handbook: Handbook) -> Iterator[Unit]:
    """Give every text of a manual that has a source, in the order of the manual."""
    source = handbook.settings.source_language
    items: list[tuple[Item, Origin]] = [(item, handbook.origin(item)) for item in handbook.items]
    if handbook.has_settings:
        items.insert(0, (handbook.settings, Origin(SETTINGS_FILE)))
    for item, origin in items:
        for loc, wording in wordings_in(item):
            if wording.get(source, "").strip():
                yield _unit(item, origin, loc, wording)


def _unit(item: Item, origin: Origin, loc: Loc, wording: Wording) -> Unit:
    names: list[str] = []
    fields: list[str] = []
    step = None
    value: Any = item
    about = ""
    for part in loc:
        if isinstance(part, int):
            value = value[part]
            key = key_of(value)
            names += [key] if key else []
            if len(fields) == 1 and fields[0] == "steps":
                step = key
        else:
            field = _field(value, part)
            about = type(value).model_fields[field].description or ""
            value = getattr(value, field)
            names.append(part)
            fields.append(part)
    start = "/".join(name for name in (kind_of(item), id_of(item)) if name)
    return Unit(f"{start}/{'.'.join(names)}", item, origin, loc, wording, tuple(fields), step, about)


def _field(value: Any, key: str) -> str:
    """Give the name that a model has for a key of its file."""
    fields = type(value).model_fields
    return key if key in fields else next(name for name, info in fields.items() if info.alias == key)
