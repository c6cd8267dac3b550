"""What columns and answers may be called: takes a header or a cell, gives the question or the answer it stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from handbook_builder.assess.submission import Answer
from handbook_builder.model.questionnaire import MultipleChoice, Rating, SingleChoice
from handbook_builder.render.questionnaires import asked_in
from handbook_builder.render.words import folded
from handbook_builder.render.writer import Edition
from handbook_builder.training.forms import CODE, MOMENT, VERSION, WORKSHOP, Asked, ascii_name, forms_of

UUIDS = ("_uuid", "instanceid", "key")
TIMES = ("_submission_time", "submissiondate")
OURS = {WORKSHOP, MOMENT, VERSION, CODE, *UUIDS, *TIMES}
OF_SERVERS = {
    *("start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "audit", "uuid"),
    *("rootuuid", "deprecatedid", "submitterid", "submittername", "attachmentspresent", "attachmentsexpected"),
    *("status", "reviewstate", "edits", "formversion", "instancename"),
}
"""Columns that servers add and that say nothing of the workshop."""


class Known:
    """What columns and answers are called, in a form and in every language."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        self.editions = editions
        handbook = editions[0].handbook
        self.workshops = handbook.workshops
        self.forms = {
            (workshop.id, form.moment): form
            for workshop in self.workshops.values()
            for form in forms_of(workshop, handbook)
        }
        self.asked = {asked.name: asked for form in self.forms.values() for asked in form.asked}
        self.ignored = {"about", *(f"intro_{group.name}" for form in self.forms.values() for group in form.groups)}

    @cached_property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that a label can stand for: two forms may ask the same."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for edition in self.editions:
            found[_bare(edition.words["form_code"])][CODE] = None
            found[_bare(edition.words["form_privacy"])]["about"] = None
            for form in self.forms.values():
                for group in form.groups:
                    if group.questionnaire.intro:
                        found[_bare(edition.text(group.questionnaire.intro))][f"intro_{group.name}"] = None
                for asked in form.asked:
                    found[_bare(asked_in(edition, asked))][asked.name] = None
        return {label: tuple(names) for label, names in found.items() if label}

    def names(self, header: str) -> tuple[str, ...]:
        """Give the columns that a header can stand for, whatever its groups and its language."""
        path = re.fullmatch(r"(?:\S*[^a-z0-9_\s])?([a-z0-9_]+)", header.lower())
        name = path[1] if path else ""
        if name in self.asked or name in OURS or name in self.ignored:
            return (name,)
        return next((self.labels[bare] for tail in _tails(header) if (bare := _bare(tail)) in self.labels), ())

    def ticked(self, header: str) -> tuple[tuple[str, str], ...]:
        """Give the columns and answers that the header of one box of a question to tick can stand for."""
        found = []
        for match in re.finditer("[/.:-]", header):
            answer = header[match.end() :]
            for name in self.names(header[: match.start()]):
                asked = self.asked.get(name)
                if asked and isinstance(asked.question, MultipleChoice):
                    option = self.called[name].get(answer)
                    found += [(name, option)] if option else []
        return tuple(found)

    @cached_property
    def called(self) -> Mapping[str, _Options]:
        """The answers of each question by what they may be called."""
        return {name: _Options(asked, self.editions) for name, asked in self.asked.items()}

    def answer(self, asked: Asked, cell: str) -> Answer | None:
        """Give what a cell answers, or None if it is no answer to the question."""
        match asked.question:
            case Rating():
                rated = re.fullmatch(r"([1-5])(?:[.,]0+)?(?:\s*[–—-]\s*\D.*)?", cell, re.DOTALL)
                return int(rated[1]) if rated else None
            case SingleChoice():
                return self.called[asked.name].get(cell)
            case MultipleChoice():
                ids = {ascii_name(option.id): option.id for option in asked.options}
                typed = cell.split()
                if ids.keys() >= set(typed):
                    return frozenset(ids[one] for one in typed)
                return _parts(_bare(cell), self.called[asked.name].bare)
        return cell


class _Options:
    """The ids of a question's answers by what they may be called; what could be two of them is none."""

    def __init__(self, asked: Asked, editions: Sequence[Edition]) -> None:
        self.own = {name: option.id for option in asked.options for name in (ascii_name(option.id), option.id)}
        named = [(one.text(option.text), option.id) for one in editions for option in asked.options]
        self.exact = _single((" ".join(folded(text).split()), id) for text, id in named)
        self.bare = _single((_bare(text), id) for text, id in (*named, *self.own.items()))

    def get(self, cell: str) -> str | None:
        """Give the id of the answer; an id is always its own name, and signs count before they are left out."""
        typed = cell.strip()
        return self.own.get(typed) or self.exact.get(" ".join(folded(typed).split())) or self.bare.get(_bare(typed))


def _single(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the names that stand for one id only."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, id in named:
        found[name].add(id)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def _tails(header: str) -> Iterator[str]:
    """Give a header without its groups: all of it first, then what follows each slash, for labels may hold slashes."""
    yield header
    yield from (header[match.end() :] for match in re.finditer("/", header))


def _bare(text: str) -> str:
    """Give a text without what programs and people change: capitals, accents, blanks, signs."""
    return "".join(sign for sign in folded(text) if sign.isalnum())


def _parts(text: str, options: Mapping[str, str]) -> frozenset[str] | None:
    """Take a text apart into names of answers, each at most once; None if something is left over."""
    if not text:
        return frozenset()
    for called in sorted(options, key=len, reverse=True):
        if called and text.startswith(called):
            others = {other: id for other, id in options.items() if id != options[called]}
            rest = _parts(text[len(called) :], others)
            if rest is not None:
                return rest | {options[called]}
    return None


def box(option: str, cell: str) -> frozenset[str] | None:
    """Tell what one box of a question to tick says."""
    said = _bare(cell)
    if said in ("1", "10", "true", "yes", "sim"):  # "1.0" without its signs
        return frozenset((option,))
    return frozenset() if said in ("0", "00", "false", "no", "nao") else None
