"""Document control: rules, passages by command and between revisions, retired texts, reviews, calls for comments."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from handbook_builder.build import check_manual
from handbook_builder.cli import main
from handbook_builder.commands.init import copy_starter
from handbook_builder.diff.compare import compare
from handbook_builder.history import Commit
from handbook_builder.load import load_handbook
from handbook_builder.render.manual import manual_of
from handbook_builder.render.navigation import menu_of
from handbook_builder.render.words import words_of
from handbook_builder.site.commits import PLACE, with_commits
from handbook_builder.site.feedback import Ways, with_feedback
from handbook_builder.site.search import FOR_EDITORS, RETIRED
from tests.browser import shown, violations, watched
from tests.site import build, words

BASE = Path(__file__).parent / "base_manual"
TODAY = datetime.date.today()
"""The commands judge dates as they are used, so that these tests go by the calendar too."""

WELCOME = Path("procedures/reception/welcome.yml")
HEAD = "id: welcome\ncode: CL-09\ntitle: {pt: Acolhimento, en: Welcome}\nowner: officer\n"
STEPS = "\nsteps:\n  - id: finish\n    end: {pt: Pessoa informada., en: Person informed.}\n    outcome: resolved\n"
CHANGES = "changes: [{version: 1.0.0, date: 2026-05-01, summary: {pt: Um., en: One.}}]"


def day(days: int) -> str:
    return str(TODAY + datetime.timedelta(days))


def base(root: Path, control: str = "", head: str = HEAD, steps: str = STEPS) -> Path:
    """Lay out the small manual of the checks, with one more procedure whose control block is given."""
    shutil.copytree(BASE, root)
    if control:
        (root / WELCOME).write_text(f"{head}control: {{{control}}}{steps}", encoding="utf-8")
    return root


def codes(root: Path, today: datetime.date = datetime.date(2026, 11, 21)) -> list[tuple[str, int]]:
    """Give what is wrong in the procedure: codes, and the columns they point to."""
    return [(one.code, one.column) for one in check_manual(root, today).diagnostics if "welcome" in one.file]


# Rules.

APPROVED = (
    f"version: 1.0.0, status: approved, approved_by: officer, approved_on: 2026-06-01, review_by: 2027-06-01, {CHANGES}"
)


CALL = "consultation: {{until: {}, question: {{pt: O?, en: W?}}}}"


@pytest.mark.parametrize(
    ("control", "expected", "at"),
    [
        ("version: 0.1.0, status: draft", "", ""),
        ("version: 0.1.0, status: draft, effective: 2027-01-01, review_by: 2027-01-01", "", ""),
        (APPROVED, "", ""),
        (APPROVED.replace("officer", "social-security"), "", ""),
        (APPROVED.replace("officer", "nobody"), "unknown-role", "nobody"),
        (APPROVED.replace(CHANGES, "changes: []"), "version-not-in-changes", "1.0.0"),
        (f"{APPROVED}, effective: 2026-06-01", "", ""),
        (f"{APPROVED}, effective: 2026-05-31", "dates-out-of-order", "2026-05-31"),
        (APPROVED.replace("2027-06-01", "2026-06-01, effective: 2026-06-01"), "review-overdue dates-out-of-order", ""),
        (APPROVED.replace("on: 2026-06-01", "on: 2026-04-30"), "dates-out-of-order", "2026-04-30"),
        (APPROVED.replace("on: 2026-06-01", "on: 2026-11-21"), "", ""),
        (APPROVED.replace("on: 2026-06-01", "on: 2026-11-22"), "dates-out-of-order", "2026-11-22"),
        (APPROVED.replace("approved,", "retired,"), "retired-incomplete", "retired"),
        (f"{APPROVED.replace('approved,', 'retired,')}, retired_on: 2026-07-01", "retired-incomplete", "retired"),
        (f"{APPROVED.replace('approved,', 'retired,')}, retired_on: 2026-07-01, replaced_by: appointment", "", ""),
        (f"{APPROVED.replace('approved,', 'retired,')}, retired_on: 2026-07-01, reason: {{pt: Não., en: No.}}", "", ""),
        (
            f"{APPROVED.replace('approved,', 'retired,')}, retired_on: 2026-05-31, replaced_by: appointment",
            "dates-out-of-order",
            "2026-05-31",
        ),
        (
            "version: 0.1.0, status: retired, retired_on: 2026-07-01, replaced_by: apointment",
            "unknown-procedure",
            "apointment",
        ),
        (
            "version: 0.1.0, status: retired, retired_on: 2026-07-01, replaced_by: welcome",
            "retired-in-use",
            "welcome}",
        ),
        (
            f"{APPROVED}, consultation: {{until: 2027-01-01, question: {{pt: O?, en: W?}}}}",
            "key-not-for-status",
            "cons",
        ),
        ("version: 0.1.0, status: draft, approved_by: officer", "key-not-for-status", "approved_by"),
        ("version: 0.1.0, status: in_review, replaced_by: appointment", "key-not-for-status", "replaced_by"),
        ("version: 0.1.0, status: draft, consultation: {until: 2026-11-21, question: {pt: O?, en: W?}}", "", ""),
        (
            "version: 0.1.0, status: draft, consultation: {until: 2026-11-20, question: {pt: O?, en: W?}}",
            "consultation-over",
            "2026-11-20",
        ),
        (
            f"{CHANGES}, version: 1.0.0, status: draft, {CALL.format('2026-04-01')}",
            "dates-out-of-order consultation-over",
            "",
        ),
    ],
)
def test_rules(control: str, expected: str, at: str, tmp_path: Path) -> None:
    found = codes(base(tmp_path / "manual", control))
    assert sorted(code for code, _ in found) == sorted(expected.split())
    if at:
        line = f"control: {{{control}}}"
        assert line[found[0][1] - 1 :].startswith(at)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("Prazo (a confirmar).", True),
        ("Morada POR DEFINIR", True),
        ("TODO: prazo", True),
        ("Todo o processo", False),
        ("Volta a confirmarem-se os dados", False),
        ("Porquê???", True),
    ],
)
def test_open_points_of_an_approved_text(text: str, is_open: bool, tmp_path: Path) -> None:
    steps = STEPS.replace("Pessoa informada.", f'"{text}"')
    assert codes(base(tmp_path / "a", APPROVED, steps=steps)) == ([("approved-open-point", 15)] if is_open else [])
    assert codes(base(tmp_path / "d", "version: 0.1.0, status: draft", steps=steps)) == []


def test_every_way_to_a_retired_text_is_told(tmp_path: Path) -> None:
    root = base(tmp_path / "manual", "version: 1.0.0, status: retired, retired_on: 2026-07-01, replaced_by: first-need")
    link = (
        "related: [welcome]\nsummary: {pt: 'Veja [isto](procedure:welcome).', en: 'See [this](procedure:welcome).'}\n"
    )
    end = "  - {id: end, end: {pt: F, en: E}, outcome: closed, continue: welcome}\n"
    steps = f"\nsteps:\n  - {{id: run, run: welcome}}\n{end}"
    other = f"{HEAD}{link}control: {{version: 0.1.0, status: draft}}{steps}".replace("welcome\n", "visit\n", 1)
    (root / "procedures/reception/visit.yml").write_text(other.replace("CL-09", "CL-10"), encoding="utf-8")
    settings = root / "handbook.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "feedback: {procedure: welcome}\n", encoding="utf-8")
    found = [one for one in check_manual(root, TODAY).diagnostics if one.code == "retired-in-use"]
    assert len(found) == 6
    assert all(one.hint == '"first-need" replaces it' for one in found)
    # What is retired itself may lead there: nobody follows it.
    file = root / "procedures/reception/visit.yml"
    gone = "{version: 0.1.0, status: retired, retired_on: 2026-07-01, replaced_by: first-need}"
    file.write_text(file.read_text(encoding="utf-8").replace("{version: 0.1.0, status: draft}", gone), encoding="utf-8")
    assert [one.code for one in check_manual(root, TODAY).diagnostics if "visit" in one.file] == []


# Commands.

VISIT = Path("procedures/reception/welcoming-a-person.yml")
OTHER = Path("procedures/support/referral-to-social-services.yml")
TREE = Path("flows/which-parcel.yml")


@pytest.fixture
def manual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small manual, which is also the current folder; nobody is asked for comments."""
    root = tmp_path / "manual"
    copy_starter(root, TODAY - datetime.timedelta(30))
    text = (root / OTHER).read_text(encoding="utf-8")
    (root / OTHER).write_text(re.sub(r"  # EN: Asks.*?(?=  review_by)", "", text, flags=re.S), encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def control_of(root: Path, id: str) -> Mapping[str, Any]:
    guide = load_handbook(root)[0].guide(id)
    assert guide is not None
    return {key: value for key, value in guide.control if value not in (None, ())}


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_text_passes_from_draft_to_approved_and_on(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (manual / VISIT).read_text(encoding="utf-8")
    assert main(["submit", "ba-01"]) == 0
    assert capsys.readouterr().out == f"{VISIT.as_posix()}: in review, version 0.1.0\n"
    assert (manual / VISIT).read_text(encoding="utf-8") == before.replace("  status: draft\n", "  status: in_review\n")

    assert main(["approve", "BA-01", "--by", "coordinator", "--on", day(-2), "--review-by", day(300)]) == 0
    approved = (
        before.replace(
            "  status: draft\n", f"  status: approved\n  effective: {day(-2)}\n  approved_by: coordinator\n  "
        )
        .replace("  review_by", f"approved_on: {day(-2)}\n  review_by", 1)
        .replace(f"review_by: {day(150)}", f"review_by: {day(300)}")
        .replace("  version: 0.1.0\n", "  version: 1.0.0\n", 1)
        .replace(
            "en: First version.}\n",
            f"en: First version.}}\n    - version: 1.0.0\n      date: {day(-2)}\n      summary:\n"
            "        pt: Aprovado por Coordenação.\n        en: Approved by Coordinator.\n",
        )
    )
    assert (manual / VISIT).read_text(encoding="utf-8") == approved
    assert not [one for one in check_manual(manual, TODAY).diagnostics if one.file == VISIT.as_posix()]
    assert main(["format", "--check"]) == 0

    # A review that finds nothing to change is a new approval of the same version.
    assert main(["approve", "BA-01", "--by", "coordinator", "--review-by", day(600)]) == 0
    control = control_of(manual, "welcoming-a-person")
    assert (control["version"], len(control["changes"]), str(control["approved_on"])) == ("1.0.0", 2, str(TODAY))

    # For a change the text goes back; what was approved was another.
    assert main(["submit", "BA-01"]) == 0
    control = control_of(manual, "welcoming-a-person")
    assert control["status"] == "in_review" and not {"approved_by", "approved_on"} & control.keys()

    assert main(["retire", "BA-01", "--replaced-by", "BA-02", "--reason", "Juntou-se ao outro."]) == 0
    control = control_of(manual, "welcoming-a-person")
    assert (control["status"], control["replaced_by"]) == ("retired", "referral-to-social-services")
    assert dict(control["reason"]) == {"pt": "Juntou-se ao outro."}
    assert main(["check", "--quiet"]) == 0


def test_a_tree_without_a_control_block_gets_one(manual: Path) -> None:
    before = (manual / TREE).read_text(encoding="utf-8")
    assert main(["submit", "BA-T1"]) == 0
    after = before.replace("\nsteps:", "\ncontrol:\n  version: 0.1.0\n  status: in_review\nsteps:")
    assert (manual / TREE).read_text(encoding="utf-8") == after
    assert main(["approve", "BA-T1", "--by", "coordinator", "--review-by", day(90)]) == 0
    assert not [one for one in check_manual(manual, TODAY).diagnostics if one.file == TREE.as_posix()]


def test_what_leads_to_a_retired_text_is_told_at_its_place(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retire", "which-parcel", "--reason", "Já não há cabazes."]) == 0
    out = capsys.readouterr().out
    assert f'{VISIT.as_posix()}:64:10: warning: this leads to "which-parcel", which is retired' in out
    assert ":16:16: warning: this leads to" in out  # a question that it teaches
    assert out.count("[retired-in-use]") == 2 and out.count("[missing-translation]") == 1


REFUSALS = {
    "a draft": (["approve", "BA-01", "--by", "coordinator"], "", "it is a draft"),
    "nobody": (["approve", "BA-01", "--by", "cordinator"], "in_review", 'did you mean "coordinator"?'),
    "a day to come": (["approve", "BA-01", "--by", "coordinator", "--on", day(1)], "in_review", "still to come"),
    "before the text": (
        ["approve", "BA-01", "--by", "coordinator", "--on", day(-31), "--version", "0.1.0"],
        "in_review",
        "before the version 0.1.0",
    ),
    "in force before": (
        ["approve", "BA-01", "--by", "coordinator", "--effective", day(-1)],
        "in_review",
        'before "approved_on"',
    ),
    "no review": (["approve", "BA-01", "--by", "coordinator", "--review-by", day(0)], "in_review", "--review-by"),
    "version down": (["approve", "BA-01", "--by", "coordinator", "--version", "0.0.9"], "in_review", "0.1.0 already"),
    "one of two": (["approve", "BA-02", "BA-01", "--by", "coordinator"], "in_review", "it is a draft"),
    "unknown": (["approve", "BA-1", "--by", "coordinator"], "in_review", 'no procedure or flow "BA-1"'),
    "twice": (["submit", "BA-01"], "in_review", "in review already"),
    "no successor": (["retire", "BA-01"], "", "--replaced-by"),
    "itself": (["retire", "BA-01", "--replaced-by", "ba-01"], "", "can't replace itself"),
    "retired before": (["retire", "BA-01", "--reason", "x"], "retired", "retired already"),
    "revived": (["submit", "BA-01"], "retired", "write a new procedure"),
    "approved from retired": (["approve", "BA-01", "--by", "coordinator"], "retired", "write a new procedure"),
    "open for comments": (["approve", "BA-01", "--by", "coordinator"], "consultation", "comments are open until"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_the_rules_forbid_is_refused_and_nothing_changes(
    case: str, manual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, state, reason = REFUSALS[case]
    states = {
        "retired": f"retired\n  retired_on: {day(-1)}\n  reason: {{pt: Não., en: No.}}",
        "consultation": f"in_review\n  consultation: {{until: {TODAY}, question: {{pt: O?, en: W?}}}}",
    }
    if state:
        edit(manual / VISIT, "  status: draft", f"  status: {states.get(state, state)}")
    files = {file: file.read_bytes() for file in manual.rglob("*.yml")}
    assert main(arguments) == 2
    assert reason in capsys.readouterr().err
    assert {file: file.read_bytes() for file in manual.rglob("*.yml")} == files


def test_nothing_passes_while_the_manual_has_errors(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(manual / OTHER, "outcome: referred", "outcome: perhaps")
    before = (manual / VISIT).read_bytes()
    assert main(["submit", "BA-01"]) == 1
    out, err = capsys.readouterr()
    assert "[wrong-value]" in out and err == "nothing was changed: the manual has errors\n"
    assert (manual / VISIT).read_bytes() == before


def test_an_approval_closes_the_call_for_comments(manual: Path) -> None:
    call = f"consultation: {{until: {day(-1)}, question: {{pt: O?, en: W?}}}}"
    edit(manual / VISIT, "  status: draft", f"  status: in_review\n  {call}")
    assert main(["approve", "BA-01", "--by", "coordinator"]) == 0
    assert "consultation" not in control_of(manual, "welcoming-a-person")


# Between two revisions.


@pytest.mark.parametrize(
    ("before", "after", "text", "expected"),
    [
        ("status: draft", "status: in_review", False, []),
        ("status: in_review", "status: approved", False, []),
        ("status: draft", "status: approved", False, ["unreviewed"]),
        ("", "status: approved", False, ["unreviewed"]),
        ("", "status: draft", False, []),
        ("status: retired", "status: draft", False, ["revived"]),
        ("status: approved", "", False, ["lost"]),
        ("status: retired", "", False, ["lost"]),
        ("status: draft", "", False, []),
        ("status: draft, version: 1.10.0", "status: draft, version: 1.9.0", False, ["lowered"]),
        (
            "status: approved, approved_on: 2026-01-01",
            "status: approved, approved_on: 2026-01-01",
            True,
            ["unapproved"],
        ),
        ("status: approved, approved_on: 2026-01-01", "status: approved, approved_on: 2026-02-01", True, []),
        ("status: approved, approved_on: 2026-01-01", "status: in_review", True, []),
        ("status: draft", "status: draft", True, []),
    ],
)
def test_odd_passages(before: str, after: str, text: bool, expected: list[str], tmp_path: Path) -> None:
    sides = []
    for name, control in (("old", before), ("new", after)):
        control = control if "version" in control or not control else f"version: 1.0.0, {control}"
        steps = STEPS.replace("informed.", "informed within 3 days.") if text and name == "new" else STEPS
        sides.append(load_handbook(base(tmp_path / name, control, steps=steps)))
    items = [item for item in compare(*sides).items if item.id == "welcome"]
    assert [passage.rule for item in items for passage in item.passages] == expected


# Retired texts, reviews and calls for comments on the pages.


def states(root: Path) -> Path:
    """Make a manual with a text in each state, of fixed days."""
    copy_starter(root, datetime.date(2026, 1, 1))
    text = (root / VISIT).read_text(encoding="utf-8")
    start, end = text.index("control:\n"), text.index("# EN: The steps;")
    controls = {
        "old": "status: retired\n  approved_by: coordinator\n  approved_on: 2026-02-01\n  retired_on: 2026-06-01\n"
        "  replaced_by: welcoming-a-person",
        "queue": "status: approved\n  approved_by: coordinator\n  approved_on: 2026-02-01\n  review_by: 2026-10-01",
        "keys": "status: approved\n  approved_by: coordinator\n  approved_on: 2026-02-01\n  review_by: 2027-01-10",
        "gifts": "status: in_review\n  consultation:\n    until: 2026-12-31\n    question: {pt: 'O que falta: isto?', "
        "en: 'What is missing: this?'}\n    email: gifts@example.org",
    }
    for at, (id, control) in enumerate(controls.items(), 10):
        new = (
            f"{text[:start]}control:\n  version: 1.0.0\n  {control}\n  {CHANGES.replace('2026-05-01', '2026-01-15')}\n"
        )
        new = f"{new}{text[end:]}".replace("id: welcoming-a-person", f"id: {id}").replace("BA-01", f"BA-{at}")
        new = new.replace("{pt: Acolher uma pessoa, en: Welcoming a person}", f"{{pt: Texto {id}, en: Text {id}}}")
        (root / f"procedures/reception/{id}.yml").write_text(new, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of that manual."""
    root = states(tmp_path_factory.mktemp("states") / "manual")
    assert not [one for one in check_manual(root, datetime.date(2026, 9, 1)).diagnostics if one.is_error]
    assert build(root).ok
    return root / "site"


def page_of(site: Path, name: str, language: str = "pt") -> html.HtmlElement:
    return html.parse(str(site / ("" if language == "pt" else language) / name)).getroot()


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


# The calendar, read as strictly as RFC 5545 writes it.

_LINE = re.compile(r"(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=[^\x00-\x08\x0a-\x1f\x7f\";:,]+)*):(?P<value>.*)")
_TEXT = re.compile(r"(?:[^\x00-\x08\x0a-\x1f\x7f\\;,]|\\[\\;,nN])*")


def events(content: bytes) -> list[dict[str, str]]:
    """Read a calendar; every departure from the standard fails."""
    assert content.endswith(b"\r\n") and not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    lines = content.split(b"\r\n")[:-1]
    assert all(0 < len(line) <= 75 for line in lines)
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    unfolded = content.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    found: list[dict[str, str]] = []
    properties = [match for line in unfolded if (match := _LINE.fullmatch(line))]
    assert len(properties) == len(unfolded)
    names = [(one["name"], one["value"]) for one in properties]
    assert names[:2] == [("BEGIN", "VCALENDAR"), ("VERSION", "2.0")] and names[-1] == ("END", "VCALENDAR")
    assert [name for name, _ in names].count("PRODID") == 1
    event: dict[str, str] | None = None
    for one in properties[1:-1]:
        name, value = one["name"], one["value"]
        if name == "BEGIN":
            assert value == "VEVENT" and event is None
            event = {}
        elif name == "END":
            assert value == "VEVENT" and event is not None and {"UID", "DTSTAMP", "DTSTART"} <= event.keys()
            found.append(event)
            event = None
        else:
            if name in ("SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "UID"):
                assert _TEXT.fullmatch(value)
                value = re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)
            if name == "DTSTART":
                assert one["params"] == ";VALUE=DATE"
                datetime.datetime.strptime(value, "%Y%m%d")
            if name == "DTSTAMP":
                datetime.datetime.strptime(value, "%Y%m%dT%H%M%SZ")
            if event is not None:
                assert name not in event  # each of these may stand once
                event[name] = value
    assert event is None and len({one["UID"] for one in found}) == len(found) > 0
    return found


def calendars(root: Path) -> dict[str, bytes]:
    return {page.file: page.text.encode() for page in manual_of(load_handbook(root)[0]).calendars()}


def test_the_calendar_has_an_event_for_each_review(tmp_path: Path) -> None:
    root = states(tmp_path / "manual")
    made = calendars(root)
    assert list(made) == ["reference/reviews.ics", "reference/reviews.en.ics"]
    portuguese, english = map(events, made.values())
    assert [one["DTSTART"] for one in portuguese] == ["20260630", "20260630", "20261001", "20270110"]
    assert [one["UID"] for one in portuguese] == [one["UID"] for one in english]
    assert (
        portuguese[2]["SUMMARY"] == "Rever: BA-11 Texto queue" and english[2]["SUMMARY"] == "Review: BA-11 Text queue"
    )
    assert portuguese[2]["DTSTAMP"] == "20260201T000000Z"  # the approval, its last day told
    assert portuguese[2]["DESCRIPTION"].split("\n") == [
        "Versão: 1.0.0",
        "Estado: Aprovado",
        "Responsável: Coordenação",
    ]
    assert calendars(root) == made


def test_an_event_is_known_again_when_its_day_moves_and_in_no_other_manual(tmp_path: Path) -> None:
    root = states(tmp_path / "manual")
    (first,) = [one for one in events(calendars(root)["reference/reviews.ics"]) if "queue" in one["SUMMARY"]]
    edit(root / "procedures/reception/queue.yml", "review_by: 2026-10-01", "review_by: 2028-10-01")
    edit(root / "procedures/reception/queue.yml", "Texto queue", "Outro nome")
    (moved,) = [one for one in events(calendars(root)["reference/reviews.ics"]) if "Outro" in one["SUMMARY"]]
    assert moved["UID"] == first["UID"] and moved["DTSTART"] == "20281001"
    edit(root / "handbook.yml", "pt: Manual do Banco Alimentar Comunitário", "pt: Outro manual")
    assert moved["UID"] not in {one["UID"] for one in events(calendars(root)["reference/reviews.ics"])}


def test_long_names_and_signs_are_folded_and_escaped(tmp_path: Path) -> None:
    root = states(tmp_path / "manual")
    name = "Ação; «prazos, datas» e C:\\\\x — " + "não é à toa que está aqui € 𝛼 " * 6
    edit(root / "procedures/reception/queue.yml", "{pt: Texto queue, en: Text queue}", f'{{pt: "{name}", en: "\\t"}}')
    portuguese, english = map(events, calendars(root).values())
    shown = name.replace("\\\\", "\\").strip()
    assert f"Rever: BA-11 {shown}" in {one["SUMMARY"] for one in portuguese}
    assert f"Review: BA-11 {shown}" in {one["SUMMARY"] for one in english}


def test_without_reviews_there_is_no_calendar(tmp_path: Path) -> None:
    root = base(tmp_path / "manual")
    assert calendars(root) == {}
    (page,) = [one for one in manual_of(load_handbook(root)[0]).pages() if one.file == "reference/reviews.md"]
    assert ".ics" not in page.text


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
