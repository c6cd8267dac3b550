"""What slides say: takes words of the interface and of authors, gives lines that know their language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from handbook_builder.model.procedure import Guide
from handbook_builder.model.steps import Choice, Step
from handbook_builder.model.text import Wording
from handbook_builder.render.writer import Edition, as_seen
from handbook_builder.slides.deck import Block, Item, Items, Kind, Line, Said, Slide


@dataclass
class Speaker:
    """Says things in one edition, and remembers the sources that it has cited."""

    edition: Edition
    cited: dict[str, None] = field(default_factory=dict)

    def word(self, name: str, **values: object) -> Said:
        """Give words of the interface."""
        return Said(self.edition.words[name].format(**values), self.edition.spoken)

    def said(self, wording: Wording | None) -> Said:
        """Give an author's words, and the language they are in."""
        if wording is None:
            return Said("", self.edition.language)
        return Said(as_seen(self.edition.text(wording)), self.edition.raw(wording)[1])

    def line(self, wording: Wording | None) -> Line:
        """Give an author's words as a line."""
        return (self.said(wording),)

    def plain(self, text: str) -> Said:
        """Give what is the same in every language."""
        return Said(text, self.edition.spoken)

    def labelled(self, label: str, *parts: Said) -> Line:
        """Give words with the name of what they are before them."""
        return (Said(f"{self.edition.words[label]}: ", self.edition.spoken), *parts)

    def name(self, guide: Guide) -> Line:
        """Give the code and title of a guide."""
        return (self.plain(f"{as_seen(guide.code)} "), self.said(guide.title)) if guide.code else self.line(guide.title)

    def joined(self, lines: Iterable[Line], mark: str) -> Line:
        """Join lines by a mark."""
        parts: list[Said] = []
        for line in lines:
            parts += [self.plain(mark)] if parts else []
            parts += line
        return tuple(parts)

    def answer(self, choice: Choice) -> Said:
        """Give the words of an answer."""
        return self.said(choice.answer) if choice.answer is not None else self.word(choice.id)

    def step(self, step: Step) -> Said:
        """Give the words of a step."""
        wording = self.edition.step_wording(step)
        return self.said(wording) if wording else self.plain(self.edition.step_text(step))

    def cite(self, ids: Iterable[str]) -> Line:
        """Name sources with the date of what they say, and remember them for the last slide."""
        lines: list[Line] = []
        for id in ids:
            self.cited[id] = None
            source = self.edition.handbook.sources.get(id)
            if source is None:
                lines.append((self.plain(id),))
            elif source.confidence == "proposal":
                lines.append((self.word("confidence_proposal"),))
            else:
                trust = "" if source.confidence == "verified" else self.edition.words[f"confidence_{source.confidence}"]
                facts = [one for one in (source.published, trust) if one]
                lines.append((self.said(source.title), *([self.plain(f" ({'; '.join(facts)})")] if facts else [])))
        return self.joined(lines, "; ")

    def slide(
        self, id: str, kind: Kind, title: str | Line, *blocks: Block, notes: Iterable[Line] = (), note: str = ""
    ) -> Slide:
        """Make a slide; its title and its last note may be words of the interface, by name."""
        line = (self.word(title),) if isinstance(title, str) else title
        return Slide(id, kind, line, blocks, (*notes, *([(self.word(note),)] if note else ())))

    def sources(self) -> Iterator[Slide]:
        """List all sources cited, with their dates and how far they can be trusted."""
        items = tuple(Item(self.source(id)) for id in self.cited)
        if items:
            yield self.slide("sources", "sources", "sources", Items(items), note="deck_note_sources")

    def source(self, id: str) -> Line:
        """Tell a source, of which day it speaks, and when it was read."""
        words, source = self.edition.words, self.edition.handbook.sources.get(id)
        if source is None:
            return (self.plain(id),)
        facts = [self.edition.source_dates(source)]
        facts += [words[f"confidence_{source.confidence}"]] if source.confidence != "verified" else []
        return (self.said(source.title), self.plain(f" ({'; '.join(facts)})"))
