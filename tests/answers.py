"""Answers to the questionnaires of a workshop as a server exports them, made up with a seed, for tests."""

from __future__ import annotations

import csv
import datetime
import io
import random
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handbook_builder.commands.init import copy_starter
from handbook_builder.export.cards import new_codes
from handbook_builder.load import load_handbook
from handbook_builder.model.questionnaire import MultipleChoice, OpenQuestion, Rating, SingleChoice
from handbook_builder.render.manual import Manual, manual_of
from handbook_builder.render.questionnaires import asked_in, scale_label
from handbook_builder.render.writer import Edition
from handbook_builder.training.forms import CODE, MOMENT, SCALE, VERSION, WORKSHOP, Asked, Form, ascii_name

OVERLAY = Path(__file__).parent / "workshop_manual"


def trained(root: Path) -> Manual:
    """Make the starter manual with the workshop of the tests in ``root``, instead of its own, and give it."""
    copy_starter(root, datetime.date(2026, 11, 21))
    shutil.rmtree(root / "workshops")
    shutil.copytree(OVERLAY, root, dirs_exist_ok=True)
    handbook, _, problems = load_handbook(root)
    assert not problems
    return manual_of(handbook)


Row = dict[str, str]
"""A submission: a value by the name of its column."""


@dataclass
class Group:
    """People who answer; each knows a question with the chance of the moment."""

    people: int
    seed: int = 1
    chances: dict[str, float] = field(default_factory=lambda: {"before": 0.4, "after": 0.75})

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.codes = new_codes(self.people)

    def answers(self, form: Form, people: Iterable[int] | None = None) -> list[Row]:
        """Give a submission to a form for each person, or for some of them."""
        return [
            {
                WORKSHOP: form.workshop.id,
                MOMENT: form.moment,
                VERSION: form.version,
                CODE: f"{self.codes[one][:3]}-{self.codes[one][3:]}",
                "_uuid": f"{form.name}-{one}",
                **{asked.name: self.answer(asked, form.moment) for asked in form.asked},
            }
            for one in (range(self.people) if people is None else people)
        ]

    def answer(self, asked: Asked, moment: str) -> str:
        question = asked.question
        match question:
            case Rating():
                return str(self.random.choice((2, 3, 4, 4, 5, 5)))
            case SingleChoice() if question.right:
                wrong = [one.id for one in question.options if one.id != question.right]
                knows = self.random.random() < self.chances.get(moment, 0.5)
                return ascii_name(question.right if knows else self.random.choice(wrong))
            case SingleChoice():
                return ascii_name(self.random.choice(question.options).id)
            case MultipleChoice():
                ticked = [one.id for one in question.options if self.random.random() < 0.5] or [question.options[0].id]
                return " ".join(ascii_name(one) for one in ticked)
            case OpenQuestion():
                return f'Mais tempo; mais casos, "muito" mais.\nE pausas {self.random.randrange(1000)}'
        raise AssertionError(asked)


def as_csv(
    rows: Sequence[Row], form: Form, *, separator: str = ",", group: str = "/", bom: bool = True, extra: bool = True
) -> bytes:
    """Write submissions as KoboToolbox and ODK do, under the names of the form."""
    places = {asked.name: f"{one.name}{group}{asked.name}" for one in form.groups for asked in one.asked if group}
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = [*(["start", "_id"] if extra else []), *(places.get(name, name) for name in names)]
    lines = [
        [*(["2026-11-30", str(at)] if extra else []), *(row.get(name, "") for name in names)]
        for at, row in enumerate(rows)
    ]
    return encoded([head, *lines], separator, bom)


def as_labels(rows: Sequence[Row], form: Form, edition: Edition, *, split: bool = False) -> bytes:
    """Write submissions as KoboToolbox does when labels of a language are asked for."""
    asked = {one.name: one for one in form.asked}
    names = list(dict.fromkeys(name for row in rows for name in row))
    head: list[str] = []
    cells: list[Callable[[Row], str]] = []
    for name in names:
        if name == CODE:
            head.append(edition.words["form_code"])
            cells.append(lambda row: row.get(CODE, ""))
        elif name not in asked:
            head.append(name)
            cells.append(lambda row, name=name: row.get(name, ""))  # type: ignore[misc]
        elif split and isinstance(asked[name].question, MultipleChoice):
            for option in asked[name].options:
                head.append(f"{asked_in(edition, asked[name])}/{edition.text(option.text)}")
                id = ascii_name(option.id)
                cells.append(lambda row, name=name, id=id: str(int(id in row.get(name, "").split())))  # type: ignore[misc]
        else:
            title = next(edition.text(one.questionnaire.title) for one in form.groups if asked[name] in one.asked)
            head.append(f"{title}/{asked_in(edition, asked[name])}")
            cells.append(lambda row, one=asked[name]: label(one, row.get(one.name, ""), edition))  # type: ignore[misc]
    return encoded([head, *([cell(row) for cell in cells] for row in rows)], ";", bom=False)


def label(asked: Asked, value: str, edition: Edition) -> str:
    if isinstance(asked.question, Rating) and value:
        return scale_label(SCALE[int(value) - 1], edition)
    texts = {ascii_name(one.id): edition.text(one.text) for one in asked.options}
    return " ".join(texts[one] for one in value.split()) if texts else value


def encoded(rows: Iterable[Sequence[str]], separator: str = ",", bom: bool = True) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue().encode("utf-8-sig" if bom else "utf-8")
