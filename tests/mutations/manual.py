"""The real manual as something to spoil: takes its folder, gives every value with its lines, and edits of them."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from handbook_builder.build import Checked, check_manual
from handbook_builder.load import REGISTER_KINDS, files_of
from handbook_builder.model.handbook import SETTINGS_FILE
from handbook_builder.model.procedure import Guide
from handbook_builder.source import Loc

TODAY = datetime.date(2026, 11, 21)

Owner = tuple[str, str, str | None]
"""Kind and id of an item, and the id of the step in it; None outside the steps."""


@dataclass(frozen=True)
class Edit:
    """What a hand did to a file: the lines from ``first`` to ``last`` (from 1) became others.

    ``first`` is ``last + 1`` where lines were only put in. ``content`` is the whole new file where lines tell too
    little. ``is_gone`` is for a file that was deleted, ``to`` for one that was copied, both for one that was moved.
    """

    file: str
    first: int
    last: int
    lines: tuple[str, ...] = ()
    content: bytes | None = None
    is_gone: bool = False
    to: str | None = None

    def now(self, line: int) -> int:
        """Tell where a line stands after the edit; those that became others, at the first of what they became."""
        if line < self.first:
            return line
        if line > self.last:
            return line + len(self.lines) - (self.last - self.first + 1)
        return min(line, self.first + max(0, len(self.lines) - 1))


@dataclass(frozen=True)
class Value:
    """A value of a file: the way to it, and its nodes; ``key`` is None for an item of a list."""

    file: str
    loc: Loc
    key: Any = field(repr=False)
    node: Any = field(repr=False)
    is_inline: bool
    """Whether it stands in braces or brackets."""

    @property
    def first(self) -> int:
        """The line on which it begins, with its key or dash."""
        return int((self.key or self.node).start_mark.line) + 1

    @property
    def last(self) -> int:
        """The last line that it takes."""
        return _last_line(self.node)

    @property
    def lines(self) -> range:
        """All lines that it takes."""
        return range(self.first, self.last + 1)

    @property
    def text(self) -> str:
        """The text of a scalar."""
        return str(self.node.value)

    @property
    def is_text(self) -> bool:
        """Whether it is a scalar on one line."""
        return isinstance(self.node, yaml.ScalarNode) and self.first == self.last == self.node.start_mark.line + 1

    @property
    def begins_item(self) -> bool:
        """Whether its key stands behind the dash of a list, so that it can't be taken away alone."""
        return self.loc[-1] == "id" and len(self.loc) > 1 and not self.is_inline


def _last_line(node: Any) -> int:
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        end = node.end_mark
        return int(end.line) + (1 if end.column else 0)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


