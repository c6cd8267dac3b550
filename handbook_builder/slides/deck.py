"""A deck of slides as values: what each of its faces (HTML, PowerPoint, text) shows, in this order, and nothing else.

Every text carries its language, as a translation may be missing and then stands there in the source language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from handbook_builder.graph import Edge, FlowGraph


@dataclass(frozen=True)
class Said:
    """A text and the language that it is in."""

    text: str
    language: str


Line: TypeAlias = tuple[Said, ...]
"""Texts that stand side by side in one line, each with its own blanks."""

Look: TypeAlias = Literal["lead", "body", "small", "warning"]
"""How large a line is, and whether it warns."""


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    line: Line
    look: Look = "body"


@dataclass(frozen=True)
class Item:
    """A line of a list with its number, if it has one, and smaller lines below."""

    line: Line
    number: str = ""
    more: tuple[Text, ...] = ()
    notes: tuple[Line, ...] = field(default=(), compare=False)
    """What the trainer is told of it; goes to the slide that the item is on."""
    anchor: str = ""
    """The step that the item tells."""


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True)
class Table:
    """Rows below a head; all columns but the widest are as narrow as can be."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Chart:
    """The chart of a guide: its name and what it shows, as it is told to those who can't see it."""

    graph: FlowGraph
    name: Said
    description: Said


@dataclass(frozen=True)
class Stop:
    """A step on a path, with the answer by which it is left."""

    step: str
    line: Line
    number: int
    edge: Edge | None
    answer: Line = ()


@dataclass(frozen=True)
class Path:
    """A way through a chart, shown step by step."""

    graph: FlowGraph
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Reveal:
    """What is hidden until the group has answered."""

    blocks: tuple[Text, ...]
    hidden: bool = True
    """False where turning to the slide shows it: nothing else stands there."""


Block: TypeAlias = Text | Items | Table | Chart | Path | Reveal

Kind: TypeAlias = Literal["cover", "points", "steps", "chart", "path", "case", "question", "pause", "sources"]


@dataclass(frozen=True)
class Slide:
    """A slide: its title, what it shows, and what the trainer is told."""

    id: str
    kind: Kind
    title: Line
    blocks: tuple[Block, ...] = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """Slides that belong together: a session, a case."""

    title: Line
    slides: tuple[Slide, ...]


@dataclass(frozen=True)
class Deck:
    """All slides of a workshop, procedure or decision tree in one language."""

    kind: str
    id: str
    title: Said
    language: str
    source: str
    """The file that an editor changes to change the slides."""
    chapters: tuple[Chapter, ...]

    @property
    def slides(self) -> Iterator[Slide]:
        """The slides in order."""
        return (slide for chapter in self.chapters for slide in chapter.slides)


def text_of(line: Line) -> str:
    """Give the words of a line."""
    return "".join(said.text for said in line)
