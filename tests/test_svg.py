"""Drawings for readers: what is said aloud, what is safe, what can be seen."""

from __future__ import annotations

import re
from itertools import product
from typing import Any
from xml.etree import ElementTree

import graphviz
import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from handbook_builder.render.graphviz import default_engine, lay_out
from handbook_builder.render.svg import CHART_CSS, STANDALONE_CSS, accessible, for_page
from tests.colours import contrast, palette

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"chart_id": "welcome", "title": "Acolhimento", "description": "Dois passos."}


def drawing(dot: str) -> str:
    layouts = lay_out({"chart": dot}, default_engine())
    assert not layouts.failures
    return layouts.svgs["chart"]


def labelled(label: str, **attributes: Any) -> str:
    """Draw one box as the package does that writes our DOT."""
    graph = graphviz.Digraph(node_attr={"fontname": "Arial", "fontsize": "12"})
    graph.node("a", graphviz.escape(label), **attributes)
    return drawing(graph.source)


def finished(svg: str, **options: str) -> ElementTree.Element:
    return ElementTree.fromstring(accessible(svg, **(NAMES | options)))


@pytest.fixture(scope="module")
def small() -> str:
    return drawing(
        """digraph { node [fontname=Arial fontsize=12]
        a [label="Acolha\na pessoa" class="do" id="greet" href="#step-greet"]
        b [label="Perigo?" class="ask lang-en" id="danger" shape=diamond]
        c [label="Fim" class="end outcome-pending" peripheries=2]
        a -> b; b -> c [label="Não"] }"""
    )


def test_a_chart_has_one_title_and_one_description(small: str) -> None:
    root = finished(small, title="Acolhimento & <triagem>\x01", description="Dois passos.\n\nUma decisão.", lang="pt")
    assert [(title.get("id"), title.text) for title in root.iter(f"{SVG}title")] == [
        ("welcome__title", "Acolhimento & <triagem>")
    ]
    assert [(desc.get("id"), desc.text) for desc in root.iter(f"{SVG}desc")] == [
        ("welcome__desc", "Dois passos. Uma decisão.")
    ]
    said = {name: root.get(name) for name in ("role", "aria-labelledby", "lang", "class")}
    assert said == {
        "role": "group",
        "aria-labelledby": "welcome__title welcome__desc",
        "lang": "pt",
        "class": "hb-chart",
    }


def test_boxes_are_heard_and_lines_are_not(small: str) -> None:
    groups = {group.get("class"): group for group in finished(small).iter(f"{SVG}g") if group.get("class")}
    assert list(groups) == ["graph", "node do", "node ask lang-en", "edge", "node end outcome-pending"]
    assert [name for name, group in groups.items() if group.get("aria-hidden")] == ["edge"]
    assert [name for name, group in groups.items() if group.get("lang") == "en"] == ["node ask lang-en"]


def test_ids_are_unique_on_a_page_of_many_charts(small: str) -> None:
    ids = [element.get("id", "welcome") for element in finished(small).iter()]
    assert all(id.startswith("welcome") for id in ids)
    assert {"welcome-greet", "welcome-danger"} < set(ids)
    named = re.findall(r' id="([^"]*)"', accessible(small.replace('id="danger"', 'id="greet"'), **NAMES))
    assert len(named) == len(set(named))


def test_links_are_kept_without_their_tooltips(small: str) -> None:
    (link,) = finished(small).iter(f"{SVG}a")
    assert link.attrib == {"href": "#step-greet"}
    assert " ".join("".join(link.itertext()).split()) == "Acolha a pessoa"


def test_a_label_of_12_points_is_read_at_16_pixels(small: str) -> None:
    root = finished(small)
    assert (width := re.search(r'width="(\d+)pt"', small)) and (box := root.get("viewBox"))
    assert float(box.split()[2]) == float(width[1])
    assert float(root.get("width", "0")) == pytest.approx(float(width[1]) * 4 / 3, abs=0.01)
    assert {text.get("font-size") for text in root.iter(f"{SVG}text")} == {"12.00", "14.00"}


def test_the_white_ground_is_gone_and_white_boxes_stay() -> None:
    dot = "digraph { bgcolor=white; subgraph cluster_a { a [shape=box style=filled fillcolor=white] } }"
    polygons = [line for line in accessible(drawing(dot), **NAMES).splitlines() if "<polygon" in line]
    assert len(polygons) == drawing(dot).count("<polygon") - 1 == 2


