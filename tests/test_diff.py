"""What changed, in meaning: the class of each kind of edit, whole reports, revisions of Git, and edits of the layout.

``tests/diff_manual`` is the older revision everywhere. ``cases/diff/edits.yml`` has single edits with their class. A
folder of ``cases/diff`` holds ``edit.yml``, the edits that make the newer revision, beside the reports in both
languages; ``pytest --update`` rewrites the reports.
"""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from lxml import etree  # type: ignore[import-untyped]

from handbook_builder.cli import main
from handbook_builder.commands.init import copy_starter
from handbook_builder.diff.as_json import as_json
from handbook_builder.diff.change import Change, Diff, Reason, Weight
from handbook_builder.diff.chart import charts
from handbook_builder.diff.compare import Loaded, compare
from handbook_builder.diff.match import match, moved
from handbook_builder.diff.rules import AT_MOST, REFERENCES, WEIGHTS
from handbook_builder.diff.tell import Names, as_markdown, as_text
from handbook_builder.diff.wordings import pieces, weigh
from handbook_builder.load import REGISTER_KINDS, load_handbook
from handbook_builder.model.handbook import SETTINGS_FILE
from handbook_builder.model.procedure import Procedure
from handbook_builder.model.questionnaire import Questionnaire
from handbook_builder.model.registers import RegisterFile
from handbook_builder.model.settings import Group, Settings
from handbook_builder.model.text import Part
from handbook_builder.model.workshop import Workshop
from handbook_builder.render.graphviz import default_engine
from handbook_builder.render.words import words_of
from handbook_builder.source import parse

ROOT = Path(__file__).parent.parent
MANUAL = Path(__file__).parent / "diff_manual"
CASES = Path(__file__).parent / "cases" / "diff"
LANGUAGES = ("pt", "en")
NONE, EDITORIAL, MEANING, CRITICAL = Weight

WELCOME = "procedures/reception/welcome.yml"
Edits = list[dict[str, str]]
"""Edits of files: ``old`` becomes ``new``; ``new`` alone is the whole file, ``to`` its new name; none: it is gone."""


@cache
def loaded() -> Loaded:
    return load_handbook(MANUAL)


def edited(root: Path, edits: Edits) -> Path:
    """Make the newer revision."""
    shutil.copytree(MANUAL, root, dirs_exist_ok=True)
    for edit in edits:
        file = root / edit["file"]
        if "to" in edit:
            file.rename(root / edit["to"])
        elif "new" not in edit:
            file.unlink()
        elif "old" not in edit:
            file.write_text(edit["new"], encoding="utf-8", newline="\n")
        else:
            text = file.read_text(encoding="utf-8")
            assert text.count(edit["old"]) == 1, (
                f"{edit['old']!r} stands {text.count(edit['old'])} times in {file.name}"
            )
            file.write_text(text.replace(edit["old"], edit["new"]), encoding="utf-8", newline="\n")
    return root


def diff_of(root: Path, edits: Edits) -> Diff:
    return compare(loaded(), load_handbook(edited(root, edits)))


def one_edit(root: Path, old: str, new: str, file: str = WELCOME) -> Diff:
    return diff_of(root, [{"file": file, "old": old, "new": new}])


def told(change: Change) -> str:
    """Give a change as the table of edits names it."""
    field = f".{change.field}" if change.field else ""
    language = f"({change.language})" if change.language else ""
    return " ".join(part for part in (change.kind, change.step, field, language) if part)


# Text is text here, as in the format itself: "no" is no boolean.
EDITS: list[dict[str, Any]] = yaml.load((CASES / "edits.yml").read_text(encoding="utf-8"), yaml.BaseLoader)


