"""Lays out an author's file: takes a document, gives its text with the keys in standard order and even indentation.

Works on the lines as they are typed rather than writing values anew, so that comments, quotes and blank lines stay, and
a comment above a key moves with it. Nothing is given back before it is read again and found to mean the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from handbook_builder.model.schema import Schema, schema_of
from handbook_builder.source import Document, parse

STEP = 2
"""Spaces a level; the dashes of a list stand one level below its key."""


class LayoutError(Exception):
    """The file can't be laid out without changing what it means, or losing something of it."""


def laid_out(document: Document, kind: str) -> str:
    """Give the text of a file of a kind (a name in ``MODELS``) in the standard layout.

    Raises:
        LayoutError: the layout would change the meaning. It says nothing about the file being right or wrong.
    """
    text = _Layout(document, _schema(kind)).text()
    again, problems = parse(text.encode(), document.path)
    # The same values, and every sign that is no space still there: comments too.
    if again is None or problems or again.data != document.data or _signs(text) != _signs(document.text):
        raise LayoutError(document.path)
    return text


@lru_cache
def _schema(kind: str) -> Schema:
    schema = schema_of(kind)
    # The lists of a register file stand as its author arranged them: they are long, and sections are made of comments.
    return {**schema, "properties": dict(schema["properties"]), "sorted": kind != "registers"}


