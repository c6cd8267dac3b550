"""Slides as PowerPoint: takes a deck and the parts of its charts, gives a file that trainers can change.

Charts are shapes with lines glued to them. Titles stand in the placeholders of the layouts, so that another template
gives another look; places are those that ``fit`` reckons with. The same deck gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from handbook_builder.messages import Message
from handbook_builder.render.chart import NODE, SIGN, edge_id, node_id
from handbook_builder.slides.deck import Chart, Deck, Items, Path, Reveal, Said, Slide, Table, Text, text_of
from handbook_builder.slides.fit import GAP, HEIGHT, TITLE_TOP, TOP, WIDTH, block_height, cover_size, title_size
from handbook_builder.slides.parts import Part
from handbook_builder.slides.powerpoint.charts import Charts, pages_of
from handbook_builder.slides.powerpoint.pen import PX, Pen, tag_of

COVER_TOP = 300

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_SECTIONS_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_SECTIONS = f'<p:ext {nsdecls("p")} uri="{_SECTIONS_URI}"><p14:sectionLst xmlns:p14="{_P14}"/></p:ext>'
"""Where a presentation keeps its sections (Office extensions to Open XML, MS-PPTX, "sectionLst")."""


class TemplateError(Exception):
    """A template can't be used; the message tells why."""


def house_style() -> bytes:
    """Give the template that is used when nobody names another."""
    return (files("handbook_builder") / "assets" / "slides" / "template.pptx").read_bytes()


def powerpoint(
    deck: Deck, language: str, parts: Callable[[Chart], Sequence[Part]], made: datetime.date | None, template: bytes
) -> bytes:
    """Write a deck; ``parts`` cuts a chart for slides, ``made`` is the day of its version."""
    try:
        file = Presentation(io.BytesIO(template))
    except Exception as error:  # python-pptx raises whatever its parts raise
        raise TemplateError(str(error)) from error
    if not len(file.slide_layouts):
        raise TemplateError(Message("it has no layouts"))
    writer = _Writer(file, deck, language, parts)
    sections = writer.sections()
    for chapter in deck.chapters:
        begin = len(file.slides)
        for slide in chapter.slides:
            writer.slide(slide)
        writer.section(sections, text_of(chapter.title), begin)
    properties = file.core_properties
    properties.title, properties.language = deck.title.text, tag_of(deck.language)
    properties.author = properties.last_modified_by = ""
    return packed(file, made)


def packed(file: Any, made: datetime.date | None) -> bytes:
    """Save a presentation so that neither the clock nor the machine shows in its bytes."""
    day = made or datetime.date(2000, 1, 1)
    file.core_properties.created = file.core_properties.modified = datetime.datetime.combine(day, datetime.time())
    file.core_properties.revision = 1
    saved, fresh = io.BytesIO(), io.BytesIO()
    file.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(entry, old.read(name))
    return fresh.getvalue()


