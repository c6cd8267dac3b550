"""The colours of the site, computed from its stylesheet as WCAG 2 does: text 4.5 to 1, what must be seen 3 to 1."""

from __future__ import annotations

from importlib.resources import files
from itertools import product

import pytest
from playwright.sync_api import Browser

from tests.browser import shown, watched
from tests.colours import contrast, over, palette
from tests.site import Site

CSS = (files("handbook_builder") / "assets/styles/colours.css").read_text(encoding="utf-8")
PAPER = {"default": "#ffffff", "slate": "#1e2129"}
"""The ground of the theme; a test asks a browser whether it still is."""

CODE = {"default": "#f5f5f5", "slate": "#272a35"}
"""The ground of code in the theme."""

SCHEMES = {
    name: palette(CSS, f'[data-md-color-scheme="{name}"]') | {"paper": PAPER[name], "code": CODE[name]}
    for name in PAPER
}
FILLS = ("hb-caution-fill", "hb-danger-fill", "hb-hint-fill")
GROUNDS = ("paper", "hb-surface", *FILLS)
KINDS = ("hb-do", "hb-ask", "hb-run", "hb-refer", "hb-end")


def weak(colours: dict[str, str], pairs: list[tuple[str, str]], least: float) -> list[tuple[str, str, float]]:
    found = [(one, on, contrast(over(colours[one], colours[on]), colours[on])) for one, on in pairs]
    return [(one, on, round(value, 2)) for one, on, value in found if value < least]


def test_the_measure_of_contrast_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert over("#00000080", "#ffffff") == "#7f7f7f" and over("#123456", "#ffffff") == "#123456"


def test_both_schemes_give_every_colour() -> None:
    assert set(SCHEMES["default"]) == set(SCHEMES["slate"])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read(scheme: str) -> None:
    texts = ["hb-text", "hb-muted", "md-typeset-a-color"]
    pairs = list(product(texts, GROUNDS))
    pairs += [("md-default-fg-color--light", "paper")]
    pairs += product(["md-code-hl-constant-color", "md-code-hl-number-color"], ["code"])
    pairs += product(["md-primary-bg-color", "md-primary-bg-color--light"], ["md-primary-fg-color"])
    assert weak(SCHEMES[scheme], pairs, 4.5) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_outlines_and_rings_can_be_seen(scheme: str) -> None:
    """``hb-line`` is left out: it adorns, and nothing is known by it alone."""
    pairs = list(product(KINDS, ["paper"]))
    pairs += [("hb-caution", "hb-caution-fill"), ("hb-danger", "hb-danger-fill"), ("hb-hint", "hb-hint-fill")]
    pairs += product(["hb-caution", "hb-danger", "hb-hint"], ["paper"])
    pairs += product(["md-accent-fg-color", "md-typeset-a-color", "hb-muted"], GROUNDS)
    pairs += [("md-primary-bg-color", "md-primary-fg-color")]  # the ring of the focus in the head of the page
    assert weak(SCHEMES[scheme], pairs, 3) == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_ground_is_that_of_the_theme(scheme: str, site: Site, browser: Browser) -> None:
    with watched(browser, color_scheme="light" if scheme == "default" else "dark") as seen:
        page = seen.context.new_page()
        shown(page, site.folder / "index.html")
        red, green, blue = (int(PAPER[scheme][at : at + 2], 16) for at in (1, 3, 5))
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == f"rgb({red}, {green}, {blue})"
