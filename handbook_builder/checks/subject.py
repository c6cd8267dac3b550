"""What the checks look at, and what they give back."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from handbook_builder.graph import FlowGraph, ManualGraph, graph_of, manual_graph
from handbook_builder.messages import Message
from handbook_builder.model.handbook import SETTINGS_FILE, Handbook, Item, Origin
from handbook_builder.model.procedure import Flow, Procedure
from handbook_builder.model.questionnaire import Questionnaire, SingleChoice
from handbook_builder.model.registers import Practice
from handbook_builder.model.steps import End, Run
from handbook_builder.model.text import Wording, split_case
from handbook_builder.model.workshop import Workshop

Loc = tuple[str | int, ...]

KINDS = {
    "role": Message("role"),
    "service": Message("service"),
    "need": Message("need"),
    "area": Message("area"),
    "form": Message("form"),
    "document": Message("document"),
    "source": Message("source"),
    "data": Message("data"),
    "questionnaire": Message("questionnaire"),
}
"""What messages call the kinds of entries."""


@dataclass(frozen=True)
class Finding:
    """A mistake of meaning: where it is, as a way through a file's values, and what would be right."""

    origin: Origin
    loc: Loc
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Subject:
    """The manual under check, the day of the check, and what several checks need to know."""

    handbook: Handbook
    today: datetime.date

    @cached_property
    def graphs(self) -> Mapping[str, FlowGraph]:
        """The flow of every guide, by id."""
        return {guide.id: graph_of(guide) for guide in self.handbook.guides}

    @cached_property
    def manual(self) -> ManualGraph:
        """The graph over the whole manual."""
        return manual_graph(self.handbook)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything that an author wrote and that has an id."""
        return self.handbook.items

    @property
    def wordings(self) -> tuple[tuple[Origin, Loc, Wording], ...]:
        """Every wording of the manual with its place."""
        return self.handbook.wordings

    @cached_property
    def guides_named(self) -> tuple[tuple[Origin, Loc, str], ...]:
        """Every key that names a procedure or flow: the item's origin, the way from there, and the id that it names."""
        handbook = self.handbook
        found = [(handbook.origin(item), loc, id) for item in self.items for loc, id in _guides_named(item)]
        tells = handbook.settings.feedback.procedure
        return (*found, *([(Origin(SETTINGS_FILE), ("feedback", "procedure"), tells)] if tells else ()))

    def is_damaged(self, item: Item) -> bool:
        """Whether parts of the item's file were left out, so that what is missing may be the fault of that."""
        return self.handbook.origin(item).file in self.handbook.damaged

    def whole_graphs(self) -> Iterator[FlowGraph]:
        """Give the flows that are known in full: a misspelt target must not make a second and third mistake."""
        for graph in self.graphs.values():
            if graph.is_whole and not self.is_damaged(graph.guide):
                yield graph

    def at(self, item: Item, loc: Loc, code: str, message: str, hint: str = "") -> Finding:
        """Make a finding at a value of an item."""
        return Finding(self.handbook.origin(item), loc, code, message, hint)


def _guides_named(item: Item) -> Iterator[tuple[Loc, str]]:
    match item:
        case Procedure() | Flow():
            yield from ((("related", at), id) for at, id in enumerate(item.related))
            if item.control.replaced_by:
                yield ("control", "replaced_by"), item.control.replaced_by
            for at, step in enumerate(item.steps):
                if isinstance(step, Run):
                    yield ("steps", at, "run"), step.run
                elif isinstance(step, End) and step.continues:
                    yield ("steps", at, "continue"), step.continues
        case Practice():
            yield from ((("procedures", at), id) for at, id in enumerate(item.procedures))
        case Workshop():
            for at, session in enumerate(item.sessions):
                yield from ((("sessions", at, "procedures", place), id) for place, id in enumerate(session.procedures))
                for place, case in enumerate(session.cases):
                    yield ("sessions", at, "cases", place), split_case(case)[0]
        case Questionnaire():
            for at, question in enumerate(item.questions):
                if isinstance(question, SingleChoice) and question.procedure:
                    yield ("questions", at, "procedure"), question.procedure
