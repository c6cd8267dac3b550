"""Texts that look like markup, through every field of every model, on the built site and in a browser.

``test_markup.py`` puts each text into the pages and drawings one by one; here it is proved that no field is left
out, and the whole site of a manual full of such texts is read by a parser and used in a browser.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page
from pydantic import BaseModel

from handbook_builder.commands.init import copy_starter
from handbook_builder.model.inline import SAFE_SCHEMES, html_in, links_in, parse_inline
from handbook_builder.model.procedure import Flow, Procedure
from handbook_builder.model.questionnaire import Questionnaire
from handbook_builder.model.registers import RegisterFile
from handbook_builder.model.settings import Settings
from handbook_builder.model.text import Wording
from handbook_builder.model.workshop import Workshop
from handbook_builder.render.words import words_of
from tests.attacks import ATTACKS, HARMLESS, files_with, manual_with
from tests.browser import watched
from tests.manuals import Plain
from tests.site import LANGUAGES, TODAY, build
from tests.test_format_page import models_in
from tests.test_policy import LISTEN, ready, served

# Every field is covered.

ELSEWHERE = {
    ("Scenario", "answers"): "each must name a step and its answer: tests/cases/problems",
    ("Source", "url"): "test_no_address_becomes_markup in test_markup.py",
}
"""Fields that take any text, and where it is shown that nothing comes of it."""


def takes_any_text(schema: Any) -> bool:
    """Tell whether a JSON Schema lets any text through, other models aside."""
    if isinstance(schema, list):
        return any(map(takes_any_text, schema))
    if not isinstance(schema, dict):
        return False
    if schema.get("type") == "string":
        return not {"pattern", "enum", "const", "format"} & schema.keys()
    inner = ("anyOf", "oneOf", "items", "prefixItems", "additionalProperties")
    return any(takes_any_text(schema.get(name)) for name in inner)


def text_fields() -> set[tuple[str, str]]:
    """Give every field of every model that takes any text."""
    found = set()
    roots = (Settings, RegisterFile, Procedure, Flow, Workshop, Questionnaire)
    for model in {one for root in roots for one in models_in(root)}:
        properties = model.model_json_schema()["properties"] if model.__name__ != "RegisterFile" else {}
        for name, info in model.model_fields.items():
            if takes_any_text(properties.get(info.alias or name)):
                found.add((model.__name__, name))
    return found


def filled_fields(value: Any) -> Iterator[tuple[str, str]]:
    """Give every field of a value in which one of the harmless texts stands."""
    if isinstance(value, BaseModel):
        for name, inner in value.__dict__.items():
            if any(text in HARMLESS for text in own_texts(inner)):
                yield type(value).__name__, name
            yield from filled_fields(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from filled_fields(inner)


def own_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | Wording):
        for inner in value.values():
            yield from own_texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from own_texts(inner)


@pytest.mark.filterwarnings("ignore::pydantic.json_schema.PydanticJsonSchemaWarning")  # of defaults, which matter not
def test_no_field_is_left_out(tmp_path: Path) -> None:
    handbook = manual_with(HARMLESS, tmp_path).handbook
    kinds = ("role", "service", "need", "area", "form", "document", "source", "data", "practice", "term")
    kinds += ("workshop", "questionnaire")
    items = [*handbook.guides, *(item for kind in kinds for item in handbook.entries(kind).values())]
    filled = set(filled_fields((handbook.settings, *items)))
    assert len(filled) > 60
    assert text_fields() - filled == ELSEWHERE.keys()


# The whole site.

WORD = "moinho"
"""Stands in every text, so that the search finds it."""


def passes(text: str) -> bool:
    """Tell whether a wording passes the checks; what they stop is never built."""
    inline = parse_inline(text)
    return html_in(inline) is None and all(link.scheme in SAFE_SCHEMES for link in links_in(inline))


def texts_to_type() -> list[str]:
    """Give the attacks as wordings that pass the checks: tags in backticks, what else is stopped left out."""
    typed = [re.sub(r"<[^`<>]+>", r"`\g<0>`", attack.typed) for attack in ATTACKS]
    return [f"{text} {WORD}" for text in typed if passes(text)]


def full_of(texts: list[str], start: int, value: Any) -> Any:
    """Put another text in the place of each harmless one."""
    numbers = count(start)

    def put(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: put(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [put(inner) for inner in value]
        if value == HARMLESS[2]:
            return f"<b>&{next(numbers)}\"'"
        return texts[next(numbers) % len(texts)] if value in HARMLESS else value

    return put(value)


def build_with(texts: list[str], start: int, root: Path) -> Path:
    """Build the site of a manual with these texts in turn; give its folder."""
    copy_starter(root, TODAY)
    for folder in ("procedures", "flows", "workshops"):
        shutil.rmtree(root / folder)
    files = files_with(*HARMLESS)
    step = next(one for one in files["procedures/cases/attack.yml"]["steps"] if one["id"] == "refer")
    step.update({"consent": "required", "shares": ["data"]})
    files["procedures/cases/attack.yml"]["control"]["review_by"] = "2027-05-20"
    files["flows/tree.yml"]["control"]["retired_on"] = "2026-11-20"
    files["flows/tree.yml"]["steps"] = [{"id": "end", "end": HARMLESS[0], "outcome": "closed"}]
    files["handbook.yml"]["languages"] = list(LANGUAGES)
    for path, value in full_of(texts, start, files).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(value, Dumper=Plain, allow_unicode=True, default_style='"')
        (root / path).write_text(text, encoding="utf-8")
    result = build(root)
    assert result.site is not None, [one for one in result.diagnostics if one.is_error]
    return result.site


STARTS = (0, 20, 41)
"""With which text each evil manual begins: in each, other texts stand in a field."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The site of a manual with harmless texts, and those of manuals full of attacks."""
    harmless = [f"Pardal {number} {WORD}" for number in range(len(texts_to_type()))]
    root = tmp_path_factory.mktemp("attacks")
    evil = [build_with(texts_to_type(), start, root / f"evil-{start}") for start in STARTS]
    return [build_with(harmless, 0, root / "harmless"), *evil]


