"""Texts that look like markup, in every field: nothing but text is found on the pages and in the drawings."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import markdown
import pytest
from lxml import etree, html  # type: ignore[import-untyped]
from mkdocs.config import load_config
from mkdocs.utils.meta import get_data

from handbook_builder.model.registers import Channel
from handbook_builder.render.graphviz import default_engine, lay_out
from handbook_builder.render.manual import Manual
from handbook_builder.render.markup import channel, external
from handbook_builder.render.writer import Writer
from tests.attacks import ATTACKS, HARMLESS, Attack, manual_with, shown_plain
from tests.site import ROOT


@cache
def converter(*more: str) -> markdown.Markdown:
    """Convert as our site does, or with more extensions."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    names = [*config.markdown_extensions, *more]
    return markdown.Markdown(extensions=names, extension_configs=config.mdx_configs or {})


# What other sites often switch on as well.
MORE_EXTENSIONS = (
    *("footnotes", "def_list", "pymdownx.superfences", "pymdownx.inlinehilite", "pymdownx.details"),
    *("pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.critic", "pymdownx.caret", "pymdownx.mark", "pymdownx.tilde"),
    *("pymdownx.betterem", "pymdownx.keys", "pymdownx.emoji", "pymdownx.snippets", "pymdownx.arithmatex"),
    *("pymdownx.blocks.admonition", "pymdownx.blocks.details", "pymdownx.blocks.html", "pymdownx.progressbar"),
)


@dataclass(frozen=True)
class Seen:
    """What a reader gets of a page: its elements with their attributes, its text, its title and description."""

    elements: Counter[tuple[str, ...]]
    text: str
    head: tuple[str, ...]

    def with_texts(self, shown: tuple[str, str, str]) -> Seen:
        """Put other texts in the place of the harmless ones."""

        def put(text: str) -> str:
            for harmless, other in zip(HARMLESS, shown, strict=True):
                text = text.replace(harmless, other)
            return " ".join(text.split())

        elements: Counter[tuple[str, ...]] = Counter()
        for key, count in self.elements.items():
            elements[tuple(put(part) for part in key)] += count
        return Seen(elements, put(self.text), tuple(put(text) for text in self.head))


SOURCES = ("procedures", "flows", "workshops", "handbook.yml")


def seen(page: str, *more_extensions: str) -> Seen:
    body, meta = get_data(page)
    assert set(meta) <= {"title", "description", "source", "search"} and str(meta["source"]).startswith(SOURCES)
    root = html.document_fromstring(f"<!doctype html><body>{converter(*more_extensions).reset().convert(body)}")
    # Words of the glossary are linked where they stand whole; a wording's own links are said below its heading.
    for link in root.xpath("//a[contains(@class, 'hb-term')]"):
        assert set(link.attrib) == {"href", "title", "class"} and link.get("class") == "hb-term"
        assert re.fullmatch(r"(?:(?:\.\./)*(?:reference/)?glossary(?:\.en)?\.md)?#term", link.get("href"))
        link.drop_tag()
    for again in root.xpath("//p[@class='hb-wording']"):
        again.drop_tree()
    elements: Counter[tuple[str, ...]] = Counter()
    for element in root.iter():
        assert isinstance(element.tag, str), etree.tostring(element)  # no comment, no processing instruction
        attributes = {name: " ".join(value.split()) for name, value in element.attrib.items()}
        attributes.pop("data-search-exclude", None)  # for the search; the site does not have it
        if element.tag == "h1":
            attributes.pop("id", None)  # made from its words
        if element.tag == "a" and set(attributes) == {"href"} and re.match("https:|mailto:", attributes["href"]):
            attributes = {}
        elements[(element.tag, *(f"{name}={value}" for name, value in sorted(attributes.items())))] += 1
    head = tuple(entities.unescape(str(meta.get(name, ""))) for name in ("title", "description"))
    # The version of a questionnaire is made from what it asks.
    text = re.sub(r"0\.1\.0-[0-9a-f]{8}\b", "0.1.0-mark", " ".join(root.text_content().split()))
    return Seen(elements, text, tuple(" ".join(text.split()) for text in head))


def without_letters(page: Seen) -> Seen:
    """Leave out what differs from A to Z with the first letter of each name."""
    elements = Counter(key for key in page.elements if not any("letter-" in part for part in key))
    assert all(re.fullmatch(r"(?:id=|href=#)letter-(?:\w|-)", key[1]) for key in page.elements.keys() - elements.keys())
    return Seen(elements, "", page.head)


@pytest.fixture(scope="module")
def plain_manual(tmp_path_factory: pytest.TempPathFactory) -> Manual:
    return manual_with(HARMLESS, tmp_path_factory.mktemp("harmless"))


@pytest.fixture(scope="module")
def plain_pages(plain_manual: Manual) -> dict[str, Seen]:
    """What is seen on the pages of the harmless manual."""
    return {page.file: seen(page.text) for page in plain_manual.pages()}


