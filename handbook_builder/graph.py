"""The flow of a procedure as a graph, and the graph of the whole manual: takes models, gives nodes and edges.

Every face that shows the order of steps (chart, page, tree, wizard) and every check of the flow reads it from here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from handbook_builder.diagnostics import nearest
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Guide, Scenario
from handbook_builder.model.steps import Choice, Decision, End, Referral, Run, Step

GUESSES = 100
"""Targets of one guide that do not exist and of which is guessed what was meant: with more, it is no slip of a hand."""


@dataclass(frozen=True)
class Edge:
    """A way from one step to another; ``choice`` is the answer that leads there, for a decision."""

    source: str
    target: str
    choice: Choice | None = None
    loc: tuple[str | int, ...] = ()
    """The way to what names the target, from the root of the procedure's file; empty for "the step below"."""

    @property
    def answer(self) -> tuple[str, str] | None:
        """The decision and the answer that is taken; None where nothing is decided."""
        return (self.source, self.choice.id) if self.choice else None


@dataclass(frozen=True)
class FlowGraph:
    """The steps of one procedure or flow and the ways between them; the first step is the start."""

    guide: Guide
    edges: tuple[Edge, ...]
    unknown: tuple[tuple[Edge, str | None], ...] = ()
    """Edges whose target does not exist, each with the step that was surely meant, if any; ``edges`` leads there."""
    falls_off: tuple[str, ...] = ()
    """Steps after which the procedure says nothing more, though they are no end."""

    @property
    def start(self) -> Step:
        """The first step."""
        return self.guide.steps[0]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many steps there are, and how many of them are decisions and ends: what is told of a chart."""
        steps = self.guide.steps
        decisions, ends = (sum(isinstance(one, kind) for one in steps) for kind in (Decision, End))
        return {"steps": len(steps), "decisions": decisions, "ends": ends}

    @property
    def is_whole(self) -> bool:
        """Whether every target is known or could be guessed, so that checks of the whole flow make sense."""
        return all(meant for _, meant in self.unknown)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Position of each step, counted from 0."""
        return {step.id: at for at, step in enumerate(self.guide.steps)}

    @cached_property
    def ways_from(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges that leave each step, in the order written."""
        ways: dict[str, list[Edge]] = {step.id: [] for step in self.guide.steps}
        for edge in self.edges:
            ways[edge.source].append(edge)
        return {id: tuple(edges) for id, edges in ways.items()}

    @cached_property
    def ways_to(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges that lead to each step, in the order written."""
        ways: dict[str, list[Edge]] = {step.id: [] for step in self.guide.steps}
        for edge in self.edges:
            ways[edge.target].append(edge)
        return {id: tuple(edges) for id, edges in ways.items()}

    @cached_property
    def reached(self) -> frozenset[str]:
        """Ids of the steps that some path from the start leads to."""
        return _spread([self.start.id], {id: [e.target for e in edges] for id, edges in self.ways_from.items()})

    @property
    def beyond_reach(self) -> frozenset[str]:
        """Ids of the steps that lack a way in; what hangs below one of them alone is not named beside it."""
        lost = dict.fromkeys(step.id for step in self.guide.steps if step.id not in self.reached)
        ways = {id: [edge.target for edge in self.ways_from[id] if edge.target in lost] for id in lost}
        into = {target for id, targets in ways.items() for target in targets if target != id}
        first = [id for id in lost if id not in into]
        left = lost.keys() - _spread(first, ways)
        while left:  # steps that lead to each other in a circle
            first.append(next(id for id in lost if id in left))
            left -= _spread([first[-1]], ways)
        return frozenset(first)

    @cached_property
    def coverage(self) -> Coverage:
        """How many of the answers the guide's scenarios take."""
        answers = tuple(edge.answer for edge in self.edges if edge.answer)
        walks = (walk(self, scenario) for scenario in self.guide.scenarios)
        taken = frozenset(edge.answer for one in walks for edge in one.edges if edge.answer)
        return Coverage(taken, answers)

    @cached_property
    def finishing(self) -> frozenset[str]:
        """Ids of the steps from which some path leads to an end."""
        ends = [step.id for step in self.guide.steps if isinstance(step, End)]
        return _spread(ends, {id: [e.source for e in edges] for id, edges in self.ways_to.items()})


def graph_of(guide: Guide) -> FlowGraph:
    """Give the flow of a procedure or decision tree."""
    ids = {step.id for step in guide.steps}
    edges: list[Edge] = []
    unknown: list[tuple[Edge, str | None]] = []
    falls_off: list[str] = []
    for at, step in enumerate(guide.steps):
        if isinstance(step, End):
            continue
        below = guide.steps[at + 1].id if at + 1 < len(guide.steps) else None
        if isinstance(step, Decision):
            found = [Edge(step.id, one.next, one, _loc_of(at, one)) for one in step.choices]
        elif step.next is not None:
            found = [Edge(step.id, step.next, None, ("steps", at, "next"))]
        elif below is not None:
            found = [Edge(step.id, below)]
        else:
            found = []
            falls_off.append(step.id)
        for edge in found:
            if edge.target in ids:
                edges.append(edge)
                continue
            meant = nearest(edge.target, ids) if len(unknown) < GUESSES else None
            unknown.append((edge, meant))
            if meant:
                edges.append(Edge(edge.source, meant, edge.choice, edge.loc))
    return FlowGraph(guide, tuple(edges), tuple(unknown), tuple(falls_off))


def _loc_of(at: int, choice: Choice) -> tuple[str | int, ...]:
    last = () if choice.id in ("yes", "no") and choice.answer is None else ("next",)
    return ("steps", at, *choice.loc, *last)


def _spread(start: Iterable[str], ways: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Give all that can be reached from ``start``, ``start`` included."""
    seen = set(start)
    queue = deque(seen)
    while queue:
        for target in ways.get(queue.popleft(), ()):
            if target not in seen:
                seen.add(target)
                queue.append(target)
    return frozenset(seen)


@dataclass(frozen=True)
class Walk:
    """What a scenario does: the edges it takes, where it stops, and why if that is no end."""

    edges: tuple[Edge, ...] = ()
    stops_at: str = ""
    open_question: str | None = None
    unknown_answer: str | None = None
    goes_in_circles: bool = False


def walk(graph: FlowGraph, scenario: Scenario) -> Walk:
    """Follow a scenario's answers from the start to an end, or to where they lead no further."""
    here = graph.start
    taken: list[Edge] = []
    seen: set[str] = set()
    while True:
        if here.id in seen:
            return Walk(tuple(taken), here.id, goes_in_circles=True)
        seen.add(here.id)
        ways = graph.ways_from[here.id]
        if isinstance(here, Decision):
            answer = scenario.answers.get(here.id)
            if answer is None:
                return Walk(tuple(taken), here.id, open_question=here.id)
            ways = tuple(edge for edge in ways if edge.choice and edge.choice.id == answer)
            if not ways:
                return Walk(tuple(taken), here.id, unknown_answer=here.id)
        if not ways:
            return Walk(tuple(taken), here.id)
        taken.append(ways[0])
        here = graph.guide.steps[graph.places[ways[0].target]]


@dataclass(frozen=True)
class Coverage:
    """How many answers of a guide's decisions some scenario takes."""

    taken: frozenset[tuple[str, str]]
    answers: tuple[tuple[str, str], ...]

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Answers (step id, answer id) that no scenario takes."""
        return tuple(answer for answer in self.answers if answer not in self.taken)


@dataclass(frozen=True)
class Relation:
    """A tie from a step of one guide to another guide or to a service."""

    kind: str  # run | continue | refer
    source: str
    step: Step = field(repr=False)
    at: int
    target: str


@dataclass(frozen=True)
class ManualGraph:
    """How the procedures, flows and services of a manual hang together."""

    relations: tuple[Relation, ...]

    @cached_property
    def ties_to(self) -> Mapping[str, tuple[Relation, ...]]:
        """The relations that lead to each guide or service."""
        ties: dict[str, list[Relation]] = {}
        for one in self.relations:
            ties.setdefault(one.target, []).append(one)
        return {target: tuple(found) for target, found in ties.items()}

    def to(self, target: str, *kinds: str) -> Iterator[Relation]:
        """Give the relations that lead to a guide or service."""
        return (one for one in self.ties_to.get(target, ()) if one.kind in kinds)

    def rings(self) -> Iterator[tuple[Relation, ...]]:
        """Find the circles of hand-overs: each procedure passes the case on, and in the end it is back at the first.

        Gives each circle once, beginning with its smallest id.
        """
        ways: dict[str, list[Relation]] = {}
        for one in self.relations:
            if one.kind == "continue":
                ways.setdefault(one.source, []).append(one)
        for start in sorted(ways):
            path = _shortest_way_back(start, ways)
            if path and start == min(one.source for one in path):
                yield path


def _shortest_way_back(start: str, ways: Mapping[str, list[Relation]]) -> tuple[Relation, ...]:
    paths: deque[tuple[Relation, ...]] = deque((one,) for one in ways.get(start, ()))
    seen: set[str] = set()
    while paths:
        path = paths.popleft()
        here = path[-1].target
        if here == start:
            return path
        if here not in seen:
            seen.add(here)
            paths.extend((*path, one) for one in ways.get(here, ()))
    return ()


def manual_graph(handbook: Handbook) -> ManualGraph:
    """Give the graph over the whole manual."""
    return ManualGraph(tuple(_relations(handbook)))


def _relations(handbook: Handbook) -> Iterator[Relation]:
    for guide in handbook.guides:
        for at, step in enumerate(guide.steps):
            if isinstance(step, Run):
                yield Relation("run", guide.id, step, at, step.run)
            elif isinstance(step, Referral):
                yield Relation("refer", guide.id, step, at, step.to)
            elif isinstance(step, End) and step.continues:
                yield Relation("continue", guide.id, step, at, step.continues)
