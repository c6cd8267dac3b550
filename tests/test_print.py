"""Printed pages: which edition a sheet says it is, what is left out, whole steps, and the chart on one sheet."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page

from handbook_builder.commands.init import copy_starter
from handbook_builder.render.words import words_of
from handbook_builder.site.paper import qr_code, with_address, with_whole_steps
from tests.browser import shown, watched
from tests.site import TODAY, Site, build, words

ADDRESS = "https://manual.example.org/casa/"
A4 = (595, 842)
POINTS_IN_CM = 72 / 2.54


class Sheets:
    """A page as it comes out of the printer."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pypdfium2.PdfDocument(pdf)
        self.texts = [" ".join(sheet.get_textpage().get_text_range().replace("￾", "-").split()) for sheet in self.pdf]

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    def codes(self, at: int) -> list[tuple[str, float]]:
        """Read the QR codes of a sheet: what each says, and how wide it is in centimetres."""
        scale = 3
        picture = self.pdf[at].render(scale=scale, grayscale=True)
        pixels = memoryview(picture.buffer).cast("B").cast("B", (picture.height, picture.stride))
        return [
            (code.text, (code.position.top_right.x - code.position.top_left.x) / scale / POINTS_IN_CM)
            for code in zxingcpp.read_barcodes(pixels)
        ]

    def images(self, at: int) -> int:
        """Count the lines and shapes of a sheet: a chart has many."""
        return sum(one.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH for one in self.pdf[at].get_objects())


