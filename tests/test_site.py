"""The site itself: the real manual built once, read by a parser, then opened in a browser as from a USB stick.

Small things that need a build of their own are tried on the starter manual, which builds in a second.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from lxml import html  # type: ignore[import-untyped]
from mkdocs.config import load_config
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from handbook_builder.commands.init import copy_starter
from handbook_builder.load import load_handbook
from handbook_builder.plugin import BuildResult, SiteError, build_site
from handbook_builder.render.paths import FOLDERS
from tests.browser import axe_source

ROOT = Path(__file__).parent.parent
TODAY = datetime.date(2026, 11, 21)
LANGUAGES = ("pt", "en")


def tree(folder: Path) -> dict[str, str]:
    """Give every file below a folder and the hash of its bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def build(root: Path) -> BuildResult:
    return build_site(root, strict=False, site=None, today=TODAY)


@contextmanager
def warnings_of_mkdocs() -> Iterator[list[str]]:
    """Collect what MkDocs and its plugins complain about."""
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)


# The real manual.


@dataclass(frozen=True)
class Site:
    """A built site: its root folder, the manual it comes from, its pages by path as parsed HTML."""

    folder: Path
    manual: Path
    pages: dict[str, html.HtmlElement]
    warnings: list[str]

    def of(self, language: str) -> dict[str, html.HtmlElement]:
        """Give the pages in one language, by the path that they have in the source language."""
        if language == "pt":
            return {
                path: page for path, page in self.pages.items() if not path.startswith("en/") and path != "404.html"
            }
        return {path.removeprefix("en/"): page for path, page in self.pages.items() if path.startswith("en/")}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the real manual, built in a copy of the repository's content."""
    root = tmp_path_factory.mktemp("real")
    for name in ("procedures", "flows"):
        shutil.copytree(ROOT / name, root / name)
    generated = {(ROOT / "docs" / folder) for folder in FOLDERS}
    shutil.copytree(
        ROOT / "docs",
        root / "docs",
        ignore=lambda folder, names: [name for name in names if Path(folder) / name in generated],
    )
    for name in ("handbook.yml", "mkdocs.yml"):
        shutil.copy(ROOT / name, root)
    with warnings_of_mkdocs() as warnings:
        result = build(root)
    assert result.ok, [one for one in result.diagnostics if one.is_error]
    folder = root / "site"
    pages = {path.relative_to(folder).as_posix(): html.parse(str(path)).getroot() for path in folder.rglob("*.html")}
    return Site(folder, root, pages, warnings)


def test_the_build_warns_of_nothing(site: Site) -> None:
    assert site.warnings == []


def test_both_languages_have_the_same_pages(site: Site) -> None:
    handbook = load_handbook(site.manual)[0]
    assert set(site.of("pt")) == set(site.of("en"))
    expected = {f"flows/{id}.html" for id in handbook.flows}
    expected |= {f"procedures/{handbook.group_of(one).id}/{one.id}.html" for one in handbook.procedures.values()}
    assert expected < set(site.of("pt"))


GENERATED = {
    "pt": {
        "index.md": "Início",
        "procedures/": "Procedimentos",
        "flows/": "Árvores de decisão",
        "reference/": "Consulta",
    },
    "en": {"index.md": "Home", "procedures/": "Procedures", "flows/": "Decision trees", "reference/": "Reference"},
}


