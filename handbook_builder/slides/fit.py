"""Whether text fits: takes lines and a width, gives their height; cuts what is too long for a slide into several.

A slide is 1280 by 720 px (13⅓ by 7½ inches), in a browser and in PowerPoint. No text is smaller than 24 px (18 pt), so
that the last row can read it, save the words in charts. Widths are those of Arial, which Helvetica and Liberation Sans
share.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from unicodedata import combining, normalize

from handbook_builder.slides.deck import (
    Block,
    Chart,
    Item,
    Items,
    Line,
    Look,
    Path,
    Reveal,
    Said,
    Slide,
    Table,
    Text,
    text_of,
)

WIDTH, HEIGHT = 1280, 720
MARGIN = 56
TOP, BOTTOM = 152, 648
"""Between them stands what a slide shows; above is its title, below its number."""

SIZES: dict[Look, int] = {"lead": 32, "body": 28, "small": 24, "warning": 24}
TITLES = (40, 32, 26)
"""The sizes of titles, the largest first: a long one is smaller."""
COVER = 52
TITLE_TOP = 36
LEADING, TITLE_LEADING = 1.3, 1.2
GAP = 16
"""Between blocks and between the items of a list."""

NUMBER = 64
"""How far the words of an item stand from the left of the list; the number or point is in this space."""

REVEAL = 16
"""The inner margin of what is revealed, and the blank above it."""

CELL, CELL_GAP = 20, 4
"""Blank space in a cell of a table: left and right together, above and below together."""

_WIDTHS = {
    222: "ijl",
    191: "'",
    260: "|",
    278: " !,./:;I[\\]ft\u00a0",
    333: '()-`r‘’“”"·',
    365: "º",
    370: "ª",
    334: "{}",
    389: "*",
    500: "Jckszvxy",
    556: "#$0123456789?_abdeghnopquL«»–€",
    584: "+<=>~^",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…→",
    1015: "@",
}
_WIDTH_OF = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_UNKNOWN = 1000
_SPARE = 1.03
"""Fonts that stand in for Arial are a little wider at times."""


def width_of(text: str, size: float) -> float:
    """Give the width of a text in one line."""
    return _units(text) * size / 1000 * _SPARE


@lru_cache(maxsize=65536)
def _units(text: str) -> int:
    """Give the width of a word in thousandths of the size; an accent adds none."""
    letters = text if text.isascii() else (one for one in normalize("NFD", text) if not combining(one))
    return sum(_WIDTH_OF.get(letter, _UNKNOWN) for letter in letters)


@lru_cache(maxsize=65536)
def wrapped(text: str, size: float, width: float) -> tuple[str, ...]:
    """Break a text into lines, as a browser and PowerPoint do; a word that is too long is broken."""
    room, blank = int(width / size * 1000 / _SPARE), _units(" ")
    lines: list[list[str]] = [[]]
    used = 0
    for word in text.split(" "):
        for part in [word] if _units(word) <= room else _pieces(word, room):
            needed = _units(part)
            if lines[-1] and used + blank + needed > room:
                lines.append([])
            used = used + blank + needed if lines[-1] else needed
            lines[-1].append(part)
    return tuple(map(" ".join, lines))


def _pieces(word: str, room: int) -> Iterator[str]:
    while _units(word) > room and len(word) > 1:
        most = next((at for at in range(1, len(word)) if _units(word[: at + 1]) > room), 1)
        yield word[:most]
        word = word[most:]
    yield word


def height_of(line: Line, look: Look, width: float) -> float:
    """Give the height of a line, wrapped."""
    size = SIZES[look]
    return len(wrapped(text_of(line), size, width)) * size * LEADING


def title_size(line: Line) -> int:
    """Give the size in which a title fits above what its slide shows."""
    text, room = text_of(line), TOP - TITLE_TOP - GAP
    rows = {one: len(wrapped(text, one * BOLD, INNER)) for one in TITLES}
    on_one = (one for one in TITLES[:-1] if rows[one] == 1)
    fitting = (one for one in TITLES if rows[one] * one * TITLE_LEADING <= room)
    return next(on_one, None) or next(fitting, TITLES[-1])


def cover_size(line: Line) -> int:
    """Give the size in which a title stands on a cover."""
    return COVER if len(wrapped(text_of(line), COVER * BOLD, INNER)) <= 2 else TITLES[0]


BOLD = 1.07
"""How much wider bold type is."""

INNER = WIDTH - 2 * MARGIN
ROOM = BOTTOM - TOP


def block_height(block: Block) -> float:
    """Give the height of a block in the width of a slide."""
    match block:
        case Text():
            return height_of(block.line, block.look, INNER)
        case Items():
            return sum(map(item_height, block.items)) + GAP * (len(block.items) - 1)
        case Table():
            widths = columns_of(block)
            return sum(_row_height(row, widths) for row in (block.head, *block.rows))
        case Reveal():
            inner = INNER - 2 * REVEAL
            return sum(height_of(text.line, text.look, inner) for text in block.blocks) + 3 * REVEAL
        case Chart() | Path():
            return ROOM  # it is drawn as large as the slide


def item_height(item: Item) -> float:
    """Give the height of an item of a list with what stands below it."""
    inner = INNER - NUMBER
    return height_of(item.line, "body", inner) + sum(height_of(text.line, text.look, inner) for text in item.more)


def columns_of(table: Table) -> list[float]:
    """Give the widths of a table's columns: what is in them, and the rest for the one that has most."""
    rows = (table.head, *table.rows)
    natural = [
        max(width_of(text_of(row[at]), SIZES["small"] * BOLD) for row in rows) + CELL for at in range(len(table.head))
    ]
    widest = natural.index(max(natural))
    natural[widest] = INNER - (sum(natural) - natural[widest])
    return natural


