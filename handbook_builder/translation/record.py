"""From which source each translation was made: takes ``translations/<language>.json``, tells what has aged since.

The record keeps texts, not fingerprints: only so can be told whether a source was set right or says something else.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from handbook_builder.diagnostics import Diagnostic
from handbook_builder.diff.change import Weight
from handbook_builder.diff.rules import at_most
from handbook_builder.diff.values import kind_of
from handbook_builder.diff.wordings import BothInUse, same_text, vocabulary, weigh
from handbook_builder.messages import Message
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.text import Wording
from handbook_builder.model.translations import Doubt
from handbook_builder.translation.losses import losses
from handbook_builder.translation.units import Unit, units_of

FOLDER = "translations"

FUZZY = "fuzzy"
"""Stands at the end of a row whose translator was not sure."""


class Row(NamedTuple):
    """A translation as it was recorded: the id of the text, the source that it was made from, what it said."""

    id: str
    source: str
    text: str
    fuzzy: bool = False


@dataclass(frozen=True)
class Record:
    """What was recorded of the translations into one language."""

    rows: tuple[Row, ...]

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every source with a translation that was made from it."""
        return frozenset((row.source, row.text) for row in self.rows if not row.fuzzy)

    @cached_property
    def by_id(self) -> Mapping[str, list[Row]]:
        """The rows of each text; several where texts share an id."""
        return _grouped((row.id, row) for row in self.rows)

    @cached_property
    def by_text(self) -> Mapping[str, list[Row]]:
        """The rows of each translation."""
        return _grouped((row.text, row) for row in self.rows)

    @property
    def as_json(self) -> str:
        """The text of the file: a text a line, so that two people who change two texts do not meet."""
        rows = ([*row[:3], FUZZY] if row.fuzzy else row[:3] for row in sorted(self.rows))
        return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def _grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return found


def record_file(root: Path, language: str) -> Path:
    """Give the file of a record; a manual without it has none, and none of its translations is stale."""
    return root / FOLDER / f"{language}.json"


def read_records(root: Path, handbook: Handbook) -> tuple[dict[str, Record], list[Diagnostic]]:
    """Read the records of a manual, by language; a file that can't be read is a problem."""
    records: dict[str, Record] = {}
    problems: list[Diagnostic] = []
    for language in handbook.languages[1:]:
        file = record_file(root, language)
        try:
            records[language] = Record(tuple(_row(row) for row in json.loads(file.read_text(encoding="utf-8"))))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, TypeError) as error:
            line = getattr(error, "lineno", 1)
            message = Message("the file can't be read: {reason}", reason=error)
            hint = Message("take it from Git as it was, then run: handbook translate record")
            name = file.relative_to(root).as_posix()
            problems.append(Diagnostic(name, line, 1, "unreadable-file", message, hint))
    return records, problems


def _row(row: Any) -> Row:
    if not isinstance(row, list) or len(row) not in (3, 4) or not all(isinstance(one, str) for one in row):
        raise ValueError(row)
    id, source, text = row[:3]
    return Row(id, source, text, row[3:] == [FUZZY])


def doubts_of(handbook: Handbook, language: str, record: Record) -> dict[Wording, Doubt]:
    """Tell which translations into a language may not say what their source says now, and why."""
    source = handbook.settings.source_language
    pairs = record.pairs

    def is_settled(wording: Wording) -> bool:
        text = wording.get(language, "").strip()
        return not text or (wording.get(source, "").strip(), text) in pairs

    if all(is_settled(wording) for _, _, wording in handbook.wordings):
        return {}  # so it is most of the time, and ids take theirs
    units = list(units_of(handbook))
    ids = {unit.id for unit in units}
    judge = _Judge(source, language, record, ids, _both_in_use(handbook, source, record))
    found: dict[Wording, Doubt] = {}
    for unit in units:
        doubt = None if is_settled(unit.wording) else judge(unit)
        if doubt is not None and (doubt.kind == "stale" or unit.wording not in found):
            found[unit.wording] = doubt  # where the same words stand twice, the graver one holds for both
    return found


@dataclass(frozen=True)
class _Judge:
    source: str
    language: str
    record: Record
    ids: Collection[str]
    both_in_use: BothInUse

    def __call__(self, unit: Unit) -> Doubt | None:
        """Compare a text with what was recorded of it."""
        source, text = unit.text(self.source), unit.text(self.language)
        row = self.row_of(unit)
        if row is None:
            return Doubt("unrecorded")
        weight, _ = weigh(row.source, source, self.source, self.both_in_use)
        weight = min(weight, at_most(kind_of(unit.item), unit.fields))
        change, _ = weigh(row.text, text, self.language)
        if weight >= Weight.MEANING:
            is_critical = weight is Weight.CRITICAL
            # Who changes both texts has thought of the translation, unless the new number is not in it.
            if change >= Weight.MEANING and not (is_critical and any(losses(source, text, self.language))):
                return Doubt("unrecorded")
            return Doubt("stale", is_critical, row.source)
        if change >= Weight.MEANING:
            return Doubt("unrecorded")
        return Doubt("fuzzy") if row.fuzzy else None

    def row_of(self, unit: Unit) -> Row | None:
        """Find what was recorded of a text: by its id, else by its words, as a step may have another name now."""
        source, text = unit.text(self.source), unit.text(self.language)
        here = self.record.by_id.get(unit.id, [])
        if len(here) == 1:
            return here[0]
        gone = [row for row in self.record.by_text.get(text, ()) if row.id not in self.ids]
        item = unit.id.rpartition("/")[0]
        # The nearest first: in the same list, in the same item, anywhere; of several, the one from the same source.
        for rows in (here, [row for row in gone if row.id.startswith(f"{item}/")], gone):
            same = [row for row in rows if same_text(row.text, text)]
            if same:
                return next((row for row in same if same_text(row.source, source)), same[0])
        return None


def _both_in_use(handbook: Handbook, source: str, record: Record) -> BothInUse:
    words: list[frozenset[str]] = []

    def both(old: str, new: str) -> bool:
        if not words:  # few changes ask for it
            now = (wording.get(source, "") for _, _, wording in handbook.wordings)
            words.extend((vocabulary(row.source for row in record.rows), vocabulary(now)))
        return old in words[1] and new in words[0]

    return both


Key = tuple[str, str]
"""The id of a text and what it says in the source language."""


def record_of(
    handbook: Handbook,
    language: str,
    doubts: Mapping[Wording, Doubt],
    right: Collection[Key] = (),
    unsure: Collection[Key] = (),
) -> Record:
    """Give the record of a manual as it is; what is stale keeps the source that it was made from.

    ``right`` are translations that somebody vouches for, ``unsure`` those that a translator marked.
    """
    rows: dict[Row, None] = {}
    for unit in units_of(handbook):
        text, source = unit.text(language), unit.text(handbook.settings.source_language)
        doubt = None if (unit.id, source) in right else doubts.get(unit.wording)
        if text:
            before = doubt.before if doubt and doubt.kind == "stale" else source
            is_fuzzy = (unit.id, source) in unsure or bool(doubt and doubt.kind == "fuzzy")
            rows[Row(unit.id, before, text, is_fuzzy)] = None
    return Record(tuple(rows))


def write_record(root: Path, language: str, record: Record) -> bool:
    """Write a record if it differs from what is on the disk; tell whether it did."""
    file = record_file(root, language)
    content = record.as_json.encode()
    if file.is_file() and file.read_bytes() == content:
        return False
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return True
