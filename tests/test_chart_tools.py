"""What readers do with a chart: zoom, pan, open large, keep, highlight a role; by keys, mouse, touch and no script."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page

from handbook_builder.commands.init import copy_starter
from handbook_builder.load import load_handbook
from handbook_builder.model.procedure import Flow
from handbook_builder.render.guides import _ranges
from handbook_builder.render.paths import download_name, place_of
from handbook_builder.render.svg import framed
from tests.browser import shown, violations, watched
from tests.site import LANGUAGES, TODAY, Site, build

MATTERS = ("food", "clothes", "shelter", "school", "health", "work")

FLOW = """\
id: which-matter
code: "TR 9/b"
title: {pt: Que assunto, en: Which matter}
summary: {pt: Um desenho largo., en: A wide drawing.}
owner: coordinator
sources: [house-rules]
control:
  version: 0.1.0
  status: draft
  changes: [{version: 0.1.0, date: 2000-01-01, summary: {pt: Primeira., en: First.}}]
steps:
  - id: matter
    who: volunteer
    ask: {pt: Que assunto traz a pessoa?, en: What matter does the person bring?}
    answers:
"""


def wide_flow() -> str:
    answers = "".join(
        f"      - {{id: {one}, answer: {{pt: É {one}, en: It is {one}}}, next: to-{one}}}\n" for one in MATTERS
    )
    ends = "".join(
        f"  - id: to-{one}\n    who: {'volunteer' if number == 3 else 'coordinator'}\n"
        f"    end: {{pt: Trate de {one} com a pessoa., en: See to {one} with the person.}}\n    outcome: resolved\n"
        for number, one in enumerate(MATTERS)
    )
    return FLOW + answers + ends


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the starter manual with one wide chart more."""
    root = tmp_path_factory.mktemp("charts") / "manual"
    copy_starter(root, TODAY)
    (root / "flows/which-matter.yml").write_text(wide_flow(), encoding="utf-8")
    result = build(root)
    assert result.site is not None, [one for one in result.diagnostics if one.is_error]
    return result.site


@contextmanager
def chart(browser: Browser, site: Path, width: int = 1280, language: str = "en", **options: Any) -> Iterator[Page]:
    """Show the page with the wide chart, and make sure that nothing goes wrong on it."""
    with watched(browser, width, accept_downloads=True, **options) as seen:
        page = seen.context.new_page()
        shown(page, site / ("" if language == "pt" else language) / "flows/which-matter.html")
        page.locator("#flowchart").evaluate("heading => heading.scrollIntoView()")
        yield page
        assert seen.troubles == [] and seen.from_elsewhere == []


def width_of(page: Page) -> float:
    return float(page.locator(".hb-flow svg").evaluate("svg => svg.getBoundingClientRect().width"))


def scrolled(page: Page) -> tuple[float, float, float]:
    left, top, down = page.locator(".hb-flow").evaluate("frame => [frame.scrollLeft, frame.scrollTop, scrollY]")
    return left, top, down


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


# What the page brings along.


def test_a_frame_names_the_chart_and_its_file() -> None:
    svg = '<svg class="hb-chart" width="1" height="2">\n<style>x</style>\n<g/></svg>\n'
    html = framed(svg, label='A "b" & c', file="x-1-pt")
    frame = ElementTree.fromstring(html)
    assert (frame.tag, frame.get("aria-label"), frame.get("data-file")) == ("div", 'A "b" & c', "x-1-pt")
    assert (frame.get("role"), frame.get("tabindex"), frame.get("class")) == ("region", "0", "hb-flow")
    assert [one.tag for one in frame.iter()] == ["div", "svg", "g"]


def test_a_file_to_keep_has_a_name_that_every_disk_takes() -> None:
    flow = Flow.model_construct(id="which-door", code="TR 9/b")
    assert download_name(flow, "pt") == "TR-9-b-which-door-pt"
    assert download_name(Flow.model_construct(id="which-door", code=None), "en") == "which-door-en"