INLINE = {"code", "strong", "em", "a", "span"}
"""What the inline Markdown of wordings makes, and the marks of terms."""


def kinds_of(page: html.HtmlElement) -> set[tuple[str, str]]:
    """Give what elements there are: their names, and those of their attributes."""
    return {
        (element.tag, " ".join(sorted(element.attrib)))
        for element in page.iter()
        if isinstance(element.tag, str) and element.tag not in INLINE
    }


def test_no_text_becomes_part_of_the_built_pages(sites: list[Path]) -> None:
    harmless, *evil = sites
    paths = {path.relative_to(harmless).as_posix() for path in harmless.rglob("*.html")}
    for site in evil:
        assert {path.relative_to(site).as_posix() for path in site.rglob("*.html")} == paths
        for path in paths:
            page, plain = (html.parse(str(one / path)).getroot() for one in (site, harmless))
            letters = {("details", "class"), ("summary", "")} if path.endswith("a-z.html") else set()  # there are more
            assert kinds_of(page) <= kinds_of(plain) | letters, path
            assert [one.text for one in page.xpath("//comment()")] == [
                one.text for one in plain.xpath("//comment()")
            ], path
            assert page.xpath("//@*[starts-with(name(), 'on') or name() = 'style']") == [], path
            scripts = [
                [one.text for one in two.xpath("//script[not(contains(@type, 'json'))]")] for two in (page, plain)
            ]
            assert scripts[0] == scripts[1], path
            icons = page.xpath("//*[@href='data:,']")  # slides have none, and no browser shall ask for one
            assert all(one.attrib == {"rel": "icon", "href": "data:,"} for one in icons), path
            for address in page.xpath("//@src | //@action | //@href[. != 'data:,']"):
                assert not re.match(r"\W*(?:javascript|vbscript|data|file):", address, re.IGNORECASE), (path, address)
            for data in page.xpath("//script[contains(@type, 'json')]/text()"):
                json.loads(data)