@dataclass(frozen=True)
class Manual:
    """The manual before any mistake."""

    root: Path
    checked: Checked = field(repr=False)

    @classmethod
    def read(cls, root: Path) -> Manual:
        """Read the manual in a folder."""
        return cls(root, check_manual(root, TODAY))

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each file: procedure, flow, registers, settings."""
        return dict(files_of(self.root))

    @cached_property
    def guides(self) -> Mapping[str, Guide]:
        """The guides by their file."""
        handbook = self.checked.handbook
        return {handbook.origin(guide).file: guide for guide in handbook.guides}

    @cached_property
    def _typed(self) -> Mapping[str, tuple[str, ...]]:
        documents = self.checked.library.documents
        return {file: tuple(document.text.split("\n")) for file, document in documents.items()}

    def typed(self, file: str) -> tuple[str, ...]:
        """Give the lines of a file."""
        return self._typed[file]

    @cached_property
    def values(self) -> Mapping[str, tuple[Value, ...]]:
        """Every value, by the kind of its file and the names that lead to it: ``procedure:steps/*/who``."""
        found: dict[str, list[Value]] = {}
        for file, document in self.checked.library.documents.items():
            kind = self.kinds[file]
            for value in _walk(file, (), document.root):
                found.setdefault(f"{kind}:{_pattern(value.loc)}", []).append(value)
        return {pattern: tuple(values) for pattern, values in found.items()}

    def at(self, *patterns: str) -> list[Value]:
        """Give the values at some patterns; "guide" stands for procedure and flow."""
        wide = [pattern.replace("guide:", f"{kind}:") for pattern in patterns for kind in ("procedure", "flow")]
        return [value for pattern in dict.fromkeys(wide) for value in self.values.get(pattern, ())]

    def ending(self, end: str) -> list[Value]:
        """Give the values whose pattern ends so."""
        return [one for pattern, values in self.values.items() if pattern.endswith(end) for one in values]

    def some(self, chance: random.Random, *patterns: str) -> Iterator[Value]:
        """Give the values at some patterns in an order by chance."""
        return shuffled(chance, self.at(*patterns))

    def value(self, file: str, *loc: str | int) -> Value:
        """Give the value at a place that exists."""
        return self._by_place[file, loc]

    def has(self, file: str, *loc: str | int) -> bool:
        """Tell whether something stands at a place."""
        return (file, loc) in self._by_place

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, Loc], Value]:
        return {(one.file, one.loc): one for values in self.values.values() for one in values}

    @cached_property
    def _by_line(self) -> Mapping[tuple[str, int], list[Value]]:
        found: dict[tuple[str, int], list[Value]] = {}
        for values in self.values.values():
            for one in values:
                found.setdefault((one.file, one.first), []).append(one)
        return found

    def values_on(self, file: str, line: int) -> list[Value]:
        """Give the values that begin on a line."""
        return self._by_line.get((file, line), [])

    def owner(self, file: str, loc: Loc) -> Owner:
        """Tell which item, and which step, a value belongs to."""
        guide = self.guides.get(file)
        if guide is not None:
            in_step = len(loc) > 1 and loc[0] == "steps"
            return guide.kind, guide.id, guide.steps[int(loc[1])].id if in_step else None
        if file == SETTINGS_FILE:
            in_group = len(loc) > 1 and loc[0] == "groups"
            settings = self.checked.handbook.settings
            return ("group", settings.groups[int(loc[1])].id, None) if in_group else ("settings", "", None)
        if self.kinds[file] != REGISTERS:
            return self.kinds[file], str(self.checked.library.documents[file].data["id"]), None
        entry = self.checked.library.documents[file].data[loc[0]][loc[1] if len(loc) > 1 else 0]
        return REGISTER_KINDS[str(loc[0])], str(entry["id"]), None

    def users_of(self, kind: str, id: str) -> list[Value]:
        """Give every value that names an entry or guide: as an id in a key, or in a link of a wording."""
        return self._users.get((kind, id), [])

    @cached_property
    def _users(self) -> Mapping[tuple[str, str], list[Value]]:
        found: dict[tuple[str, str], list[Value]] = {}
        for kind, patterns in NAMES.items():
            for value in self.at(*patterns):
                if value.is_text:
                    found.setdefault((kind, value.text), []).append(value)
        for value in self.wordings:
            for scheme, id in LINK.findall(value.text):
                kind = {"procedure": "guide", "flow": "guide"}.get(scheme, scheme)
                found.setdefault((kind, id), []).append(value)
        return found

    @cached_property
    def wordings(self) -> tuple[Value, ...]:
        """Every text of a wording that stands on one line, in either language."""
        found = [one for language in ("pt", "en") for one in self.ending(f"/{language}") if one.is_text]
        return tuple(one for one in found if "keywords" not in one.loc and "also" not in one.loc)

    @cached_property
    def own_lines(self) -> list[Value]:
        """Every key that stands on a line of its own."""
        found = [one for values in self.values.values() for one in values if one.key is not None]
        return [
            one
            for one in found
            if not one.is_inline
            and not one.begins_item
            and not self.typed(one.file)[one.first - 1][: one.key.start_mark.column].strip()
        ]

    # Edits.

    def put(self, file: str, first: int, last: int, *lines: str) -> Edit:
        """Put other lines in the place of some; only put them in before ``first`` if ``last`` is smaller."""
        return Edit(file, first, last, lines)

    def retyped(self, value: Value, text: str, *, key: bool = False) -> Edit:
        """Type something else in the place of a scalar, or of its key, quotes included."""
        node = value.key if key else value.node
        line = self.typed(value.file)[node.start_mark.line]
        number = node.start_mark.line + 1
        new = line[: node.start_mark.column] + text + line[node.end_mark.column :]
        return self.put(value.file, number, number, new)

    def reworded(self, value: Value, old: str, new: str, count: int = 1) -> Edit:
        """Replace a piece of what is typed for a scalar."""
        typed = self.as_typed(value)
        assert old in typed, (old, typed)
        return self.retyped(value, typed.replace(old, new, count))

    def as_typed(self, value: Value) -> str:
        """Give what is typed for a scalar, quotes included."""
        node = value.node
        return self.typed(value.file)[node.start_mark.line][node.start_mark.column : node.end_mark.column]

    def without(self, value: Value) -> Edit:
        """Take a value away, with its key or dash."""
        if not value.is_inline:
            return self.put(value.file, value.first, value.last)
        line = self.typed(value.file)[value.first - 1]
        start, end = (value.key or value.node).start_mark.column, value.node.end_mark.column
        head, tail = line[:start], line[end:]
        if tail.startswith(", "):
            tail = tail[2:]
        else:
            head = head.rstrip().removesuffix(",")
        return self.put(value.file, value.first, value.first, head + tail)

    def whole(self, file: str, content: bytes, first: int = 1) -> Edit:
        """Give a file another content; ``first`` is the line from which on it differs."""
        return Edit(file, first, first, content=content)

    def content(self, file: str) -> bytes:
        """Give the bytes of a file."""
        return (self.root / file).read_bytes()

    def edited(self, edit: Edit) -> bytes | None:
        """Give the bytes that an edit makes, of the file or of its copy; None if it only takes away."""
        if edit.content is not None:
            return edit.content
        if edit.is_gone or edit.to is not None:
            return self.content(edit.file) if edit.to is not None else None
        lines = list(self.typed(edit.file))
        lines[edit.first - 1 : edit.last] = edit.lines
        return "\n".join(lines).encode()


NAMES: Mapping[str, tuple[str, ...]] = {
    "role": ("guide:owner", "guide:steps/*/who", "registers:roles/*/substitute", "guide:control/approved_by"),
    "service": ("guide:steps/*/to",),
    "form": ("guide:forms/*", "guide:steps/*/forms/*"),
    "document": (
        *("guide:documents/*", "guide:documents/*/document"),
        *("guide:steps/*/documents/*", "registers:services/*/documents/*"),
    ),
    "source": (
        "guide:sources/*",
        "guide:steps/*/sources/*",
        *(f"registers:{one}/*/sources/*" for one in REGISTER_KINDS),
    ),
    "data": ("guide:steps/*/shares/*",),
    "need": ("registers:services/*/needs/*",),
    "area": ("registers:services/*/areas/*",),
    "guide": (
        *("guide:related/*", "guide:steps/*/run", "guide:steps/*/continue"),
        *("registers:practices/*/procedures/*", "settings:feedback/procedure"),
    ),
}
"""Where ids stand, by the kind of what they name."""

