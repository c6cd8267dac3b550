"""``handbook submit``: puts drafts, and approved texts that are to be changed, in review."""

from __future__ import annotations

import argparse

from handbook_builder.approval import submitted
from handbook_builder.commands.console import Commands
from handbook_builder.commands.passage import add_ids, pass_on
from handbook_builder.messages import Message
from handbook_builder.model.control import Control
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Guide


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "submit",
        help=Message("put a procedure in review"),
        description=Message(
            "Put a draft in review, so that it can be approved, or an approved procedure whose text is to change."
        ),
    )
    add_ids(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Put the guides in review."""
    return pass_on(options.ids, _submitted)


def _submitted(guide: Guide, handbook: Handbook) -> Control | Message:
    match guide.control.status:
        case "in_review":
            return Message("it is in review already")
        case "retired":
            return Message("it is retired; write a new procedure instead")
        case _:
            return submitted(guide.control)
