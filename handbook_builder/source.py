"""The only reader of YAML: takes a file's bytes, gives its texts with the place of each, or says what is wrong.

YAML is read with the meaning an author expects: every scalar is the text that was typed (``yes``, ``0800``
and ``12:30`` too), a repeated key is reported instead of lost, and aliases are refused, because nine lines of them can
stand for a billion values.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from handbook_builder.diagnostics import Diagnostic
from handbook_builder.messages import Message

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
except ImportError as error:  # pragma: no cover - every wheel of PyYAML has it
    message = "PyYAML was installed without its C parser; install the wheel: pip install --force-reinstall pyyaml"
    raise ImportError(message) from error

LARGEST = 1024 * 1024
"""Bytes a file may have; a procedure of a thousand lines has about 60,000."""

DEEPEST = 40
"""Levels of nesting a file may have; the format itself needs fewer than ten."""

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
        return _lines(self.text)

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
        before = _lines(content[: error.start].decode("utf-8-sig", "replace"))
        line, column = len(before), len(before[-1]) + 1
        hint = Message("save it again with the encoding UTF-8")
        return None, [Diagnostic(path, line, column, "not-utf8", Message("the file is not UTF-8 text"), hint)]
    text = text.replace("\r\n", "\n")
    try:
        root = _compose(text)
    except yaml.YAMLError as error:
        return None, list(_odd_nodes(text, path)) or [_syntax_problem(error, text, path)]
    if root is None:
        return None, [Diagnostic(path, 1, 1, "empty-file", Message("the file has no content"))]
    found = list(_odd_nodes(text, path))
    if found:
        return None, found
    bad_keys: list[tuple[yaml.Node, str, str, str]] = []
    data = _value_of(root, bad_keys)
    document = Document(path, text, data)
    return document, [document.problem(code, _span_of(key), message, hint) for key, code, message, hint in bad_keys]


class _TooDeep(yaml.MarkedYAMLError):
    pass


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
            raise _TooDeep(problem_mark=parent.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def _compose(text: str) -> yaml.Node | None:
    parser = _Composer(text)
    try:
        return parser.get_single_node()
    finally:
        parser.dispose()


def _lines(text: str) -> list[str]:
    """Split as YAML does; ``str.splitlines`` knows more line ends and would count other lines."""
    return re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)


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


# A sign where a node may begin; rules out those inside words before the slower exact look.
_MAY_BE_ODD = re.compile(r"[&*!](?<![^\s\[{,:\-?][&*!])(?:(?<=!)|[^\s&*])")


def _odd_nodes(text: str, path: str) -> Iterator[Diagnostic]:
    """Find anchors, aliases and tags; as far as the text can be read."""
    if not _MAY_BE_ODD.search(text):
        return
    lines = _lines(text)
    try:
        for event in yaml.parse(text, Loader=yaml.CLoader):
            odd = _oddity(event)
            if odd is None:
                continue
            code, sign, word = odd
            mark: Any = event.start_mark
            yield Diagnostic(
                path,
                mark.line + 1,
                mark.column + 1,
                code,
                Message('"{word}" is a YAML {sign}, which this format does not use', word=word, sign=sign),
                Message(
                    'write the value out; if the "{sign}" is part of the text, put the text in quotes', sign=word[0]
                ),
                len(word),
                lines[mark.line] if mark.line < len(lines) else "",
            )
    except yaml.YAMLError:
        return  # the composer has more to say about it


def _oddity(event: Any) -> tuple[str, str, str] | None:
    """Give the code, the kind and the written form of what an event has besides its value."""
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent):
        return "alias", "alias", f"*{anchor}"
    if anchor is not None:
        return "alias", "anchor", f"&{anchor}"
    if tag is not None:
        return "yaml-tag", "tag", tag.replace("tag:yaml.org,2002:", "!!")
    if isinstance(event, yaml.ScalarEvent) and not event.style and not event.implicit[0]:
        return "yaml-tag", "tag", "!"
    return None


_SYNTAX_HINTS: Sequence[tuple[str, Message]] = (
    (
        "mapping values are not allowed",
        Message('put text that holds ": " in quotes, and check the indentation of this line'),
    ),
    ("did not find expected key", Message("check the indentation: keys of one map begin in one column")),
    (
        "did not find expected '-' indicator",
        Message("check the indentation: the dashes of one list stand in one column"),
    ),
    (
        "did not find expected ',' or '}'",
        Message('close the map with "}}"; put text that holds a comma or a brace in quotes'),
    ),
    (
        "did not find expected ',' or ']'",
        Message('close the list with "]"; put text that holds a comma or a bracket in quotes'),
    ),
    ("could not find expected ':'", Message('a key is followed by ": "; text of several lines must be indented')),
    (
        "found unknown escape character",
        Message('inside double quotes write "\\\\" for a backslash, or use single quotes'),
    ),
    ("control characters are not allowed", Message("delete the invisible character")),
    (
        "did not find expected alphabetic or numeric",
        Message("put text that begins with a sign such as * or & in quotes"),
    ),
    ("cannot start any token", Message("put text that begins with a sign such as @, % or ` in quotes")),
    ("unknown directive", Message("put text that begins with % in quotes")),
)


def _syntax_problem(error: yaml.YAMLError, text: str, path: str) -> Diagnostic:
    lines = _lines(text)

    def at(mark: Any, code: str, message: str, hint: str) -> Diagnostic:
        line, column = (mark.line, mark.column) if mark is not None else (0, 0)
        line = max(0, min(line, len(lines) - 1))
        excerpt = lines[line] if lines else ""
        return Diagnostic(path, line + 1, column + 1, code, message, hint, 1, excerpt)

    if isinstance(error, _TooDeep):
        return at(
            error.problem_mark,
            "too-deep",
            Message("the file nests deeper than {count} levels", count=DEEPEST),
            Message("the format needs fewer than ten"),
        )
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable as YAML")
    if mark is None and isinstance(getattr(error, "position", None), int):
        before = text.encode()[: error.position].decode(errors="ignore")  # type: ignore[attr-defined]
        mark = _mark(before.count("\n"), len(before) - before.rfind("\n") - 1)
    if problem.startswith("but found another document"):
        hint = Message('remove the line "---", or move what follows it to a file of its own')
        return at(mark, "several-documents", Message("the file holds more than one YAML document"), hint)
    if "undefined alias" in problem:
        return at(
            mark,
            "alias",
            Message("an asterisk here means a YAML alias"),
            Message("put text that begins with * in quotes"),
        )
    slip = _visible_slip(mark, lines) if mark is not None else None
    if slip:
        return at(*slip)
    quote = _quote_left_open(error, text)
    if quote:
        hint = Message("write the same quote at the end of the text")
        return at(quote, "yaml-syntax", Message("a quote is opened here and not closed"), hint)
    known = next((hint for start, hint in _SYNTAX_HINTS if start in problem), "")
    message = Message("this is not readable as YAML: {problem}", problem=problem)
    return at(_mark_of_slip(error, mark, problem, lines), "yaml-syntax", message, known)


_MARK_OF_GIT = re.compile(r"(<{7}|>{7}) |={7}$")
_ODD_MARGIN = re.compile(r"[ -]*[\u00a0\u2000-\u200b\u202f\u3000]")


def _visible_slip(mark: Any, lines: Sequence[str]) -> tuple[Any, str, Message, Message] | None:
    """Give the mark, code, message and hint of what explains an error at ``mark`` better than YAML does, or None."""
    tab = _tab_at(mark, lines)
    if tab:
        hint = Message("YAML takes spaces only: use two for each level")
        return tab, "tab-indentation", Message("a tab indents this line"), hint
    for number, line in enumerate(lines):
        if _MARK_OF_GIT.match(line):
            message = Message("Git could not join two versions of this file, and left a mark here")
            hint = Message("keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>")
            return _mark(number, 0), "yaml-syntax", message, hint
    for number in range(min(mark.line, len(lines) - 1), -1, -1):
        if _ODD_MARGIN.match(lines[number]):
            message = Message("a space of another kind, as word processors write it, indents this line")
            hint = Message("delete the margin and type ordinary spaces: two for each level")
            return _mark(number, 0), "yaml-syntax", message, hint
    return None


def _tab_at(mark: Any, lines: Sequence[str]) -> Any:
    """Give the mark of the tab that indents the line of ``mark`` or the one above it, or None."""
    for number in (mark.line, mark.line - 1):
        if 0 <= number < len(lines):
            indent = re.match(r"[ \t-]*", lines[number])
            if indent and "\t" in indent[0]:
                return _mark(number, indent[0].index("\t"))
    return None


_KEY = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s:#"'\[{]+):(?:\s|$)|#""")


