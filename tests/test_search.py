"""The search in a browser: what comes first, what it forgives, in which language; and what stands in its index."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
import yaml
from playwright.sync_api import Browser, Page

from handbook_builder.load import load_handbook
from handbook_builder.site.search import divide_search
from tests.browser import shown, violations, watched
from tests.site import LANGUAGES, Site, build, served, tree

QUERIES: dict[str, dict[str, str]] = yaml.load(
    (Path(__file__).parent / "search" / "queries.yml").read_text(encoding="utf-8"), yaml.BaseLoader
)

ASK = """async (queries) => {
    const field = document.querySelector(".md-search__input");
    const told = document.querySelector(".md-search-result__meta");
    const {translations} = JSON.parse(document.querySelector("#__config").textContent);
    const isNothing = () => told.textContent.trim() === translations["search.result.none"];
    const ask = (query) => {
        field.value = query;
        field.dispatchEvent(new KeyboardEvent("keyup"));
    };
    const until = (reached) => new Promise((resolve) => {
        const end = Date.now() + 20000;
        const look = () => (reached() || Date.now() > end ? resolve() : setTimeout(look, 5));
        look();
    });
    const answers = {};
    for (const query of queries) {
        // The worker answers in order, so what comes after the answer to nothing is the answer to this question.
        ask(" ");
        await until(isNothing);
        ask(query);
        await until(() => !isNothing());
        const items = [...document.querySelectorAll(".md-search-result__item")].map((item) =>
            [...item.querySelectorAll("a[href]")].map((link) =>
                [link.href, Number(link.querySelector("[data-md-score]").dataset.mdScore)]));
        answers[query] = {told: told.textContent.trim(), items};
    }
    return answers;
}"""


class Answer:
    """What the search answers: the number of results as it tells it, and the addresses, the best first."""

    def __init__(self, told: str, items: list[list[tuple[str, float]]], home: str) -> None:
        def place(href: str) -> str:
            page, anchor = urldefrag(href.removeprefix(home))
            return page.split("?")[0].removesuffix(".html") + (f"#{anchor}" if anchor else "")

        self.told = told
        # "Enter" opens the one with the highest score, be it the page or a part of it.
        self.places = [place(max(item, key=lambda one: one[1])[0]) for item in items]


def ask(page: Page, home: str, *queries: str) -> dict[str, Answer]:
    """Type questions into the search of a page and wait for the answer to each."""
    page.locator("label[for=__search]:visible, .md-search__input:visible").first.click()
    answers: dict[str, Any] = page.evaluate(ASK, list(queries))
    return {query: Answer(one["told"], one["items"], home) for query, one in answers.items()}


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_works_from_a_disk(language: str, scheme: str, site: Site, browser: Browser) -> None:
    query, wanted = next(iter(QUERIES[language].items()))
    root = site.folder / ("" if language == "pt" else "en")
    with watched(browser, 320 if scheme == "dark" else 1280, color_scheme=scheme) as seen:
        page = seen.context.new_page()
        shown(page, root / "reference/matrix.html")
        page.locator("label[for=__search]:visible, .md-search__input:visible").first.click()
        page.keyboard.type(query)
        page.wait_for_selector(".md-search-result__link mark")
        assert violations(page) == []
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: (root / f"{wanted}.html").as_uri() in url)
        assert seen.troubles == []
        assert seen.from_elsewhere == []


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_officers_ask_comes_first(language: str, site: Site, browser: Browser) -> None:
    """Portuguese from a disk, English from a server: the search takes another way in each."""
    with served(site.folder) as address, watched(browser) as seen:
        home = f"{site.folder.as_uri()}/" if language == "pt" else f"{address}en/"
        page = seen.context.new_page()
        page.goto(f"{home}index.html")
        answers = ask(page, home, *QUERIES[language])
    first = {query: answer.places[0] for query, answer in answers.items() if answer.places}
    assert first == QUERIES[language]
    elsewhere = "en/" if language == "pt" else "http"  # what is not below a page's own home keeps its whole address
    assert [place for answer in answers.values() for place in answer.places if place.startswith(elsewhere)] == []


FORGIVEN = {
    "pt": {"renovacao": "renovação", "saude": "saúde", "autorizacoes": "autorização", "encaminhar": "encaminhamento"},
    "en": {"renewal": "renewing", "referrals": "referral", "RESIDENCE": "residence", "cl-11": "CL 11"},
}


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_another_form_of_a_word_finds_the_same(language: str, site: Site, browser: Browser) -> None:
    home = f"{(site.folder / ('' if language == 'pt' else 'en')).as_uri()}/"
    with watched(browser) as seen:
        page = seen.context.new_page()
        page.goto(f"{home}index.html")
        answers = ask(page, home, *FORGIVEN[language], *FORGIVEN[language].values())
    for typed, spelt in FORGIVEN[language].items():
        assert answers[typed].told == answers[spelt].told, typed
        assert answers[typed].places == answers[spelt].places != [], typed


def entries(folder: Path) -> list[dict[str, Any]]:
    """Read the index of a language; the script for pages on a disk says the same."""
    text = (folder / "search/search_index.json").read_text(encoding="utf-8")
    assert (folder / "search/search_index.js").read_text(encoding="utf-8") == f"var __index = {text}"
    found: list[dict[str, Any]] = json.loads(text)["docs"]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_an_index_of_its_own(language: str, site: Site) -> None:
    folder = site.folder / ("" if language == "pt" else "en")
    found = entries(folder)
    assert {urldefrag(entry["location"])[0] for entry in found} <= set(site.of(language))
    trainers = re.compile(r"workshops/.+-(guide|key|cards|attendance|consent|certificate)\.html")
    assert {path for path in site.of(language) if not trainers.fullmatch(path)} <= {
        urldefrag(entry["location"])[0] for entry in found
    }
    assert not [entry for entry in found if trainers.match(entry["location"])], "participants would find the answers"
    assert not [entry for entry in found if "node--" in entry["text"]], "the text of a chart is on its page already"
    # One index of 5.2 MB held both languages.
    assert (folder / "search/search_index.json").stat().st_size < 2_500_000


def test_what_is_said_elsewhere_is_not_found_twice(site: Site) -> None:
    anchors = {urldefrag(entry["location"])[1] for entry in entries(site.folder)}
    assert not anchors & {"flowchart", "outcomes", "related", "history"}


def test_a_site_is_divided_once(starter: Path) -> None:
    site = build(starter).site
    assert site is not None
    before = tree(site)
    divide_search(site, load_handbook(starter)[0])
    assert tree(site) == before


@pytest.mark.browser
def test_the_first_manual_can_be_searched(starter: Path, browser: Browser) -> None:
    site = build(starter).site
    assert site is not None
    wanted = {
        "pt": {
            "acolher": "procedures/reception/welcoming-a-person",
            "encaminhamneto": "procedures/support/referral-to-social-services",
        },
        "en": {
            "welcomed": "procedures/reception/welcoming-a-person",
            "refering": "procedures/support/referral-to-social-services",
        },
    }
    with watched(browser) as seen:
        page = seen.context.new_page()
        for language, queries in wanted.items():
            home = f"{(site / ('' if language == 'pt' else 'en')).as_uri()}/"
            page.goto(f"{home}index.html")
            answers = ask(page, home, *queries)
            assert {query: answer.places[0] for query, answer in answers.items()} == queries
        assert seen.troubles == []


OTHER_LANGUAGES = {
    "handbook.yml": "title: {en: Guide, uk: Посібник}\nlanguages: [en, uk]\n",
    "docs/index.md": "# Guide\n\nThe renewed guide.\n",
    "docs/index.uk.md": "# Посібник\n\nОновлений посібник.\n",
    "procedures/registers/roles.yml": "roles:\n  - {id: officer, title: {en: Officer, uk: Працівник}}\n",
    "procedures/desk/renewal.yml": """\
