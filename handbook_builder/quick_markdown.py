"""Makes Python-Markdown quicker on long pages, with the same result: takes a Markdown object, changes one stage of it.

For each piece of text Python-Markdown tries every inline pattern, a dozen regular expressions. Most of them can only
match where a certain sign stands, and most texts do not have it: a look for the sign is enough to pass the pattern by.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    AutolinkInlineProcessor,
    AutomailInlineProcessor,
    BacktickInlineProcessor,
    EscapeInlineProcessor,
    HtmlInlineProcessor,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

SIGNS: dict[type, str] = {
    BacktickInlineProcessor: "`",
    EscapeInlineProcessor: "\\",
    ReferenceInlineProcessor: "[",
    LinkInlineProcessor: "[",
    ShortReferenceInlineProcessor: "[",
    ImageInlineProcessor: "![",
    ImageReferenceInlineProcessor: "![",
    ShortImageReferenceInlineProcessor: "![",
    AutolinkInlineProcessor: "<",
    AutomailInlineProcessor: "<",
}
"""The sign without which a pattern of exactly this class can't match; other patterns are always tried."""


class QuickInlines(InlineProcessor):
    """Python-Markdown's stage of inline patterns, which passes by those whose sign the text does not have."""

    signs: list[str] | None = None

    # The method of the parent has a private name; the test on equal results tells if a new version renames it.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        if self.signs is None:
            self.signs = [_sign_of(pattern) for pattern in self.inlinePatterns]
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        start = 0
        for at in range(patternIndex, len(self.signs)):
            matched = self.signs[at] in data
            while matched:
                data, matched, start = apply(self.inlinePatterns[at], data, at, start)
        return data


def _sign_of(pattern: Any) -> str:
    """Give the sign of a pattern; the empty text, which every text holds, for one that must always be tried."""
    if type(pattern) is HtmlInlineProcessor:
        return {"(<": "<", "(&": "&"}.get(pattern.pattern[:2], "")
    return SIGNS.get(type(pattern), "")


class QuickMarkdown(Extension):
    """Puts the quicker stage in the place of the other."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the stage under the name and priority that it has in Python-Markdown."""
        md.treeprocessors.register(QuickInlines(md), "inline", 20)
