"""Builds of a small manual: what they write, what they leave when they fail, and what no text can become."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from handbook_builder.commands.init import copy_starter
from handbook_builder.site_build import SiteError
from tests.browser import shown, watched
from tests.manuals import edit_first
from tests.site import (
    TODAY,
    build,
    tree,
    words,
)

PROCEDURE = "procedures/reception/welcoming-a-person.yml"


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
    edit_first(root / PROCEDURE, "steps:", "steps: [")


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


def take_the_name_of_another_page(root: Path) -> None:
    text = (root / "flows/which-parcel.yml").read_text(encoding="utf-8")
    text = re.sub(r"^(id|code): .*", lambda match: "id: index" if match[1] == "id" else "code: XX-99", text, flags=re.M)
    (root / "flows/index.yml").write_text(text, encoding="utf-8")


IN_THE_WAY = (put_a_page_in_the_way, take_the_name_of_another_page)
FAULTS = (break_the_yaml, break_a_reference, break_a_page, break_the_configuration, *IN_THE_WAY)


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
        assert ("would-overwrite" in codes) == (fault in IN_THE_WAY)
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
        assert page.xpath("//a[contains(@class, 'md-source')]") or "slides" in path.parts, path
        assert page.xpath("//*[@data-md-component='source']") == [], path  # asks the host how many stars it has
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
        images = page.xpath("//img[not(contains(@src, 'charts/'))]")
        assert not images and "alert" not in "".join(page.xpath("//script/text()")), path
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
