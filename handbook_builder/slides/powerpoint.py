"""Slides as PowerPoint: takes a deck and the parts of its charts, gives a file that trainers can change.

Charts are shapes with lines glued to them. Titles stand in the placeholders of the layouts, so that another template
gives another look; places are those that ``fit`` reckons with. The same deck gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from handbook_builder.model.steps import Step
from handbook_builder.render.words import words_of
from handbook_builder.slides.deck import (
    Chart,
    Deck,
    Item,
    Items,
    Line,
    Look,
    Path,
    Reveal,
    Said,
    Slide,
    Stop,
    Table,
    Text,
    text_of,
)
from handbook_builder.slides.fit import (
    BOLD,
    CELL,
    CELL_GAP,
    GAP,
    INNER,
    LEADING,
    MARGIN,
    NUMBER,
    REVEAL,
    ROOM,
    SIZES,
    TOP,
    block_height,
    columns_of,
    cover_size,
    height_of,
    title_size,
    width_of,
    wrapped,
)
from handbook_builder.slides.parts import BOTTOM_SIDE, LEFT_SIDE, RIGHT_SIDE, TOP_SIDE, Box, Part, Way, sides

PX = 9525
"""The units of PowerPoint in a pixel."""

NATURAL = 1.15
"""The height of a line of Arial, of which a line spacing in percent is a multiple."""

COVER_TOP = 300

_FULL_TAGS = {"pt": "pt-PT", "en": "en-GB"}
"""The languages whose spelling PowerPoint is to check, by the manual's code."""

_ARROW = (
    '<a:tailEnd xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" type="triangle" w="med" len="med"/>'
)

_SHAPES = {
    "do": (MSO_SHAPE.RECTANGLE, "5B6780", "F4F6FA"),
    "ask": (MSO_SHAPE.FLOWCHART_PREPARATION, "8A6100", "FFF4D6"),
    "run": (MSO_SHAPE.RECTANGLE, "1F5FAE", "E6F1FF"),
    "refer": (MSO_SHAPE.FLOWCHART_OFFPAGE_CONNECTOR, "6F42B5", "F3EAFF"),
    "end": (MSO_SHAPE.ROUNDED_RECTANGLE, "2A7A40", "E9F6EC"),
}
"""The shape, outline and filling of each kind of step: those of the charts on pages."""


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
    writer = _Writer(file, deck, language, parts)
    for slide in deck.slides:
        writer.slide(slide)
    properties = file.core_properties
    properties.title, properties.language = deck.title.text, _tag(deck.language)
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


def _tag(language: str) -> str:
    return _FULL_TAGS.get(language, language)


