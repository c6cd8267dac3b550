"""Slides as a page: takes a deck and the drawings of its charts, gives HTML that presents itself with reveal.js.

The page works without a network, without scripts and on paper. On the site it shares its files with the other decks; a
deck on its own has everything inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from importlib.resources import files

from markupsafe import Markup

from handbook_builder.render.assets import words_file, words_script
from handbook_builder.render.chart import edge_id
from handbook_builder.render.page import MARK, Page, render_html
from handbook_builder.render.paths import ASSETS, relative
from handbook_builder.render.svg import STANDALONE_CSS, for_page
from handbook_builder.render.words import words_of
from handbook_builder.slides.deck import Deck, Items, Line, Said
from handbook_builder.slides.fit import title_size

REVEAL, LICENSE = f"{ASSETS}/reveal.js", f"{ASSETS}/reveal-license.txt"
REVEAL_STYLE = f"{ASSETS}/reveal.css"
STYLE, SCRIPT = f"{ASSETS}/slides.css", f"{ASSETS}/slides.js"


@lru_cache
def _contents() -> Mapping[str, str]:
    """Give the files that all decks share, by their path in ``docs/``."""
    package = files("handbook_builder") / "assets"

    def text(name: str) -> str:
        return (package / name).read_text(encoding="utf-8")

    return {
        REVEAL: text("reveal/reveal.js"),
        REVEAL_STYLE: text("reveal/reveal.css"),
        LICENSE: text("reveal/LICENSE"),
        STYLE: f"{text('slides/deck.css')}\n/* Charts. */\n{STANDALONE_CSS}\n",
        SCRIPT: text("slides/deck.js"),
    }


def slides_assets() -> Iterator[Page]:
    """Give the files that the decks of a site share."""
    for file, text in _contents().items():
        yield Page(file, f"/* {MARK} its own package: changes here are lost. */\n{text}")


def site_deck(
    deck: Deck, language: str, charts: Mapping[str, str], file: str, built: str, back: str, text: str
) -> Page:
    """Write the page of a deck on a site.

    ``file`` is its path in ``docs/``, ``built`` the one that it gets on the site; there stand ``back``, the page of the
    manual that it belongs to, and ``text``, the same in words alone.
    """

    def to(target: str) -> str:
        return escape(relative(target, built))

    styles = [
        Markup(f'<link rel="stylesheet" href="{to(REVEAL_STYLE)}" id="hb-reveal-style" media="not all">'),
        Markup(f'<link rel="stylesheet" href="{to(STYLE)}">'),
    ]
    scripts = [Markup(f'<script src="{to(one)}" defer></script>') for one in (words_file(language), REVEAL, SCRIPT)]
    words = words_of(language)
    links = [
        (words["deck_back"], to(back)),
        (words["deck_as_text"], to(text)),
        (words["deck_print_slides"], "?print-pdf"),
    ]
    return Page(file, _page(deck, language, charts, styles, scripts, links))


def lone_deck(deck: Deck, language: str, charts: Mapping[str, str]) -> str:
    """Write a deck as one file that needs no other."""
    contents = _contents()
    styles = [
        Markup(f'<style id="hb-reveal-style" media="not all">{contents[REVEAL_STYLE]}</style>'),
        Markup(f"<style>{contents[STYLE]}</style>"),
    ]
    scripts = [
        Markup(f"<script>{one}</script>") for one in (words_script(language), contents[REVEAL], contents[SCRIPT])
    ]
    links = [(words_of(language)["deck_print_slides"], "?print-pdf")]
    return _page(deck, language, charts, styles, scripts, links)


def _page(
    deck: Deck,
    language: str,
    charts: Mapping[str, str],
    styles: Iterable[Markup],
    scripts: Iterable[Markup],
    links: Iterable[tuple[str, str]],
) -> str:
    anchors = {slide.id: f"slide-{slide.id}" for slide in deck.slides}
    steps = {
        item.anchor: anchors[slide.id]
        for slide in deck.slides
        for block in slide.blocks
        if isinstance(block, Items)
        for item in block.items
        if item.anchor
    }

    def chart(guide: str) -> Markup:
        def to(link: re.Match[str]) -> str:
            anchor = steps.get(f"{guide}--{link[1]}")
            return f' href="#{anchor}"' if anchor else ""

        # The generator's mark and the reader's own rules belong to a file of its own.
        svg = re.sub(r"<!--.*?-->\n", "", for_page(charts.get(guide, "")))
        return Markup(re.sub(r' href="#step-([^"]*)"', to, svg))

    def said(one: Said) -> str:
        text = escape(one.text, quote=False)
        return text if one.language == deck.language else f'<span lang="{escape(one.language)}">{text}</span>'

    def line(parts: Line) -> Markup:
        return Markup("".join(map(said, parts)))

    return render_html(
        "slides.html.j2",
        deck=deck,
        t=words_of(language),
        anchors=anchors,
        styles=styles,
        scripts=scripts,
        links=links,
        lang=lambda one: Markup("" if one.language == deck.language else f' lang="{escape(one.language)}"'),
        line=line,
        size=title_size,
        chart=chart,
        edge_id=edge_id,
        kind_of=lambda block: type(block).__name__,
    )
