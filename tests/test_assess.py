"""Assessment of workshops: what was put into the answers comes out again, and nobody is betrayed by it."""

from __future__ import annotations

import csv
import io
import random
import re
import statistics
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path

import pytest
from markdown import markdown

from handbook_builder.assess.figures import LEAST, Figures, Share, figures_of, without_codes
from handbook_builder.assess.reading import Results, read_results
from handbook_builder.assess.report import Bars, as_csv, as_markdown, as_text, svg_of
from handbook_builder.assess.student import interval, t_value
from handbook_builder.cli import main
from handbook_builder.render.manual import Manual
from handbook_builder.training.forms import CODE, MOMENT, WORKSHOP, Form, ascii_name, forms_of
from tests.answers import Group, Row, as_labels, encoded, trained
from tests.answers import as_csv as exported


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Manual:
    return trained(tmp_path_factory.mktemp("trained"))


@pytest.fixture(scope="module")
def forms(manual: Manual) -> tuple[Form, ...]:
    return tuple(forms_of(manual.handbook.workshops["first-day"], manual.handbook))


def read(manual: Manual, *files: bytes, workshop: str | None = None) -> Results:
    return read_results([(f"{at}.csv", one) for at, one in enumerate(files, 1)], manual.editions, workshop)


def figures(manual: Manual, forms: Sequence[Form], *files: bytes) -> Figures:
    results = read(manual, *files)
    assert not [one for one in results.remarks if one.is_error]
    return figures_of(manual.handbook.workshops["first-day"], forms, results)


def every_text(manual: Manual, told: Figures) -> str:
    pages = [render(told, edition) for edition in manual.editions for render in (as_markdown, as_text)]
    return "\n".join([*pages, as_csv(told)])


# Student's t: the values that tables print, and intervals that hold the truth as often as they say.


@pytest.mark.parametrize(
    ("degrees", "value"),
    [
        *((1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228), (15, 2.131)),
        *((29, 2.045), (30, 2.042), (60, 2.000), (100, 1.984), (120, 1.980), (100000, 1.960)),
    ],
)
def test_t_is_that_of_the_tables(degrees: int, value: float) -> None:
    assert t_value(degrees) == pytest.approx(value, abs=0.0006)


def test_t_for_another_share() -> None:
    assert t_value(10, 0.99) == pytest.approx(3.169, abs=0.0006)
    assert t_value(7, 0.90) == pytest.approx(1.895, abs=0.0006)


def test_the_interval_is_that_of_a_sum_done_by_hand() -> None:
    low, high = interval([10, 20, 30, 40, 50])  # mean 30, deviation 15.811, t 2.776: 30 ± 2.776 × 7.071
    assert (low, high) == (pytest.approx(10.37, abs=0.01), pytest.approx(49.63, abs=0.01))
    assert interval([10, 10, 10]) == (10, 10)


def test_an_interval_of_95_percent_holds_the_truth_95_times_of_100() -> None:
    chance = random.Random(7)
    held = 0
    for _ in range(2000):
        low, high = interval([chance.gauss(12, 20) for _ in range(8)])
        held += low <= 12 <= high
    assert 0.93 < held / 2000 < 0.97


# What was put in comes out.


def test_a_known_gain_is_recovered(manual: Manual, forms: Sequence[Form]) -> None:
    """The chances of knowing a question are known, so the mean gain is too: 35 points."""
    missed = 0
    for seed in range(20):
        group = Group(40, seed, {"before": 0.4, "after": 0.75})
        told = figures(manual, forms, *(exported(group.answers(form), form) for form in forms[:2]))
        assert told.joined == 40 and told.knowledge and told.knowledge.is_joined
        score = told.knowledge.score
        assert score and score.questions == 4 and score.interval and score.before and score.after
        low, high = score.interval
        assert (low + high) / 2 == pytest.approx(score.after - score.before)
        missed += not low <= 35 <= high
    assert missed <= 3  # one in twenty is what is promised; four would come once in fifty times


def test_figures_are_those_counted_from_the_answers(manual: Manual, forms: Sequence[Form]) -> None:
    before, after, later = forms
    group = Group(12)
    rows = [group.answers(before, range(10)), group.answers(after, range(2, 12)), group.answers(later, range(6))]
    told = figures(manual, forms, *(exported(found, form) for found, form in zip(rows, forms, strict=True)))
    assert told.answered == {"before": 10, "after": 10, "follow_up": 6}
    assert told.joined == 8
    pace = next(one for one in told.ratings if one.asked.name == "views__pace")
    given = [int(row["views__pace"]) for row in rows[1]]
    assert (pace.n, pace.mean, pace.median) == (10, statistics.mean(given), statistics.median(given))
    assert pace.counts == {value: given.count(value) for value in (1, 2, 3, 4, 5)}
    assert told.knowledge
    right = {"quiz__first": "greet", "quiz__which": "tree", "quiz__share": "keep", "quiz__after": "confirm"}
    both = (rows[0][2:], rows[1][:8])
    for asked, share in told.knowledge.questions:
        shares = [statistics.mean(row[asked.name] == right[asked.name] for row in found) for found in both]
        assert (share.before, share.after) == tuple(map(pytest.approx, shares))
    shares = dict((asked.name, share) for asked, share in told.knowledge.questions)
    joined = told.knowledge.procedures["welcoming-a-person"]
    assert joined.before == pytest.approx(
        statistics.mean(shares[one].before or 0 for one in ("quiz__first", "quiz__which"))
    )
    assert told.knowledge.sessions["reception"] == joined and set(told.knowledge.sessions) == {"reception", "referral"}
    assert told.knowledge.steps["welcoming-a-person", "greet"] == shares["quiz__first"]
    used = next(one for one in told.choices if one.asked.name == "later__used")
    assert used.counts == {
        id: sum(ascii_name(id) in row["later__used"].split() for row in rows[2]) for id in ("a", "b", "a-b")
    }
    numbers = list(csv.DictReader(io.StringIO(as_csv(told))))
    mean = next(row for row in numbers if (row["name"], row["measure"]) == ("views__pace", "mean"))
    assert float(mean["value"]) == pytest.approx(pace.mean, abs=0.01)