@dataclass
class _Writer:
    """Writes slides into a presentation."""

    file: Any
    deck: Deck
    language: str
    parts: Callable[[Chart], Sequence[Part]]
    layouts: Mapping[str, Any] = field(init=False)
    zoom: float = field(init=False)
    """How many pixels of the template a pixel of ours is: a template may have slides of another size."""

    def __post_init__(self) -> None:
        found = {layout.element.get("type"): layout for layout in self.file.slide_layouts}
        names = {"title": "Title Slide", "titleOnly": "Title Only"}
        by_name = {layout.name: layout for layout in self.file.slide_layouts}
        self.layouts = {
            kind: by_name.get(name) or found.get(kind) or self.file.slide_layouts[0] for kind, name in names.items()
        }
        self.zoom = min(self.file.slide_width / (1280 * PX), self.file.slide_height / (720 * PX))
        slides = self.file.slides._sldIdLst
        for old in list(slides):  # those that a trainer left in the template
            self.file.part.drop_rel(old.rId)
            slides.remove(old)

    def emu(self, pixels: float) -> Emu:
        """Give pixels in the units of the file."""
        return Emu(round(pixels * PX * self.zoom))

    def points(self, pixels: float) -> Pt:
        """Give the size of type."""
        return Pt(round(pixels * 0.75 * self.zoom * 2) / 2)

    # Slides

    def slide(self, slide: Slide) -> None:
        """Write a slide; the parts of a chart, and of a long path, each get a slide of their own."""
        match slide.blocks:
            case (Chart() as chart, *_):
                parts = self.parts(chart)
                for at, part in enumerate(parts, 1):
                    page = self.page(slide, at, len(parts))
                    self.chart(page, chart, part, at, len(parts))
                if not parts:
                    self.text(self.page(slide, 1, 1), [Text((chart.name,)), Text((chart.description,), "small")], TOP)
            case (Path() as path, *_):
                groups = [path.stops[at : at + PER_PATH] for at in range(0, len(path.stops), PER_PATH)]
                for at, stops in enumerate(groups, 1):
                    self.path(self.page(slide, at, len(groups)), path, stops, at == 1)
            case _:
                self.blocks(self.page(slide, 1, 1), slide)

    def page(self, slide: Slide, at: int, of: int) -> Any:
        """Begin a slide with its title, number and notes."""
        cover = slide.kind == "cover"
        page = self.file.slides.add_slide(self.layouts["title" if cover else "titleOnly"])
        part = (Said(f" ({at}/{of})", self.deck.language),) if of > 1 else ()
        title = (*slide.title, *part)
        for holder in list(page.placeholders):
            if holder == page.shapes.title:
                paragraph = holder.text_frame.paragraphs[0]
                self.runs(paragraph, title, self.points(cover_size(title) if cover else title_size(title)))
                holder.text_frame.word_wrap = True
            else:
                holder.element.getparent().remove(holder.element)  # empty, it would say "click to add text"
        if page.shapes.title is None:  # a layout without a title: the slide must have one all the same
            self.text(page, [Text(title, "lead")], 36)
        self.number(page)
        if at == 1 and slide.notes:
            frame = page.notes_slide.notes_text_frame
            for place, note in enumerate(slide.notes):
                self.runs(frame.paragraphs[0] if place == 0 else frame.add_paragraph(), note, None)
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
                page.shapes._spTree.append(copy)

    def blocks(self, page: Any, slide: Slide) -> None:
        """Write the blocks of a slide below each other."""
        top: float = COVER_TOP if slide.kind == "cover" else TOP
        for block in slide.blocks:
            match block:
                case Text():
                    self.text(page, [block], top)
                case Items():
                    self.items(page, block, top)
                case Table():
                    self.table(page, block, top)
                case Reveal():
                    self.reveal(page, block, top)
            top += block_height(block) + GAP

    # Text

    def runs(self, paragraph: Any, line: Line, size: Pt | None, colour: Any = None, bold: bool = False) -> None:
        """Write a line, each text in its language."""
        for said in line:
            if not said.text:
                continue
            run = paragraph.add_run()
            run.text = said.text
            run._r.get_or_add_rPr().set("lang", _tag(said.language))
            if size is not None:
                run.font.size = size
            if bold:
                run.font.bold = True
            if isinstance(colour, RGBColor):
                run.font.color.rgb = colour
            elif colour is not None:
                run.font.color.theme_color = colour

    def frame(self, shape: Any, inner: float = 0) -> Any:
        """Prepare the text of a shape: it wraps, and stands as far from the edge as told."""
        frame = shape.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = self.emu(inner)
        return frame

    def box(self, page: Any, top: float, height: float) -> Any:
        """Add a box for text in the width of the slide."""
        return page.shapes.add_textbox(self.emu(MARGIN), self.emu(top), self.emu(INNER), self.emu(height))

    def text(self, page: Any, texts: Sequence[Text], top: float) -> None:
        """Write paragraphs."""
        height = sum(height_of(text.line, text.look, INNER) for text in texts)
        self.paragraphs(self.frame(self.box(page, top, height)), texts)

    def paragraphs(self, frame: Any, texts: Iterable[Text]) -> None:
        """Fill a frame with paragraphs."""
        for at, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            self.paragraph(paragraph, text.line, text.look)

    def paragraph(self, paragraph: Any, line: Line, look: Look) -> None:
        """Write a paragraph as it looks on a slide."""
        colours = {"small": MSO_THEME_COLOR.TEXT_1, "warning": MSO_THEME_COLOR.ACCENT_2}
        paragraph.line_spacing = LEADING / NATURAL
        self.runs(paragraph, line, self.points(SIZES[look]), colours.get(look))

    def items(self, page: Any, block: Items, top: float) -> None:
        """Write a list; PowerPoint counts and letters it by itself."""
        frame = self.frame(self.box(page, top, block_height(block)))
        fresh = True
        for at, item in enumerate(block.items):
            for text in (Text(item.line), *item.more):
                paragraph = frame.paragraphs[0] if fresh else frame.add_paragraph()
                properties = paragraph._p.get_or_add_pPr()
                properties.set("marL", str(self.emu(NUMBER)))
                first = text.line is item.line
                properties.set("indent", str(-self.emu(NUMBER)) if first else "0")
                self.paragraph(paragraph, text.line, text.look)
                if first and at:
                    paragraph.space_before = self.points(GAP)
                for mark in self.bullet(item) if first else ("<a:buNone {}/>",):
                    properties.append(parse_xml(mark.format(nsdecls("a"))))
                fresh = False

    def bullet(self, item: Item) -> Sequence[str]:
        """Give what is before an item: a point, or its number or letter."""
        colour = '<a:buClr {}><a:schemeClr val="tx2"/></a:buClr>'
        if item.number.endswith("."):
            return (
                colour,
                '<a:buFont {} typeface="+mj-lt"/>',
                f'<a:buAutoNum {{}} type="arabicPeriod" startAt="{item.number[:-1]}"/>',
            )
        if item.number:
            at = ord(item.number[0]) - ord("a") + 1
            return (
                colour,
                '<a:buFont {} typeface="+mj-lt"/>',
                f'<a:buAutoNum {{}} type="alphaLcParenR" startAt="{at}"/>',
            )
        return colour, '<a:buFont {} typeface="Arial"/>', '<a:buChar {} char="•"/>'

    def table(self, page: Any, block: Table, top: float) -> None:
        """Write a table with its head."""
        rows, widths = (block.head, *block.rows), columns_of(block)
        place = (self.emu(MARGIN), self.emu(top), self.emu(INNER), self.emu(block_height(block)))
        frame = page.shapes.add_table(len(rows), len(widths), *place)
        table = frame.table
        frame._element.nvGraphicFramePr.cNvPr.set("descr", text_of(block.head[0]))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self.emu(width)
        for at, row in enumerate(rows):
            heights = [height_of(cell, "small", width - CELL) for cell, width in zip(row, widths, strict=True)]
            table.rows[at].height = self.emu(max(heights) + CELL_GAP)
            for cell, line in zip(table.rows[at].cells, row, strict=True):
                cell.margin_left = cell.margin_right = self.emu(CELL / 2)
                cell.margin_top = cell.margin_bottom = self.emu(CELL_GAP / 2)
                paragraph = cell.text_frame.paragraphs[0]
                paragraph.line_spacing = LEADING / NATURAL
                self.runs(paragraph, line, self.points(SIZES["small"]), bold=at == 0)

    def reveal(self, page: Any, block: Reveal, top: float) -> None:
        """Write what a click shows."""
        place = (self.emu(MARGIN), self.emu(top), self.emu(INNER), self.emu(block_height(block)))
        shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
        shape.fill.solid()
        shape.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
        shape.line.color.theme_color = MSO_THEME_COLOR.TEXT_2
        _bare(shape)
        frame = self.frame(shape, REVEAL)
        self.paragraphs(frame, block.blocks)
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            for run in paragraph.runs:
                if run._r.rPr.find(qn("a:solidFill")) is None:
                    run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
        appear(page, [[shape.shape_id]])

    # Charts

    def chart(self, page: Any, chart: Chart, part: Part, at: int, of: int) -> None:
        """Draw a part of a chart with shapes and lines glued to them."""
        steps = {f"node--{step.id}": step for step in chart.graph.guide.steps}
        group = page.shapes.add_group_shape()
        drawn = {box.id: self.step(group, box, steps.get(box.id), part.scale) for box in part.boxes}
        for way in part.ways:
            self.way(group, way, part, drawn)
        numbers = f"{part.first + 1}–{part.last}"
        words = words_of(self.language)
        described = words["deck_chart_part"].format(
            name=chart.name.text, steps=numbers, description=chart.description.text
        )
        group._element.nvGrpSpPr.cNvPr.set("descr", described)
        group.name = chart.name.text

    def step(self, group: Any, box: Box, step: Step | None, scale: float) -> Any:
        """Draw a step, or the sign for one on another slide."""
        kind, outline, filling = _SHAPES[step.kind] if step else (MSO_SHAPE.ROUNDED_RECTANGLE, "4A5264", "FFFFFF")
        shape = group.shapes.add_shape(
            kind, self.emu(MARGIN + box.left), self.emu(TOP + box.top), self.emu(box.width), self.emu(box.height)
        )
        self.colour(shape, outline, filling)
        if step is None:
            shape.adjustments[0] = 0.5
            shape.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        elif step.kind == "run":
            _double(shape)
        self.centred(shape, self.rows(box.lines, box.language), 16 * scale)
        return shape

    def colour(self, shape: Any, outline: str, filling: str) -> None:
        """Give a shape the colours of its kind."""
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(filling)
        shape.line.color.rgb = _colour(outline)
        shape.line.width = Pt(1.5)
        _bare(shape)

    def rows(self, lines: Iterable[str], language: str | None) -> list[Said]:
        """Give the lines of a text in their language."""
        return [Said(line, language or self.deck.language) for line in lines]

    def centred(self, shape: Any, lines: Sequence[Said], size: float, *, bold_from: int | None = None) -> None:
        """Write lines into the middle of a shape, broken where they were measured."""
        frame = self.frame(shape)
        frame.word_wrap = False
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.CENTER
        for at, line in enumerate(lines):
            if at:
                paragraph.add_line_break()
            bold = bold_from is not None and at >= bold_from
            self.runs(paragraph, (line,), self.points(size), _colour("1B2130"), bold)

    def way(self, group: Any, way: Way, part: Part, drawn: Mapping[str, Any]) -> None:
        """Draw a line between two steps, with its answer."""
        boxes = {box.id: box for box in part.boxes}
        source, target = boxes[way.source], boxes[way.target]
        begin, end = sides(source, target, part.boxes)
        self.line(group, drawn[way.source], begin, drawn[way.target], end)
        if way.lines:
            size = 16 * part.scale
            width, height = max(width_of(line, size) for line in way.lines), len(way.lines) * size * NATURAL
            (x, y), (to_x, to_y) = source.middle(begin), target.middle(end)
            place = (MARGIN + (x + to_x - width) / 2, TOP + (y + to_y - height) / 2, width, height)
            shape = group.shapes.add_textbox(*(self.emu(one) for one in place))
            shape.fill.solid()
            shape.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
            self.centred(shape, self.rows(way.lines, way.language), size)

    def line(self, group: Any, source: Any, begin: int, target: Any, end: int) -> Any:
        """Draw a line with an arrow, glued to a side of two shapes."""
        connector = group.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
        connector.begin_connect(source, begin)
        connector.end_connect(target, end)
        for where, shape, side in (("begin", source, begin), ("end", target, end)):
            x, y = _point(shape, side)
            setattr(connector, f"{where}_x", x)
            setattr(connector, f"{where}_y", y)
        connector.line.color.rgb = _colour("4A5264")
        connector.line.width = Pt(1.5)
        connector.line._get_or_add_ln().append(parse_xml(_ARROW))
        _bare(connector)
        return connector

    # Paths

    def path(self, page: Any, path: Path, stops: Sequence[Stop], begins: bool) -> None:
        """Draw the steps of a case from left to right, row below row; each click shows the next one."""
        steps = {step.id: step for step in path.graph.guide.steps}
        clicks: list[list[int]] = []
        last: Any = None
        for at, stop in enumerate(stops):
            row, column = divmod(at, COLUMNS)
            left, top = MARGIN + column * (STOP_WIDTH + BETWEEN), TOP + row * (STOP_HEIGHT + BELOW)
            kind, outline, filling = _SHAPES[steps[stop.step].kind]
            place = (self.emu(one) for one in (left, top, STOP_WIDTH, STOP_HEIGHT))
            shape = page.shapes.add_shape(kind, *place)
            self.colour(shape, outline, filling)
            if steps[stop.step].kind == "run":
                _double(shape)
            self.stop(shape, stop, POINTED if steps[stop.step].kind == "ask" else WIDE)
            shown = [shape.shape_id]
            if last is not None:
                sides = (RIGHT_SIDE, LEFT_SIDE) if column else (BOTTOM_SIDE, TOP_SIDE)
                shown.insert(0, self.line(page, last, sides[0], shape, sides[1]).shape_id)
            if at or not begins:
                clicks.append(shown)
            last = shape
        appear(page, clicks)

    def stop(self, shape: Any, stop: Stop, width: float) -> None:
        """Write a step of a path with the answer that leaves it, as large as the shape allows."""
        for size in STOP_SIZES:
            rows = _wrapped(f"{stop.number}. ", stop.line, size, width)
            answer = _wrapped("→ ", stop.answer, size * BOLD, width) if stop.answer else []
            if (len(rows) + len(answer)) * size * NATURAL <= STOP_HEIGHT - 8:
                break
        self.centred(shape, [*rows, *answer], size, bold_from=len(rows))


