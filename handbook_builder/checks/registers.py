"""Registers that can be trusted: services verified, sources dated, no entry that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from handbook_builder.checks.subject import KINDS, Finding, Subject
from handbook_builder.messages import Message
from handbook_builder.model.registers import Role, Service, SourcedEntry


def services_not_verified(subject: Subject) -> Iterator[Finding]:
    """Find services whose channels nobody has confirmed within six months."""
    for service in subject.handbook.services.values():
        if subject.is_damaged(service):
            continue
        if service.verified_on is None:
            message = Message('nobody has confirmed the channels of the service "{service}" yet', service=service.id)
            hint = Message('ring or write, then add "verified_on: …"')
            yield subject.at(service, ("id",), "service-not-verified", message, hint)
        elif service.confirmed_until and service.confirmed_until < subject.today:
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
    for kind in KINDS:
        for entry in subject.handbook.entries(kind).values():
            if (kind, entry.id) not in used:
                message = Message('nothing refers to the {kind} "{entry}"', kind=KINDS.get(kind, kind), entry=entry.id)
                hint = Message("use it, or delete it")
                yield subject.at(entry, ("id",), "unused-entry", message, hint)


def _used(subject: Subject) -> Iterator[tuple[str, str]]:
    yield from subject.handbook.users
    for item in subject.items:
        if isinstance(item, SourcedEntry):
            yield from (("source", id) for id in item.sources)
        if isinstance(item, Role):
            yield "role", item.substitute or ""
        if isinstance(item, Service):
            yield from (("document", id) for id in item.documents)
            yield from (("need", id) for id in item.needs)
            yield from (("area", id) for id in item.areas)
    for workshop in subject.handbook.workshops.values():
        yield from (("role", id) for id in workshop.audience)
        yield from (("source", id) for session in workshop.sessions for slide in session.slides for id in slide.sources)
        asked = workshop.assessment
        yield from (("questionnaire", id) for id in (*asked.before, *asked.after, *asked.follow_up))
    for keys in subject.handbook.links.values():
        yield from keys
