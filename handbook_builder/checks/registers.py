"""Registers that can be trusted: services verified, sources dated, no entry that nothing uses."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from handbook_builder.checks.subject import KINDS, Finding, Subject
from handbook_builder.messages import Message
from handbook_builder.model.inline import links_in, parse_inline
from handbook_builder.model.registers import Role, Service, SourcedEntry
from handbook_builder.model.steps import Referral

VERIFIED_FOR = datetime.timedelta(days=183)
"""How long a verification of a service holds: six months."""


def services_not_verified(subject: Subject) -> Iterator[Finding]:
    """Find services whose channels nobody has confirmed within six months."""
    for service in subject.handbook.services.values():
        if subject.is_damaged(service):
            continue
        if service.verified_on is None:
            message = Message('nobody has confirmed the channels of the service "{service}" yet', service=service.id)
            hint = Message('ring or write, then add "verified_on: …"')
            yield subject.at(service, ("id",), "service-not-verified", message, hint)
        elif service.verified_on + VERIFIED_FOR < subject.today:
            message = Message(
                'the service "{service}" was last verified on {verified_on}, over six months ago',
                service=service.id,
                verified_on=service.verified_on,
            )
            hint = Message("ring or write, then set the new date")
            yield subject.at(service, ("verified_on",), "service-not-verified", message, hint)


def sources_without_date(subject: Subject) -> Iterator[Finding]:
    """Find sources that do not tell of which day they speak, or when they were read."""
    for source in subject.handbook.sources.values():
        if subject.is_damaged(source):
            continue
        if source.published is None and not source.undated:
            message = Message('the source "{source}" has no date', source=source.id)
            hint = Message('add "published: …", or "undated: yes" if the page has none')
            yield subject.at(source, ("id",), "source-without-date", message, hint)
        elif source.url and source.seen_on is None:
            message = Message('the source "{source}" does not say when its page was read', source=source.id)
            yield subject.at(source, ("id",), "source-without-date", message, Message('add "seen_on: …"'))


def unused_entries(subject: Subject) -> Iterator[Finding]:
    """Find register entries that nothing in the manual refers to; glossary terms explain words wherever they occur."""
    if subject.handbook.damaged or subject.handbook.lost:
        return  # the use may stand in the part that could not be read
    used = set(_used(subject))
    for kind in ("role", "service", "form", "document", "source", "data"):
        for entry in subject.handbook.entries(kind).values():
            if (kind, entry.id) not in used:
                message = Message('nothing refers to the {kind} "{entry}"', kind=KINDS.get(kind, kind), entry=entry.id)
                hint = Message("use it, or delete it")
                yield subject.at(entry, ("id",), "unused-entry", message, hint)


def _used(subject: Subject) -> Iterator[tuple[str, str]]:
    for guide in subject.handbook.guides:
        yield "role", guide.owner or ""
        yield "role", guide.control.approved_by or ""
        yield "service", guide.control.approved_by or ""
        yield from (("document", need.document) for need in guide.documents)
        for holder in (guide, *guide.steps):
            yield from (("form", id) for id in holder.forms)
            yield from (("source", id) for id in holder.sources)
        for step in guide.steps:
            yield "role", step.who or ""
            yield from (("document", id) for id in step.documents)
            if isinstance(step, Referral):
                yield "service", step.to
                yield from (("data", id) for id in step.shares)
    for item in subject.items:
        if isinstance(item, SourcedEntry):
            yield from (("source", id) for id in item.sources)
        if isinstance(item, Role):
            yield "role", item.substitute or ""
        if isinstance(item, Service):
            yield from (("document", id) for id in item.documents)
    for _, _, wording in subject.wordings:
        for text in wording.values():
            if "](" in text:
                yield from ((link.scheme, link.item) for link in links_in(parse_inline(text)) if link.scheme)
