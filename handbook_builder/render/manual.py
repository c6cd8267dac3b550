"""All faces of a manual in all its languages: takes the loaded manual, gives the files to write in ``docs/``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook_builder.graph import FlowGraph, graph_of, manual_graph
from handbook_builder.model.handbook import Handbook
from handbook_builder.render import paths
from handbook_builder.render.calendar import review_calendar
from handbook_builder.render.chart import dot_of
from handbook_builder.render.directory import directory_pages
from handbook_builder.render.guides import guide_page, list_pages
from handbook_builder.render.page import MARK, Page
from handbook_builder.render.questionnaires import questionnaire_pages
from handbook_builder.render.registers import register_pages
from handbook_builder.render.status import status_pages
from handbook_builder.render.svg import accessible
from handbook_builder.render.translations import translations_page
from handbook_builder.render.workshops import workshop_pages
from handbook_builder.render.writer import Edition


@dataclass(frozen=True)
class Manual:
    """A manual ready to be rendered: one edition a language, and the flow of each guide."""

    handbook: Handbook
    editions: tuple[Edition, ...]
    graphs: Mapping[str, FlowGraph]

    def chart_files(self) -> Iterator[tuple[str, FlowGraph, Edition]]:
        """Give the SVG file of every chart, and what it shows in which language."""
        for edition in self.editions:
            for graph in self.graphs.values():
                yield paths.chart_file(graph.guide, edition.suffix), graph, edition

    def dots(self) -> dict[str, str]:
        """Give the DOT text of every chart, by the SVG file that it will become."""
        return {file: dot_of(graph, edition) for file, graph, edition in self.chart_files()}

    def pages(self) -> Iterator[Page]:
        """Give every page."""
        for edition in self.editions:
            for graph in self.graphs.values():
                yield guide_page(graph, edition)
            yield from list_pages(edition)
            yield from register_pages(edition)
            yield from status_pages(edition, self.graphs)
            if self.handbook.languages[1:]:
                yield translations_page(edition)
            yield from directory_pages(edition)
            yield from questionnaire_pages(edition)
            yield from workshop_pages(edition, self.graphs)

    def calendars(self) -> Iterator[Page]:
        """Give the calendar of reviews in every language."""
        for edition in self.editions:
            yield from review_calendar(edition)

    def charts(self, drawings: Mapping[str, str]) -> Iterator[Page]:
        """Give the SVG file of every chart that the engine drew."""
        for file, graph, edition in self.chart_files():
            if file in drawings:
                yield Page(file, _chart(graph, edition, drawings[file]))


def manual_of(handbook: Handbook) -> Manual:
    """Prepare a manual for rendering."""
    relations = manual_graph(handbook)
    editions = tuple(Edition(handbook, relations, language) for language in handbook.languages)
    return Manual(handbook, editions, {guide.id: graph_of(guide) for guide in handbook.guides})


def _chart(graph: FlowGraph, edition: Edition, drawing: str) -> str:
    guide, words = graph.guide, edition.words
    description = words["tree_description" if guide.kind == "flow" else "chart_description"].format(**graph.counts)
    svg = accessible(
        drawing,
        chart_id=f"chart-{guide.id}",
        title=edition.chart_name(guide),
        title_lang=edition.raw(guide.title)[1],
        description=description,
        lang=edition.spoken,
    )
    head, _, rest = svg.partition("\n")
    return f"{head}\n<!-- {MARK} {edition.handbook.origin(guide).file} -->\n{rest}"
