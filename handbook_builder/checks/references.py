"""Names that must exist: roles, procedures, groups and entries of all registers; and codes used once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handbook_builder.checks.subject import KINDS, Finding, Loc, Subject
from handbook_builder.diagnostics import did_you_mean
from handbook_builder.messages import Message
from handbook_builder.model.handbook import SETTINGS_FILE, Item
from handbook_builder.model.registers import Service, SourcedEntry
from handbook_builder.model.steps import Referral

_FILES = {
    "role": "roles",
    "service": "services",
    "need": "needs",
    "area": "areas",
    "form": "forms",
    "document": "documents",
    "source": "sources",
    "data": "data",
}


def unknown(subject: Subject, item: Item, loc: Loc, kind: str, id: str | None) -> Iterator[Finding]:
    """Give a finding if no entry of this kind has the id."""
    handbook = subject.handbook
    known = handbook.entries(kind)
    if id is None or handbook.has(kind, id):
        return
    hint = did_you_mean(id, known) or _where_to_add(kind)
    yield subject.at(
        item, loc, f"unknown-{kind}", Message('there is no {kind} "{id}"', kind=KINDS.get(kind, kind), id=id), hint
    )


def _where_to_add(kind: str) -> Message:
    if kind == "questionnaire":
        return Message("questionnaires live in workshops/questionnaires/<id>.yml")
    return Message('add it to "{name}" in procedures/registers', name=_FILES[kind])


def unknown_roles(subject: Subject) -> Iterator[Finding]:
    """Find owners, persons and substitutes that are no role."""
    for guide in subject.handbook.guides:
        yield from unknown(subject, guide, ("owner",), "role", guide.owner)
        for at, step in enumerate(guide.steps):
            yield from unknown(subject, guide, ("steps", at, "who"), "role", step.who)
    for role in subject.handbook.roles.values():
        yield from unknown(subject, role, ("substitute",), "role", role.substitute)


def unknown_guides(subject: Subject) -> Iterator[Finding]:
    """Find places that name a procedure or flow which nobody has."""
    handbook = subject.handbook
    known = {guide.id for guide in handbook.guides} | {id for kind, id in handbook.lost if kind == "procedure"}
    for origin, loc, id in subject.guides_named:
        if id not in known:
            message = Message('there is no procedure or flow "{id}"', id=id)
            yield Finding(origin, loc, "unknown-procedure", message, did_you_mean(id, known))


def unknown_services(subject: Subject) -> Iterator[Finding]:
    """Find referrals and approvals that name no service (an approver may also be a role)."""
    handbook = subject.handbook
    for guide in handbook.guides:
        for at, step in enumerate(guide.steps):
            if isinstance(step, Referral):
                yield from unknown(subject, guide, ("steps", at, "to"), "service", step.to)
        approver = guide.control.approved_by
        known = {*handbook.services, *handbook.roles}
        if approver and not handbook.has("role", approver) and not handbook.has("service", approver):
            message = Message('there is no role or service "{approver}"', approver=approver)
            hint = did_you_mean(approver, known)
            yield subject.at(guide, ("control", "approved_by"), "unknown-role", message, hint)


def unknown_entries(subject: Subject) -> Iterator[Finding]:
    """Find needs, areas, forms, documents, sources and data that no register has."""
    for guide in subject.handbook.guides:
        for at, need in enumerate(guide.documents):
            yield from unknown(subject, guide, ("documents", at, "document"), "document", need.document)
        yield from _unknown_lists(subject, guide, guide, (), ("forms", "sources"))
        for at, step in enumerate(guide.steps):
            yield from _unknown_lists(subject, guide, step, ("steps", at), ("forms", "documents", "sources"))
            # Without a register of data, the words stand for themselves.
            if isinstance(step, Referral) and subject.handbook.data:
                for place, id in enumerate(step.shares):
                    yield from unknown(subject, guide, ("steps", at, "shares", place), "data", id)
    for item in subject.items:
        if isinstance(item, SourcedEntry):
            yield from _unknown_lists(subject, item, item, (), ("sources",))
        if isinstance(item, Service):
            yield from _unknown_lists(subject, item, item, (), ("needs", "areas", "documents"))


def _unknown_lists(subject: Subject, item: Item, holder: Any, loc: Loc, names: tuple[str, ...]) -> Iterator[Finding]:
    for name in names:
        for place, id in enumerate(getattr(holder, name)):
            yield from unknown(subject, item, (*loc, name, place), name.removesuffix("s"), id)


def repeated_codes(subject: Subject) -> Iterator[Finding]:
    """Find a code that two procedures or flows, or two forms, share: printed copies are told apart by it."""
    for family in (subject.handbook.guides, subject.handbook.forms.values()):
        first: dict[str, str] = {}
        for item in family:
            if item.code and item.code in first:
                message = Message(
                    'the code "{code}" belongs to "{other}" already', code=item.code, other=first[item.code]
                )
                yield subject.at(item, ("code",), "repeated-code", message, Message("give each a code of its own"))
            elif item.code:
                first[item.code] = item.id


def unknown_groups(subject: Subject) -> Iterator[Finding]:
    """Find procedures in a folder that the settings do not list, where they list any."""
    settings = subject.handbook.settings
    known = {group.id for group in settings.groups}
    if SETTINGS_FILE in subject.handbook.damaged:
        return
    for procedure in subject.handbook.procedures.values() if known else ():
        id = subject.handbook.group_of(procedure).id
        if id not in known:
            message = Message('the folder "{id}" is no group of handbook.yml', id=id)
            yield subject.at(procedure, (), "unknown-group", message, did_you_mean(id, known))
    folders = {group.id for group in subject.handbook.groups}
    for practice in subject.handbook.practices.values():
        if practice.theme not in folders:
            message = Message('there is no group "{theme}"', theme=practice.theme)
            yield subject.at(practice, ("theme",), "unknown-group", message, did_you_mean(practice.theme, folders))
