"""Charts on slides: takes the parts of a chart or the steps of a case, draws shapes with lines glued to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from handbook_builder.model.steps import Step
from handbook_builder.render.words import words_of
from handbook_builder.slides.deck import Chart, Line, Path, Said, Stop, text_of
from handbook_builder.slides.fit import BOLD, INNER, MARGIN, ROOM, TOP, width_of, wrapped
from handbook_builder.slides.parts import BOTTOM_SIDE, LEFT_SIDE, RIGHT_SIDE, TOP_SIDE, Box, Part, Way, sides
from handbook_builder.slides.powerpoint.motion import appear
from handbook_builder.slides.powerpoint.pen import NATURAL, Pen, bare, colour

_ARROW = (
    '<a:tailEnd xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" type="triangle" w="med" len="med"/>'
)

_SHAPES = {
    "do": (MSO_SHAPE.RECTANGLE, "5B6780", "F4F6FA"),
    "ask": (MSO_SHAPE.FLOWCHART_PREPARATION, "8A6100", "FFF4D6"),
    "run": (MSO_SHAPE.RECTANGLE, "1F5FAE", "E6F1FF"),
    "refer": (MSO_SHAPE.FLOWCHART_OFFPAGE_CONNECTOR, "6F42B5", "F3EAFF"),
    "end": (MSO_SHAPE.ROUNDED_RECTANGLE, "2A7A40", "E9F6EC"),
}
"""The shape, outline and filling of each kind of step: those of the charts on pages."""

COLUMNS, ROWS = 3, 3
PER_PATH = COLUMNS * ROWS
BETWEEN, BELOW = 56, 44
STOP_WIDTH, STOP_HEIGHT = (INNER - (COLUMNS - 1) * BETWEEN) / COLUMNS, (ROOM - (ROWS - 1) * BELOW) / ROWS
STOP_SIZES = (22, 20, 18, 16, 15, 14)
"""The sizes that the words of a step on a path may have; 14 px are 10½ pt."""
WIDE, POINTED = STOP_WIDTH - 24, STOP_WIDTH * 0.74
"""The width of words in a shape, and in one with points at its sides."""


@dataclass(frozen=True)
class Charts:
    """Draws charts and paths with one pen."""

    pen: Pen
    words: str
    """The language of the program's own words."""
    language: str
    """The language of the deck."""

    def chart(self, page: Any, chart: Chart, part: Part) -> None:
        """Draw a part of a chart with shapes and lines glued to them."""
        steps = {f"node--{step.id}": step for step in chart.graph.guide.steps}
        group = page.shapes.add_group_shape()
        drawn = {box.id: self.step(group, box, steps.get(box.id), part.scale) for box in part.boxes}
        for way in part.ways:
            self.way(group, way, part, drawn)
        numbers = f"{part.first + 1}–{part.last}"
        words = words_of(self.words)
        described = words["deck_chart_part"].format(
            name=chart.name.text, steps=numbers, description=chart.description.text
        )
        group._element.nvGrpSpPr.cNvPr.set("descr", described)
        group.name = chart.name.text

    def step(self, group: Any, box: Box, step: Step | None, scale: float) -> Any:
        """Draw a step, or the sign for one on another slide."""
        kind, outline, filling = _SHAPES[step.kind] if step else (MSO_SHAPE.ROUNDED_RECTANGLE, "4A5264", "FFFFFF")
        shape = group.shapes.add_shape(
            kind,
            self.pen.emu(MARGIN + box.left),
            self.pen.emu(TOP + box.top),
            self.pen.emu(box.width),
            self.pen.emu(box.height),
        )
        self.colour(shape, outline, filling)
        if step is None:
            shape.adjustments[0] = 0.5
            shape.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        elif step.kind == "run":
            _double(shape)
        self.pen.centred(shape, _said(box.lines, box.language or self.language), 16 * scale)
        return shape

    def colour(self, shape: Any, outline: str, filling: str) -> None:
        """Give a shape the colours of its kind."""
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(filling)
        shape.line.color.rgb = colour(outline)
        shape.line.width = Pt(1.5)
        bare(shape)

    def way(self, group: Any, way: Way, part: Part, drawn: Mapping[str, Any]) -> None:
        """Draw a line between two steps, with its answer."""
        boxes = {box.id: box for box in part.boxes}
        source, target = boxes[way.source], boxes[way.target]
        begin, end = sides(source, target, part.boxes)
        self.line(group, drawn[way.source], begin, drawn[way.target], end)
        if way.lines:
            size = 16 * part.scale
            width, height = max(width_of(line, size) for line in way.lines), len(way.lines) * size * NATURAL
            (x, y), (to_x, to_y) = source.middle(begin), target.middle(end)
            place = (MARGIN + (x + to_x - width) / 2, TOP + (y + to_y - height) / 2, width, height)
            shape = group.shapes.add_textbox(*(self.pen.emu(one) for one in place))
            shape.fill.solid()
            shape.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
            self.pen.centred(shape, _said(way.lines, way.language or self.language), size)

    def line(self, group: Any, source: Any, begin: int, target: Any, end: int) -> Any:
        """Draw a line with an arrow, glued to a side of two shapes."""
        connector = group.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
        connector.begin_connect(source, begin)
        connector.end_connect(target, end)
        for where, shape, side in (("begin", source, begin), ("end", target, end)):
            x, y = _point(shape, side)
            setattr(connector, f"{where}_x", x)
            setattr(connector, f"{where}_y", y)
        connector.line.color.rgb = colour("4A5264")
        connector.line.width = Pt(1.5)
        connector.line._get_or_add_ln().append(parse_xml(_ARROW))
        bare(connector)
        return connector

    def path(self, page: Any, path: Path, stops: Sequence[Stop], begins: bool) -> None:
        """Draw the steps of a case from left to right, row below row; each click shows the next one."""
        steps = {step.id: step for step in path.graph.guide.steps}
        clicks: list[list[int]] = []
        last: Any = None
        for at, stop in enumerate(stops):
            row, column = divmod(at, COLUMNS)
            left, top = MARGIN + column * (STOP_WIDTH + BETWEEN), TOP + row * (STOP_HEIGHT + BELOW)
            kind, outline, filling = _SHAPES[steps[stop.step].kind]
            place = (self.pen.emu(one) for one in (left, top, STOP_WIDTH, STOP_HEIGHT))
            shape = page.shapes.add_shape(kind, *place)
            self.colour(shape, outline, filling)
            if steps[stop.step].kind == "run":
                _double(shape)
            self.stop(shape, stop, POINTED if steps[stop.step].kind == "ask" else WIDE)
            shown = [shape.shape_id]
            if last is not None:
                sides = (RIGHT_SIDE, LEFT_SIDE) if column else (BOTTOM_SIDE, TOP_SIDE)
                shown.insert(0, self.line(page, last, sides[0], shape, sides[1]).shape_id)
            if at or not begins:
                clicks.append(shown)
            last = shape
        appear(page, clicks)

    def stop(self, shape: Any, stop: Stop, width: float) -> None:
        """Write a step of a path with the answer that leaves it, as large as the shape allows."""
        for size in STOP_SIZES:
            rows = _wrapped(f"{stop.number}. ", stop.line, size, width)
            answer = _wrapped("→ ", stop.answer, size * BOLD, width) if stop.answer else []
            if (len(rows) + len(answer)) * size * NATURAL <= STOP_HEIGHT - 8:
                break
        self.pen.centred(shape, [*rows, *answer], size, bold_from=len(rows))


def _said(lines: Iterable[str], language: str) -> list[Said]:
    """Give the lines of a text in their language."""
    return [Said(line, language) for line in lines]


def _wrapped(before: str, line: Line, size: float, width: float) -> list[Said]:
    """Break a line for a shape, with what stands before it."""
    return [Said(row, line[0].language) for row in wrapped(f"{before}{text_of(line)}", size, width)]


def _double(shape: Any) -> None:
    """Draw a double outline, the sign of another procedure."""
    shape.line.width = Pt(4)
    shape.line._get_or_add_ln().set("cmpd", "dbl")


def _point(shape: Any, side: int) -> tuple[int, int]:
    """Give the middle of a side of a shape."""
    x = {LEFT_SIDE: 0, RIGHT_SIDE: shape.width}.get(side, shape.width // 2)
    y = {TOP_SIDE: 0, BOTTOM_SIDE: shape.height}.get(side, shape.height // 2)
    return shape.left + x, shape.top + y