TEXT = {
    *("div", "p", "ul", "ol", "li", "dl", "dt", "dd", "pre", "code", "em", "strong", "br"),
    *("h1", "h2", "h3", "h4"),
}
TEXT |= {"table", "thead", "tbody", "tr", "th", "td"}
"""What may stand in an entry of the search, none of it with an attribute."""


def test_no_text_becomes_markup_in_the_index_of_the_search(sites: list[Path]) -> None:
    """Entries are HTML: the theme shows them as such."""
    for site in sites:
        for file in site.rglob("search_index.json"):
            index = json.loads(file.read_text(encoding="utf-8"))
            assert len(index["docs"]) > 20
            for entry in index["docs"]:
                for part in ("title", "text"):
                    shown = html.fragment_fromstring(entry[part], create_parent="div")
                    assert {one.tag for one in shown.iter()} <= TEXT
                    assert not shown.xpath(".//@*"), entry[part]


def test_the_words_for_scripts_hold_no_text_of_authors(sites: list[Path]) -> None:
    for site in sites:
        for language in LANGUAGES:
            text = (site / f"assets/handbook/words-{language}.js").read_text(encoding="utf-8")
            said = json.loads(text[text.index("{") :].rstrip("; \n"))
            own = words_of(language).table
            assert said == {name: own[f"js_{name}"] for name in said} and said


ALIVE = """() => [...document.querySelectorAll("*")].flatMap(element => [
    ...(/^(iframe|img|object|embed|base|style)$/.test(element.localName) && !element.matches("img.hb-small-chart")
        ? [element.outerHTML] : []),
    ...(element.localName === "script" && element.outerHTML.includes("alert") ? [element.outerHTML] : []),
    ...element.getAttributeNames().filter(name => /^on/.test(name)),
    ...(/^\\W*(javascript|vbscript):/i.test(element.getAttribute("href") || "") ? [element.outerHTML] : []),
])"""


def alive(page: Page) -> list[str]:
    """Give what could act in the page as it is now."""
    found: list[str] = page.evaluate(ALIVE)
    return found


def use(page: Page, base: str, language: str) -> None:
    """Search for every text, and walk through every step."""
    top = base if language == "pt" else f"{base}en/"
    ready(page, f"{top}index.html")
    page.locator(".md-search__input").click()
    page.keyboard.type(WORD)
    page.wait_for_selector(".md-search-result__link mark")
    assert page.locator(".md-search-result__item").count() > 5
    for more in page.locator(".md-search-result__more").all():
        more.evaluate("element => { element.open = true }")
    assert alive(page) == []
    ready(page, f"{top}procedures/cases/attack.html")
    page.locator(".hb-walk-open").click()
    for way in ("on", "a", "on", "b", "on", "on", "on"):
        ways = page.locator(".hb-walk-ways .hb-walk-main" if way == "on" else f".hb-walk-answer[data-answer='{way}']")
        if ways.count():
            ways.first.click()
        assert alive(page) == []


@pytest.mark.browser
def test_no_text_acts_in_a_browser(sites: list[Path], browser: Browser) -> None:
    for site in sites[1:]:
        with served(site) as base, watched(browser) as seen:
            seen.context.add_init_script(LISTEN)
            seen.context.on("dialog", lambda dialog: seen.troubles.append(f"dialog: {dialog.message}"))
            page = seen.context.new_page()
            for file in sorted(site.rglob("*.html")):
                if file.name != "404.html":
                    ready(page, base + file.relative_to(site).as_posix())
                    assert alive(page) == [], file
            for language in LANGUAGES:
                use(page, base, language)
            assert seen.troubles == []
            assert [one for one in seen.from_elsewhere if not one.startswith(base)] == []
