"""The flow of each procedure: every step reached, every path ended, every decision a real one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handbook_builder.checks.subject import Finding, Subject
from handbook_builder.diagnostics import did_you_mean
from handbook_builder.graph import Edge, FlowGraph
from handbook_builder.messages import Message
from handbook_builder.model.procedure import STEPS_OF_FLOWS
from handbook_builder.model.steps import Decision


def repeated_step_ids(subject: Subject) -> Iterator[Finding]:
    """Find steps, and scenarios, of one procedure that share an id."""
    for guide in subject.handbook.guides:
        for name, rows in (("steps", guide.steps), ("scenarios", guide.scenarios)):
            first: dict[str, int] = {}
            for at, row in enumerate(rows):
                if row.id in first:
                    message = Message(
                        'the id "{id}" is used twice: by number {number} of "{name}" as well',
                        id=row.id,
                        number=first[row.id] + 1,
                        name=name,
                    )
                    yield subject.at(
                        guide, (name, at, "id"), "repeated-id", message, Message("give one of them another id")
                    )
                first.setdefault(row.id, at)


def unknown_targets(subject: Subject) -> Iterator[Finding]:
    """Find steps and answers that lead to a step which the procedure does not have."""
    for graph in subject.graphs.values():
        for edge, meant in graph.unknown:
            if subject.handbook.has("step", f"{graph.guide.id}/{edge.target}"):
                continue
            named = Message('answer "{label}"', label=_label(edge)) if edge.choice else None
            who = named or Message('step "{step}"', step=edge.source)
            message = Message(
                '{who} leads to "{target}", which this procedure does not have', who=who, target=edge.target
            )
            hint = did_you_mean(edge.target, [meant] if meant else graph.places if len(graph.places) <= 8 else ())
            yield subject.at(graph.guide, edge.loc, "unknown-target", message, hint)


def unreachable_steps(subject: Subject) -> Iterator[Finding]:
    """Find the steps that no path from the start leads to."""
    for graph in subject.whole_graphs():
        beyond = graph.beyond_reach
        for at, step in enumerate(graph.guide.steps):
            if step.id in beyond:
                message = Message('no path from the start leads to step "{step}"', step=step.id)
                hint = Message("lead an answer or a next to it, or delete it")
                yield subject.at(graph.guide, ("steps", at, "id"), "unreachable-step", message, hint)


def dead_ends(subject: Subject) -> Iterator[Finding]:
    """Find steps after which nothing comes, though they are no end."""
    for graph in subject.whole_graphs():
        for id in graph.falls_off:
            message = Message('the path stops at step "{id}", which is no end', id=id)
            hint = Message('add a next, or a last step with "end" and "outcome"')
            yield subject.at(graph.guide, ("steps", graph.places[id], "id"), "dead-end", message, hint)


def endless_circles(subject: Subject) -> Iterator[Finding]:
    """Find circles without a way out; each is told once, at its first step."""
    for graph in subject.whole_graphs():
        if graph.falls_off or any(isinstance(step, Decision) and not step.choices for step in graph.guide.steps):
            continue
        stuck = [step.id for step in graph.guide.steps if step.id in graph.reached and step.id not in graph.finishing]
        told: set[str] = set()
        for id in _entered(graph, stuck):
            circle = _circle_through(graph, id) if id not in told else ()
            if circle and not told & set(circle):
                told |= set(circle)
                names = " → ".join(f'"{one}"' for one in (*circle, circle[0]))
                message = Message("these steps go round without a way out: {names}", names=names)
                loc = ("steps", graph.places[id], "id")
                yield subject.at(graph.guide, loc, "endless-circle", message, Message("lead one of them to an end"))


def _entered(graph: FlowGraph, stuck: Sequence[str]) -> list[str]:
    """Leave out the steps that only lead into circles: those that none of the others leads to, again and again."""
    left = set(stuck)
    ways_in = {id: {edge.source for edge in graph.ways_to[id]} & left for id in stuck}
    outer = [id for id in stuck if not ways_in[id]]
    for id in outer:  # grows while it is walked
        left.discard(id)
        for edge in graph.ways_from[id]:
            if id in ways_in[edge.target]:
                ways_in[edge.target].discard(id)
                outer += [] if ways_in[edge.target] else [edge.target]
    return [id for id in stuck if id in left]


def _circle_through(graph: FlowGraph, start: str) -> tuple[str, ...]:
    """Give the shortest way from a step back to itself, without the step's second mention; empty if there is none."""
    came_from: dict[str, str] = {}
    queue = [start]
    for id in queue:  # grows while it is walked
        for edge in graph.ways_from[id]:
            if edge.target == start:
                way = [id]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if edge.target not in came_from:
                came_from[edge.target] = id
                queue.append(edge.target)
    return ()