def _mark_of_slip(error: Any, mark: Any, problem: str, lines: Sequence[str]) -> Any:
    """Give the mark of the slip itself: YAML often notices one where a later line does not fit, and names that line."""
    opened = getattr(error, "context_mark", None)
    if opened is not None:
        if problem.startswith("could not find expected ':'"):
            return opened
        if "flow" in error.context and _margin(lines, mark.line) <= _margin(lines, opened.line):
            return opened  # the lines go on as if the bracket were closed
    if problem.startswith("mapping values") and _KEY.match(_content(lines, mark.line)):
        above = next((at for at in range(mark.line - 1, -1, -1) if lines[at].strip()), 0)
        if not _KEY.match(_content(lines, above)) and _margin(lines, above) == _margin(lines, mark.line):
            return _mark(above, _margin(lines, above))  # a key that lost its colon, or the space behind it
    return mark


def _quote_left_open(error: Any, text: str) -> Any:
    """Give the mark of a quote that nothing closes, or that takes in the lines up to the next quote; else None."""
    problem = getattr(error, "problem", None) or ""
    if problem.startswith("found unexpected end of stream"):
        return error.context_mark
    if not problem.startswith("did not find expected key"):
        return None
    last: Any = None
    try:
        for event in yaml.parse(text, Loader=yaml.CLoader):
            last = event if isinstance(event, yaml.ScalarEvent) else last
    except yaml.YAMLError:
        pass
    is_quoted = last is not None and last.style in ("'", '"')
    if is_quoted and last.start_mark.line < last.end_mark.line == error.problem_mark.line:
        return last.start_mark
    return None


def _content(lines: Sequence[str], number: int) -> str:
    """Give a line without its margin and the dashes of lists; nothing behind the end of the file."""
    return lines[number].lstrip(" -") if number < len(lines) else ""


def _margin(lines: Sequence[str], number: int) -> int:
    """Give the column in which the content of a line begins; 0 where there is none."""
    content = _content(lines, number)
    return len(lines[number]) - len(content) if content else 0


def _mark(line: int, column: int) -> Any:
    return yaml.Mark("", 0, line, column, None, 0)