@pytest.mark.parametrize(
    ("numbers", "text"), [([4], "4"), ([1, 2, 4, 5, 6, 9], "1, 2, 4–6, 9"), ([1, 2, 3], "1–3"), ([2, 4], "2, 4")]
)
def test_numbers_in_a_row_are_written_short(numbers: list[int], text: str) -> None:
    assert _ranges(numbers) == text


def test_the_page_says_who_does_which_steps(small: Path) -> None:
    page = (small / "en/flows/which-matter.html").read_text(encoding="utf-8")
    actors = page[page.index('class="hb-actors"') :].partition("</div>")[0]
    lines = [re.sub(r"<[^>]*>", "", line) for line in re.findall(r"<li>.*?</li>", actors, re.DOTALL)]
    assert lines == ["Volunteer: 1, 5", "Coordinator: 2–4, 6, 7"]
    assert "<p><div" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_alone_leads_back_to_the_page(language: str, small: Path) -> None:
    top = small if language == "pt" else small / language
    charts = sorted((top / "charts").glob("*.svg"))
    assert len(charts) == 4
    for file in charts:
        root = ElementTree.parse(file).getroot()
        assert root.get("lang") == language
        links = [a.get("href", "") for a in root.iter("{http://www.w3.org/2000/svg}a")]
        assert links
        for link in links:
            target, _, anchor = link.partition("#")
            page = (file.parent / target).resolve()
            assert f'id="{anchor}"' in page.read_text(encoding="utf-8") and page.is_relative_to(top.resolve())


@pytest.mark.browser
def test_without_scripts_the_chart_scrolls_and_opens_alone(small: Path, browser: Browser) -> None:
    with watched(browser, 320, java_script_enabled=False) as seen:
        page = seen.context.new_page()
        page.goto((small / "en/flows/which-matter.html").as_uri())
        assert page.locator(".hb-chart-tools").count() == 0
        frame, svg = page.locator(".hb-flow").bounding_box(), page.locator(".hb-flow svg").bounding_box()
        assert frame is not None and svg is not None and svg["width"] > 600 > frame["width"]
        page.get_by_role("link", name="Open the flowchart alone").click()
        assert page.url.endswith("/en/charts/which-matter.svg")
        page.locator("a").first.click()
        assert page.url.endswith("/en/flows/which-matter.html#step-matter")


# Zoom and pan.


