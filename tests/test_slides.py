"""Slides: one deck, and faces that tell the same; they fit, work from a disk, and everybody can use them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from handbook_builder.cli import main
from handbook_builder.load import load_handbook
from handbook_builder.model.steps import End
from handbook_builder.render.manual import Manual, manual_of
from handbook_builder.slides.deck import (
    Deck,
    Reveal,
    Slide,
    text_of,
)
from handbook_builder.slides.deck import (
    Path as Way,
)
from handbook_builder.slides.faces import Order, ordered
from handbook_builder.slides.fit import (
    ROOM,
    block_height,
)
from handbook_builder.slides.make import MOST_CASES, guide_deck, workshop_deck
from handbook_builder.training.cases import chosen_cases
from tests.answers import trained
from tests.browser import violations, watched
from tests.decks import lines_of, squeezed
from tests.site import LANGUAGES, build

CASE = {
    "cases": ["welcoming-a-person/family", "referral-to-social-services/other-help"],
    "activity": {
        "how": "groups",
        "task": {"pt": "Resolvam o caso.", "en": "Solve the case."},
        "steps": [{"pt": "Leiam a história.", "en": "Read the story."}],
        "debrief": {"pt": "O que custou mais?", "en": "What was hardest?"},
    },
    "slides": [
        {
            "id": "order",
            "title": {"pt": "A ordem", "en": "The order"},
            "lead": {"pt": "Primeiro a pessoa."},  # not translated
            "points": [{"pt": "Ouvir", "en": "Listen"}, {"pt": "Perguntar", "en": "Ask"}],
            "notes": {"pt": "Diga devagar.", "en": "Say it slowly."},
        }
    ],
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small manual with a workshop that has slides, cases and an activity."""
    root = tmp_path_factory.mktemp("slides") / "manual"
    manual = trained(root)
    file = root / "workshops" / "first-day.yml"
    workshop = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    session = next(one for one in workshop["sessions"] if one["id"] == "reception")
    cases = [f"{one.id}/{case.id}" for one in manual.handbook.procedures.values() for case in one.scenarios]
    session |= {**CASE, "cases": cases}
    file.write_text(yaml.safe_dump(workshop, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def manual(root: Path) -> Manual:
    handbook, _, problems = load_handbook(root)
    assert not problems
    return manual_of(handbook)


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    result = build(root)
    assert result.site is not None, result.diagnostics
    return result.site


def decks(manual: Manual) -> Iterator[Deck]:
    for edition in manual.editions:
        for workshop in manual.handbook.workshops.values():
            yield workshop_deck(workshop, edition, manual.graphs)
        for graph in manual.graphs.values():
            yield guide_deck(graph, edition)


def assert_told(text: str, deck: Deck, slide: Slide) -> None:
    """Find the lines of a slide in a text, in their order."""
    at = 0
    for line in map(text_of, lines_of(slide)):
        found = squeezed(text).find(squeezed(line), at)
        assert found >= 0, f"{deck.id}, slide {slide.id}: {line!r} is not told in its place"
        at = found + len(squeezed(line))


# The deck


def test_a_deck_has_what_a_workshop_needs(manual: Manual) -> None:
    workshop = manual.handbook.workshops["first-day"]
    deck = workshop_deck(workshop, manual.editions[0], manual.graphs)
    ids = [slide.id for slide in deck.slides]
    assert ids[:3] == ["cover", "objectives", "agenda"]
    assert len(ids) == len(set(ids))
    parts = (
        "reception",
        "reception-order",
        "reception-activity",
        "reception-debrief",
        "coffee",
        "take-away",
        "welcoming-a-person-chart",  # from here on, the annex
        "sources",
    )
    places = [ids.index(one) for one in parts]
    assert places == sorted(places)
    names = [text_of(chapter.title) for chapter in deck.chapters]
    begin = next(at for at, name in enumerate(names) if name.startswith("Anexo: "))
    assert begin > names.index("O que levar consigo") and all(name.startswith("Anexo: ") for name in names[begin:])
    main = [slide.id for chapter in deck.chapters[:begin] for slide in chapter.slides]
    for session in workshop.sessions:  # one case with all, the others are at hand
        walked = [f"case-{name.replace('/', '--')}" for name in session.cases]
        assert [id for id in walked if id in main] == walked[:1] and set(walked) <= set(ids)
    agenda = next(slide for slide in deck.slides if slide.id == "agenda")
    assert [text_of(row[0]) for row in agenda.blocks[0].rows] == ["0:00", "0:15", "1:00", "1:15"]  # type: ignore[union-attr]
    assert all(slide.notes for slide in deck.slides if not re.search(r"-\d+$", slide.id))
    cover = next(deck.slides)
    assert any("validad" in text_of(line) for line in lines_of(cover)) and "0.2.0" in text_of(list(lines_of(cover))[-1])


def test_the_key_of_a_case_is_the_walk_of_the_procedure(manual: Manual) -> None:
    for graph in manual.graphs.values():
        deck = guide_deck(graph, manual.editions[0])
        for case in chosen_cases(graph, MOST_CASES):
            way = next(
                block
                for slide in deck.slides
                for block in slide.blocks
                if isinstance(block, Way) and [stop.step for stop in block.stops] == [step.id for step in case.steps]
            )
            assert isinstance(graph.guide.steps[way.stops[-1].number - 1], End)
            asked = [slide for slide in deck.slides if slide.id.startswith(f"case-{case.id.replace('/', '--')}-")]
            keys = [text_of(block.blocks[0].line) for one in asked for block in one.blocks if isinstance(block, Reveal)]
            answers = [text_of(stop.answer) for stop in way.stops if stop.answer]
            assert len(keys) == len(answers) == len(case.turns)
            assert all(key.endswith(answer) for key, answer in zip(keys, answers, strict=True))


def test_a_case_made_of_a_path_says_so(manual: Manual) -> None:
    graph = next(one for one in manual.graphs.values() if one.guide.scenarios)
    bare = replace(graph, guide=graph.guide.model_copy(update={"scenarios": ()}))
    cases = chosen_cases(bare, MOST_CASES)
    assert cases and all(case.is_generated for case in cases)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_is_not_translated_carries_its_language(manual: Manual, language: str) -> None:
    edition = next(one for one in manual.editions if one.language == language)
    deck = workshop_deck(manual.handbook.workshops["first-day"], edition, manual.graphs)
    said = [
        one for slide in deck.slides for line in lines_of(slide) for one in line if one.text == "Primeiro a pessoa."
    ]
    assert [one.language for one in said] == ["pt"]


# What fits


def test_everything_fits_its_slide(manual: Manual) -> None:
    for deck in decks(manual):
        for slide in deck.slides:
            height = sum(map(block_height, slide.blocks)) + 16 * max(0, len(slide.blocks) - 1)
            assert height <= ROOM, (deck.id, slide.id, height)


# The faces


@pytest.mark.parametrize("format", ["html", "txt"])
def test_each_face_tells_the_deck_in_its_order(manual: Manual, format: str) -> None:
    items = (*manual.handbook.workshops.values(), *manual.handbook.guides)
    told = dict(ordered(manual, Order(items, manual.editions), format))
    assert len(told) == len(items) * len(manual.editions)
    for deck, name in zip(decks(manual), told, strict=True):
        text = told[name].decode()
        if format == "html":
            page = html.fromstring(text)
            for slide in deck.slides:
                assert_told(page.get_element_by_id(f"slide-{slide.id}").text_content(), deck, slide)
        else:
            parts = re.split(r"^#+ \d+\. ", re.sub(r" \[[a-z]{2}\]", "", text), flags=re.MULTILINE)[1:]
            for slide, part in zip(deck.slides, parts, strict=True):
                assert_told(part, deck, slide)
        for slide in deck.slides:
            for note in slide.notes:
                assert squeezed(text_of(note))[:40] in squeezed(re.sub(r" \[[a-z]{2}\]|<[^>]*>", "", text)).replace(
                    "&amp;", "&"
                )


def test_a_page_holds_each_chart_once_and_its_steps_lead_to_their_slides(manual: Manual, site: Path) -> None:
    page = html.parse(str(site / "slides/workshops/first-day.html")).getroot()
    ids = page.xpath("//*[@id]/@id")
    assert len(ids) == len(set(ids))
    links = page.xpath("//svg//a/@href")
    assert links and all(link.removeprefix("#") in ids for link in links)
    for path in page.xpath("//ol[@data-chart]"):
        chart = path.get("data-chart")
        for stop in path:
            assert f"{chart}-{stop.get('data-node')}" in ids
            assert not stop.get("data-edge") or f"{chart}-{stop.get('data-edge')}" in ids


def test_no_text_of_an_author_becomes_markup(manual: Manual) -> None:
    naughty = '<img src=x onerror="alert(1)"> & </style></script> \\'
    workshop = manual.handbook.workshops["first-day"]
    title = {code: naughty for code in LANGUAGES}
    changed = workshop.model_copy(update={"title": type(workshop.title)(title)})
    handbook = replace(manual.handbook, workshops={workshop.id: changed})
    for name, content in ordered(manual_of(handbook), Order((changed,), manual.editions), "html"):
        page = html.fromstring(content.decode())
        assert not page.xpath("//img") and len(page.xpath("//script")) == 3, name
        assert naughty.removesuffix(" \\") in page.xpath("//h2")[0].text_content()


def test_slides_are_made_on_demand(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    asked = [
        "export",
        "slides",
        "welcoming-a-person",
        "--format",
        "text",
        "--language",
        "en",
        "--output",
        str(tmp_path),
    ]
    assert main(asked) == 0
    (file,) = tmp_path.iterdir()
    assert file.name == "BA-01-welcoming-a-person-en.txt" and capsys.readouterr().out.strip().endswith(file.name)
    assert main(["export", "slides", "welcoming-a-persn"]) == 2
    assert "welcoming-a-person" in capsys.readouterr().err
    assert main(["export", "slides", "--language", "fr"]) == 2
    (tmp_path / "no.pptx").write_text("no", encoding="utf-8")
    assert main(["export", "slides", "--template", str(tmp_path / "no.pptx")]) == 2


def test_the_manual_leads_to_the_slides_and_back(site: Path) -> None:
    for folder in ("", "en/"):
        page = html.parse(str(site / f"{folder}workshops/first-day.html")).getroot()
        links = [link for link in page.xpath("//article//a/@href") if "slides/" in link]
        assert {(site / folder / "workshops" / link).resolve().suffix for link in links} == {".html", ".txt"}
        assert all((site / folder / "workshops" / link).resolve().is_file() for link in links)
        slides = html.parse(str(site / f"{folder}slides/workshops/first-day.html")).getroot()
        for link in slides.xpath("//link[@rel='stylesheet']/@href | //script/@src | //nav//a/@href"):
            if not link.startswith("?"):
                assert (site / folder / "slides/workshops" / link).resolve().is_file(), link
        assert (site / f"{folder}slides/workshops/first-day.txt").read_bytes().startswith(b"\xef\xbb\xbf")


# In a browser


def presented(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    page.wait_for_function("() => window.Reveal && Reveal.isReady()")


def current(page: Page) -> str:
    return str(page.evaluate("Reveal.getCurrentSlide().id"))


OVERFLOWING = """() => [...document.querySelectorAll("section.hb-slide")].filter((slide) => {
  const { h, v } = Reveal.getIndices(slide);
  Reveal.slide(h, v, 99);
  const scale = slide.getBoundingClientRect().height / 720;
  const last = [...slide.children].filter((one) => one.getClientRects().length).pop();
  const bottom = (last.getBoundingClientRect().bottom - slide.getBoundingClientRect().top) / scale;
  const title = slide.querySelector("h2");
  return bottom > 664 || slide.scrollWidth > 1281 || title.scrollHeight > title.clientHeight + 1;
}).map((slide) => slide.id)"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("folder", ["", "en/"])
def test_slides_are_presented_from_a_disk(site: Path, browser: Browser, folder: str, scheme: str) -> None:
    with watched(browser, color_scheme=scheme) as watch:
        page = watch.context.new_page()
        presented(page, site / f"{folder}slides/workshops/first-day.html")
        assert page.evaluate(OVERFLOWING) == []
        for kind in ("cover", "points", "steps", "chart", "question", "path", "pause"):
            slide = page.locator(f"section.hb-slide-{kind}").first.get_attribute("id")
            page.evaluate(
                "id => { const { h, v } = Reveal.getIndices(document.getElementById(id)); Reveal.slide(h, v, 9) }",
                slide,
            )
            assert violations(page) == []
        page.get_by_role("button", name=re.compile("anterior|Previous")).wait_for()
        page.locator("summary").click()
        assert violations(page) == []
        assert watch.from_elsewhere == [] and watch.troubles == []


@pytest.mark.browser
def test_keys_reveal_the_answer_and_follow_the_path(site: Path, browser: Browser) -> None:
    with watched(browser) as watch:
        page = watch.context.new_page()
        presented(page, site / "slides/workshops/first-day.html")
        page.keyboard.press("ArrowRight")
        assert current(page) == "slide-objectives"
        show = """kind => {
          const slide = document.querySelector(`section.hb-slide-${kind}:has(.fragment)`);
          const { h, v } = Reveal.getIndices(slide);
          Reveal.slide(h, v);
        }"""
        page.evaluate(show, "question")
        key = page.locator("section.hb-slide-question.present .hb-reveal")
        assert key.evaluate("one => getComputedStyle(one).visibility") == "hidden"
        page.keyboard.press(" ")
        assert key.evaluate("one => getComputedStyle(one).visibility") == "visible"
        page.evaluate(show, "path")
        stops = page.locator("section.hb-slide.present .hb-path li")
        for number in range(stops.count()):
            assert (
                page.locator("section.hb-slide.present .hb-path li.hb-now").evaluate(
                    "one => [...one.parentElement.children].indexOf(one)"
                )
                == number
            )
            assert page.locator("section.hb-slide.present .hb-stage .hb-here").count() == 1
            assert page.locator("section.hb-slide.present .hb-stage .node.hb-gone").count() == number
            page.keyboard.press("ArrowRight")
        page.keyboard.press("o")
        assert page.evaluate("Reveal.isOverview()")
        assert watch.troubles == []


@pytest.mark.browser
def test_the_trainers_view_follows_and_leads(site: Path, browser: Browser) -> None:
    with watched(browser) as watch:
        page = watch.context.new_page()
        presented(page, site / "slides/workshops/first-day.html")
        with watch.context.expect_page() as opened:
            page.keyboard.press("s")
        view = opened.value
        now = view.locator("section.hb-now")
        page.keyboard.press("ArrowRight")
        view.wait_for_selector("#slide-objectives.hb-now")
        assert now.locator(".hb-notes").is_visible() and now.count() == 1
        view.keyboard.press("ArrowRight")
        page.wait_for_function("() => Reveal.getCurrentSlide().id === 'slide-agenda'")
        view.wait_for_selector("#slide-agenda.hb-now")
        assert violations(view) == []
        assert watch.from_elsewhere == [] and watch.troubles == []


@pytest.mark.browser
def test_without_scripts_on_a_phone_and_on_paper_all_slides_are_there(site: Path, browser: Browser) -> None:
    file = site / "slides/workshops/first-day.html"
    for width, options in ((1280, {"java_script_enabled": False}), (320, {})):
        with watched(browser, width, **options) as watch:
            page = watch.context.new_page()
            page.goto(file.as_uri())
            slides = page.locator("section.hb-slide")
            assert all(slides.nth(at).is_visible() for at in range(slides.count()))
            assert page.locator(".hb-reveal").first.is_visible() and page.locator(".hb-notes").first.is_visible()
            if not options:
                assert page.evaluate("document.documentElement.scrollWidth") == 320
                assert violations(page) == []
            assert watch.troubles == []
    with watched(browser) as watch:
        page = watch.context.new_page()
        presented(page, file)
        page.emulate_media(media="print")
        slides = page.locator("section.hb-slide")
        assert all(slides.nth(at).is_visible() for at in range(slides.count()))
        assert page.locator(".hb-notes").first.is_visible() and not page.locator(".hb-stage").first.is_visible()
        page.goto(f"{file.as_uri()}?print-pdf")
        assert slides.last.is_visible() and not page.locator(".hb-notes").first.is_visible()