id: renewal
code: CL-01
title: {en: Renewal of a card, uk: Поновлення картки}
owner: officer
control: {version: 0.1.0, status: draft}
keywords: {uk: [нова картка]}
steps:
  - {id: done, who: officer, end: {en: Card renewed., uk: Картку поновлено.}, outcome: resolved}
""",
    "mkdocs.yml": """\
site_name: Guide
use_directory_urls: false
theme: {name: material, font: false, language: en}
plugins:
  - handbook
  - search
  - i18n:
      docs_structure: suffix
      reconfigure_search: false
      languages:
        - {locale: en, name: English, default: true}
        - {locale: uk, name: Українська}
  - offline
markdown_extensions: [attr_list, md_in_html, tables]
""",
}


@pytest.mark.browser
def test_a_language_that_the_search_does_not_know_is_searched_too(tmp_path: Path, browser: Browser) -> None:
    """The source language need not be Portuguese; lunr has no stemmer for Ukrainian."""
    for name, text in OTHER_LANGUAGES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    site = build(tmp_path).site
    assert site is not None
    assert not (site / "assets/javascripts/lunr/min/lunr.uk.min.js").exists()
    with watched(browser) as seen:
        page = seen.context.new_page()
        for root, queries in {"": ("renewing cards",), "uk/": ("поновлен", "Нова картка")}.items():
            home = f"{(site / root).as_uri()}/"
            page.goto(f"{home}index.html")
            for answer in ask(page, home, *queries).values():
                assert answer.places[0] == "procedures/desk/renewal"
        assert seen.troubles == []
