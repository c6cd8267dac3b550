"""Draws the flow of a guide: takes its graph, gives DOT text for the layout engine. Nothing here knows the engine.

Every kind of step has a shape of its own (after ISO 5807 where the words fit the shape), so that colour is never the
only sign. Ids and classes in the DOT come out as ids and classes in the SVG.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import graphviz

from handbook_builder.graph import Edge, FlowGraph
from handbook_builder.model.steps import End, Step
from handbook_builder.model.text import Wording
from handbook_builder.render.paths import step_anchor
from handbook_builder.render.writer import Edition

NODE, EDGE = "node", "edge"
"""How the ids of steps and of ways between them begin; the parts of an id are parted by two hyphens."""

START = "start"
"""The id of the dot that marks where to begin; no step."""


@dataclass(frozen=True)
class Shape:
    """How a kind of step is drawn; ``wrap`` is the number of characters in a line of its label."""

    attributes: dict[str, str]
    wrap: int


SHAPES = {
    "do": Shape({"shape": "box", "margin": "0.12,0.08"}, 24),
    "ask": Shape({"shape": "hexagon", "margin": "0.0,0.05"}, 20),
    "run": Shape({"shape": "box", "peripheries": "2", "margin": "0.12,0.08"}, 24),
    "refer": Shape({"shape": "invhouse", "margin": "0.02,0.02"}, 24),
    "end": Shape({"shape": "box", "style": "rounded,filled", "margin": "0.15,0.1"}, 24),
}


@dataclass(frozen=True)
class Marks:
    """What is written on a chart that stands for itself, without links: notes on steps and ways, and what they mean."""

    notes: Mapping[str, tuple[str, str]]
    """A text and a class, by the id that a step or way has in the drawing."""
    numbers: Mapping[str, int]
    """The numbers of the steps."""
    legend: str


def dot_of(graph: FlowGraph, edition: Edition, marks: Marks | None = None) -> str:
    """Give the DOT text of a guide's chart: top to bottom, steps numbered as on the page, answers on the edges."""
    dot = graphviz.Digraph(graph.guide.id)
    notes = marks.notes if marks else {}
    if marks:
        dot.attr("graph", label=_label(marks.legend, len(marks.legend) + 1), labelloc="t", fontname="Arial")
    dot.attr("graph", rankdir="TB", bgcolor="transparent", nodesep="0.22", ranksep="0.35", margin="0.05")
    dot.attr("node", fontname="Arial", fontsize="12", style="filled", penwidth="1.5", width="1.2", height="0.4")
    dot.attr("edge", fontname="Arial", fontsize="11", arrowsize="0.8")
    dot.node(START, label="", shape="circle", width="0.2", height="0.2", fixedsize="true", id=START, **{"class": START})
    for number, step in enumerate(graph.guide.steps, 1):
        shape = SHAPES[step.kind]
        id = node_id(step.id)
        note, mark = notes.get(id, ("", ""))
        said = f"{edition.step_text(step)}{_updating(edition, edition.step_wording(step))}"
        text = f"{marks.numbers[step.id] if marks else number}. {said}"
        dot.node(
            id,
            label=_label(text, shape.wrap, note),
            id=id,
            **({} if marks else {"URL": f"#{step_anchor(step.id)}"}),
            **shape.attributes,
            **{"class": f"{_classes(step, edition)} {mark}".rstrip()},
        )
    dot.edge(START, node_id(graph.start.id), id=f"{EDGE}--{START}")
    for edge in graph.edges:
        note, mark = notes.get(edge_id(edge), ("", ""))
        answer = edge.choice.answer if edge.choice else None
        said = f"{edition.answer(edge.choice)}{_updating(edition, answer)}" if edge.choice else ""
        text = f"{note} {said}".strip()
        label = {"label": _label(text, 18)} if edge.choice or note else {}
        ends = node_id(edge.source), node_id(edge.target)
        dot.edge(*ends, id=edge_id(edge), **label, **{"class": f"{_edge_classes(edge, edition)} {mark}".rstrip()})
    return str(dot.source)


ANSWER, SIGN = "answer", "to"
"""How the ids begin of the answer on a way, and of a sign that stands for a step somewhere else, in part of a chart."""