@dataclass
class _Writer:
    """Writes slides into a presentation."""

    file: Any
    deck: Deck
    language: str
    parts: Callable[[Chart], Sequence[Part]]
    layouts: Mapping[str, Any] = field(init=False)
    pen: Pen = field(init=False)
    charts: Charts = field(init=False)

    def __post_init__(self) -> None:
        found = {layout.element.get("type"): layout for layout in self.file.slide_layouts}
        names = {"title": "Title Slide", "titleOnly": "Title Only"}
        by_name = {layout.name: layout for layout in self.file.slide_layouts}
        self.layouts = {
            kind: by_name.get(name) or found.get(kind) or self.file.slide_layouts[0] for kind, name in names.items()
        }
        self.pen = Pen(min(self.file.slide_width / (WIDTH * PX), self.file.slide_height / (HEIGHT * PX)))
        self.charts = Charts(self.pen, self.language, self.deck.language)
        slides = self.file.slides._sldIdLst
        for old in list(slides):  # those that a trainer left in the template
            self.file.part.drop_rel(old.rId)
            slides.remove(old)

    def sections(self) -> Any:
        """Make a place for sections, empty, and give it; those of the template went with its slides."""
        presentation = self.file.element
        for old in presentation.xpath(f"./p:extLst/p:ext[@uri='{_SECTIONS_URI}']"):
            old.getparent().remove(old)
        extensions = presentation.find(qn("p:extLst"))
        if extensions is None:
            extensions = parse_xml(f"<p:extLst {nsdecls('p')}/>")
            presentation.append(extensions)
        extensions.append(parse_xml(_SECTIONS))
        return extensions[-1][0]

    def section(self, sections: Any, name: str, begin: int) -> None:
        """Name the slides from a place on as a section, which PowerPoint folds, moves and prints as one."""
        section = sections.makeelement(f"{{{_P14}}}section")
        section.set("name", name)
        section.set("id", f"{{{uuid.uuid5(uuid.NAMESPACE_OID, f'{self.deck.id}/{begin}')}}}".upper())
        slides = section.makeelement(f"{{{_P14}}}sldIdLst")
        for slide in list(self.file.slides._sldIdLst)[begin:]:
            slides.append(slides.makeelement(f"{{{_P14}}}sldId", {"id": slide.get("id")}))
        section.append(slides)
        sections.append(section)

    def slide(self, slide: Slide) -> None:
        """Write a slide; the parts of a chart, and of a long path, each get a slide of their own."""
        match slide.blocks:
            case (Chart() as chart, *_):
                self.chart(slide, chart)
            case (Path() as path, *_):
                groups = pages_of(path)
                for at, stops in enumerate(groups, 1):
                    page = self.page(slide, at, len(groups))
                    self.charts.path(page, path, stops)
                    self.number(page)
            case _:
                page = self.page(slide, 1, 1)
                self.blocks(page, slide)
                self.number(page)

    def chart(self, slide: Slide, chart: Chart) -> None:
        """Write a chart; a sign for a step somewhere else leads to its slide."""
        parts = self.parts(chart)
        drawn = []
        for at, part in enumerate(parts, 1):
            page = self.page(slide, at, len(parts))
            drawn.append((page, self.charts.chart(page, chart, part)))
            self.number(page)
        pages = {id: page for page, shapes in drawn for id in shapes if id.startswith(NODE)}
        for edge in chart.graph.edges:
            for _, shapes in drawn:
                if (sign := shapes.get(edge_id(edge, SIGN))) is not None:
                    sign.click_action.target_slide = pages[node_id(edge.target)]

    def page(self, slide: Slide, at: int, of: int) -> Any:
        """Begin a slide with its title, number and notes."""
        cover = slide.kind == "cover"
        page = self.file.slides.add_slide(self.layouts["title" if cover else "titleOnly"])
        part = (Said(f" ({at}/{of})", self.deck.language),) if of > 1 else ()
        title = (*slide.title, *part)
        for holder in list(page.placeholders):
            if holder == page.shapes.title:
                paragraph = holder.text_frame.paragraphs[0]
                self.pen.runs(paragraph, title, self.pen.points(cover_size(title) if cover else title_size(title)))
                holder.text_frame.word_wrap = True
            else:
                holder.element.getparent().remove(holder.element)  # empty, it would say "click to add text"
        if page.shapes.title is None:  # a layout without a title: the slide must have one all the same
            self.pen.text(page, [Text(title, "lead")], TITLE_TOP)
        if slide.notes:
            frame = page.notes_slide.notes_text_frame
            for place, note in enumerate(slide.notes):
                self.pen.runs(frame.paragraphs[0] if place == 0 else frame.add_paragraph(), note, None)
        return page

    def number(self, page: Any) -> None:
        """Show the number of the slide where the layout has its place."""
        for holder in page.slide_layout.placeholders:
            mark = holder.element.find(f".//{qn('p:ph')}")
            if mark is not None and mark.get("type") == "sldNum":
                copy = deepcopy(holder.element)
                copy.nvSpPr.cNvPr.set(
                    "id", str(max(int(id) for id in page.shapes._spTree.xpath("//@id") if id.isdigit()) + 1)
                )
                for properties in copy.iter(qn("a:rPr")):
                    properties.set("lang", tag_of(self.language))
                page.shapes._spTree.append(copy)

    def blocks(self, page: Any, slide: Slide) -> None:
        """Write the blocks of a slide below each other."""
        top: float = COVER_TOP if slide.kind == "cover" else TOP
        for block in slide.blocks:
            match block:
                case Text():
                    self.pen.text(page, [block], top)
                case Items():
                    self.pen.items(page, block, top)
                case Table():
                    self.pen.table(page, block, top, text_of(slide.title))
                case Reveal():
                    self.pen.reveal(page, block, top)
            top += block_height(block) + GAP
