"""What a chart brings along: names, links, the steps of a role, files to keep; for everyone, and on paper."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page

from handbook_builder.load import load_handbook
from handbook_builder.model.procedure import Flow
from handbook_builder.render.guides import _ranges
from handbook_builder.render.paths import download_name, place_of
from handbook_builder.render.svg import framed
from tests.browser import violations, watched
from tests.charts import chart, press
from tests.site import LANGUAGES, Site

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


def test_the_page_says_who_does_which_steps(wide_site: Path) -> None:
    page = (wide_site / "en/flows/which-matter.html").read_text(encoding="utf-8")
    actors = page[page.index('class="hb-actors"') :].partition("</div>")[0]
    lines = [re.sub(r"<[^>]*>", "", line) for line in re.findall(r"<li>.*?</li>", actors, re.DOTALL)]
    assert lines == ["Volunteer: 1, 5", "Coordinator: 2–4, 6, 7"]
    assert "<p><div" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_alone_leads_back_to_the_page(language: str, wide_site: Path) -> None:
    top = wide_site if language == "pt" else wide_site / language
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
def test_without_scripts_the_chart_scrolls_and_opens_alone(wide_site: Path, browser: Browser) -> None:
    with watched(browser, 320, java_script_enabled=False) as seen:
        page = seen.context.new_page()
        page.goto((wide_site / "en/flows/which-matter.html").as_uri())
        assert page.locator(".hb-chart-tools").count() == 0
        frame, svg = page.locator(".hb-flow").bounding_box(), page.locator(".hb-flow svg").bounding_box()
        assert frame is not None and svg is not None and svg["width"] > 600 > frame["width"]
        page.get_by_role("link", name="Open the flowchart alone").click()
        assert page.url.endswith("/en/charts/which-matter.svg")
        page.locator("a").first.click()
        assert page.url.endswith("/en/flows/which-matter.html#step-matter")


# The steps of a role.


def nodes_with(page: Page, selector: str) -> set[str]:
    nodes: Locator = page.locator(f".hb-flow .node{selector} a")
    return {link.get_attribute("href") or "" for link in nodes.all()}


@pytest.mark.browser
def test_the_steps_of_a_role_stand_out(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site) as page:
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
def test_the_large_view_goes_to_the_steps_of_the_role(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, 320) as page:
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
def test_a_picture_to_keep(scheme: str, wide_site: Path, browser: Browser, tmp_path: Path) -> None:
    with chart(browser, wide_site, color_scheme=scheme) as page:
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
def test_a_drawing_to_keep(wide_site: Path, browser: Browser, tmp_path: Path) -> None:
    with chart(browser, wide_site, color_scheme="dark") as page:
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
def test_the_tools_can_be_used_by_everyone(width: int, scheme: str, wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, width, language="pt", color_scheme=scheme) as page:
        found = violations(page)
        page.get_by_label("Destacar os passos de").select_option("coordinator")
        found += violations(page)
        press(page, "Abrir em grande")
        found += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []


@pytest.mark.browser
def test_paper_shows_the_whole_chart_with_its_marks(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, 700, color_scheme="dark") as page:
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
        page.wait_for_function("() => !document.querySelector('dialog').open")


@pytest.mark.browser
def test_forced_colours_keep_marks_and_outlines(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, forced_colors="active") as page:
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
