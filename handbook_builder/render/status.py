"""The status of the manual for those who coordinate it: what is approved, open for comments, and due for review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

from handbook_builder.graph import FlowGraph
from handbook_builder.model.control import Status
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Guide
from handbook_builder.render import paths
from handbook_builder.render.page import Page, render_page
from handbook_builder.render.writer import Edition, Writer


@dataclass(frozen=True)
class _StatusRow:
    guide: Guide
    translation: str
    coverage: str


def reviews(handbook: Handbook) -> list[Guide]:
    """Give the guides that are to be reviewed by a day, the nearest day first."""
    guides = (guide for guide in handbook.guides if guide.control.review_due)
    return sorted(guides, key=lambda guide: str(guide.control.review_due))


def status_pages(edition: Edition, graphs: Mapping[str, FlowGraph]) -> Iterator[Page]:
    """Write the page of the status and that of the reviews."""
    due = reviews(edition.handbook)
    yield _status_page(edition, graphs, due)
    months = groupby(due, key=lambda guide: str(guide.control.review_by)[:7])
    calendar = paths.calendar_file(edition.suffix)
    writer = Writer(edition, paths.REVIEWS)
    yield render_page(
        "reviews.md.j2",
        writer,
        title=edition.words["reviews"],
        source="procedures",
        months=[(month, list(guides)) for month, guides in months],
        undated=[one for one in edition.handbook.guides if not one.control.review_due and not one.control.is_retired],
        calendar=paths.relative(calendar, writer.file) if due else "",
    )


def _status_page(edition: Edition, graphs: Mapping[str, FlowGraph], due: list[Guide]) -> Page:
    handbook, words = edition.handbook, edition.words
    rows = {guide.id: _status_of(guide, graphs[guide.id], edition) for guide in handbook.guides}
    states = Counter(guide.control.status for guide in handbook.guides)
    levels = Counter(source.confidence for source in handbook.sources.values())
    tables = [
        (words["procedures"], [rows[id] for id in handbook.procedures]),
        (words["flows"], [rows[id] for id in handbook.flows]),
    ]
    consultations = [(one.control.consultation.until, one) for one in handbook.guides if one.control.consultation]
    return render_page(
        "status.md.j2",
        Writer(edition, paths.STATUS),
        title=words["status"],
        source="procedures",
        states=[(state, states[state]) for state in get_args(Status) if states[state]],
        verified_services=sum(service.verified_on is not None for service in handbook.services.values()),
        next_review=due[0].control.review_by if due else None,
        consultations=[guide for _, guide in sorted(consultations, key=lambda pair: pair[0])],
        tables=[(name, kind_rows) for name, kind_rows in tables if kind_rows],
        confidences=[(one, levels[one]) for one in ("verified", "dated", "unverified", "proposal") if levels[one]],
    )


def _status_of(guide: Guide, graph: FlowGraph, edition: Edition) -> _StatusRow:
    words = edition.words
    untranslated = edition.handbook.open_translations[guide.id]
    coverage = graph.coverage
    taken, all = len(coverage.answers) - len(coverage.missing), len(coverage.answers)
    return _StatusRow(
        guide,
        words["translation_open"].format(n=untranslated) if untranslated else words["translation_done"],
        words["coverage_value"].format(taken=taken, all=all) if all else "–",
    )
