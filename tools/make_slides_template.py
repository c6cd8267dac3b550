"""Makes the house style of slides in PowerPoint, assets/slides/template.pptx, from the template of python-pptx.

Run it to change the style that everybody gets; a trainer rather changes a copy of the file in PowerPoint.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu

from handbook_builder.slides.fit import HEIGHT, INNER, MARGIN, SIZES, TITLE_TOP, TITLES, TOP, WIDTH
from handbook_builder.slides.powerpoint import packed
from handbook_builder.slides.powerpoint.pen import PX

FILE = Path(__file__).parent.parent / "handbook_builder" / "assets" / "slides" / "template.pptx"
KEPT = ("title", "titleOnly")
COLOURS = {
    "dk1": "1C2530",
    "lt1": "FFFFFF",
    "dk2": "14506B",
    "lt2": "F2F5F8",
    "accent1": "14506B",
    "accent2": "8A3F00",
    "accent3": "8A6100",
    "accent4": "1F5FAE",
    "accent5": "6F42B5",
    "accent6": "2A7A40",
    "hlink": "0B5C82",
    "folHlink": "6F42B5",
}


def place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    """Put a shape where it belongs, in pixels of a slide."""
    shape.left, shape.top, shape.width, shape.height = (Emu(round(one * PX)) for one in (left, top, width, height))


def dress(holder: Any) -> None:
    """Place the title and the number of a master or layout; take the date and the foot away."""
    for shape in list(holder.placeholders):
        kind = shape.element.find(f".//{qn('p:ph')}").get("type")
        for body in shape.element.iter(qn("a:bodyPr")):
            for side in ("lIns", "rIns"):
                body.set(side, "0")
        if kind == "sldNum":
            for type in shape.element.iter(qn("a:defRPr")):
                type.set("sz", str(SIZES["small"] * 75))
            place(shape, WIDTH - MARGIN - 160, HEIGHT - 60, 160, 40)
        elif kind == "title":
            place(shape, MARGIN, TITLE_TOP, INNER, TOP - TITLE_TOP - 8)
        elif kind in ("dt", "ftr", "subTitle"):
            shape.element.getparent().remove(shape.element)
        elif kind == "ctrTitle":
            place(shape, MARGIN, 130, INNER, 150)


def main() -> None:
    """Write the file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDTH * PX), Emu(HEIGHT * PX)
    master = deck.slide_master
    for layout in list(deck.slide_layouts):
        if layout.element.get("type") not in KEPT:
            deck.slide_layouts.remove(layout)
    for holder in (master, *deck.slide_layouts):
        dress(holder)
    for style in master.element.iter(qn("p:titleStyle")):
        for level in style.iter(qn("a:lvl1pPr")):
            level.set("algn", "l")
        for type in style.iter(qn("a:defRPr")):
            type.set("sz", str(TITLES[0] * 75))
            type.set("b", "1")
            for colour in type.iter(qn("a:schemeClr")):
                colour.set("val", "tx2")
    for layout in deck.slide_layouts:
        if layout.element.get("type") == "title":
            layout.shapes._spTree.insert(2, _band())
    for part in deck.part.package.iter_parts():
        if str(part.partname).startswith("/ppt/theme/"):
            part._blob = _theme(part.blob.decode()).encode()
    deck.core_properties.title = "handbook"
    FILE.write_bytes(packed(deck, None))


def _band() -> Any:
    """Give a band of colour at the top of a cover."""
    return parse_xml(
        '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<p:nvSpPr><p:cNvPr id="99" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{WIDTH * PX}" cy="{16 * PX}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></p:spPr>'
        "</p:sp>"
    )


def _theme(xml: str) -> str:
    """Set the colours and fonts of a theme."""
    for name, value in COLOURS.items():
        xml = re.sub(rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>', xml, flags=re.S)
    return re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*"', r'\1Arial"', xml)


if __name__ == "__main__":
    main()