@cache
def parts_of_the_menu(language: str) -> list[str]:
    """Name the parts of the menu as ``mkdocs.yml`` has them: those written by hand have a translation each."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    (english,) = (one for one in config.plugins["i18n"].config.languages if one.locale == "en")
    assert config.nav is not None
    parts = [next(iter(entry)) if isinstance(entry, dict) else entry for entry in config.nav]
    by_hand = {
        part: part if language == "pt" else english.nav_translations[part]
        for part in parts
        if "." not in part and "/" not in part
    }
    return [(GENERATED[language] | by_hand)[part] for part in parts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_its_language(language: str, site: Site) -> None:
    for path, page in site.of(language).items():
        assert page.get("lang") == language, path
        tabs = [words(link) for link in page.xpath("//a[contains(@class, 'md-tabs__link')]")]
        assert tabs == parts_of_the_menu(language), path
        alternates = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate']")}
        here = path if language == "pt" else f"en/{path}"
        assert {name: resolved(here, href) for name, href in alternates.items()} == {"pt": path, "en": f"en/{path}"}, (
            path
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_speaks_the_language_of_the_page(language: str, site: Site) -> None:
    """Each entry of the menu stays in the language, and bears the title of its page or the name of a part."""
    before = "" if language == "pt" else "en/"
    titles = {before + path: title_of(page) for path, page in site.of(language).items()}
    for path, page in site.of(language).items():
        for link in page.xpath("//nav[contains(@class, 'md-nav--primary')]//a[contains(@class, 'md-nav__link')]"):
            if not link.get("href").startswith("#"):
                target = resolved(before + path, link.get("href"))
                assert words(link) in (titles[target], *parts_of_the_menu(language)), (path, target)


def test_the_menu_leads_to_every_register(site: Site) -> None:
    page = site.pages["reference/status.html"]
    links = page.xpath("//nav[contains(@class, 'md-nav--primary')]//a[contains(@class, 'md-nav__link')]/@href")
    registers = {path for path in site.of("pt") if re.fullmatch(r"reference/(?:[^/]+|[^/]+/index)\.html", path)}
    assert {resolved("reference/status.html", href) for href in links} >= registers - {"reference/matrix.html"}


def test_a_wrong_address_is_told_in_both_languages(site: Site) -> None:
    page = site.pages["404.html"]
    assert page.get("lang") == "pt"
    article = page.xpath("//article")[0]
    assert all(part.get("lang") for part in article.xpath("./h1/span | ./p")) and len(article.xpath("./*")) == 3
    homes = {"pt": ["/index.html"], "en": ["/en/index.html"]}
    assert {name: article.xpath(f"./p[@lang='{name}']/a/@href") for name in LANGUAGES} == homes
    assert {link.get("hreflang"): [link.get("href")] for link in page.xpath("//link[@hreflang]")} == homes


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def title_of(page: html.HtmlElement) -> str:
    return words(page.find("head/title")).rsplit(" - ", 1)[0]


def resolved(page: str, href: str) -> str:
    """Give the path in the site that a link on a page leads to."""
    return unquote(urldefrag(urljoin(f"file:///{page}", href))[0]).removeprefix("file:///")


def test_every_guide_shows_its_chart_in_its_language(site: Site) -> None:
    handbook = load_handbook(site.manual)[0]
    for language in LANGUAGES:
        for path, page in site.of(language).items():
            assert not page.xpath("//img[contains(@src, '.svg') or contains(@class, 'hb-chart-image')]"), path
            charts = page.xpath("//div[@class='hb-flow']/*[local-name()='svg']")
            guide = handbook.guide(Path(path).stem) if path.startswith(("procedures/", "flows/")) else None
            assert len(charts) == (guide is not None), path
            if guide is not None:
                assert charts[0].get("lang") == language and charts[0].get("id") is None
                suffix = "" if language == "pt" else ".en"
                file = (site.manual / f"docs/charts/{guide.id}{suffix}.svg").read_text(encoding="utf-8")
                assert re.findall(r"(?<=>)[^<>]+(?=</text>)", file) == re.findall(
                    r"(?<=>)[^<>]+(?=</text>)",
                    (site.folder / ("" if language == "pt" else "en") / path).read_text(encoding="utf-8"),
                )


def test_every_internal_link_leads_somewhere(site: Site) -> None:
    anchors = {path: set(page.xpath("//@id | //a/@name")) for path, page in site.pages.items()}
    broken: list[str] = []
    for path, page in site.pages.items():
        if path == "404.html":
            continue  # its links are absolute: a server shows it at any depth
        for href in page.xpath(
            "//a/@href | //link[@rel != 'alternate' or @hreflang]/@href | //script/@src | //img/@src"
        ):
            if re.match(r"(?:https?|mailto|tel|sms|data):", href):
                continue
            target, anchor = resolved(path, href), unquote(urldefrag(href)[1])
            if not (site.folder / target).is_file() or (anchor and anchor not in anchors.get(target, ())):
                broken.append(f"{path}: {href}")
    assert broken == []


def test_no_page_loads_anything_from_elsewhere(site: Site) -> None:
    for path, page in site.pages.items():
        loaded = page.xpath(
            "//script/@src | //img/@src | //iframe/@src | //source/@src | //link[not(@rel='canonical')]/@href"
        )
        assert not [address for address in loaded if re.match(r"(?:\w+:)?//", address)], path
    for file in [*site.folder.rglob("*.css"), *site.folder.glob("assets/handbook/*")]:
        assert not re.search(r"url\(['\"]?(?:https?:)?//|@import", file.read_text(encoding="utf-8")), file


def test_ids_are_unique_on_every_page(site: Site) -> None:
    for path, page in site.pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), (path, {id for id in ids if ids.count(id) > 1})


def test_the_search_knows_both_languages(site: Site) -> None:
    index = json.loads((site.folder / "search/search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"] for entry in index["docs"]}
    for path, page in site.of("pt").items():
        excluded = page.xpath("//meta[@name='robots']")
        assert excluded or {path, f"en/{path}"} <= found, path
    assert not [entry for entry in index["docs"] if "node--" in entry["text"]]


def test_a_second_build_writes_nothing_and_plain_mkdocs_builds_the_same(site: Site, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (site.manual / "docs").rglob("*")}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    run = subprocess.run(command, cwd=site.manual, capture_output=True, text=True, env=environment())
    assert run.returncode == 0, run.stderr
    assert "WARNING" not in run.stderr
    assert {path: path.stat().st_mtime_ns for path in (site.manual / "docs").rglob("*")} == before
    unlike = {"sitemap.xml", "sitemap.xml.gz"}  # they hold the day
    ours, plain = tree(site.folder), tree(tmp_path / "site")
    assert {path: ours.get(path) for path in plain if path not in unlike} == {
        path: plain[path] for path in plain if path not in unlike
    }
    assert ours.keys() == plain.keys()


def environment(**more: str) -> dict[str, str]:
    """Give the environment of a subprocess; it finds our package beside the tests."""
    unwanted = ("REPO_URL", "SITE_URL")
    own = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**own, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "NO_MKDOCS_2_WARNING": "1", **more}


# Builds that go wrong, and small matters: the starter manual.

PROCEDURE = "procedures/reception/welcoming-a-person.yml"


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    root = tmp_path / "starter"
    copy_starter(root, TODAY)
    return root


def test_a_second_build_of_ours_writes_nothing(starter: Path) -> None:
    first = build(starter)
    assert first.ok and first.pages_written > 20
    files = {path: path.stat().st_mtime_ns for path in (starter / "docs").rglob("*")}
    site = tree(starter / "site")
    second = build(starter)
    assert second.ok and second.pages_written == 0
    assert {path: path.stat().st_mtime_ns for path in (starter / "docs").rglob("*")} == files
    assert tree(starter / "site") == site
    assert not list((starter / ".handbook").glob("site-*"))


def break_the_yaml(root: Path) -> None:
    file = root / PROCEDURE
    file.write_text(file.read_text(encoding="utf-8").replace("steps:", "steps: [", 1), encoding="utf-8")


def break_a_reference(root: Path) -> None:
    file = root / PROCEDURE
    file.write_text(re.sub(r"owner: .*", "owner: nobody", file.read_text(encoding="utf-8")), encoding="utf-8")


def break_a_page(root: Path) -> None:
    file = root / "docs/index.md"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n[x](nowhere.md)\n", encoding="utf-8")


def break_the_configuration(root: Path) -> None:
    file = root / "mkdocs.yml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\nno_such_setting: 1\n", encoding="utf-8")


def put_a_page_in_the_way(root: Path) -> None:
    (root / "docs/procedures/reception/another.md").write_text("# Mine\n", encoding="utf-8")
    shutil.copy(root / PROCEDURE, root / "procedures/reception/another.yml")
    text = (root / PROCEDURE).read_text(encoding="utf-8")
    text = re.sub(
        r"^(id|code): .*", lambda match: "id: another" if match[1] == "id" else "code: XX-99", text, flags=re.M
    )
    (root / "procedures/reception/another.yml").write_text(text, encoding="utf-8")


FAULTS = (break_the_yaml, break_a_reference, break_a_page, break_the_configuration, put_a_page_in_the_way)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_build_that_fails_leaves_the_last_good_site(fault: Callable[[Path], None], starter: Path) -> None:
    assert build(starter).ok
    site = tree(starter / "site")
    fault(starter)
    docs = tree(starter / "docs")
    try:
        result = build(starter)
    except SiteError:
        assert fault in (break_a_page, break_the_configuration)
    else:
        codes = {one.code for one in result.diagnostics if one.is_error}
        assert not result.ok and codes
        assert ("would-overwrite" in codes) == (fault is put_a_page_in_the_way)
    assert tree(starter / "site") == site
    assert tree(starter / "docs") == docs
    assert not list((starter / ".handbook").glob("site-*"))


def test_the_edit_link_opens_what_an_editor_changes(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPO_URL", "https://example.org/us/manual/")
    assert build(starter).ok
    links: dict[str, list[str]] = {}
    for path in (starter / "site").rglob("*.html"):
        page = html.parse(str(path)).getroot()
        found = page.xpath("//a[@rel='edit']/@href | //a[contains(@class, 'md-content__button')]/@href")
        links[path.relative_to(starter / "site").as_posix()] = found
    base = "https://example.org/us/manual/edit/main/"
    for before, suffix in (("", ""), ("en/", ".en")):
        assert links[f"{before}procedures/reception/welcoming-a-person.html"] == [base + PROCEDURE]
        assert links[f"{before}flows/which-parcel.html"] == [f"{base}flows/which-parcel.yml"]
        assert links[f"{before}reference/services.html"] == [f"{base}procedures/registers/services.yml"]
        assert links[f"{before}index.html"] == [f"{base}docs/index{suffix}.md"]
    for path, found in links.items():
        for link in found:
            assert (starter / link.removeprefix(base)).is_file(), (path, link)


EVIL = 'Moinho </title> <script>alert(1)</script> "onmouseover="alert(1)\' <img src=x onerror=alert(1)> &lt;i&gt;'


@pytest.fixture(scope="module")
def evil_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a starter manual whose titles and summaries look like markup."""
    root = tmp_path_factory.mktemp("evil")
    copy_starter(root, TODAY)
    typed = json.dumps(re.sub(r"<[^>]+>", r"`\g<0>`", EVIL))

    def put(match: re.Match[str]) -> str:
        return f"{match[1]}{match[2]}: {{pt: {typed}, en: {typed}}}\n"

    for file in [*root.glob("procedures/*/*.yml"), *root.glob("flows/*.yml"), root / "handbook.yml"]:
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"^( *)(title|summary):(?: .*\n|\n(?:\1  .*\n)+)", put, text, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
    assert build(root).ok
    return root / "site"


