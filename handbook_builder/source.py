"""The only reader of YAML: takes a file's bytes, gives its texts with the place of each, or says what is wrong.

YAML is read with the meaning an author expects: every scalar is the text that was typed (``yes``, ``0800``
and ``12:30`` too), a repeated key is reported instead of lost, and aliases are refused, because nine lines of them can
stand for a billion values.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from handbook_builder.diagnostics import Diagnostic
from handbook_builder.messages import Message
from handbook_builder.yaml_slips import DEEPEST, TooDeep, lines_of, odd_nodes, syntax_problem

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
except ImportError as error:  # pragma: no cover - every wheel of PyYAML has it
    message = "PyYAML was installed without its C parser; install the wheel: pip install --force-reinstall pyyaml"
    raise ImportError(message) from error

LARGEST = 1024 * 1024
"""Bytes a file may have; a procedure of a thousand lines has about 60,000."""


Loc: TypeAlias = tuple[str | int, ...]
"""The way from the root of a file to one of its values: keys of maps and indexes of lists, counted from 0."""


@dataclass(frozen=True)
class Span:
    """A place in a file; line and column count from 1."""

    line: int = 1
    column: int = 1
    width: int = 1


@dataclass(frozen=True)
class Document:
    """A file that could be read: its values as dicts, lists and text, and where each of them stands."""

    path: str
    text: str = field(repr=False)
    data: Any = field(repr=False)
    mended: yaml.Node | None = field(default=None, repr=False)
    """The nodes that are left of a file of which parts were left out."""

    @cached_property
    def root(self) -> yaml.Node:
        """The nodes with their places; read again when a message needs them, as few files have anything wrong."""
        root = self.mended or _compose(self.text)
        assert root is not None  # a document without content is none
        return root

    @cached_property
    def lines(self) -> list[str]:
        """The lines as the author typed them."""
        return lines_of(self.text)

    def span(self, loc: Loc) -> Span:
        """Give the place of the value at ``loc``; where it is missing, of the nearest thing around it that exists."""
        node, place = self.root, _span_of(self.root)
        for depth, part in enumerate(loc):
            key, child = _child(node, part)
            if child is None:
                return place
            last = depth == len(loc) - 1
            # A value that spans lines is best shown by the key that announces it.
            place = _span_of(key if key is not None and (last and not isinstance(child, yaml.ScalarNode)) else child)
            node = child
        return place

    def key_span(self, loc: Loc) -> Span:
        """Give the place of the key that ends ``loc``, or of the value where that is an item of a list."""
        parent = self.root
        for part in loc[:-1]:
            _, child = _child(parent, part)
            if child is None:
                return self.span(loc)
            parent = child
        key, child = _child(parent, loc[-1]) if loc else (None, parent)
        return _span_of(key or child or parent)

    def without(self, locs: Collection[Loc]) -> Document:
        """Give this document without the values at ``locs``, as if the author had not written them.

        The other values keep their places in the file, whatever index they get in a list.
        """
        root = _pruned(self.root, (), frozenset(locs))
        return Document(self.path, self.text, _value_of(root, []), root)

    def problem(self, code: str, span: Span, message: str, hint: str = "") -> Diagnostic:
        """Make a diagnostic at a place of this file."""
        excerpt = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        return Diagnostic(self.path, span.line, span.column, code, message, hint, span.width, excerpt)


def read_document(file: Path, path: str) -> tuple[Document | None, list[Diagnostic]]:
    """Read a YAML file, called ``path`` in messages; give the document, if there is one, and the problems."""
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        return None, [
            Diagnostic(
                path, 1, 1, "unreadable-file", Message("the file can't be read: {reason}", reason=error.strerror)
            )
        ]
    return parse(content, path)


def parse(content: bytes, path: str) -> tuple[Document | None, list[Diagnostic]]:
    """Read YAML from bytes; a byte order mark and Windows line ends are accepted. Never raises for what is in them."""
    if len(content) > LARGEST:
        hint = Message("split it: one procedure a file")
        return None, [
            Diagnostic(
                path, 1, 1, "file-too-large", Message("the file has more than {count:,} bytes", count=LARGEST), hint
            )
        ]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = lines_of(content[: error.start].decode("utf-8-sig", "replace"))
        line, column = len(before), len(before[-1]) + 1
        hint = Message("save it again with the encoding UTF-8")
        return None, [Diagnostic(path, line, column, "not-utf8", Message("the file is not UTF-8 text"), hint)]
    text = text.replace("\r\n", "\n")
    try:
        root = _compose(text)
    except yaml.YAMLError as error:
        return None, list(odd_nodes(text, path)) or [syntax_problem(error, text, path)]
    if root is None:
        return None, [Diagnostic(path, 1, 1, "empty-file", Message("the file has no content"))]
    found = list(odd_nodes(text, path))
    if found:
        return None, found
    bad_keys: list[tuple[yaml.Node, str, str, str]] = []
    data = _value_of(root, bad_keys)
    document = Document(path, text, data)
    return document, [document.problem(code, _span_of(key), message, hint) for key, code, message, hint in bad_keys]


class _Composer(CParser):
    """PyYAML's C composer with the guessing of types left out, and a guard on the depth.

    The parser calls ``resolve`` for the tag of each node and the other two on the way into and out of each; with plain
    answers, composing is quicker than with PyYAML's own resolver.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def resolve(self, kind: type, value: Any, implicit: Any) -> str:
        return "text"

    def descend_resolver(self, parent: Any, index: Any) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep(problem_mark=parent.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def _compose(text: str) -> yaml.Node | None:
    parser = _Composer(text)
    try:
        return parser.get_single_node()
    finally:
        parser.dispose()


def _value_of(node: yaml.Node, bad_keys: list[tuple[yaml.Node, str, str, str]]) -> Any:
    """Turn a node into dicts, lists and text; collect the keys that stand twice or are no text."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value_of(item, bad_keys) for item in node.value]
    result: dict[str, Any] = {}
    first: dict[str, int] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            bad_keys.append(
                (key, "wrong-shape", Message("a key must be plain text"), Message('remove the "?" or the brackets'))
            )
            continue
        name = key.value
        if name in result:
            repeated = Message(
                'the key "{name}" stands here a second time; first on line {line}', name=name, line=first[name]
            )
            hint = Message("keep one; the later one would hide the earlier")
            bad_keys.append((key, "repeated-key", repeated, hint))
            continue
        first[name] = key.start_mark.line + 1
        result[name] = _value_of(value, bad_keys)
    return result


def _pruned(node: yaml.Node, here: Loc, unwanted: frozenset[Loc]) -> yaml.Node:
    if isinstance(node, yaml.MappingNode):
        pairs = [(key, value, (*here, key.value)) for key, value in node.value if isinstance(key, yaml.ScalarNode)]
        kept: list[Any] = [(key, _pruned(value, loc, unwanted)) for key, value, loc in pairs if loc not in unwanted]
        return yaml.MappingNode(node.tag, kept, node.start_mark, node.end_mark)
    if isinstance(node, yaml.SequenceNode):
        items = [(item, (*here, at)) for at, item in enumerate(node.value)]
        kept = [_pruned(item, loc, unwanted) for item, loc in items if loc not in unwanted]
        return yaml.SequenceNode(node.tag, kept, node.start_mark, node.end_mark)
    return node


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Give the key node (in a map) and the value node of a child, or None for what does not exist."""
    if isinstance(node, yaml.MappingNode) and isinstance(part, str):
        return next(((key, value) for key, value in node.value if key.value == part), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None, None


def _span_of(node: yaml.Node) -> Span:
    start: Any = node.start_mark
    end: Any = node.end_mark
    one_line = start.line == end.line
    return Span(start.line + 1, start.column + 1, max(1, end.column - start.column) if one_line else 1)
