"""The site by keyboard alone: past the menu, through the menu of a narrow screen, into the search and out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from handbook_builder.commands.init import copy_starter
from tests.browser import shown, watched
from tests.site import TODAY, build

PAGE = "procedures/reception/welcoming-a-person.html"
SEEN = """() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10));
    const covered = top && !element.contains(top) && !top.contains(element) && top.closest(".md-header");
    const outside = box.right <= 0 || box.left >= innerWidth || box.bottom <= 0 || box.top >= innerHeight;
    return element === document.body || (!covered && !outside) ? null : element.outerHTML.slice(0, 200);
}"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("keyboard") / "starter"
    copy_starter(root, TODAY)
    site = build(root).site
    assert site is not None
    return site


@pytest.fixture(params=[320, 1280])
def page(request: pytest.FixtureRequest, small: Path, browser: Browser) -> Iterator[Page]:
    with watched(browser, request.param) as seen:
        page = seen.context.new_page()
        shown(page, small / PAGE)
        yield page
        assert seen.troubles == []


def focused(page: Page, selector: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))


@pytest.mark.browser
def test_the_first_key_leads_past_the_menu(page: Page) -> None:
    page.keyboard.press("Tab")
    assert focused(page, ".md-skip")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page, "main article *")


@pytest.mark.browser
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_what_has_the_focus_is_in_sight(page: Page, key: str) -> None:
    reached = 0
    for _ in range(400):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement === document.body"):
            break
        if focused(page, ".md-search__input"):
            page.keyboard.press("Escape")  # it lies over the page
        reached += 1
        assert page.evaluate(SEEN) is None
    assert 30 < reached < 400


@pytest.mark.browser
def test_the_menu_of_a_narrow_screen_opens_and_closes(page: Page) -> None:
    button = page.locator(".hb-menu")
    if page.viewport_size == {"width": 1280, "height": 800}:
        assert not button.is_visible()
        return
    page.keyboard.press("Tab")
    while not focused(page, ".hb-menu"):
        page.keyboard.press("Tab")
    assert button.get_attribute("aria-expanded") == "false" and button.get_attribute("aria-label") == "Menu"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('.md-sidebar--primary') !== null")
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert focused(page, ".hb-menu") and button.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('.md-sidebar--primary') !== null")
    page.keyboard.press("Shift+Tab")
    assert button.get_attribute("aria-expanded") == "false"  # who leaves the menu does not walk behind it


@pytest.mark.browser
def test_the_search_opens_finds_and_closes(page: Page) -> None:
    page.keyboard.press("/")
    page.wait_for_function("() => document.activeElement.matches('.md-search__input')")
    page.keyboard.type("acolhimento")
    page.wait_for_selector(".md-search-result__item")
    page.keyboard.press("Escape")
    page.wait_for_function(
        "() => !document.getElementById('__search').checked && document.activeElement === document.body"
    )
    page.keyboard.press("/")
    page.wait_for_selector(".md-search-result__item")
    page.keyboard.press("ArrowDown")
    assert focused(page, ".md-search-result__link")
