"""Words on slides: takes lines, lists and tables, writes them into boxes where ``fit`` reckons with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from handbook_builder.slides.deck import Item, Items, Line, Look, Reveal, Said, Table, Text
from handbook_builder.slides.fit import (
    CELL,
    CELL_GAP,
    GAP,
    INNER,
    LEADING,
    MARGIN,
    NUMBER,
    REVEAL,
    SIZES,
    block_height,
    columns_of,
    height_of,
)
from handbook_builder.slides.powerpoint.motion import appear

PX = 9525
"""The units of PowerPoint in a pixel."""

NATURAL = 1.15
"""The height of a line of Arial, of which a line spacing in percent is a multiple."""

_FULL_TAGS = {"pt": "pt-PT", "en": "en-GB"}
"""The languages whose spelling PowerPoint is to check, by the manual's code."""


def colour(code: str) -> RGBColor:
    """Give a colour by its six hexadecimal signs."""
    return RGBColor(*bytes.fromhex(code))  # type: ignore[no-untyped-call]


INK = colour("1B2130")
"""The colour of words in charts."""


def tag_of(language: str) -> str:
    """Give the full tag of a language."""
    return _FULL_TAGS.get(language, language)


@dataclass(frozen=True)
class Pen:
    """Writes words; takes places and sizes in the pixels of ``fit``."""

    zoom: float
    """How many pixels of the presentation a pixel of ours is: a template may have slides of another size."""

    def emu(self, pixels: float) -> Emu:
        """Give pixels in the units of the file."""
        return Emu(round(pixels * PX * self.zoom))

    def points(self, pixels: float) -> Pt:
        """Give the size of type."""
        return Pt(round(pixels * 0.75 * self.zoom * 2) / 2)

    def runs(self, paragraph: Any, line: Line, size: Pt | None, colour: Any = None, bold: bool = False) -> None:
        """Write a line, each text in its language."""
        for said in line:
            if not said.text:
                continue
            run = paragraph.add_run()
            run.text = said.text
            run._r.get_or_add_rPr().set("lang", tag_of(said.language))
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
        if len(item.number) == 2 and item.number[0].isalpha():
            at = ord(item.number[0]) - ord("a") + 1
            return (
                colour,
                '<a:buFont {} typeface="+mj-lt"/>',
                f'<a:buAutoNum {{}} type="alphaLcParenR" startAt="{at}"/>',
            )
        sign = item.number[:-1] or "•"  # behind z there are numbers, which PowerPoint can't count on from letters
        return colour, '<a:buFont {} typeface="Arial"/>', f'<a:buChar {{}} char="{sign}"/>'

    def table(self, page: Any, block: Table, top: float, name: str) -> None:
        """Write a table with its head."""
        rows, widths = (block.head, *block.rows), columns_of(block)
        place = (self.emu(MARGIN), self.emu(top), self.emu(INNER), self.emu(block_height(block)))
        frame = page.shapes.add_table(len(rows), len(widths), *place)
        table = frame.table
        frame._element.nvGraphicFramePr.cNvPr.set("descr", name)
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
        place = (self.emu(MARGIN), self.emu(top + REVEAL), self.emu(INNER), self.emu(block_height(block) - REVEAL))
        shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
        shape.fill.solid()
        shape.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
        shape.line.color.theme_color = MSO_THEME_COLOR.TEXT_2
        bare(shape)
        frame = self.frame(shape, REVEAL)
        self.paragraphs(frame, block.blocks)
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            for run in paragraph.runs:
                if run._r.rPr.find(qn("a:solidFill")) is None:
                    run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
        if block.hidden:
            appear(page, [[shape.shape_id]])

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
            self.runs(paragraph, (line,), self.points(size), INK, bold)


def decorative(shape: Any) -> None:
    """Say that a shape tells nothing that the others don't (Office extensions to Open XML, "adec:decorative")."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.append(parse_xml(_DECORATIVE.format(nsdecls("a"))))


_DECORATIVE = """<a:extLst {}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative
xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>"""


def bare(shape: Any) -> None:
    """Take away what themes add to shapes: shadows, gradients, white text."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)
