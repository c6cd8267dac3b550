"""What trainer and participants follow on the day: takes a workshop, gives its sessions with times, and its cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handbook_builder.graph import Coverage, FlowGraph
from handbook_builder.model.procedure import Guide
from handbook_builder.model.workshop import Session, Workshop
from handbook_builder.training.cases import Case, case_named, generated_cases, practised


@dataclass(frozen=True)
class Slot:
    """A session and the minute at which it begins, counted from the beginning of the workshop."""

    session: Session
    start: int

    @property
    def begins(self) -> str:
        """When it begins: "0:45"."""
        return clock(self.start)

    @property
    def ends(self) -> str:
        """When it ends."""
        return clock(self.start + self.session.minutes)


@dataclass(frozen=True)
class Exercise:
    """A worked case that a workshop takes, with its number there and the first session that takes it."""

    number: int
    case: Case
    session: Session


@dataclass(frozen=True)
class Practice:
    """How many answers of a guide the exercises practise, and the cases made from paths for the others."""

    guide: Guide
    coverage: Coverage
    generated: tuple[Case, ...]

    @property
    def taken(self) -> int:
        """Answers that the exercises practise."""
        return len(self.coverage.answers) - len(self.coverage.missing)

    @property
    def all(self) -> int:
        """Answers that there are."""
        return len(self.coverage.answers)


def clock(minutes: int) -> str:
    """Write a time of the programme, which begins at 0:00."""
    return f"{minutes // 60}:{minutes % 60:02}"


def programme(workshop: Workshop) -> tuple[Slot, ...]:
    """Give the sessions with their times."""
    slots, start = [], 0
    for session in workshop.sessions:
        slots.append(Slot(session, start))
        start += session.minutes
    return tuple(slots)


def exercises_of(workshop: Workshop, graphs: Mapping[str, FlowGraph]) -> dict[str, Exercise]:
    """Give the worked cases of a workshop by the names that its sessions call them, numbered as they come."""
    found: dict[str, Exercise] = {}
    for session in workshop.sessions:
        for name in session.cases:
            case = case_named(graphs, name)
            if case and name not in found:
                found[name] = Exercise(len(found) + 1, case, session)
    return found


def practice_of(
    workshop: Workshop, graphs: Mapping[str, FlowGraph], exercises: Iterable[Exercise]
) -> tuple[Practice, ...]:
    """Tell which answers of each guide that a workshop teaches are practised; guides without questions are left out."""
    cases = [one.case for one in exercises]
    taught = [graphs[id] for id in workshop.taught if id in graphs]
    found = (Practice(one.guide, practised(one, cases), tuple(generated_cases(one, cases))) for one in taught)
    return tuple(one for one in found if one.all)
