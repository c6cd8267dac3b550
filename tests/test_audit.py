"""Everyone can use every page: the audit's checks find what they look for, and find nothing in the real manual."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from tests.audit import examples
from tests.audit.look import OPENED, SETTINGS, Finding, Task, kind_of, layout, layout_source, look_at_once, read, sample
from tests.audit.structure import STRUCTURE
from tests.audit.whole import NOT_FOUND, WHOLE
from tests.site import ROOT, Site, pages_of


def page_of(body: str) -> str:
    title, _, rest = body.rpartition("</title>")
    head = f"{title}</title>" if title else "<title>A</title>"
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{rest}</body></html>'


@pytest.mark.parametrize("check", STRUCTURE, ids=lambda check: str(check.__name__))
def test_a_check_of_structure_tells_good_from_bad(check) -> None:  # type: ignore[no-untyped-def]
    good, bad = (html.document_fromstring(page_of(one)) for one in examples.STRUCTURE[check.__name__])
    assert list(check(good)) == []
    assert len(list(check(bad))) == 1


@pytest.mark.parametrize("check", WHOLE, ids=lambda check: str(check.__name__))
def test_a_check_of_the_whole_tells_good_from_bad(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    found = []
    for number, files in enumerate(
        examples.SITES.get(check.__name__) or [{"a.css": css} for css in examples.STYLES[check.__name__]]
    ):
        folder = tmp_path / str(number)
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(page_of(text) if name.endswith(".html") else text, encoding="utf-8")
        found.append(list(check(folder, pages_of(folder))))
    assert found[0] == [] and found[1] != []


@pytest.mark.browser
@pytest.mark.parametrize("check", examples.LAYOUT)
def test_a_check_of_the_layout_tells_good_from_bad(check: str, browser: Browser) -> None:
    found = []
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    try:
        for body in examples.LAYOUT[check]:
            page.set_content(page_of(f"<style>{examples.GOOD_LINK}</style><article>{body}</article>"))
            found.append(set(layout(page)))
    finally:
        page.close()
    assert found == [set(), {check}]


def test_every_check_of_the_layout_has_an_example() -> None:
    assert set(re.findall(r'say\("(\w+)"', layout_source())) == set(examples.LAYOUT)


def test_the_sample_has_the_first_and_the_heaviest_page_of_each_kind(site: Site) -> None:
    chosen = sample(site.folder, site.pages)
    assert {kind_of(path) for path in chosen} == {kind_of(path) for path in set(site.pages) - {NOT_FOUND}}
    heaviest = max(
        site.of("pt"), key=lambda path: (kind_of(path) == "procedures/2/*", len(html.tostring(site.pages[path])))
    )
    assert heaviest in chosen and chosen == sample(site.folder, reversed(sorted(site.pages)))


def test_every_page_reads_well(site: Site) -> None:
    """Pages that are not committed yet can't tell their date, nor can any where Git has only part of the history."""
    asked = [["ls-files", "--others", "--exclude-standard"], ["rev-parse", "--is-shallow-repository"]]
    told = [subprocess.run(["git", *one], cwd=ROOT, capture_output=True, text=True).stdout.strip() for one in asked]
    found = [one for one in read(site.folder, site.pages) if told == ["", "false"] or one.rule != "date_is_told"]
    assert [str(one) for one in found] == []


@pytest.mark.browser
def test_pages_of_every_kind_can_be_used_by_everyone(site: Site) -> None:
    """Look at each page of the sample four times: in both languages, both widths, the light and the dark."""
    tasks = []
    for setting in SETTINGS:
        language = "" if (setting.width == 320) == setting.dark else "en/"
        paths = sample(site.folder, site.pages)
        for opened in (True, False):
            chosen = tuple(language + path for path in paths if (kind_of(path) in OPENED) == opened)
            tasks.append(Task(site.folder, chosen, setting, open_parts=opened))
    found: list[Finding] = [one for _, findings in look_at_once(tasks) for one in findings]
    assert [str(one) for one in found] == []


@pytest.mark.parametrize("page", ["accessibility.md", "accessibility.en.md"])
def test_the_page_on_accessibility_names_every_check(page: str) -> None:
    text = (ROOT / "docs/about" / page).read_text(encoding="utf-8")
    known = {check.__name__ for check in (*STRUCTURE, *WHOLE)} | set(examples.LAYOUT)
    assert set(re.findall(r"`(\w+_\w+)`", text)) == known
