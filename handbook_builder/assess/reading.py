"""Reads the answers that people gave: takes CSV files of KoboToolbox or ODK, gives submissions and what is wrong."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from handbook_builder.assess.columns import Known
from handbook_builder.assess.submission import Remark, Results, Submission
from handbook_builder.assess.table import AnswerFile, Unreadable
from handbook_builder.messages import Message
from handbook_builder.render.writer import Edition


def read_results(files: Iterable[tuple[str, bytes]], editions: Sequence[Edition], workshop: str | None) -> Results:
    """Read files of answers, each with its name; ``workshop`` is that of files that name none."""
    known = Known(editions)
    submissions: list[Submission] = []
    remarks: list[Remark] = []
    codes: set[str] = set()
    seen: set[bytes] = set()
    for name, content in files:
        if content in seen:
            remarks.append(Remark(name, 1, Message("the same file was given before: it is left out"), is_error=False))
            continue
        seen.add(content)
        file = AnswerFile(name, known, workshop)
        try:
            submissions += file.submissions(content)
        except Unreadable as error:
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
            if before is None or not _is_earlier(one, before):
                last[key] = one
        kept = list(last.values())
    return kept, dict(repeated)


def _by_key(one: Submission) -> tuple[str, str] | None:
    return (one.form.name, one.key) if one.key else None


def _by_code(one: Submission) -> tuple[str, str] | None:
    return (one.form.name, one.code) if one.code else None


def _is_earlier(one: Submission, other: Submission) -> bool:
    """Tell whether one was sent before another; where the times can't be read, the order of the files counts."""
    times = _when(one.time), _when(other.time)
    return times[0] is not None and times[1] is not None and times[0] < times[1]


def _when(time: str) -> datetime.datetime | None:
    """Read a time as servers write it, ISO 8601; a program for tables may have written it in its own way."""
    try:
        read = datetime.datetime.fromisoformat(time)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=datetime.UTC)
