"""Pages and charts of small manuals, as whole texts: each folder of ``cases/pages`` beside what it must become.

A folder holds ``procedure.yml`` and ``registers.yml``, perhaps ``flow.yml`` and ``handbook.yml``. ``expected/`` always
has the pages of its procedure and flow and their charts as DOT; to have another page compared, put an empty file there
and run ``pytest --update``.

The second half puts texts that look like markup into every field, and finds nothing but text on the pages.
"""

from __future__ import annotations

import html as entities
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml
from lxml import etree, html  # type: ignore[import-untyped]
from mkdocs.config import load_config
from mkdocs.utils.meta import get_data

from handbook_builder.load import load_handbook
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.registers import Channel
from handbook_builder.render.graphviz import default_engine, lay_out
from handbook_builder.render.manual import Manual, manual_of
from handbook_builder.render.markup import channel, external
from handbook_builder.render.writer import Writer
from handbook_builder.source import parse

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases/pages"
PLACES = {"procedure": "procedures/cases/{id}.yml", "flow": "flows/{id}.yml"}


def manual_in(case: Path, root: Path) -> Handbook:
    """Lay the files of a case out as a manual, and load it."""
    for file in case.glob("*.yml"):
        place = {"registers": "procedures/registers/registers.yml"}.get(file.stem, file.name)
        if file.stem in PLACES:
            document, _ = parse(file.read_bytes(), file.name)
            assert document is not None
            place = PLACES[file.stem].format(id=document.data["id"])
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, root / place)
    handbook, _, problems = load_handbook(root)
    assert problems == []
    return handbook


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_page_case(case: str, tmp_path: Path, update: bool) -> None:
    manual = manual_of(manual_in(CASES / case, tmp_path))
    expected = CASES / case / "expected"
    charts = {f"{Path(file).stem}.dot": dot for file, dot in manual.dots().items()}
    written = {
        Path(page.file).name: page.text for page in manual.pages() if not page.file.endswith("/index.md")
    } | charts
    wanted = {name for dot in charts for name in (dot, dot.replace(".dot", ".md"))}
    wanted |= {path.name for path in expected.glob("*")}
    if update:
        expected.mkdir(exist_ok=True)
        for name in wanted - written.keys():
            (expected / name).unlink()
        for name in wanted & written.keys():
            (expected / name).write_text(written[name], encoding="utf-8", newline="\n")
        wanted &= written.keys()
    found = {path.name: path.read_text(encoding="utf-8") for path in expected.glob("*")}
    assert found == {name: written.get(name) for name in wanted}


# Texts that look like markup.


@dataclass(frozen=True)
class Attack:
    """A text, and what a wording shows of it where that is not what was typed; other fields show all of it."""

    typed: str
    shown: str | None = None
    makes: tuple[str, ...] = field(default=())
    """The elements that the inline Markdown of wordings makes of it."""

    @property
    def words(self) -> str:
        """What a wording shows."""
        return shown_plain(self.typed) if self.shown is None else self.shown


