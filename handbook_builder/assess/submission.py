"""What was read of files of answers: what each person answered at one moment, and what is wrong with the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from handbook_builder.messages import Message
from handbook_builder.training.forms import Form

Answer: TypeAlias = int | str | frozenset[str]
"""A number for a rating, the id of an answer, the ids of the ticked ones, or what somebody wrote."""


@dataclass(frozen=True)
class Remark:
    """What there is to say of a file of answers; an error forbids the report."""

    file: str
    line: int
    message: Message
    is_error: bool = True


@dataclass(frozen=True)
class Submission:
    """What one person answered at one moment."""

    form: Form
    answers: Mapping[str, Answer]
    """By the name of the column; a question without an answer is not among them."""
    columns: frozenset[str]
    """The questions that were asked: their columns stand in the file."""
    code: str | None
    version: str
    key: str
    """What the server calls the submission; empty if it does not tell."""
    time: str


@dataclass(frozen=True)
class Results:
    """All that was read."""

    submissions: tuple[Submission, ...]
    remarks: tuple[Remark, ...]
    repeated: Mapping[str, int] = field(default_factory=dict)
    """Number of submissions left out because a later one has their code or is the same, by the name of the form."""
    codes: frozenset[str] = frozenset()
    """Every code in the files, so that none is ever printed."""
