"""Languages that tell the truth: where a page stands in the other one, what it lacks, what is not translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree, html  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from handbook_builder.build import check_manual
from handbook_builder.commands.init import copy_starter
from handbook_builder.load import load_handbook
from handbook_builder.site.finish import BuiltSite, finish
from handbook_builder.site_build import SiteError
from handbook_builder.source import parse
from tests.browser import shown, violations, watched
from tests.manuals import Plain, edit
from tests.site import LANGUAGES, TODAY, Site, build, resolved, tree, words

ADDRESS = "https://example.org/manual/"
SIGN = "¤"
"""Stands in every text that is not translated."""


def without_english(value: Any) -> Any:
    """Take the English out of what a YAML file holds, and mark the Portuguese."""
    if isinstance(value, list):
        return [without_english(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "pt" in value and set(value) <= set(LANGUAGES):
        return {"pt": f"{SIGN} {value['pt']}"} if isinstance(value["pt"], str) else {"pt": value["pt"]}
    return {name: without_english(one) for name, one in value.items()}


@pytest.fixture(scope="module")
def untranslated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the starter manual with no word of it in English, but for the pages written by hand."""
    root = tmp_path_factory.mktemp("untranslated") / "manual"
    copy_starter(root, TODAY)
    for file in [*root.glob("procedures/*/*.yml"), *root.glob("flows/*.yml"), root / "handbook.yml"]:
        document, _ = parse(file.read_bytes(), file.name)
        assert document is not None
        value = without_english(document.data)
        if file.name == "handbook.yml":
            value["publisher"] = {"pt": f"{SIGN} Banco Alimentar"}
        file.write_text(yaml.dump(value, Dumper=Plain, default_style='"', allow_unicode=True), encoding="utf-8")
    assert build(root).ok
    return root / "site"


def texts(page: html.HtmlElement) -> Iterator[tuple[str | None, str]]:
    """Give every text that a reader of a page sees or hears, with its language."""
    unseen = ("href", "src", "id", "d", "points", "data-about")  # the last becomes the subject of a message
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            language = element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")
            said = [element.text, *(child.tail for child in element)]
            said += [value for name, value in element.attrib.items() if name not in unseen]
            yield from ((language, text) for text in said if text and text.strip())


def test_no_text_in_another_language_is_unmarked(untranslated: Path) -> None:
    """In the page, its chart, menus, table of contents, footer, window, tooltips and names for screen readers."""
    marked = 0
    for path in (untranslated / "en").rglob("*.html"):
        page = html.parse(str(path)).getroot()
        for language, text in texts(page):
            if SIGN in text:
                assert language == "pt", (path.name, text)
                marked += 1
        if page.xpath("//article//span[@class='hb-fallback']"):
            (notice,) = page.xpath("//article//*[contains(@class, 'hb-incomplete')]")
            assert "Translation incomplete" in words(notice), path.name
    assert marked > 500