ATTACKS = [
    # HTML
    Attack("<b>negrito</b>"),
    Attack("<script>alert(1)</script>"),
    Attack("<img src=x onerror=alert(1)>"),
    Attack("</p></div></li></ul><h1 id=steps>x"),
    Attack("<div markdown='1' onclick=alert(1)>"),
    Attack("<!-- x --> <![CDATA[ y ]]> <?php z ?>"),
    Attack("-->"),
    Attack("<a href='javascript:alert(1)'>x</a>"),
    Attack("<svg/onload=alert(1)>"),
    Attack("</svg></text><script>alert(1)</script>"),
    Attack("<style>*{display:none}</style>"),
    Attack("<https://example.org> <a@example.org>"),
    Attack("1 < 2 > 0 && 3 << 4"),
    Attack('" onmouseover="alert(1)" x="'),
    Attack("' onmouseover='alert(1)"),
    # entities
    Attack("&lt;b&gt; &amp; &copy; &#60;script&#62; &#x3C;"),
    Attack("&NewLine;&Tab;&colon;"),
    # Markdown in a line
    Attack("`código`", "código", ("code",)),
    Attack("``a ` b``", "a ` b", ("code",)),
    Attack("`<b>&amp;</b>` e `{ .x }`", "<b>&amp;</b> e { .x }", ("code", "code")),
    Attack("`um | dois`", "um | dois", ("code",)),
    Attack("`</div>` `</p></div></li></ul><h1 id=steps>x`", "</div> </p></div></li></ul><h1 id=steps>x", ("code",)),
    Attack("`` </div>`<img src=x onerror=alert(1)> ``", "</div>`<img src=x onerror=alert(1)>", ("code",)),
    Attack("`aberto e nunca fechado"),
    Attack("**forte** e *fraco*", "forte e fraco", ("strong", "em")),
    Attack("__forte__ e _fraco_", "forte e fraco", ("strong", "em")),
    Attack("**a *b* c**", "a b c", ("strong", "em")),
    Attack("2 * 3 * 4 ** 5 2*3*4 nome_de_ficheiro_x _"),
    Attack("\\*um\\* \\[dois\\] \\`três\\` \\\\", "*um* [dois] `três` \\"),
    Attack("fim em barra \\"),
    Attack("~~riscado~~ ^^x^^ ==marca== H~2~O x^2^ {++a++} {--b--} {==c==}{>>d<<}"),
    Attack(":smile: :material-home: ++ctrl+alt++"),
    Attack("$x^2$ \\\\(x\\\\) $$y$$", "$x^2$ \\(x\\) $$y$$"),
    Attack("[^1] [x][y] [x] ![x][y]"),
    # links
    Attack("[x](javascript:alert(1))", "x"),
    Attack("[x](JaVaScRiPt:alert`1`)", "x"),
    Attack("[x](data:text/html,<script>alert(1)</script>)", "x"),
    Attack("[x](vbscript:x) [y](file:///etc/passwd) [z](//example.org)", "x y z"),
    Attack('[x](https://example.org "t")'),
    Attack("[x](https://example.org/_a_*b*<c>)", "x", ("a",)),
    Attack("[x](https://example.org){: onclick=alert(1) }", "x{: onclick=alert(1) }", ("a",)),
    Attack('[x](https://example.org/"onclick="alert(1))', "x", ("a",)),
    Attack("[*x* `y`](mailto:a@example.org)", "x y", ("a", "em", "code")),
    Attack("![x](https://example.org/x.png)", "!x", ("a",)),
    Attack("[x](role:none) [y](form:none)", "x y"),
    Attack("https://example.org www.example.org a@example.org @user #1 gh-1"),
    # attributes
    Attack("texto {: onclick=alert(1) }"),
    Attack("{ .x #steps onclick=alert(1) }"),
    Attack("texto\n{: onclick=alert(1) }"),
    Attack("Título {#steps .hb-step}"),
    # blocks
    Attack("# Título"),
    Attack("- um\n- dois"),
    Attack("+ um"),
    Attack("1. um"),
    Attack("2) dois"),
    Attack("> citação"),
    Attack("    código"),
    Attack("texto\n\n    código\n\n1. um\n\n# dois"),
    Attack("```\ncódigo\n```", "código", ("code",)),
    Attack("~~~ python"),
    Attack("---"),
    Attack("Título\n==="),
    Attack("| a | b |\n| --- | --- |\n| c | d |"),
    Attack("a | b"),
    Attack("!!! note\n    x"),
    Attack('??? note "x"'),
    Attack("=== x"),
    Attack('=== "x"'),
    Attack("/// note\nx\n///"),
    Attack("::: x"),
    Attack("termo\n: definição"),
    Attack("[ ] a fazer [x] feito"),
    Attack("*[HTML]: x"),
    Attack("[1]: https://example.org"),
    Attack("[^1]: nota"),
    Attack("--8<-- 'handbook.yml'"),
    Attack(";--8<-- x"),
    Attack("[TOC]"),
    Attack("---\ntitle: x\n---"),
    Attack("...\nsource: x"),
    # templates
    Attack("{{ 7*7 }} {% raw %} {# x #} <# y #> {{ config }}"),
    Attack("${7*7} #{7*7} %(x)s {0} {x} %s"),
    # DOT
    Attack('"]; evil ["'),
    Attack('\\" ]; evil [shape=star', '" ]; evil [shape=star'),
    Attack("}} digraph { x -> y"),
    Attack("a\\nb \\N \\G \\l \\E", "a\\nb \\N \\G \\l \\E"),
    # long, other scripts, invisible
    Attack("Otorrinolaringologistas" * 12),
    Attack("مرحبا بكم في المركز"),
    Attack("שלום \u202eevil\u202c"),
    Attack("👩‍👩‍👧‍👦 🇵🇹 ação"),
    Attack("日本語の文字"),
    Attack("a\u200bb\u00adc"),
    Attack("a\x01b\x02c\x03d\x07e\x1bf\x7fg", "abcdefg"),
    Attack("\x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03", "wzxhzdk:0 klzzwxh:0001"),
    Attack("a\x80b\x9fc\ufffed\uffffe", "abcde"),
    Attack("a\u2028b\u2029c\x85d\x0be\x0cf", "a b c d e f"),
    Attack("a\r\nb\tc", "a b c"),
]

