"""What is wrong with workshops and questionnaires is found where it stands; what is right is left alone.

The starter manual has one of each; every case changes a text of them. Each code also has an example of its own in the
pages on the checks.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from handbook_builder.build import check_manual
from handbook_builder.commands.init import copy_starter
from tests.manuals import edit_first

TODAY = datetime.date(2026, 11, 22)
WORKSHOP = "workshops/first-evening.yml"
QUESTIONS = "workshops/questionnaires/after-the-evening.yml"
GUIDE = "procedures/reception/welcoming-a-person.yml"
POINTS = "".join(f"          - {{pt: Ponto {number}, en: Point {number}}}\n" for number in range(7))


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (WORKSHOP, "audience: [volunteer]", "audience: [volunter]", {"unknown-role"}),
        (WORKSHOP, "after: [after-the-evening]", "after: [the-evening]", {"unknown-questionnaire", "unused-entry"}),
        (WORKSHOP, "a-person/first-visit", "a-person/first-visits", {"unknown-case"}),
        (WORKSHOP, "cases: [welcoming-a-person/", "cases: [welcoming-person/", {"unknown-procedure"}),
        (WORKSHOP, "    procedures: [welcoming", "    procedures: [wellcoming", {"unknown-procedure"}),
        (WORKSHOP, "    objectives: [welcome]", "    objectives: [welcome, wait]", {"unknown-objective"}),
        (WORKSHOP, "    objectives: [welcome]\n", "", {"unserved-objective"}),
        (WORKSHOP, "    minutes: 50", "    minutes: 45", {"time-not-adding-up"}),
        (WORKSHOP, "person: 0.1.0}", "person: 0.0.1}", {"workshop-not-reviewed"}),
        (WORKSHOP, "reviewed: {welcoming-a-person: 0.1.0}\n", "", {"workshop-not-reviewed"}),
        (WORKSHOP, "person: 0.1.0}", "person: 0.1.0, which-parcel: 0.0.0}", {"unknown-procedure"}),
        (WORKSHOP, "        points:\n", f"        points:\n{POINTS}", {"crowded-slide"}),
        (
            WORKSHOP,
            "en: The person first}",
            f"en: The person first}}\n        lead: {'ler ' * 120}",
            {"crowded-slide"},
        ),
        (WORKSHOP, "  - id: questions\n", "  - id: at-the-door\n", {"repeated-id"}),
        (WORKSHOP, "sources: [house-rules]", "sources: [house-rule]", {"unknown-source"}),
        (GUIDE, "  version: 0.1.0\n", "  version: 0.2.0\n", {"workshop-not-reviewed", "version-not-in-changes"}),
        (QUESTIONS, "    right: cold\n", "", {"question-without-key"}),
        (QUESTIONS, "right: cold", "right: warm", {"unknown-answer"}),
        (QUESTIONS, "step: kitchen", "step: kitchens", {"unknown-target"}),
        (QUESTIONS, "procedure: which-parcel", "procedure: that-parcel", {"unknown-procedure"}),
        (QUESTIONS, "{id: family,", "{id: cold,", {"repeated-id"}),
        (QUESTIONS, "    rate: ", "    write: {pt: Porquê?, en: Why?}\n    rate: ", {"question-kind"}),
        (QUESTIONS, "level: learning", "level: reaction", set()),
        (WORKSHOP, "cases: [welcoming-a-person/first-visit, ", "cases: [", set()),
    ],
)
def test_what_is_wrong_is_found(file: str, old: str, new: str, expected: set[str], tmp_path: Path) -> None:
    copy_starter(tmp_path, TODAY)
    edit_first(tmp_path / file, old, new)
    found = check_manual(tmp_path, TODAY).diagnostics
    ours = {one.code for one in found if one.code not in ("missing-translation", "translation-differs")}
    assert ours == expected
    places = {one.file for one in found if one.code in expected}
    assert places <= {WORKSHOP, QUESTIONS, GUIDE}