def test_markdown_keeps_the_chart_in_one_piece(small: str) -> None:
    for svg in (accessible(small, **NAMES), for_page(accessible(small, **NAMES))):
        assert all(line.strip() for line in svg.splitlines())
        assert svg.startswith("<svg ") and svg.endswith("</svg>\n")


def test_a_page_gets_no_style_of_its_own(small: str) -> None:
    alone = accessible(small, **(NAMES | {"title": "<style>&lt;style>"}))
    page = for_page(alone)
    assert alone.count("<style>") == 1 and "style" not in page.replace("&lt;style", "").replace("&amp;lt;style", "")
    assert [line for line in alone.splitlines() if not line.startswith("<style>")] == page.splitlines()


LABELS = [
    "aspas \"duplas\" e 'simples'",
    "fim em barra \\",
    '\\" ]; evil [shape=star',
    '"]; evil [',
    "\\N \\G \\l \\n \\E",
    "<b>negrito</b>",
    "<",
    "</svg><script>alert(1)</script>",
    "</text></g></svg><svg onload=alert(1)>",
    "<![CDATA[ x ]]> <!-- y --> <?php z ?>",
    "--><img src=x onerror=alert(1)>",
    "A & B",
    "url(https://example.org/x)",
    "}} digraph { x -> y",
    "Ação: «Não» – 10 € ﷺ 😀 日本",
    "${7*7} {{ 7*7 }} {% raw %} `x` *y*",
]


@pytest.mark.parametrize("label", LABELS)
def test_wording_comes_through_as_wording(label: str) -> None:
    svg = accessible(labelled(label), **NAMES)
    root = ElementTree.fromstring(svg)
    assert [text.text for text in root.iter(f"{SVG}text")] == [label]
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "style", "g", "ellipse", "text")
    }
    # A browser reads it by other rules than XML's.
    page = html.document_fromstring(f"<!doctype html><body>{for_page(svg)}<p>after</p>")
    assert [text.text for text in page.iter("text")] == [label]
    assert [element.tag for element in page.body] == ["svg", "p"]


def test_each_line_of_a_label_is_a_text() -> None:
    assert [text.text for text in finished(labelled("um\n<dois>\n&")).iter(f"{SVG}text")] == ["um", "<dois>", "&"]


@pytest.mark.parametrize("label", ["&#1;&#xFFFF;&#xD800;x", "a\x01b\x0bc\ufffe\uffff", "&nope; &amp;"])
def test_characters_that_no_xml_may_have_do_no_harm(label: str) -> None:
    assert finished(labelled(label)).find(f".//{SVG}text") is not None


def test_html_like_labels_keep_their_type_and_lose_the_rest() -> None:
    svg = drawing(
        """digraph { a [label=<<b>Passo 1</b> <i>x</i>>]
        b [image="/etc/passwd"]; c [style=radial fillcolor="red:blue"] }"""
    )
    texts = list(finished(svg).iter(f"{SVG}text"))
    assert [(text.text, text.get("font-weight"), text.get("font-style")) for text in texts[:3]] == [
        ("Passo 1", "bold", None),
        (" ", None, None),
        ("x", None, "italic"),
    ]
    assert "url(" not in accessible(svg, **NAMES) and "Gradient" not in accessible(svg, **NAMES)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "JaVa\tScript:alert(1)", " javascript:x", "data:text/html,x", "vbscript:x", "x:y"]
)
def test_links_that_run_something_are_dropped(link: str) -> None:
    assert [a.attrib for a in finished(labelled("x", href=link)).iter(f"{SVG}a")] == [{}]


