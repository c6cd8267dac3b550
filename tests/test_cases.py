"""Exercises for trainers: their keys are the flow's own walk, and together they practise every answer."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from handbook_builder.build import check_manual
from handbook_builder.graph import FlowGraph, graph_of, walk
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.steps import Decision, End
from handbook_builder.training.cases import case_of, generated_cases, practised

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return check_manual(ROOT, datetime.date(2026, 11, 22)).handbook


@pytest.fixture(scope="module")
def graphs(handbook: Handbook) -> list[FlowGraph]:
    return [graph_of(guide) for guide in handbook.guides]


def test_a_worked_case_has_the_steps_and_turns_of_its_walk(graphs: list[FlowGraph]) -> None:
    for graph in graphs:
        for scenario in graph.guide.scenarios:
            case = case_of(graph, scenario)
            assert case.steps[0] is graph.start
            assert isinstance(case.steps[-1], End) and case.steps[-1].id == scenario.ends
            assert {turn.question.id: turn.taken.choice.id for turn in case.turns if turn.taken.choice} == {
                id: answer for id, answer in scenario.answers.items() if id in {step.id for step in case.steps}
            }
            assert len(case.turns) == sum(isinstance(step, Decision) for step in case.steps)


def test_generated_cases_practise_every_answer_of_the_manual(graphs: list[FlowGraph]) -> None:
    made = 0
    for graph in graphs:
        cases = list(generated_cases(graph, []))
        made += len(cases)
        assert practised(graph, cases).missing == (), graph.guide.id
        assert len({case.id for case in cases}) == len(cases)
        for case in cases:
            again = walk(graph, case.scenario)
            assert again.edges == case.edges and again.stops_at == case.scenario.ends
            assert case.is_generated and isinstance(case.steps[-1], End)
    assert made > len(graphs)


def test_what_the_cases_of_a_group_take_is_not_generated_again(graphs: list[FlowGraph]) -> None:
    for graph in graphs:
        some = [case_of(graph, scenario) for scenario in graph.guide.scenarios[:2]]
        coverage = practised(graph, some)
        added = list(generated_cases(graph, some))
        assert practised(graph, [*some, *added]).missing == ()
        assert len(added) <= len(coverage.missing)
        for case in added:
            taken = {(turn.question.id, turn.taken.choice.id) for turn in case.turns if turn.taken.choice}
            assert taken & set(coverage.missing)


def test_all_worked_cases_together_leave_nothing_to_generate(graphs: list[FlowGraph]) -> None:
    for graph in graphs:
        cases = [case_of(graph, scenario) for scenario in graph.guide.scenarios]
        assert len(list(generated_cases(graph, cases))) <= len(practised(graph, cases).missing)
