"""What a change leaves behind or touches: translations, worked cases, guides, registers, workshops."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook_builder.diff.as_json import as_json
from handbook_builder.diff.change import Weight
from handbook_builder.diff.compare import compare
from handbook_builder.diff.tell import Names, as_text
from handbook_builder.load import load_handbook
from tests.diffs import CRITICAL, EDITORIAL, MANUAL, MEANING, WELCOME, edited, in_the_starter, loaded, one_edit
from tests.manuals import edit

# Translations.


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Ouça o que a pessoa precisa.", "Ouça a pessoa.", [("stale", MEANING)]),
        ("Ouça o que a pessoa precisa.", "Espere 3 dias.", [("stale", CRITICAL)]),
        ("Ouça o que a pessoa precisa.", "Ouça o que a pessoa, precisa!", []),
        ("Ouça o que a pessoa precisa., en: Listen to what the person needs.", "Ouça a pessoa., en: Listen well.", []),
        ("en: Listen to what the person needs.", "en: Wait.", [("alone", MEANING)]),
        ("en: Listen to what the person needs.", "en: Listen to what the person needs!", []),
        (", en: Listen to what the person needs.", "", [("missing", MEANING)]),
        ("precisa., en: Listen to what the person needs.", "quer.", [("missing", MEANING)]),
    ],
)
def test_translations_drift(old: str, new: str, expected: list[tuple[str, Weight]], tmp_path: Path) -> None:
    new = new.replace("pessoa, precisa", "pessoa; precisa")  # a comma would end the text in a map on one line
    drifts = [drift for item in one_edit(tmp_path, old, new).items for drift in item.drifts]
    assert [(drift.state, drift.weight) for drift in drifts] == expected
    assert all((drift.language, drift.step, drift.field) == ("en", "listen", "do") for drift in drifts)


def test_a_translation_that_comes_later_is_done(tmp_path: Path) -> None:
    older = load_handbook(
        edited(tmp_path / "a", [{"file": WELCOME, "old": ", en: Smile and speak slowly.", "new": ""}])
    )
    (item,) = compare(older, loaded()).items
    assert [(drift.state, drift.field) for drift in item.drifts] == [("done", "note")]
    assert item.weight is EDITORIAL
    # What was missing before and is missing still is nobody's news.
    still = edited(
        tmp_path / "b",
        [
            {"file": WELCOME, "old": ", en: Smile and speak slowly.", "new": ""},
            {"file": WELCOME, "old": "Sorria e fale devagar.", "new": "Sorria e fale devvagar."},
        ],
    )
    (item,) = compare(older, load_handbook(still)).items
    assert item.drifts == ()


# Guides, worked cases, registers.


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            WELCOME,
            "within: 5 minutes",
            "within: 6 minutes",
            {
                "scenario question passes",
                "scenario long-support passes",
                "scenario threatened passes",
                "role front-desk does",
            },
        ),
        (
            WELCOME,
            "priority: urgent",
            "priority: emergency",
            {"scenario long-support passes", "service social-security refers", "role officer does"},
        ),
        (
            WELCOME,
            "next: open-case",
            "next: emergency",
            {"scenario long-support ends_elsewhere", "scenario question passes", "role officer does"},
        ),
        (WELCOME, "fale devagar", "fale devvagar", set()),
        (
            "procedures/support/danger.yml",
            "sem demora",
            "logo",
            {"procedure welcome continue", "procedure welcome link", "role officer does"},
        ),
        (
            "procedures/support/opening.yml",
            "Registe o pedido",
            "Anote a vontade",
            {"procedure welcome run", "role officer does"},
        ),
        ("flows/which-way.yml", "no: known", "no: new", {"procedure opening run"}),
        ("procedures/registers/all.yml", "value: 300 502 502", "value: 300 502 503", {"procedure welcome uses"}),
        ("procedures/registers/all.yml", "Dois anos", "Três anos", {"procedure welcome uses"}),
        ("procedures/registers/all.yml", "Socorre", "Salva", {"procedure danger link"}),
    ],
)
def test_what_else_is_touched(file: str, old: str, new: str, expected: set[str], tmp_path: Path) -> None:
    touches = [touch for item in one_edit(tmp_path, old, new, file).items for touch in item.touches]
    assert {f"{one.kind} {one.id} {one.why}" for one in touches} == expected
    assert len(touches) == len(set(touches))


# Workshops.


def test_a_changed_guide_touches_the_workshops_that_teach_it(tmp_path: Path) -> None:
    diff = in_the_starter(
        tmp_path, "procedures/reception/welcoming-a-person.yml", "within: 5 minutes", "within: 1 hour"
    )
    touches = {(one.kind, one.id, one.why) for item in diff.items for one in item.touches}
    assert ("workshop", "first-evening", "teaches") in touches
    assert "Workshop, ensina isto: BA-W1 A primeira noite\n" in as_text(diff, Names("v1"), "pt")
    assert "Workshop, teaches this: BA-W1 The first evening\n" in as_text(diff, Names("v1"), "en")


def test_a_changed_tree_touches_the_questionnaires_that_ask_about_it(tmp_path: Path) -> None:
    diff = in_the_starter(tmp_path, "flows/which-parcel.yml", "no: cold-parcel", "no: ready-meal")
    touches = {(one.kind, one.id, one.why) for item in diff.items for one in item.touches}
    assert ("questionnaire", "after-the-evening", "asks") in touches
    assert not [one for one in touches if one[0] == "workshop"]
    assert "Questionnaire, asks about this: After the first evening\n" in as_text(diff, Names("v1"), "en")


@pytest.mark.parametrize(
    ("file", "old", "new", "weight", "told"),
    [
        (
            "questionnaires/after-the-evening.yml",
            "right: cold",
            "right: family",
            CRITICAL,
            "Questionnaire After the first",
        ),
        ("first-evening.yml", "minutes: 60", "minutes: 90", MEANING, "Workshop BA-W1 The first evening"),
        ("first-evening.yml", "person: 0.1.0}", "person: 0.2.0}", EDITORIAL, "Workshop BA-W1 The first evening"),
        ("first-evening.yml", "audience: [volunteer]", "audience: [coordinator]", MEANING, "Coordinator"),
        ("first-evening.yml", "Ask only what", "Ask 2 or 3 times what", MEANING, "Session"),
    ],
)
def test_workshops_are_compared_too(file: str, old: str, new: str, weight: Weight, told: str, tmp_path: Path) -> None:
    diff = in_the_starter(tmp_path, f"workshops/{file}", old, new)
    assert diff.weight is weight
    assert told in as_text(diff, Names("v1"), "en")


# How it is told.


def test_of_many_that_are_touched_some_are_named(tmp_path: Path) -> None:
    guide = (
        (MANUAL / "procedures/support/opening.yml").read_text(encoding="utf-8").replace("run: which-way", "run: danger")
    )
    for number in range(9):
        text = guide.replace("id: opening", f"id: user-{number}").replace("CL-02", f"CL-1{number}")
        (edited(tmp_path, []) / f"procedures/support/user-{number}.yml").write_text(text, encoding="utf-8")
    older = load_handbook(tmp_path)
    edit(tmp_path / "procedures/support/danger.yml", "sem demora", "logo")
    diff = compare(older, load_handbook(tmp_path))
    assert "CL-17 Abertura de processo; e mais 1\n" in as_text(diff, Names("v1"), "pt")
    assert "CL-17 Opening a case; and 1 more\n" in as_text(diff, Names("v1"), "en")
    assert (
        len([one for one in json.loads(as_json(diff, Names("v1"), "en"))["items"][0]["touched"] if one["why"] == "run"])
        == 9
    )


def test_a_case_that_does_not_reach_an_end_is_told(tmp_path: Path) -> None:
    (item,) = one_edit(
        tmp_path, "id: support\n        answer: {pt: Apoio continuado", "id: x\n        answer: {pt: Outra coisa"
    ).items
    assert ("scenario", "long-support", "stuck") in {(one.kind, one.id, one.why) for one in item.touches}
