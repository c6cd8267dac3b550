"""Charts on slides: takes the parts of a chart or the steps of a case, draws shapes with lines glued to them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from handbook_builder.model.steps import Step
from handbook_builder.render.chart import node_id
from handbook_builder.render.words import words_of
from handbook_builder.slides.deck import Chart, Line, Path, Said, Stop, text_of
from handbook_builder.slides.fit import BOLD, INNER, MARGIN, ROOM, TOP, width_of, wrapped
from handbook_builder.slides.parts import BOTTOM_SIDE, LEFT_SIDE, RIGHT_SIDE, TOP_SIDE, Box, Part
from handbook_builder.slides.powerpoint.motion import appear
from handbook_builder.slides.powerpoint.pen import NATURAL, Pen, bare, colour, decorative

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

_SIGN = (MSO_SHAPE.ROUNDED_RECTANGLE, "4A5264", "FFFFFF")

COLUMNS, ROWS = 3, 3
PER_PATH = COLUMNS * ROWS
BETWEEN, BELOW = 56, 44
STOP_WIDTH, STOP_HEIGHT = (INNER - (COLUMNS - 1) * BETWEEN) / COLUMNS, (ROOM - (ROWS - 1) * BELOW) / ROWS
STOP_SIZES = (22, 20, 18, 16, 15, 14)
"""The sizes that the words of a step on a path may have; 14 px are 10½ pt."""
WIDE, POINTED = STOP_WIDTH - 24, STOP_WIDTH * 0.78
"""The width of words in a shape, and in one with points at its sides."""


@dataclass(frozen=True)
class Charts:
    """Draws charts and paths with one pen."""

    pen: Pen
    words: str
    """The language of the program's own words."""
    language: str
    """The language of the deck."""

    def chart(self, page: Any, chart: Chart, part: Part) -> Mapping[str, Any]:
        """Draw a part of a chart with shapes and lines glued to them; give the shapes by the ids of their boxes."""
        steps = {node_id(step.id): step for step in chart.graph.guide.steps}
        group = page.shapes.add_group_shape()
        drawn = {box.id: self.box(group, box, steps.get(box.id), part.scale) for box in part.boxes}
        for way, (begin, end) in part.joined.items():
            self.line(group, drawn[way.source], begin, drawn[way.target], end, has_arrow=way.has_arrow)
        described = words_of(self.words)["deck_chart_part"].format(
            name=chart.name.text, steps=part.numbers, description=chart.description.text
        )
        group._element.nvGrpSpPr.cNvPr.set("descr", described)
        group.name = chart.name.text
        return drawn

    def box(self, group: Any, box: Box, step: Step | None, scale: float) -> Any:
        """Draw a step, an answer, or the sign for a step somewhere else."""
        place = [self.pen.emu(one) for one in (MARGIN + box.left, TOP + box.top, box.width, box.height)]
        if box.is_answer:
            shape = group.shapes.add_textbox(*place)
        else:
            kind, outline, filling = _SHAPES[step.kind] if step else _SIGN
            shape = group.shapes.add_shape(kind, *place)
            self.colour(shape, outline, filling)
            if step is None:
                shape.adjustments[0] = 0.5
                shape.line.dash_style = MSO_LINE_DASH_STYLE.DASH
            elif step.kind == "run":
                _double(shape)
        self.pen.centred(shape, [Said(line, box.language or self.language) for line in box.lines], 16 * scale)
        return shape

    def colour(self, shape: Any, outline: str, filling: str) -> None:
        """Give a shape the colours of its kind."""
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(filling)
        shape.line.color.rgb = colour(outline)
        shape.line.width = Pt(1.5)
        bare(shape)

    def line(self, holder: Any, source: Any, begin: int, target: Any, end: int, *, has_arrow: bool = True) -> Any:
        """Draw a line, glued to a side of two shapes."""
        (x, y), (to_x, to_y) = _point(source, begin), _point(target, end)
        is_bent = begin == BOTTOM_SIDE and end == TOP_SIDE and to_x < source.left
        connector = holder.shapes.add_connector(
            MSO_CONNECTOR.ELBOW if is_bent else MSO_CONNECTOR.STRAIGHT, x, y, to_x, to_y
        )
        connector.begin_connect(source, begin)
        connector.end_connect(target, end)
        connector.begin_x, connector.begin_y, connector.end_x, connector.end_y = x, y, to_x, to_y
        if is_bent:
            _turn(connector, x, y, to_x, to_y)
        connector.line.color.rgb = colour("4A5264")
        connector.line.width = Pt(1.5)
        if has_arrow:
            connector.line._get_or_add_ln().append(parse_xml(_ARROW))
        bare(connector)
        decorative(connector)
        return connector

    def path(self, page: Any, path: Path, stops: Sequence[Stop]) -> None:
        """Draw the steps of a case from left to right, row below row; the first is there, each click shows the next."""
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
            self.stop(shape, stop, is_pointed=steps[stop.step].kind == "ask")
            if last is not None:
                sides = (RIGHT_SIDE, LEFT_SIDE) if column else (BOTTOM_SIDE, TOP_SIDE)
                clicks.append([self.line(page, last, sides[0], shape, sides[1]).shape_id, shape.shape_id])
            last = shape
        appear(page, clicks)

    def stop(self, shape: Any, stop: Stop, *, is_pointed: bool) -> None:
        """Write a step of a path with the answer that leaves it, as large as the shape allows."""
        width = POINTED if is_pointed else WIDE
        for size in STOP_SIZES:
            rows = _wrapped(f"{stop.number}. ", stop.line, size, width)
            answer = _wrapped("→ ", stop.answer, size * BOLD, width) if stop.answer else []
            height = (len(rows) + len(answer)) * size * NATURAL
            if height <= STOP_HEIGHT - 8 and not (is_pointed and _is_cut([*rows, *answer], size, height)):
                break
        self.pen.centred(shape, [*rows, *answer], size, bold_from=len(rows))


