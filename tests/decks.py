"""What a slide says, for tests of the faces of a deck."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook_builder.slides.deck import Block, Chart, Items, Line, Path, Reveal, Slide, Table, Text


def lines_of(slide: Slide) -> Iterator[Line]:
    """Give all lines that a slide shows, in the order in which they are read."""
    yield slide.title
    for block in slide.blocks:
        yield from _lines_in(block)


def _lines_in(block: Block) -> Iterator[Line]:
    match block:
        case Text():
            yield block.line
        case Items():
            for item in block.items:
                yield item.line
                yield from (text.line for text in item.more)
        case Table():
            yield from block.head
            yield from (cell for row in block.rows for cell in row)
        case Chart():
            yield (block.name,)
            yield (block.description,)
        case Path():
            for stop in block.stops:
                yield stop.line
                if stop.answer:
                    yield stop.answer
        case Reveal():
            yield from (text.line for text in block.blocks)


def squeezed(text: str) -> str:
    """Give a text without its blanks: faces break lines where they must."""
    return re.sub(r"\s+", "", text)
