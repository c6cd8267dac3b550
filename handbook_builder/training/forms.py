"""The forms that assess a workshop: takes a workshop, gives for each moment one form made of its questionnaires.

The XLSForm, the printed page and the reading of results share these values, so that all three know the same names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from handbook_builder.model.handbook import Handbook
from handbook_builder.model.questionnaire import (
    MultipleChoice,
    Option,
    Question,
    Questionnaire,
    Rating,
    SingleChoice,
)
from handbook_builder.model.text import Wording, split_case
from handbook_builder.model.workshop import Session, Workshop

Moment: TypeAlias = Literal["before", "after", "follow_up"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)
"""When people are asked: before the workshop, at its end, three months later."""

SCALE = (1, 2, 3, 4, 5)
"""The answers of a rating, from "strongly disagree" to "strongly agree"."""

CODE_SIGNS = "BCDFGHJKMNPQRTVWXY346789"
"""The signs of a card's code: none that look alike, and no vowels, which would make words."""
CODE_LENGTH = 6
BETWEEN = r"[\W_]"
"""What people and their phones write between the signs of a code: blanks, and hyphens of every kind."""
EXAMPLE_CODE = "HKM-4R7"
"""What a code looks like on a card."""

WORKSHOP, MOMENT, VERSION, CODE = "workshop", "moment", "form_version", "card_code"
"""The columns that every form has besides its questions, whose names all hold two underscores."""


@dataclass(frozen=True)
class Asked:
    """A question as one form asks it; a rating of each session is asked once for each."""

    questionnaire: Questionnaire
    question: Question
    session: Session | None = None

    @property
    def name(self) -> str:
        """The name of its column: small ASCII letters, the same in every moment and version of a form."""
        parts = (self.questionnaire.id, self.question.id, *([self.session.id] if self.session else []))
        return _form_name("__".join(ascii_name(part) for part in parts))

    @property
    def wording(self) -> Wording:
        """What is asked."""
        wording: Wording = getattr(self.question, self.question.kind)
        return wording

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers to choose from; those of a rating are the scale, which has words of its own."""
        return self.question.options if isinstance(self.question, SingleChoice | MultipleChoice) else ()


@dataclass(frozen=True)
class Group:
    """The questions of one questionnaire in a form."""

    questionnaire: Questionnaire
    asked: tuple[Asked, ...]

    @property
    def name(self) -> str:
        """The name of the group in a form."""
        return _form_name(ascii_name(self.questionnaire.id))


@dataclass(frozen=True)
class Form:
    """All that is asked at one moment of a workshop."""

    workshop: Workshop
    moment: Moment
    groups: tuple[Group, ...]

    @property
    def name(self) -> str:
        """The name of its files and of its page."""
        return f"{self.workshop.id}-{self.moment.replace('_', '-')}"

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Every question, in order."""
        return tuple(one for group in self.groups for one in group.asked)

    @cached_property
    def version(self) -> str:
        """The workshop's version and a mark of the questions: another one if people are asked something else."""
        mark = hashlib.sha256("\n".join(self._seen()).encode()).hexdigest()[:8]
        return f"{self.workshop.control.version}-{mark}"

    def _seen(self) -> Iterator[str]:
        for group in self.groups:
            yield _said(group.name, group.questionnaire.title, group.questionnaire.intro)
            for one in group.asked:
                yield _said(one.name, one.wording, one.question.hint, one.session.title if one.session else None)
                yield str(one.question.required)
                yield from (_said(option.id, option.text) for option in one.options)


def forms_of(workshop: Workshop, handbook: Handbook) -> Iterator[Form]:
    """Give the forms of a workshop; a moment at which nothing is asked has none."""
    for moment in MOMENTS:
        wanted = (handbook.questionnaires.get(id) for id in dict.fromkeys(getattr(workshop.assessment, moment)))
        groups = tuple(Group(one, tuple(_asked(one, workshop))) for one in wanted if one)
        if groups:
            yield Form(workshop, moment, groups)


def _asked(questionnaire: Questionnaire, workshop: Workshop) -> Iterator[Asked]:
    for question in questionnaire.questions:
        if isinstance(question, Rating) and question.each_session:
            yield from (Asked(questionnaire, question, session) for session in workshop.sessions if teaches(session))
        else:
            yield Asked(questionnaire, question)


def teaches(session: Session) -> bool:
    """Tell whether a session teaches something, so that it can be judged: breaks and greetings can't."""
    return bool(session.procedures or session.cases) and not session.pause


def taught_in(workshop: Workshop, guide: str) -> tuple[Session, ...]:
    """Give the sessions that teach a procedure or take a case from it."""
    return tuple(
        session
        for session in workshop.sessions
        if guide in session.procedures or any(split_case(case)[0] == guide for case in session.cases)
    )


def ascii_name(id: str) -> str:
    """Give an id as a name in a form; hyphens part group and question in the files of ODK."""
    return id.replace("-", "_")


def _form_name(name: str) -> str:
    """Give a name that forms accept: XLSForm wants a letter at its start."""
    return f"q_{name}" if name[:1].isdigit() else name


def card_code(typed: str) -> str | None:
    """Give the code of a card as it is printed, whatever the capitals and signs typed; None for what is none."""
    signs = re.sub(BETWEEN, "", typed).upper()
    return signs if len(signs) == CODE_LENGTH and set(signs) <= set(CODE_SIGNS) else None


def _said(*parts: object) -> str:
    """Write texts in one line for the mark, in an order that does not depend on how the file is laid out."""
    return repr([sorted(part.items()) if isinstance(part, Wording) else part for part in parts])