@pytest.mark.parametrize("edit", EDITS, ids=[edit["name"] for edit in EDITS])
def test_each_kind_of_edit_has_its_class(edit: dict[str, Any], tmp_path: Path) -> None:
    diff = diff_of(tmp_path, edit["edits"])
    assert sorted(told(change) for item in diff.items for change in item.changes) == sorted(edit["changes"])
    assert str(diff.weight) == edit["class"]
    for item in diff.items:
        for change in item.changes:
            file = (MANUAL if change.place.is_old else tmp_path) / change.place.file
            assert 1 <= change.place.line <= len(file.read_text(encoding="utf-8").splitlines())


def test_the_older_manual_is_unchanged(tmp_path: Path) -> None:
    assert diff_of(tmp_path, []).is_empty


# Reports as a whole.


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_reports(case: str, tmp_path: Path, update: bool) -> None:
    folder = CASES / case
    edits = yaml.load((folder / "edit.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    diff = diff_of(tmp_path, edits)
    names = Names("v1", "v2", {"welcome": "charts/welcome.svg"})
    made = {"expected.json": as_json(diff, names, "pt")}
    for language in LANGUAGES:
        made[f"expected.{language}.txt"] = as_text(diff, names, language)
        made[f"expected.{language}.md"] = as_markdown(diff, names, language)
    if update:
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    assert {name: (folder / name).read_text(encoding="utf-8") for name in made} == made


def test_all_is_said_in_both_languages(tmp_path: Path) -> None:
    """Every word of the report stands in some report of an edit of the table or of a case, in each language."""
    cases = [yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader) for file in CASES.glob("*/edit.yml")]
    all_edits = [*(edit["edits"] for edit in EDITS), *cases]
    newer = [load_handbook(edited(tmp_path / str(at), edits)) for at, edits in enumerate(all_edits)]
    diffs = [diff for other in newer for diff in (compare(loaded(), other), compare(other, loaded()))]
    diffs += [
        in_the_starter(tmp_path / file, file, old, new)
        for file, old, new in (
            ("workshops/first-evening.yml", "Ask only what", "Ask whatever"),
            ("workshops/questionnaires/after-the-evening.yml", "Which parcel do", "Which one do"),
            ("procedures/reception/welcoming-a-person.yml", "within: 5 minutes", "within: 1 hour"),
            ("flows/which-parcel.yml", "no: cold-parcel", "no: ready-meal"),
        )
    ]
    for language in LANGUAGES:
        said = "".join(as_text(diff, Names("v1", None, {"welcome": "x.svg"}), language) for diff in diffs)
        drawn = "".join(svg for diff in diffs[-8:] for svg in charts(diff, language, default_engine()).values())
        for name, word in words_of(language).table.items():
            # The lists for comparing are tried below, and so is what can't be read.
            if not name.startswith("diff_") or name.endswith(
                ("_numbers", "_measures", "_turns", "_before", "_after", "_more")
            ):
                continue
            for part in re.split(r"\{\w+\}|[ .:;«»“”→()|]{2,}", word):
                assert part.strip(" .:;«»“”→").casefold() in said.casefold() + drawn.casefold(), (name, part)


# Texts of a wording.


@pytest.mark.parametrize(
    ("language", "before", "after", "weight", "reason"),
    [
        ("pt", "Responda em 10 dias.", "Responda em 5 dias.", CRITICAL, "figure"),
        ("pt", "Responda em 10 dias.", "Responda em 10 dias úteis.", CRITICAL, "figure"),
        ("pt", "Responda em 10 dias.", "Responda em 10 horas.", CRITICAL, "figure"),
        ("pt", "Responda em dez dias.", "Responda em 10 dias.", EDITORIAL, "signs"),
        ("pt", "Responda em dez dias.", "Responda em doze dias.", CRITICAL, "figure"),
        ("pt", "Custa 56,88 €.", "Custa 56,98 €.", CRITICAL, "figure"),
        ("pt", "Até 30 de junho.", "Até 30 de julho.", CRITICAL, "figure"),
        ("pt", "De 5 a 10 dias.", "De 10 a 5 dias.", CRITICAL, "figure"),
        ("pt", "Volte na segunda-feira.", "Volte na terça-feira.", CRITICAL, "figure"),
        ("pt", "Partilhe o nome.", "Não partilhe o nome.", CRITICAL, "turn"),
        ("pt", "Passaporte e título.", "Passaporte ou título.", CRITICAL, "turn"),
        ("pt", "Pode pedir o apoio.", "Deve pedir o apoio.", CRITICAL, "turn"),
        ("pt", "Só depois da consulta.", "Só antes da consulta.", CRITICAL, "turn"),
        ("pt", "Apenas o nome.", "Só o nome.", MEANING, "words"),
        ("pt", "Pessoa maior de idade.", "Pessoa menor de idade.", CRITICAL, "turn"),
        ("pt", "Veja o [guia](procedure:a).", "Veja o [guia](procedure:b).", CRITICAL, "target"),
        ("pt", "Ligue [já](tel:112).", "Ligue [já](tel:115).", CRITICAL, "target"),
        ("pt", "Veja o [guia](https://a.pt).", "Veja o [guia](https://b.pt).", MEANING, "link"),
        ("pt", "Veja o guia.", "Veja o [guia](procedure:a).", MEANING, "link"),
        ("pt", "Cumprimente a pessoa.", "cumprimente, a  pessoa!", EDITORIAL, "signs"),
        ("pt", "Escreva *tudo*.", "Escreva **tudo**.", EDITORIAL, "signs"),
        ("pt", "Use o e-mail.", "Use o email.", EDITORIAL, "signs"),
        ("pt", "Registe o procedimeto.", "Registe o procedimento.", EDITORIAL, "spelling"),
        ("pt", "Vá à receçao.", "Vá à receção.", EDITORIAL, "spelling"),
        ("pt", "A pessoa pessoa chega.", "A pessoa chega.", EDITORIAL, "signs"),
        ("pt", "O pedido é deferido.", "O pedido é diferido.", MEANING, "words"),
        ("pt", "Emigrante com visto.", "Imigrante com visto.", MEANING, "words"),
        ("pt", "Entregue os documentos.", "Entregue o documento.", MEANING, "words"),
        ("pt", "Peça o documento.", "Peça os documentos.", MEANING, "words"),
        ("pt", "Vá ao concelho.", "Vá ao conselho.", MEANING, "words"),
        ("pt", "Ouça a pessoa.", "Escute a pessoa.", MEANING, "words"),
        ("pt", "Ouça a\n  pessoa.", "Ouça a pessoa.", NONE, ""),
        ("pt", "Ouça *a pessoa*.", "Ouça _a pessoa_.", NONE, ""),
        ("pt", "", "Ouça a pessoa.", MEANING, "words"),
        ("pt", "Espere 3 dias.", "", CRITICAL, "figure"),
        ("en", "Answer within 10 days.", "Answer within two weeks.", CRITICAL, "figure"),
        ("en", "Answer within two days.", "Answer within 2 days.", EDITORIAL, "signs"),
        ("en", "You must sign.", "You may sign.", CRITICAL, "turn"),
        ("en", "You can sign.", "You may sign.", MEANING, "words"),
        ("en", "Do share it.", "Don’t share it.", CRITICAL, "turn"),
        ("en", "Do not share it.", "Don't share it.", MEANING, "words"),
        ("en", "Recieve the family.", "Receive the family.", EDITORIAL, "spelling"),
        ("fr", "Attendez 10 jours.", "Attendez 5 jours.", CRITICAL, "figure"),
    ],
)
def test_what_a_change_of_words_weighs(language: str, before: str, after: str, weight: Weight, reason: Reason) -> None:
    assert weigh(before, after, language) == (weight, reason)
    assert weigh(after, before, language) == (weight, reason)


def test_a_word_that_the_manual_knows_is_no_slip(tmp_path: Path) -> None:
    slip = one_edit(tmp_path / "a", "Sorria e fale", "Soria e fale")  # too short a word
    assert slip.weight is MEANING
    assert one_edit(tmp_path / "b", "Cumprimente a pessoa", "Cumprimnte a pessoa").weight is EDITORIAL
    known = [{"file": WELCOME, "old": "Cumprimente a pessoa", "new": "Cumprimnte a pessoa"}]
    known += [{"file": WELCOME, "old": "Ouça o que", "new": "Cumprimente o que"}]
    assert diff_of(tmp_path / "c", known).weight is MEANING
    # "Cumprimente" stays in use, "Cumprimnte" was never: the one is a slip, whatever the other edit is.
    changes = {change.step: change.weight for item in diff_of(tmp_path / "d", known).items for change in item.changes}
    assert changes == {"greet": EDITORIAL, "listen": MEANING}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Em 10 dias.", "Em 5 dias.", "Em [-10-]{+5+} dias."),
        ("um dois três", "um três", "um [-dois -]três"),
        ("um três", "um dois três", "um {+dois +}três"),
        ("a pessoa chega", "cada família chega", "[-a pessoa-]{+cada família+} chega"),
        ("", "novo", "{+novo+}"),
    ],
)
def test_words_are_compared_one_by_one(before: str, after: str, expected: str) -> None:
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    found = pieces(before, after)
    assert "".join(marks[name].format(text) for name, text in found) == expected
    assert "".join(text for name, text in found if name != "new") == before
    assert "".join(text for name, text in found if name != "old") == after


