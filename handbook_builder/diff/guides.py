"""Compares the steps of a guide: what each says, the ways between them, and the worked cases that go along them.

The graphs decide whether the order of steps matters, not their places in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from handbook_builder.diff.change import Weight
from handbook_builder.diff.context import Spot
from handbook_builder.diff.match import match, moved, overlap
from handbook_builder.diff.values import Comparison, id_of
from handbook_builder.graph import FlowGraph, graph_of
from handbook_builder.model.procedure import Guide
from handbook_builder.model.steps import Action, Answer, Choice, Decision, End, Run, Step, wording_of
from handbook_builder.model.text import Wording
from handbook_builder.render.words import words_of

Answers = dict[tuple[str, str], str]
"""New ids of answers, by the old ids of the step and the answer."""


def compare_guides(comparison: Comparison, old: Guide, new: Guide) -> None:
    """Compare two guides: the head, the steps, the ways between them, the worked cases."""
    top = Spot()
    comparison.fields(old, new, top, ("id", "steps", "scenarios"))
    pairs = match(old.steps, new.steps, id_of, comparison.context.alike)
    shared = [(old.steps[i], new.steps[j]) for i, j in pairs if i is not None and j is not None]
    new_ids = {one.id: other.id for one, other in shared}
    comparison.steps.extend(new_ids.items())
    elsewhere = moved(pairs)
    spot = top.field("steps")
    for i, j in pairs:
        one, other = (old.steps[i] if i is not None else None), (new.steps[j] if j is not None else None)
        inner = replace(spot.at("", i, j), step=id_of(one if other is None else other), path="")
        if one is None or other is None:
            comparison.came_or_went(one, other, inner)
            continue
        if one.id != other.id:
            comparison.tell("renamed", inner.field("id"), one.id, other.id, Weight.EDITORIAL)
        if j in elsewhere:
            comparison.tell("moved", inner, str((i or 0) + 1), str((j or 0) + 1), Weight.EDITORIAL)
        _step(comparison, one, other, inner)
    answers = _ways(comparison, old, new, shared, new_ids, spot)
    _scenarios(comparison, old, new, new_ids, answers, top)


def _step(comparison: Comparison, old: Step, new: Step, spot: Spot) -> None:
    """Compare two steps, but for the ways that leave them."""
    if old.kind != new.kind:
        comparison.tell("changed", spot.field("kind"), old.kind, new.kind)
    comparison.fields(old, new, spot, ("id", "next", "yes", "no", "answers", "do", "ask", "refer", "end"))
    text, old_text = ("do" if isinstance(one, Run) else one.kind for one in (new, old))
    inner = spot.field(text, type(new).model_fields[text].description or "")
    comparison.values(wording_of(old), wording_of(new), replace(inner, old=(*(spot.old or ()), old_text)))


def _ways(
    comparison: Comparison,
    old: Guide,
    new: Guide,
    shared: Sequence[tuple[Step, Step]],
    new_ids: Mapping[str, str],
    spot: Spot,
) -> Answers:
    """Compare where each step leads."""
    before, after = graph_of(old), graph_of(new)
    come = {step.id for step in new.steps} - set(new_ids.values())
    answers: Answers = {}
    start = new_ids.get(old.steps[0].id)
    # That another step comes first because one is new or gone is told by that step.
    if start is not None and start != new.steps[0].id and new.steps[0].id not in come:
        comparison.tell("changed", spot.field("start"), start, new.steps[0].id)
    for one, other in shared:
        inner = replace(spot.at("", before.places[one.id], after.places[other.id]), step=other.id, path="")
        if isinstance(one, Decision) or isinstance(other, Decision):
            answers |= _answers(comparison, one, other, new_ids, inner)
        elif not isinstance(one, End) and not isinstance(other, End):
            was, now = _next(before, one), _next(after, other)
            target = new_ids.get(was.target, was.target)
            # So is that a way leads through a new step, or past one that is gone.
            told = was.falls and now.falls and (was.target not in new_ids or now.target in come)
            if target != now.target and not told:
                about = Action.model_fields["next"].description or ""
                comparison.tell("changed", inner.field("next", about), target or None, now.target or None)
    return answers


@dataclass(frozen=True)
class _Next:
    """Where a step without answers leads; it ``falls`` to the step below if it names none."""

    target: str
    falls: bool


def _next(graph: FlowGraph, step: Step) -> _Next:
    named = getattr(step, "next", None)
    ways = graph.ways_from[step.id]
    return _Next(named or (ways[0].target if ways else ""), named is None)


def _answers(comparison: Comparison, old: Step, new: Step, new_ids: Mapping[str, str], spot: Spot) -> Answers:
    """Compare the answers of a decision, in whichever form they are written."""
    context = comparison.context
    renamed: Answers = {}
    about = Decision.model_fields["answers"].description or ""

    def text(choice: Choice) -> Wording:
        """Give the words of an answer; the short forms have those of the interface."""
        return choice.answer or Wording({language: words_of(language)[choice.id] for language in context.languages})

    def alike(one: Choice, other: Choice) -> float:
        return overlap(context.words_in(text(one)), context.words_in(text(other)))

    olds, news = (one.choices if isinstance(one, Decision) else () for one in (old, new))
    pairs = match(olds, news, id_of, alike)
    for i, j in pairs:
        one, other = (olds[i] if i is not None else None), (news[j] if j is not None else None)
        inner = replace(
            spot.field("answers", about).at(id_of(one if other is None else other), None, None),
            old=(*(spot.old or ()), *one.loc) if one else None,
            new=(*(spot.new or ()), *other.loc) if other else None,
        )
        if one is None or other is None:
            said = [text(choice).get(context.source, choice.id) if choice else None for choice in (one, other)]
            comparison.tell("added" if one is None else "removed", inner, said[0], said[1])
            continue
        renamed[old.id, one.id] = other.id
        if one.id != other.id:
            comparison.tell("renamed", inner.field("id"), one.id, other.id, Weight.EDITORIAL)
        # Readers know an answer by its words: with those of another answer, they are led elsewhere.
        taken = any(text(third) == text(other) for third in olds if third.id != one.id)
        words = inner.field("answer", Answer.model_fields["answer"].description or "")
        comparison.wordings(text(one), text(other), words, Weight.CRITICAL if taken else Weight.NONE)
        target = new_ids.get(one.next, one.next)
        if target != other.next:
            comparison.tell(
                "changed", inner.field("next", Answer.model_fields["next"].description or ""), target, other.next
            )
    if moved(pairs):
        comparison.tell("moved", spot.field("answers", about), None, None, Weight.EDITORIAL)
    return renamed


def _scenarios(
    comparison: Comparison, old: Guide, new: Guide, new_ids: Mapping[str, str], answers: Answers, spot: Spot
) -> None:
    """Compare the worked cases; that steps and answers have other names is no change of a case."""
    with_new_ids = tuple(
        case.model_copy(
            update={
                "ends": new_ids.get(case.ends, case.ends),
                "answers": {
                    new_ids.get(step, step): answers.get((step, answer), answer)
                    for step, answer in case.answers.items()
                },
            }
        )
        for case in old.scenarios
    )
    about = type(new).model_fields["scenarios"].description or ""
    comparison.values(with_new_ids, new.scenarios, spot.field("scenarios", about))
