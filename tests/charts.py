"""A wide chart on a page in a browser: the manual that has it, and what a reader does with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from handbook_builder.commands.init import copy_starter
from tests.browser import shown, watched
from tests.site import TODAY, build

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


def build_wide_site(root: Path) -> Path:
    """Build the site of the starter manual with one wide chart more; give its folder."""
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
