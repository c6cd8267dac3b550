"""The lists whose items are of several kinds, told apart by a key: steps and questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from handbook_builder.model import questionnaire, steps
from handbook_builder.model.questionnaire import MultipleChoice, OpenQuestion, Rating, SingleChoice
from handbook_builder.model.steps import Action, Decision, End, Referral, Run


@dataclass(frozen=True)
class Variants:
    """The kinds of item of a list: the model of each by the key that makes it, and how to see which it is."""

    item: str
    """What an item is called; pydantic marks the places of its kinds with ``item:kind``."""
    models: Mapping[str, type[BaseModel]]
    kinds_in: Callable[[Any], list[str]]


VARIANTS: Mapping[str, Variants] = {
    "steps": Variants(
        "step",
        {one.kind: one for one in (Action, Decision, Run, Referral, End)},
        steps.kinds_in,
    ),
    "questions": Variants(
        "question",
        {one.kind: one for one in (Rating, SingleChoice, MultipleChoice, OpenQuestion)},
        questionnaire.question_kinds_in,
    ),
}
"""By the key of the list."""
