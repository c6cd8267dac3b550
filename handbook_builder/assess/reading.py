"""Reads the answers that people gave: takes CSV files of KoboToolbox or ODK, gives submissions and what is wrong.

No remark ever quotes what stands in a cell: it could be a code, or what somebody wrote in confidence.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from handbook_builder.diagnostics import did_you_mean
from handbook_builder.messages import Message
from handbook_builder.model.questionnaire import MultipleChoice, Rating, SingleChoice
from handbook_builder.render.questionnaires import asked_in
from handbook_builder.render.words import folded
from handbook_builder.render.writer import Edition
from handbook_builder.training.forms import (
    CODE,
    MOMENT,
    VERSION,
    WORKSHOP,
    Asked,
    Form,
    ascii_name,
    card_code,
    forms_of,
)

Answer: TypeAlias = int | str | frozenset[str]
"""A number for a rating, the id of an answer, the ids of the ticked ones, or what somebody wrote."""

MOST_NAMED = 8
"""Lines or columns that a remark names."""


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


class _Unreadable(Exception):
    """A file can't be read: the line, and why."""

    def __init__(self, line: int, message: Message) -> None:
        super().__init__(message)
        self.line, self.message = line, message


def read_results(files: Iterable[tuple[str, bytes]], editions: Sequence[Edition], workshop: str | None) -> Results:
    """Read files of answers, each with its name; ``workshop`` is that of files that name none."""
    known = _Known(editions)
    submissions: list[Submission] = []
    remarks: list[Remark] = []
    codes: set[str] = set()
    seen: set[bytes] = set()
    for name, content in files:
        if content in seen:
            remarks.append(Remark(name, 1, Message("the same file was given before: it is left out"), is_error=False))
            continue
        seen.add(content)
        file = _File(name, known, workshop)
        try:
            submissions += file.submissions(content)
        except _Unreadable as error:
            remarks.append(Remark(name, error.line, error.message))
        remarks += file.remarks()
        codes |= file.codes
    kept, repeated = _last_of_each(submissions)
    if repeated:
        number = sum(repeated.values())
        message = Message(
            "answers given twice, with the same code at the same moment or the same number of the server: "
            "{n} left out, the last of each kept",
            n=number,
        )
        remarks.append(Remark("", 0, message, is_error=False))
    return Results(tuple(kept), tuple(remarks), repeated, frozenset(codes))


def _last_of_each(submissions: Iterable[Submission]) -> tuple[list[Submission], dict[str, int]]:
    """Keep the last of the submissions that are the same or come from one card at one moment."""
    repeated: dict[str, int] = defaultdict(int)
    kept = list(submissions)
    for key_of in (_by_key, _by_code):
        last: dict[object, Submission] = {}
        for number, one in enumerate(kept):
            key = key_of(one) or number
            before = last.get(key)
            if before is not None:
                repeated[one.form.name] += 1
            if before is None or one.time >= before.time:
                last[key] = one
        kept = list(last.values())
    return kept, dict(repeated)


def _by_key(one: Submission) -> tuple[str, str] | None:
    return (one.form.name, one.key) if one.key else None


def _by_code(one: Submission) -> tuple[str, str] | None:
    return (one.form.name, one.code) if one.code else None


class _Known:
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
        if name in self.asked or name in _OURS or name in self.ignored:
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
                    option = self.called[name].get(_bare(answer))
                    found += [(name, option)] if option else []
        return tuple(found)

    @cached_property
    def called(self) -> Mapping[str, Mapping[str, str]]:
        """The ids of each question's answers by what they may be called; an id is always its own name."""
        return {
            name: {
                **{_bare(one.text(option.text)): option.id for one in self.editions for option in asked.options},
                **{_bare(option.id): option.id for option in asked.options},
            }
            for name, asked in self.asked.items()
        }

    def answer(self, asked: Asked, cell: str) -> Answer | None:
        """Give what a cell answers, or None if it is no answer to the question."""
        match asked.question:
            case Rating():
                rated = re.fullmatch(r"([1-5])(?:[.,]0+)?(?:\s*[–—-]\s*\D.*)?", cell, re.DOTALL)
                return int(rated[1]) if rated else None
            case SingleChoice():
                return self.called[asked.name].get(_bare(cell))
            case MultipleChoice():
                ids = {ascii_name(option.id): option.id for option in asked.options}
                typed = cell.split()
                if ids.keys() >= set(typed):
                    return frozenset(ids[one] for one in typed)
                return _parts(_bare(cell), self.called[asked.name])
        return cell


