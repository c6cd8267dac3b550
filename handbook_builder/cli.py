"""The command line: takes words, runs one of the ``commands``, gives an exit code and never a traceback.

Exit codes: 0 all is well; 1 the manual has errors (with ``--strict``: or warnings); 2 the command was used wrongly, or
something outside the manual is missing; 3 a mistake of the program; 130 stopped with Ctrl+C.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Iterator, Sequence

from handbook_builder.commands.console import Stop, language, note, prepare_streams, speak, wanted_language
from handbook_builder.messages import Message, languages, said_in


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` name."""
    prepare_streams()
    words = sys.argv[1:] if arguments is None else arguments
    speak(wanted_language(words, os.environ))
    try:
        options = _parser().parse_args(words)
        code: int = options.run(options)
        return code
    except KeyboardInterrupt:
        return 130
    except Stop as stop:
        note(Message("handbook: {reason}", reason=stop))
        return 2
    except (OSError, ImportError) as error:
        _show_traceback()
        note(Message("handbook: {reason}", reason=error))
        return 2
    except Exception as error:
        _show_traceback()
        note(
            Message(
                "handbook: a mistake of the program, not of your files: {name}: {error}. "
                "Please report it, with what HANDBOOK_DEBUG=1 makes this command show",
                name=type(error).__name__,
                error=error,
            )
        )
        return 3


def _parser() -> argparse.ArgumentParser:
    # Here, so that a package that is missing gives a line and no traceback.
    from handbook_builder.commands import (
        approve,
        assess,
        build,
        check,
        diff,
        export,
        format,
        init,
        new,
        retire,
        schema,
        serve,
        submit,
        translate,
    )

    parser = argparse.ArgumentParser(
        prog="handbook",
        description=Message(
            "Turns procedures written in YAML into a checked manual of pages, charts and decision trees."
        ),
        epilog=Message(
            "Exit codes: 0 all is well; 1 the manual has errors; 2 wrong use, or something is missing; "
            "3 a mistake of the program."
        ),
    )
    commands = parser.add_subparsers(title=said_in(language(), Message("commands")), metavar="COMMAND", required=True)
    for command in (
        check,
        build,
        serve,
        format,
        diff,
        translate,
        new,
        submit,
        approve,
        retire,
        export,
        assess,
        schema,
        init,
    ):
        command.add(commands)
    for one in _all(parser):
        one.add_argument(
            "--lang",
            choices=languages(),
            help=Message("the language of messages (default: that of the system, else English)"),
        )
        _say(one)
    return parser


def _all(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Give a parser, and those of the commands below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _all(below)


def _say(parser: argparse.ArgumentParser) -> None:
    """Put what a parser says into the language of the person."""
    parser.description = said_in(language(), parser.description or "") or None
    parser.epilog = said_in(language(), parser.epilog or "") or None
    for action in parser._actions:
        # The help of commands hangs on actions of its own, which argparse lets nobody else reach.
        for one in (action, *getattr(action, "_choices_actions", ())):
            one.help = said_in(language(), one.help) if one.help else one.help


_OF_ARGPARSE = (
    Message("usage: "),
    Message("options"),
    Message("positional arguments"),
    Message("show this help message and exit"),
    Message("%(prog)s: error: %(message)s\n"),
    Message("argument %(argument_name)s: %(message)s"),
    Message("the following arguments are required: %s"),
    Message("unrecognized arguments: %s"),
    Message("expected one argument"),
    Message("invalid choice: %(value)r (choose from %(choices)s)"),
)
"""What argparse itself says; it asks gettext for the words of its language, which knows our catalogue only this way."""


def _words_of_argparse(text: str) -> str:
    return next((said_in(language(), one) for one in _OF_ARGPARSE if one == text), text)


argparse._ = _words_of_argparse  # type: ignore[attr-defined]


def _show_traceback() -> None:
    if os.environ.get("HANDBOOK_DEBUG") == "1":
        traceback.print_exc()