def part_dot(graph: FlowGraph, edition: Edition, inside: Sequence[str], signs: Collection[str], *, across: bool) -> str:
    """Give the DOT text of some steps alone, as they fit on a slide.

    An answer is a node of its own between two steps, so that nothing lies on it. A way to a step that is not
    ``inside``, or whose id is among ``signs``, leads to a sign with its answer and number. With ``across``, the steps
    go from left to right.
    """
    dot = graphviz.Digraph(graph.guide.id)
    steps = {step.id: step for step in graph.guide.steps}
    dot.attr("graph", rankdir="LR" if across else "TB", nodesep="0.2", ranksep="0.25", margin="0")
    dot.attr("node", fontname="Arial", fontsize="12", width="1.2", height="0.4")
    # From left to right, the engine puts what hangs together with nothing upon each other, the first at the bottom.
    for id in reversed(inside) if across else inside:
        step = steps[id]
        shape = SHAPES[step.kind]
        label = _label(f"{graph.places[id] + 1}. {edition.step_text(step)}", shape.wrap)
        names = {"id": node_id(id), "class": _classes(step, edition)}
        dot.node(node_id(id), label=label, **names, **shape.attributes)
    for edge in (one for id in inside for one in graph.ways_from[id]):
        id = edge_id(edge)
        names = {"class": _edge_classes(edge, edition)}
        answer = edition.answer(edge.choice) if edge.choice else ""
        source, target = node_id(edge.source), node_id(edge.target)
        if edge.target not in inside or id in signs:
            target = edge_id(edge, SIGN)
            text = f"{answer} →\u00a0{graph.places[edge.target] + 1}".strip()
            look = {"shape": "box", "width": "0.5", "height": "0.35", "margin": "0.1,0.04"}
            dot.node(target, label=_label(text, 26), id=target, **look, **names)
        elif answer:
            between = edge_id(edge, ANSWER)
            look = {"shape": "box", "width": "0.1", "height": "0.1", "margin": "0.06,0.02"}
            dot.node(between, label=_label(answer, 18), id=between, **look, **names)
            dot.edge(source, between, id=id)
            source = between
        dot.edge(source, target, id=id)
    return str(dot.source)


def _wrap(text: str, width: int) -> list[str]:
    """Fill lines with words; as textwrap does, in a fifth of the time."""
    lines = [""]
    for word in text.split(" "):  # a hard space parts nothing
        for part in [word[at : at + width] for at in range(0, len(word), width)]:
            if len(lines[-1]) + len(part) < width:
                lines[-1] += f" {part}" if lines[-1] else part
            elif lines[-1]:
                lines.append(part)
            else:
                lines[-1] = part
    return lines


def node_id(step_id: str) -> str:
    """Give the id of a step in the drawing."""
    return f"{NODE}--{step_id}"


def edge_id(edge: Edge, kind: str = EDGE) -> str:
    """Give the id of a way in the drawing, of its ANSWER or its SIGN: where from, by which answer, where to."""
    return "--".join((kind, edge.source, edge.choice.id if edge.choice else "next", edge.target))


def _classes(step: Step, edition: Edition) -> str:
    classes = [step.kind]
    if isinstance(step, End):
        classes.append(f"outcome-{step.outcome}")
    if step.who:
        classes.append(f"role-{step.who}")
    wording = edition.step_wording(step)
    return " ".join((*classes, *_language_class(wording, edition)))


def _edge_classes(edge: Edge, edition: Edition) -> str:
    return " ".join(("way", *_language_class(edge.choice.answer if edge.choice else None, edition)))


def _language_class(wording: Wording | None, edition: Edition) -> Iterator[str]:
    """Give the class that names the language of a text, where that is not the one of the drawing."""
    language = edition.raw(wording)[1] if wording else edition.spoken
    if language != edition.spoken:
        yield f"lang-{language}"


def _updating(edition: Edition, wording: Wording | None) -> str:
    """Say beside a text that its translation is being updated, if so it is."""
    return f" ({edition.words['updating']})" if wording and edition.is_outdated(wording) else ""


def _label(text: str, width: int, note: str = "") -> str:
    """Break a text into lines, below those of a note; a word longer than a line is broken: no box grows too wide."""
    lines = [*(_wrap(note, width) if note else ()), *_wrap(text, width)]
    # The engine decodes entities: "&lt;" must come out as the four signs that were typed.
    escaped = "\\n".join(graphviz.escape(line.replace("&", "&amp;")) for line in lines)
    label: str = graphviz.nohtml(escaped)  # a kind of text that is quoted even if it begins with "<"; keep the kind
    return label
