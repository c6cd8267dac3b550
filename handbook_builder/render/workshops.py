"""Pages of workshops: the programme, what participants and trainers take along, and what changed since a training."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handbook_builder.diff.change import Weight
from handbook_builder.diff.version import weight_of_version
from handbook_builder.graph import FlowGraph
from handbook_builder.model.control import Change
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Guide
from handbook_builder.model.registers import Role
from handbook_builder.model.text import version_numbers
from handbook_builder.model.workshop import Workshop
from handbook_builder.render import paths
from handbook_builder.render.page import Page, render_page
from handbook_builder.render.questionnaires import has_key
from handbook_builder.render.writer import Edition, Writer
from handbook_builder.training.forms import forms_of
from handbook_builder.training.programme import clock, exercises_of, practice_of, programme

ON_A_SHEET = 4
"""Cards on a sheet of A4, two in a row."""

SIGNATURES = 18
"""Rows of a sheet of attendance."""


@dataclass(frozen=True)
class Material:
    """Something of a workshop that has a page of its own."""

    name: str
    """What marks its place and its words: ``training_booklet``."""
    is_for_trainers: bool
    in_search: bool
    """Whether the search may lead there; nobody should come upon a key."""


MATERIALS = (
    Material("booklet", is_for_trainers=False, in_search=True),
    Material("cases", is_for_trainers=False, in_search=True),
    Material("guide", is_for_trainers=True, in_search=False),
    Material("cases-key", is_for_trainers=True, in_search=False),
    Material("cards", is_for_trainers=True, in_search=False),
    Material("attendance", is_for_trainers=True, in_search=False),
    Material("consent", is_for_trainers=True, in_search=False),
    Material("certificate", is_for_trainers=True, in_search=False),
)
ABOUT_CASES = ("cases", "cases-key", "cards")
"""Those that a workshop without worked cases lacks."""


def hidden_places(handbook: Handbook) -> frozenset[str]:
    """Give the pages that nobody should come upon who searches: those for trainers, keys among them."""
    workshops = handbook.workshops.values()
    kinds = [one.name for one in MATERIALS if not one.in_search]
    materials = (paths.material_place(workshop, name) for workshop in workshops for name in kinds)
    return frozenset((*materials, *map(paths.answer_key_place, workshops)))


def workshop_pages(edition: Edition, graphs: Mapping[str, FlowGraph]) -> Iterator[Page]:
    """Write the list of workshops, their pages, and what changed since a training; nothing if there are none."""
    handbook, words = edition.handbook, edition.words
    workshops = list(handbook.workshops.values())
    if not workshops:
        return
    writer = Writer(edition, paths.TRAININGS)
    yield render_page(
        "workshops.md.j2",
        writer,
        title=words["training"],
        source="workshops",
        description=words["training_lead"],
        workshops=workshops,
        clock=clock,
    )
    yield _changes_page(edition)
    for workshop in workshops:
        yield from _pages_of(workshop, edition, graphs)


def _pages_of(workshop: Workshop, edition: Edition, graphs: Mapping[str, FlowGraph]) -> Iterator[Page]:
    handbook, words = edition.handbook, edition.words
    exercises = exercises_of(workshop, graphs)
    materials = [one for one in MATERIALS if exercises or one.name not in ABOUT_CASES]
    forms = list(forms_of(workshop, handbook))
    shared: dict[str, Any] = {
        "source": handbook.origin(workshop).file,
        "workshop": workshop,
        "slots": programme(workshop),
        "clock": clock,
        "exercises": exercises,
        "graphs": graphs,
        "guides": [guide for id in workshop.taught if (guide := handbook.guide(id))],
        "place_of": lambda name: paths.material_place(workshop, name),
    }
    writer = Writer(edition, paths.place_of(workshop, handbook))
    yield render_page(
        "workshop.md.j2",
        writer,
        title=edition.text(workshop.title),
        description=edition.own(workshop.summary),
        materials=materials,
        slides={
            kind: paths.relative(paths.slides_file(workshop, edition.suffix, kind), writer.file)
            for kind in ("html", "txt")
        },
        forms=[(form, paths.form_place(form)) for form in forms],
        key=paths.answer_key_place(workshop) if any(has_key(one) for form in forms for one in form.asked) else "",
        **shared,
    )
    practice = practice_of(workshop, graphs, exercises.values())
    for one in materials:
        writer = Writer(edition, paths.material_place(workshop, one.name))
        name = words[f"training_{one.name.replace('-', '_')}"]
        yield render_page(
            f"workshop-{'cases' if one.name == 'cases-key' else one.name}.md.j2",
            writer,
            title=f"{edition.text(workshop.title)}: {name}",
            in_search=one.in_search,
            name=name,
            with_key=one.name == "cases-key",
            practice=practice,
            chart=lambda guide, file=writer.file: paths.relative(paths.chart_file(guide, edition.suffix), file),
            on_a_sheet=ON_A_SHEET,
            signatures=SIGNATURES,
            **shared,
        )


@dataclass(frozen=True)
class _Row:
    """A line of a guide's revision history, as the list of all changes shows it."""

    guide: Guide
    change: Change
    weight: Weight | None
    """How much it weighs by its number; None for the first version."""
    roles: tuple[Role, ...]


def _changes_page(edition: Edition) -> Page:
    rows = [row for guide in edition.handbook.guides for row in _rows_of(guide, edition)]
    rows.sort(key=lambda row: row.change.date, reverse=True)
    days: dict[datetime.date, list[_Row]] = {}
    for row in rows:
        days.setdefault(row.change.date, []).append(row)
    return render_page(
        "changes.md.j2",
        Writer(edition, paths.CHANGES),
        title=edition.words["training_changes"],
        source="procedures",
        description=edition.words["training_changes_lead"],
        days=days,
    )


def _rows_of(guide: Guide, edition: Edition) -> Iterator[_Row]:
    """Give the history of a guide, with the roles that it concerns: who answers for it, and who does steps in it."""
    known = edition.handbook.roles
    ids = dict.fromkeys(id for id in (guide.owner, *(step.who for step in guide.steps)) if id and id in known)
    roles = tuple(known[id] for id in ids)
    before: str | None = None
    for change in sorted(guide.control.changes, key=lambda one: version_numbers(one.version)):
        yield _Row(guide, change, weight_of_version(before, change.version) if before else None, roles)
        before = change.version
