"""The pages of the real manual's site, read by a parser."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from mkdocs.config import load_config

from handbook_builder.load import load_handbook
from handbook_builder.render.words import words_of
from tests.site import (
    LANGUAGES,
    ROOT,
    Site,
    environment,
    resolved,
    title_of,
    tree,
    words,
)


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
        "workshops/": "Formação",
        "reference/": "Consulta",
    },
    "en": {
        "index.md": "Home",
        "procedures/": "Procedures",
        "flows/": "Decision trees",
        "workshops/": "Training",
        "reference/": "Reference",
    },
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
        alternates = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@hreflang]")}
        here = path if language == "pt" else f"en/{path}"
        assert {name: resolved(here, href) for name, href in alternates.items()} == {
            **{"pt": path, "en": f"en/{path}"},
            "x-default": path,
        }, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_speaks_the_language_of_the_page(language: str, site: Site) -> None:
    """Each entry of the menu stays in the language, and bears the title of its page or the name of a part."""
    before = "" if language == "pt" else "en/"
    titles = {before + path: title_of(page) for path, page in site.of(language).items()}
    for path, page in site.of(language).items():
        for link in page.xpath("//nav[contains(@class, 'md-nav--primary')]//a[contains(@class, 'md-nav__link')]"):
            if not link.get("href").startswith("#"):
                target = resolved(before + path, link.get("href"))
                names = (
                    titles[target],
                    *parts_of_the_menu(language),
                    *(words_of(language)[part] for part in ("contacts", "control")),
                )
                assert words(link) in names, (path, target)


def test_the_menu_leads_to_every_register(site: Site) -> None:
    """A page shows the part of the menu that it stands in; contacts are a part of their own."""
    found: set[str] = set()
    for path in ("reference/status.html", "reference/services.html"):
        menu = "//nav[contains(@class, 'md-nav--primary')]//a[contains(@class, 'md-nav__link')]/@href"
        found |= {resolved(path, href) for href in site.pages[path].xpath(menu)}
    registers = {path for path in site.of("pt") if re.fullmatch(r"reference/(?:[^/]+|[^/]+/index)\.html", path)}
    assert found >= registers - {"reference/matrix.html"}


def test_a_wrong_address_is_told_in_both_languages(site: Site) -> None:
    page = site.pages["404.html"]
    assert page.get("lang") == "pt"
    article = page.xpath("//article")[0]
    assert all(part.get("lang") for part in article.xpath("./h1/span | ./p")) and len(article.xpath("./*")) == 3
    homes = {"pt": ["/index.html"], "en": ["/en/index.html"]}
    assert {name: article.xpath(f"./p[@lang='{name}']/a/@href") for name in LANGUAGES} == homes
    assert {link.get("hreflang"): [link.get("href")] for link in page.xpath("//a[@hreflang]")} == homes


def test_every_guide_shows_its_chart_in_its_language(site: Site) -> None:
    handbook = load_handbook(site.manual)[0]
    for language in LANGUAGES:
        for path, page in site.of(language).items():
            if path.startswith("workshops/"):
                continue  # a booklet has the charts of all that it teaches, as pictures
            assert not page.xpath("//img[contains(@src, '.svg') or contains(@class, 'hb-chart-image')]"), path
            charts = page.xpath("//div[contains(@class, 'hb-flow')]/*[local-name()='svg']")
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


def test_a_second_build_writes_nothing_and_plain_mkdocs_builds_the_same(site: Site, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (site.manual / "docs").rglob("*")}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    run = subprocess.run(command, cwd=site.manual, capture_output=True, text=True, env=environment())
    assert run.returncode == 0, run.stderr
    assert "WARNING" not in run.stderr
    assert {path: path.stat().st_mtime_ns for path in (site.manual / "docs").rglob("*")} == before
    assert tree(site.folder) == tree(tmp_path / "site")
