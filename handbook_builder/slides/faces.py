"""The faces of decks: what a built manual shows of its workshops, and what somebody asks for as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook_builder.model.procedure import Guide
from handbook_builder.model.workshop import Workshop
from handbook_builder.render import graphviz, paths
from handbook_builder.render.manual import Manual
from handbook_builder.render.page import Page
from handbook_builder.render.writer import Edition
from handbook_builder.site.policy import with_policy
from handbook_builder.slides.deck import Deck
from handbook_builder.slides.html import lone_deck, site_deck, slides_assets
from handbook_builder.slides.make import guide_deck, workshop_deck
from handbook_builder.slides.parts import parts_of
from handbook_builder.slides.powerpoint import house_style, powerpoint
from handbook_builder.slides.text import deck_text


def slides_pages(manual: Manual, charts: Iterable[Page]) -> Iterator[Page]:
    """Write the slides of every workshop into ``docs/``, as pages and as text, and the files that they share."""
    drawn = {chart.file: chart.text for chart in charts}
    if manual.handbook.workshops:
        yield from slides_assets()
    for edition in manual.editions:
        svgs = _charts(manual, edition, drawn)
        root = paths.root_of(edition.language, manual.handbook)
        for workshop in manual.handbook.workshops.values():
            deck = workshop_deck(workshop, edition, manual.graphs)
            # On the site, each language has a folder of its own.
            built, text = (root + paths.slides_file(workshop, "", kind) for kind in ("html", "txt"))
            back = f"{root}{paths.place_of(workshop, manual.handbook)}.html"
            file = paths.slides_file(workshop, edition.suffix)
            yield site_deck(deck, edition.language, svgs, file, built, back, text)
            yield Page(paths.slides_file(workshop, edition.suffix, "txt"), deck_text(deck, edition.language))


def _charts(manual: Manual, edition: Edition, drawn: Mapping[str, str]) -> dict[str, str]:
    """Give the drawings of an edition by the guide that they show."""
    files = {graph.guide.id: paths.chart_file(graph.guide, edition.suffix) for graph in manual.graphs.values()}
    return {guide: drawn[file] for guide, file in files.items() if file in drawn}


@dataclass(frozen=True)
class Order:
    """What somebody asks for: the slides of some items in some languages, and the look that PowerPoint gets."""

    items: tuple[Workshop | Guide, ...]
    editions: tuple[Edition, ...]
    template: bytes | None = None


def ordered(manual: Manual, order: Order, format: str) -> Iterator[tuple[str, bytes]]:
    """Make the files of an order; each is named after its item, with the code, and its language."""
    face = FORMATS[format](manual, order)
    for edition in order.editions:
        for item in order.items:
            one = workshop_deck(item, edition, manual.graphs) if isinstance(item, Workshop) else None
            deck = one or guide_deck(manual.graphs[item.id], edition)
            yield f"{paths.download_name(item, edition.language)}.{format}", face(deck, item, edition)


Face = Callable[[Deck, Workshop | Guide, Edition], bytes]


def _pptx(manual: Manual, order: Order) -> Face:
    engine, template = graphviz.default_engine(), order.template or house_style()

    def face(deck: Deck, item: Workshop | Guide, edition: Edition) -> bytes:
        made = item.control.change.date if item.control.change else None
        return powerpoint(
            deck, edition.language, lambda chart: tuple(parts_of(chart.graph, edition, engine)), made, template
        )

    return face


def _html(manual: Manual, order: Order) -> Face:
    drawn = graphviz.lay_out(manual.dots(), graphviz.default_engine()).svgs
    charts = {chart.file: chart.text for chart in manual.charts(drawn)}
    return lambda deck, item, edition: with_policy(
        lone_deck(deck, edition.language, _charts(manual, edition, charts))
    ).encode()


def _txt(manual: Manual, order: Order) -> Face:
    return lambda deck, item, edition: deck_text(deck, edition.language).encode()


FORMATS: Mapping[str, Callable[[Manual, Order], Face]] = {"pptx": _pptx, "html": _html, "txt": _txt}
"""The faces by the ending of their files."""
