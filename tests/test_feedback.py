"""Telling of a mistake: the links that a page gets, what they carry, and what the settings may say."""

from __future__ import annotations

import datetime
import re
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from handbook_builder.build import check_manual
from handbook_builder.diagnostics import Diagnostic
from handbook_builder.load import load_handbook
from handbook_builder.model.settings import Feedback
from handbook_builder.render.manual import manual_of
from handbook_builder.render.words import words_of
from handbook_builder.site.feedback import Ways, ways_of, with_feedback
from tests.attacks import ATTACKS, Attack, manual_with, shown_plain
from tests.browser import WIDTHS, shown, violations, watched
from tests.site import ROOT, Site, build
from tests.site import words as words_in

EMAIL, ISSUES = "manual@example.org", "https://github.com/organisation/manual"
BOTH = Ways(EMAIL, ISSUES)
PROCEDURE = "procedures/reception/welcoming-a-person.html"


def place(about: str, step: str = "", anchor: str = "") -> str:
    """Write a place as the templates do."""
    where = f' data-step="{step}" data-anchor="{anchor}"' if step else ""
    return f'<p class="hb-feedback" data-about="{escape(about)}"{where}></p>'


def links(page: str) -> list[html.HtmlElement]:
    found: list[html.HtmlElement] = html.fragment_fromstring(page, create_parent=True).xpath(".//a")
    return found


def carried(link: html.HtmlElement) -> tuple[str, str]:
    """Give the subject and the text of the message that a link opens."""
    query = parse_qs(urlsplit(link.get("href")).query, strict_parsing=True)
    subject, text = (value for (value,) in query.values())
    return subject, text.replace("\r\n", "\n")


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_message_carries_what_the_editor_needs(language: str) -> None:
    about = "CL-01, Acolhimento & triagem, Versão 0.1.0, Rascunho, Passo 3 (greet)"
    page = with_feedback(place(about, "3", "step-greet"), BOTH, words_of(language), "https://example.org/p.html")
    (link,) = links(page)
    subject, text = carried(link)
    assert subject == about
    assert text.endswith(f"\n{language} https://example.org/p.html#step-greet")
    assert words_of(language)["feedback_privacy"].rstrip(".") in text
    assert link.get("href").startswith(f"mailto:{EMAIL}?subject=") and link.get("href").count("%0D%0A") == 4
    # What is read out begins with what is seen, and tells the step.
    assert link.get("aria-label") == f"{link.text} {words_of(language)['step']} 3"


def test_the_end_of_a_page_offers_every_way_and_a_step_the_one_that_asks_for_no_account() -> None:
    words = words_of("en")
    end = with_feedback(place("x"), BOTH, words, None)
    assert [words_in(one) for one in links(end)] == ["by e-mail", "in public, on github.com"]
    assert "Do not include personal data." in end
    assert [carried(one)[0] for one in links(end)] == ["x", "x"]
    assert carried(links(end)[1])[1].endswith("\nen ")
    for ways, scheme in ((BOTH, "mailto"), (Ways(email=EMAIL), "mailto"), (Ways(issues=ISSUES), "https")):
        (link,) = links(with_feedback(place("x", "1", "step-a"), ways, words, None))
        assert urlsplit(link.get("href")).scheme == scheme
    assert with_feedback(f"a{place('x')}b{place('x', '1', 'step-a')}c", Ways(), words, "https://e.org/") == "abc"


@pytest.mark.parametrize(
    ("issues", "start", "names"),
    [
        (ISSUES, f"{ISSUES}/issues/new?", ["title", "body"]),
        ("https://codeberg.org/a/b/", "https://codeberg.org/a/b/issues/new?", ["title", "body"]),
        ("https://gitlab.com/a/b/c", "https://gitlab.com/a/b/c/-/issues/new?", ["issue[title]", "issue[description]"]),
    ],
)
def test_each_kind_of_repository_is_told_in_its_own_way(issues: str, start: str, names: list[str]) -> None:
    (link,) = links(with_feedback(place("x"), Ways(issues=issues), words_of("pt"), None))
    assert link.get("href").startswith(start)
    assert list(parse_qs(urlsplit(link.get("href")).query)) == names


@pytest.mark.parametrize(
    ("feedback", "repository", "expected"),
    [
        ({}, None, Ways()),
        ({}, ISSUES, Ways(issues=ISSUES)),
        ({}, "https://gitlab.example.org/a/b", Ways(issues="https://gitlab.example.org/a/b")),
        ({}, "https://example.org/a/b", Ways()),
        ({}, "http://github.com/a/b", Ways()),
        ({}, "https://github.com.example.org/a/b", Ways()),
        ({"procedure": "x"}, ISSUES, Ways(issues=ISSUES)),
        ({"email": EMAIL}, ISSUES, Ways(email=EMAIL)),
        ({"issues": "https://codeberg.org/a/b"}, ISSUES, Ways(issues="https://codeberg.org/a/b")),
    ],
)
def test_what_the_settings_name_counts_and_else_a_repository_we_know(
    feedback: dict[str, str], repository: str | None, expected: Ways
) -> None:
    assert ways_of(Feedback.model_validate(feedback), repository) == expected


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: repr(attack.typed[:24]))
def test_any_wording_arrives_as_it_was_typed(attack: Attack, tmp_path: Path) -> None:
    manual = manual_with((attack.typed, attack.typed, attack.typed[:20]), tmp_path)
    guides = [page for page in manual.pages() if 'data-step="' in page.text]
    assert len(guides) >= 4
    for page in guides:
        told = with_feedback(page.text, BOTH, words_of("pt"), "https://example.org/p.html")
        assert "data-about" not in told
        found = re.findall(r'<p class="hb-feedback">.*?</p>', told)
        assert len(found) == page.text.count('<p class="hb-feedback"') >= 2
        for line in found:
            for element in html.fragment_fromstring(line).iter():
                assert element.tag in ("p", "a") and set(element.attrib) <= {"class", "href", "aria-label"}
            for link in links(line):
                subject, text = carried(link)
                assert urlsplit(link.get("href")).scheme in ("mailto", "https") and "\n" not in subject
                # The title is a wording, of which its words are shown.
                assert shown_plain(attack.typed[:20]) in subject or attack.words in subject
                assert text.count("\n") == 4


