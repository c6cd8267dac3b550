"""``handbook approve``: records who approved a text that is in review, when, and until when it holds."""

from __future__ import annotations

import argparse
import datetime

from handbook_builder.approval import FIRST_APPROVED, approved
from handbook_builder.commands.console import Commands, a_day
from handbook_builder.commands.passage import add_ids, pass_on
from handbook_builder.messages import Message
from handbook_builder.model.control import Control
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Guide
from handbook_builder.model.registers import Role, Service
from handbook_builder.model.text import VERSION, Wording, version_numbers
from handbook_builder.render.words import words_of


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "approve",
        help=Message("record the approval of a procedure"),
        description=Message(
            "Record who approved a procedure that is in review, and when. An approved one can be approved again, "
            "after a review that found nothing to change."
        ),
    )
    add_ids(parser)
    parser.add_argument("--by", metavar="ROLE", required=True, help=Message("who approved: id of a role or service"))
    for name, said in (
        ("--on", Message("the day of the approval (default: today)")),
        ("--effective", Message("in force from (default: the day of the approval)")),
        ("--review-by", Message("last day for the next review (default: the one in the file)")),
    ):
        parser.add_argument(name, type=a_day, metavar="YYYY-MM-DD", help=said)
    parser.add_argument(
        "--version",
        type=_version,
        metavar="NUMBER",
        help=Message("the version (default: that of the file, but not below 1.0.0)"),
    )
    parser.set_defaults(run=run)


def _version(text: str) -> str:
    if not VERSION.fullmatch(text):
        raise argparse.ArgumentTypeError(Message('"{text}" is not a version; write it as 1.0.0', text=text))
    return text


def run(options: argparse.Namespace) -> int:
    """Record the approval."""
    on: datetime.date = options.on or datetime.date.today()

    def passage(guide: Guide, handbook: Handbook) -> Control | Message:
        control = guide.control
        review_by = options.review_by or control.review_by
        version = options.version or max(control.version, FIRST_APPROVED, key=version_numbers)
        if control.status == "draft":
            return Message("it is a draft; put it in review first: handbook submit {id}", id=guide.id)
        if control.is_retired:
            return Message("it is retired; write a new procedure instead")
        if control.consultation and control.consultation.until >= on:
            return Message("comments are open until {until}", until=control.consultation.until)
        if review_by is None or review_by <= on:
            return Message("say when it is to be reviewed next, with --review-by")
        if version_numbers(version) < version_numbers(control.version):
            return Message("its version is {version} already", version=control.version)
        return approved(
            control,
            by=options.by,
            on=on,
            effective=options.effective or max(on, control.effective or on),
            review_by=review_by,
            version=version,
            summary=_summary(options.by, handbook),
        )

    return pass_on(options.ids, passage)


def _summary(by: str, handbook: Handbook) -> Wording:
    """Say who approved, in every language of the manual."""
    approver: Role | Service | None = handbook.roles.get(by) or handbook.services.get(by)
    names = (approver.title if isinstance(approver, Role) else approver.name) if approver else {}
    source = names.get(handbook.settings.source_language, by)
    return Wording(
        {one: words_of(one)["change_approved"].format(who=names.get(one) or source) for one in handbook.languages}
    )