def single_answers(subject: Subject) -> Iterator[Finding]:
    """Find decisions with fewer than two answers."""
    for guide in subject.handbook.guides:
        if subject.is_damaged(guide):
            continue
        for at, step in enumerate(guide.steps):
            if isinstance(step, Decision) and len(step.choices) < 2:
                count = Message("one answer") if step.choices else Message("no answer")
                message = Message('the decision "{step}" has {count}', step=step.id, count=count)
                hint = Message("give it yes and no, or two answers or more; if there is nothing to decide, use do")
                yield subject.at(guide, ("steps", at, "ask"), "single-answer", message, hint)


def repeated_answers(subject: Subject) -> Iterator[Finding]:
    """Find decisions with the same answer twice: the same id, or the same words in a language."""
    for guide in subject.handbook.guides:
        for at, step in enumerate(guide.steps):
            if not isinstance(step, Decision):
                continue
            seen: set[tuple[str, str]] = set()
            for choice in step.choices:
                words = {(lang, " ".join(text.split()).casefold()) for lang, text in (choice.answer or {}).items()}
                keys = {("id", choice.id), *((lang, text) for lang, text in words if text)}
                if keys & seen:
                    told = (
                        choice.answer.get(subject.handbook.settings.source_language, choice.id)
                        if choice.answer
                        else choice.id
                    )
                    message = Message('the decision "{step}" has the answer "{told}" twice', step=step.id, told=told)
                    loc = ("steps", at, *choice.loc)
                    loc = (*loc, "id") if choice.answer is not None else loc
                    yield subject.at(guide, loc, "repeated-answer", message, Message("reword it, or delete it"))
                seen |= keys


def steps_not_for_flows(subject: Subject) -> Iterator[Finding]:
    """Find steps of decision trees that are neither question, referral nor end."""
    for flow in subject.handbook.flows.values():
        for at, step in enumerate(flow.steps):
            if step.kind not in STEPS_OF_FLOWS:
                message = Message(
                    'a decision tree asks, refers and ends; step "{step}" is of the kind "{kind}"',
                    step=step.id,
                    kind=step.kind,
                )
                hint = Message("move it to a procedure that runs this tree")
                yield subject.at(flow, ("steps", at, step.kind), "step-not-for-flow", message, hint)


def hand_over_rings(subject: Subject) -> Iterator[Finding]:
    """Find procedures that pass the case on until it is back where it began."""
    for ring in subject.manual.rings():
        first = ring[0]
        guide = subject.handbook.guide(first.source)
        if guide is None or any(
            (other := subject.handbook.guide(one.source)) is None or subject.is_damaged(other) for one in ring
        ):
            continue
        names = " → ".join(f'"{id}"' for id in (*(one.source for one in ring), first.source))
        message = Message("these procedures hand the case over in a ring: {names}", names=names)
        hint = Message("let one of them end the case, or run the other instead of handing over")
        yield subject.at(guide, ("steps", first.at, "continue"), "hand-over-ring", message, hint)


def _label(edge: Edge) -> str:
    assert edge.choice is not None
    answer = edge.choice.answer
    return next(iter(answer.values()), edge.choice.id) if answer else edge.choice.id
