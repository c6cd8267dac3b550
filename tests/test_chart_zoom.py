"""How readers move a chart: zoom, pan and the large view; by keys, mouse and touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.charts import chart, press, scrolled, width_of

# Zoom and pan.


@pytest.mark.browser
def test_buttons_zoom_and_are_big_enough(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, 320) as page:
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
def test_what_fits_still_fits_when_the_window_changes(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site) as page:
        press(page, "Fit width")
        before = width_of(page)
        page.set_viewport_size({"width": 500, "height": 800})
        page.wait_for_function("before => document.querySelector('.hb-flow svg').clientWidth < before - 20", arg=before)
        assert page.locator(".hb-flow").evaluate("frame => frame.scrollWidth - frame.clientWidth") <= 0


@pytest.mark.browser
def test_a_wide_chart_begins_where_the_flow_begins(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, 320) as page:
        frame, dot = page.locator(".hb-flow").bounding_box(), page.locator(".hb-flow .start").bounding_box()
        assert frame is not None and dot is not None and scrolled(page)[0] > 100
        middle = frame["x"] + frame["width"] / 2
        assert dot["x"] - 5 <= middle <= dot["x"] + dot["width"] + 5


@pytest.mark.browser
def test_keys_zoom_and_scroll(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, 320) as page:
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
def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site) as page:
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
def test_dragging_pans_and_is_no_click(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, 600) as page:
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
        page.wait_for_function("() => location.hash === '#step-matter'")


def touches(page: Page, *steps: list[tuple[float, float]]) -> None:
    """Put fingers on the screen, move them through the steps, lift them."""
    devtools = page.context.new_cdp_session(page)
    for number, points in enumerate(steps):
        kind = "touchMove" if number else "touchStart"
        fingers = [{"x": x, "y": y, "id": id} for id, (x, y) in enumerate(points)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.browser
def test_two_fingers_zoom_the_chart_and_not_the_page(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, 360, has_touch=True, is_mobile=True) as page:
        natural = width_of(page)
        touches(page, *([(160.0 - out, 500.0), (200.0 + out, 500.0)] for out in range(0, 41, 8)))
        assert width_of(page) == pytest.approx(natural * 3, rel=0.02)
        touches(page, *([(60.0 + to, 500.0), (300.0 - to, 500.0)] for to in range(0, 81, 16)))
        assert width_of(page) == pytest.approx(natural, rel=0.02)
        assert page.evaluate("visualViewport.scale") == 1


@pytest.mark.browser
def test_one_finger_moves_the_chart_sideways_and_the_page_down(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, 360, has_touch=True, is_mobile=True) as page:
        press(page, "Zoom in")
        page.locator(".hb-flow").evaluate("frame => { frame.scrollLeft = 100 }")
        left, _, down = scrolled(page)
        touches(page, *([(250.0 - way, 500.0)] for way in range(0, 121, 10)))
        page.wait_for_function("left => document.querySelector('.hb-flow').scrollLeft > left + 60", arg=left)
        touches(page, *([(180.0, 600.0 - way)] for way in range(0, 161, 10)))
        page.wait_for_function("down => scrollY > down + 80", arg=down)
        page.locator(".hb-flow .node.ask a").tap()
        page.wait_for_function("() => location.hash === '#step-matter'")


# The large view.


@pytest.mark.browser
@pytest.mark.parametrize("way", ["Escape", "Close"])
def test_the_large_view_fills_the_screen_and_gives_the_focus_back(way: str, wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site, 600) as page:
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
        page.wait_for_function("() => document.activeElement.textContent === 'Open large'")
        assert page.locator("dialog .hb-flow").count() == 0
        assert scrolled(page) == pytest.approx(before, abs=1), "the page is as it was"


@pytest.mark.browser
def test_a_step_in_the_large_view_leads_to_its_words(wide_site: Path, browser: Browser) -> None:
    with chart(browser, wide_site) as page:
        press(page, "Open large")
        page.locator("dialog .node.ask a").click()
        page.wait_for_function("() => location.hash === '#step-matter'")
        assert page.locator("dialog[open]").count() == 0
        heading = page.locator("#step-matter")
        page.wait_for_function("() => document.querySelector('#step-matter').getBoundingClientRect().top < 200")
        assert heading.is_visible()
