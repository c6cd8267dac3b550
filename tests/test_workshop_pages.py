"""The pages of workshops: times, cases with their key, who sees what, what changed since a training, and the menu."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handbook_builder.commands.init import copy_starter
from handbook_builder.diff.change import Weight
from handbook_builder.diff.version import weight_of_version
from handbook_builder.load import load_handbook
from handbook_builder.model.steps import Decision
from handbook_builder.model.workshop import Workshop
from handbook_builder.render.manual import Manual, manual_of
from handbook_builder.render.navigation import MOST, menu_of
from handbook_builder.render.words import words_of
from handbook_builder.render.workshops import MATERIALS, workshop_pages
from handbook_builder.site.paper import with_ways
from handbook_builder.training.programme import clock, exercises_of, practice_of, programme
from tests.browser import violations, watched
from tests.manuals import edit, edit_first
from tests.site import build

ROOT = Path(__file__).parent.parent
TODAY = datetime.date(2026, 11, 22)


@cache
def manual() -> Manual:
    handbook, _, problems = load_handbook(ROOT)
    assert problems == []
    return manual_of(handbook)


@cache
def pages() -> dict[str, str]:
    return {page.file: page.text for one in manual().editions for page in workshop_pages(one, manual().graphs)}


def workshops() -> Iterator[Workshop]:
    return iter(manual().handbook.workshops.values())


def page(workshop: Workshop, name: str, suffix: str = "") -> str:
    return pages()[f"workshops/{workshop.id}{f'-{name}' if name else ''}{suffix}.md"]


def test_times_run_from_the_beginning_to_the_end() -> None:
    assert [clock(minutes) for minutes in (0, 5, 60, 615)] == ["0:00", "0:05", "1:00", "10:15"]
    for workshop in workshops():
        slots = programme(workshop)
        assert [slot.ends for slot in slots[:-1]] == [slot.begins for slot in slots[1:]]
        assert slots[0].begins == "0:00" and slots[-1].ends == clock(workshop.minutes)
        for name in ("", "booklet", "guide"):
            rows = re.findall(r"^\| (\d+:\d\d) \|", page(workshop, name), re.M)
            assert rows == [*(slot.begins for slot in slots), clock(workshop.minutes)]


def test_a_workshop_has_all_its_pages_in_each_language() -> None:
    wanted = {f"workshops/{name}{suffix}.md" for name in ("index", "changes") for suffix in ("", ".en")}
    for workshop in workshops():
        names = ["", *(f"-{one.name}" for one in MATERIALS)]
        wanted |= {f"workshops/{workshop.id}{name}{suffix}.md" for name in names for suffix in ("", ".en")}
    assert set(pages()) == wanted


def test_without_workshops_there_are_no_pages(tmp_path: Path) -> None:
    copy_starter(tmp_path, TODAY)
    for file in (tmp_path / "workshops").rglob("*.yml"):
        file.unlink()
    small = manual_of(load_handbook(tmp_path)[0])
    assert list(workshop_pages(small.editions[0], small.graphs)) == []
    assert menu_of(small.editions[0])["workshops"] == ("Formação", [])


def test_every_exercise_tells_its_questions_and_hides_the_answers() -> None:
    for workshop in workshops():
        exercises = exercises_of(workshop, manual().graphs).values()
        assert [one.number for one in exercises] == list(range(1, len(exercises) + 1))
        parts = re.split(r"^## ", page(workshop, "cases"), flags=re.M)[1:]
        keys = re.split(r"^## ", page(workshop, "cases-key"), flags=re.M)[1:]
        assert len(parts) == len(keys) == len(exercises) > 0
        for one, part, key in zip(exercises, parts, keys, strict=True):
            turns = one.case.turns
            assert part.count('<details class="hb-reveal"') == part.count("</details>") == len(turns) + 1
            open_part = re.sub(r"<details.*?</details>", "", part, flags=re.S)
            assert "Resposta:" not in open_part and "Termina em" not in open_part
            assert open_part.count("- ☐ ") == sum(len(turn.question.choices) for turn in turns)
            assert "<details" not in key
            taken = [manual().editions[0].answer(turn.taken.choice) for turn in turns if turn.taken.choice]
            assert [one for one in re.findall(r"\*\*Resposta: (.*?)\*\* \(", key)] == taken
            assert key.count("Fonte: [") == len(turns)


def test_participants_get_no_key() -> None:
    for workshop in workshops():
        for suffix in ("", ".en"):
            booklet = page(workshop, "booklet", suffix)
            assert "-cases-key" not in booklet and "-guide" not in booklet
            for one in exercises_of(workshop, manual().graphs).values():
                assert f"**{one.number}\\. " in booklet


def test_the_search_knows_nothing_of_what_is_for_trainers() -> None:
    for workshop in workshops():
        for one in MATERIALS:
            assert ("search:\n  exclude: true\n" in page(workshop, one.name)) == (not one.in_search)
        assert "exclude: true" not in page(workshop, "").partition("# ")[0]
    assert {one.name for one in MATERIALS if one.in_search} == {"booklet", "cases"}
    keys = [one for one in manual().pages() if re.fullmatch(r"workshops/(?!.*cases-key).*-key(\.en)?\.md", one.file)]
    assert keys and all("exclude: true" in one.text for one in keys)


def test_the_booklet_tells_all_steps_of_what_is_taught() -> None:
    for workshop in workshops():
        text = page(workshop, "booklet")
        for id in workshop.taught:
            guide = manual().handbook.guide(id)
            assert guide
            part = text.partition(f"{{#{id}}}")[2].partition("\n## ")[0]
            assert len(re.findall(r"^\d+\. ", part, re.M)) == len(guide.steps)
            ways = sum(len(step.choices) for step in guide.steps if isinstance(step, Decision))
            assert len(re.findall(r"\*\* → \d+", part)) == ways
            assert f"../charts/{id}.svg" in part


def test_the_coverage_is_counted_and_generated_cases_practise_the_rest() -> None:
    for workshop in workshops():
        exercises = exercises_of(workshop, manual().graphs).values()
        practice = practice_of(workshop, manual().graphs, exercises)
        for one in practice:
            made = {(edge.source, edge.choice.id) for case in one.generated for edge in case.edges if edge.choice}
            assert set(one.coverage.missing) <= made
            assert all(case.is_generated for case in one.generated)
            assert f"| {one.taken} de {one.all} | {len(one.generated)} |" in page(workshop, "guide")
        taken, total = sum(one.taken for one in practice), sum(one.all for one in practice)
        assert f"praticam {taken} de {total} respostas" in page(workshop, "guide")
        assert page(workshop, "guide").count("gerado do procedimento") == sum(len(one.generated) for one in practice)


def test_cards_stand_four_on_a_sheet_and_their_backs_are_mirrored() -> None:
    for workshop in workshops():
        sheets = page(workshop, "cards").split('<div class="hb-sheet')[1:]
        numbers = [re.findall(r'class="hb-card(?: hb-empty"|" markdown>\s*\*\*(\d+)\\\.)', sheet) for sheet in sheets]
        for front, back in zip(numbers[::2], numbers[1::2], strict=True):
            assert len(front) <= 4 and all(front)
            even = [*front, *([""] if len(front) % 2 else [])]  # an empty card keeps the last one behind its front
            assert back == [number for at in range(0, len(even), 2) for number in reversed(even[at : at + 2])]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("0.1.0", "0.1.1", Weight.EDITORIAL),
        ("0.1.4", "0.2.0", Weight.CRITICAL),
        ("0.9.0", "1.0.0", Weight.CRITICAL),
        ("1.0.0", "1.1.0", Weight.MEANING),
        ("1.4.2", "2.0.0", Weight.CRITICAL),
        ("1.4.2", "1.4.9", Weight.EDITORIAL),
    ],
)
def test_the_class_of_a_change_comes_from_its_number(before: str, after: str, expected: Weight) -> None:
    assert weight_of_version(before, after) is expected


def changed_starter(root: Path) -> Path:
    """Give a manual of which one procedure has changed twice since its first version."""
    copy_starter(root, datetime.date(2026, 1, 10))
    file = root / "procedures/reception/welcoming-a-person.yml"
    line = "    - version: {0}\n      date: {1}\n      summary: {{pt: Mudou {0}., en: Changed {0}.}}\n"
    news = line.format("0.2.0", "2026-03-01") + line.format("0.2.1", "2026-04-01")
    edit_first(file, "  version: 0.1.0\n", "  version: 0.2.1\n")
    edit(file, "  changes:\n", f"  changes:\n{news}")
    edit(root / "workshops/first-evening.yml", "person: 0.1.0}", "person: 0.2.1}")
    return root


def test_the_list_of_changes_has_the_newest_first(tmp_path: Path) -> None:
    small = manual_of(load_handbook(changed_starter(tmp_path))[0])
    text = next(one.text for one in workshop_pages(small.editions[0], small.graphs) if one.file.endswith("changes.md"))
    assert re.findall(r'data-day="([\d-]+)"', text) == ["2026-04-01", "2026-03-01", "2026-01-10"]
    assert re.findall(r'data-class="(\w+)"', text)[:3] == ["editorial", "critical", "new"]
    assert 'data-role="volunteer"' in text and 'data-role="coordinator"' in text


def test_a_menu_level_is_not_too_long() -> None:
    for edition in manual().editions:
        title, entries = menu_of(edition)["workshops"]
        assert title == edition.words["training"]
        assert entries[0] == "workshops/index.md" and entries[-1] == "workshops/changes.md"
        by_hand = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").count("- training/")
        assert len(entries) + by_hand <= MOST


def test_a_way_tells_its_address_on_paper() -> None:
    way = '<p class="hb-way"><a href="../flows/x.html">Abrir</a></p>'
    told = with_ways(way, "https://example.org/m/workshops/y.html", words_of("pt"))
    assert "https://example.org/m/flows/x.html" in told and "<svg" in told
    assert with_ways(way, None, words_of("pt")) == way


@pytest.mark.browser
def test_the_pages_work_in_a_browser(tmp_path: Path, browser: Browser) -> None:
    site = build(changed_starter(tmp_path)).site
    assert site
    base = f"{site.as_uri()}/workshops/"
    with watched(browser) as seen:
        tab = seen.context.new_page()
        # Choose, then reveal: each answer opens the next question.
        tab.goto(f"{base}first-evening-cases.html")
        first = tab.locator(".hb-turns").first
        turns = first.locator(".hb-turn").count()
        assert turns > 1 and first.locator(".hb-turn:visible").count() == 1
        first.locator("summary").first.focus()
        tab.keyboard.press("Enter")
        assert first.locator(".hb-turn:visible").count() == 2
        assert violations(tab) == []
        tab.emulate_media(media="print")
        assert tab.locator(".hb-reveal:visible").count() == 0
        tab.emulate_media(media="screen")
        # What changed: by day, by role, without what is editorial; the address holds the choice.
        tab.goto(f"{base}changes.html#since=2026-02-01")
        shown = tab.locator(".hb-changes li:visible")
        assert shown.count() == 1 and "0.2.0" in str(shown.first.text_content())
        tab.locator("[name=editorial]").check()
        assert shown.count() == 2 and "2" in str(tab.locator(".hb-changes [role=status]").text_content())
        tab.locator("[name=role][value=coordinator]").check()
        assert "since=2026-02-01" in tab.url and "role=coordinator" in tab.url and "editorial" in tab.url
        tab.locator("[name=since]").fill("2030-01-01")
        assert shown.count() == 0
        assert violations(tab) == []
        for name in ("index", "first-evening", *(f"first-evening-{one.name}" for one in MATERIALS)):
            tab.goto(f"{base}{name}.html")
            assert violations(tab) == [], name
        assert seen.troubles == []
