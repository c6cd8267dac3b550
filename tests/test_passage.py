"""The commands of document control: a text is submitted, approved and retired; what the rules forbid is refused."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from handbook_builder.build import check_manual
from handbook_builder.cli import main
from handbook_builder.commands.init import copy_starter
from handbook_builder.load import load_handbook
from tests.controlled import TODAY, VISIT
from tests.manuals import edit

OTHER = Path("procedures/support/referral-to-social-services.yml")
TREE = Path("flows/which-parcel.yml")


def day(days: int) -> str:
    return str(TODAY + datetime.timedelta(days))


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
