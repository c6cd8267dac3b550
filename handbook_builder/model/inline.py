"""Inline Markdown of wordings: takes the text an author typed, gives a small tree that each face renders.

Only emphasis, strong emphasis, code and links exist. All else is text, HTML included: nothing an author types can
become markup by another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias


@dataclass(frozen=True)
class Text:
    """Plain text."""

    text: str


@dataclass(frozen=True)
class Code:
    """Text shown as typed."""

    text: str


@dataclass(frozen=True)
class Emphasis:
    """Emphasised text; ``strong`` for two asterisks."""

    children: Inline
    strong: bool = False


@dataclass(frozen=True)
class Link:
    """A link: to an item of the manual (``procedure:some-id``) or to an address."""

    children: Inline
    target: str

    @property
    def scheme(self) -> str:
        """What stands before the first colon, in small letters; empty for a relative link."""
        match = re.match(r"\s*([A-Za-z][A-Za-z0-9+.\-]*):", self.target)
        return match[1].lower() if match else ""

    @property
    def item(self) -> str:
        """The id of the item that a link inside the manual names."""
        return self.target.split(":", 1)[1].strip()


Inline: TypeAlias = tuple[Text | Code | Emphasis | Link, ...]

ITEM_SCHEMES = ("procedure", "flow", "service", "form", "document", "role", "source", "practice", "term")
"""Schemes of links that lead to an item of the manual."""

SAFE_SCHEMES = ("https", "http", "mailto", "tel")
"""Schemes of links that lead out of the manual."""

_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?:(?<!`)|(?<=\\`))(?P<ticks>`{1,9})(?!`)(?P<code>.{1,400}?)(?<!`)(?P=ticks)(?!`)
    | \[(?P<label>(?:\\.|[^\[\]\\]){1,400})\]\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)
    | (?P<mark>\*\*|\*|(?<![^\W_])__?)(?=\S)(?P<inner>(?:\\.|[^\\]){1,400}?)(?<=\S)(?P=mark)(?![^\W_])
    """,
    re.VERBOSE | re.DOTALL,
)


_SPACE = re.compile(r"[^\S\u00a0\u202f]+")  # not the no-break space, which an author means: 10 €


LONGEST = 20_000
"""Characters of a wording up to which it is parsed; a long note has a thousand, and what is longer is no wording."""


@lru_cache(maxsize=65536)
def parse_inline(text: str) -> Inline:
    """Parse a wording; white space and line ends count as one space."""
    plain = _SPACE.sub(" ", text).strip()
    return tuple(_parse(plain)) if len(plain) <= LONGEST else (Text(plain),)


def _parse(text: str) -> Iterator[Text | Code | Emphasis | Link]:
    plain = ""
    position = 0
    for match in _TOKEN.finditer(text):
        plain += text[position : match.start()]
        position = match.end()
        if match["escaped"]:
            plain += match["escaped"]
            continue
        if plain:
            yield Text(plain)
            plain = ""
        if match["code"] is not None:
            yield Code(match["code"].strip())
        elif match["label"] is not None:
            yield Link(tuple(_parse(match["label"])), match["target"])
        else:
            yield Emphasis(tuple(_parse(match["inner"])), strong=len(match["mark"]) == 2)
    if plain + text[position:]:
        yield Text(plain + text[position:])


def plain_text(inline: Inline) -> str:
    """Give the words alone, as a chart or a screen reader tells them."""
    return "".join(part.text if isinstance(part, Text | Code) else plain_text(part.children) for part in inline)


def links_in(inline: Inline) -> Iterator[Link]:
    """Give the links in a wording, in order."""
    for part in inline:
        if isinstance(part, Link):
            yield part
        elif isinstance(part, Emphasis):
            yield from links_in(part.children)


_HTML = re.compile(r"</?[A-Za-z][^>]*>?|<[!?]")


def html_in(inline: Inline) -> str | None:
    """Give the first piece of text that looks like an HTML tag, or None."""
    for part in inline:
        if isinstance(part, Text):
            match = _HTML.search(part.text)
            if match:
                return match[0]
        elif not isinstance(part, Code):
            found = html_in(part.children)
            if found:
                return found
    return None