def test_rules_name_fields_that_exist() -> None:
    fields = known_fields()
    for name in (*WEIGHTS, *AT_MOST):
        kind, *names = name.split(".")
        assert kind in fields
        assert not names or names[-1] in fields[kind], name
    assert REFERENCES.keys() <= set().union(*fields.values())


def known_fields() -> Mapping[str, set[str]]:
    """Give the names of all fields below each kind of item."""
    kinds: dict[str, Any] = {"guide": Procedure, "group": Group, "settings": Settings}
    kinds |= {"workshop": Workshop, "questionnaire": Questionnaire}
    kinds |= {kind: get_args(RegisterFile.model_fields[name].annotation)[0] for name, kind in REGISTER_KINDS.items()}
    return {kind: set(_fields_of(model)) for kind, model in kinds.items()}


def _fields_of(kind: Any) -> Iterator[str]:
    for inner in get_args(kind):
        yield from _fields_of(inner)
    if isinstance(kind, type) and issubclass(kind, Part):
        for name, info in kind.model_fields.items():
            yield info.alias or name
            yield from _fields_of(info.annotation)


def test_parts_are_matched_by_key_then_by_likeness() -> None:
    def alike(old: str, new: str) -> float:
        return float(old[0] == new[0])

    assert match(["a1", "b1", "c1"], ["b1", "a2", "d1"], lambda one: one, alike) == [
        (1, 0),
        (2, None),
        (0, 1),
        (None, 2),
    ]
    assert match([], ["a"], str, alike) == [(None, 0)]
    assert match(["a", "b"], [], str, alike) == [(0, None), (1, None)]
    assert moved([(0, 0), (1, 1), (2, 2)]) == []
    assert moved([(2, 0), (0, 1), (1, 2)]) == [0]
    assert moved([(None, 0), (0, 1), (1, None)]) == []


