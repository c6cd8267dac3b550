"""Document control on the pages: retired texts, reviews, calls for comments, changes of a file, what is due today."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from handbook_builder.build import check_manual
from handbook_builder.history import Commit
from handbook_builder.load import load_handbook
from handbook_builder.render.manual import manual_of
from handbook_builder.render.navigation import menu_of
from handbook_builder.render.words import words_of
from handbook_builder.site.commits import PLACE, with_commits
from handbook_builder.site.feedback import Ways, with_feedback
from handbook_builder.site.search import FOR_EDITORS, RETIRED
from tests.browser import shown, violations, watched
from tests.controlled import states
from tests.site import build, words


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a manual with a text in each state."""
    root = states(tmp_path_factory.mktemp("states") / "manual")
    assert not [one for one in check_manual(root, datetime.date(2026, 9, 1)).diagnostics if one.is_error]
    assert build(root).ok
    return root / "site"


def page_of(site: Path, name: str, language: str = "pt") -> html.HtmlElement:
    return html.parse(str(site / ("" if language == "pt" else language) / name)).getroot()


# Retired texts, and reviews.


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_retired_text_keeps_its_address_and_leads_on(built: Path, language: str) -> None:
    page = page_of(built, "procedures/reception/old.html", language)
    (notice,) = page.xpath("//div[@class='hb-notice hb-retired']")
    assert "2026-06-01" in words(notice)
    (link,) = notice.xpath("./p[@class='hb-successor']/a")
    assert link.get("href") == "welcoming-a-person.html"
    mark = {"pt": "(retirado)", "en": "(retired)"}[language]
    assert mark in words(page.find("head/title"))
    family = page_of(built, "procedures/reception/index.html", language)
    listed = family.xpath("//h2[@id='retired']/following::div[1]//a/@href")
    assert listed == ["old.html", "welcoming-a-person.html"]
    assert "old.html" not in family.xpath("//h2[@id='retired']/preceding::div[@class='hb-list']//a/@href")
    letters = page_of(built, "reference/a-z.html", language)
    (row,) = [one for one in letters.iter("li") if one.xpath("./a[contains(@href, '/old.html')]")]
    assert words(row).endswith(mark)  # and no search word leads there
    searched = json.loads((built / ("" if language == "pt" else language) / "search/search_index.json").read_text())
    weights = {one["boost"] for one in searched["docs"] if one["location"].startswith("procedures/reception/old.html")}
    assert weights == {RETIRED} and RETIRED < FOR_EDITORS


def test_the_menu_leaves_retired_texts_out(tmp_path: Path) -> None:
    manual = manual_of(load_handbook(states(tmp_path / "manual"))[0])
    menu = str(menu_of(manual.editions[0])["procedures"])
    assert "reception/queue.md" in menu and "reception/old.md" not in menu
    # The reference keeps to nine entries; status and reviews share one.
    assert len(menu_of(manual.editions[0])["reference"][1]) <= 9


def test_the_walk_of_a_retired_text_can_still_be_read(built: Path) -> None:
    content = page_of(built, "procedures/reception/old.html").xpath("//article/*/@class")
    order = [one for one in content if one in ("hb-notice hb-retired", "hb-walk", "hb-control")]
    assert order == ["hb-notice hb-retired", "hb-walk", "hb-control"]


@pytest.mark.parametrize("language", ["pt", "en"])
def test_the_reviews_stand_by_month_and_the_oldest_first(built: Path, language: str) -> None:
    page = page_of(built, "reference/reviews.html", language)
    assert page.xpath("//h2/@id") == ["month-2026-06", "month-2026-10", "month-2027-01", "undated"]
    days = page.xpath("//span[@class='hb-due']/@data-by")
    assert days == sorted(days) and len(days) == 4
    (calendar,) = page.xpath("//a[@download]/@href")
    folder = built / ("" if language == "pt" else language) / "reference"
    assert f"PRODID:-//handbook_builder//Reviews//{language.upper()}\r\n" in (folder / calendar).read_bytes().decode()
    status = page_of(built, "reference/status.html", language)
    assert "reviews.html" in status.xpath("//article//a/@href")
    assert "2026-12-31" in words(status.xpath("//h2[@id='consultations']/following::ul[1]")[0])


# Comments, and the history of a file.


