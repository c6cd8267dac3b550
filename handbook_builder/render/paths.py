"""Where each page lives: takes an item, gives the path of its Markdown file in ``docs/`` and the anchor on it."""

from __future__ import annotations

import re

from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Guide, Procedure
from handbook_builder.model.registers import (
    Area,
    Entry,
    Form,
    Need,
    PersonalDocument,
    Practice,
    Role,
    Service,
    Source,
    Term,
)
from handbook_builder.model.settings import Group
from handbook_builder.model.workshop import Workshop
from handbook_builder.training.forms import Form as AskedForm

CHARTS = "charts"
WORKSHOPS = "workshops"
SLIDES = "slides"
ASSETS = "assets/handbook"

FOLDERS = ("procedures", "flows", "reference", WORKSHOPS, CHARTS, SLIDES, ASSETS)
"""The folders in ``docs/`` that hold generated files, and nothing written by hand."""

PROCEDURES = "procedures/index"
FLOWS = "flows/index"
A_Z = "reference/a-z"
ROLES = "reference/roles/index"
MATRIX = "reference/matrix"
SERVICES = "reference/services"
NUMBERS = "reference/numbers"
FORMS = "reference/forms/index"
PRACTICES = "reference/practices/index"
DOCUMENTS = "reference/documents"
GLOSSARY = "reference/glossary"
SOURCES = "reference/sources"
STATUS = "reference/status"
REVIEWS = "reference/reviews"
TRANSLATIONS = "reference/translations"
TRAININGS = f"{WORKSHOPS}/index"
CHANGES = f"{WORKSHOPS}/changes"


def place_of(item: Guide | Entry | Group | Workshop, handbook: Handbook) -> str:
    """Give the page of an item, without language and suffix, and its anchor where the page holds several items."""
    match item:
        case Procedure():
            return f"procedures/{handbook.group_of(item).id}/{item.id}"
        case Group():
            return f"procedures/{item.id}/index"
        case Role():
            return f"reference/roles/{item.id}"
        case Form():
            return f"reference/forms/{item.id}"
        case Practice():
            return f"reference/practices/{item.id}"
        case Service():
            return f"{SERVICES}/{item.id}"
        case Need() | Area():
            return f"{SERVICES}#{item.kind}-{item.id}"
        case PersonalDocument():
            return f"{DOCUMENTS}#{item.id}"
        case Source():
            return f"{SOURCES}#{item.id}"
        case Term():
            return f"{GLOSSARY}#{item.id}"
        case Workshop():
            return f"{WORKSHOPS}/{item.id}"
        case Entry():
            raise ValueError(f"{item.kind} entries have no page")
        case _:
            return f"flows/{item.id}"


def root_of(language: str, handbook: Handbook) -> str:
    """Give the folder of a language on a built site: none for the source language, else "en/" or the like."""
    return "" if language == handbook.settings.source_language else f"{language}/"


def material_place(workshop: Workshop, name: str) -> str:
    """Give the page of something of a workshop: its booklet, its cards."""
    return f"{WORKSHOPS}/{workshop.id}-{name}"


def form_place(form: AskedForm) -> str:
    """Give the page of what is asked at one moment of a workshop."""
    return f"{WORKSHOPS}/{form.name}"


def answer_key_place(workshop: Workshop) -> str:
    """Give the page of the right answers to a workshop's questionnaires."""
    return f"{WORKSHOPS}/{workshop.id}-key"


def step_anchor(step_id: str) -> str:
    """Give the anchor of a step on its procedure's page; the same in every language, and stable when steps move."""
    return f"step-{step_id}"


def file_of(place: str, suffix: str) -> str:
    """Give the Markdown file of a page; ``suffix`` is empty for the source language, else "en" or the like."""
    return f"{place}.{suffix}.md" if suffix else f"{place}.md"


def chart_file(item: Guide, suffix: str) -> str:
    """Give the SVG file of a guide's chart."""
    return f"{CHARTS}/{item.id}.{suffix}.svg" if suffix else f"{CHARTS}/{item.id}.svg"


def slides_file(item: Workshop | Guide, suffix: str, kind: str = "html") -> str:
    """Give the file of the slides of a workshop or guide, as a page or as text."""
    place = f"{SLIDES}/{item.kind}s/{item.id}"
    return f"{place}.{suffix}.{kind}" if suffix else f"{place}.{kind}"


def calendar_file(suffix: str) -> str:
    """Give the file of the calendar of reviews."""
    return f"{REVIEWS}.{suffix}.ics" if suffix else f"{REVIEWS}.ics"


def download_name(item: Workshop | Guide, language: str) -> str:
    """Give the name, without suffix, of a file about a guide that a reader keeps: "CL-01-welcome-and-triage-pt"."""
    code = re.sub(r"[^A-Za-z0-9]+", "-", item.code or "").strip("-")
    return "-".join(part for part in (code, item.id, language) if part)


def relative(target: str, page: str) -> str:
    """Give the link from one file in ``docs/`` to another."""
    # posixpath.relpath asks for the current folder each time, and a manual has some 10,000 links a hundred pages.
    here, there = page.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:])
