"""Charts in parts that can be read on a slide: takes a guide's graph, gives boxes and ways with their places.

The layout engine places the steps of each part anew, so that it fills its slide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree

from handbook_builder.graph import FlowGraph
from handbook_builder.messages import Message
from handbook_builder.model.steps import End
from handbook_builder.render.chart import ANSWER, SIGN, edge_id, node_id, part_dot
from handbook_builder.render.graphviz import Engine, lay_out
from handbook_builder.render.writer import Edition
from handbook_builder.slides.fit import INNER, ROOM

_PT = 4 / 3
"""Drawings are in points; a slide is in pixels of 96 to the inch."""

LEAST, MOST = 1.2, 1.5
"""How much a part may be scaled: its text of 12 pt is read as 14 pt at least, and as 18 pt at most."""

MOST_STEPS = 9
"""Steps in a part that are tried."""

ROUNDS = 3
"""How often a part is drawn again because a line would cross a step."""

TOP_SIDE, LEFT_SIDE, BOTTOM_SIDE, RIGHT_SIDE = range(4)
"""The places of a shape where lines are glued, in the order in which PowerPoint counts them."""

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Box:
    """A step, an answer, or the sign for a step somewhere else: its place in pixels, and the lines of its text."""

    id: str
    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]
    language: str | None
    """The language of the text, if it is not that of the deck."""

    @property
    def is_answer(self) -> bool:
        """Whether it is an answer on a way, which has no outline."""
        return self.id.startswith(ANSWER)

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
    """The layout program can't draw a part of a chart; the message tells of which."""


@dataclass(frozen=True)
class Way:
    """A line between two boxes: all of a way in the flow, or the half of it before or behind its answer."""

    id: str
    """The id of the way in the flow."""
    source: str
    target: str

    @property
    def has_arrow(self) -> bool:
        """Whether it leads to a step, and not only to the answer on the way there."""
        return not self.target.startswith(ANSWER)


@dataclass(frozen=True)
class Part:
    """A part of a chart on a slide: its steps, its boxes and lines, and how much its text is scaled."""

    steps: tuple[int, ...]
    """The numbers of the steps."""
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    scale: float

    @property
    def numbers(self) -> str:
        """The numbers of the steps as they are told: 1–5, 12."""
        runs: list[list[int]] = []
        for number in self.steps:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

    @cached_property
    def joined(self) -> Mapping[Way, tuple[int, int]]:
        """The sides of its two boxes that each line joins."""
        boxes = {box.id: box for box in self.boxes}
        return {way: sides(boxes[way.source], boxes[way.target], self.boxes) for way in self.ways}

    @cached_property
    def crossing(self) -> frozenset[str]:
        """Ways of which no straight line passes by all boxes."""
        boxes = {box.id: box for box in self.boxes}
        found = set()
        for way, (begin, end) in self.joined.items():
            source, target = boxes[way.source], boxes[way.target]
            line = (*source.middle(begin), *target.middle(end))
            if any(_crosses(*line, box) for box in self.boxes if box not in (source, target)):
                found.add(way.id)
        return frozenset(found)


def parts_of(graph: FlowGraph, edition: Edition, engine: Engine) -> Iterator[Part]:
    """Cut a chart into parts, each with as many steps as can be read on one slide.

    Raises:
        Undrawn: the layout program refuses it; a chart of which a part is missing would be taken for the whole.
    """
    ends = {step.id for step in graph.guide.steps if isinstance(step, End)}
    left = _order(graph, ends)
    while left:
        tried = list(_tried(graph, edition, left[:MOST_STEPS], engine))
        if not tried:
            raise Undrawn(Message('the chart of "{guide}" could not be drawn', guide=graph.guide.id))
        # A question and its ends stay together, if they can.
        cuts = {at for at, id in enumerate(left) if id in ends}
        best = max(tried, key=lambda part: _worth(part, is_whole=len(part.steps) not in cuts))
        yield best
        left = left[len(best.steps) :]


def _worth(part: Part, *, is_whole: bool) -> tuple[bool, bool, bool, int, float]:
    """Rank a drawing: it can be read, no line crosses a step, no end is cut off, and then the more and larger steps."""
    can_be_read = part.scale >= LEAST
    return can_be_read, can_be_read and not part.crossing, is_whole, len(part.steps), part.scale


def _order(graph: FlowGraph, ends: Collection[str]) -> list[str]:
    """Give the steps in order, each end behind the first step that leads to it: there it is looked for."""
    order: dict[str, None] = {}
    for step in graph.guide.steps:
        if step.id not in ends:
            order[step.id] = None
            order |= dict.fromkeys(edge.target for edge in graph.ways_from[step.id] if edge.target in ends)
    return [*order, *(id for id in graph.places if id not in order)]


def _tried(graph: FlowGraph, edition: Edition, steps: Sequence[str], engine: Engine) -> Iterator[Part]:
    """Draw the first steps, one to all of them, in both directions; a way that would cross a step becomes a sign."""
    reading, numbers = _reading(graph), [graph.places[id] + 1 for id in steps]
    wanted = [(number, across, frozenset[str]()) for number in range(1, len(steps) + 1) for across in (True, False)]
    for _ in range(ROUNDS):
        dots = {
            str(at): part_dot(graph, edition, steps[:number], signs, across=across)
            for at, (number, across, signs) in enumerate(wanted)
        }
        drawn = lay_out(dots, engine).svgs
        parts = {
            at: _part(drawn[str(at)], numbers[: one[0]], reading) for at, one in enumerate(wanted) if str(at) in drawn
        }
        yield from parts.values()
        clean = max(
            (len(part.steps) for part in parts.values() if part.scale >= LEAST and not part.crossing), default=0
        )
        wanted = [
            (*wanted[at][:2], wanted[at][2] | part.crossing)
            for at, part in parts.items()
            if part.crossing - wanted[at][2] and part.scale >= LEAST and len(part.steps) >= clean
        ]
        if not wanted:
            return


def _part(svg: str, steps: Iterable[int], reading: Mapping[str, float]) -> Part:
    """Read a drawing, scaled to the middle of the slide's room; its boxes are put into the order of reading."""
    root = ElementTree.fromstring(svg)
    groups = {kind: [one for one in root.iter(f"{_SVG}g") if kind in _classes(one)] for kind in ("node", "edge")}
    corners = {group.get("id", ""): _corners(group) for group in groups["node"]}
    titles = {_title(group): group.get("id", "") for group in groups["node"]}
    points = [point for box in corners.values() for point in box]
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
        ways.append(Way(group.get("id", ""), titles[source], titles[target]))
    boxes.sort(key=lambda box: reading[box.id])
    return Part(tuple(sorted(steps)), tuple(boxes), tuple(ways), scale / _PT)


def _reading(graph: FlowGraph) -> Mapping[str, float]:
    """Give the places of boxes in the order of reading: answers and signs behind the step that they leave."""
    behind = {edge_id(edge, kind): graph.places[edge.source] + 0.5 for edge in graph.edges for kind in (ANSWER, SIGN)}
    return {node_id(id): place for id, place in graph.places.items()} | behind


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
    """Tell whether a line goes through the inside of a box (the clipping of Liang and Barsky, 1984)."""
    near, far = 0.0, 1.0
    for start, way, low, high in ((x, to_x - x, box.left, box.right), (y, to_y - y, box.top, box.bottom)):
        low, high = low + 1, high - 1
        if way == 0:
            if not low < start < high:
                return False
            continue
        enters, leaves = sorted(((low - start) / way, (high - start) / way))
        near, far = max(near, enters), min(far, leaves)
    return near < far


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
