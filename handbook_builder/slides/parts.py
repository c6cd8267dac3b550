"""Charts in parts that can be read on a slide: takes a guide's graph, gives boxes and ways with their places.

The layout engine places the steps of each part anew, so that it fills its slide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from handbook_builder.graph import FlowGraph
from handbook_builder.render.chart import NODE, part_dot
from handbook_builder.render.graphviz import Engine, lay_out
from handbook_builder.render.writer import Edition
from handbook_builder.slides.fit import INNER, ROOM

_PT = 4 / 3
"""Drawings are in points; a slide is in pixels of 96 to the inch."""

LEAST, MOST = 1.1, 1.5
"""How much a part may be scaled: its text of 12 pt is read as 13 pt at least, and as 18 pt at most."""

MOST_STEPS = 8
"""Steps in a part that are tried."""

TOP_SIDE, LEFT_SIDE, BOTTOM_SIDE, RIGHT_SIDE = range(4)
"""The places of a shape where lines are glued, in the order in which PowerPoint counts them."""

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Box:
    """A step, or the sign for one on another slide: its place in pixels, and the lines of its text."""

    id: str
    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]
    language: str | None
    """The language of the text, if it is not that of the deck."""

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def middle(self, side: int) -> tuple[float, float]:
        """Give the middle of a side."""
        x = {LEFT_SIDE: self.left, RIGHT_SIDE: self.right}.get(side, self.left + self.width / 2)
        y = {TOP_SIDE: self.top, BOTTOM_SIDE: self.bottom}.get(side, self.top + self.height / 2)
        return x, y


class Undrawn(Exception):
    """The layout program can't draw a part of the chart of the guide that is named."""


@dataclass(frozen=True)
class Way:
    """A way between two boxes, with its answer."""

    source: str
    target: str
    lines: tuple[str, ...]
    language: str | None


@dataclass(frozen=True)
class Part:
    """A part of a chart on a slide: its steps counted from 0, its boxes and ways, and how much its text is scaled."""

    first: int
    last: int
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    scale: float


def parts_of(graph: FlowGraph, edition: Edition, engine: Engine) -> Iterator[Part]:
    """Cut a chart into parts, each with as many steps as can be read on one slide.

    Raises:
        Undrawn: the layout program refuses it; a chart of which a part is missing would be taken for the whole.
    """
    first, all = 0, len(graph.guide.steps)
    reading = {f"{NODE}--{id}": place for id, place in graph.places.items()}
    while first < all:
        ends = range(first + 1, min(first + MOST_STEPS, all) + 1)
        dots = {
            f"{end} {across}": part_dot(graph, edition, first, end, across=across)
            for end in ends
            for across in (True, False)
        }
        drawn = lay_out(dots, engine).svgs
        tried = [
            _part(drawn[f"{end} {across}"], first, end, reading)
            for end in ends
            for across in (True, False)
            if f"{end} {across}" in drawn
        ]
        if not tried:
            raise Undrawn(graph.guide.id)
        fitting = [part for part in tried if part.scale >= LEAST] or [max(tried, key=lambda part: part.scale)]
        best = max(fitting, key=lambda part: (part.last, part.scale))
        yield best
        first = best.last


def _part(svg: str, first: int, last: int, reading: Mapping[str, int]) -> Part:
    """Read a drawing, scaled to the middle of the slide's room; its boxes are put into the order of reading."""
    root = ElementTree.fromstring(svg)
    groups = {kind: [one for one in root.iter(f"{_SVG}g") if kind in _classes(one)] for kind in ("node", "edge")}
    corners = {group.get("id", ""): _corners(group) for group in groups["node"]}
    titles = {_title(group): group.get("id", "") for group in groups["node"]}
    points = [point for box in corners.values() for point in box]
    points += [point for group in groups["edge"] for point in _label_corners(group)]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    width, height = max(x for x, _ in points) - left, max(y for _, y in points) - top
    scale = min(MOST * _PT, INNER / max(width, 1), ROOM / max(height, 1))
    shift_x, shift_y = (INNER - width * scale) / 2, (ROOM - height * scale) / 3

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - left) * scale + shift_x, (y - top) * scale + shift_y

    boxes, ways = [], []
    for group in groups["node"]:
        (x, y), (right, bottom) = (at(*corner) for corner in corners[group.get("id", "")])
        boxes.append(Box(group.get("id", ""), x, y, right - x, bottom - y, _lines(group), _language(group)))
    for group in groups["edge"]:
        source, _, target = _title(group).partition("->")
        ways.append(Way(titles[source], titles[target], _lines(group), _language(group)))
    boxes.sort(key=lambda box: reading.get(box.id, len(reading)))
    return Part(first, last, tuple(boxes), tuple(ways), scale / _PT)


def sides(source: Box, target: Box, boxes: Iterable[Box]) -> tuple[int, int]:
    """Choose the sides of two boxes that a straight line joins: past all other boxes, and else as short as can be."""
    others = [box for box in boxes if box not in (source, target)]

    def cost(pair: tuple[int, int]) -> tuple[int, float]:
        (x, y), (to_x, to_y) = source.middle(pair[0]), target.middle(pair[1])
        crossed = sum(_crosses(x, y, to_x, to_y, box) for box in others)
        # A line that leaves through its own box is worse than any other.
        crossed += 10 * (_crosses(x, y, to_x, to_y, source) + _crosses(x, y, to_x, to_y, target))
        return crossed, math.hypot(to_x - x, to_y - y)

    return min(((begin, end) for begin in range(4) for end in range(4)), key=cost)


def _crosses(x: float, y: float, to_x: float, to_y: float, box: Box) -> bool:
    """Tell whether a line goes through the inside of a box."""
    points = ((x + (to_x - x) * at / 24, y + (to_y - y) * at / 24) for at in range(1, 24))
    return any(box.left + 1 < px < box.right - 1 and box.top + 1 < py < box.bottom - 1 for px, py in points)


def _classes(group: ElementTree.Element) -> list[str]:
    return group.get("class", "").split()


def _language(group: ElementTree.Element) -> str | None:
    return next((one.removeprefix("lang-") for one in _classes(group) if one.startswith("lang-")), None)


def _lines(group: ElementTree.Element) -> tuple[str, ...]:
    return tuple("".join(text.itertext()) for text in group.iter(f"{_SVG}text"))


def _title(group: ElementTree.Element) -> str:
    return "".join(title.text or "" for title in group.iter(f"{_SVG}title"))


def _corners(group: ElementTree.Element) -> list[tuple[float, float]]:
    """Give the upper left and lower right corner of a node: of its outermost shape."""
    xs: list[float] = []
    ys: list[float] = []
    for shape in group.iter():
        if shape.tag == f"{_SVG}ellipse":
            x, y, rx, ry = (float(shape.get(name, "0")) for name in ("cx", "cy", "rx", "ry"))
            xs += [x - rx, x + rx]
            ys += [y - ry, y + ry]
        elif found := shape.get("points") or shape.get("d"):
            numbers = [float(number) for number in _NUMBER.findall(found)]
            xs += numbers[::2]
            ys += numbers[1::2]
    return [(min(xs), min(ys)), (max(xs), max(ys))]


def _label_corners(group: ElementTree.Element) -> list[tuple[float, float]]:
    """Give the corners of the answer on a way; none without one."""
    corners = []
    for text in group.iter(f"{_SVG}text"):
        x, y = float(text.get("x", "0")), float(text.get("y", "0"))
        half = len("".join(text.itertext())) * 3.2
        corners += [(x - half, y - 11), (x + half, y + 4)]
    return corners
