"""What can be wrong with a manual: takes places and reasons, gives lines for people and for machines."""

from __future__ import annotations

import difflib
import heapq
import itertools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from handbook_builder.messages import ENGLISH, Message, said_in, with_hint


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops the build, a warning only with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"


def _codes(severity: Severity, names: str) -> dict[str, Severity]:
    return dict.fromkeys(names.split(), severity)


CODES: Mapping[str, Severity] = {
    # reading a file
    **_codes(
        Severity.ERROR,
        """unreadable-file not-utf8 file-too-large empty-file yaml-syntax tab-indentation several-documents
        alias yaml-tag repeated-key too-deep outside-link misplaced-file""",
    ),
    # the shape of what was read
    **_codes(
        Severity.ERROR,
        "unknown-key missing-key wrong-shape wrong-value step-kind question-kind id-not-file-name repeated-id",
    ),
    # names that must exist
    **_codes(
        Severity.ERROR,
        """unknown-target unknown-procedure unknown-role unknown-service unknown-need unknown-area unknown-form
        unknown-document unknown-source unknown-data unknown-answer unknown-language unknown-group repeated-code""",
    ),
    # the flow of a procedure, and between procedures
    **_codes(
        Severity.ERROR,
        "unreachable-step dead-end endless-circle single-answer repeated-answer hand-over-ring step-not-for-flow",
    ),
    # referrals
    **_codes(Severity.ERROR, "referral-without-consent"),
    **_codes(Severity.WARNING, "referral-without-answer-time"),
    # scenarios
    **_codes(Severity.ERROR, "scenario-wrong-end scenario-open-question"),
    **_codes(Severity.WARNING, "scenario-idle-answer uncovered-answer"),
    # wordings
    **_codes(Severity.ERROR, "missing-source-text raw-html unsafe-link unknown-link"),
    **_codes(
        Severity.WARNING,
        """missing-translation placeholder interface-in-english stale-translation unrecorded-translation
        wrong-language translation-differs stray-markup""",
    ),
    # document control and registers
    **_codes(
        Severity.ERROR,
        "approved-without-approver approved-without-date key-not-for-status dates-out-of-order retired-incomplete",
    ),
    **_codes(
        Severity.WARNING,
        """approved-without-review approved-below-1 approved-unverified-source approved-open-point retired-in-use
        consultation-over version-not-in-changes review-overdue service-not-verified source-without-date
        unused-entry""",
    ),
    # workshops
    **_codes(
        Severity.ERROR,
        "unknown-questionnaire unknown-case unknown-objective time-not-adding-up question-without-key",
    ),
    **_codes(Severity.WARNING, "unserved-objective workshop-not-reviewed crowded-slide"),
    # building
    **_codes(Severity.ERROR, "chart-too-large chart-too-slow chart-refused would-overwrite"),
}
"""Every stable code with its severity; each has a page in the authoring guide, and a test compares the two."""


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One thing an author can mend, at a place in a file.

    ``line`` and ``column`` count from 1 and are 1 where the file as a whole is meant; ``width`` is the number of
    characters to underline; ``excerpt`` is the line of the file as the author typed it.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    width: int = 1
    excerpt: str = ""

    @property
    def severity(self) -> Severity:
        """Severity of the code."""
        return CODES[self.code]

    @property
    def is_error(self) -> bool:
        """Whether the build must stop."""
        return self.severity is Severity.ERROR

    def text(self, language: str = ENGLISH) -> str:
        """Give the message and, where there is one, what would be right."""
        return said_in(language, with_hint(self.message, self.hint))


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Give a hint that names the nearest known word, or the few there are, or nothing."""
    match = nearest(typed, known)
    if match:
        return Message('did you mean "{word}"?', word=match)
    choices = sorted(set(known))
    return Message("known: {names}", names=", ".join(choices)) if 0 < len(choices) <= 8 else ""


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Give the known word that ``typed`` most likely stands for, or None."""
    choices = sorted(set(known))
    folded = {choice.casefold().replace("_", "-"): choice for choice in choices}
    exact = folded.get(typed.casefold().replace("_", "-").strip())
    if exact:
        return exact
    # Files with many mistakes must stay quick: difflib compares letter by letter, so only with what has most in common.
    if len(typed) > 80:
        return None
    letters = _letters(typed)
    likely = heapq.nlargest(
        8, choices, key=lambda one: len(letters & _letters(one)) / (len(letters) + len(_letters(one)) or 1)
    )
    return next(iter(difflib.get_close_matches(typed, likely, n=1, cutoff=0.6)), None)