LINK = re.compile(r"\]\((\w+):([^()\s]+)\)")
"""A link in a wording: the kind of what it leads to, and the id."""

STEP_IDS = (
    *("guide:steps/*/next", "guide:steps/*/yes", "guide:steps/*/no"),
    *("guide:steps/*/answers/*/next", "guide:scenarios/*/ends"),
)
"""Where ids of steps stand."""

GUIDES, REGISTERS = ("procedure", "flow"), "registers"


def _walk(file: str, loc: Loc, node: Any, inline: bool = False) -> Iterator[Value]:
    inline = inline or bool(getattr(node, "flow_style", False))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield Value(file, (*loc, key.value), key, value, inline)
            yield from _walk(file, (*loc, key.value), value, inline)
    elif isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value):
            yield Value(file, (*loc, at), None, item, inline)
            yield from _walk(file, (*loc, at), item, inline)


def _pattern(loc: Loc) -> str:
    """Name a way by its keys; questions of worked cases, which authors name, are "?"."""
    parts = ["*" if isinstance(part, int) else part for part in loc]
    if len(parts) == 4 and parts[0] == "scenarios" and parts[2] == "answers":
        parts[3] = "?"
    return "/".join(parts)


def shuffled(chance: random.Random, values: list[Value]) -> Iterator[Value]:
    """Give values in an order by chance."""
    order = list(values)
    chance.shuffle(order)
    return iter(order)


def misspelt(text: str, chance: random.Random) -> str:
    """Do what a hasty finger does to a word or id: lose, double or swap a letter, never the first one."""
    at = [at for at in range(1, len(text)) if text[at].isalpha() and text[at - 1].isalpha()]
    place = chance.choice(at)
    match chance.randrange(3):
        case 0:
            return text[:place] + text[place + 1 :]
        case 1:
            return text[:place] + text[place] + text[place:]
        case _ if text[place - 1] != text[place] and place > 1:
            return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]
        case _:
            return text[:place] + "q" + text[place + 1 :]
