"""Exercises made of procedures: takes a flow, gives worked cases with their turns, and new ones for what none takes.

The key of a case is computed by walking the flow, so that it can't differ from the procedure.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from handbook_builder.graph import Coverage, Edge, FlowGraph, walk
from handbook_builder.model.procedure import Guide, Scenario
from handbook_builder.model.steps import Decision, End, Step
from handbook_builder.model.text import Wording, split_case


@dataclass(frozen=True)
class Turn:
    """A question that a case meets, and the answer it takes."""

    question: Decision
    taken: Edge


@dataclass(frozen=True)
class Case:
    """A way through a procedure, to be walked with a group: choose, then reveal."""

    guide: Guide
    id: str
    scenario: Scenario
    edges: tuple[Edge, ...]
    """All ways that it takes, from the first step to the end."""
    is_generated: bool = False
    """Whether it was made of a path that no worked case takes; it then has neither title nor story."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps on the way, the first and the last included."""
        ids = [self.guide.steps[0].id, *(edge.target for edge in self.edges)]
        steps = {step.id: step for step in self.guide.steps}
        return tuple(steps[id] for id in ids)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The questions on the way, each with the answer taken."""
        met = zip(self.steps, self.edges, strict=False)
        return tuple(Turn(step, edge) for step, edge in met if isinstance(step, Decision))

    @property
    def answers(self) -> frozenset[tuple[str, str]]:
        """The answers taken, each with its decision."""
        return frozenset(edge.answer for edge in self.edges if edge.answer)


def case_of(graph: FlowGraph, scenario: Scenario) -> Case:
    """Give the case that a worked case of the procedure is."""
    return Case(graph.guide, f"{graph.guide.id}/{scenario.id}", scenario, walk(graph, scenario).edges)


def case_named(graphs: Mapping[str, FlowGraph], name: str) -> Case | None:
    """Find a worked case by its procedure and id."""
    guide, id = split_case(name)
    graph = graphs.get(guide)
    scenarios = graph.guide.scenarios if graph else ()
    return next((case_of(graph, one) for one in scenarios if one.id == id), None) if graph else None


def chosen_cases(graph: FlowGraph, most: int) -> tuple[Case, ...]:
    """Choose the worked cases that together practise most answers; without any, make cases of the paths."""
    left = [case_of(graph, one) for one in graph.guide.scenarios]
    if not left:
        return tuple(islice(generated_cases(graph, ()), most))
    chosen: list[Case] = []
    taken: set[tuple[str, str]] = set()
    while left and len(chosen) < most:
        best = max(left, key=lambda case: len(case.answers - taken))
        left.remove(best)
        chosen.append(best)
        taken |= best.answers
    return tuple(chosen)


def practised(graph: FlowGraph, cases: Iterable[Case]) -> Coverage:
    """Tell how many of a procedure's answers some cases take."""
    answers = tuple(edge.answer for edge in graph.edges if edge.answer)
    taken = {one for case in cases if case.guide.id == graph.guide.id for one in case.answers}
    return Coverage(frozenset(taken), answers)


def generated_cases(graph: FlowGraph, cases: Iterable[Case]) -> Iterator[Case]:
    """Make cases for the answers that none of these takes, as few as one way through the flow after the other gives.

    An answer of which no way without a circle is found has none; only short ways are looked for.
    """
    open_answers = dict.fromkeys(practised(graph, cases).missing)
    number = 0
    while open_answers:
        answer = next(iter(open_answers))
        edges = _way_through(graph, answer, open_answers)
        taken = [edge.answer for edge in edges if edge.answer]
        for one in (answer, *taken):
            open_answers.pop(one, None)
        if edges:
            number += 1
            scenario = Scenario(id=f"generated-{number}", title=Wording({}), answers=dict(taken), ends=edges[-1].target)
            yield Case(graph.guide, f"{graph.guide.id}/{scenario.id}", scenario, edges, is_generated=True)


def _way_through(graph: FlowGraph, answer: tuple[str, str], wanted: Iterable[tuple[str, str]]) -> tuple[Edge, ...]:
    """Find a way from the start to an end by an answer, past as many wanted ones as a short way allows."""
    through = next(edge for edge in graph.edges if edge.answer == answer)
    before = _way(graph, graph.start.id, {through.source}, {through.target}, wanted)
    if before is None:
        return ()
    passed = {graph.start.id, through.source, *(edge.target for edge in before)}
    ends = {step.id for step in graph.guide.steps if isinstance(step, End)}
    after = _way(graph, through.target, ends, passed, wanted)
    return () if after is None or through.target in passed else (*before, through, *after)


def _way(
    graph: FlowGraph, start: str, goals: set[str], closed: set[str], wanted: Iterable[tuple[str, str]]
) -> tuple[Edge, ...] | None:
    """Find the cheapest way between steps that enters no closed one; wanted answers cost nothing, others one."""
    free = set(wanted)
    queue: list[tuple[int, int, str, tuple[Edge, ...]]] = [(0, 0, start, ())]
    seen = set(closed)
    made = 0  # breaks ties in the order in which the ways are written
    while queue:
        cost, _, here, edges = heapq.heappop(queue)
        if here in goals:
            return edges
        if here in seen and edges:
            continue
        seen.add(here)
        for edge in graph.ways_from[here]:
            if edge.target not in seen:
                made += 1
                price = 1 if edge.answer and edge.answer not in free else 0
                heapq.heappush(queue, (cost + price, made, edge.target, (*edges, edge)))
    return None
