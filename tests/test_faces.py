"""One source, many faces: graph, chart and page of every real procedure tell the same steps, answers and targets.

Each face is read back from its own file, by code that shares nothing with the code that wrote it.
"""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import markdown
import pytest
from lxml import etree, html  # type: ignore[import-untyped]
from mkdocs.config import load_config

from handbook_builder.build import compile_manual
from handbook_builder.graph import graph_of
from handbook_builder.load import load_handbook
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.inline import parse_inline, plain_text
from handbook_builder.model.procedure import Guide
from handbook_builder.model.steps import Decision, End, Referral, Run, Step, wording_of
from handbook_builder.model.text import Wording

ROOT = Path(__file__).parent.parent
TODAY = datetime.date(2026, 11, 21)

HANDBOOK: Handbook = load_handbook(ROOT)[0]
GUIDES = [guide.id for guide in HANDBOOK.guides]

YES_NO = {"pt": {"yes": "Sim", "no": "Não"}, "en": {"yes": "Yes", "no": "No"}}
OUTCOMES = {
    "pt": {
        "resolved": "resolvido",
        "referred": "encaminhado",
        "handed_over": "passa para outro procedimento",
        "pending": "fica pendente",
        "closed": "encerrado",
    },
    "en": {
        "resolved": "resolved",
        "referred": "referred",
        "handed_over": "handed over to another procedure",
        "pending": "pending",
        "closed": "closed",
    },
}


@dataclass(frozen=True)
class Face:
    """What a face tells of a guide."""

    steps: dict[str, tuple[int, str, str]]
    """Number, kind and words of each step."""
    ways: frozenset[tuple[str, str, str]]
    """Where from, by which words (none if it just goes on), where to."""
    start: str
    ends: dict[str, str]
    """The outcome of each end."""
    leads: frozenset[tuple[str, str, str]] = frozenset()
    """What steps link to beyond the guide: step, kind of item, id. Charts do not tell."""

    def without_spaces(self) -> Face:
        """A chart breaks its labels into lines, and words that are longer than a line."""

        def bare(words: str) -> str:
            return re.sub(r"\s+", "", words)

        steps = {id: (number, kind, bare(words)) for id, (number, kind, words) in self.steps.items()}
        return replace(self, steps=steps, ways=frozenset((a, bare(words), b) for a, words, b in self.ways))


def folded(text: str) -> str:
    return " ".join(text.split())


def in_language(wording: Wording, language: str) -> str:
    return folded(plain_text(parse_inline(wording.get(language) or wording["pt"])))


# The graph.


def face_of_graph(guide: Guide, language: str) -> Face:
    graph = graph_of(guide)
    return Face(
        {step.id: (at, step.kind, said(step, language)) for at, step in enumerate(guide.steps, 1)},
        frozenset(
            (
                edge.source,
                ""
                if edge.choice is None
                else in_language(edge.choice.answer, language)
                if edge.choice.answer is not None
                else YES_NO[language][edge.choice.id],
                edge.target,
            )
            for edge in graph.edges
        ),
        graph.start.id,
        {step.id: OUTCOMES[language][step.outcome] for step in guide.steps if isinstance(step, End)},
        frozenset(leads(guide)),
    )


def said(step: Step, language: str) -> str:
    wording = wording_of(step)
    if wording is None:
        assert isinstance(step, Run)
        ran = HANDBOOK.guide(step.run)
        assert ran is not None
        wording = ran.title
    return in_language(wording, language)


def leads(guide: Guide) -> Iterator[tuple[str, str, str]]:
    for step in guide.steps:
        match step:
            case Run():
                yield step.id, "guide", step.run
            case Referral():
                yield step.id, "service", step.to
            case End() if step.continues:
                yield step.id, "guide", step.continues


# The chart.

NODE = re.compile(r"node (do|ask|run|refer|end)(?: .*)?")


