"""What a new item begins with: takes a manual, a kind and an id, gives the least value that the checks accept."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from handbook_builder.load import FLOWS, PROCEDURES, QUESTIONNAIRES, REGISTER_KINDS, WORKSHOPS
from handbook_builder.messages import Message
from handbook_builder.model.control import Change, Control
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import STEPS_OF_FLOWS, Flow, Procedure
from handbook_builder.model.questionnaire import OpenQuestion, Questionnaire, Rating
from handbook_builder.model.registers import RegisterFile
from handbook_builder.model.steps import Action, Decision, End
from handbook_builder.model.text import Part, Wording
from handbook_builder.model.workshop import Objective, Session, Workshop
from handbook_builder.render.words import words_of
from handbook_builder.rewrite import Quoted

Value = dict[str, Any]


class CannotBegin(ValueError):
    """The manual lacks what a new item needs; the message tells what to begin with."""


REVIEW_IN = datetime.timedelta(days=183)
"""After how long a new document is due for its first review: six months."""


@dataclass(frozen=True)
class Seed:
    """What a new item grows from: the manual that it joins, what was asked for, and the day."""

    handbook: Handbook
    kind: str
    group: str
    id: str
    title: str
    today: datetime.date

    @property
    def blank(self) -> Value:
        """A text still to be written, in every language of the manual."""
        return {one: Quoted(words_of(one)["to_be_written"]) for one in self.handbook.languages}

    @property
    def blanks(self) -> str:
        """The placeholders, to be told."""
        return " / ".join(dict.fromkeys(self.blank.values()))

    @property
    def titled(self) -> Value:
        """The title in the source language, where there is one."""
        return self.blank | ({self.handbook.settings.source_language: Quoted(self.title)} if self.title else {})

    @property
    def code(self) -> str | None:
        """The code behind the last one of the pattern that most items of the kind follow; None without a pattern."""
        handbook = self.handbook
        own = handbook.entries(self.kind).values()
        # Procedures and decision trees share their codes, whatever the pattern of each.
        others: Iterable[Any] = handbook.guides if self.kind in GUIDES else own
        pattern = most_used(prefix for prefix, _ in _codes(own))
        taken = [digits for prefix, digits in _codes(others) if prefix == pattern]
        last = max(taken, key=int, default="")
        return f"{pattern}{int(last) + 1:0{len(last)}}" if last else None

    @property
    def worker(self) -> str | None:
        """The role that does most steps; else the one that owns most guides, or the first there is."""
        handbook = self.handbook
        known = handbook.roles
        return most_used(step.who for guide in handbook.guides for step in guide.steps if step.who in known) or (
            self.owner
        )

    @property
    def owner(self) -> str | None:
        """The role that owns most guides, else the first there is."""
        handbook = self.handbook
        known = handbook.roles
        return most_used(guide.owner for guide in handbook.guides if guide.owner in known) or next(iter(known), None)

    @property
    def control(self) -> Value:
        """The control block of a first draft."""
        first = {one: Quoted(words_of(one)["first_version"]) for one in self.handbook.languages}
        change = _least(Change, self.blank, version="0.1.0", date=self.today, summary=first)
        return _least(
            Control,
            self.blank,
            version="0.1.0",
            status="draft",
            review_by=self.today + REVIEW_IN,
            changes=[change],
        )


def _guide(seed: Seed) -> Value:
    """Give a new procedure or tree: its head, and one step of each kind that a first look should show."""
    if seed.owner is None and seed.kind == "procedure":
        raise CannotBegin(Message("a procedure needs a role that owns it; begin with: handbook new role coordinator"))
    steps = [
        _least(Action, seed.blank, id="first-step", who=seed.worker),
        _least(Decision, seed.blank, id="question", who=seed.worker, yes="done", no="not-done"),
        _least(End, seed.blank, id="done", outcome="resolved"),
        _least(End, seed.blank, id="not-done", outcome="pending"),
    ]
    if seed.kind == "flow":
        steps = [step for step in steps if STEPS_OF_FLOWS & step.keys()]
    return {
        "summary": seed.blank,
        **({"purpose": seed.blank, "scope": seed.blank, "trigger": seed.blank} if seed.kind == "procedure" else {}),
        "owner": seed.owner,
        "control": seed.control,
        "steps": steps,
    }


def _workshop(seed: Seed) -> Value:
    """Give a new workshop of an hour: an objective, and a session that serves it and waits for its procedures."""
    if seed.worker is None:
        raise CannotBegin(Message("a workshop needs a role that it is for; begin with: handbook new role officer"))
    sessions = [
        _least(Session, seed.blank, id="welcome", minutes=15),
        _least(Session, seed.blank, id="practice", minutes=45, objectives=["first-objective"], procedures=[], cases=[]),
    ]
    return {
        "audience": [seed.worker],
        "minutes": 60,
        "objectives": [_least(Objective, seed.blank, id="first-objective")],
        "sessions": sessions,
        "control": seed.control,
    }


def _questionnaire(seed: Seed) -> Value:
    """Give a new questionnaire: a statement to agree with, and a question that is answered in one's own words."""
    questions = [_least(Rating, seed.blank, id="first-question"), _least(OpenQuestion, seed.blank, id="in-your-words")]
    return {"level": "reaction", "questions": questions}


