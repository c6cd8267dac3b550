"""What a printed page needs and Markdown can't say: takes a page, holds its steps together, tells its address."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

import segno

from handbook_builder.render.words import Words

_STEP = re.compile(r'<h3 class="hb-step.*?(?=<h[23]\b)', re.DOTALL)
_WAY = re.compile(r'(<p class="hb-way"><a href="([^"]*)">[^<]*</a>)</p>')
_UNCONTROLLED = re.compile(r'<p class="hb-uncontrolled">[^<]*</p>')


def with_whole_steps(page: str) -> str:
    """Put each step, its heading and all up to the next, into one element, which paper need not tear apart."""
    return _STEP.sub(lambda step: f'<section class="hb-whole">{step[0]}</section>\n', page)


def with_address(page: str, address: str | None, words: Words) -> str:
    """Tell a page's readers on paper its address, in words and as a QR code; without one, leave the page as it is."""
    if address is None:
        return page
    sentence = words["uncontrolled_at"].format(address=escape(address))
    told = f'<p class="hb-uncontrolled">{sentence}</p>{qr_code(address, words["qr_code"])}'
    return _UNCONTROLLED.sub(lambda _: told, page, count=1)


def with_ways(page: str, address: str | None, words: Words) -> str:
    """Tell readers on paper where the links that stand alone lead to: the address in words and as a QR code."""
    if address is None:
        return page

    def told(way: re.Match[str]) -> str:
        target = urljoin(address, unescape(way[2]))
        code = qr_code(target, words["qr_code_of_link"])
        return f'{way[1]}<span class="hb-address">{escape(target)}</span>{code}</p>'

    return _WAY.sub(told, page)


def qr_code(address: str, name: str) -> str:
    """Draw an address as an SVG image with the quiet zone of four squares that readers need."""
    # A given mask spares the trial of all eight, which takes three quarters of the time; every reader knows each.
    code = segno.make(address, error="m", mask=1, micro=False)
    drawing = code.svg_inline(border=4, omitsize=True, svgclass="hb-qr", lineclass=None, dark="#000", light="#fff")
    return drawing.replace("<svg ", f'<svg role="img" aria-label="{escape(name)}" ', 1)
