"""What the audit can't see of pages in a browser: a wrong address, without scripts, the chart by keyboard."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import WIDTHS, violations, watched
from tests.site import (
    LANGUAGES,
    Site,
)

PROCEDURE = "procedures/customer-service/welcome-and-triage.html"


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
        page.goto((site.folder / ("" if language == "pt" else "en") / PROCEDURE).as_uri())
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
        page.goto((site.folder / PROCEDURE).as_uri())
        frame = page.locator(".hb-flow")
        frame.focus()
        before = frame.evaluate("frame => frame.scrollLeft")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("before => document.querySelector('.hb-flow').scrollLeft > before", arg=before)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.hb-flow .node') !== null")
        page.keyboard.press("Enter")
        page.wait_for_function("() => location.hash.startsWith('#step-')")
        assert page.locator(":target").is_visible()