@pytest.mark.parametrize(
    ("before", "after", "edit", "asked", "right"),
    [
        ("0.3.0", "0.3.0", ("fale devagar", "fale devvagar"), "0.3.1", False),
        ("0.3.0", "0.3.1", ("fale devagar", "fale devvagar"), "0.3.1", True),
        ("0.3.0", "0.3.1", ("Sorria e", "Olhe e"), "0.4.0", False),
        ("0.3.0", "0.4.0", ("Sorria e", "Olhe e"), "0.4.0", True),
        ("0.3.0", "0.3.9", ("5 minutes", "6 minutes"), "0.4.0", False),
        ("0.3.0", "1.0.0", ("5 minutes", "6 minutes"), "0.4.0", True),
        ("1.3.2", "1.4.0", ("5 minutes", "6 minutes"), "2.0.0", False),
        ("1.3.2", "2.0.0", ("5 minutes", "6 minutes"), "2.0.0", True),
        ("1.3.2", "1.4.0", ("Sorria e", "Olhe e"), "1.4.0", True),
        ("1.3.2", "1.2.9", ("fale devagar", "fale devvagar"), "1.3.3", False),
    ],
)
def test_the_class_asks_for_a_version(
    before: str, after: str, edit: tuple[str, str], asked: str, right: bool, tmp_path: Path
) -> None:
    def with_version(version: str) -> str:
        return (MANUAL / WELCOME).read_text(encoding="utf-8").replace("0.3.0", version)

    old = edited(tmp_path / "old", [{"file": WELCOME, "new": with_version(before)}])
    new = edited(tmp_path / "new", [{"file": WELCOME, "new": with_version(after).replace(*edit)}])
    (item,) = compare(load_handbook(old), load_handbook(new)).items
    assert item.version is not None
    assert (item.version.asked, item.version.is_raised, item.version.is_recorded) == (asked, right, True)