def test_what_can_not_be_marked_is_left_out(untranslated: Path) -> None:
    page = html.parse(str(untranslated / "en/procedures/reception/welcoming-a-person.html")).getroot()
    source = html.parse(str(untranslated / "procedures/reception/welcoming-a-person.html")).getroot()
    assert SIGN in source.xpath("string(//meta[@name='description']/@content)")
    assert page.xpath("//meta[@name='description']") == []
    assert SIGN in words(source.find("head/title")) and page.find("head/title").get("lang") == "pt"
    lists = html.parse(str(untranslated / "en/procedures/index.html")).getroot()
    assert words(lists.find("head/title")) == "Procedures"  # the name of the site would be in Portuguese
    chart = page.xpath("//div[contains(@class, 'hb-flow')]/*[local-name()='svg']")[0]
    (name,) = chart.xpath("./*[local-name()='title']")
    assert (chart.get("lang"), name.get("lang")) == ("en", "pt") and words(name).startswith(f"Fluxograma: {SIGN}")


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site with an address, and with pages written by hand in one language alone."""
    root = tmp_path_factory.mktemp("uneven") / "manual"
    copy_starter(root, TODAY)
    (root / "docs/local").mkdir()
    (root / "docs/local/prova.md").write_text("# Só em português\n\nTexto.\n", encoding="utf-8")
    (root / "docs/local/guests.en.md").write_text("# In English alone\n\nText.\n", encoding="utf-8")
    menu = "  - reference/\n  - Local:\n      - local/prova.md\n      - local/guests.md\n"
    edit(root / "mkdocs.yml", "  - reference/\n", menu)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", ADDRESS)
        assert build(root).ok
    yield root


def alternates(page: html.HtmlElement) -> dict[str, str]:
    links = page.xpath("//head/link[normalize-space(@rel)='alternate']")
    assert len(links) == len({link.get("hreflang") for link in links})
    return {link.get("hreflang"): link.get("href") for link in links}


def expected(path: str, pages: set[str]) -> dict[str, str]:
    place = path.removeprefix("en/")
    found = {language: f"{before}{place}" for language, before in (("pt", ""), ("en", "en/"))}
    return {language: one for language, one in found.items() if one in pages}


def test_every_page_says_where_it_stands_in_which_language(uneven: Path) -> None:
    files = {path.relative_to(uneven / "site").as_posix(): path for path in (uneven / "site").rglob("*.html")}
    pages = set(files) - {"404.html"}
    assert {"local/prova.html", "en/local/guests.html"} <= pages
    assert not {"en/local/prova.html", "local/guests.html"} & pages
    for path in pages:
        page = html.parse(str(files[path])).getroot()
        versions = expected(path, pages)
        default = versions.get("pt", path)
        assert alternates(page) == {
            **{language: ADDRESS + one for language, one in versions.items()},
            "x-default": ADDRESS + default,
        }
        if "slides" in path.split("/"):
            continue  # they have a frame of their own, without the menus of the theme
        assert page.xpath("//link[@rel='canonical']/@href") == [ADDRESS + path]
        choices = {link.get("hreflang"): link for link in page.xpath("//a[@class='md-select__link']")}
        assert set(choices) == set(LANGUAGES)
        for language, link in choices.items():
            home = "index.html" if language == "pt" else "en/index.html"
            assert resolved(path, link.get("href")) == versions.get(language, home)
            assert link.get("lang") == language and not link.get("href").startswith("/")
            assert bool(link.xpath("./small")) == (language not in versions)
    told = html.parse(str(files["local/prova.html"])).xpath("//a[@hreflang='en']/small")[0]
    assert words(told) == "This page exists only in Português. Go to the home page."
    assert told.xpath("./span/@lang") == ["pt"]


TRAINERS = re.compile(r"workshops/.*-(?:guide|cases-key|key|cards|attendance|consent|certificate)\.html$")
"""Pages that nobody should come upon who searches: keys, and what only trainers need."""


def test_the_list_for_search_engines_says_the_same(uneven: Path) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = etree.parse(str(uneven / "site/sitemap.xml"))
    told = {
        row.findtext("s:loc", namespaces=names): {
            one.get("hreflang"): one.get("href") for one in row.findall("x:link", names)
        }
        for row in root.findall("s:url", names)
    }
    files = {path.relative_to(uneven / "site").as_posix(): path for path in (uneven / "site").rglob("*.html")}
    assert told == {
        ADDRESS + path: alternates(html.parse(str(file)).getroot())
        for path, file in files.items()
        if path != "404.html" and not TRAINERS.search(path)
    }
    assert any(TRAINERS.search(path) for path in files)


def test_the_menu_leaves_out_what_a_language_lacks(uneven: Path) -> None:
    for path, kept, gone in (("index.html", "prova", "guests"), ("en/index.html", "guests", "prova")):
        page = html.parse(str(uneven / "site" / path)).getroot()
        links = " ".join(page.xpath("//nav//a/@href"))
        assert kept in links and gone not in links


def test_a_page_that_no_language_has_is_still_told(starter: Path) -> None:
    edit(starter / "mkdocs.yml", "  - reference/\n", "  - reference/\n  - local/prvoa.md\n")
    with pytest.raises(SiteError):
        build(starter)


def test_the_page_of_wrong_addresses_fits_a_site_in_a_folder(uneven: Path) -> None:
    page = html.parse(str(uneven / "site/404.html")).getroot()
    addresses = page.xpath("//a/@href | //link/@href | //script/@src | //img/@src")
    assert [one for one in addresses if not one.startswith(("/manual/", "#", "https://"))] == []
    assert alternates(page) == {} and page.xpath("//link[@rel='canonical']") == []
    article = page.xpath("//article")[0]
    homes = {"pt": ["/manual/index.html"], "en": ["/manual/en/index.html"]}
    assert {name: article.xpath(f"./p[@lang='{name}']/a/@href") for name in LANGUAGES} == homes
    links = {link.get("hreflang"): [link.get("href")] for link in page.xpath("//a[@class='md-select__link']")}
    assert links == homes


def test_without_an_address_nothing_is_made_up(starter: Path) -> None:
    assert build(starter).ok
    for path in (starter / "site").rglob("*.html"):
        page = html.parse(str(path)).getroot()
        assert page.xpath("//link[@rel='canonical']") == []
        if path.name != "404.html":
            addresses = page.xpath("//a/@href | //link/@href | //script/@src")
            assert [one for one in addresses if one.startswith("/") or "None" in one] == [], path
    assert not list((starter / "site").glob("sitemap*"))


def test_a_site_that_is_finished_again_is_the_same(uneven: Path) -> None:
    before = tree(uneven / "site")
    finish(BuiltSite(uneven / "site", load_handbook(uneven)[0], ADDRESS))
    assert tree(uneven / "site") == before


def test_what_can_be_linked_to_is_the_same_in_both_languages(site: Site) -> None:
    """All anchors of the generated pages but those made from words: the title of a page, the letters of a list."""
    for path, page in site.of("pt").items():
        if path.startswith(("procedures/", "flows/", "reference/")):
            ids = [
                {id for id in one.xpath("//article//*[not(self::h1)]/@id") if not id.startswith("letter-")}
                for one in (page, site.of("en")[path])
            ]
            assert ids[0] == ids[1], path


PAGE = "procedures/reception/welcoming-a-person.html"
PLACES = ("", "#step-goodbye", "#walk=more-help.yes,to-referral", "#walk=a%20b&from=c")


@pytest.mark.browser
@pytest.mark.parametrize("way", ["mouse", "middle button", "keys"])
def test_another_language_shows_the_same_place(way: str, uneven: Path, browser: Browser) -> None:
    file = uneven / "site" / PAGE
    with watched(browser) as seen:
        for place in PLACES:
            page = seen.context.new_page()
            page.goto(f"{file.as_uri()}#history")
            page.wait_for_selector("html.js")
            page.evaluate("place => history.replaceState(null, '', location.pathname + place)", place)  # no event tells
            link = page.locator(".md-select__link[hreflang=en]")
            if way == "keys":
                page.locator(".md-select button").focus()
                page.keyboard.press("Tab")
                page.keyboard.press("Tab")
                assert page.evaluate("document.activeElement.hreflang") == "en"
                page.keyboard.press("Enter")
            else:
                page.locator(".md-select").hover()
                if way == "middle button":
                    with seen.context.expect_page() as opened:
                        link.click(button="middle")
                    page = opened.value
                else:
                    link.click()
            page.wait_for_url(f"**/en/{PAGE}*")
            assert page.evaluate("location.hash").startswith(place or "") and ("#" in page.url) == bool(place)
        assert seen.from_elsewhere == []


@pytest.mark.browser
def test_without_scripts_another_language_shows_the_same_page(uneven: Path, browser: Browser) -> None:
    with watched(browser, java_script_enabled=False) as seen:
        page = seen.context.new_page()
        page.goto((uneven / "site" / PAGE).as_uri())
        page.locator(".md-select").hover()
        page.locator(".md-select__link[hreflang=en]").click()
        page.wait_for_url(f"**/en/{PAGE}")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_in_one_language_leads_to_the_home_of_the_other(width: int, uneven: Path, browser: Browser) -> None:
    with watched(browser, width) as seen:
        page = seen.context.new_page()
        shown(page, uneven / "site/local/prova.html")
        page.evaluate("location.hash = '#a'")
        page.locator(".md-select button").focus()
        menu = page.locator(".md-select__inner")
        page.wait_for_function("element => getComputedStyle(element).opacity == 1", arg=menu.element_handle())
        box = menu.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert "This page exists only in Português" in menu.inner_text()
        assert menu.locator("small").evaluate("one => one.scrollWidth <= one.clientWidth")
        assert violations(page) == []
        page.locator(".md-select__link[hreflang=en]").click()
        page.wait_for_url("**/en/index.html")
        assert seen.troubles == [] and seen.from_elsewhere == []


def test_a_language_without_words_of_its_own_is_told(starter: Path) -> None:
    file = starter / "handbook.yml"
    text = re.sub(r"^languages:.*", "languages: [pt, en, tlh]", file.read_text(encoding="utf-8"), flags=re.M)
    file.write_text(text, encoding="utf-8")
    (found,) = (one for one in check_manual(starter, TODAY).diagnostics if one.code == "interface-in-english")
    assert (found.file, found.width, found.is_error) == ("handbook.yml", 3, False)
    assert found.message == 'the words of the site in "tlh" are missing'
