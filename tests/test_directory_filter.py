"""The filter of the directory: what is typed and chosen finds services; by keyboard, without scripts, for everyone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from handbook_builder.commands.init import copy_starter
from handbook_builder.model.registers import CONFIRMED_FOR
from handbook_builder.site_build import build_site
from tests.browser import WIDTHS, shown, violations, watched
from tests.services import OLD, TODAY, small_manual
from tests.site import Site


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small manual with services of all sorts."""
    root = tmp_path_factory.mktemp("directory") / "manual"
    copy_starter(root, TODAY)
    assert build_site(small_manual(root), strict=False, site=None, today=TODAY).ok
    return root / "site"


def rows(page: Page) -> set[str]:
    """Give the services that the filter shows."""
    return set(
        page.eval_on_selector_all(
            ".hb-entries li:not([hidden]) a[id]",
            "links => links.filter(one => one.checkVisibility()).map(one => one.id)",
        )
    )


ALL = {"night-line", "police", "south-desk", "unknown-desk", "social-services"}


@pytest.mark.browser
def test_the_filter_finds_services_and_its_state_can_be_shared(small: Path, browser: Browser) -> None:
    with watched(browser, 320) as seen:
        page = seen.context.new_page()
        shown(page, small / "en/reference/services.html")
        status = page.get_by_role("status").and_(page.locator(".hb-filter p"))
        assert rows(page) == ALL and status.text_content() == "5 services"
        page.get_by_label("By need").select_option(label="Danger")
        assert rows(page) == {"night-line", "police", "unknown-desk"} and status.text_content() == "3 services"
        assert not page.locator("#need-danger").is_visible()
        page.get_by_label("By territory").select_option(label="North")
        assert rows(page) == {"night-line", "police"}
        assert (status.text_content() or "").startswith("2 services. 1 without this information")
        shared = page.url
        page.get_by_label("Name, acronym").fill("ldn")
        assert rows(page) == {"night-line"} and status.text_content() == "1 service"
        page.get_by_label("By territory").select_option(label="not given, to be confirmed")
        page.get_by_label("Name, acronym").fill("")
        assert rows(page) == {"unknown-desk"} and status.text_content() == "1 service"
        other = seen.context.new_page()
        other.goto(shared)
        assert rows(other) == {"night-line", "police"}
        assert other.get_by_label("By need").input_value() == "need-danger"
        page.locator(".hb-filter").get_by_role("button").click()
        assert rows(page) == ALL and page.locator("#need-danger").is_visible()
        assert page.get_by_label("Name, acronym").evaluate("field => field === document.activeElement")
        assert seen.troubles == [] and seen.from_elsewhere == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("POLICIA", {"police"}),
        ("808257", {"night-line"}),
        ("808 257 257", {"night-line"}),
        ("conselhos noite", {"night-line"}),
        ("nada disto", set()),
    ],
)
def test_words_are_found_without_accents_and_numbers_without_spaces(
    typed: str, found: set[str], small: Path, browser: Browser
) -> None:
    with watched(browser) as seen:
        page = seen.context.new_page()
        shown(page, small / "reference/services.html")
        page.keyboard.press("Tab")
        page.get_by_label("Nome, sigla").focus()
        page.keyboard.type(typed)
        assert rows(page) == found


@pytest.mark.browser
def test_the_filter_is_worked_by_keyboard(small: Path, browser: Browser) -> None:
    with watched(browser) as seen:
        page = seen.context.new_page()
        shown(page, small / "reference/services.html")
        page.get_by_label("Nome, sigla").focus()
        page.keyboard.press("Enter")  # nothing is sent anywhere
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        assert rows(page) == {"night-line", "police", "unknown-desk"}
        for _ in range(3):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert rows(page) == ALL
        assert page.url.startswith("file:") and "services.html" in page.url


@pytest.mark.browser
def test_an_address_of_old_and_a_need_lead_to_their_places(small: Path, browser: Browser) -> None:
    with watched(browser) as seen:
        page = seen.context.new_page()
        for anchor, visible in (("police", "#police"), ("need-danger", "#need-danger li >> nth=0")):
            page.goto("about:blank")
            page.goto(f"{(small / 'reference/services.html').as_uri()}#{anchor}")
            page.locator(visible).wait_for(state="visible")
            assert page.locator(visible).bounding_box()["y"] < 800  # type: ignore[index]
        page.locator("#need-danger a").first.click()
        assert page.url.endswith("services/police.html")  # what is wanted at hand stands first


@pytest.mark.browser
def test_a_confirmation_that_no_longer_holds_is_marked(small: Path, browser: Browser) -> None:
    until = OLD + CONFIRMED_FOR
    for scripts, words in ((True, f"confirmação antiga, de {OLD}"), (False, f"confirmado em {OLD}, vale até {until}")):
        with watched(browser, java_script_enabled=scripts) as seen:
            page = seen.context.new_page()
            page.goto((small / "reference/services/police.html").as_uri())
            assert page.locator(".hb-service").get_by_text(words, exact=True).is_visible()
            page.goto((small / "reference/services/social-services.html").as_uri())
            assert page.locator(".hb-service").get_by_text(f"confirmado em {TODAY}").is_visible()


@pytest.mark.browser
def test_without_scripts_the_lists_do_the_filter_s_work(small: Path, browser: Browser) -> None:
    with watched(browser, 320, java_script_enabled=False) as seen:
        page = seen.context.new_page()
        page.goto((small / "reference/services.html").as_uri())
        assert page.locator(".hb-filter").count() == 0 and rows(page) == ALL
        for group, services in {
            "need-danger": {"police", "night-line", "unknown-desk"},
            "area-north": {"night-line"},
            "area--": {"unknown-desk"},
            "language-uk": {"police"},
            "language-interpreting": {"south-desk"},
        }.items():
            page.locator(f"#{group} summary").click()
            links = page.locator(f"#{group} li a").all()
            assert {Path(link.get_attribute("href") or "").stem for link in links} == services
            assert all(link.is_visible() for link in links)
        content = page.locator(".md-content")
        assert content.evaluate("one => one.scrollWidth <= one.clientWidth && one.clientWidth <= 320")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_directory_can_be_used_by_everyone(width: int, scheme: str, site: Site, browser: Browser) -> None:
    found: list[str] = []
    with watched(browser, width, color_scheme=scheme) as seen:
        page = seen.context.new_page()
        for path in ("reference/services", "reference/services/aima", "reference/numbers"):
            shown(page, site.folder / f"{path}.html")
            page.evaluate("for (const one of document.querySelectorAll('.hb-group')) one.open = true")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            found += violations(page)
        assert seen.troubles == [] and seen.from_elsewhere == []
    assert found == []


@pytest.mark.browser
def test_what_is_pressed_is_large_enough(small: Path, browser: Browser) -> None:
    with watched(browser, 320) as seen:
        page = seen.context.new_page()
        shown(page, small / "reference/services.html")
        for one in page.locator(".hb-filter :is(input, select, button), .hb-group > summary").all():
            box = one.bounding_box()
            assert box is not None and box["height"] >= 44 and box["width"] >= 44
