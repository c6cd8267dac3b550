"""Answers that a report could betray or count wrongly: odd codes, few writers, things that look alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from handbook_builder.assess.figures import LEAST, without_codes
from handbook_builder.assess.report import as_text
from handbook_builder.assess.tabular import as_csv
from handbook_builder.export.xlsform import xlsforms
from handbook_builder.load import load_handbook
from handbook_builder.render.manual import Manual, manual_of
from handbook_builder.training.forms import CODE, MOMENT, WORKSHOP, Form, card_code
from tests.answers import Group, Row, encoded, trained
from tests.answers import as_csv as exported
from tests.answers import as_labels as labelled
from tests.assess.counted import figures, read
from tests.manuals import edit

FURTHER = """id: 2026-further
title: {pt: Mais perguntas, en: Further questions}
level: learning
questions:
  - id: days
    choose: {pt: Em quantos dias?, en: In how many days?}
    options:
      - {id: "late", text: {pt: "> 30 dias", en: "> 30 days"}}
      - {id: "soon", text: {pt: "≤ 30 dias", en: "≤ 30 days"}}
    right: soon
  - id: why
    write: {pt: Porquê?, en: Why?}
  - id: who
    choose: {pt: Quem?, en: Who?}
    options:
      - {id: "a-1", text: {pt: Acolhimento, en: Reception}}
      - {id: "a1", text: {pt: Coordenação, en: Coordination}}
    right: a1
  - id: why-who
    write: {pt: Porquê?, en: Why?}