_UUIDS = ("_uuid", "instanceid", "key")
_TIMES = ("_submission_time", "submissiondate")
_OURS = {WORKSHOP, MOMENT, VERSION, CODE, *_UUIDS, *_TIMES}
_OF_SERVERS = {
    *("start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "audit", "uuid"),
    *("rootuuid", "deprecatedid", "submitterid", "submittername", "attachmentspresent", "attachmentsexpected"),
    *("status", "reviewstate", "edits", "formversion", "instancename"),
}
"""Columns that servers add and that say nothing of the workshop."""


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


class _File:
    """One file of answers while it is read; gathers what is wrong, so that it is told once and not for each line."""

    def __init__(self, name: str, known: _Known, workshop: str | None) -> None:
        self.name, self.known, self.workshop = name, known, workshop
        self.codes: set[str] = set()
        self.found: dict[tuple[bool, Message], list[int]] = {}

    def remarks(self) -> Iterator[Remark]:
        """Say what was found, with the lines."""
        for (is_error, message), lines in self.found.items():
            named = ", ".join(str(line) for line in lines[:MOST_NAMED])
            more = Message(" and {n} more", n=len(lines) - MOST_NAMED) if len(lines) > MOST_NAMED else ""
            said = Message("{message} (lines {lines}{more})", message=message, lines=named, more=more)
            yield Remark(self.name, lines[0], said if len(lines) > 1 else message, is_error)

    def note(self, line: int, message: Message, *, is_error: bool) -> None:
        self.found.setdefault((is_error, message), []).append(line)

    def submissions(self, content: bytes) -> Iterator[Submission]:
        rows = self._rows(_text(content))
        header = next(rows)[1]
        columns = self._columns(header)
        asked = frozenset(name for names in columns.values() for name, _ in names) & self.known.asked.keys()
        for line, row in rows:
            if row == header:
                again = Message("the header stands here again: two files were joined; give each of them by itself")
                raise _Unreadable(line, again)
            if any(cell.strip() for cell in row[len(header) :]):
                raise _Unreadable(line, Message("the line has more cells than the header: export the file again"))
            one = self._submission(line, columns, row, asked)
            if one:
                yield one

    def _rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Give the rows with their lines; of the usual separators, the one that finds most columns we know."""
        tried = [(self._known_in(text, separator), separator) for separator in ",;\t"]
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(tried, key=lambda one: one[0])[1], strict=True)
        line = 1
        while True:
            try:
                row = next(reader, None)
            except csv.Error:
                broken = Message("the quotes do not match, so that cells can't be told apart: export the file again")
                raise _Unreadable(line, broken) from None
            if row is None:
                return
            yield line, row
            line = reader.line_num + 1

    def _known_in(self, text: str, separator: str) -> tuple[int, int]:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error:
            return 0, 0
        return sum(bool(self.known.names(one)) for one in header), len(header)

    def _columns(self, header: Sequence[str]) -> Mapping[int, tuple[tuple[str, str], ...]]:
        """Give what each column can stand for: a question, and for one box of several its answer."""
        columns: dict[int, tuple[tuple[str, str], ...]] = {}
        unknown = []
        for at, one in enumerate(header):
            columns[at] = self.known.ticked(one) or tuple((name, "") for name in self.known.names(one))
            last = re.split(r"[^a-z0-9_]", one.lower())[-1]
            if not columns[at] and one.strip() and not one.startswith("_") and last not in _OF_SERVERS:
                unknown.append(one)
        names = {name for found in columns.values() for name, _ in found}
        if not names & self.known.asked.keys():
            raise _Unreadable(
                1,
                Message(
                    "no column is a question of this manual's workshops: it should be the CSV export of a form made "
                    "with handbook export xlsform"
                ),
            )
        for needed in (MOMENT, *([] if self.workshop else [WORKSHOP])):
            if needed not in names:
                message = Message(
                    'the column "{column}" is missing: export all fields of the form, hidden ones too', column=needed
                )
                raise _Unreadable(1, message)
        if unknown:
            shown = ", ".join(f'"{" ".join(one.split())[:60]}"' for one in unknown[:MOST_NAMED])
            more = Message(" and {n} more", n=len(unknown) - MOST_NAMED) if len(unknown) > MOST_NAMED else ""
            message = Message("these columns are not known and left out: {columns}{more}", columns=shown, more=more)
            self.note(1, message, is_error=False)
        return columns

    def _submission(
        self, line: int, columns: Mapping[int, tuple[tuple[str, str], ...]], row: Sequence[str], asked: frozenset[str]
    ) -> Submission | None:
        cells = {at: cell.strip() for at, cell in enumerate(row) if cell.strip() and columns.get(at)}
        ours = {columns[at][0][0]: cell for at, cell in cells.items() if columns[at][0][0] in _OURS}
        code = card_code(ours.get(CODE, ""))
        if code:
            self.codes.add(code)
        if not any(name in self.known.asked for at in cells for name, _ in columns[at]):
            return None
        form = self._form(line, ours)
        if form is None:
            return None
        if CODE in ours and not code:
            wrong = Message("a code that no card has: the answers count, but can't be joined to others")
            self.note(line, wrong, is_error=False)
        own = {one.name: one for one in form.asked}
        answers, others = self._answers(line, columns, cells, own)
        if others and not answers:
            mixed = Message(
                "the line is from the form “{form}” but answers the questions of another: two forms were mixed",
                form=form.name,
            )
            self.note(line, mixed, is_error=True)
            return None
        if others:
            message = Message("answers to questions that “{form}” no longer asks are left out", form=form.name)
            self.note(line, message, is_error=False)
        key = next((ours[one] for one in _UUIDS if one in ours), "")
        time = next((ours[one] for one in _TIMES if one in ours), "")
        return Submission(form, answers, asked & own.keys(), code, ours.get(VERSION, ""), key, time)

    def _form(self, line: int, ours: Mapping[str, str]) -> Form | None:
        id, moment = ours.get(WORKSHOP) or self.workshop or "", ours.get(MOMENT, "")
        form = self.known.forms.get((id, ascii_name(moment)))  # type: ignore[arg-type]
        if form is None:
            message = (
                Message("the line names no workshop that this manual has{hint}", hint=_hint(id, self.known.workshops))
                if id not in self.known.workshops
                else Message('nothing is asked in "{workshop}" at the moment that the line names', workshop=id)
            )
            self.note(line, message, is_error=True)
        return form

    def _answers(
        self,
        line: int,
        columns: Mapping[int, tuple[tuple[str, str], ...]],
        cells: Mapping[int, str],
        own: Mapping[str, Asked],
    ) -> tuple[dict[str, Answer], bool]:
        """Give the answers by name, and whether other forms' questions are answered."""
        answers: dict[str, Answer] = {}
        others = False
        for at, cell in cells.items():
            name, box = next((one for one in columns[at] if one[0] in own), ("", ""))
            if not name:
                others |= columns[at][0][0] in self.known.asked
                continue
            answer = _box(box, cell) if box else self.known.answer(own[name], cell)
            if answer is None:
                message = Message('"{column}": what is there is no answer to the question; left out', column=name)
                self.note(line, message, is_error=False)
            elif isinstance(answer, frozenset):
                before = answers.get(name, frozenset())
                if answer:
                    answers[name] = answer | before if isinstance(before, frozenset) else answer
            elif answers.setdefault(name, answer) != answer:
                twice = Message('"{column}" is answered in two columns, in two ways', column=name)
                self.note(line, twice, is_error=True)
        return answers, others


def _box(option: str, cell: str) -> frozenset[str] | None:
    """Tell what one box of a question to tick says."""
    said = _bare(cell)
    if said in ("1", "10", "true", "yes", "sim"):  # "1.0" without its signs
        return frozenset((option,))
    return frozenset() if said in ("0", "00", "false", "no", "nao") else None


def _hint(typed: str, known: Iterable[str]) -> Message | str:
    hint = did_you_mean(typed, known) if typed else ""
    return Message(". {hint}", hint=hint) if hint else ""


def _text(content: bytes) -> str:
    """Give the text of a file, whichever way it says that it is Unicode."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _Unreadable(1, Message("it is a workbook of Excel and no CSV file: export it again as CSV"))
    if not content.strip():
        raise _Unreadable(1, Message("the file is empty"))
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 if wide else content.count(b"\n", 0, error.start) + 1
        raise _Unreadable(
            line,
            Message(
                "it is not UTF-8 but likely Windows-1252, as Excel writes it: export it again, or save it as "
                "“CSV UTF-8”"
            ),
        ) from None
    if "\0" in text:
        raise _Unreadable(1, Message("it is no text file: export it again as CSV"))
    return text
