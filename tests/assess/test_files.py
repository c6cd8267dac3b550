"""Files of answers: every way in which a server writes them gives the same, and a broken one gives no report."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from handbook_builder.assess.figures import figures_of
from handbook_builder.assess.report import as_text
from handbook_builder.cli import main
from handbook_builder.render.manual import Manual
from handbook_builder.training.forms import CODE, MOMENT, WORKSHOP, Form
from tests.answers import Group, Row, as_labels, encoded, trained
from tests.answers import as_csv as exported
from tests.assess.counted import every_text, figures, read

# Every way in which a server writes the same answers.


def ways(manual: Manual, form: Form, rows: list[Row]) -> dict[str, bytes]:
    pt, en = manual.editions
    return {
        "semicolons": exported(rows, form, separator=";"),
        "tabs, no BOM": exported(rows, form, separator="\t", bom=False),
        "ODK": exported(rows, form, group="-", bom=False),
        "no groups": exported(rows, form, group="", extra=False),
        "dots": exported(rows, form, group="."),
        "UTF-16": exported(rows, form, separator="\t", bom=False).decode().encode("utf-16"),
        "Portuguese labels": as_labels(rows, form, pt),
        "English labels": as_labels(rows, form, en),
        "English boxes": as_labels(rows, form, en, split=True),
        "Portuguese boxes": as_labels(rows, form, pt, split=True),
    }


def test_every_way_of_writing_gives_the_same_figures(manual: Manual, forms: Sequence[Form]) -> None:
    group = Group(9, 4)
    rows = {form.name: group.answers(form) for form in forms}
    plain = every_text(manual, figures(manual, forms, *(exported(rows[form.name], form) for form in forms)))
    written = {form.name: ways(manual, form, rows[form.name]) for form in forms}
    for way in written[forms[0].name]:
        told = figures(manual, forms, *(written[form.name][way] for form in forms))
        assert every_text(manual, told) == plain, way


def test_both_columns_and_boxes_and_boxes_alone_are_read(manual: Manual, forms: Sequence[Form]) -> None:
    later = forms[2]
    names = [f"later/later__used/{one}" for one in ("a", "b", "a_b")]
    head = [WORKSHOP, MOMENT, "later/later__used", *names]
    rows = [["first-day", "follow_up", "a a_b", "1", "0", "1"]] * 3 + [["first-day", "follow_up", "", "", "", ""]] * 3
    rows += [["first-day", "follow_up", "", "True", "False", "False"]] * 2
    told = figures(manual, [later], encoded([head, *rows]))
    assert told.answered["follow_up"] == 5  # the empty rows are nobody's
    used = next(one for one in told.choices if one.asked.name == "later__used")
    assert used.counts == {"a": 5, "b": 0, "a-b": 3}


def test_columns_of_servers_are_no_surprise_and_others_are_told_once(manual: Manual, forms: Sequence[Form]) -> None:
    rows = Group(6).answers(forms[0])
    for row in rows:
        row |= {
            "meta/instanceID": "",
            "_tags": "",
            "end": "",
            "__version__": "v",
            "Name": "Ana",
            "about": "",
            "formhub/uuid": "x",
        }
    remarks = read(manual, exported(rows, forms[0])).remarks
    assert [(one.line, one.is_error) for one in remarks] == [(1, False)]
    assert '"Name"' in remarks[0].message and "Ana" not in remarks[0].message and "version" not in remarks[0].message


def test_the_last_of_repeated_answers_counts(manual: Manual, forms: Sequence[Form]) -> None:
    after = forms[1]
    rows = Group(6).answers(after)
    for row in rows:
        row["views__pace"] = "5"
    again = {**rows[0], "views__pace": "1", "_uuid": "another"}  # the same card
    same = {**rows[1], "views__pace": "2", CODE: ""}  # the same submission
    results = read(manual, exported([*rows, again, same], after))
    assert len(results.submissions) == 6 and results.repeated == {after.name: 2}
    assert sorted(one.answers["views__pace"] for one in results.submissions) == [1, 2, 5, 5, 5, 5]
    assert "2 left out" in results.remarks[-1].message and not results.remarks[-1].is_error
    told = figures(manual, forms, exported([*rows, again, same], after))
    assert "Repeated answers that do not count: 2" in as_text(told, manual.editions[1])


def test_the_same_file_twice_counts_once(manual: Manual, forms: Sequence[Form]) -> None:
    file = exported([{**row, "_uuid": "", CODE: ""} for row in Group(6).answers(forms[0])], forms[0])
    results = read(manual, file, file)
    assert len(results.submissions) == 6
    assert [one.message for one in results.remarks] == ["the same file was given before: it is left out"]


def test_values_that_are_no_answers_are_left_out_and_told_by_column(manual: Manual, forms: Sequence[Form]) -> None:
    rows = Group(6).answers(forms[1])
    rows[1]["views__pace"], rows[4]["views__pace"], rows[2]["quiz__first"] = "7", "-", "secret words"
    results = read(manual, exported(rows, forms[1]))
    said = [one.message for one in results.remarks]
    assert len(said) == 2 and not any(one.is_error for one in results.remarks)
    assert '"views__pace"' in said[0] and "(lines " in said[0]
    assert '"quiz__first"' in said[1] and "secret" not in str(said)


def test_a_file_without_the_name_of_a_workshop_can_be_told_it(manual: Manual, forms: Sequence[Form]) -> None:
    rows = [{name: value for name, value in row.items() if name != WORKSHOP} for row in Group(6).answers(forms[0])]
    file = exported(rows, forms[0])
    assert '"workshop"' in read(manual, file).remarks[0].message
    assert len(read(manual, file, workshop="first-day").submissions) == 6


# Files that can't be trusted.


def broken(rows: Callable[[int], list[Row]], forms: Sequence[Form]) -> dict[str, tuple[bytes, int, str]]:
    before, after, _ = forms
    good = exported(rows(0), before)
    lines = good.decode("utf-8-sig").splitlines(keepends=True)
    mixed = [{**row, MOMENT: "before"} for row in Group(2).answers(after)]
    for row in mixed:
        for name in [name for name in row if name.startswith("quiz__")]:
            row[name] = ""
    nobody = [{**row, WORKSHOP: "frist-day"} for row in rows(0)]
    never = [{**row, MOMENT: "sometime"} for row in rows(0)]
    views = exported([{**row, "views__change": "opinião"} for row in rows(1)], after, bom=False)
    twice = encoded([[WORKSHOP, MOMENT, "quiz__first", "old/quiz__first"], ["first-day", "before", "greet", "form"]])
    return {
        "Excel": (b"PK\x03\x04 whatever", 1, "workbook of Excel"),
        "encoding": (views.decode().encode("cp1252"), 2, "Windows-1252"),
        "no column we know": (encoded([["a", "b"], ["1", "2"]]), 1, "no column is a question"),
        "header twice": (("".join([*lines, lines[0]])).encode(), 8, "the header stands here again"),
        "two forms": (exported(mixed, after), 2, "two forms were mixed"),
        "no moment": (
            exported([{k: v for k, v in row.items() if k != MOMENT} for row in rows(0)], before),
            1,
            '"moment"',
        ),
        "unknown workshop": (exported(nobody, before), 2, 'did you mean "first-day"?'),
        "unknown moment": (exported(never, before), 2, "nothing is asked"),
        "quotes": (good.replace(b"first-day", b'"first-day', 1), 2, "quotes"),
        "cells": (("".join(lines).rstrip() + ",,,,,,,,,,x\n").encode(), 7, "more cells"),
        "empty": (b"\n \n", 1, "empty"),
        "binary": (b"workshop,moment\0,quiz__first\n", 1, "no text file"),
        "two answers": (twice, 2, "in two columns"),
    }


NAMES = [
    *("Excel", "encoding", "no column we know", "header twice", "two forms", "no moment", "unknown workshop"),
    *("unknown moment", "quotes", "cells", "empty", "binary", "two answers"),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_file_is_told_with_its_line_and_gives_no_report(
    name: str,
    manual: Manual,
    forms: Sequence[Form],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = broken(lambda moment: Group(6).answers(forms[moment]), forms)
    assert list(files) and set(files) == set(NAMES)
    content, line, words = files[name]
    errors = [one for one in read(manual, content).remarks if one.is_error]
    assert [one.line for one in errors][:1] == [line] and words in errors[0].message
    root = tmp_path / "m"
    trained(root)
    monkeypatch.chdir(root)
    Path("bad.csv").write_bytes(content)
    Path("good.csv").write_bytes(exported(Group(6).answers(forms[0]), forms[0]))
    assert main(["assess", "bad.csv", "good.csv", "--output", "report"]) == 1
    said = capsys.readouterr()
    assert f"bad.csv:{line}: " in said.err and said.out == "" and not Path("report").exists()
    assert main(["assess", "bad.csv", "--lang", "pt"]) == 1
    assert f"bad.csv:{line}: " in (again := capsys.readouterr().err) and again.strip() not in said.err


def test_any_bytes_give_remarks_and_no_crash(manual: Manual, forms: Sequence[Form]) -> None:
    chance = random.Random(11)
    good = exported(Group(6).answers(forms[1]), forms[1])
    for _ in range(300):
        bad = bytearray(good)
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(bad))
            bad[at : at + chance.randrange(4)] = bytes(chance.choices(b'",;\n\r\t\0\xe7aZ01-/', k=chance.randrange(4)))
        results = read(manual, bytes(bad[: chance.choice([len(bad), chance.randrange(len(bad))])]))
        told = figures_of(manual.handbook.workshops["first-day"], forms, results)
        assert every_text(manual, told)