def _signs(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@dataclass
class _Entry:
    """A key with its value, or an item of a list, and the lines that belong to it."""

    node: Any
    """The value or item."""
    column: int
    """Where the key or the dash stands."""
    first: int
    """The line of the key or dash."""
    stop: int = 0
    """The line behind the last one that belongs to it."""
    key: Any = None
    above: list[str] = field(default_factory=list)
    """The comments and blank lines above, as they are typed."""


class _Layout:
    def __init__(self, document: Document, schema: Schema) -> None:
        self.lines = document.lines
        self.root: Any = document.root
        self.schema = schema
        self.parts: Schema = schema["$defs"]

    def text(self) -> str:
        # What stands above the first key is about the file, and stays there.
        first = self.root.start_mark.line
        if self.root.id == "scalar" or self.root.flow_style:
            body = [line.rstrip() for line in self.lines[first:]]
        else:
            body = self.block(self.root, first, len(self.lines), 0, self.schema)
        head = [line.rstrip() for line in self.lines[:first]]
        return "\n".join([*head, *body]).rstrip("\n") + "\n"

    def block(self, node: Any, start: int, stop: int, indent: int, schema: Schema) -> list[str]:
        """Write the map or list in the lines from ``start`` to ``stop``; it begins with the comments of its first entry."""
        entries = list(self.entries(node))
        end = self.share(entries, start, stop)
        if node.id == "mapping":
            entries = _sorted(entries, schema)
        lines = []
        for entry in entries:
            lines += [_at(indent, line) for line in entry.above]
            lines += self.item(entry, indent, schema) if entry.key is None else self.pair(entry, indent, schema)
        return lines + [_at(indent, line) for line in self.lines[end:stop]]

    def entries(self, node: Any) -> Iterator[_Entry]:
        column = node.start_mark.column
        if node.id == "mapping":
            for key, value in node.value:
                if key.start_mark.column != column:  # "? key", which nobody needs
                    raise LayoutError
                yield _Entry(value, column, key.start_mark.line, key=key)
        else:
            for item in node.value:
                line = item.start_mark.line
                while not self.lines[line][column:].startswith("-"):
                    line -= 1
                yield _Entry(item, column, line)

    def share(self, entries: list[_Entry], start: int, stop: int) -> int:
        """Share out the lines between entries: comments that stand deeper belong to the entry above them.

        Returns the line at which those begin that belong to no entry, but to the whole.
        """
        for entry, after in zip(entries, [*entries[1:], None], strict=True):
            if after is entries[0] or entry is entries[0]:
                entry.above = self.lines[start : entry.first]
            end = after.first if after else stop
            entry.stop = self.last_line(entry.node, entry.first) + 1
            for number in range(entry.stop, end):
                line = self.lines[number]
                if line.strip():
                    if _column(line) <= entry.column:
                        break
                    entry.stop = number + 1
            if after:
                after.above = self.lines[entry.stop : after.first]
        return entries[-1].stop

    def last_line(self, node: Any, first: int) -> int:
        """Give the last line on which there is something of a value that belongs to a key or dash on line ``first``."""
        if node.id != "scalar" and not node.flow_style:
            key, value = node.value[-1] if node.id == "mapping" else (None, node.value[-1])
            return self.last_line(value, key.start_mark.line if key else value.start_mark.line)
        line: int = node.end_mark.line
        if node.id == "scalar" and node.style in ("|", ">"):
            line -= node.end_mark.column == 0
            while line > first and not self.lines[line].strip():
                line -= 1
        return max(line, first)

    def pair(self, entry: _Entry, indent: int, schema: Schema) -> list[str]:
        """Write a key and its value."""
        inner = self.part(schema.get("properties", {}).get(entry.key.value, {}), entry.node)
        start = entry.key.start_mark.column
        if entry.node.id == "scalar" or entry.node.flow_style:
            return self.plain(entry, entry.first, start, indent, inner)
        head = " " * indent + self.lines[entry.first][start:].rstrip()
        return [head, *self.block(entry.node, entry.first + 1, entry.stop, indent + STEP, inner)]

    def item(self, entry: _Entry, indent: int, schema: Schema) -> list[str]:
        """Write a dash and its item; comments that would come between the two stand above."""
        node, mark = entry.node, entry.node.start_mark
        inner = self.part(schema.get("items", {}), node)
        lost = self.lines[entry.first][entry.column + 1 :] if mark.line > entry.first else ""
        between = [lost] if lost.strip() else []
        if node.id == "scalar" or node.flow_style:
            between += self.lines[entry.first + 1 : mark.line]
            body = self.plain(entry, mark.line, mark.column, indent + STEP, inner)
        else:
            between += self.lines[entry.first + 1 : mark.line]
            body = self.block(node, mark.line, entry.stop, indent + STEP, inner)
        at = next(number for number, line in enumerate(body) if line.strip() and not line.lstrip().startswith("#"))
        above = [_at(indent, line) for line in [*between, *body[:at]]]
        return [*above, f"{' ' * indent}- {body[at].lstrip()}".rstrip(), *body[at + 1 :]]

    def plain(self, entry: _Entry, first: int, column: int, indent: int, schema: Schema) -> list[str]:
        """Write text, or a map or list in braces, with its key; lines that follow keep their distance to the first."""
        node = entry.node
        start, end = node.start_mark, node.end_mark
        is_block = node.id == "scalar" and node.style in ("|", ">")
        last = self.last_line(node, entry.first)
        if node.id == "scalar" or last != start.line or first != last:
            typed = self.lines[first : last + 1]
            typed[0] = typed[0][column:]
        else:
            line = self.lines[first]
            typed = [line[column : start.column] + self.braces(node, schema) + line[end.column :]]
        shift = indent - column if entry.key else indent - STEP - entry.column
        lines = [" " * indent + typed[0].rstrip()]
        for line in typed[1:]:
            moved = " " * max(_column(line) + shift, indent + (STEP if entry.key else 0)) + line.lstrip(" ")
            lines.append(("" if not line.strip() and not is_block else moved) if is_block else moved.rstrip())
        return lines + [_at(indent + (STEP if entry.key else 0), line) for line in self.lines[last + 1 : entry.stop]]

    def braces(self, node: Any, schema: Schema) -> str:
        """Write a map or list in braces that stands on one line: the same, with the keys in their order."""
        line = self.lines[node.start_mark.line]
        at, text = node.start_mark.column, ""
        children = node.value if node.id == "mapping" else [(item, item) for item in node.value]
        spans = [(key.start_mark.column, max(key.end_mark.column, value.end_mark.column)) for key, value in children]
        order = children
        if node.id == "mapping":
            rank = _ranks(schema)
            order = sorted(children, key=lambda pair: rank.get(pair[0].value, len(rank)))
        for (start, end), (key, value) in zip(spans, order, strict=True):
            text += line[at:start] + self.braced(key, value, schema)
            at = end
        return text + line[at : node.end_mark.column]

    def braced(self, key: Any, value: Any, schema: Schema) -> str:
        line = self.lines[key.start_mark.line]
        of_map = key is not value
        inner = schema.get("properties", {}).get(key.value, {}) if of_map else schema.get("items", {})
        head = line[key.start_mark.column : value.start_mark.column] if of_map else ""
        if value.id == "scalar":
            return head + line[value.start_mark.column : max(value.end_mark.column, value.start_mark.column)]
        return head + self.braces(value, self.part(inner, value))

    def part(self, schema: Any, node: Any) -> Schema:
        """Give the schema that holds for a node, where there are several."""
        if not isinstance(schema, dict):
            return {}
        keys = {key.value for key, _ in node.value} if node.id == "mapping" else set()
        if "$ref" in schema:
            return self.part(self.parts[schema["$ref"].rsplit("/", 1)[1]], node)
        if "allOf" in schema:  # a step: the first rule whose condition holds tells its kind
            rules = ((rule["if"], rule["then"]) for rule in schema["allOf"])
            fits = (
                then for when, then in rules if keys >= {*when["required"]} and not ("not" in when and "run" in keys)
            )
            return self.part(next(fits, {}), node)
        ways = (self.part(way, node) for way in schema.get("anyOf", ()))
        wanted = "properties" if node.id == "mapping" else "items"
        return next((way for way in ways if wanted in way), schema)


def _sorted(entries: list[_Entry], schema: Schema) -> list[_Entry]:
    """Put keys into standard order; those that the format does not have stay at the end."""
    rank = _ranks(schema)
    ordered = sorted(entries, key=lambda entry: rank.get(entry.key.value, len(rank)))
    was, now = entries[0], ordered[0]
    if was is not now:
        # Blank lines stay between the keys, rather than go with one to the top.
        blank = next((at for at, line in enumerate(now.above) if line.strip()), len(now.above))
        was.above = now.above[:blank] + was.above
        now.above = now.above[blank:]
    return ordered


def _ranks(schema: Schema) -> dict[str, int]:
    keys = schema.get("properties", {}) if schema.get("sorted", True) else {}
    return {key: at for at, key in enumerate(keys)}


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _at(indent: int, line: str) -> str:
    """Give a comment at an indentation, and a blank line as none."""
    return (" " * indent + line.strip()).rstrip()