COLUMNS, ROWS = 3, 3
PER_PATH = COLUMNS * ROWS
BETWEEN, BELOW = 56, 44
STOP_WIDTH, STOP_HEIGHT = (INNER - (COLUMNS - 1) * BETWEEN) / COLUMNS, (ROOM - (ROWS - 1) * BELOW) / ROWS
STOP_SIZES = (22, 20, 18, 16, 15, 14)
"""The sizes that the words of a step on a path may have; 14 px are 10½ pt."""
WIDE, POINTED = STOP_WIDTH - 24, STOP_WIDTH * 0.74
"""The width of words in a shape, and in one with points at its sides."""


def _wrapped(before: str, line: Line, size: float, width: float) -> list[Said]:
    """Break a line for a shape, with what stands before it."""
    return [Said(row, line[0].language) for row in wrapped(f"{before}{text_of(line)}", size, width)]


def _colour(code: str) -> RGBColor:
    """Give a colour by its six hexadecimal signs."""
    return RGBColor(*bytes.fromhex(code))  # type: ignore[no-untyped-call]


def _bare(shape: Any) -> None:
    """Take away what themes add to shapes: shadows, gradients, white text."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def _double(shape: Any) -> None:
    """Draw a double outline, the sign of another procedure."""
    shape.line.width = Pt(4)
    shape.line._get_or_add_ln().set("cmpd", "dbl")


def _point(shape: Any, side: int) -> tuple[int, int]:
    """Give the middle of a side of a shape."""
    x = {LEFT_SIDE: 0, RIGHT_SIDE: shape.width}.get(side, shape.width // 2)
    y = {TOP_SIDE: 0, BOTTOM_SIDE: shape.height}.get(side, shape.height // 2)
    return shape.left + x, shape.top + y


_TIMING = """<p:timing {}><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot">
<p:childTnLst><p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq">
<p:childTnLst>{}</p:childTnLst>
</p:cTn><p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst>
<p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst></p:seq>
</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"""
_CLICK = """<p:par><p:cTn id="{}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst><p:childTnLst>
<p:par><p:cTn id="{}" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>{}</p:childTnLst></p:cTn>
</p:par></p:childTnLst></p:cTn></p:par>"""
_APPEAR = """<p:par><p:cTn id="{}" presetID="1" presetClass="entr" presetSubtype="0" fill="hold" nodeType="{}">
<p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst><p:set><p:cBhvr><p:cTn id="{}" dur="1" fill="hold">
<p:stCondLst><p:cond delay="0"/></p:stCondLst></p:cTn><p:tgtEl><p:spTgt spid="{}"/></p:tgtEl><p:attrNameLst>
<p:attrName>style.visibility</p:attrName></p:attrNameLst></p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set>
</p:childTnLst></p:cTn></p:par>"""


def appear(page: Any, clicks: Sequence[Sequence[int]]) -> None:
    """Let shapes appear, those of one click together; on paper they are all there."""
    number = 2
    said = []
    for shapes in clicks:
        outer, inner = number + 1, number + 2
        number += 2
        effects = []
        for at, shape in enumerate(shapes):
            effects.append(_APPEAR.format(number + 1, "withEffect" if at else "clickEffect", number + 2, shape))
            number += 2
        said.append(_CLICK.format(outer, inner, "".join(effects)))
    if said:
        page._element.append(parse_xml(_TIMING.format(nsdecls("p"), "".join(said))))
