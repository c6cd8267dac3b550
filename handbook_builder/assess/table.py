"""One file of answers: takes its bytes, gives its submissions, and tells once what is wrong and on which lines.

No remark ever quotes what stands in a cell: it could be a code, or what somebody wrote in confidence.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook_builder.assess.columns import OF_SERVERS, OURS, TIMES, UUIDS, Known, box
from handbook_builder.assess.submission import Answer, Remark, Submission
from handbook_builder.diagnostics import did_you_mean
from handbook_builder.messages import Message
from handbook_builder.training.forms import CODE, MOMENT, VERSION, WORKSHOP, Asked, Form, ascii_name, card_code

MOST_NAMED = 8
"""Lines or columns that a remark names."""


@dataclass(frozen=True)
class Column:
    """What a column can stand for: questions, and for one box of several its answer.

    Of the columns with the same header it is the ``at``-th, from 0: two questions may read the same.
    """

    meanings: tuple[tuple[str, str], ...]
    at: int = 0

    @property
    def name(self) -> str:
        """The first of its questions."""
        return self.meanings[0][0]

    def within(self, own: Mapping[str, Asked]) -> tuple[str, str]:
        """Give its question and box in a form; empty if the form does not have it."""
        found = [one for one in self.meanings if one[0] in own]
        return found[min(self.at, len(found) - 1)] if found else ("", "")


class Unreadable(Exception):
    """A file can't be read: the line, and why."""

    def __init__(self, line: int, message: Message) -> None:
        super().__init__(message)
        self.line, self.message = line, message


class AnswerFile:
    """One file of answers while it is read; gathers what is wrong, so that it is told once and not for each line."""

    def __init__(self, name: str, known: Known, workshop: str | None) -> None:
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
        asked = frozenset(name for one in columns.values() for name, _ in one.meanings) & self.known.asked.keys()
        for line, row in rows:
            if row == header:
                again = Message("the header stands here again: two files were joined; give each of them by itself")
                raise Unreadable(line, again)
            if any(cell.strip() for cell in row[len(header) :]):
                raise Unreadable(line, Message("the line has more cells than the header: export the file again"))
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
                raise Unreadable(line, broken) from None
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

    def _columns(self, header: Sequence[str]) -> Mapping[int, Column]:
        """Give what each column can stand for."""
        columns: dict[int, Column] = {}
        unknown = []
        before: Counter[str] = Counter()
        for at, one in enumerate(header):
            meanings = self.known.ticked(one) or tuple((name, "") for name in self.known.names(one))
            columns[at] = Column(meanings, before[one])
            before[one] += 1
            last = re.split(r"[^a-z0-9_]", one.lower())[-1]
            if not meanings and one.strip() and not one.startswith("_") and last not in OF_SERVERS:
                unknown.append(one)
        names = {name for found in columns.values() for name, _ in found.meanings}
        if not names & self.known.asked.keys():
            raise Unreadable(
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
                raise Unreadable(1, message)
        if unknown:
            shown = ", ".join(f'"{" ".join(one.split())[:60]}"' for one in unknown[:MOST_NAMED])
            more = Message(" and {n} more", n=len(unknown) - MOST_NAMED) if len(unknown) > MOST_NAMED else ""
            message = Message("these columns are not known and left out: {columns}{more}", columns=shown, more=more)
            self.note(1, message, is_error=False)
        return columns

    def _submission(
        self, line: int, columns: Mapping[int, Column], row: Sequence[str], asked: frozenset[str]
    ) -> Submission | None:
        known = ((at, cell.strip()) for at, cell in enumerate(row) if at in columns and columns[at].meanings)
        cells = {at: cell for at, cell in known if cell}
        ours = {columns[at].name: cell for at, cell in cells.items() if columns[at].name in OURS}
        code = card_code(ours.get(CODE, ""))
        if code:
            self.codes.add(code)
        if not any(name in self.known.asked for at in cells for name, _ in columns[at].meanings):
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
        key = next((ours[one] for one in UUIDS if one in ours), "")
        time = next((ours[one] for one in TIMES if one in ours), "")
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
        columns: Mapping[int, Column],
        cells: Mapping[int, str],
        own: Mapping[str, Asked],
    ) -> tuple[dict[str, Answer], bool]:
        """Give the answers by name, and whether other forms' questions are answered."""
        answers: dict[str, Answer] = {}
        others = False
        for at, cell in cells.items():
            name, option = columns[at].within(own)
            if not name:
                others |= columns[at].name in self.known.asked
                continue
            answer = box(option, cell) if option else self.known.answer(own[name], cell)
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


def _hint(typed: str, known: Iterable[str]) -> Message | str:
    hint = did_you_mean(typed, known) if typed else ""
    return Message(". {hint}", hint=hint) if hint else ""


def _text(content: bytes) -> str:
    """Give the text of a file, whichever way it says that it is Unicode."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(1, Message("it is a workbook of Excel and no CSV file: export it again as CSV"))
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 if wide else content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            line,
            Message(
                "it is not UTF-8 but likely Windows-1252, as Excel writes it: export it again, or save it as "
                "“CSV UTF-8”"
            ),
        ) from None
    if not text.strip():
        raise Unreadable(1, Message("the file is empty"))
    if "\0" in text:
        raise Unreadable(1, Message("it is no text file: export it again as CSV"))
    return text