def face_of_chart(svg: bytes, guide_id: str) -> Face:
    root = etree.fromstring(svg)
    before = f"chart-{guide_id}-"
    steps: dict[str, tuple[int, str, str]] = {}
    ways: set[tuple[str, str, str]] = set()
    ends: dict[str, str] = {}
    for group in root.iter("{*}g"):
        id, classes = group.get("id", "").removeprefix(before), group.get("class", "")
        words = " ".join("".join(text.itertext()) for text in group.iter("{*}text"))
        parts = id.split("--")
        if kind := NODE.fullmatch(classes):
            number, _, label = words.partition(". ")
            assert parts[0] == "node" and parts[1] not in steps
            steps[parts[1]] = (int(number), kind[1], label)
            assert [link.get("href") for link in group.iter("{*}a")] == [f"#step-{parts[1]}"]
            if outcome := re.search(r"outcome-(\w+)", classes):
                ends[parts[1]] = outcome[1]
        elif classes.startswith("edge") and id != "edge--start":
            assert parts[0] == "edge" and (parts[2] == "next") == (words == "")
            ways.add((parts[1], words, parts[3]))
    return Face(steps, frozenset(ways), "", ends)


def answer_ids(svg: bytes, guide_id: str) -> set[tuple[str, ...]]:
    ids = (group.get("id", "").removeprefix(f"chart-{guide_id}-") for group in etree.fromstring(svg).iter("{*}g"))
    return {tuple(id.split("--")[1:]) for id in ids if id.startswith("edge--") and id != "edge--start"}


# The page.


@pytest.fixture(scope="module")
def as_html() -> Callable[[Path], html.HtmlElement]:
    """Convert a page as the site does."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    converter = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})

    def convert(file: Path) -> html.HtmlElement:
        head, _, body = file.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        assert head.startswith("# Generated by handbook from ")
        return html.document_fromstring(f"<!doctype html><body>{converter.reset().convert(body)}")

    return convert


def section(heading: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Give what stands between a heading and the next one as high or higher."""
    for element in heading.itersiblings():
        if element.tag in ("h1", "h2", heading.tag):
            return
        yield element


def inside(elements: list[html.HtmlElement], path: str) -> list[html.HtmlElement]:
    return [found for element in elements for found in element.xpath(f"self::*{path}")]


def face_of_page(page: html.HtmlElement) -> Face:
    headings = page.xpath("//h3[starts-with(@id, 'step-')]")
    assert all(heading.getprevious() is not None for heading in headings)
    steps: dict[str, tuple[int, str, str]] = {}
    ways: set[tuple[str, str, str]] = set()
    ends: dict[str, str] = {}
    leads: set[tuple[str, str, str]] = set()

    def target(link: html.HtmlElement) -> str:
        href = str(link.get("href"))
        assert href.startswith("#step-")
        links_to_steps.append((href.removeprefix("#step-"), folded(link.text_content())))
        return href.removeprefix("#step-")

    links_to_steps: list[tuple[str, str]] = []
    for at, heading in enumerate(headings):
        id = heading.get("id").removeprefix("step-")
        (kind,) = (name.removeprefix("hb-") for name in heading.get("class").split() if name != "hb-step")
        number, _, words = folded(heading.text_content()).partition(". ")
        assert id not in steps
        steps[id] = (int(number), kind, words)
        below = list(section(heading))
        answers = inside(below, "[@class='hb-answers']/ul/li")
        go_on = inside(below, "[@class='hb-next']//a")
        for answer in answers:
            words, arrow, _ = answer.text_content().partition(" → ")
            (link,) = answer.xpath("./a")
            assert arrow and folded(answer.xpath("./strong")[0].text_content()) == folded(words)
            ways.add((id, folded(words), target(link)))
        for link in go_on:
            ways.add((id, "", target(link)))
        if not answers and not go_on and kind != "end":
            ways.add((id, "", headings[at + 1].get("id").removeprefix("step-")))
        if kind == "end":
            paragraph = next(
                one for one in below if one.tag == "p" and one.get("class") is None and one.xpath("./strong")
            )
            ends[id] = paragraph.xpath("./strong")[0].text_content()
            leads |= {(id, "guide", guide_in(link)) for link in paragraph.xpath("./a")}
        elif kind == "run":
            paragraph = next(one for one in below if one.tag == "p" and one.get("class") is None)
            leads |= {(id, "guide", guide_in(link)) for link in paragraph.xpath("./a")}
        elif kind == "refer":
            (first,) = inside(below, "[@class='hb-referral']/ul/li[1]/a")
            service = re.fullmatch(r"\.\./(?:\.\./)?reference/services/([a-z0-9-]+)(?:\.en)?\.md", first.get("href"))
            assert service
            leads.add((id, "service", service[1]))
    told: dict[str, str] = {}
    for row in page.xpath("//h2[@id='outcomes']/following-sibling::ul[1]/li"):
        told[target(row.xpath("./a")[0])] = row.xpath("./a")[0].tail.removeprefix(" — ").strip()
    assert told == ends
    # A link to a step says its number and words, wherever it stands.
    for id, words in links_to_steps:
        assert words == f"{steps[id][0]}. {steps[id][2]}"
    return Face(steps, frozenset(ways), next(iter(steps)), ends, frozenset(leads))


