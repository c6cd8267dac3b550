"""Slides of a procedure or decision tree: its chart, its steps in words, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from handbook_builder.graph import FlowGraph
from handbook_builder.model.steps import Decision, End, Referral, Run, Step
from handbook_builder.slides.deck import Chart, Item, Items, Line, Said, Slide, Text, text_of
from handbook_builder.slides.say import Speaker


@dataclass
class GuideSlides(Speaker):
    """Makes the slides of guides, and remembers which charts it has shown."""

    charts: set[str] = field(default_factory=set)

    def taught(self, graph: FlowGraph) -> Iterator[Slide]:
        """Show the chart of a guide once, then its steps."""
        guide, words = graph.guide, self.edition.words
        if guide.id in self.charts:
            return
        yield self.chart(graph)
        items = tuple(self.item(graph, number, step) for number, step in enumerate(guide.steps, 1))
        name = words["tree_steps" if guide.kind == "flow" else "steps"]
        mark = " " if text_of(self.name(guide)).endswith("?") else ": "
        title = (*self.name(guide), self.plain(f"{mark}{name}"))
        yield self.slide(f"{guide.id}-steps", "steps", title, Items(items), note="deck_note_steps")

    def chart(self, graph: FlowGraph) -> Slide:
        """Show a chart as a whole."""
        guide = graph.guide
        self.charts.add(guide.id)
        described = self.word("deck_chart_description", **graph.counts)
        name = Said(self.edition.chart_name(guide), self.edition.raw(guide.title)[1])
        chart = Chart(graph, name, described)
        return self.slide(f"{guide.id}-chart", "chart", self.name(guide), chart, note="deck_note_chart")

    def item(self, graph: FlowGraph, number: int, step: Step) -> Item:
        """Tell a step: what is done, by whom, where it leads; and to the trainer what helps to explain it."""
        words, handbook = self.edition.words, self.edition.handbook
        more = [Text(line, "small") for line in self.leads(graph, step) if line]
        facts = [self.line(handbook.roles[step.who].title)] if step.who and step.who in handbook.roles else []
        facts += [self.labelled("within", self.plain(words.duration(step.within)))] if step.within else []
        more[:0] = [Text(self.joined(facts, " · "), "small")] if facts else []
        if step.warning:
            more.append(Text(self.labelled("warning", self.said(step.warning)), "warning"))
        notes = tuple(
            (self.word("step"), self.plain(f" {number}. "), *self.labelled(name, self.said(wording)))
            for name in ("note", "tip")
            if (wording := getattr(step, name))
        )
        self.cite(step.sources)
        return Item((self.step(step),), f"{number}.", tuple(more), notes, f"{graph.guide.id}--{step.id}")

    def leads(self, graph: FlowGraph, step: Step) -> Iterator[Line]:
        """Say where a step leads."""
        handbook = self.edition.handbook
        match step:
            case Decision():
                ways = (
                    (self.answer(edge.choice), self.plain(f" → {graph.places[edge.target] + 1}"))
                    for edge in graph.ways_from[step.id]
                    if edge.choice
                )
                yield self.joined(ways, " · ")
            case Referral():
                service = handbook.services.get(step.to)
                yield self.labelled("refer_to", self.said(service.name) if service else self.plain(step.to))
            case Run():
                yield self.joined((self.name(one) for id in [step.run] if (one := handbook.guide(id))), "")
            case End():
                yield self.labelled("deck_outcome", self.word(f"outcome_{step.outcome}"))
        edge = next((one for one in graph.ways_from[step.id] if one.choice is None), None)
        if edge and graph.places[edge.target] != graph.places[step.id] + 1:
            yield (self.word("deck_go_on", n=graph.places[edge.target] + 1),)

    def end(self, graph: FlowGraph, step: End) -> Item:
        """Tell an end with its outcome."""
        outcome = (self.plain(" ("), self.word(f"outcome_{step.outcome}"), self.plain(")"))
        return Item((self.step(step), *outcome), f"{graph.places[step.id] + 1}.")
