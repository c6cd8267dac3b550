"""A real browser for the tests: takes the Chromium that `make test` found or installed, gives a Playwright browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from playwright.sync_api import Browser, sync_playwright

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
