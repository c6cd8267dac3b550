"""The search in a browser, from a disk."""

from __future__ import annotations

from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import shown, violations, watched
from tests.site import (
    LANGUAGES,
    Site,
)

QUERIES = {
    "pt": ("acolhimento triagem", "procedures/customer-service/welcome-and-triage.html"),
    "en": ("welcome triage", "en/procedures/customer-service/welcome-and-triage.html"),
}


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_works_from_a_disk(language: str, scheme: str, site: Site, browser: Browser) -> None:
    query, wanted = QUERIES[language]
    with watched(browser, 320 if scheme == "dark" else 1280, color_scheme=scheme) as seen:
        page = seen.context.new_page()
        shown(page, site.folder / ("" if language == "pt" else "en") / "reference/matrix.html")
        page.locator("label[for=__search]:visible, .md-search__input:visible").first.click()
        page.keyboard.type(query)
        page.wait_for_selector(".md-search-result__link mark")
        links = page.eval_on_selector_all(".md-search-result__link", "links => links.map(link => link.href)")
        assert any(urldefrag(link)[0].split("?")[0] == (site.folder / wanted).as_uri() for link in links), links[:5]
        assert violations(page) == []
        assert seen.troubles == []
        assert seen.from_elsewhere == []


FORGIVEN = {
    "renovacao": ("renovação", "procedures/aima-shops/residence-permit-renewal.html"),
    "trafico": ("tráfico", "procedures/protection/suspected-trafficking.html"),
    "criancas": ("crianças", "procedures/protection/child-in-danger.html"),
    "autorizacao": ("autorizações", "procedures/aima-shops/residence-permit-renewal.html"),
    "saude": ("saúde", "procedures/numbers-health-education/health-number.html"),
}
"""As it is typed in haste: how it is spelt, and a page that both must find."""


@pytest.mark.browser
def test_the_search_forgives_accents_and_endings(site: Site, browser: Browser) -> None:
    def found(page: Page, query: str) -> tuple[str, set[str]]:
        """Give the number of results as the page tells it, and the first of them."""
        field = page.locator(".md-search__input")
        field.fill("")
        page.wait_for_function("!document.querySelector('.md-search-result__link mark')")
        field.press_sequentially(query)
        page.wait_for_selector(".md-search-result__link mark")
        number = ""
        while number != (now := page.locator(".md-search-result__meta").inner_text()):
            number = now
            page.wait_for_timeout(1500)  # the worker answers every letter; the last answer is the one that counts
        links = page.eval_on_selector_all(".md-search-result__link", "links => links.map(link => link.href)")
        return number, {urldefrag(link)[0].split("?")[0] for link in links}

    with watched(browser, 1280, color_scheme="light") as seen:
        page = seen.context.new_page()
        shown(page, site.folder / "index.html")
        page.locator(".md-search__input").click()
        for typed, (spelt, wanted) in FORGIVEN.items():
            # The order may differ: the theme prefers titles that hold the word as it was typed.
            (number, hits), (same_number, same_hits) = found(page, typed), found(page, spelt)
            assert number == same_number, typed
            assert (site.folder / wanted).as_uri() in hits & same_hits, typed
