"""The offline copy: one zip that opens from a disk without a network, knows its age, and is the same twice."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from handbook_builder.commands.init import copy_starter
from handbook_builder.load import load_handbook
from handbook_builder.site.pack import valid_until
from tests.browser import WIDTHS, Watched, shown, violations, watched
from tests.site import LANGUAGES, TODAY, environment, tree, words

ADDRESS = "https://example.org/manual/"
UNTIL = datetime.date(2027, 5, 20)
"""When the first review of the starter manual is due: 180 days after it was begun."""


def copy_of(root: Path, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "handbook_builder", "build", "--offline", "--today", str(TODAY), *options]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment(**more))
    assert run.returncode == 0, run.stderr
    return run


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter manual with its site and its copy, made where it is not said."""
    root = tmp_path_factory.mktemp("pack") / "manual"
    copy_starter(root, TODAY)
    said = copy_of(root).stderr
    size = (root / "manual-2026-11-21.zip").stat().st_size
    assert (
        f"the offline copy is manual-2026-11-21.zip: {size / 1e6:.1f} MB, " in said and f"valid until {UNTIL}" in said
    )
    return root


@pytest.fixture(scope="module")
def unpacked(manual: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy on a stick, in a folder with a name as people give them."""
    folder = tmp_path_factory.mktemp("stick") / "Cópia do manual (nº 1) #2"
    with zipfile.ZipFile(manual / "manual-2026-11-21.zip") as archive:
        archive.extractall(folder)
    return folder / "manual-2026-11-21"


@pytest.fixture
def away(browser: Browser) -> Iterator[Watched]:
    """A reader without a network, on the day when the copy was made."""
    with watched(browser, offline=True) as seen:
        seen.context.clock.install(time=datetime.datetime(2026, 11, 21, 22, 0))
        yield seen
        assert seen.from_elsewhere == [] and seen.troubles == []


def test_the_copy_has_what_readers_need_and_no_more(manual: Path, unpacked: Path) -> None:
    site, copy = tree(manual / "site"), tree(unpacked / "manual")
    added = {"assets/handbook/copy.css", "assets/handbook/copy.js"}
    assert copy.keys() - site.keys() == added
    left = {path for path in site.keys() - copy.keys() if not path.endswith(".map")}
    assert {path for path in left if not path.startswith("assets/javascripts/lunr/")} == {
        *("404.html", "_headers", "_headers.conf")
    }
    assert {path for path in site if path.endswith(".map")} and not {path for path in copy if path.endswith(".map")}
    same = {path for path in copy.keys() - added if not path.endswith(".html")}
    assert {path: copy[path] for path in same} == {path: site[path] for path in same}
    assert sorted(os.listdir(unpacked)) == ["ABRIR-OPEN.html", "manual"]


def test_every_page_tells_its_date_and_those_of_the_site_do_not(manual: Path, unpacked: Path) -> None:
    told = {
        "pt": "Cópia offline de 2026-11-21, válida até 2027-05-20.",
        "en": "Offline copy of 2026-11-21, valid until 2027-05-20.",
    }
    for path in unpacked.rglob("*.html"):
        page = html.parse(str(path)).getroot()
        notices = page.xpath("//aside[@class='hb-copy']")
        languages = LANGUAGES if path.parent == unpacked else (page.get("lang"),)
        assert [words(one.xpath("./p")[0]) for one in notices] == [told[language] for language in languages], path
        assert all(one.xpath("./p[2][@hidden]") for one in notices)
    for file in (manual / "site").rglob("*"):
        if file.is_file():
            assert b"hb-copy" not in file.read_bytes(), file


def test_the_same_day_and_manual_give_the_same_bytes(manual: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "place"
    shutil.copytree(manual, other, ignore=shutil.ignore_patterns("site", "*.zip", ".handbook"))
    for path in other.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    copy_of(other, "--output", str(tmp_path / "second.zip"), TZ="Pacific/Auckland")
    assert (tmp_path / "second.zip").read_bytes() == (manual / "manual-2026-11-21.zip").read_bytes()
    assert not list(tmp_path.glob("*.part")) and not list(other.glob("*.zip"))


def test_another_day_gives_another_date(manual: Path, tmp_path: Path) -> None:
    copy_of(manual, "--output", str(tmp_path / "x.zip"), "--today", "2026-12-01")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        page = archive.read("manual-2026-12-01/manual/en/index.html").decode()
        assert "Offline copy of <time>2026-12-01</time>" in page
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 12, 1, 0, 0, 0)}


def test_output_without_offline_is_wrong_use(manual: Path) -> None:
    command = [sys.executable, "-m", "handbook_builder", "build", "--output", "x.zip"]
    run = subprocess.run(command, cwd=manual, capture_output=True, text=True, env=environment())
    assert run.returncode == 2 and "--offline" in run.stderr and not (manual / "x.zip").exists()


@pytest.mark.parametrize(
    ("reviews", "made", "until"),
    [
        (("2027-05-20", "2027-03-01"), "2026-11-21", "2027-03-01"),
        (("2026-11-21", "2026-01-01", "2028-01-01"), "2026-11-21", "2028-01-01"),  # those of before are overdue
        (("2026-11-20",), "2026-11-21", "2027-05-21"),
        ((None,), "2026-08-31", "2027-02-28"),
        ((None,), "2026-07-01", "2027-01-01"),
        ((None,), "2026-06-30", "2026-12-30"),
    ],
)
def test_a_copy_is_valid_until_the_first_review(
    reviews: tuple[str | None, ...], made: str, until: str, manual: Path
) -> None:
    handbook = load_handbook(manual)[0]
    (guide, *_) = handbook.guides
    guides = {
        str(number): guide.model_copy(
            update={"control": guide.control.model_copy(update={"review_by": day and datetime.date.fromisoformat(day)})}
        )
        for number, day in enumerate(reviews)
    }
    # What is retired is reviewed no more.
    retired = {"status": "retired", "review_by": datetime.date.fromisoformat(made) + datetime.timedelta(1)}
    gone = guide.model_copy(update={"control": guide.control.model_copy(update=retired)})
    manual_then = type(handbook)(procedures=guides | {"gone": gone})  # type: ignore[arg-type]
    assert valid_until(manual_then, datetime.date.fromisoformat(made)) == datetime.date.fromisoformat(until)


@pytest.mark.browser
def test_the_copy_is_read_without_a_network(unpacked: Path, away: Watched) -> None:
    page = away.context.new_page()
    page.goto((unpacked / "ABRIR-OPEN.html").as_uri())
    page.get_by_role("link", name="Open: English").click()
    page.wait_for_selector("html.js")
    assert page.url == (unpacked / "manual/en/index.html").as_uri()
    page.locator(".md-search__input").click()
    page.keyboard.type("parcel")
    page.wait_for_selector(".md-search-result__link mark")
    page.locator(".md-search-result__link", has_text="Which parcel").first.click()
    page.locator(".hb-walk-answer").first.click()
    page.wait_for_function("() => location.hash.startsWith('#walk=')")
    assert page.locator(".hb-copy-old").is_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_copy_that_is_too_old_says_so(width: int, language: str, unpacked: Path, browser: Browser) -> None:
    said = {
        "pt": "Esta cópia passou da validade: tem 181 dias, e o manual pode ter mudado. "
        "Peça uma cópia nova a quem coordena o manual.",
        "en": "This copy is no longer valid: it is 181 days old, and the manual may have changed. "
        "Ask whoever coordinates the manual for a new copy.",
    }
    for zone, hours in (("Pacific/Kiritimati", 14), ("Pacific/Niue", -11)):
        here = datetime.timezone(datetime.timedelta(hours=hours))
        with watched(browser, width, offline=True, timezone_id=zone, color_scheme="dark") as seen:
            page = seen.context.new_page()
            notice = page.locator(".hb-copy-old")
            for moment, is_old in ((UNTIL, False), (UNTIL + datetime.timedelta(days=1), True)):
                clock = datetime.time(0, 5) if is_old else datetime.time(23, 55)
                page.clock.set_fixed_time(datetime.datetime.combine(moment, clock, here))
                shown(page, unpacked / "manual" / ("" if language == "pt" else "en") / "flows/which-parcel.html")
                assert notice.is_visible() == is_old, (zone, moment)
                assert violations(page) == []
                if is_old:
                    assert notice.inner_text() == said[language]
                    assert page.locator("h1").is_visible()
            assert seen.troubles == [] and seen.from_elsewhere == []


@pytest.mark.browser
def test_a_copy_of_a_published_site_says_where_the_manual_of_today_is(
    manual: Path, tmp_path: Path, away: Watched
) -> None:
    copy_of(manual, "--output", str(tmp_path / "x.zip"), "--site", str(tmp_path / "site"), SITE_URL=ADDRESS)
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        archive.extractall(tmp_path)
    page = away.context.new_page()
    page.clock.set_fixed_time("2028-01-01T12:00:00")
    shown(page, tmp_path / "manual-2026-11-21/manual/index.html")
    assert "tem 406 dias" in page.locator(".hb-copy-old").inner_text()
    assert page.locator(".hb-copy-old a").get_attribute("href") == ADDRESS


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_page_is_for_everybody(width: int, scheme: str, unpacked: Path, browser: Browser) -> None:
    with watched(browser, width, offline=True, color_scheme=scheme) as seen:
        page = seen.context.new_page()
        page.goto((unpacked / "ABRIR-OPEN.html").as_uri())
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        links = page.eval_on_selector_all("section > p > a", "links => links.map(one => one.getAttribute('href'))")
        assert links == ["manual/index.html", "manual/en/index.html"]
        assert not re.search(r"https?:", page.content())
        assert seen.troubles == []