def guide_in(link: html.HtmlElement) -> str:
    """Give the procedure or flow that a link leads to."""
    match = re.fullmatch(r"(?:\.\./)*(?:[a-z-]+/)*([a-z0-9-]+)(?:\.en)?\.md", link.get("href"))
    assert match
    return match[1]


# The proof.


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages and charts of the real manual."""
    root = tmp_path_factory.mktemp("manual")
    for name in ("procedures", "flows"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "handbook.yml", root)
    assert compile_manual(root, TODAY).ok
    return root / "docs"


def page_of(docs: Path, guide: Guide, suffix: str) -> Path:
    folder = "flows" if guide.kind == "flow" else "procedures"
    (file,) = (docs / folder).rglob(f"{guide.id}{suffix}.md")
    return file


def test_every_procedure_is_read_here() -> None:
    files = [*ROOT.glob("procedures/*/*.yml"), *ROOT.glob("flows/*.yml")]
    assert sorted(GUIDES) == sorted(file.stem for file in files if file.parent.name != "registers")
    assert HANDBOOK.languages == ("pt", "en")


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("guide_id", GUIDES)
def test_graph_chart_and_page_say_the_same(
    guide_id: str, language: str, docs: Path, as_html: Callable[[Path], html.HtmlElement]
) -> None:
    guide = HANDBOOK.guide(guide_id)
    assert guide is not None
    suffix = "" if language == "pt" else f".{language}"
    svg = (docs / f"charts/{guide_id}{suffix}.svg").read_bytes()
    graph, chart = face_of_graph(guide, language), face_of_chart(svg, guide_id)
    page = face_of_page(as_html(page_of(docs, guide, suffix)))
    assert page == graph
    named = {id: OUTCOMES[language][outcome] for id, outcome in chart.ends.items()}
    drawn = replace(chart, ends=named, start=graph.start, leads=graph.leads)
    assert drawn.without_spaces() == graph.without_spaces()
    ids = {(edge.source, edge.choice.id if edge.choice else "next", edge.target) for edge in graph_of(guide).edges}
    assert answer_ids(svg, guide_id) == ids
    decisions = {step.id for step in guide.steps if isinstance(step, Decision)}
    assert {source for source, words, _ in page.ways if words} == decisions


LOSSES = {
    "an answer": (r"- \*\*Sim\*\* → .*\n", ""),
    "the words of an answer": (r"(?<=- \*\*)Sim(?=\*\* →)", "Talvez"),
    "the number of a target": (r"(?<=\*\*Sim\*\* → \[)\d+", "99"),
    "a way on": (r".*\n\{ \.hb-next", "{ .hb-next"),
    "a step": (r"### 2\\\. [^#]*", ""),
    "an outcome": (r"(?<=Resultado: \*\*)[^*]+", "outro"),
    "who takes over": (r"(?<=Continue em: \[).*(?=\.md)", "X](../../flows/which-door"),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_is_noticed(loss: str, docs: Path, tmp_path: Path, as_html: Callable[[Path], html.HtmlElement]) -> None:
    for guide in HANDBOOK.guides:
        text = page_of(docs, guide, "").read_text(encoding="utf-8")
        damaged, count = re.subn(*LOSSES[loss], text, count=1)
        if count:
            break
    assert count == 1
    (tmp_path / "page.md").write_text(damaged, encoding="utf-8")
    with pytest.raises((AssertionError, StopIteration)):
        assert face_of_page(as_html(tmp_path / "page.md")) == face_of_graph(guide, "pt")