@pytest.mark.parametrize(
    "link",
    ["#a", "../b/#c:d", "?q=a:b", "https://example.org/?a=1&b=\"2'", "mailto:a@example.org", "tel:+351218106191"],
)
def test_links_that_lead_somewhere_are_kept(link: str) -> None:
    assert [a.attrib for a in finished(labelled("x", href=link)).iter(f"{SVG}a")] == [{"href": link}]


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<g onclick='x'><foreignObject><body onload='x'><g/></body></foreignObject></g>",
        "<image href='https://example.org/x.png'/><use href='#a'/><animate attributeName='href'/>",
        "<a href='#a' target='_blank' style='x' onfocus='x'><set to='x'/></a>",
        "<path fill='url(https://example.org)' stroke='\\75rl(x)' d='M0\"0'/>",
        "<path><script>x</script></path><text x='1'>a<script>x</script><tspan>x</tspan>b</text>",
        "<svg><script>x</script></svg><style>@import 'x'</style>",
    ],
)
def test_nothing_but_drawing_comes_through(evil: str) -> None:
    svg = for_page(accessible(f'<svg width="1pt" height="1pt" viewBox="0 0 1 1"><g id="a">{evil}</g></svg>', **NAMES))
    names = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
    assert names <= {"svg", "title", "desc", "g", "a", "path", "text"}
    assert not re.search(r"on\w+=|script|url|import|style|target|75rl|https", svg)


@pytest.mark.parametrize(
    "svg", ["", "<svg>", '<svg width="1pt" height="1pt"/>', '<svg viewBox="0 0 1 1"/>', '<p width="9"/>']
)
def test_what_is_no_drawing_is_refused(svg: str) -> None:
    with pytest.raises(ValueError):
        accessible(svg, **NAMES)


# Colours, computed from the stylesheet itself as WCAG 2 does.

KINDS = ("do", "ask", "run", "refer", "end")


def colours_of(selector: str) -> dict[str, str]:
    return {name.removeprefix("hb-chart-"): colour for name, colour in palette(CHART_CSS, selector).items()}


LIGHT, DARK = colours_of("\n.hb-chart"), colours_of(':where([data-md-color-scheme="slate"]) .hb-chart')


def test_both_schemes_give_every_colour() -> None:
    wanted = {"paper", "text", "link", "line", "dim", "focus", *KINDS, *(f"{kind}-fill" for kind in KINDS)}
    assert set(LIGHT) == set(DARK) == wanted


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_palette_can_be_seen(colours: dict[str, str]) -> None:
    grounds = ["paper", *(f"{kind}-fill" for kind in KINDS)]
    weak = [(text, on) for text, on in product(("text", "link"), grounds) if contrast(colours[text], colours[on]) < 7]
    outlines = [(kind, on) for kind in KINDS for on in ("paper", f"{kind}-fill")]
    weak += [("dim", "paper")] if contrast(colours["dim"], colours["paper"]) < 4.5 else []
    outlines += [("line", "paper"), *(("focus", on) for on in grounds)]
    weak += [(outline, on) for outline, on in outlines if contrast(colours[outline], colours[on]) < 3]
    assert weak == []


def test_a_chart_alone_asks_the_system_for_the_scheme() -> None:
    assert "data-md-color-scheme" not in STANDALONE_CSS and "/*" not in STANDALONE_CSS
    assert STANDALONE_CSS.count("prefers-color-scheme: dark") == 1
    assert "prefers-color-scheme" not in CHART_CSS


@pytest.mark.browser
def test_the_colours_arrive(browser: Browser, small: str) -> None:
    def rgb(colour: str) -> str:
        return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"

    def shown() -> list[str]:
        style = "name => getComputedStyle(document.querySelector(name))"
        return [
            page.evaluate(f"({style})('.outcome-pending > *:not(text)').fill"),
            page.evaluate(f"({style})('.outcome-pending > *:not(text) ~ *:not(text)').fill"),  # the outer outline
            page.evaluate(f"({style})('.ask polygon').stroke"),
            page.evaluate(f"({style})('.edge text').fill"),
        ]

    def expected(colours: dict[str, str]) -> list[str]:
        return [rgb(colours["ask-fill"]), "none", rgb(colours["ask"]), rgb(colours["text"])]

    chart = accessible(small, **NAMES)
    page = browser.new_page()
    try:
        page.set_content(f"<style>{CHART_CSS}</style><body>{for_page(chart)}")
        assert shown() == expected(LIGHT)
        page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
        assert shown() == expected(DARK)
        page.emulate_media(media="print")
        assert shown() == [rgb("#ffffff"), "none", rgb("#000000"), rgb("#000000")]
        page.emulate_media(media="screen", color_scheme="dark")
        page.set_content(f"<body>{chart}")
        assert shown() == expected(DARK)
    finally:
        page.close()