def printed(page: Page) -> Sheets:
    return Sheets(page.pdf(prefer_css_page_size=True, format="A4"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter's site, built for an address."""
    root = tmp_path_factory.mktemp("published") / "starter"
    copy_starter(root, TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", ADDRESS)
        assert build(root).ok
    return root / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched(browser) as watch:
        yield watch.context.new_page()
        assert watch.troubles == [] and watch.from_elsewhere == []


PROCEDURE = "procedures/reception/welcoming-a-person.html"
HEADS = {
    "": [
        "Manual do Banco Alimentar Comunitário",
        "Acolher uma pessoa",
        "Código BA-01",
        "Versão 0.1.0",
        "Estado Rascunho",
        "Aprovação Por aprovar",
        "Rever até",
        "Língua: Português",
        "Impresso em {day}",
        "Cópia impressa: não controlada. Confirme a versão em vigor em {address}",
        "Rascunho. Este texto ainda não foi validado.",
    ],
    "en/": [
        "Manual of the Community Food Bank",
        "Code BA-01",
        "Version 0.1.0",
        "Status Draft",
        "Approval Not approved yet",
        "Review due by",
        "Language: English",
        "Printed on {day}",
        "Printed copies are not controlled. Check the version in force at {address}",
        "Draft. This text has not been validated yet.",
    ],
}
FEET = {
    "": "BA-01 · Acolher uma pessoa · Versão 0.1.0 · Rascunho · Cópia não controlada, impressa em {day}",
    "en/": "Version 0.1.0 · Draft · Uncontrolled copy, printed on {day}",
}


@pytest.mark.browser
@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_first_sheet_says_which_edition_it_is_and_every_sheet_repeats_it(
    folder: str, published: Path, page: Page
) -> None:
    shown(page, published / folder / PROCEDURE)
    sheets = printed(page)
    day, address = datetime.date.today().isoformat(), f"{ADDRESS}{folder}{PROCEDURE}"
    first = sheets.texts[0].replace("- ", "-")  # the address may be longer than its line
    for said in HEADS[folder]:
        assert said.format(day=day, address=address) in first
    assert 2 <= len(sheets) <= 6
    for number, text in enumerate(sheets.texts, 1):
        assert FEET[folder].format(day=day) in text and f"{number} / {len(sheets)}" in text
    assert [text for text, _ in sheets.codes(0)] == [address]
    assert all(width >= 2.5 for _, width in sheets.codes(0))


@pytest.mark.browser
def test_no_menu_tool_or_note_for_others_is_printed(published: Path, page: Page) -> None:
    shown(page, published / PROCEDURE)
    seen = " ".join(page.inner_text("body").split())
    sheets = printed(page)
    words = words_of("pt")
    for name in ("outcomes", "cases", "indicators", "related", "history", "keywords", "legend"):
        assert words[name] not in sheets.text
    for name in ("steps", "flowchart", "all_forms", "sources"):
        assert words[name] in sheets.text
    for said in ("Referência", "Pesquisar", "Voltar ao início", "Feito com", "Guia passo a passo"):
        assert said not in sheets.text
    assert words["outcomes"] in seen and words["cases"] in seen  # they are there to be left out
    assert "http" not in sheets.text.replace(ADDRESS, "")


@pytest.mark.browser
def test_without_an_address_or_scripts_the_sheet_says_what_it_knows(
    starter: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    assert build(starter).ok
    with watched(browser, java_script_enabled=False) as watch:
        page = watch.context.new_page()
        page.goto((starter / "site" / PROCEDURE).as_uri())
        sheets = printed(page)
        assert page.locator(".hb-paper").is_hidden()
    assert "Cópia impressa: não controlada. Confirme a versão em vigor antes de usar." in sheets.texts[0]
    assert "Impresso em" not in sheets.text and sheets.codes(0) == []
    assert f"1 / {len(sheets)}" in sheets.texts[0]


@pytest.mark.browser
def test_a_dark_screen_prints_on_white(published: Path, browser: Browser) -> None:
    with watched(browser, color_scheme="dark") as watch:
        page = watch.context.new_page()
        shown(page, published / PROCEDURE)
        assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
        page.emulate_media(media="print", color_scheme="dark")
        selectors = ["body", ".hb-control ul", ".hb-answers li", ".hb-aside", ".hb-flow", "h1"]
        read = """names => names.flatMap(name => [...document.querySelectorAll(name)].map(
            element => ["backgroundColor", "color"].map(kind => getComputedStyle(element)[kind])))"""
        colours = page.evaluate(read, selectors)
        sheets = printed(page)
    assert len(colours) > len(selectors)
    for ground, ink in colours:
        assert lightness(ground) > 0.85 and lightness(ink) < 0.5
    corner = sheets.pdf[0].render(grayscale=True)
    assert bytes(corner.buffer)[:100] == b"\xff" * 100


def lightness(colour: str) -> float:
    """Give how light a colour of CSS is, from 0 to 1; what is transparent is as light as the paper."""
    red, green, blue, *alpha = (float(part) for part in re.findall(r"[\d.]+", colour))
    part = alpha[0] if alpha else 1
    return ((red + green + blue) / 765) * part + (1 - part)


@pytest.mark.browser
@pytest.mark.parametrize("path", ["reference/forms/visit-card.html", "en/reference/forms/visit-card.html"])
def test_a_form_prints_its_fields_and_which_it_is(path: str, published: Path, page: Page) -> None:
    forms = sorted((published / path).parent.glob("*.html"))
    shown(page, next(one for one in forms if one.name != "index.html"))
    title, lang = page.inner_text("h1"), page.get_attribute("html", "lang") or ""
    sheets = printed(page)
    assert title in sheets.texts[0] and words_of(lang)["uncontrolled_copy"] in sheets.texts[0]
    assert words_of(lang)["used_in"] not in sheets.text


# The real manual: its widest and its tallest chart, and its longest pages.


def chart_sizes(site: Site) -> dict[str, tuple[float, float]]:
    """Give the size of the chart of each page that has one."""
    found = {}
    for path, page in site.pages.items():
        for svg in page.xpath("//div[contains(@class, 'hb-flow')]/*[local-name() = 'svg']"):
            found[path] = (float(svg.get("width")), float(svg.get("height")))
    return found


@pytest.mark.browser
def test_the_widest_and_the_tallest_chart_fit_one_sheet(site: Site, page: Page) -> None:
    sizes = chart_sizes(site)
    widest, tallest = max(sizes, key=lambda path: sizes[path][0]), max(sizes, key=lambda path: sizes[path][1])
    for path, lying in ((widest, True), (tallest, False)):
        shown(page, site.folder / path)
        labels = page.locator(".hb-flow .node text").all_text_contents()
        sheets = printed(page)
        having = [at for at in range(len(sheets)) if sheets.images(at) > len(labels) / 4]
        numbers = [at for at, sheet in enumerate(sheets.pdf) if round(sheet.get_width()) > round(sheet.get_height())]
        (at,) = numbers if lying else [max(range(len(sheets)), key=sheets.images)]
        assert at in having
        drawn = sheets.texts[at]
        assert "Fluxograma" in drawn or "Flowchart" in drawn
        assert [label for label in labels if " ".join(label.split()) not in drawn] == []
        width, height = sheets.pdf[at].get_size()
        for one in sheets.pdf[at].get_objects():
            left, bottom, right, top = one.get_bounds()
            assert left >= -1 and bottom >= -1 and right <= width + 1 and top <= height + 1
        lower = [
            one.get_bounds()[1] for one in sheets.pdf[at].get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH
        ]
        assert min(lower) > 1.5 * POINTS_IN_CM  # above the line at the foot
        others = [sheet for number, sheet in enumerate(sheets.pdf) if number != at]
        assert all(abs(sheet.get_width() - A4[0]) < 2 and abs(sheet.get_height() - A4[1]) < 2 for sheet in others)


def letters(text: str) -> str:
    """Give what does not depend on where lines end, nor on a style in capitals."""
    return re.sub(r"[\s\u00ad-]", "", text).casefold()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["pt", "en"])
def test_no_step_is_torn_apart(site: Site, page: Page, language: str) -> None:
    pages = site.of(language)
    longest = sorted(pages, key=lambda path: len(pages[path].xpath("//h3[contains(@class, 'hb-step')]")))[-3:]
    for path in longest:
        shown(page, site.folder / ("" if language == "pt" else "en") / path)
        sheets = printed(page)
        assert len(sheets) <= 14
        texts = [letters(text) for text in sheets.texts]
        steps = pages[path].xpath("//section[@class='hb-whole']")
        assert len(steps) > 20
        for step in steps:
            parts = [letters(words(one)) for one in step.xpath("h3|.//li|p[not(@class='hb-feedback')]|.//div//p")]
            assert any(all(part in text for part in parts) for text in texts), parts


# What the page is given after Markdown.


def test_every_address_can_be_read_from_its_code(published: Path) -> None:
    """The mask of the codes is fixed; whatever the address, they must be read."""
    for length in range(0, 200, 7):
        address = f"{ADDRESS}{'caminho-com-ãé/' * (length // 14)}{'x' * (length % 14)}.html#passo"
        svg = qr_code(address, "x")
        squares = drawn(svg)
        assert [code.text for code in zxingcpp.read_barcodes(squares)] == [address]


def drawn(svg: str) -> memoryview:
    """Draw the lines of a code by hand, four pixels a square."""
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    path = re.search(r'stroke="#000" d="([^"]*)"', svg)
    assert box and path
    size, scale = int(box[1]), 4
    rows = [bytearray(b"\xff" * size) for _ in range(size)]
    x, y = 0, 0.0
    for move, across, down, line in re.findall(r"([Mm])(-?[\d.]+) ?(-?[\d.]+)|h(\d+)", path[1]):
        if line:
            rows[int(y)][x : x + int(line)] = bytes(int(line))
            x += int(line)
        else:
            x, y = (int(across), float(down)) if move == "M" else (x + int(across), y + float(down))
    wide = b"".join(bytes(sign for sign in row for _ in range(scale)) * scale for row in rows)
    assert rows[3] == rows[-4] == bytearray(b"\xff" * size)  # the quiet zone
    return memoryview(wide).cast("B", (size * scale, size * scale))


def test_an_address_is_text_wherever_it_comes_from() -> None:
    page = '<p class="hb-uncontrolled">x</p><p class="hb-uncontrolled">y</p>'
    told = with_address(page, 'https://example.org/?a="b"&c=<d>', words_of("en"))
    assert "a=&quot;b&quot;&amp;c=&lt;d&gt;" in told and told.endswith('<p class="hb-uncontrolled">y</p>')
    assert with_address(page, None, words_of("en")) == page


def test_a_step_reaches_up_to_the_next_heading() -> None:
    first, second = '<h3 class="hb-step hb-do" id="b">b</h3><p>c</p>', '<h3 class="hb-step" id="d">d</h3><ul></ul>'
    page = f'<h3>a</h3>{first}{second}<h2 id="e">e</h2>'
    assert with_whole_steps(page) == (
        f'<h3>a</h3><section class="hb-whole">{first}</section>\n'
        f'<section class="hb-whole">{second}</section>\n<h2 id="e">e</h2>'
    )