def test_the_version_has_a_line_in_the_list_of_changes(tmp_path: Path) -> None:
    edits = [
        {"file": WELCOME, "old": "within: 5 minutes", "new": "within: 6 minutes"},
        {"file": WELCOME, "old": "version: 0.3.0\n", "new": "version: 0.4.0\n"},
    ]
    (item,) = diff_of(tmp_path, edits).items
    assert item.version is not None and item.version.is_raised and not item.version.is_recorded


def test_what_was_approved_asks_for_no_version(tmp_path: Path) -> None:
    (item,) = one_edit(tmp_path, "status: draft", "status: in_review").items
    assert item.version is None


# Translations, and what else is touched.


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


def in_the_starter(root: Path, file: str, old: str, new: str) -> Diff:
    """Compare the starter manual, which has a workshop, with an edit of itself."""
    copy_starter(root, datetime.date(2026, 11, 22))
    older = load_handbook(root)
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return compare(older, load_handbook(root))


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


def test_of_many_that_are_touched_some_are_named(tmp_path: Path) -> None:
    guide = (
        (MANUAL / "procedures/support/opening.yml").read_text(encoding="utf-8").replace("run: which-way", "run: danger")
    )
    for number in range(9):
        text = guide.replace("id: opening", f"id: user-{number}").replace("CL-02", f"CL-1{number}")
        (edited(tmp_path, []) / f"procedures/support/user-{number}.yml").write_text(text, encoding="utf-8")
    older = load_handbook(tmp_path)
    file = tmp_path / "procedures/support/danger.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("sem demora", "logo"), encoding="utf-8")
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


# The layout of files.