"""
DAYS, WHY, WHO, WHY_WHO = (f"q_2026_further__{one}" for one in ("days", "why", "who", "why_who"))


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Manual:
    """The manual of the tests with a questionnaire that is asked only after its workshop."""
    root = tmp_path_factory.mktemp("traps") / "manual"
    trained(root)
    (root / "workshops/questionnaires/2026-further.yml").write_text(FURTHER, encoding="utf-8")
    edit(root / "workshops/first-day.yml", "after: [views, quiz]", "after: [views, quiz, 2026-further]")
    handbook, _, problems = load_handbook(root)
    assert not problems
    return manual_of(handbook)


HYPHENS = ["-", "–", "—", "\u2011", "_", ".", "/", " - ", "", "  ", "\u00a0", "\u2009"]


@pytest.mark.parametrize("between", HYPHENS)
def test_a_code_is_one_whatever_stands_in_its_middle(between: str) -> None:
    assert card_code(f"hkm{between}4R7") == "HKM4R7"
    for known in (["HKM4R7"], []):
        assert without_codes(f"o meu é hkm{between}4R7, sim", known) == "o meu é […], sim"


def test_what_fewer_than_five_wrote_is_not_shown(manual: Manual, forms: Sequence[Form]) -> None:
    after = forms[1]
    rows = Group(8).answers(after)
    for at, row in enumerate(rows):
        row["views__change"] = "Um segredo" if at < LEAST - 1 else ""
    told = figures(manual, forms, exported(rows, after))
    opened = {one.asked.name: one.answers for one in told.open_answers}
    assert opened["views__change"] is None and len(opened[WHY] or ()) == 8
    assert not any("segredo" in as_text(told, edition) for edition in manual.editions)
    rows[LEAST - 1]["views__change"] = "A quinta resposta"
    told = figures(manual, forms, exported(rows, after))
    assert len({one.asked.name: one.answers for one in told.open_answers}["views__change"] or ()) == LEAST


@pytest.mark.parametrize("language", [0, 1])
def test_answers_and_questions_that_differ_only_in_signs_are_told_apart(
    language: int, manual: Manual, forms: Sequence[Form]
) -> None:
    after = forms[1]
    rows = Group(8).answers(after)
    for at, row in enumerate(rows):
        row |= {DAYS: "soon", WHO: "a1" if at < 6 else "a_1", WHY: f"dias {at}", WHY_WHO: f"pessoas {at}"}
    found = labelled(rows, after, manual.editions[language])
    told = figures(manual, forms, found)
    assert told.knowledge
    shares = {asked.name: share.after for asked, share in told.knowledge.questions}
    assert shares[DAYS] == 1 and shares[WHO] == 0.75
    opened = {one.asked.name: one.answers for one in told.open_answers}
    assert opened[WHY] == tuple(f"dias {at}" for at in range(8))
    assert opened[WHY_WHO] == tuple(f"pessoas {at}" for at in range(8))


def test_what_is_asked_only_after_the_workshop_has_its_figure(manual: Manual, forms: Sequence[Form]) -> None:
    before, after, _ = forms
    group = Group(8)
    rows = group.answers(after)
    for at, row in enumerate(rows):
        row[DAYS] = "soon" if at < 6 else "late"
    told = figures(manual, forms, exported(group.answers(before), before), exported(rows, after))
    assert told.knowledge and told.knowledge.is_joined
    share = {asked.name: share for asked, share in told.knowledge.questions}[DAYS]
    assert (share.before, share.after, share.moments) == (None, 0.75, {"after"})
    line = next(line for line in as_text(told, manual.editions[0]).splitlines() if "Em quantos dias?" in line)
    assert line.split()[:2] == ["–", "75"] and "menos de" not in line
    assert told.knowledge.score and told.knowledge.score.questions == 4  # those asked at both moments


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("2026-01-31T10:00:00.000+00:00", "2026-02-01T09:00:00.000+00:00", "2"),
        ("2026-02-01T09:00:00.000+00:00", "2026-01-31T10:00:00.000+00:00", "1"),
        ("2026-02-01T00:30:00+02:00", "2026-01-31T23:00:00+00:00", "2"),  # half past ten in the evening before
        ("31/01/2026 10:00", "01/02/2026 09:00", "2"),  # as a program for tables rewrites them: the order counts
        ("", "2026-01-31", "2"),
    ],
)
def test_the_last_answer_of_a_card_is_the_last_in_time(
    first: str, second: str, kept: str, manual: Manual, forms: Sequence[Form]
) -> None:
    after = forms[1]
    rows = Group(1).answers(after) + Group(1).answers(after)
    for number, (row, time) in enumerate(zip(rows, (first, second), strict=True), 1):
        row |= {CODE: "HKM-4R7", "_uuid": str(number), "_submission_time": time, "views__change": str(number)}
    results = read(manual, exported(rows, after))
    assert [one.answers["views__change"] for one in results.submissions] == [kept]


def test_no_gain_is_larger_than_all_points(manual: Manual, forms: Sequence[Form]) -> None:
    before, after, _ = forms
    group = Group(5)
    files = []
    for form, knows in ((before, (0, 0, 0, 0, 0)), (after, (0, 0, 1, 1, 1))):
        rows: list[Row] = group.answers(form)
        right = {"quiz__first": "greet", "quiz__which": "tree", "quiz__share": "keep", "quiz__after": "confirm"}
        wrong = {"quiz__first": "form", "quiz__which": "any", "quiz__share": "send", "quiz__after": "wait"}
        for row, is_right in zip(rows, knows, strict=True):
            row.update(right if is_right else wrong)
        files.append(exported(rows, form))
    told = figures(manual, forms, *files)
    assert told.knowledge and told.knowledge.score and told.knowledge.score.interval
    low, high = told.knowledge.score.interval
    assert -100 < low < 0 and high == 100
    assert ",score,,gain,60" in as_csv(told).replace("first-day,,", ",")  # the mean itself is not cut


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf\r\n"])
def test_a_file_with_nothing_in_it_is_told(content: bytes, manual: Manual) -> None:
    (remark,) = read(manual, content).remarks
    assert remark.is_error and remark.message == "the file is empty"


def test_a_form_may_be_called_by_a_year(manual: Manual, tmp_path: Path) -> None:
    from pyxform.xls2xform import convert

    for name, content in xlsforms(manual.editions, ["first-day"]):
        (tmp_path / name).write_bytes(content)
        result = convert(str(tmp_path / name))
        assert result.warnings == []
        if "after" in name:
            assert f"{DAYS}" in result.xform


def test_a_header_alone_is_no_answer(manual: Manual, forms: Sequence[Form]) -> None:
    head = [WORKSHOP, MOMENT, CODE, "views__change"]
    results = read(manual, encoded([head]))
    assert results.submissions == () and not [one for one in results.remarks if one.is_error]