# What stands in the fields of the harmless manual: in wordings, in plain fields, in codes, which are short.
HARMLESS = ("Pardais", "Patos", "Pombos")  # in A to Z they share a letter


def files_with(wording: str, plain: str, code: str) -> dict[str, dict[str, Any]]:
    """Give the files of a manual with a text in every field that takes one."""

    def worded(*names: str) -> dict[str, str]:
        return dict.fromkeys(names, wording)

    change = {"version": "0.1.0", "date": "2026-11-21", "summary": wording}
    head = {
        **worded("title", "summary", "purpose", "scope", "trigger"),
        "owner": "role",
        "keywords": {"pt": [plain], "en": [plain]},
        "documents": [{"document": "document", "when": wording}],
        "forms": ["form"],
        "sources": ["source"],
        "indicators": [wording],
        "control": {
            **{"version": "0.1.0", "status": "draft", "changes": [change]},
            "consultation": {"until": "2026-12-31", "question": wording},
        },
    }
    retired = {"version": "0.1.0", "status": "retired", "reason": wording, "replaced_by": "attack"}
    aside = worded("note", "tip", "warning")
    answers = [{"id": id, "answer": wording, "next": to} for id, to in (("a", "act"), ("b", "run"))]
    steps: list[dict[str, Any]] = [
        {"id": "act", "do": wording, "who": "role", "sources": ["source"], "documents": ["document"], **aside},
        {"id": "decide", "ask": wording, "answers": answers, **aside},
        {"id": "run", "run": "tree", "do": wording, **aside},
        {"id": "run-unnamed", "run": "tree"},
        {"id": "refer", "refer": wording, "to": "service", "shares": ["data", "name"], **aside},
        {"id": "end", "end": wording, "outcome": "closed", "continue": "tree", **aside},
    ]
    case = {"id": "case", **worded("title", "story"), "answers": {"decide": "b"}, "ends": "end"}
    channels = [{"kind": kind, "value": plain, **worded("label", "hours")} for kind in ("address", "in_person")]
    numbers = [{"kind": kind, "value": "144", **worded("label", "hours")} for kind in ("phone", "sms")]
    names = ("name", "does", "eligibility", "how", "interpreting", "cost", "territory", "alert")
    blanks = [
        {"id": "a", **worded("label", "help"), "required": "yes"},
        {"id": "b", **worded("label"), "type": "choice", "options": [{"id": "a", "label": wording}]},
    ]
    sources = {"sources": ["source"]}
    role = {"id": "role", **worded("title", "purpose", "substitution"), "duties": [wording], "substitute": "role"}
    service = {"id": "service", **worded(*names), "acronym": plain, "channels": channels, **sources}
    placed = {"needs": ["need"], "areas": ["area"], "at_hand": "urgent"}
    told = ("title", "place", "context", "problem", "action", "by_whom", "evidence", "conditions", "limits")
    practice = {
        "id": "practice",
        **worded(*told),
        "theme": "cases",
        "procedures": ["attack"],
        "state": "endorsed",
        **sources,
    }
    form = {"id": "form", **worded("title", "purpose", "retention"), "code": code, "fields": blanks, **sources}
    slide = {"id": "slide", **worded("title", "lead", "notes"), "points": [wording], **sources}
    session = {
        **{"id": "session", **worded("title", "notes"), "minutes": "60", "objectives": ["objective"]},
        **{"procedures": ["attack", "tree"], "slides": [slide], "cases": ["attack/case"]},
        "activity": {**worded("task", "debrief"), "steps": [wording]},
    }
    workshop = {
        **{"id": "workshop", "code": code, **worded("title", "summary"), "audience": ["role"], "minutes": "60"},
        **{"needs": [wording], "objectives": [{"id": "objective", "can": wording}], "sessions": [session]},
        **{"assessment": {"after": ["questions"]}, "reviewed": {"attack": "0.1.0", "tree": "0.1.0"}},
        "control": {"version": "0.1.0", "status": "draft", "changes": [change]},
    }
    options = [{"id": id, "text": wording} for id in ("a", "b")]
    keyed = {"right": "a", "because": wording, "procedure": "attack", "step": "decide"}
    asked = [
        {"id": "rate", **worded("rate", "hint"), "each_session": "yes"},
        {"id": "choose", **worded("choose", "hint"), "options": options, **keyed},
        {"id": "tick", **worded("tick", "hint"), "options": options},
        {"id": "write", **worded("write", "hint"), "required": "yes"},
    ]
    questions = {"id": "questions", **worded("title", "intro"), "level": "learning", "questions": asked}
    return {
        "workshops/workshop.yml": workshop,
        "workshops/questionnaires/questions.yml": questions,
        "handbook.yml": {**worded("title", "publisher"), "groups": [{"id": "cases", **worded("title", "summary")}]},
        "procedures/cases/attack.yml": {
            **{"id": "attack", "code": code, **head, "related": ["tree"], "steps": steps, "scenarios": [case]}
        },
        "flows/tree.yml": {"id": "tree", "code": code, **head, "control": retired, "steps": steps[-1:]},
        "procedures/registers/all.yml": {
            "roles": [role],
            "services": [{**service, **placed}, {**service, **placed, "id": "other", "channels": numbers}],
            "needs": [{"id": "need", "title": wording}],
            "areas": [{"id": "area", "title": wording}],
            "forms": [form],
            "documents": [{"id": "document", **worded("title", "issued_by", "about"), **sources}],
            "sources": [{"id": "source", **worded("title", "note"), "publisher": plain}],
            "data": [{"id": "data", "title": wording}],
            "practices": [practice],
            "glossary": [{"id": "term", **worded("term", "meaning"), "also": {"pt": [plain]}}],
        },
    }


class Dumper(yaml.SafeDumper):
    """Writes a value out as often as it stands; the format knows no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def manual_with(texts: tuple[str, str, str], root: Path) -> Manual:
    for path, value in files_with(*texts).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(value, Dumper=Dumper, allow_unicode=True, default_style='"')
        (root / path).write_text(text, encoding="utf-8")
    handbook, _, problems = load_handbook(root)
    assert problems == []
    return manual_of(handbook)


def shown_plain(text: str) -> str:
    """Give what a field without inline Markdown shows: what was typed, but for signs that nobody can see."""
    return " ".join(re.sub(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]", "", text).split())


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