@dataclass(frozen=True)
class FileKind:
    """A kind of item that has a file of its own: where it stands, what it is, and the keys to begin it with."""

    path: str
    model: type[Part]
    begin: Callable[[Seed], Value]
    parts: tuple[type[Part], ...]
    """The models of what stands inside, which explain its keys."""


_STEPS = (Control, Change, Action, Decision, End)

FILES: Mapping[str, FileKind] = {
    "procedure": FileKind(f"{PROCEDURES}/{{group}}/{{id}}.yml", Procedure, _guide, _STEPS),
    "flow": FileKind(f"{FLOWS}/{{id}}.yml", Flow, _guide, _STEPS),
    "workshop": FileKind(f"{WORKSHOPS}/{{id}}.yml", Workshop, _workshop, (Objective, Session, Control, Change)),
    "questionnaire": FileKind(f"{QUESTIONNAIRES}/{{id}}.yml", Questionnaire, _questionnaire, (Rating, OpenQuestion)),
}
"""The kinds with files of their own; a further kind is an entry here."""

ENTRIES: Mapping[str, tuple[str, type[Part]]] = {
    kind: (name, get_args(RegisterFile.model_fields[name].annotation)[0]) for name, kind in REGISTER_KINDS.items()
}
"""The kinds of entries: the list of a register file that holds each, and its model."""

GUIDES = ("procedure", "flow")
"""The kinds that share ids and codes."""

GROUPED = ("procedure", "practice")
"""The kinds that belong to a family of procedures and are named with it."""


def item_of(model: type[Part], seed: Seed, **known: Any) -> Value:
    """Give the least value of an item; the first text that its model asks for is the title."""
    title = next(key for key, field in keys_of(model).items() if field.is_required() and field.annotation is Wording)
    return _least(model, seed.blank, **{"id": seed.id, "code": seed.code, title: seed.titled, **known})


def _least(model: type[Part], blank: Value, **known: Any) -> Value:
    """Give a value of a model with the keys that are known, and placeholders for the other texts that it asks for."""
    fields = keys_of(model)
    texts = {key: blank for key, field in fields.items() if field.is_required() and field.annotation is Wording}
    values = {**texts, **known}
    return {key: values[key] for key in fields if values.get(key) is not None}


def keys_of(model: type[Part]) -> Mapping[str, Any]:
    """Give the fields of a model by the key that an author writes, in the standard order."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    return dict(sorted(fields.items(), key=lambda pair: model.last.index(pair[0]) if pair[0] in model.last else -1))


def most_used(names: Iterable[str | None]) -> str | None:
    """Give the name that occurs most, or None where there is none."""
    found = Counter(name for name in names if name is not None).most_common(1)
    return found[0][0] if found else None


def _codes(items: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Give the codes of items, each as what stands before its number, and the number."""
    for item in items:
        if match := re.fullmatch(r"(.*?)(\d+)", getattr(item, "code", None) or ""):
            yield match[1], match[2]
