"""Slides as PowerPoint: they tell the deck, charts are shapes with glued lines, text fits, and bytes are the same."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.util import Emu, Pt

from handbook_builder.model.steps import Decision, End
from handbook_builder.render.graphviz import default_engine
from handbook_builder.render.manual import Manual
from handbook_builder.slides.deck import Chart, Deck, text_of
from handbook_builder.slides.deck import Path as Way
from handbook_builder.slides.faces import Order, ordered
from handbook_builder.slides.fit import INNER, ROOM, width_of, wrapped
from handbook_builder.slides.make import guide_deck, workshop_deck
from handbook_builder.slides.parts import LEAST, Box, Part, parts_of, sides
from handbook_builder.slides.powerpoint import house_style, powerpoint
from handbook_builder.slides.powerpoint.charts import pages_of
from handbook_builder.slides.powerpoint.pen import NATURAL, PX
from tests.answers import trained
from tests.decks import lines_of

SPLIT = re.compile(r" \(\d+/\d+\)$")


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Manual:
    return trained(tmp_path_factory.mktemp("pptx") / "manual")


@pytest.fixture(scope="module")
def decks(manual: Manual) -> list[tuple[Deck, bytes]]:
    """Every deck of the manual in every language, and its file."""
    items = (*manual.handbook.workshops.values(), *manual.handbook.guides)
    files = [content for _, content in ordered(manual, Order(items, manual.editions), "pptx")]
    made = [
        workshop_deck(item, edition, manual.graphs)
        if item.kind == "workshop"
        else guide_deck(manual.graphs[item.id], edition)
        for edition in manual.editions
        for item in items
    ]
    return list(zip(made, files, strict=True))


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def shapes_in(holder: Any) -> Iterator[Any]:
    """Give all shapes of a slide, those in groups as well, in reading order."""
    for shape in holder.shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from shapes_in(shape)


def words_of(slide: Any) -> str:
    told = []
    for shape in shapes_in(slide):
        if shape.has_text_frame:
            told.append(shape.text_frame.text)
        elif getattr(shape, "has_table", False):
            told += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return re.sub(r"\s+", "", "".join(told))


def by_title(file: Any) -> list[tuple[str, list[Any]]]:
    """Put slides together that go on under one title with the part of the whole: (1/3), (2/3), (3/3)."""
    found: list[tuple[str, list[Any]]] = []
    for slide in file.slides:
        title = slide.shapes.title.text_frame.text
        part = re.search(r" \((\d+)/\d+\)$", title)
        if part and part[1] != "1" and found:
            found[-1][1].append(slide)
        else:
            found.append((SPLIT.sub("", title), [slide]))
    return found


def test_it_tells_the_deck_in_its_order(decks: list[tuple[Deck, bytes]]) -> None:
    for deck, content in decks:
        told = "".join(words_of(slide) for slide in opened(content).slides)
        at = 0
        for slide in deck.slides:
            for block_line in lines_of(slide):
                if any(isinstance(block, Chart) for block in slide.blocks) and block_line != slide.title:
                    continue  # told to those who can't see the chart
                words = re.sub(r"\s+", "", text_of(block_line))
                found = told.find(words, at)
                assert found >= 0, (deck.id, slide.id, text_of(block_line))
                at = found + len(words)


def test_each_slide_has_its_title_number_and_notes(decks: list[tuple[Deck, bytes]]) -> None:
    for deck, content in decks:
        groups = by_title(opened(content))
        parts = [list(slides) for _, slides in groups]
        made: list[str] = []
        for slide in deck.slides:
            title = text_of(slide.title)
            part = re.search(r" \((\d+)/\d+\)$", title)
            if not part or part[1] == "1":
                made.append(SPLIT.sub("", title))
        assert [title for title, _ in groups] == made
        for slide in (one for group in parts for one in group):
            assert slide.shapes[0] == slide.shapes.title
            numbers = slide._element.xpath('.//p:ph[@type="sldNum"]')
            assert len(numbers) == 1 and slide._element.xpath('.//a:fld[@type="slidenum"]')
            ids = slide._element.xpath("//p:cNvPr/@id")
            assert len(ids) == len(set(ids))
        notes = [slide.notes_slide.notes_text_frame.text for group in parts for slide in group]
        assert all(notes)  # the trainer is told something on each, on the second part of a chart as well
        told = ["\n".join(map(text_of, slide.notes)) for slide in deck.slides]
        assert list(dict.fromkeys(notes)) == list(dict.fromkeys(told))


def test_every_run_names_its_language(decks: list[tuple[Deck, bytes]]) -> None:
    tags = {"pt": "pt-PT", "en": "en-GB"}
    for deck, content in decks:
        for slide in opened(content).slides:
            runs = [run for shape in shapes_in(slide) if shape.has_text_frame for run in shape._element.iter(qn("a:r"))]
            assert runs and {run.find(qn("a:rPr")).get("lang") for run in runs} <= set(tags.values())
        first = opened(content).slides[0].shapes.title.text_frame.paragraphs[0].runs[0]
        assert first._r.rPr.get("lang") == tags[next(deck.slides).title[0].language]


def test_charts_are_shapes_with_glued_lines(manual: Manual, decks: list[tuple[Deck, bytes]]) -> None:
    for deck, content in decks:
        if deck.kind == "workshop":
            continue
        graph = manual.graphs[deck.id]
        groups = [shape for slide in opened(content).slides for shape in slide.shapes if hasattr(shape, "shapes")]
        assert groups
        told = re.sub(r"\s+", "", "".join(words_of(group) for group in groups))
        edition = next(one for one in manual.editions if one.spoken == deck.language)
        for number, step in enumerate(graph.guide.steps, 1):
            assert re.sub(r"\s+", "", f"{number}. {edition.step_text(step)}") in told
            if isinstance(step, Decision):
                assert all(re.sub(r"\s+", "", edition.answer(choice)) in told for choice in step.choices)
        lines = 0
        for group in groups:
            assert deck.title.text in group._element.nvGrpSpPr.cNvPr.get("descr")
            ids = {shape.shape_id for shape in group.shapes}
            for connector in group._element.iter(qn("p:cxnSp")):
                ends = [connector.find(f".//{qn(name)}") for name in ("a:stCxn", "a:endCxn")]
                assert all(end is not None and int(end.get("id")) in ids for end in ends)
                lines += connector.find(f".//{qn('a:tailEnd')}") is not None  # the half before an answer has none
        assert lines == len(graph.edges)


def test_a_sign_leads_to_the_slide_of_its_step(decks: list[tuple[Deck, bytes]]) -> None:
    signs = 0
    for _, content in decks:
        file = opened(content)
        for slide in file.slides:
            for shape in (one for one in shapes_in(slide) if isinstance(one, Shape)):
                target = shape.click_action.target_slide
                if target is None:
                    continue
                number = re.search(r"(\d+)$", shape.text_frame.text)
                texts = [one.text_frame.text for one in shapes_in(target) if isinstance(one, Shape)]
                assert number and any(text.startswith(f"{number[1]}. ") for text in texts)
                signs += 1
    assert signs


def test_what_tells_nothing_says_so(decks: list[tuple[Deck, bytes]]) -> None:
    for _, content in decks:
        for slide in opened(content).slides:
            for connector in slide._element.iter(qn("p:cxnSp")):
                assert connector.xpath(".//*[local-name() = 'decorative']/@val") == ["1"]
            for table in slide._element.iter(qn("p:graphicFrame")):
                assert table.xpath("./p:nvGraphicFramePr/p:cNvPr/@descr") == [slide.shapes.title.text_frame.text]


def test_lines_pass_by_other_boxes() -> None:
    upper, middle, lower = (Box(name, 0, top, 100, 40, (), None) for name, top in (("a", 0), ("b", 100), ("c", 200)))
    assert sides(upper, middle, (upper, middle, lower)) == (2, 0)
    begin, end = sides(upper, lower, (upper, middle, lower))
    assert (begin, end) in ((1, 1), (3, 3))


def lie_upon_each_other(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 1 and min(one.bottom, other.bottom) - max(one.top, other.top) > 1


def test_an_end_stands_where_its_answer_leads(manual: Manual) -> None:
    for graph in manual.graphs.values():
        first = {edge.target: edge.source for edge in reversed(graph.edges)}
        ends = [step.id for step in graph.guide.steps if isinstance(step, End)]
        for part in parts_of(graph, manual.editions[0], default_engine()):
            boxes = {box.id for box in part.boxes}
            assert all(f"node--{first[id]}" in boxes for id in ends if f"node--{id}" in boxes)


def test_numbers_of_steps_are_told_as_ranges() -> None:
    assert Part((1, 2, 3, 12, 14, 15), (), (), 1).numbers == "1–3, 12, 14–15"


@pytest.mark.parametrize(("stops", "sizes"), [(1, [1]), (9, [9]), (10, [6, 5]), (17, [9, 9]), (18, [7, 7, 6])])
def test_a_long_path_is_shared_out_evenly_and_goes_on_where_it_ended(stops: int, sizes: list[int]) -> None:
    path = SimpleNamespace(stops=tuple(range(stops)))
    pages = pages_of(path)  # type: ignore[arg-type]
    assert [len(page) for page in pages] == sizes
    assert all(page[-1] == after[0] for page, after in pairwise(pages))
    assert [*dict.fromkeys(stop for page in pages for stop in page)] == list(range(stops))


def test_parts_hold_all_steps_and_can_be_read(manual: Manual) -> None:
    for graph in manual.graphs.values():
        for edition in manual.editions:
            parts = list(parts_of(graph, edition, default_engine()))
            told = [number for part in parts for number in part.steps]
            assert sorted(told) == list(range(1, len(graph.guide.steps) + 1))
            for part in parts:
                told = [int(box.lines[0].split(".")[0]) for box in part.boxes if box.id.startswith("node--")]
                assert told == list(part.steps)  # the order of reading
                assert not part.crossing
                assert not [one for one in combinations(part.boxes, 2) if lie_upon_each_other(*one)]
                assert part.scale >= LEAST
                for box in part.boxes:
                    assert box.left >= -1 and box.top >= -1 and box.right <= INNER + 1 and box.bottom <= ROOM + 1
                    widest = max(width_of(line, 16 * part.scale) for line in box.lines)
                    assert widest <= box.width + 4, box
                    assert len(box.lines) * 16 * part.scale * NATURAL <= box.height + 4, box


def test_text_stays_inside_its_box_and_its_slide(decks: list[tuple[Deck, bytes]]) -> None:
    for deck, content in decks:
        file = opened(content)
        for number, slide in enumerate(file.slides, 1):
            for shape in slide.shapes:
                left, top, width, height = shape.left, shape.top, shape.width, shape.height
                if shape._element.xpath(".//a:xfrm/@rot"):  # a quarter turn round its middle
                    left, top, width, height = left + (width - height) // 2, top + (height - width) // 2, height, width
                assert left >= 0 and top >= 0
                assert left + width <= file.slide_width and top + height <= file.slide_height
                if not shape.has_text_frame or shape.is_placeholder:
                    continue
                frame, height = shape.text_frame, 0.0
                if not frame.word_wrap:
                    continue  # lines broken by us: see the parts above
                inner = (shape.width - frame.margin_left - frame.margin_right) / PX
                for at, paragraph in enumerate(frame.paragraphs):
                    size = paragraph.runs[0].font.size / Pt(0.75)
                    indent = int(paragraph._p.pPr.get("marL", 0)) / PX
                    rows = wrapped("".join(run.text for run in paragraph.runs), size, inner - indent)
                    height += len(rows) * size * NATURAL * paragraph.line_spacing
                    height += paragraph.space_before / Pt(0.75) if at and paragraph.space_before else 0
                    assert size >= 24
                room = (shape.height - frame.margin_top - frame.margin_bottom) / PX
                assert height <= room + 2, (deck.id, number, frame.text, height, room)


def test_words_on_a_path_fit_their_shapes(decks: list[tuple[Deck, bytes]]) -> None:
    seen = 0
    for deck, content in decks:
        ways = {text_of(slide.title) for slide in deck.slides for block in slide.blocks if isinstance(block, Way)}
        for title, slides in by_title(opened(content)):
            for shape in (one for slide in slides if title in ways for one in slide.shapes):
                if shape.is_placeholder or not shape.has_text_frame or shape.text_frame.word_wrap:
                    continue
                seen += 1
                lines = shape.text_frame.text.split("\v")
                size = shape.text_frame.paragraphs[0].runs[0].font.size / Pt(0.75)
                assert size >= 14
                assert max(width_of(line, size) for line in lines) <= shape.width / PX
                assert len(lines) * size * NATURAL <= shape.height / PX
    assert seen > 20


def test_what_is_hidden_appears_on_a_click(decks: list[tuple[Deck, bytes]]) -> None:
    hidden = 0
    for _, content in decks:
        for slide in opened(content).slides:
            ids = {str(shape.shape_id) for shape in slide.shapes}
            targets = slide._element.xpath(".//p:timing//p:spTgt/@spid")
            assert set(targets) <= ids
            nodes = slide._element.xpath(".//p:timing//p:cTn/@id")
            assert len(nodes) == len(set(nodes))
            hidden += len(targets)
    assert hidden


def test_chapters_are_sections(decks: list[tuple[Deck, bytes]]) -> None:
    for deck, content in decks:
        file = opened(content)
        sections = file.element.xpath("./p:extLst/p:ext/*[local-name() = 'sectionLst']/*")
        assert [one.get("name") for one in sections] == [text_of(chapter.title) for chapter in deck.chapters]
        assert len({one.get("id") for one in sections}) == len(sections)
        named = [slide.get("id") for section in sections for slide in section[0]]
        assert named == [slide.get("id") for slide in file.slides._sldIdLst]
        assert file.element[-1].tag.endswith("}extLst")  # the order that the schema asks for


def test_the_same_deck_gives_the_same_bytes(manual: Manual, decks: list[tuple[Deck, bytes]]) -> None:
    workshop = manual.handbook.workshops["first-day"]
    again = dict(ordered(manual, Order((workshop,), manual.editions[:1]), "pptx"))
    assert list(again) == ["WS-01-first-day-pt.pptx"]
    assert again["WS-01-first-day-pt.pptx"] == next(content for deck, content in decks if deck.id == workshop.id)


def test_a_template_of_ones_own_gives_its_look(manual: Manual, tmp_path: Path) -> None:
    own = opened(house_style())
    own.slide_width, own.slide_height = Emu(9144000), Emu(5143500)  # 10 inches wide, as many templates are
    for layout in own.slide_layouts:
        layout.name = "Meu " + layout.name  # PowerPoint names them in the language of the person
    own.slides.add_slide(own.slide_layouts[0])  # an example that a trainer left there
    file = tmp_path / "own.pptx"
    own.save(str(file))
    graph = next(iter(manual.graphs.values()))
    edition = manual.editions[0]
    deck = guide_deck(graph, edition)
    content = powerpoint(
        deck, "pt", lambda chart: list(parts_of(chart.graph, edition, default_engine())), None, file.read_bytes()
    )
    made = opened(content)
    assert made.slides[0].slide_layout.name.startswith("Meu ")
    assert made.slides[0].shapes.title.text_frame.text == deck.title.text
    for slide in made.slides:
        for shape in (one for one in slide.shapes if not one.is_placeholder):  # their places are the template's affair
            assert shape.left + shape.width <= made.slide_width and shape.top + shape.height <= made.slide_height