@pytest.fixture(scope="module")
def plain_pages_elsewhere(plain_manual: Manual) -> dict[str, Seen]:
    """The same on a site with more extensions."""
    return {page.file: seen(page.text, *MORE_EXTENSIONS) for page in plain_manual.pages()}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: repr(attack.typed[:24]))
def test_no_text_becomes_markup(
    attack: Attack, tmp_path: Path, plain_pages: dict[str, Seen], plain_pages_elsewhere: dict[str, Seen]
) -> None:
    typed = attack.typed, attack.typed, attack.typed[:20].strip()
    shown = attack.words, shown_plain(typed[1]), shown_plain(typed[2])
    pages = list(manual_with(typed, tmp_path).pages())
    assert {page.file for page in pages} == set(plain_pages)
    for page in pages:
        compare(seen(page.text), plain_pages[page.file].with_texts(shown), attack, page.file)
    for page in pages:
        if not page.file.endswith(".en.md"):
            expected = plain_pages_elsewhere[page.file].with_texts(shown)
            compare(seen(page.text, *MORE_EXTENSIONS), expected, attack, page.file)


def compare(found: Seen, expected: Seen, attack: Attack, file: str) -> None:
    if file.startswith("reference/a-z."):
        found, expected = without_letters(found), without_letters(expected)
    assert found.head == expected.head, file
    assert not expected.elements - found.elements, file
    more = found.elements - expected.elements
    assert {key[0] for key in more} <= set(attack.makes) and all(len(key) == 1 for key in more), file
    assert found.text == expected.text, file


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: repr(attack.typed[:24]))
def test_no_address_becomes_markup(attack: Attack, plain_manual: Manual) -> None:
    """Channels and sources make links of what they hold: of addresses and numbers alone."""
    writer = Writer(plain_manual.editions[0], "reference/services")
    for kind in ("phone", "sms", "email", "website", "form", "url"):
        line = external(attack.typed) if kind == "url" else channel(writer, Channel(kind=kind, value=attack.typed))
        page = html.fragment_fromstring(converter().reset().convert(f"- **x:** {line}"))
        assert {element.tag for element in page.iter()} <= {"ul", "li", "strong", "a", "span"}
        words = " ".join(page.text_content().split()).removeprefix("x: ").removesuffix(" a confirmar — não verificado")
        assert words.strip() == shown_plain(attack.typed)
        for link in page.iter("a"):
            assert set(link.attrib) == {"href"}
            assert re.match(
                r"(?:tel:|sms:)\+?\d+$|mailto:[^\s@]+@[^\s@]+$|https?://[^\s\"'<>]+\.[^\s\"'<>]+$", link.get("href")
            )


SVG = "{http://www.w3.org/2000/svg}"
SVG_ATTRIBUTES = {
    *(
        "id",
        "class",
        "lang",
        "role",
        "aria-labelledby",
        "aria-hidden",
        "href",
        "width",
        "height",
        "viewBox",
        "transform",
    ),
    *("d", "points", "x", "y", "cx", "cy", "rx", "ry", "fill", "stroke", "stroke-width", "text-anchor"),
    *("font-family", "font-size", "{http://www.w3.org/XML/1998/namespace}space"),
}


def test_no_text_becomes_part_of_a_drawing(tmp_path_factory: pytest.TempPathFactory) -> None:
    manuals = {
        attack: manual_with((attack.typed, attack.typed, attack.typed[:20].strip()), tmp_path_factory.mktemp("attack"))
        for attack in ATTACKS
    }
    dots = {(attack, file): dot for attack, manual in manuals.items() for file, dot in manual.dots().items()}
    names = {str(at): key for at, key in enumerate(dots)}
    layouts = lay_out({name: dots[key] for name, key in names.items()}, default_engine())
    assert not layouts.failures
    drawings = {names[name]: svg for name, svg in layouts.svgs.items()}
    for attack, manual in manuals.items():
        for chart in manual.charts({file: svg for (one, file), svg in drawings.items() if one == attack}):
            root = etree.fromstring(chart.text.encode())
            elements = [element for element in root.iter() if isinstance(element.tag, str)]
            assert {element.tag.removeprefix(SVG) for element in elements} <= {
                *("svg", "title", "desc", "style", "g", "a", "text", "path", "polygon", "polyline", "ellipse")
            }
            assert {name for element in elements for name in element.attrib} <= SVG_ATTRIBUTES
            assert {element.get("href", "#step-x")[:6] for element in elements} == {"#step-"}
            title = root.findtext(f"{SVG}title")
            assert title in (f"Fluxograma: {attack.words}", f"Flowchart: {attack.words}")
            for group in root.iter(f"{SVG}g"):
                if group.get("class", "").startswith("node ") and group.get("class") != "node start":
                    said = "".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))
                    assert re.sub(r"^\d+\.|\s", "", said) == re.sub(r"\s", "", attack.words), chart.file