def test_a_comment_carries_the_question_to_whoever_asks(built: Path) -> None:
    page = page_of(built, "procedures/reception/gifts.html")
    (link,) = page.xpath(
        "//div[contains(@class, 'hb-consultation')]/following-sibling::*[1]//a[contains(@href, 'mailto')]"
    )
    address = unquote(link.get("href"))
    assert address.startswith("mailto:gifts@example.org?") and "O que falta: isto?" in address


def test_without_an_address_of_its_own_a_comment_goes_where_mistakes_are_told() -> None:
    place = '<p class="hb-feedback" data-about="CL-01" data-email="" data-question="Why &amp; how?"></p>'
    made = with_feedback(place, Ways("manual@example.org", None), words_of("en"), "https://example.org/x.html")
    assert "mailto:manual@example.org?subject=CL-01" in made
    assert "Why & how?" in unquote(html.fragment_fromstring(made).xpath(".//a/@href")[0])
    assert with_feedback(place, Ways(), words_of("en"), None) == ""


COMMITS = [Commit("b" * 40, datetime.date(2026, 4, 2)), Commit("a" * 40, datetime.date(2026, 3, 1))]


@pytest.mark.parametrize(
    ("repository", "link"),
    [
        ("https://github.com/x/y/", f"https://github.com/x/y/commit/{'b' * 40}"),
        ("https://gitlab.com/x/y", f"https://gitlab.com/x/y/-/commit/{'b' * 40}"),
        (None, None),
    ],
)
def test_the_commits_stand_by_day_and_name_nobody(repository: str | None, link: str | None) -> None:
    made = html.fragment_fromstring(with_commits(PLACE, COMMITS, words_of("en"), repository))
    assert [one.get("datetime") for one in made.iter("time")] == ["2026-04-02", "2026-03-01"]
    assert next((one.get("href") for one in made.iter("a")), None) == link
    assert words(made.find("summary")) == "Changes of the file: 2; the last on 2026-04-02"
    assert with_commits(f"a{PLACE}b", [], words_of("en"), repository) == "ab"


# What only the day of reading can tell.


def at(page: Page, day: str, file: Path) -> None:
    page.clock.set_fixed_time(f"{day}T12:00:00")
    shown(page, file)


@pytest.mark.browser
def test_the_day_of_reading_marks_what_is_due(built: Path, browser: Browser) -> None:
    with watched(browser, locale="en-GB") as context:
        page = context.context.new_page()
        for today, marks in (
            ("2026-05-01", ["in 60 days", "in 60 days"]),
            ("2026-06-30", ["today", "today"]),
            ("2026-07-03", ["overdue", "overdue", "in 90 days"]),
            ("2026-10-01", ["overdue", "overdue", "today"]),
            ("2027-01-11", ["overdue"] * 4),
        ):
            at(page, today, built / "en/reference/reviews.html")
            assert page.locator("li .hb-due + .hb-state").all_text_contents() == marks
            assert violations(page) == []
        at(page, "2026-07-03", built / "en/reference/status.html")
        summary = page.locator(".hb-summary li").all_text_contents()
        assert "Reviews overdue: 2" in summary and "Reviews in the next 90 days: 1" in summary
        assert summary.index("Reviews overdue: 2") == summary.index("Next review: by 2026-06-30 overdue") + 1
        at(page, "2026-10-02", built / "en/procedures/reception/queue.html")
        assert page.locator(".hb-control .hb-overdue").text_content() == "overdue"
        assert context.troubles == [] and context.from_elsewhere == []


@pytest.mark.browser
def test_a_call_for_comments_closes_by_itself(built: Path, browser: Browser) -> None:
    with watched(browser, 320, locale="en-GB") as context:
        page = context.context.new_page()
        file = built / "en/procedures/reception/gifts.html"
        at(page, "2026-12-31", file)
        assert "Open for comments until 2026-12-31" in page.locator(".hb-consultation").inner_text()
        assert page.locator(".hb-consultation + .hb-feedback a").first.is_visible()
        assert violations(page) == []
        at(page, "2027-01-01", file)
        assert page.locator(".hb-consultation").inner_text().startswith("Comments closed on 2026-12-31.")
        assert page.locator(".hb-consultation + .hb-feedback").is_hidden()
        at(page, "2027-01-01", built / "en/reference/status.html")
        assert page.locator(".hb-until + .hb-state").all_text_contents() == [
            "closed",
            "closed",
        ]  # and the starter's own
        assert context.troubles == []