class OneLiners(yaml.CSafeDumper):
    """Writes texts on folded lines in double quotes, keys sorted, without aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def relaid(text: str) -> str:
    """Write the same values in another layout: keys sorted, all quoted, lines broken, comments and blank lines."""
    document, problems = parse(text.encode(), "x.yml")
    assert document is not None and problems == []
    dumped = yaml.dump(document.data, Dumper=OneLiners, allow_unicode=True, default_style='"', sort_keys=True, width=40)
    return "# a comment\n\n" + re.sub(r"^(?=\S)", "\n# another\n", dumped, flags=re.M) + "\n\n# the last\n"


@pytest.mark.parametrize("manual", [MANUAL, ROOT], ids=["small", "real"])
def test_the_layout_of_files_means_nothing(manual: Path, tmp_path: Path) -> None:
    folders = ("procedures", "flows", "workshops")
    files = [manual / SETTINGS_FILE, *(file for name in folders for file in (manual / name).rglob("*.yml"))]
    for file in files:
        copy = tmp_path / file.relative_to(manual)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        copy.write_text(relaid(text), encoding="utf-8", newline="\r\n")
        assert copy.read_text(encoding="utf-8") != text
    before = load_handbook(manual)
    diff = compare(before, load_handbook(tmp_path))
    assert len(list(before[0].guides)) == len(list((manual / "flows").glob("*.yml"))) + len(
        [file for file in (manual / "procedures").rglob("*.yml") if file.parent.name != "registers"]
    )
    assert diff.is_empty and diff.weight is NONE
    for language in LANGUAGES:
        assert as_text(diff, Names("v1"), language) == as_markdown(diff, Names("v1"), language) == ""


def test_registers_in_other_files_are_the_same(tmp_path: Path) -> None:
    text = (MANUAL / "procedures/registers/all.yml").read_text(encoding="utf-8")
    at = text.index("forms:\n")
    diff = diff_of(
        tmp_path,
        [
            {"file": "procedures/registers/all.yml"},
            {"file": "procedures/registers/one.yml", "new": text[:at]},
            {"file": "procedures/registers/two.yml", "new": text[at:]},
        ],
    )
    assert diff.is_empty


# Charts.


def test_the_chart_marks_the_difference_without_colour(tmp_path: Path) -> None:
    edits = yaml.load((CASES / "step-inserted" / "edit.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    edits.append({"file": WELCOME, "old": "next: open-case\n  - id: open", "new": "next: to-partner\n  - id: open"})
    text = (MANUAL / WELCOME).read_text(encoding="utf-8")
    at = text.index("  - id: open-case"), text.index("  - id: to-partner")
    removed = [{"file": WELCOME, "new": text[: at[0]].replace("next: open-case", "next: to-partner") + text[at[1] :]}]
    inserted = charts(diff_of(tmp_path / "a", edits[:-1]), "pt", default_engine())
    gone = charts(diff_of(tmp_path / "b", removed), "en", default_engine())
    assert inserted.keys() == gone.keys() == {"welcome"}
    new, old = (etree.fromstring(svg["welcome"].encode()) for svg in (inserted, gone))
    assert marked(new, "added", "node") == ["diff-welcome-node--offer-water"]
    assert "diff-welcome-edge--listen--next--offer-water" in marked(new, "added", "edge")
    assert "diff-welcome-edge--listen--next--in-danger" in marked(new, "removed", "edge")
    assert "+ novo" in words_at(new, "diff-welcome-node--offer-water")
    assert "≠ alterado: o que fazer" in words_at(new, "diff-welcome-node--listen")
    assert words_at(new, "diff-welcome-edge--in-danger--yes--need") == "+ Sim"
    assert words_at(new, "diff-welcome-edge--in-danger--yes--emergency") == "− Sim"
    assert "≠ alterado" in "".join(new.itertext()) and "O que mudou: Acolhimento" in "".join(new.itertext())
    assert marked(old, "removed", "node") == ["diff-welcome-node--open-case"]
    assert words_at(old, "diff-welcome-node--open-case").startswith("− removed 5. ")
    assert not new.xpath("//*[local-name()='a']")


def marked(svg: Any, mark: str, kind: str) -> list[str]:
    groups = svg.xpath(f"//*[contains(concat(' ', @class, ' '), ' {mark} ') and contains(@class, '{kind}')]")
    return [group.get("id") for group in groups]


def words_at(svg: Any, id: str) -> str:
    (group,) = svg.xpath(f"//*[@id='{id}']")
    return " ".join(" ".join(group.itertext()).split())


def test_a_guide_whose_steps_stay_has_no_chart(tmp_path: Path) -> None:
    assert charts(one_edit(tmp_path, "pt: Acolhimento", "pt: Chegada"), "pt", default_engine()) == {}


# Revisions of Git, and the command.


def git(folder: Path, *words: str) -> str:
    options = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    run = subprocess.run(["git", *options, *words], cwd=folder, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def commit(folder: Path, name: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", name)
    git(folder, "tag", name)


@pytest.fixture(params=[".", "manuals/first one"], ids=["root", "folder"])
def repository(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manual in a repository, or in a folder of one; it is the current folder."""
    top = tmp_path / "repository"
    manual = top / request.param
    shutil.copytree(MANUAL, manual)
    git(top, "init", "--quiet")
    commit(top, "v1")
    monkeypatch.chdir(manual)
    return manual


