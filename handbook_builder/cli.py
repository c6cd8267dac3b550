"""The command line: takes words, runs one of the ``commands``, gives an exit code and never a traceback.

Exit codes: 0 all is well; 1 the manual has errors (with ``--strict``: or warnings); 2 the command was used wrongly, or
something outside the manual is missing; 3 a mistake of the program; 130 stopped with Ctrl+C.
"""

from __future__ import annotations

import argparse
import os
import traceback
from collections.abc import Sequence

from handbook_builder.commands.console import Stop, note, prepare_streams


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` name."""
    prepare_streams()
    try:
        options = _parser().parse_args(arguments)
        code: int = options.run(options)
        return code
    except KeyboardInterrupt:
        return 130
    except Stop as stop:
        note(f"handbook: {stop}")
        return 2
    except (OSError, ImportError) as error:
        _show_traceback()
        note(f"handbook: {error}")
        return 2
    except Exception as error:
        _show_traceback()
        note(
            f"handbook: a mistake of the program, not of your files: {type(error).__name__}: {error}. "
            "Please report it, with what HANDBOOK_DEBUG=1 makes this command show"
        )
        return 3


def _parser() -> argparse.ArgumentParser:
    # Here, so that a package that is missing gives a line and no traceback.
    from handbook_builder.commands import build, check, init, schema, serve

    parser = argparse.ArgumentParser(
        prog="handbook",
        description="Turns procedures written in YAML into a checked manual of pages, charts and decision trees.",
        epilog="Exit codes: 0 all is well; 1 the manual has errors; 2 wrong use, or something is missing; "
        "3 a mistake of the program.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (check, build, serve, schema, init):
        command.add(commands)
    return parser


def _show_traceback() -> None:
    if os.environ.get("HANDBOOK_DEBUG") == "1":
        traceback.print_exc()
