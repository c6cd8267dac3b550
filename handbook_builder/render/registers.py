"""Pages of the registers: roles and who does what, services, forms, documents, glossary, sources; and the status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from handbook_builder.graph import FlowGraph
from handbook_builder.model.procedure import Guide
from handbook_builder.model.registers import Role
from handbook_builder.render import paths
from handbook_builder.render.page import Page, render_page
from handbook_builder.render.words import folded
from handbook_builder.render.writer import Edition, Writer

T = TypeVar("T")


def register_pages(edition: Edition, graphs: Mapping[str, FlowGraph]) -> Iterator[Page]:
    """Write every page that shows a register, and the status of the manual."""
    handbook, words = edition.handbook, edition.words
    yield from _role_pages(edition)
    users = _users(edition)

    def page(template: str, place: str, kind: str, **values: Any) -> Page:
        writer = Writer(edition, place)
        source = _source_of(edition, kind)
        return render_page(template, writer, title=words[place.split("/")[1]], source=source, **values)

    services = _sorted(edition, handbook.services.values())
    referrals = {one.id: users.get(("service", one.id), []) for one in services}
    yield page("services.md.j2", paths.SERVICES, "service", services=services, referrals=referrals)
    forms = list(handbook.forms.values())
    yield page("forms.md.j2", paths.FORMS, "form", forms=forms)
    for form in forms:
        writer = Writer(edition, paths.place_of(form, handbook))
        yield render_page(
            "form.md.j2",
            writer,
            title=edition.name(form),
            source=handbook.origin(form).file,
            description=edition.text(form.purpose),
            form=form,
            users=users.get(("form", form.id), []),
        )
    if handbook.practices:
        yield from _practice_pages(edition)
    documents = _sorted(edition, handbook.documents.values())
    askers = {one.id: users.get(("document", one.id), []) for one in documents}
    yield page("documents.md.j2", paths.DOCUMENTS, "document", documents=documents, users=askers)
    yield page("glossary.md.j2", paths.GLOSSARY, "term", terms=_sorted(edition, handbook.glossary.values()))
    sources = _sorted(edition, handbook.sources.values())
    citers = {one.id: users.get(("source", one.id), []) for one in sources}
    yield page("sources.md.j2", paths.SOURCES, "source", sources=sources, citers=citers)
    yield _status_page(edition, graphs)


def _practice_pages(edition: Edition) -> Iterator[Page]:
    handbook, words = edition.handbook, edition.words
    practices = handbook.practices.values()
    themes = [(group, [one for one in practices if one.theme == group.id]) for group in handbook.groups]
    yield render_page(
        "practices.md.j2",
        Writer(edition, paths.PRACTICES),
        title=words["practices"],
        source=_source_of(edition, "practice"),
        themes=[(group, found) for group, found in themes if found],
    )
    for practice in practices:
        yield render_page(
            "practice.md.j2",
            Writer(edition, paths.place_of(practice, handbook)),
            title=edition.name(practice),
            source=handbook.origin(practice).file,
            description=edition.text(practice.problem),
            practice=practice,
            guides=[guide for id in practice.procedures if (guide := handbook.guide(id))],
        )


def _role_pages(edition: Edition) -> Iterator[Page]:
    handbook, words = edition.handbook, edition.words
    source = _source_of(edition, "role")
    yield render_page("roles.md.j2", Writer(edition, paths.ROLES), title=words["roles"], source=source)
    for role in handbook.roles.values():
        tasks = [(guide, _steps_of(role, guide)) for guide in handbook.guides]
        yield render_page(
            "role.md.j2",
            Writer(edition, paths.place_of(role, handbook)),
            title=edition.name(role),
            source=source,
            description=edition.text(role.purpose),
            role=role,
            owns=[guide for guide in handbook.guides if guide.owner == role.id],
            tasks=[(guide, rows) for guide, rows in tasks if rows],
        )
    roles = [role for role in handbook.roles.values() if any(_part(role, guide, words) for guide in handbook.guides)]
    rows = [(guide, [_part(role, guide, words) for role in roles]) for guide in handbook.guides]
    yield render_page(
        "matrix.md.j2", Writer(edition, paths.MATRIX), title=words["matrix"], source=source, roles=roles, rows=rows
    )


def _steps_of(role: Role, guide: Guide) -> list[tuple[int, Any]]:
    return [(number, step) for number, step in enumerate(guide.steps, 1) if step.who == role.id]


def _part(role: Role, guide: Guide, words: Any) -> str:
    """Say what a role does in a guide: answers for it, does steps in it, both, or nothing."""
    count = len(_steps_of(role, guide))
    does = words["matrix_step"] if count == 1 else words["matrix_steps"].format(n=count)
    return "; ".join([words["matrix_owner"]] * (guide.owner == role.id) + [does] * (count > 0))


def _users(edition: Edition) -> dict[tuple[str, str], list[Guide]]:
    """Tell which guides use each form, document, source and service."""
    users: dict[tuple[str, str], dict[str, Guide]] = {}
    for guide in edition.handbook.guides:
        named = [("document", need.document) for need in guide.documents]
        for holder in (guide, *guide.steps):
            named += [("form", id) for id in holder.forms]
            named += [("source", id) for id in holder.sources]
        for step in guide.steps:
            named += [("document", id) for id in step.documents]
        for key in named:
            users.setdefault(key, {})[guide.id] = guide
    for relation in edition.manual.relations:
        guide_of = edition.handbook.guide(relation.source)
        if relation.kind == "refer" and guide_of:
            users.setdefault(("service", relation.target), {})[guide_of.id] = guide_of
    return {key: list(guides.values()) for key, guides in users.items()}


def _sorted(edition: Edition, items: Iterable[T]) -> list[T]:
    """Sort items by their name in this language, as a dictionary does: accents and capitals do not count."""

    def key(item: Any) -> tuple[str, str]:
        return folded(edition.name(item)), item.id

    return sorted(items, key=key)


def _source_of(edition: Edition, kind: str) -> str:
    """Give the file that holds a register; its folder if there are several, or none."""
    handbook = edition.handbook
    found = {handbook.origin(entry).file for entry in handbook.entries(kind).values()}
    return found.pop() if len(found) == 1 else "procedures/registers"


@dataclass(frozen=True)
class _StatusRow:
    guide: Guide
    translation: str
    coverage: str


def _status_page(edition: Edition, graphs: Mapping[str, FlowGraph]) -> Page:
    handbook, words = edition.handbook, edition.words
    rows = {guide.id: _status_of(guide, graphs[guide.id], edition) for guide in handbook.guides}
    states = Counter(guide.control.status for guide in handbook.guides)
    levels = Counter(source.confidence for source in handbook.sources.values())
    tables = [
        (words["procedures"], [rows[id] for id in handbook.procedures]),
        (words["flows"], [rows[id] for id in handbook.flows]),
    ]
    return render_page(
        "status.md.j2",
        Writer(edition, paths.STATUS),
        title=words["status"],
        source="procedures",
        states=[(state, states[state]) for state in ("draft", "in_review", "approved", "retired") if states[state]],
        verified_services=sum(service.verified_on is not None for service in handbook.services.values()),
        tables=[(name, kind_rows) for name, kind_rows in tables if kind_rows],
        confidences=[(one, levels[one]) for one in ("verified", "dated", "unverified", "proposal") if levels[one]],
    )


def _status_of(guide: Guide, graph: FlowGraph, edition: Edition) -> _StatusRow:
    words = edition.words
    missing = edition.handbook.missing_translations[guide.id]
    coverage = graph.coverage
    taken, all = len(coverage.answers) - len(coverage.missing), len(coverage.answers)
    return _StatusRow(
        guide,
        words["translation_missing"].format(n=missing) if missing else words["translation_done"],
        words["coverage_value"].format(taken=taken, all=all) if all else "–",
    )
