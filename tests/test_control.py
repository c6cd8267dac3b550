"""The rules of document control: in one revision of a text, and in its passage from one to the next."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from handbook_builder.build import check_manual
from handbook_builder.diff.compare import compare
from handbook_builder.load import load_handbook
from tests.controlled import CHANGES, HEAD, STEPS, TODAY, base
from tests.manuals import edit


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
    gone = "{version: 0.1.0, status: retired, retired_on: 2026-07-01, replaced_by: first-need}"
    edit(root / "procedures/reception/visit.yml", "{version: 0.1.0, status: draft}", gone)
    assert [one.code for one in check_manual(root, TODAY).diagnostics if "visit" in one.file] == []


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