def test_no_text_becomes_markup_of_the_theme(evil_site: Path) -> None:
    """Titles and summaries stand in the head, the menu and the footer too, where no Markdown escapes them."""
    for path in evil_site.rglob("*.html"):
        page = html.parse(str(path)).getroot()
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), path
        assert not page.xpath("//img") and "alert" not in "".join(page.xpath("//script/text()")), path
    page = html.parse(str(evil_site / "procedures/reception/welcoming-a-person.html")).getroot()
    assert words(page.find("head/title")) == f"{EVIL} - {EVIL}"
    assert page.xpath("//meta[@name='description']/@content") == [EVIL]
    assert EVIL in {words(link) for link in page.xpath("//nav//a[contains(@class, 'md-nav__link')]")}
    assert EVIL in {words(title) for title in page.xpath("//*[contains(@class, 'md-footer__title')]/*[last()]")}


@pytest.mark.browser
def test_no_text_becomes_markup_of_the_search(evil_site: Path, browser: Browser) -> None:
    with watched(browser) as seen:
        page = seen.context.new_page()
        page.on("dialog", lambda dialog: seen.troubles.append(dialog.message))
        shown(page, evil_site / "index.html")
        page.locator(".md-search__input").click()
        page.keyboard.type("moinho")
        page.wait_for_selector(".md-search-result__link mark")
        results = page.locator(".md-search-result__list")
        assert results.locator("script, img, i, [onmouseover], [onerror]").count() == 0
        assert "<img src=x onerror=alert(1)>" in " ".join(results.inner_text().split())
        assert seen.troubles == []


