"""What the commands share: output that is narrow, slow or gone, progress, and stopping with a message."""

from __future__ import annotations

import argparse
import datetime
import errno
import io
import itertools
import locale
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TextIO, TypeAlias

from handbook_builder.diagnostics import FORMATS, Diagnostic
from handbook_builder.messages import ENGLISH, Message, languages, said_in

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class Stop(Exception):
    """The command can't go on, for a reason that no author can mend in YAML; the message tells how to mend it."""


_chosen = [ENGLISH]  # one process, one person: as the language of a program's messages always is, it is chosen once


def speak(language: str) -> None:
    """Choose the language of all that follows."""
    _chosen[0] = language


def language() -> str:
    """Give the language in which the program speaks to the person."""
    return _chosen[0]


def wanted_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Tell which language a person wants: what ``--lang`` says, else what the system speaks, else English."""
    words = [word.split("=", 1) for word in arguments]
    named = [word[1] for word in words if word[0] == "--lang" and len(word) == 2]
    named += [after for before, after in itertools.pairwise(arguments) if before == "--lang"]
    # The order in which POSIX asks; Windows has none of them, and Python knows its setting.
    system = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    setting = next((one for one in system if one), None) or locale.getlocale()[0] or ""
    wanted = named[0] if named else locale.normalize(setting)
    return next((one for one in languages() if re.match(rf"{one}\b|{one}_", wanted)), ENGLISH)


def out(text: str) -> None:
    """Write a result, for a person or the next program."""
    _write(text, sys.stdout)


def note(text: str) -> None:
    """Write a line about the work, in the language of the person."""
    _write(f"{printable(said_in(language(), text))}\n", sys.stderr)


def _write(text: str, stream: TextIO | None) -> None:
    if stream is None:  # closed by the caller: nobody wants to know
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        # What is left in the buffer would fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        # A reader that went away, as in "| head -1", is no mistake; Windows calls it EINVAL.
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            raise


def prepare_streams() -> None:
    """Let no character stop the output: what a terminal can't show becomes an escape such as \\xe7."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def speak_utf8() -> None:
    """Write for programs: they expect UTF-8, whatever the terminal is set to."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # escapes half of a pair, as JSON does


def printable(text: str) -> str:
    """Escape control characters, so that a name can neither break a line nor command the terminal."""
    return "".join(
        one if one.isprintable() or unicodedata.category(one) == "Zs" else one.encode("unicode_escape").decode()
        for one in text
    )


def tell(found: Iterable[Diagnostic]) -> None:
    """Write diagnostics for a person."""
    said = [
        replace(
            one,
            file=printable(one.file),
            message=printable(said_in(language(), one.message)),
            hint=printable(said_in(language(), one.hint)),
        )
        for one in found
    ]
    out(FORMATS["text"](said, language()))


def counted(number: int, one: str, many: str) -> Message:
    """Give a number with its noun: ``{n} error`` or ``{n} errors``."""
    return Message(one if number == 1 else many, n=number)


def summary_of(found: Collection[Diagnostic]) -> Message:
    """Say how many errors and warnings there are: ``3 errors, 1 warning``, or ``no problems``."""
    number = sum(one.is_error for one in found)
    errors = counted(number, "{n} error", "{n} errors")
    warnings = counted(len(found) - number, "{n} warning", "{n} warnings")
    if number and len(found) > number:
        return Message("{errors}, {warnings}", errors=errors, warnings=warnings)
    return errors if number else warnings if found else Message("no problems")


def is_failure(found: Iterable[Diagnostic], strict: bool) -> bool:
    """Tell whether diagnostics make the command fail."""
    return any(one.is_error or strict for one in found)


def a_day(text: str) -> datetime.date:
    """Read a day from the command line."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(Message('"{text}" is not a date; write it as 2026-11-30', text=text)) from None


def add_common(parser: argparse.ArgumentParser) -> None:
    """Declare what ``check`` and ``build`` share."""
    parser.add_argument("--strict", action="store_true", help=Message("let warnings fail the command as well"))
    parser.add_argument(
        "--today",
        type=a_day,
        metavar="YYYY-MM-DD",
        help=Message("the day on which reviews and verifications are due or not (default: today)"),
    )
    parser.add_argument(
        "--quiet", action="store_true", help=Message("tell only what is wrong: no progress, no summary")
    )


class Progress:
    """One line that says what is going on, on a terminal that somebody watches; elsewhere nothing."""

    def __init__(self, quiet: bool = False) -> None:
        terminal = sys.stderr is not None and sys.stderr.isatty()
        self.shown = terminal and not quiet and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"
        self.length = 0

    def __call__(self, text: str) -> None:
        """Show ``text`` in place of what was shown before."""
        if self.shown:
            text = printable(said_in(language(), text))[: shutil.get_terminal_size().columns - 1]
            _write(f"\r{text.ljust(self.length)}", sys.stderr)
            self.length = len(text)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: Any) -> None:
        if self.length:
            _write(f"\r{' ' * self.length}\r", sys.stderr)
            self.length = 0