def change(manual: Path, old: str, new: str, file: str = WELCOME) -> None:
    text = (manual / file).read_text(encoding="utf-8")
    assert old in text
    (manual / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def run(*words: str, lang: str = "en") -> int:
    return main(["diff", "--lang", lang, *words])


def test_the_files_as_they_are_now(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(repository, "within: 5 minutes", "within: 6 minutes")
    before = git(repository, "status", "--porcelain")
    assert run("v1") == 0
    shown = capsys.readouterr()
    assert "time limit: 5 minutes → 6 minutes (line 25)" in shown.out
    assert "What changed from v1 to the files as they are now" in shown.out and shown.err == ""
    assert run("v1", lang="pt") == 0
    assert "prazo: 5 minutos → 6 minutos (linha 25)" in capsys.readouterr().out
    assert git(repository, "status", "--porcelain") == before


def test_two_revisions(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(repository, "within: 5 minutes", "within: 6 minutes")
    commit(repository, "v2")
    change(repository, "owner: coordinator", "owner: officer")
    assert run("v1", "v2", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["base"], told["head"], told["class"]) == ("v1", "v2", "critical")
    ((change_of_limit,),) = (item["changes"] for item in told["items"])
    assert (change_of_limit["before"], change_of_limit["after"]) == ("5 minutes", "6 minutes")
    assert run("v2", "v1", "--format", "markdown") == 0
    assert capsys.readouterr().out.startswith("## What changed from v2 to v1\n")


def test_nothing_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(repository, "    within: 5 minutes\n", "\n    # how long it takes\n    within: '5 minutes'\n")
    for form in ("text", "markdown"):
        assert run("HEAD", "--format", form) == 0
        shown = capsys.readouterr()
        assert (shown.out, shown.err) == ("", "nothing changed in meaning\n")
    assert run("HEAD", "--format", "json", lang="pt") == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["items"] == [] and shown.err == "nada mudou em sentido\n"


def test_charts_are_written(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(repository, "within: 5 minutes", "within: 6 minutes")
    assert run("v1", "--charts", str(tmp_path / "a" / "b")) == 0
    assert "b/welcome.svg" in capsys.readouterr().out
    assert [file.name for file in (tmp_path / "a" / "b").iterdir()] == ["welcome.svg"]


@pytest.mark.parametrize("name", ["v9", "--output=x", "v1:procedures", "", "v1 v1"])
def test_an_unknown_revision(name: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--", name) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith(f'handbook: there is no revision "{name}" in this repository') and shown.out == ""
    assert not list(repository.glob("x*"))


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(MANUAL, tmp_path / "manual")
    monkeypatch.chdir(tmp_path / "manual")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert run("v1", lang="pt") == 2
    assert "não está em nenhum repositório Git" in capsys.readouterr().err


def test_git_is_missing(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert run("v1") == 2
    assert "Git is not installed" in capsys.readouterr().err


def test_a_manual_that_was_not_there_yet(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repository, "checkout", "--quiet", "--orphan", "empty")
    git(repository, "rm", "-r", "--quiet", "--cached", ".")
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "none")
    git(repository, "tag", "none")
    assert run("none", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {item["id"] for item in told["items"] if item["kind"] == "procedure"} == {"welcome", "opening", "danger"}
    assert all(item["changes"][0]["kind"] == "added" for item in told["items"] if item["kind"] == "procedure")


BROKEN = {
    "yaml": ("id: welcome\n", "id: welcome\n  oops: [\n"),
    "key": ("    within: 5 minutes", "    whitin: 5 minutes"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_an_older_revision_that_cannot_be_read(kind: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(repository, *BROKEN[kind])
    commit(repository, "broken")
    change(repository, *reversed(BROKEN[kind]))
    change(repository, "Case opened.", "Case begun.", "procedures/support/opening.yml")
    assert run("broken") == 0
    shown = capsys.readouterr().out
    assert "Parts of the older revision can't be read" in shown and f"    - {WELCOME}:" in shown
    assert "CL-02" in shown and "CL-01 Welcome (" not in shown  # neither new nor changed: nobody knows
    assert run("broken", "v1", lang="pt") == 0
    assert "A revisão antiga não se deixa ler toda" in capsys.readouterr().out


@pytest.mark.parametrize("kind", BROKEN)
def test_a_newer_revision_that_cannot_be_read(kind: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(repository, *BROKEN[kind])
    assert run("v1") == 1
    shown = capsys.readouterr().out
    assert "Parts of the newer revision can't be read" in shown and "CL-01 Welcome (" not in shown
    assert run("v1", "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["items"] == [] and told["unread"]["head"][0]["file"] == WELCOME


def test_links_and_other_files_of_a_revision(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "procedures/support/ligação.yml").symlink_to("danger.yml")
    (repository / "notes.bin").write_bytes(bytes(range(256)) * 100)
    (repository / "procedures/support/odd.yml").write_bytes(b"\xff\xfe not utf-8\n")
    commit(repository, "odd")
    assert run("odd", "v1") == 0
    shown = capsys.readouterr().out
    assert "procedures/support/odd.yml:1" in shown and "ligação.yml" in shown


def test_control_characters_do_not_reach_the_terminal(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(repository, "pt: Acolhimento, en: Welcome", 'pt: "Ol\\e[31má", en: Welcome')
    assert run("v1") == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown and "Ol\\x1b[31má" in shown


# The page on it.

PAGES = ROOT / "docs" / "authoring"
FENCE = re.compile(r"^```(?P<kind>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("page", "language"), [("diff.md", "pt"), ("diff.en.md", "en")])
def test_the_page_shows_what_is_told(page: str, language: str, tmp_path: Path, update: bool) -> None:
    file = PAGES / page
    text = file.read_text(encoding="utf-8")
    before, after, output = FENCE.finditer(text)
    shutil.copytree(ROOT / "tests" / "base_manual", tmp_path / "manual")
    older = load_handbook(tmp_path / "manual")
    appointment = tmp_path / "manual/procedures/reception/appointment.yml"
    written = appointment.read_text(encoding="utf-8")
    assert before["text"] in written
    appointment.write_text(written.replace(before["text"], after["text"]), encoding="utf-8")
    told = as_text(compare(older, load_handbook(tmp_path / "manual")), Names("main"), language)
    if update:
        start, end = output.span("text")
        file.write_text(text[:start] + told + text[end:], encoding="utf-8", newline="\n")
    assert (
        next(one["text"] for one in FENCE.finditer(file.read_text(encoding="utf-8")) if one["kind"] == "text") == told
    )


@pytest.mark.parametrize("page", ["diff.md", "diff.en.md"])
def test_the_page_names_every_rule(page: str) -> None:
    rows = re.findall(
        r"^\| \w+ \| .* \| (.*) \|$", (PAGES / page).read_text(encoding="utf-8").split("{#classes}")[1], re.M
    )
    _, *described = rows  # below the head of the table
    by_weight = dict(zip((CRITICAL, MEANING, EDITORIAL), described, strict=False))
    for name, weight in WEIGHTS.items():
        key = name.split(".")[-1]
        assert key == "guide" or f"`{key}`" in by_weight[weight], name
