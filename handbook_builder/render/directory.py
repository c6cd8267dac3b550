"""The directory of services: lists by need, territory and language, a page for each, and the sheet of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from handbook_builder.model.registers import Area, Need, Service
from handbook_builder.model.text import Priority
from handbook_builder.render import paths
from handbook_builder.render.page import Page, render_page
from handbook_builder.render.words import name_of
from handbook_builder.render.writer import Edition, Writer, escape


@dataclass(frozen=True)
class Group:
    """Services that have something in common: its anchor, its name as Markdown, and whether it fits every place."""

    anchor: str
    name: str
    services: list[Service]
    everywhere: bool = False


def directory_pages(edition: Edition) -> Iterator[Page]:
    """Write the directory, the page of each service, and the numbers to keep at hand."""
    handbook, words = edition.handbook, edition.words
    services = edition.by_name(handbook.services.values())
    writer = Writer(edition, paths.SERVICES)
    lists = {
        "need": _with_rest("need", _by_need(services, writer), services, words["need_not_given"]),
        "area": _with_rest("area", _by_area(services, writer), services, words["not_given"]),
        "language": _with_rest("language", _by_language(services, writer), services, words["not_given"]),
    }
    yield render_page(
        "services.md.j2",
        writer,
        title=words["services"],
        source=handbook.register_file("service"),
        services=services,
        lists=lists,
    )
    for service in services:
        yield render_page(
            "service.md.j2",
            Writer(edition, paths.place_of(service, handbook)),
            title=edition.full_name(service),
            source=handbook.origin(service).file,
            description=edition.own(service.does),
            service=service,
            needs=[handbook.needs[id] for id in service.needs if id in handbook.needs],
            areas=[handbook.areas[id] for id in service.areas if id in handbook.areas],
            languages=[name_of(code) for code in service.languages],
            users=handbook.users.get(("service", service.id), ()),
        )
    if handbook.at_hand:
        yield _numbers_page(edition)


def _by_need(services: list[Service], w: Writer) -> Iterator[Group]:
    priorities = [*get_args(Priority), None]
    urgent_first = sorted(services, key=lambda one: priorities.index(one.at_hand))
    for need in w.edition.handbook.needs.values():
        yield _group(need, [one for one in urgent_first if need.id in one.needs], w)


def _by_area(services: list[Service], w: Writer) -> Iterator[Group]:
    for area in w.edition.handbook.areas.values():
        yield _group(area, [one for one in services if area.id in one.areas], w, everywhere=area.everywhere)


def _group(item: Need | Area, services: list[Service], w: Writer, *, everywhere: bool = False) -> Group:
    return Group(f"{item.kind}-{item.id}", w.say(item.title, plain=True), services, everywhere)


def _by_language(services: list[Service], w: Writer) -> Iterator[Group]:
    for code in sorted({code for one in services for code in one.languages}):
        spoken = [one for one in services if code in one.languages]
        yield Group(f"language-{code.lower()}", escape(name_of(code)), spoken)
    interpreted = [one for one in services if one.interpreting]
    yield Group("language-interpreting", w.edition.words["with_interpreter"], interpreted)


def _with_rest(kind: str, groups: Iterable[Group], services: list[Service], name: str) -> list[Group]:
    """Give the groups that have services, if there are any, and in the end those services that are in none."""
    found = [group for group in groups if group.services]
    listed = {one.id for group in found for one in group.services}
    rest = [one for one in services if one.id not in listed]
    return [*found, Group(f"{kind}--", name, rest)] if found and rest else found


def _numbers_page(edition: Edition) -> Page:
    """Write the sheet: the services that an author wants at hand, the most urgent first."""
    handbook, words = edition.handbook, edition.words
    dialled = [one for one in handbook.at_hand if one.numbers]
    read = [handbook.sources[id].seen_on for one in dialled for id in one.sources if id in handbook.sources]
    confirmed = [one.verified_on for one in dialled if one.verified_on]
    return render_page(
        "numbers.md.j2",
        Writer(edition, paths.NUMBERS),
        title=words["numbers"],
        source=handbook.register_file("service"),
        groups=[(level, [one for one in dialled if one.at_hand == level]) for level in get_args(Priority)],
        blanks=[one for one in handbook.at_hand if not one.numbers],
        languages={one.id: [name_of(code) for code in one.languages] for one in dialled},
        all=len(dialled),
        open=len(dialled) - len(confirmed),
        confirmed_on=max(confirmed, default=None),
        read_on=max((day for day in read if day), default=None),
    )
