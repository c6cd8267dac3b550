"""What is wrong with a text that YAML can't read, or that uses what the format does not: a place, a reason, a remedy.

YAML often notices a slip where a later line does not fit; authors are told the line of the slip itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from handbook_builder.diagnostics import Diagnostic
from handbook_builder.messages import Message

DEEPEST = 40
"""Levels of nesting a file may have; the format itself needs fewer than ten."""


class TooDeep(yaml.MarkedYAMLError):
    """The text nests deeper than DEEPEST levels."""


def lines_of(text: str) -> list[str]:
    """Split as YAML does; ``str.splitlines`` knows more line ends and would count other lines."""
    return re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)


# A sign where a node may begin; rules out those inside words before the slower exact look.
_MAY_BE_ODD = re.compile(r"[&*!](?<![^\s\[{,:\-?][&*!])(?:(?<=!)|[^\s&*])")


def odd_nodes(text: str, path: str) -> Iterator[Diagnostic]:
    """Find anchors, aliases and tags; as far as the text can be read."""
    if not _MAY_BE_ODD.search(text):
        return
    lines = lines_of(text)
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


def syntax_problem(error: yaml.YAMLError, text: str, path: str) -> Diagnostic:
    """Tell why a text can't be read, at the place that an author has to mend."""
    lines = lines_of(text)

    def at(mark: Any, code: str, message: str, hint: str) -> Diagnostic:
        line, column = (mark.line, mark.column) if mark is not None else (0, 0)
        line = max(0, min(line, len(lines) - 1))
        excerpt = lines[line] if lines else ""
        return Diagnostic(path, line + 1, column + 1, code, message, hint, 1, excerpt)

    if isinstance(error, TooDeep):
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