@pytest.mark.browser
def test_buttons_zoom_and_are_big_enough(small: Path, browser: Browser) -> None:
    with chart(browser, small, 320) as page:
        natural = width_of(page)
        tools = page.locator(".hb-chart-tools")
        for control in tools.locator("button, select").all():
            box = control.bounding_box()
            assert box is not None and min(box["width"], box["height"]) >= 44, control
        for name, zoom in (("Zoom in", 1.25), ("Zoom in", 1.5), ("Zoom out", 1.25), ("Natural size", 1)):
            press(page, name)
            assert width_of(page) == pytest.approx(natural * zoom, abs=1)
            assert tools.locator("output").inner_text() == f"{zoom:.0%}"
        press(page, "Fit width")
        assert page.locator(".hb-flow").evaluate("frame => frame.scrollWidth - frame.clientWidth") <= 0
        press(page, "Natural size")
        assert width_of(page) == pytest.approx(natural, abs=1)
        for name, zoom in (("Zoom in", 4), ("Zoom out", 0.25)):
            for _ in range(12):
                press(page, name)
            assert width_of(page) == pytest.approx(natural * zoom, abs=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
def test_what_fits_still_fits_when_the_window_changes(small: Path, browser: Browser) -> None:
    with chart(browser, small) as page:
        press(page, "Fit width")
        before = width_of(page)
        page.set_viewport_size({"width": 500, "height": 800})
        page.wait_for_function("before => document.querySelector('.hb-flow svg').clientWidth < before - 20", arg=before)
        assert page.locator(".hb-flow").evaluate("frame => frame.scrollWidth - frame.clientWidth") <= 0


@pytest.mark.browser
def test_a_wide_chart_begins_where_the_flow_begins(small: Path, browser: Browser) -> None:
    with chart(browser, small, 320) as page:
        frame, dot = page.locator(".hb-flow").bounding_box(), page.locator(".hb-flow .start").bounding_box()
        assert frame is not None and dot is not None and scrolled(page)[0] > 100
        middle = frame["x"] + frame["width"] / 2
        assert dot["x"] - 5 <= middle <= dot["x"] + dot["width"] + 5


@pytest.mark.browser
def test_keys_zoom_and_scroll(small: Path, browser: Browser) -> None:
    with chart(browser, small, 320) as page:
        natural, start = width_of(page), scrolled(page)
        page.keyboard.press("+")
        assert width_of(page) == natural, "keys work only when the chart has the focus"
        frame = page.locator(".hb-flow")
        frame.focus()
        help = page.locator(f"#{frame.get_attribute('aria-describedby')}")
        assert "+ and −" in help.inner_text()
        page.keyboard.press("+")
        assert width_of(page) == pytest.approx(natural * 1.25, abs=1)
        page.keyboard.press("-")
        page.keyboard.press("-")
        assert width_of(page) == pytest.approx(natural * 0.8, abs=1)
        page.keyboard.press("0")
        assert width_of(page) == pytest.approx(natural, abs=1) and scrolled(page)[0] == pytest.approx(start[0], abs=1)
        page.keyboard.press("ArrowRight")
        page.wait_for_function("before => document.querySelector('.hb-flow').scrollLeft > before", arg=start[0])
        page.keyboard.press("Control+-")
        assert width_of(page) == pytest.approx(natural, abs=1), "the browser's own keys stay its own"


@pytest.mark.browser
def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(small: Path, browser: Browser) -> None:
    with chart(browser, small) as page:
        natural, before = width_of(page), scrolled(page)
        box = page.locator(".hb-flow .node.ask").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.keyboard.down("Control")
        page.mouse.wheel(0, -200)
        page.keyboard.up("Control")
        page.wait_for_function(
            "before => document.querySelector('.hb-flow svg').clientWidth > before * 1.3", arg=natural
        )
        zoomed = page.locator(".hb-flow .node.ask").bounding_box()
        assert zoomed is not None and zoomed["x"] < x < zoomed["x"] + zoomed["width"]
        assert zoomed["y"] < y < zoomed["y"] + zoomed["height"], "what is under the pointer stays there"
        page.mouse.wheel(0, 150)
        page.wait_for_function("before => scrollY > before + 100", arg=before[2])
        assert width_of(page) < natural * 2


@pytest.mark.browser
def test_dragging_pans_and_is_no_click(small: Path, browser: Browser) -> None:
    with chart(browser, small, 600) as page:
        press(page, "Zoom in")
        before = scrolled(page)
        box = page.locator(".hb-flow .node.ask").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 40, y - 10, steps=4)
        page.mouse.move(x - 90, y - 30, steps=4)
        page.mouse.up()
        after = scrolled(page)
        assert after[0] - before[0] == pytest.approx(90, abs=2) and after[2] - before[2] == pytest.approx(30, abs=2)
        assert "#step-" not in page.url and not page.evaluate("getSelection().toString()")
        page.mouse.move(x, y)
        assert scrolled(page) == after, "let go"
        page.locator(".hb-flow .node.ask a").click()
        page.wait_for_function("location.hash === '#step-matter'")


