"""Scenarios as tests of their procedure: each leads where it says, and together they try every answer."""

from __future__ import annotations

from collections.abc import Iterator

from handbook_builder.checks.subject import Finding, Subject
from handbook_builder.diagnostics import did_you_mean
from handbook_builder.graph import FlowGraph, Walk, walk
from handbook_builder.messages import Message
from handbook_builder.model.procedure import Scenario
from handbook_builder.model.steps import Decision


def _walks(subject: Subject) -> Iterator[tuple[FlowGraph, int, Scenario, Walk]]:
    for graph in subject.whole_graphs():
        for at, scenario in enumerate(graph.guide.scenarios):
            yield graph, at, scenario, walk(graph, scenario)


def unknown_answers(subject: Subject) -> Iterator[Finding]:
    """Find answers of scenarios to questions, or with answers, that the procedure does not have."""
    for graph in subject.whole_graphs():
        decisions = {step.id: step for step in graph.guide.steps if isinstance(step, Decision)}
        for at, scenario in enumerate(graph.guide.scenarios):
            for question, answer in scenario.answers.items():
                loc = ("scenarios", at, "answers", question)
                decision = decisions.get(question)
                if decision is None:
                    message = Message('the procedure has no decision "{question}"', question=question)
                    hint = did_you_mean(question, decisions)
                    yield subject.at(graph.guide, (*loc[:-1], f"key:{question}"), "unknown-answer", message, hint)
                elif answer not in (known := [choice.id for choice in decision.choices]):
                    message = Message(
                        'the decision "{question}" has no answer "{answer}"', question=question, answer=answer
                    )
                    yield subject.at(graph.guide, loc, "unknown-answer", message, did_you_mean(answer, known))


def open_questions(subject: Subject) -> Iterator[Finding]:
    """Find scenarios that meet a question they do not answer."""
    for graph, at, scenario, way in _walks(subject):
        # A misspelt question leaves another one open; the check of unknown answers has told.
        questions = {step.id for step in graph.guide.steps if isinstance(step, Decision)}
        if way.open_question and scenario.answers.keys() <= questions:
            message = Message(
                'the scenario "{scenario}" leaves the question "{open_question}" open',
                scenario=scenario.id,
                open_question=way.open_question,
            )
            hint = Message('add "{open_question}: …" to its answers', open_question=way.open_question)
            yield subject.at(graph.guide, ("scenarios", at, "id"), "scenario-open-question", message, hint)


def wrong_ends(subject: Subject) -> Iterator[Finding]:
    """Find scenarios that end elsewhere than they say."""
    for graph, at, scenario, way in _walks(subject):
        if way.open_question or way.unknown_answer or way.stops_at in graph.falls_off:
            continue
        if way.goes_in_circles:
            message = Message(
                'the scenario "{scenario}" comes back to "{stops_at}" and goes in circles',
                scenario=scenario.id,
                stops_at=way.stops_at,
            )
            hint = Message("a scenario answers each question once; choose answers that lead to an end")
        elif way.stops_at != scenario.ends:
            message = Message(
                'the scenario "{scenario}" ends in "{stops_at}", not in "{ends}"',
                scenario=scenario.id,
                stops_at=way.stops_at,
                ends=scenario.ends,
            )
            hint = Message('correct its answers, or write "ends: {stops_at}"', stops_at=way.stops_at)
        else:
            continue
        yield subject.at(graph.guide, ("scenarios", at, "ends"), "scenario-wrong-end", message, hint)


def idle_answers(subject: Subject) -> Iterator[Finding]:
    """Find answers of scenarios to questions that the scenario never meets."""
    for graph, at, scenario, way in _walks(subject):
        if way.open_question or way.unknown_answer or way.goes_in_circles:
            continue
        met = {edge.source for edge in way.edges if edge.choice}
        decisions = {step.id for step in graph.guide.steps if isinstance(step, Decision)}
        for question in scenario.answers:
            if question in decisions and question not in met:
                message = Message(
                    'the scenario "{scenario}" never meets the question "{question}"',
                    scenario=scenario.id,
                    question=question,
                )
                loc = ("scenarios", at, "answers", f"key:{question}")
                yield subject.at(graph.guide, loc, "scenario-idle-answer", message, Message("delete this answer"))


def uncovered_answers(subject: Subject) -> Iterator[Finding]:
    """Find answers that no scenario takes; guides without any scenario are told once."""
    for graph in subject.whole_graphs():
        walks = [walk(graph, scenario) for scenario in graph.guide.scenarios]
        if any(one.open_question or one.unknown_answer for one in walks):
            continue  # the scenario may take the answer once it is mended
        missing = graph.coverage.missing
        decisions = {step.id: (at, step) for at, step in enumerate(graph.guide.steps) if isinstance(step, Decision)}
        if missing and not graph.guide.scenarios:
            message = Message('"{guide}" has decisions and no scenario that tries them', guide=graph.guide.id)
            yield subject.at(graph.guide, ("key:steps",), "uncovered-answer", message, Message('add "scenarios"'))
            continue
        for question, answer in missing:
            at, step = decisions[question]
            choice = next(one for one in step.choices if one.id == answer)
            message = Message(
                'no scenario takes the answer "{answer}" of "{question}"', answer=answer, question=question
            )
            loc = ("steps", at, *choice.loc) if choice.answer is None else ("steps", at, *choice.loc, "id")
            yield subject.at(graph.guide, loc, "uncovered-answer", message, Message("add a scenario that does"))