@lru_cache(maxsize=16384)
def _letters(word: str) -> frozenset[str]:
    """Give the letters of a word, alone and in pairs."""
    return frozenset((*word, *map(str.__add__, word, word[1:])))


def as_text(diagnostics: Iterable[Diagnostic], language: str = ENGLISH) -> str:
    """Render diagnostics for a person: place, message, code, and the line with the place underlined."""
    return "".join(f"{_text_of(diagnostic, language)}\n" for diagnostic in diagnostics)


def _text_of(diagnostic: Diagnostic, language: str) -> str:
    prefix = "" if diagnostic.is_error else f"{said_in(language, Message('warning'))}: "
    place = f"{diagnostic.file}:{diagnostic.line}:{diagnostic.column}"
    lines = [f"{place}: {prefix}{diagnostic.text(language)} [{diagnostic.code}]"]
    if diagnostic.excerpt.strip():
        number = str(diagnostic.line)
        excerpt, before = _window(diagnostic.excerpt, diagnostic.column - 1)
        width = max(1, min(diagnostic.width, len(excerpt) - before))
        lines.append(f"{number} | {excerpt}")
        lines.append(f"{' ' * len(number)} | {' ' * before}^{'~' * (width - 1)}")
    return "\n".join(lines)


def _window(line: str, column: int, width: int = 110) -> tuple[str, int]:
    """Cut a long line to the part around ``column``; give the part and the column in it. Tabs become one space."""
    line = line.rstrip()
    start = 0 if len(line) <= width else max(0, min(column - width // 3, len(line) - width))
    head = "… " if start else ""
    part = "".join(character if character.isprintable() else " " for character in line[start : start + width])
    return f"{head}{part}", min(column - start, len(part)) + len(head)


def as_json(diagnostics: Iterable[Diagnostic], language: str = ENGLISH) -> str:
    """Render diagnostics as a JSON list; places count from 1. Keys and codes are the same in every language."""
    rows = [
        {
            "file": diagnostic.file,
            "line": diagnostic.line,
            "column": diagnostic.column,
            "severity": diagnostic.severity.value,
            "code": diagnostic.code,
            "message": said_in(language, diagnostic.message),
            "hint": said_in(language, diagnostic.hint),
        }
        for diagnostic in diagnostics
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_github(diagnostics: Iterable[Diagnostic], language: str = ENGLISH) -> str:
    """Render diagnostics as GitHub workflow commands, which become annotations on the lines of a pull request.

    Escapes as the workflow-command syntax asks: ``%``, CR and LF everywhere, ``:`` and ``,`` in properties.
    """

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    return "".join(
        f"::{d.severity.value} file={prop(d.file)},line={d.line},col={d.column},title={prop(d.code)}::"
        f"{data(d.text(language))}\n"
        for d in diagnostics
    )


def as_markdown(diagnostics: Iterable[Diagnostic], language: str = ENGLISH) -> str:
    """Render diagnostics as Markdown for the summary of a run on GitHub: errors first, a table for each file."""
    found = list(diagnostics)
    if not found:
        return f"{said_in(language, Message('no problems'))}\n"
    columns = Message("line"), Message("what is wrong"), Message("code")
    head = f"| {' | '.join(said_in(language, one) for one in columns)} |\n| ---: | --- | --- |\n"
    blocks = []
    for severity, title in ((Severity.ERROR, Message("Errors")), (Severity.WARNING, Message("Warnings"))):
        chosen = [one for one in found if one.severity is severity]
        if chosen:
            blocks.append(f"## {said_in(language, title)}: {len(chosen)}\n")
        for file, group in itertools.groupby(chosen, key=lambda one: one.file):
            rows = (f"| {one.line} | {_cell(one.text(language))} | `{one.code}` |\n" for one in group)
            blocks.append(f"### {_cell(file)}\n\n{head}{''.join(rows)}")
    return "\n".join(blocks)


def _cell(text: str) -> str:
    """Escape what means something inside a line of GitHub's Markdown."""
    return re.sub(r"([\\`*_\[\]<>|~&$])", r"\\\1", " ".join(text.split()))


FORMATS = {"text": as_text, "json": as_json, "github": as_github, "markdown": as_markdown}
"""The renderings that ``handbook check --format`` offers."""