def test_a_question_left_open_is_not_known_and_one_never_asked_does_not_count(
    manual: Manual, forms: Sequence[Form]
) -> None:
    before, after = (Group(6, 1, {"before": 1, "after": 1}).answers(form) for form in forms[:2])
    codes = [row[CODE] for row in before]
    for row, code in zip(after, codes, strict=True):
        row[CODE] = code
    for row in after[:3]:
        row["quiz__share"] = ""
    for row in before:
        del row["quiz__after"]  # the older form had no such question
    told = figures(manual, forms, exported(before, forms[0]), exported(after, forms[1]))
    assert told.knowledge
    shares = {asked.name: share for asked, share in told.knowledge.questions}
    assert shares["quiz__share"] == Share(1, 0.5)
    assert shares["quiz__after"] == Share(None, None)
    assert told.knowledge.score and told.knowledge.score.questions == 3


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


# Nobody is betrayed.


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


# The report.


def test_what_people_write_stays_text(manual: Manual, forms: Sequence[Form]) -> None:
    rows = Group(6).answers(forms[1])
    rows[0]["views__change"] = "<script>alert(1)</script> [x](javascript:y) | **b** \x1b[31m\n# no heading"
    told = figures(manual, forms, exported(rows, forms[1]))
    page = as_markdown(told, manual.editions[1])
    html = markdown(page.split("---\n", 2)[2], extensions=["tables", "attr_list"])
    assert "<script>" not in html and "javascript:y" not in re.findall('href="(.*?)"', html) and "<b>" not in html
    assert "no heading</h1>" not in html


def test_page_and_text_tell_the_same_numbers(manual: Manual, forms: Sequence[Form]) -> None:
    group = Group(14)
    told = figures(manual, forms, *(exported(group.answers(form), form) for form in forms))
    for edition in manual.editions:
        html = markdown(as_markdown(told, edition).split("---\n", 2)[2], extensions=["tables", "attr_list"])
        seen = unescape(re.sub(r"<[^>]*>", " ", html))
        numbers = sorted(re.findall(r"[+−]?\d+[.,]?\d*", re.sub("https?://\\S+", "", seen)))
        said = re.sub("https?://\\S+", "", as_text(told, edition))
        assert numbers == sorted(re.findall(r"[+−]?\d+[.,]?\d*", said))
        assert edition.words["assess_limits"] in seen and edition.words["assess_limit_group"] in seen
        assert 'style="' not in as_markdown(told, edition)  # the pages' policy forbids it


def test_bars_are_as_long_as_their_shares() -> None:
    widths = [float(one) for one in re.findall(r'width="([\d.]+)" height="9" fill', svg_of(Bars(((0.25,), (0.75,)))))]
    assert widths == [30, 90]
    assert 'aria-hidden="true"' in svg_of(Bars(((1.0,),))) and svg_of(Bars(())) == ""


def test_few_people_and_other_languages_are_told(manual: Manual, forms: Sequence[Form]) -> None:
    group = Group(7)
    told = figures(manual, forms, *(exported(group.answers(form), form) for form in forms[:2]))
    pt, en = (as_text(told, edition) for edition in manual.editions)
    assert "They are few people (7, fewer than 30)" in en and "São poucas pessoas (7, menos de 30)" in pt
    assert "Foi útil." in pt and "It was useful." in en and "It was useful." not in pt
    assert re.search(r"\d,\d", pt) and re.search(r"\d\.\d", en)


def test_people_who_cant_be_joined_have_no_gain(manual: Manual, forms: Sequence[Form]) -> None:
    before, after = Group(9, 1).answers(forms[0]), Group(9, 2).answers(forms[1])
    told = figures(manual, forms, exported(before, forms[0]), exported(after, forms[1]))
    assert told.joined == 0 and told.knowledge and not told.knowledge.is_joined
    assert told.knowledge.score and told.knowledge.score.interval is None
    text = as_text(told, manual.editions[1])
    assert "points" not in text.split("What people wrote")[0] and "before 9, at the end 9" in text


def test_answers_to_nothing_are_told(
    manual: Manual,
    forms: Sequence[Form],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    trained(tmp_path / "m")
    monkeypatch.chdir(tmp_path / "m")
    Path("none.csv").write_bytes(encoded([[WORKSHOP, MOMENT, "quiz__first"], ["first-day", "before", ""]]))
    assert main(["assess", "none.csv"]) == 2
    assert "there are no answers" in capsys.readouterr().err
    assert main(["assess", "missing.csv"]) == 2
    Path("some.csv").write_bytes(exported(Group(6).answers(forms[0]), forms[0]))
    assert main(["assess", "some.csv", "--workshop", "frist-day"]) == 2
    assert 'did you mean "first-day"?' in capsys.readouterr().err


def _quiz(row: Row) -> list[str]:
    return [name for name in row if name.startswith("quiz__")]
