"""How far a language is: takes a manual, gives for each item its texts by state, and those that are not done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handbook_builder.diff.change import Item
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.translations import Doubt, State
from handbook_builder.translation.units import Unit, units_of


@dataclass(frozen=True)
class OpenText:
    """A text that is missing, stale or fuzzy in a language."""

    unit: Unit
    state: State
    doubt: Doubt | None = None

    @property
    def is_critical(self) -> bool:
        """Whether readers see the source until it is translated anew."""
        return self.doubt is not None and self.doubt.is_critical


@dataclass(frozen=True)
class ItemStatus:
    """How far the translation of an item is."""

    item: Item
    file: str
    counts: Mapping[State, int]
    open: tuple[OpenText, ...]


def status_of(handbook: Handbook, language: str) -> list[ItemStatus]:
    """Tell for each item that has texts how far its translation into a language is."""
    units: dict[int, list[Unit]] = {}
    for unit in units_of(handbook):
        units.setdefault(id(unit.item), []).append(unit)
    return [_item(handbook, language, own) for own in units.values()]


def _item(handbook: Handbook, language: str, units: list[Unit]) -> ItemStatus:
    states = [handbook.translation_of(unit.wording, language) for unit in units]
    doubts = handbook.doubts.get(language, {})
    open = (
        OpenText(unit, state, doubts.get(unit.wording))
        for unit, state in zip(units, states, strict=True)
        if state != "done"
    )
    return ItemStatus(units[0].item, units[0].origin.file, Counter(states), tuple(open))


def total(items: Iterable[ItemStatus]) -> Counter[State]:
    """Count the texts of several items by state."""
    return sum((Counter(one.counts) for one in items), Counter())
