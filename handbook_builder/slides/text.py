"""Slides as text: takes a deck, gives the same in words alone, written as Markdown is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook_builder.render.page import MARK
from handbook_builder.render.words import words_of
from handbook_builder.slides.deck import Block, Chart, Deck, Items, Line, Path, Reveal, Slide, Table, Text


def deck_text(deck: Deck, language: str) -> str:
    """Write a deck as text; it begins with a mark of UTF-8, without which browsers take a file for one of old days."""
    words = words_of(language)
    teller = _Teller(deck.language)
    lines = [f"\ufeff<!-- {MARK} {deck.source} -->", ""]
    for number, slide in enumerate(deck.slides, 1):
        lines += [*teller.slide(number, slide, words["deck_notes"]), ""]
    return "\n".join(lines)


@dataclass(frozen=True)
class _Teller:
    """Tells lines in a deck's language; names the language of what is in another one."""

    language: str

    def line(self, line: Line) -> str:
        """Tell a line."""
        own = self.language
        return "".join(one.text if one.language == own else f"{one.text} [{one.language}]" for one in line if one.text)

    def slide(self, number: int, slide: Slide, notes: str) -> Iterator[str]:
        """Tell a slide and what the trainer is told."""
        yield f"{'#' if slide.kind == 'cover' else '##'} {number}. {self.line(slide.title)}"
        for block in slide.blocks:
            yield ""
            yield from self.block(block)
        if slide.notes:
            yield ""
            yield f"> {notes}:"
            for note in slide.notes:
                yield ">"
                yield f"> {self.line(note)}"

    def block(self, block: Block) -> Iterator[str]:
        """Tell a part of a slide."""
        match block:
            case Text():
                yield self.line(block.line)
            case Items():
                for item in block.items:
                    yield f"{item.number or '-'} {self.line(item.line)}"
                    yield from (f"    {self.line(text.line)}" for text in item.more)
            case Table():
                yield from (" | ".join(map(self.line, row)) for row in (block.head, *block.rows))
            case Chart():
                yield from (self.line((said,)) for said in (block.name, block.description))
            case Path():
                for stop in block.stops:
                    answer = f" → {self.line(stop.answer)}" if stop.answer else ""
                    yield f"{stop.number}. {self.line(stop.line)}{answer}"
            case Reveal():
                yield from (f"    {self.line(text.line)}" for text in block.blocks)
