"""The report on a workshop: takes its figures, gives them as a page, and as text for a terminal.

Page and text are made of the same sections, so that they say the same.
"""

from __future__ import annotations

import json

from handbook_builder.assess.figures import Figures
from handbook_builder.assess.sections import Bars, Cell, Heading, Link, Points, Table, lead_of, sections, title_of
from handbook_builder.render.page import for_theme
from handbook_builder.render.writer import Edition, Writer, escape

FOLDER = "training"
"""The folder in ``docs/`` that the page is made for: links in it lead from there."""


def as_markdown(figures: Figures, edition: Edition) -> str:
    """Give the report as a page for ``docs/training/``."""
    title = title_of(figures, edition)
    writer = Writer(edition, f"{FOLDER}/{report_name(figures)}")
    blocks = [
        f"---\ntitle: {json.dumps(for_theme(title), ensure_ascii=False)}\n---",
        f"# {escape(title)}",
        f"{escape(lead_of(edition))}\n{{ .hb-lead }}",
    ]
    for section in sections(figures, edition):
        blocks.append(f"## {escape(section.title)}")
        blocks += [_block(part, writer) for part in section.parts]
    return "\n\n".join(blocks) + "\n"


def as_text(figures: Figures, edition: Edition) -> str:
    """Give the report as text for a terminal."""
    title = title_of(figures, edition)
    lines = [title, "=" * len(title), "", lead_of(edition)]
    for section in sections(figures, edition):
        lines += ["", section.title, "-" * len(section.title)]
        for part in section.parts:
            lines += ["", *_lines(part)]
    return "\n".join(lines) + "\n"


def report_name(figures: Figures) -> str:
    """Give the name of the files of the report, without language and suffix."""
    return f"assessment-{figures.workshop.id}"


def _block(part: str | Link | Table | Points | Heading, w: Writer) -> str:
    match part:
        case Table():
            marks = ("---", *("---:" for _ in part.head[1:]))
            rows = [[escape(one) for one in part.head], marks, *([_cell(one, w) for one in row] for row in part.rows)]
            return "\n".join(f"| {' | '.join(row)} |" for row in rows)
        case Points():
            return "\n".join(f"- {escape(one)}" for one in part.points)
        case Heading():
            return f"### {escape(part.text)}"
    return _cell(part, w)


def _cell(cell: Cell, w: Writer) -> str:
    match cell:
        case Bars():
            return "<br>".join(part for part in (svg_of(cell), escape(cell.text)) if part)
        case Link():
            target = cell.place if cell.place.startswith("https:") else w.to(cell.place)
            return f"[{escape(cell.text)}]({target})"
    return escape(cell)


_WIDTH, _HEIGHT = 120, 9
_TINTS = {1: (1.0,), 5: (0.15, 0.35, 0.55, 0.75, 1.0)}
"""How dark the parts of a bar are, by their number."""


def svg_of(bars: Bars) -> str:
    """Draw bars in the colour of the text; what they show stands in numbers beside them."""
    if not bars.bars:
        return ""
    shapes = []
    for row, parts in enumerate(bars.bars):
        left = 0.0
        tints = _TINTS[len(parts)] if row == len(bars.bars) - 1 else (0.5,)
        for part, tint in zip(parts, tints, strict=True):
            width = part * _WIDTH
            if width:
                box = f'x="{left:.1f}" y="{row * (_HEIGHT + 2) + 1}" width="{width:.1f}" height="{_HEIGHT}"'
                shapes.append(f'<rect {box} fill="currentColor" fill-opacity="{tint}"/>')
            left += width
        frame = f'x="0.5" y="{row * (_HEIGHT + 2) + 0.5}" width="{_WIDTH}" height="{_HEIGHT + 1}"'
        shapes.append(f'<rect {frame} fill="none" stroke="currentColor" stroke-width="0.5"/>')
    size = f'width="{_WIDTH + 1}" height="{len(bars.bars) * (_HEIGHT + 2)}"'
    view = f'viewBox="0 0 {_WIDTH + 1} {len(bars.bars) * (_HEIGHT + 2)}"'
    return f'<svg {size} {view} aria-hidden="true" focusable="false">{"".join(shapes)}</svg>'


def _lines(part: str | Link | Table | Points | Heading) -> list[str]:
    match part:
        case Table():
            rows = [[_words_of(cell) for cell in row] for row in (part.head, *part.rows)]
            shown = [at for at in range(1, len(part.head)) if any(row[at] for row in rows[1:])]  # not bars alone
            widths = [max(len(row[at]) for row in rows) for at in shown]
            numbers = ["  ".join(row[at].rjust(width) for at, width in zip(shown, widths, strict=True)) for row in rows]
            return [f"{cells}  {row[0]}" for cells, row in zip(numbers, rows, strict=True)]
        case Points():
            return [f"- {' '.join(one.split())}" for one in part.points]
        case Heading():
            return [f"{part.text}:"]
        case Link():
            return [f"{part.text}: {part.place}"]
    return [part]


def _words_of(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.text