def pages_of(path: Path) -> list[Sequence[Stop]]:
    """Share the steps of a path out between slides; each begins with the step that the one before ended with."""
    number = len(path.stops)
    pages = max(1, math.ceil((number - 1) / (PER_PATH - 1)))
    each = math.ceil((number + pages - 1) / pages)
    return [path.stops[at * (each - 1) : at * (each - 1) + each] for at in range(pages)]


def _wrapped(before: str, line: Line, size: float, width: float) -> list[Said]:
    """Break a line for a shape, with what stands before it."""
    return [Said(row, line[0].language) for row in wrapped(f"{before}{text_of(line)}", size, width)]


def _is_cut(rows: Sequence[Said], size: float, height: float) -> bool:
    """Tell whether a row is wider than a hexagon is at its height: it narrows to 0.6 of its width above and below."""
    half = STOP_HEIGHT / 2
    for at, row in enumerate(rows):
        edges = (at * size * NATURAL - height / 2, (at + 1) * size * NATURAL - height / 2)
        off = max(map(abs, edges)) - size * 0.2  # the blank above and below the letters
        if width_of(row.text, size) > STOP_WIDTH * (0.6 + 0.4 * (1 - min(1, max(0, off) / half))) - 4:
            return True
    return False


def _turn(connector: Any, x: int, y: int, to_x: int, to_y: int) -> None:
    """Let a bent line to the lower left begin downwards: PowerPoint knows it as one to the right, turned by 90°."""
    across, down = x - to_x, to_y - y
    frame = connector._element.spPr.find(qn("a:xfrm"))
    for name in ("flipH", "flipV"):
        frame.attrib.pop(name, None)
    frame.set("rot", "5400000")
    frame.off.x, frame.off.y = (x + to_x - down) // 2, (y + to_y - across) // 2
    frame.ext.cx, frame.ext.cy = down, across


def _double(shape: Any) -> None:
    """Draw a double outline, the sign of another procedure."""
    shape.line.width = Pt(4)
    shape.line._get_or_add_ln().set("cmpd", "dbl")


def _point(shape: Any, side: int) -> tuple[int, int]:
    """Give the middle of a side of a shape."""
    x = {LEFT_SIDE: 0, RIGHT_SIDE: shape.width}.get(side, shape.width // 2)
    y = {TOP_SIDE: 0, BOTTOM_SIDE: shape.height}.get(side, shape.height // 2)
    return shape.left + x, shape.top + y
