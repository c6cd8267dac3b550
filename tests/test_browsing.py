"""Pages of every kind in a browser, opened from a disk: for everyone, without a network, with and without scripts."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import WIDTHS, shown, violations, watched
from tests.site import (
    LANGUAGES,
    Site,
)

KINDS = {
    "home": "index.html",
    "list": "procedures/index.html",
    "group": "procedures/customer-service/index.html",
    "procedure": "procedures/customer-service/welcome-and-triage.html",
    "flow": "flows/which-door.html",
    "a-z": "reference/a-z.html",
    "services": "reference/services.html",
    "forms": "reference/forms/index.html",
    "form": "reference/forms/triage-slip.html",
    "documents": "reference/documents.html",
    "role": "reference/roles/coordinator.html",
    "matrix": "reference/matrix.html",
    "glossary": "reference/glossary.html",
    "sources": "reference/sources.html",
    "status": "reference/status.html",
    "practices": "reference/practices/index.html",
    "guide": "guide/triage-levels.html",
    "about": "about/numbers.html",
    "authoring": "authoring/index.html",
    "check": "authoring/checks/unknown-target.html",
}


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_can_be_used_by_everyone(width: int, language: str, site: Site, browser: Browser) -> None:
    """Look at each kind of page in both languages and widths, and in the light and the dark in turn."""
    dark = (language == "pt") == (width == 320)
    found: list[str] = []
    with watched(browser, width, color_scheme="dark" if dark else "light") as seen:
        page = seen.context.new_page()
        for kind, path in KINDS.items():
            shown(page, site.folder / ("" if language == "pt" else "en") / path)
            assert page.evaluate("document.body.dataset.mdColorScheme") == ("slate" if dark else "default")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            found += violations(page, colours=width == max(WIDTHS) or kind in ("home", "group", "procedure"))
        assert seen.from_elsewhere == []
        assert seen.troubles == []
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_of_a_phone_can_be_used_by_everyone(language: str, scheme: str, site: Site, browser: Browser) -> None:
    with watched(browser, 320, color_scheme=scheme) as seen:
        page = seen.context.new_page()
        shown(page, site.folder / ("" if language == "pt" else "en") / KINDS["group"])
        page.locator("label.md-header__button[for=__drawer]").click()
        page.wait_for_function("document.querySelector('.md-sidebar--primary').getBoundingClientRect().left === 0")
        assert violations(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_a_wrong_address_can_be_used_by_everyone(width: int, site: Site, browser: Browser) -> None:
    class Handler(SimpleHTTPRequestHandler):
        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((site.folder / "404.html").read_bytes())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site.folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with watched(browser, width, color_scheme="dark" if width == 320 else "light") as seen:
            page = seen.context.new_page()
            answer = page.goto(f"http://127.0.0.1:{server.server_port}/procedures/none/of-these.html")
            assert answer is not None and answer.status == 404
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = violations(page)
            missing = [trouble for trouble in seen.troubles if "404" not in trouble]
        assert found == [] and missing == []
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_procedure_is_read_without_scripts(language: str, site: Site, browser: Browser) -> None:
    with watched(browser, java_script_enabled=False) as seen:
        page = seen.context.new_page()
        page.goto((site.folder / ("" if language == "pt" else "en") / KINDS["procedure"]).as_uri())
        steps = page.locator("h3.hb-step")
        assert steps.count() > 5 and all(step.is_visible() for step in steps.all())
        chart = page.locator(".hb-flow svg")
        box = chart.bounding_box()
        assert chart.is_visible() and box is not None and box["height"] > 500
        assert page.locator(".hb-flow .node text").first.is_visible()
        page.locator(".hb-answers a").first.click()
        assert "#step-" in page.url
        assert page.locator("a[hreflang]").count() == 2


@pytest.mark.browser
def test_the_chart_is_reached_and_followed_by_keyboard(site: Site, browser: Browser) -> None:
    with watched(browser, 320) as seen:
        page = seen.context.new_page()
        page.goto((site.folder / KINDS["procedure"]).as_uri())
        frame = page.locator(".hb-flow")
        frame.focus()
        before = frame.evaluate("frame => frame.scrollLeft")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("before => document.querySelector('.hb-flow').scrollLeft > before", arg=before)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.hb-flow .node') !== null")
        page.keyboard.press("Enter")
        page.wait_for_function("location.hash.startsWith('#step-')")
        assert page.locator(":target").is_visible()