def _row_height(row: tuple[Line, ...], widths: list[float]) -> float:
    return max(height_of(cell, "small", width - CELL) for cell, width in zip(row, widths, strict=True)) + CELL_GAP


@dataclass
class _Page:
    """The blocks of one slide while it is being filled."""

    room: float
    notes: list[Line]
    blocks: list[Block] = field(default_factory=list)
    used: float = 0

    def has_room(self, block: Block) -> bool:
        """Whether a block can follow; the rows of a table share its head, and have no gap between them."""
        height = block_height(block)
        if isinstance(block, Table) and self.blocks and isinstance(self.blocks[-1], Table):
            return self.used + height - block_height(Table(block.head, ())) <= self.room
        return self.used + (GAP if self.blocks else 0) + height <= self.room

    def add(self, block: Block) -> None:
        """Put a block below the others; an item joins the list above it, and no slide begins as a blank one."""
        last = self.blocks[-1] if self.blocks else None
        if isinstance(block, Items) and isinstance(last, Items):
            self.blocks[-1] = Items((*last.items, *block.items))
        elif isinstance(block, Table) and isinstance(last, Table):
            self.blocks[-1] = Table(last.head, (*last.rows, *block.rows))
        elif isinstance(block, Reveal) and last is None:
            self.blocks.append(replace(block, hidden=False))
        else:
            self.blocks.append(block)
        self.used = sum(map(block_height, self.blocks)) + GAP * (len(self.blocks) - 1)


def fits(slide: Slide) -> bool:
    """Tell whether all of a slide fits on it."""
    return len(_filled(slide, ROOM)) == 1


def _evened(slide: Slide, pages: list[_Page]) -> list[_Page]:
    """Fill as many slides as evenly as can be: the last one is not to hold a line alone."""
    for room in range(100, ROOM, 20):
        even = _filled(slide, room)
        if len(even) == len(pages) and all(page.used <= ROOM for page in even):
            return even
    return pages


def on_slides(slide: Slide) -> tuple[Slide, ...]:
    """Give a slide as it is if all fits on it, else as several; each has the title and its part of the whole."""
    pages = _filled(slide, ROOM)
    if len(pages) == 1:
        return (replace(slide, blocks=tuple(pages[0].blocks), notes=tuple(pages[0].notes)),)
    pages = _evened(slide, pages)
    language = slide.title[0].language
    return tuple(
        replace(
            slide,
            id=f"{slide.id}-{at}",
            title=(*slide.title, Said(f" ({at}/{len(pages)})", language)),
            blocks=tuple(page.blocks),
            notes=tuple(page.notes),
        )
        for at, page in enumerate(pages, 1)
    )


def _filled(slide: Slide, room: float) -> list[_Page]:
    """Fill slides of some height one after the other; the last note, which is about them all, stands on each."""
    pages = [_Page(room, list(slide.notes))]
    for block in (part for whole in slide.blocks for part in _parts(whole)):
        if pages[-1].blocks and not pages[-1].has_room(block):
            pages.append(_Page(room, list(slide.notes[-1:])))
        pages[-1].add(block)
        if isinstance(block, Items):
            pages[-1].notes += [note for item in block.items for note in item.notes]
    return pages


def _parts(block: Block) -> Iterable[Block]:
    """Give the parts of a block that may stand on slides of their own; none but a row of a table is higher than one."""
    match block:
        case Items():
            for item in block.items:
                if item_height(item) <= ROOM:
                    yield Items((item,))
                else:
                    pieces = [Text(part, "body") for part in _cut(item.line, SIZES["body"], INNER - NUMBER)]
                    yield Items((replace(item, line=pieces[0].line, more=()),))
                    rest = [*pieces[1:], *item.more]
                    yield from (one for text in rest for one in _parts(text))
        case Table():
            yield from (Table(block.head, (row,)) for row in block.rows)
        case Text() if block_height(block) > ROOM:
            yield from (Text(part, block.look) for part in _cut(block.line, SIZES[block.look], INNER))
        case Reveal() if block_height(block) > ROOM:
            yield from (Reveal((one,)) for text in block.blocks for one in _parts(text) if isinstance(one, Text))
        case _:
            yield block


def _cut(line: Line, size: float, width: float) -> Iterator[Line]:
    """Cut a line that is higher than a slide into pieces that are not."""
    most = int(ROOM / 2 / (size * LEADING))
    for said in line:
        rows = wrapped(said.text, size, width)
        for at in range(0, len(rows), most):
            yield (Said(" ".join(rows[at : at + most]), said.language),)
