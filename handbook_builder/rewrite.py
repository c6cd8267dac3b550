"""Changes values in an author's file: takes the file, gives its text with comments, order and quotes as they were.

The only home of ruamel.yaml, which is thirty times slower than the reader in ``source.py`` and keeps what that forgets.
"""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.tokens import CommentToken

from handbook_builder.messages import Message
from handbook_builder.source import Loc

Quoted = DoubleQuotedScalarString
"""Text to be written in double quotes, whatever it is."""

WIDTH = 4096
"""Columns after which a line would be broken: beyond what people write, so that no line is."""


class RewriteError(OSError):
    """A file can be read, but not written back with all that stands in it; the message tells why."""


class AuthorFile:
    """The YAML file of an author, to be changed and written back; ``data`` holds its values as ruamel keeps them."""

    def __init__(self, text: str) -> None:
        """Read the text of a file that ``handbook check`` can read; without any, begin a new file.

        Raises:
            RewriteError: ruamel reads it in another way.
        """
        self._yaml = YAML()
        self._yaml.preserve_quotes = True
        self._yaml.width = WIDTH
        self._yaml.indent(mapping=2, sequence=4, offset=2)
        try:
            self.data: Any = self._yaml.load(text) if text else CommentedMap()
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RewriteError(
                Message(
                    "a file can't be written back: on line {line}, or above it, stands a sign that programs read in "
                    "different ways, such as the line end U+0085",
                    line=line,
                )
            ) from error

    @classmethod
    def read(cls, path: Path) -> AuthorFile:
        """Read a file from the disk."""
        return cls(path.read_text(encoding="utf-8-sig"))

    @property
    def text(self) -> str:
        """The file as text, indented as ``handbook format`` does."""
        stream = io.StringIO()
        self._yaml.dump(self.data, stream)
        return stream.getvalue()

    def at(self, loc: Loc) -> Any:
        """Give the value at ``loc``.

        Raises:
            LookupError: there is none.
        """
        value = self.data
        for part in loc:
            value = value[part]
        return value

    def set(self, loc: Loc, value: Any, *, after: str | None = None) -> None:
        """Put text, a date, or lists and maps of them at ``loc``; a new key stands last in its map, or ``after`` one.

        Text that replaces quoted text is quoted in the same way.

        Raises:
            LookupError: what should hold the value does not exist.
        """
        holder, last = self.at(loc[:-1]), loc[-1]
        old = holder[last] if not isinstance(holder, dict) or last in holder else None
        new = type(old)(value) if isinstance(value, str) and isinstance(old, str) else _as_written(value)
        if not isinstance(holder, CommentedMap) or last in holder:
            holder[last] = new
            return
        keys = list(holder)
        at = keys.index(after) + 1 if after in keys else len(keys)
        kept = _taken_behind(holder, keys[-1]) if keys and at == len(keys) else None
        holder.insert(at, last, new)
        _put_behind(holder, last, kept)

    def remove(self, loc: Loc) -> None:
        """Take away the key at ``loc`` with its value and the comment on its line.

        Blank lines and comments below it stay, behind the key before it; if it is the first one, they go too.

        Raises:
            LookupError: there is no such key.
        """
        self.at(loc)
        holder, last = self.at(loc[:-1]), loc[-1]
        at = list(holder).index(last)
        kept = _taken_behind(holder, last)
        del holder[last]
        holder.ca.items.pop(last, None)
        if at:
            _put_behind(holder, list(holder)[at - 1], kept)

    def append(self, loc: Loc, value: Any) -> None:
        """Put text, a list or a map of text at the end of the list at ``loc``.

        What stands between the list and the next key, a blank line or a comment, stays there.

        Raises:
            LookupError: there is no such list.
        """
        holder = self.at(loc)
        holder.append(_as_written(value))
        if len(holder) > 1:
            _put_behind(holder, len(holder) - 1, _taken_behind(holder, len(holder) - 2))

    def write(self, path: Path) -> bool:
        """Write the file if its text differs from what is on the disk; tell whether it did."""
        text = self.text
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            return False
        path.write_text(text, encoding="utf-8", newline="\n")
        return True


def _last_leaf(holder: Any, key: Any) -> tuple[Any, Any]:
    """Give the innermost last place of what is written in block style at ``key``: ruamel keeps there what follows."""
    value = holder[key]
    while isinstance(value, CommentedMap | CommentedSeq) and value and not value.fa.flow_style():
        holder, key = value, list(value)[-1] if isinstance(value, CommentedMap) else len(value) - 1
        value = holder[key]
    return holder, key


def _taken_behind(holder: Any, key: Any) -> CommentToken | None:
    """Take away the lines that follow the value at ``key``, and leave the comment on its own line."""
    holder, key = _last_leaf(holder, key)
    slot = 2 if isinstance(holder, CommentedMap) else 0
    tokens = holder.ca.items.get(key)
    token = tokens[slot] if tokens else None
    if token is None or "\n" not in token.value.rstrip(" "):
        return None
    own, _, rest = token.value.partition("\n")
    if not rest:
        return None
    token.value = own + "\n"
    if not own:
        tokens[slot] = None
    return CommentToken("\n" + rest, token.start_mark, None)


def _put_behind(holder: Any, key: Any, kept: CommentToken | None) -> None:
    """Let lines follow the value at ``key``, behind the comment on its own line if it has one."""
    if kept is None:
        return
    holder, key = _last_leaf(holder, key)
    slot = 2 if isinstance(holder, CommentedMap) else 0
    tokens = holder.ca.items.setdefault(key, [None, None, None, None] if slot else [None, None])
    if tokens[slot] is None:
        tokens[slot] = kept
    else:
        tokens[slot].value = f"{tokens[slot].value.rstrip(chr(10))}{kept.value}"


def _as_written(value: Any) -> Any:
    """Give a value as people write it: text with signs of YAML in double quotes, maps and lists in block style."""
    if isinstance(value, dict):
        return CommentedMap((key, _as_written(inner)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return CommentedSeq(_as_written(inner) for inner in value)
    if isinstance(value, Quoted | int):
        return value
    if isinstance(value, datetime.date):
        return value.replace()  # plain, as authors write it; ruamel would write the same date again as an alias
    text = str(value)
    return DoubleQuotedScalarString(text) if _needs_quotes(text) else text


def _needs_quotes(text: str) -> bool:
    """Whether ruamel would not write the text plain: another YAML program must not take it for something else."""
    stream = io.StringIO()
    writer = YAML()
    writer.width = WIDTH
    writer.dump({"x": text}, stream)
    return stream.getvalue() != f"x: {text}\n"
