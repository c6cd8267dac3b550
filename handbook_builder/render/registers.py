"""Pages of the registers: roles and who does what, forms, documents, glossary, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from handbook_builder.model.procedure import Guide
from handbook_builder.model.registers import Role
from handbook_builder.model.settings import Group
from handbook_builder.render import paths
from handbook_builder.render.page import Page, render_page
from handbook_builder.render.writer import Edition, Writer


def register_pages(edition: Edition) -> Iterator[Page]:
    """Write the pages that show a register, save that of services."""
    handbook, words = edition.handbook, edition.words
    yield from _role_pages(edition)

    def page(template: str, place: str, kind: str, **values: Any) -> Page:
        writer = Writer(edition, place)
        source = handbook.register_file(kind)
        return render_page(template, writer, title=words[place.split("/")[1]], source=source, **values)

    forms = list(handbook.forms.values())
    yield page("forms.md.j2", paths.FORMS, "form", forms=forms)
    for form in forms:
        writer = Writer(edition, paths.place_of(form, handbook))
        yield render_page(
            "form.md.j2",
            writer,
            title=edition.full_name(form),
            source=handbook.origin(form).file,
            description=edition.own(form.purpose),
            form=form,
            users=handbook.users.get(("form", form.id), ()),
        )
    if handbook.practices:
        yield from _practice_pages(edition)
    documents = edition.by_name(handbook.documents.values())
    askers = {one.id: handbook.users.get(("document", one.id), ()) for one in documents}
    yield page("documents.md.j2", paths.DOCUMENTS, "document", documents=documents, users=askers)
    yield page("glossary.md.j2", paths.GLOSSARY, "term", terms=edition.by_name(handbook.glossary.values()))
    sources = edition.by_name(handbook.sources.values())
    citers = {one.id: handbook.users.get(("source", one.id), ()) for one in sources}
    yield page("sources.md.j2", paths.SOURCES, "source", sources=sources, citers=citers)


def _practice_pages(edition: Edition) -> Iterator[Page]:
    handbook, words = edition.handbook, edition.words
    practices = handbook.practices.values()
    themes = [(group, [one for one in practices if one.theme == group.id]) for group in handbook.groups]
    yield render_page(
        "practices.md.j2",
        Writer(edition, paths.PRACTICES),
        title=words["practices"],
        source=handbook.register_file("practice"),
        themes=[(group, found) for group, found in themes if found],
    )
    for practice in practices:
        yield render_page(
            "practice.md.j2",
            Writer(edition, paths.place_of(practice, handbook)),
            title=edition.name(practice),
            source=handbook.origin(practice).file,
            description=edition.own(practice.problem),
            practice=practice,
            guides=[guide for id in practice.procedures if (guide := handbook.guide(id))],
        )


def _role_pages(edition: Edition) -> Iterator[Page]:
    handbook, words = edition.handbook, edition.words
    source = handbook.register_file("role")
    yield render_page("roles.md.j2", Writer(edition, paths.ROLES), title=words["roles"], source=source)
    for role in handbook.roles.values():
        tasks = [(guide, _steps_of(role, guide)) for guide in handbook.guides]
        yield render_page(
            "role.md.j2",
            Writer(edition, paths.place_of(role, handbook)),
            title=edition.name(role),
            source=source,
            description=edition.own(role.purpose),
            role=role,
            owns=[guide for guide in handbook.guides if guide.owner == role.id],
            tasks=[(guide, rows) for guide, rows in tasks if rows],
        )
    families: list[tuple[Group | None, Sequence[Guide]]] = [
        *((group, handbook.procedures_in(group)) for group in handbook.groups),
        (None, list(handbook.flows.values())),
    ]
    tables = [(group, *_who_does_what(edition, guides)) for group, guides in families if guides]
    yield render_page(
        "matrix.md.j2", Writer(edition, paths.MATRIX), title=words["matrix"], source=source, tables=tables
    )


def _who_does_what(edition: Edition, guides: Sequence[Guide]) -> tuple[list[Role], list[tuple[Guide, list[str]]]]:
    """Give the roles that have a part in some guides, and a row for each guide: what each of them does in it."""
    words = edition.words
    roles = [one for one in edition.handbook.roles.values() if any(_part(one, guide, words) for guide in guides)]
    return roles, [(guide, [_part(role, guide, words) for role in roles]) for guide in guides]


def _steps_of(role: Role, guide: Guide) -> list[tuple[int, Any]]:
    return [(number, step) for number, step in enumerate(guide.steps, 1) if step.who == role.id]


def _part(role: Role, guide: Guide, words: Any) -> str:
    """Say what a role does in a guide: answers for it, does steps in it, both, or nothing."""
    count = len(_steps_of(role, guide))
    does = words["matrix_step"] if count == 1 else words["matrix_steps"].format(n=count)
    return "; ".join([words["matrix_owner"]] * (guide.owner == role.id) + [does] * (count > 0))