def touches(page: Page, *steps: list[tuple[float, float]]) -> None:
    """Put fingers on the screen, move them through the steps, lift them."""
    devtools = page.context.new_cdp_session(page)
    for number, points in enumerate(steps):
        kind = "touchMove" if number else "touchStart"
        fingers = [{"x": x, "y": y, "id": id} for id, (x, y) in enumerate(points)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.browser
def test_two_fingers_zoom_the_chart_and_not_the_page(small: Path, browser: Browser) -> None:
    with chart(browser, small, 360, has_touch=True, is_mobile=True) as page:
        natural = width_of(page)
        touches(page, *([(160.0 - out, 500.0), (200.0 + out, 500.0)] for out in range(0, 41, 8)))
        assert width_of(page) == pytest.approx(natural * 3, rel=0.02)
        touches(page, *([(60.0 + to, 500.0), (300.0 - to, 500.0)] for to in range(0, 81, 16)))
        assert width_of(page) == pytest.approx(natural, rel=0.02)
        assert page.evaluate("visualViewport.scale") == 1


@pytest.mark.browser
def test_one_finger_moves_the_chart_sideways_and_the_page_down(small: Path, browser: Browser) -> None:
    with chart(browser, small, 360, has_touch=True, is_mobile=True) as page:
        press(page, "Zoom in")
        page.locator(".hb-flow").evaluate("frame => { frame.scrollLeft = 100 }")
        left, _, down = scrolled(page)
        touches(page, *([(250.0 - way, 500.0)] for way in range(0, 121, 10)))
        page.wait_for_function("left => document.querySelector('.hb-flow').scrollLeft > left + 60", arg=left)
        touches(page, *([(180.0, 600.0 - way)] for way in range(0, 161, 10)))
        page.wait_for_function("down => scrollY > down + 80", arg=down)
        page.locator(".hb-flow .node.ask a").tap()
        page.wait_for_function("location.hash === '#step-matter'")


# The large view.


@pytest.mark.browser
@pytest.mark.parametrize("way", ["Escape", "Close"])
def test_the_large_view_fills_the_screen_and_gives_the_focus_back(way: str, small: Path, browser: Browser) -> None:
    with chart(browser, small, 600) as page:
        before = scrolled(page)
        page.get_by_role("button", name="Open large").focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Flowchart: Which matter")
        assert dialog.bounding_box() == {"x": 0, "y": 0, "width": 600, "height": 800}
        assert page.evaluate("document.activeElement.matches('.hb-flow')")
        assert page.locator(".hb-flow").count() == 1, "the chart itself, not a copy"
        natural = width_of(page)
        for _ in range(5):
            page.keyboard.press("+")
        assert width_of(page) == pytest.approx(natural * 4, abs=1)
        top = scrolled(page)[1]
        page.mouse.move(300, 500)
        page.mouse.down()
        page.mouse.move(280, 400, steps=4)
        page.mouse.up()
        dragged = scrolled(page)[1]
        assert dragged - top == pytest.approx(100, abs=2)
        page.keyboard.press("ArrowDown")
        page.wait_for_function("before => document.querySelector('.hb-flow').scrollTop > before", arg=dragged)
        page.keyboard.press("0")
        if way == "Escape":
            page.keyboard.press("Escape")
        else:
            press(page, "Close")
        assert not dialog.is_visible()
        page.wait_for_function("document.activeElement.textContent === 'Open large'")
        assert page.locator("dialog .hb-flow").count() == 0
        assert scrolled(page) == pytest.approx(before, abs=1), "the page is as it was"


@pytest.mark.browser
def test_a_step_in_the_large_view_leads_to_its_words(small: Path, browser: Browser) -> None:
    with chart(browser, small) as page:
        press(page, "Open large")
        page.locator("dialog .node.ask a").click()
        page.wait_for_function("location.hash === '#step-matter'")
        assert page.locator("dialog[open]").count() == 0
        heading = page.locator("#step-matter")
        page.wait_for_function("document.querySelector('#step-matter').getBoundingClientRect().top < 200")
        assert heading.is_visible()


# The steps of a role.


def nodes_with(page: Page, selector: str) -> set[str]:
    nodes: Locator = page.locator(f".hb-flow .node{selector} a")
    return {link.get_attribute("href") or "" for link in nodes.all()}


@pytest.mark.browser
def test_the_steps_of_a_role_stand_out(small: Path, browser: Browser) -> None:
    with chart(browser, small) as page:
        select, status = page.get_by_label("Highlight the steps of"), page.locator(".hb-chart-tools [role=status]")
        assert select.locator("option").all_inner_texts() == ["no one", "Volunteer", "Coordinator"]
        assert status.inner_text() == ""
        select.select_option("Volunteer")
        mine = {"#step-matter", "#step-to-school"}
        assert status.inner_text() == "2 of 7 steps highlighted. Volunteer: 1, 5"
        assert nodes_with(page, ".hb-mine") == mine
        assert page.locator(".hb-flow .hb-mark").count() == 2
        outlines = page.locator(".hb-flow .node:not(.start) :is(path, polygon)").evaluate_all(
            "all => all.map(one => [one.closest('.hb-mine') !== null, parseFloat(getComputedStyle(one).strokeWidth)])"
        )
        assert min(width for is_mine, width in outlines if is_mine) > max(
            width for is_mine, width in outlines if not is_mine
        )
        marked = page.locator("h3[data-mine]").evaluate_all("all => all.map(one => '#' + one.id)")
        assert set(marked) == mine
        tag = page.locator("#step-matter").evaluate("one => getComputedStyle(one, '::after').content")
        assert "✓" in tag and "Volunteer" in page.locator("#step-matter").get_attribute("data-mine")  # type: ignore[operator]
        select.select_option("no one")
        assert status.inner_text() == "" and nodes_with(page, ".hb-mine") == set()
        assert page.locator(".hb-mark, h3[data-mine], .hb-chosen").count() == 0


@pytest.mark.browser
def test_the_large_view_goes_to_the_steps_of_the_role(small: Path, browser: Browser) -> None:
    with chart(browser, small, 320) as page:
        press(page, "Open large")
        page.get_by_label("Highlight the steps of").select_option("Coordinator")
        box = page.locator(".hb-flow .hb-mine").first.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 320


@pytest.mark.browser
def test_charts_of_the_real_manual(site: Site, browser: Browser) -> None:
    """On a small phone no page moves sideways, and each chart knows the roles of its procedure."""
    handbook = load_handbook(site.manual)[0]
    wrong: list[str] = []
    with watched(browser, 320) as seen:
        page = seen.context.new_page()
        for language in LANGUAGES:
            for guide in handbook.guides:
                path = f"{'' if language == 'pt' else 'en/'}{place_of(guide, handbook)}.html"
                page.goto((site.folder / path).as_uri())
                found = page.evaluate(
                    """() => {
                        const select = document.querySelector(".hb-chart-select");
                        const counts = {};
                        for (const option of select ? [...select.options].slice(1) : []) {
                            select.value = option.value;
                            select.dispatchEvent(new Event("change"));
                            counts[option.value] = document.querySelectorAll(".hb-flow .hb-mine").length;
                        }
                        return [document.documentElement.scrollWidth, counts];
                    }"""
                )
                roles: dict[str, int] = {}
                for step in guide.steps:
                    if step.who:
                        roles[step.who] = roles.get(step.who, 0) + 1
                if found != [320, roles if len(roles) > 1 else {}]:
                    wrong.append(f"{path}: {found}")
        assert seen.troubles == []
    assert wrong == []


# The chart as a file.

PICTURE = """async (data) => {
    const image = new Image();
    image.src = "data:image/png;base64," + data;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const dots = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    const counts = {};
    for (const dot of dots) counts[dot] = (counts[dot] ?? 0) + 1;
    const hex = (dot) => [0, 8, 16].map((bits) => ((dot >>> bits) & 255).toString(16).padStart(2, "0")).join("");
    const shares = Object.entries(counts).map(([dot, count]) => [hex(dot), count / dots.length]);
    return [image.width, image.height, Object.fromEntries(shares)];
}"""


def kept(page: Page, format: str, folder: Path) -> Path:
    with page.expect_download() as download:
        press(page, f"Download the flowchart as {format}")
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_to_keep(scheme: str, small: Path, browser: Browser, tmp_path: Path) -> None:
    with chart(browser, small, color_scheme=scheme) as page:
        svg = page.locator(".hb-flow svg")
        natural = [float(svg.get_attribute(name) or "") for name in ("width", "height")]
        press(page, "Zoom in")
        file = kept(page, "PNG", tmp_path)
        assert file.name == "TR-9-b-which-matter-en.png"
        width, height, colours = page.evaluate(PICTURE, base64.b64encode(file.read_bytes()).decode())
    assert [width, height] == pytest.approx([2 * natural[0], 2 * natural[1]], abs=2)
    assert 0.4 < colours["ffffff"] < 0.95, "paper is white, also for readers of the dark scheme"
    assert {"fff4d6", "8a6100", "e9f6ec", "2a7a40"} <= set(colours), "fills and outlines of decisions and ends"


@pytest.mark.browser
def test_a_drawing_to_keep(small: Path, browser: Browser, tmp_path: Path) -> None:
    with chart(browser, small, color_scheme="dark") as page:
        page.get_by_label("Highlight the steps of").select_option("Volunteer")
        page.evaluate(
            """document.querySelectorAll(".hb-flow .node").forEach((node) => {
                node.classList.add("hb-walk-passed");
                const ring = node.querySelector("polygon, path, ellipse").cloneNode();
                ring.classList.add("hb-walk-ring");
                node.append(ring);
            })"""
        )
        file = kept(page, "SVG", tmp_path)
        assert page.locator(".hb-flow .hb-walk-passed").count() == 8, "the chart on the page is left alone"
        assert page.evaluate("document.documentElement.children.length") == 2, "nothing is left behind"
    assert file.name == "TR-9-b-which-matter-en.svg"
    text = file.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert not re.search(r"href|url\(|@import|<style|style=|var\(|hb-walk", text)
    assert set(re.findall(r"https?://[^\"]*", text)) == {"http://www.w3.org/2000/svg"}
    svg = "{http://www.w3.org/2000/svg}"
    assert len([one for one in root.iter(f"{svg}g") if (one.get("class") or "").startswith("hb-mark")]) == 2
    fills = {one.get("fill") for one in root.iter(f"{svg}polygon")}
    assert "rgb(255, 244, 214)" in fills, "the colours of paper, in words that every program reads"
    assert "What matter does" in text


# For everyone, and on paper.


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_tools_can_be_used_by_everyone(width: int, scheme: str, small: Path, browser: Browser) -> None:
    with chart(browser, small, width, language="pt", color_scheme=scheme) as page:
        found = violations(page)
        page.get_by_label("Destacar os passos de").select_option("coordinator")
        found += violations(page)
        press(page, "Abrir em grande")
        found += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []


@pytest.mark.browser
def test_paper_shows_the_whole_chart_with_its_marks(small: Path, browser: Browser) -> None:
    with chart(browser, small, 700, color_scheme="dark") as page:
        page.get_by_label("Highlight the steps of").select_option("Volunteer")
        press(page, "Open large")
        for _ in range(4):
            page.keyboard.press("+")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert not page.locator(".hb-chart-tools").is_visible() and not page.locator(".hb-chart-help").is_visible()
        box = page.locator(".hb-flow svg").bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 700
        assert page.locator(".hb-flow .hb-mark").first.is_visible()
        dimmed = page.locator(".hb-flow .node.end:not(.hb-mine) text").first.evaluate(
            "one => getComputedStyle(one).fill"
        )
        assert dimmed == "rgb(102, 102, 102)"
        page.wait_for_function("!document.querySelector('dialog').open")


@pytest.mark.browser
def test_forced_colours_keep_marks_and_outlines(small: Path, browser: Browser) -> None:
    with chart(browser, small, forced_colors="active") as page:
        page.get_by_label("Highlight the steps of").select_option("Volunteer")
        canvas, text = page.evaluate(
            """["Canvas", "CanvasText"].map((name) => {
                document.body.style.color = name;
                return getComputedStyle(document.body).color;
            })"""
        )
        look = "one => [getComputedStyle(one).fill, getComputedStyle(one).stroke]"
        assert page.locator(".hb-flow .hb-mine polygon").first.evaluate(look) == [canvas, text]
        assert page.locator(".hb-flow .hb-mark circle").first.evaluate(look) == [text, canvas]
        assert page.locator(".hb-flow .node.end:not(.hb-mine) text").first.evaluate(look)[0] == text
