"""``handbook retire``: takes a text out of use; its page stays and leads to what replaces it."""

from __future__ import annotations

import argparse
import datetime

from handbook_builder.approval import retired
from handbook_builder.commands.console import Commands, Stop, a_day
from handbook_builder.commands.passage import add_ids, guide_named, pass_on
from handbook_builder.messages import Message
from handbook_builder.model.control import Control
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Guide
from handbook_builder.model.text import Wording


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "retire",
        help=Message("take a procedure out of use"),
        description=Message(
            "Take a procedure out of use. Its page keeps its address, says so, and leads to what replaces it. "
            "What in the manual still leads to the procedure is told."
        ),
    )
    add_ids(parser)
    parser.add_argument("--replaced-by", metavar="ID", help=Message("what replaces it: id or code"))
    parser.add_argument("--reason", metavar="TEXT", help=Message("why, in the source language of the manual"))
    parser.add_argument(
        "--on", type=a_day, metavar="YYYY-MM-DD", help=Message("since when it no longer applies (default: today)")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Retire the guides."""
    if not options.replaced_by and not options.reason:
        raise Stop(Message("say what replaces it, with --replaced-by, or why it goes, with --reason"))

    def passage(guide: Guide, handbook: Handbook) -> Control | Message:
        successor = guide_named(options.replaced_by, handbook).id if options.replaced_by else None
        if guide.control.is_retired:
            return Message("it is retired already")
        if successor == guide.id:
            return Message("it can't replace itself")
        reason = Wording({handbook.settings.source_language: options.reason}) if options.reason else None
        on = options.on or datetime.date.today()
        return retired(guide.control, on=on, replaced_by=successor, reason=reason)

    return pass_on(options.ids, passage)
