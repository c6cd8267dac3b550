"""Draws a guide before and after in one chart: takes the difference of a guide, gives DOT text and how it looks.

New steps and ways are thick and say "+", those that are gone are dashed and say "−", changed ones say "≠" and what
changed: nobody needs colour to tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handbook_builder.diff.change import Diff, ItemDiff
from handbook_builder.diff.tell import Names, Report
from handbook_builder.graph import Edge, FlowGraph, graph_of
from handbook_builder.model.procedure import Guide
from handbook_builder.model.steps import Step
from handbook_builder.render.chart import Marks, dot_of, edge_id, node_id
from handbook_builder.render.graphviz import Engine, lay_out
from handbook_builder.render.svg import STANDALONE_CSS, accessible

_SHAPES = ":is(path, polygon, polyline, ellipse)"
CSS = (
    f"{STANDALONE_CSS} .hb-chart .node:is(.added, .changed) {_SHAPES} {{ stroke-width: 3.5; }} "
    ".hb-chart .edge.added path { stroke-width: 3.5; } "
    f".hb-chart .node.removed {_SHAPES} {{ stroke-dasharray: 7 5; fill: none; }} "
    ".hb-chart .edge.removed path { stroke-dasharray: 7 5; }"
)
"""How the marks look, beside what every chart looks like."""


def charts(diff: Diff, language: str, engine: Engine) -> dict[str, str]:
    """Give an SVG for each guide whose steps or ways changed, by the guide's id."""
    report = Report(diff, Names("", ""), language)
    drawn = {item.id: item for item in diff.items if item.guides and any(change.step for change in item.changes)}
    words = report.words
    svgs = lay_out({id: dot_of_difference(item, report) for id, item in drawn.items()}, engine).svgs
    return {
        id: accessible(
            svg,
            chart_id=f"diff-{id}",
            title=words.diff_chart_title.format(title=report.after.name(drawn[id].after)),  # type: ignore[arg-type]
            description=words.diff_chart_description,
            css=CSS,
            lang=language,
        )
        for id, svg in svgs.items()
    }


def dot_of_difference(item: ItemDiff, report: Report) -> str:
    """Give the DOT text of a guide with all its steps and ways of before and after."""
    assert item.guides is not None
    before, after = item.guides
    old, new = graph_of(before), graph_of(after)
    new_ids = dict(item.steps)
    old_ids = {now: then for then, now in item.steps}
    gone = {step.id: _free(step.id, after) for step in before.steps if step.id not in new_ids}
    places = {then: now for then, now in (new_ids | gone).items()}
    old_edges = {
        _way(one, places): replace(one, source=places[one.source], target=places[one.target]) for one in old.edges
    }
    new_edges = {_way(one, {}): one for one in new.edges}
    words, notes = report.words, dict[str, tuple[str, str]]()
    for step in after.steps:
        if step.id not in old_ids:
            notes[node_id(step.id)] = (words.diff_mark_added, "added")
        elif fields := list(dict.fromkeys(_fields(item, step, report))):
            notes[node_id(step.id)] = (f"{words.diff_mark_changed}: {', '.join(fields)}", "changed")
    notes |= {node_id(id): (words.diff_mark_removed, "removed") for id in gone.values()}
    notes |= {edge_id(new_edges[way]): ("+", "added") for way in new_edges.keys() - old_edges.keys()}
    notes |= {edge_id(old_edges[way]): ("−", "removed") for way in old_edges.keys() - new_edges.keys()}
    edges = (*new_edges.values(), *(edge for way, edge in old_edges.items() if way not in new_edges))
    steps = tuple(_all_steps(before, after, new_ids, gone))
    numbers = {gone[step.id]: number for number, step in enumerate(before.steps, 1) if step.id in gone}
    numbers |= {step.id: number for number, step in enumerate(after.steps, 1)}
    union = FlowGraph(after.model_copy(update={"steps": steps}), edges)
    return dot_of(union, report.after, Marks(notes, numbers, words.diff_legend))


def _way(edge: Edge, places: dict[str, str]) -> tuple[str, str, str]:
    choice = edge.choice.id if edge.choice else ""
    return places.get(edge.source, edge.source), choice, places.get(edge.target, edge.target)


def _free(id: str, guide: Guide) -> str:
    """Give an id for a step that is gone, which no other step has now."""
    return id if guide.step(id) is None else f"{id}-old"


def _fields(item: ItemDiff, step: Step, report: Report) -> Iterator[str]:
    """Name what changed in a step, but for the ways, which are drawn."""
    for change in item.changes:
        if change.step == step.id and change.field and not change.field.endswith("next"):
            label = report.label(item, change)
            yield label[:1].lower() + label[1:]


def _all_steps(before: Guide, after: Guide, new_ids: dict[str, str], gone: dict[str, str]) -> Iterator[Step]:
    """Give the steps of both: the newer ones, and after each those that followed it and are gone."""
    following: dict[str, list[Step]] = {}
    last = ""
    for step in before.steps:
        if step.id in gone:
            following.setdefault(last, []).append(step.model_copy(update={"id": gone[step.id]}))
        else:
            last = new_ids[step.id]
    # The start is the newer one, whatever stood before it.
    for step in after.steps:
        yield step
        yield from following.pop(step.id, ())
    yield from following.get("", ())