def write_feedback(root: Path, feedback: str) -> None:
    with (root / "handbook.yml").open("a", encoding="utf-8") as file:
        file.write(f"\n{feedback}\n")


def errors_of(root: Path) -> list[Diagnostic]:
    return [one for one in check_manual(root, datetime.date(2026, 11, 21)).diagnostics if one.is_error]


@pytest.mark.parametrize(
    ("feedback", "code", "said"),
    [
        ("email: manual", "wrong-value", "manual@example.org"),
        ("email: 'a@b.pt?cc=x@y.pt'", "wrong-value", "manual@example.org"),
        ("issues: http://github.com/a/b", "wrong-value", "https://github.com/organisation/manual"),
        ("issues: https://github.com", "wrong-value", "https://github.com/organisation/manual"),
        ("issues: https://user:word@github.com/a/b", "wrong-value", "https://github.com/organisation/manual"),
        ("issues: 'https://github.com/a/b?title=x'", "wrong-value", "https://github.com/organisation/manual"),
        ("procedure: welcoming-a-persn", "unknown-procedure", "welcoming-a-person"),
        ("mail: a@example.org", "unknown-key", "email"),
    ],
)
def test_a_wrong_setting_is_told_at_its_place(starter: Path, feedback: str, code: str, said: str) -> None:
    write_feedback(starter, f"feedback:\n  {feedback}")
    line = len((starter / "handbook.yml").read_text(encoding="utf-8").splitlines())
    (error,) = errors_of(starter)
    assert (error.file, error.line, error.code) == ("handbook.yml", line, code)
    assert said in error.text("en")


def test_every_allowed_setting_is_taken(starter: Path) -> None:
    write_feedback(
        starter, f"feedback: {{email: a.b+c_d@mail.example.org, issues: {ISSUES}/, procedure: which-parcel}}"
    )
    assert errors_of(starter) == []


@pytest.mark.browser
def test_readers_find_the_links_without_scripts_and_they_break_nothing(starter: Path, browser: Browser) -> None:
    write_feedback(starter, f"feedback: {{email: {EMAIL}, issues: {ISSUES}, procedure: welcoming-a-person}}")
    assert build(starter).ok
    index = (starter / "site/search/search_index.json").read_text(encoding="utf-8")
    for name in ("feedback_step", "feedback_page", "uncontrolled", "how_it_changes"):
        assert words_of("pt")[name] not in index
    for script in (True, False):
        with watched(browser, java_script_enabled=script) as watch:
            page = watch.context.new_page()
            page.goto((starter / "site" / PROCEDURE).as_uri())
            steps = page.locator("h3.hb-step").count()
            assert page.locator(".hb-whole > .hb-feedback a[href^='mailto:']").count() == steps > 3
            names = [one.get_attribute("aria-label") for one in page.locator(".hb-whole > .hb-feedback a").all()]
            assert names == [f"Algo errado neste passo? Diga-nos. Passo {n}" for n in range(1, steps + 1)]
            assert page.locator(".md-content__inner > :is(.hb-feedback, .hb-tell) a").all_inner_texts() == [
                "por e-mail",
                "em público, em github.com",
                "BA-01 Acolher uma pessoa",
            ]
    for width in WIDTHS:
        for folder in ("", "en"):
            with watched(browser, width) as watch:
                page = watch.context.new_page()
                shown(page, starter / "site" / folder / PROCEDURE)
                assert violations(page) == []
                for link in page.locator(".hb-feedback a").all():
                    box = link.bounding_box()
                    assert box and box["height"] >= 44 and box["x"] + box["width"] <= width
                assert watch.from_elsewhere == [] and watch.troubles == []


def test_nothing_is_offered_where_nobody_is_told(starter: Path) -> None:
    assert build(starter).ok
    for path in (starter / "site").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "hb-feedback" not in text and words_of("pt")["feedback_page"] not in text


def test_the_pages_of_the_real_manual_stay_light(site: Site) -> None:
    """Both ways at once, with a long address: no page of a procedure reaches 200 kB."""
    handbook, _, _ = load_handbook(ROOT)
    weights = {}
    for page in manual_of(handbook).pages():
        if page.file.startswith(("procedures/", "flows/")) and 'data-step="' in page.text:
            built = page.file.removesuffix(".md")
            built = f"en/{built.removesuffix('.en')}.html" if built.endswith(".en") else f"{built}.html"
            address = f"https://uma-organizacao-qualquer.github.io/manual-de-procedimentos/{built}"
            told = with_feedback(page.text, BOTH, words_of("pt"), address)
            weights[built] = (site.folder / built).stat().st_size + len(told.encode()) - len(page.text.encode())
    assert len(weights) > 100
    assert max(weights.values()) < 200_000, sorted(weights.items(), key=lambda pair: -pair[1])[:3]