# The preview.


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def test_the_preview_follows_an_edit_and_comes_to_rest(starter: Path, tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/procedures/reception/welcoming-a-person.html"
    log = tmp_path / "log"

    def served(text: str) -> bool:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return text in answer.read().decode()
        except OSError:
            return False

    def builds() -> int:
        return log.read_text(encoding="utf-8").count("Building documentation")

    def edit(file: str, old: str, new: str) -> None:
        path = starter / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    command = [sys.executable, "-m", "handbook_builder", "serve", "--port", str(port)]
    with log.open("w") as stream:
        server = subprocess.Popen(command, cwd=starter, env=environment(), stdout=stream, stderr=stream)
    try:
        wait_until(lambda: served("<h1"))
        edit(PROCEDURE, "version: 0.1.0", "version: 0.1.7")
        wait_until(lambda: served("0.1.7"))
        time.sleep(4)
        assert builds() == 2, log.read_text(encoding="utf-8")
        edit(PROCEDURE, "steps:", "steps: [")
        wait_until(lambda: "yaml-syntax" in log.read_text(encoding="utf-8"))
        assert server.poll() is None
        edit(PROCEDURE, "steps: [", "steps:")
        edit(PROCEDURE, "version: 0.1.7", "version: 0.1.8")
        wait_until(lambda: served("0.1.8"))
        edit("docs/index.md", "# ", "# Hoje: ")
        address = f"http://127.0.0.1:{port}/index.html"
        wait_until(lambda: served("Hoje: "))
        so_far = builds()
        time.sleep(4)
        assert builds() == so_far <= 6, log.read_text(encoding="utf-8")
    finally:
        server.terminate()
        server.wait(10)


# In a browser, from the disk.

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
WIDTHS = (320, 1280)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Watched:
    """A browser context that notes what it asks for and what goes wrong."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.from_elsewhere: list[str] = []
        self.troubles: list[str] = []
        context.on("request", self._notice)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))

    def _notice(self, request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.from_elsewhere.append(request.url)

    def _hear(self, message: ConsoleMessage) -> None:
        # Material looks for a sitemap, which a browser refuses to read from a disk; nothing comes of it.
        if message.type in ("error", "warning") and "sitemap.xml" not in message.text + str(message.location):
            self.troubles.append(message.text)


@contextmanager
def watched(browser: Browser, width: int = 1280, **options: Any) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", **options)
    try:
        yield Watched(context)
    finally:
        context.close()


def shown(page: Page, file: Path) -> None:
    """Open a page and wait until the theme has done its work."""
    page.goto(file.as_uri())
    page.wait_for_selector("html.js")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


AXE = """async ([context, options]) => {
    const results = await axe.run(context, {...options, resultTypes: ["violations"], preload: false});
    return results.violations.map(rule => `${rule.id}: ${rule.nodes[0].target} ${rule.nodes[0].failureSummary}`);
}"""

# The colours of a long list are those of its beginning, and to see them takes most of the time.
END_OF_LONG_LISTS = [
    ".md-content__inner > :nth-child(n + 60)",
    ".md-nav__item:nth-child(n + 12)",
    ".node:nth-child(n + 40)",
]


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """Let axe-core look at the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    found = page.evaluate(
        AXE, [{"include": ["html"]}, {"runOnly": TAGS, "rules": {"color-contrast": {"enabled": False}}}]
    )
    if colours:
        beginnings = {"include": ["html"], "exclude": END_OF_LONG_LISTS}
        found += page.evaluate(AXE, [beginnings, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}])
    return [f"{page.url} {page.viewport_size}: {one}" for one in found]


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
