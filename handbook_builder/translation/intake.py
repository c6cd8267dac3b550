"""Translations that come back: takes the entries of a PO file, tells what to write where, and what must be refused.

All is taken or nothing: a manual with half of a translator's work would be harder to put right than one without.
"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from handbook_builder.diff.change import Weight
from handbook_builder.diff.wordings import same_text, weigh
from handbook_builder.messages import Message
from handbook_builder.model.handbook import Handbook
from handbook_builder.rewrite import AuthorFile
from handbook_builder.source import parse
from handbook_builder.translation.losses import losses
from handbook_builder.translation.po import Entry, fingerprint
from handbook_builder.translation.units import Unit, units_of


@dataclass(frozen=True)
class Refusal:
    """An entry that can't be taken, and why."""

    entry: Entry
    reason: Message


@dataclass(frozen=True)
class Intake:
    """What becomes of the entries of a file."""

    texts: list[tuple[Unit, str]] = field(default_factory=list)
    """What is to be written."""
    confirmed: list[Unit] = field(default_factory=list)
    """Translations that stay as they are, of which the translator says that they are right."""
    doubted: list[Unit] = field(default_factory=list)
    """Translations that stay as they are, of which the translator is not sure."""
    refusals: list[Refusal] = field(default_factory=list)
    unsure: list[Entry] = field(default_factory=list)
    """Texts marked as fuzzy: they wait in the file until somebody is sure of them."""


def sort_in(handbook: Handbook, language: str, entries: Iterable[Entry]) -> Intake:
    """Tell what becomes of each entry; what has no text is left as it is."""
    told = [entry for entry in entries if entry.text]
    desk = _Desk(handbook, language, frozenset(entry.id for entry in told))
    for entry in told:
        desk.take(entry)
    return desk.intake


@dataclass(frozen=True)
class _Desk:
    handbook: Handbook
    language: str
    sent: frozenset[str]
    """The ids that the file names."""
    intake: Intake = field(default_factory=Intake)

    @property
    def source(self) -> str:
        return self.handbook.settings.source_language

    @cached_property
    def by_id(self) -> Mapping[str, list[Unit]]:
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in units_of(self.handbook):
            found[unit.id].append(unit)
        return found

    @cached_property
    def by_source(self) -> Mapping[str, list[Unit]]:
        """The texts of the manual that the file does not name, by what they say: some of them may have moved."""
        found: dict[str, list[Unit]] = defaultdict(list)
        for id, units in self.by_id.items():
            if id not in self.sent:
                for unit in units:
                    found[unit.text(self.source)].append(unit)
        return found

    def take(self, entry: Entry) -> None:
        """Put an entry where it belongs."""
        unit = self.unit_of(entry)
        if unit is None:
            if not entry.fuzzy and not entry.is_untouched:
                self.intake.refusals.append(Refusal(entry, self.why_unknown(entry)))
            return
        now = unit.text(self.language)
        is_doubted = self.handbook.translation_of(unit.wording, self.language) in ("stale", "fuzzy")
        if same_text(entry.text, now):
            if entry.fuzzy != is_doubted:
                (self.intake.doubted if entry.fuzzy else self.intake.confirmed).append(unit)
        elif entry.is_untouched:
            return  # somebody changed the manual since: what the translator did not touch must not undo that
        elif entry.fuzzy:
            self.intake.unsure.append(entry)
        elif reason := self.why_not(entry, unit):
            self.intake.refusals.append(Refusal(entry, reason))
        else:
            self.intake.texts.append((unit, _SPACE.sub(" ", entry.text)))

    def unit_of(self, entry: Entry) -> Unit | None:
        """Find the text that an entry translates: as it was sent, with a slip mended since, or under another id."""
        here = self.by_id.get(entry.id, [])
        same = [unit for unit in here if same_text(unit.text(self.source), entry.source)]
        if same:
            return same[0]
        if len(here) == 1:
            weight, _ = weigh(entry.source, here[0].text(self.source), self.source)
            return here[0] if weight < Weight.MEANING else None
        moved = self.by_source.get(entry.source, []) if not here else []
        return moved[0] if len(moved) == 1 else None

    def why_unknown(self, entry: Entry) -> Message:
        """Say why there is no text for an entry."""
        here = self.by_id.get(entry.id, [])
        if len(here) != 1:
            return Message("the manual no longer has this text; export again")
        now = here[0].text(self.source)
        return Message('the source has changed since the export; it says now: "{text}"', text=now)

    def why_not(self, entry: Entry, unit: Unit) -> Message | None:
        """Say why a translation can't be taken, if so it is."""
        now = unit.text(self.language)
        if entry.sent is not None and entry.sent != fingerprint(now):
            return Message(
                'somebody else has changed the translation since the export; it says now: "{text}"', text=now
            )
        return next(losses(unit.text(self.source), entry.text, self.language), None)


_SPACE = re.compile(r"[^\S\u00a0\u202f]+")  # not the no-break space, which a translator means


def rewritten(root: Path, handbook: Handbook, language: str, intake: Intake) -> dict[str, str]:
    """Give the authors' files with the new texts in them, by name; nothing is written yet."""
    by_file: dict[str, list[tuple[Unit, str]]] = defaultdict(list)
    for unit, text in intake.texts:
        by_file[unit.origin.file].append((unit, text))
    return {
        file: _rewritten(root / file, texts, language, handbook.settings.source_language)
        for file, texts in sorted(by_file.items())
    }


def _rewritten(path: Path, texts: list[tuple[Unit, str]], language: str, source: str) -> str:
    file = AuthorFile.read(path)
    document, _ = parse(path.read_bytes(), path.name)
    assert document is not None  # it was read a moment ago
    wanted = copy.deepcopy(document.data)
    for unit, text in texts:
        loc = (*unit.origin.loc, *unit.loc)
        if isinstance(file.at(loc), str):  # a text without languages is in that of the source
            file.set(loc, {source: file.at(loc), language: text})
            _put(wanted, loc, {source: _at(wanted, loc), language: text})
        else:
            file.set((*loc, language), text)
            _put(wanted, (*loc, language), text)
    written = file.text
    again, _ = parse(written.encode(), path.name)
    if again is None or again.data != wanted:
        raise ValueError(f"{path.name} would not say the same any more")
    return written


def _at(data: Any, loc: tuple[str | int, ...]) -> Any:
    for part in loc:
        data = data[part]
    return data


def _put(data: Any, loc: tuple[str | int, ...], value: Any) -> None:
    _at(data, loc[:-1])[loc[-1]] = value
