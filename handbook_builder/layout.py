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


_BLANK = " \t"
"""What YAML takes for blank; other blanks, such as one that breaks no line, are text."""


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
            body = [line.rstrip(_BLANK) for line in self.lines[first:]]
        else:
            body = self.block(self.root, first, len(self.lines), 0, self.schema)
        head = [line.rstrip(_BLANK) for line in self.lines[:first]]
        return "\n".join([*head, *body]).rstrip("\n") + "\n"

    def block(self, node: Any, start: int, stop: int, indent: int, schema: Schema) -> list[str]:
        """Write the map or list in the lines from ``start`` to ``stop``; comments above its first entry first."""
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
                if line.strip(_BLANK):
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
            while line > first and not self.lines[line].strip(_BLANK):
                line -= 1
        return max(line, first)

    def pair(self, entry: _Entry, indent: int, schema: Schema) -> list[str]:
        """Write a key and its value."""
        inner = self.part(schema.get("properties", {}).get(entry.key.value, {}), entry.node)
        if entry.node.id == "scalar" or entry.node.flow_style:
            return self.plain(entry, entry.first, entry.column, indent, inner)
        head = " " * indent + self.lines[entry.first][entry.column :].rstrip(_BLANK)
        return [head, *self.block(entry.node, entry.first + 1, entry.stop, indent + STEP, inner)]

    def item(self, entry: _Entry, indent: int, schema: Schema) -> list[str]:
        """Write a dash and its item; comments that would come between the two stand above."""
        node, mark = entry.node, entry.node.start_mark
        inner = self.part(schema.get("items", {}), node)
        between = self.lines[entry.first : mark.line]
        between[:1] = [line[entry.column + 1 :] for line in between[:1] if line[entry.column + 1 :].strip(_BLANK)]
        if node.id == "scalar" and node.start_mark.index == node.end_mark.index:  # nothing, or a comment alone
            return self.plain(entry, entry.first, entry.column, indent, inner)
        if node.id == "scalar" or node.flow_style:
            body = self.plain(entry, mark.line, mark.column, indent, inner)
        else:
            body = self.block(node, mark.line, entry.stop, indent + STEP, inner)
        starts = (line.lstrip(_BLANK) for line in body)
        at = next(number for number, start in enumerate(starts) if start and not start.startswith("#"))
        above = [_at(indent, line) for line in [*between, *body[:at]]]
        return [*above, f"{' ' * indent}- {body[at].lstrip(_BLANK)}".rstrip(_BLANK), *body[at + 1 :]]

    def plain(self, entry: _Entry, first: int, column: int, indent: int, schema: Schema) -> list[str]:
        """Write a scalar, or what stands in braces, from its key on; further lines keep their distance to the first."""
        node = entry.node
        last = self.last_line(node, first)
        typed = self.lines[first : last + 1]
        if node.id != "scalar" and first == node.start_mark.line == last:
            typed = [typed[0][: node.start_mark.column] + self.braces(node, schema) + typed[0][node.end_mark.column :]]
        shift = indent - entry.column
        lines = [" " * indent + typed[0][column:].rstrip(_BLANK)]
        for line in typed[1:]:
            if node.id == "scalar" and node.style in ("|", ">"):  # every space counts
                lines.append(line[-shift:] if shift < 0 else " " * shift + line if line else "")
            else:
                lines.append(_at(max(_column(line) + shift, indent + STEP), line))
        return lines + [_at(indent + STEP, line) for line in self.lines[last + 1 : entry.stop]]

    def braces(self, node: Any, schema: Schema) -> str:
        """Write a map or list in braces that stands on one line: the same, with the keys in their order."""
        if node.id == "scalar":
            return self.typed(node.start_mark, node.end_mark)
        if node.id == "mapping":
            fields = schema.get("properties", {})
            rank = _ranks(schema)
            spans = [(key.start_mark, max(key.end_mark, value.end_mark, key=_place)) for key, value in node.value]
            texts = [
                self.typed(key.start_mark, value.start_mark)
                + self.braces(value, self.part(fields.get(key.value, {}), value))
                for key, value in sorted(node.value, key=lambda pair: rank.get(pair[0].value, len(rank)))
            ]
        else:
            spans = [(item.start_mark, item.end_mark) for item in node.value]
            texts = [self.braces(item, self.part(schema.get("items", {}), item)) for item in node.value]
        written, at = "", node.start_mark
        for (start, end), text in zip(spans, texts, strict=True):
            written += self.typed(at, start) + text
            at = end
        return written + self.typed(at, node.end_mark)

    def typed(self, start: Any, end: Any) -> str:
        """Give what is typed between two places of a line."""
        line: str = self.lines[start.line]
        return line[start.column : end.column]

    def part(self, schema: Any, node: Any) -> Schema:
        """Give the schema that holds for a node, where there are several."""
        if not isinstance(schema, dict):
            return {}
        keys = {key.value for key, _ in node.value} if node.id == "mapping" else set()
        if "$ref" in schema:
            return self.part(self.parts[schema["$ref"].rsplit("/", 1)[1]], node)
        for rule in schema.get("allOf", ()):  # a step: the first rule whose condition holds tells its kind
            when = rule["if"]
            if keys.issuperset(when["required"]) and not ("not" in when and keys.issuperset(when["not"]["required"])):
                return self.part(rule["then"], node)
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
        blank = next((at for at, line in enumerate(now.above) if line.strip(_BLANK)), len(now.above))
        was.above = now.above[:blank] + was.above
        now.above = now.above[blank:]
    return ordered


def _ranks(schema: Schema) -> dict[str, int]:
    keys = schema.get("properties", {}) if schema.get("sorted", True) else {}
    return {key: at for at, key in enumerate(keys)}


def _place(mark: Any) -> tuple[int, int]:
    return mark.line, mark.column


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _at(indent: int, line: str) -> str:
    """Give a comment at an indentation, and a blank line as none."""
    return (" " * indent + line.strip(_BLANK)).rstrip(_BLANK)
