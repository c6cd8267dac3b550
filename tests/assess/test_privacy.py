"""Nobody is betrayed by an assessment: neither by figures of few people, nor by codes, nor by what one wrote."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from handbook_builder.assess.figures import LEAST, Share, without_codes
from handbook_builder.assess.report import as_text
from handbook_builder.assess.tabular import as_csv
from handbook_builder.cli import main
from handbook_builder.render.manual import Manual
from handbook_builder.training.forms import CODE, MOMENT, WORKSHOP, Form, ascii_name
from tests.answers import Group, Row, as_labels, trained
from tests.answers import as_csv as exported
from tests.assess.counted import every_text, figures


def test_groups_under_five_are_hidden(manual: Manual, forms: Sequence[Form]) -> None:
    group = Group(LEAST - 1)
    rows = {form.moment: group.answers(form) for form in forms}
    rows["after"][0]["views__change"] = rows["follow_up"][0]["later__wish"] = "word-that-tells"
    told = figures(manual, forms, *(exported(rows[form.moment], form) for form in forms))
    assert all(one.counts is None for one in (*told.ratings, *told.choices))
    assert told.knowledge and not told.knowledge.is_joined and told.knowledge.score is None
    assert all(share == Share(None, None) for _, share in told.knowledge.questions)
    assert not told.knowledge.procedures and not told.knowledge.sessions and not told.knowledge.steps
    assert all(one.answers is None for one in told.open_answers)
    text = every_text(manual, told)
    assert "word-that-tells" not in text and "%" not in as_text(told, manual.editions[1]).split("How it was")[0]
    values = {row["value"] for row in csv.DictReader(io.StringIO(as_csv(told)))}
    assert values <= {"", f"<{LEAST}", "4"}  # how many answered is no secret


def test_the_rest_of_a_group_cant_be_found_by_subtraction(manual: Manual, forms: Sequence[Form]) -> None:
    """Twelve people are paired and two are not: were there figures of all fourteen too, they would tell of the two."""
    group = Group(14)
    before, after = group.answers(forms[0]), group.answers(forms[1], range(12))
    told = figures(manual, forms, exported(before, forms[0]), exported(after, forms[1]))
    changed = [
        *before[:12],
        *({**row, **dict.fromkeys(_quiz(row), "")} | {"quiz__first": "form"} for row in before[12:]),
    ]
    other = figures(manual, forms, exported(changed, forms[0]), exported(after, forms[1]))
    assert told.joined == other.joined == 12
    assert every_text(manual, told) == every_text(manual, other)


def test_what_is_hidden_is_in_no_total(manual: Manual, forms: Sequence[Form]) -> None:
    """One question was asked of three people only: the totals must not change with what they answered."""
    texts = set()
    for answer in ("send", "keep"):
        group = Group(12, 5)
        group.codes = [f"BCD34{sign}" for sign in "BCDFGHJKMNPQ"]
        before, after = (group.answers(form) for form in forms[:2])
        few, many = before[:3], before[3:]
        for row in few:
            row["quiz__share"] = answer
        for row in many:
            del row["quiz__share"]
        told = figures(manual, forms, exported(few, forms[0]), exported(many, forms[0]), exported(after, forms[1]))
        assert (
            told.joined == 12
            and told.knowledge
            and dict((asked.name, share.is_shown) for asked, share in told.knowledge.questions)
            == {"quiz__first": True, "quiz__which": True, "quiz__share": False, "quiz__after": True}
        )
        texts.add(every_text(manual, told))
    assert len(texts) == 1


@pytest.mark.parametrize("seed", range(12))
def test_no_code_is_ever_shown(
    seed: int,
    manual: Manual,
    forms: Sequence[Form],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Codes stand in their column, in open answers in many ways, and where they don't belong."""
    chance = random.Random(seed)
    group = Group(chance.randrange(5, 15), seed)
    files = []
    for form in forms:
        rows = group.answers(form)
        for row in rows:
            code = row[CODE]
            for name, value in row.items():
                if name not in (CODE, WORKSHOP, MOMENT) and chance.random() < 0.3:
                    odd = [code, code.lower(), code.replace("-", ""), " ".join(code), f"o meu é {code}!", value]
                    row[name] = chance.choice(odd)
        files.append(
            exported(rows, form) if chance.random() < 0.5 else as_labels(rows_of(rows, form), form, manual.editions[0])
        )
    root = tmp_path / "m"
    trained(root)
    monkeypatch.chdir(root)
    for at, file in enumerate(files):
        Path(f"{at}.csv").write_bytes(file)
    names = [f"{at}.csv" for at in range(len(files))]
    said = ""
    for format in ("text", "markdown", "csv"):
        assert main(["assess", *names, "--format", format]) == 0
        captured = capsys.readouterr()
        said += captured.out + captured.err
    assert main(["assess", *names, "--output", "report"]) == 0
    said += "".join(file.read_text(encoding="utf-8") for file in Path("report").iterdir())
    bare = re.sub(r"[^A-Z0-9]", "", said.upper())
    assert "CODE OF YOUR CARD" not in said.upper() and len(bare) > 5000
    for code in group.codes:
        assert code not in bare


def rows_of(rows: list[Row], form: Form) -> list[Row]:
    """Give the rows with values that labels exist for: the others can't be written as labels."""
    closed = {asked.name: {ascii_name(one.id) for one in asked.options} for asked in form.asked if asked.options}
    rated = {asked.name for asked in form.asked if asked.question.kind == "rate"}
    return [
        {
            name: ""
            if (name in closed and not set(value.split()) <= closed[name])
            or (name in rated and value not in set("12345"))
            else value
            for name, value in row.items()
        }
        for row in rows
    ]


def test_codes_are_taken_out_of_what_people_write() -> None:
    assert without_codes("o meu: h k m-4R7.", ["HKM4R7"]) == "o meu: […]."
    assert without_codes("BCD-346 e hkm4r7", []) == "[…] e […]"
    assert without_codes("Mais casos; 6 meses depois", ["HKM4R7"]) == "Mais casos; 6 meses depois"


def test_the_answers_of_one_person_do_not_stand_at_the_same_place(manual: Manual, forms: Sequence[Form]) -> None:
    rows = Group(6).answers(forms[1])
    for at, row in enumerate(rows):
        row["views__change"] = "fedcba"[at]
    told = figures(manual, forms, exported(rows, forms[1]))
    assert told.open_answers[0].answers == tuple("abcdef")


def _quiz(row: Row) -> list[str]:
    return [name for name in row if name.startswith("quiz__")]
