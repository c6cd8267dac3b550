"""A real browser for the tests, what goes wrong in it, and axe-core.

``wait_for_function`` is always given a function, ``() => …``: an expression that is not true at once is evaluated again
as text, which the policy of our pages forbids.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tools.install_browser import find_chromium

# No sandbox: it does not start as root, where CI runs, and the only pages shown are our own.
# The rest keeps Chromium from looking for its maker's servers at every start.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a headless Chromium, and close it in the end."""
    path = find_chromium()
    if path is None:
        raise FileNotFoundError("no Chromium for the tests: run `make browser`, or `pytest -m 'not browser'`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@cache
def axe_source() -> str:
    """Return the JavaScript of axe-core, to be injected into a page."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


WIDTHS = (320, 1280)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Watched:
    """A browser context that notes what it asks for and what goes wrong."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.from_elsewhere: list[str] = []
        self.troubles: list[str] = []
        context.on("request", self._notice)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))

    def _notice(self, request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.from_elsewhere.append(request.url)

    def _hear(self, message: ConsoleMessage) -> None:
        # Material looks for a sitemap, which a browser refuses to read from a disk; nothing comes of it.
        if message.type in ("error", "warning") and "sitemap.xml" not in message.text + str(message.location):
            self.troubles.append(message.text)


@contextmanager
def watched(browser: Browser, width: int = 1280, **options: Any) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", **options)
    try:
        yield Watched(context)
    finally:
        context.close()


def shown(page: Page, file: Path) -> None:
    """Open a page and wait until the theme has done its work."""
    page.goto(file.as_uri())
    page.wait_for_selector("html.js")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


AXE = """async ([context, options]) => {
    const results = await axe.run(context, {...options, resultTypes: ["violations"], preload: false});
    const where = nodes => `${nodes.length} × ${nodes[0].target} ${nodes[0].failureSummary}`;
    return results.violations.map(rule => [rule.id, where(rule.nodes)]);
}"""


def broken_rules(page: Page) -> list[tuple[str, str]]:
    """Let axe-core look at the page: give each rule that is broken, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    return [(rule, where) for rule, where in page.evaluate(AXE, [{"include": ["html"]}, {"runOnly": TAGS}])]


def violations(page: Page) -> list[str]:
    """Say what axe-core finds on the page."""
    found = [f"{rule}: {where}" for rule, where in broken_rules(page)]
    return [f"{page.url} {page.viewport_size}: {one}" for one in found]
