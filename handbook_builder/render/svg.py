"""Make a drawing fit for readers: takes the SVG of the layout program, gives one that is safe, accessible, in colour.

Only the elements and attributes listed here come through. Every wording in a chart is an author's, and what the layout
program writes is its own affair: a list of what is good needs no guess at what may be bad.
"""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from xml.parsers.expat import ExpatError, ParserCreate

CHART_CSS = (files("handbook_builder.render") / "assets" / "chart.css").read_text(encoding="utf-8")
"""The rules for charts in a page, to be served as a stylesheet of the site."""


def _standalone(css: str) -> str:
    """Let the reader's system choose the dark scheme, and leave out what only people read."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = css.replace("@media screen {", "@media screen and (prefers-color-scheme: dark) {")
    return " ".join(css.replace(':where([data-md-color-scheme="slate"]) ', "").split())


STANDALONE_CSS = _standalone(CHART_CSS)
"""The same rules for a chart in a file of its own."""

_GROUPS = frozenset({"g", "a"})
_SHAPES = frozenset({"path", "polygon", "polyline", "ellipse"})
_PLAIN = re.compile(r"[A-Za-z0-9_ .,;:#%+-]*").fullmatch  # no quotes, and no url(…) that would fetch something
_TRANSFORM = re.compile(r"(?:(?:scale|rotate|translate)\([0-9 .,-]+\) ?)*").fullmatch
_ATTRIBUTES = {
    **dict.fromkeys(("class", "d", "points", "x", "y", "cx", "cy", "rx", "ry"), _PLAIN),
    **dict.fromkeys(("fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray"), _PLAIN),
    **dict.fromkeys(("text-anchor", "font-family", "font-size", "font-weight", "font-style"), _PLAIN),
    **dict.fromkeys(("text-decoration", "baseline-shift"), _PLAIN),
    "transform": _TRANSFORM,
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)pt")
_SIZE = re.compile(r' (?:width|height)="([\d.]+)"')
_BOX = re.compile(r"[\d\s.,-]+")
_NOT_XML = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_PX_IN_PT = 4 / 3  # so that a font of 12 pt is read at 16 px, as the text around the chart


def accessible(
    svg: str,
    *,
    chart_id: str,
    title: str,
    description: str,
    css: str = STANDALONE_CSS,
    lang: str | None = None,
    title_lang: str | None = None,
) -> str:
    """Return the text of an SVG file that stands alone; ``for_page`` makes it part of a page.

    A group with the class ``lang-en`` is marked as being in that language. A ValueError means: no drawing of ours.
    """
    reader = _Reader(chart_id)
    reader.read(svg)
    size = " ".join(f'{name}="{_in_px(reader.root.get(name, ""))}"' for name in ("width", "height"))
    box = reader.root.get("viewBox", "")
    if not _BOX.fullmatch(box):
        raise ValueError(f'a drawing needs a viewBox, not "{box}"')
    id = escape(chart_id)
    language = f' lang="{escape(lang)}"' if lang else ""
    title_language = f' lang="{escape(title_lang)}"' if title_lang and title_lang != lang else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="hb-chart"{language} {size} viewBox="{box}"'
        f' role="group" aria-labelledby="{id}__title {id}__desc">\n'
        f'<title id="{id}__title"{title_language}>{_one_line(title)}</title>\n'
        f'<desc id="{id}__desc">{_one_line(description)}</desc>\n'
        f"<style>{_one_line(css)}</style>\n"
        f"{''.join(reader.written)}</svg>\n"
    )


def for_page(svg: str) -> str:
    """Take the rules out of an accessible drawing: a page has them in its stylesheet, and its CSP allows no others."""
    before, _, rest = svg.partition("<style>")
    return before + rest.partition("</style>\n")[2]


def framed(svg: str, *, label: str, file: str) -> str:
    """Put an accessible drawing into a frame that scrolls by keyboard; ``file`` names it when a reader keeps it."""
    width, height = (float(size) for size in _SIZE.findall(svg)[:2])
    wide = " hb-wide" if width > height else ""  # on paper it lies
    return (
        f'<div class="hb-flow{wide}" role="region" tabindex="0" aria-label="{escape(label)}"'
        f' data-file="{escape(file)}">{for_page(svg)}</div>'
    )


class _Reader:
    """Writes what is on the lists, while the XML parser of Python's library reads: one pass, as charts are many."""

    def __init__(self, chart_id: str) -> None:
        self.root: dict[str, str] = {}
        self.written: list[str] = []
        self._chart_id = chart_id
        self._ids: set[str] = set()
        self._open = 0  # elements around this one that are written
        self._ignored = 0  # elements around this one that are not
        self._text: list[str] | None = None

    def read(self, svg: str) -> None:
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(svg.encode(), True)
        except ExpatError as error:
            raise ValueError(f"a drawing should be XML: {error}") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._ignored:
            self._ignored += 1
        elif self._open == 0:
            self._open, self.root = 1, attributes
        elif self._text is None and name in _GROUPS:
            self._open += 1
            self.written.append(f"<{name}{self._attributes(name, attributes)}>\n")
        elif self._text is None and name == "text":
            self._open += 1
            self._text = []
            self.written.append(f"<text{self._attributes(name, attributes)}")
        else:
            self._ignored = 1
            # A polygon right in the outermost group is the white ground that would hide the page's own.
            if self._text is None and name in _SHAPES and not (name == "polygon" and self._open == 2):
                self.written.append(f"<{name}{self._attributes(name, attributes)}/>\n")

    def _end(self, name: str) -> None:
        if self._ignored:
            self._ignored -= 1
            return
        self._open -= 1
        if self._text is not None:
            text = "".join(self._text)
            # Parts of a line in different type stand side by side, each with the spaces at its ends.
            space = "" if text == " ".join(text.split()) else ' xml:space="preserve"'
            self.written.append(f"{space}>{escape(text, quote=False)}</text>\n")
            self._text = None
        elif self._open:
            self.written.append(f"</{name}>\n")

    def _characters(self, text: str) -> None:
        if self._text is not None and not self._ignored:
            self._text.append(text)

    def _attributes(self, name: str, attributes: dict[str, str]) -> str:
        kept = ""
        for key, value in attributes.items():
            if key in _ATTRIBUTES:
                if _ATTRIBUTES[key](value):
                    kept += f' {key}="{value}"'
                    if key == "class":
                        kept += _said_by_class(value)
            elif key == "id":
                if value not in self._ids:
                    self._ids.add(value)
                    kept += f' id="{escape(self._chart_id)}-{escape(value)}"'
            elif name == "a" and key in ("href", "xlink:href") and _leads_to_a_page(value):
                kept += f' href="{escape(value)}"'
        return kept


def _said_by_class(value: str) -> str:
    """Lines are heard as noise: their order is told by the steps, and by the list beside the chart."""
    said = ' aria-hidden="true"' if value.startswith("edge") else ""
    for word in value.split():
        if word.startswith("lang-"):
            said += f' lang="{word.removeprefix("lang-")}"'
    return said


def _leads_to_a_page(target: str) -> bool:
    """Tell whether a link is harmless, seen as browsers see it: without blanks and control characters."""
    seen = "".join(char for char in target if char > " ")
    scheme, colon, _ = re.split(r"[/?#]", seen, maxsplit=1)[0].partition(":")
    return not colon or scheme.lower() in _SCHEMES


def _in_px(length: str) -> str:
    match = _LENGTH.fullmatch(length)
    if not match:
        raise ValueError(f'a drawing has a size in pt, not "{length}"')
    return f"{float(match[1]) * _PX_IN_PT:.2f}".rstrip("0").rstrip(".")


def _one_line(text: str) -> str:
    return escape(_NOT_XML.sub("", " ".join(text.split())), quote=False)
