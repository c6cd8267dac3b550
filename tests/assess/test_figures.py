"""Assessment of workshops: what was put into the answers comes out again, in the figures and in the report."""

from __future__ import annotations

import csv
import io
import random
import re
import statistics
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import pytest
from markdown import markdown

from handbook_builder.assess.figures import Share
from handbook_builder.assess.report import as_markdown, as_text, svg_of
from handbook_builder.assess.sections import Bars
from handbook_builder.assess.student import interval, t_value
from handbook_builder.assess.tabular import as_csv
from handbook_builder.cli import main
from handbook_builder.render.manual import Manual
from handbook_builder.training.forms import CODE, MOMENT, WORKSHOP, Form, ascii_name
from tests.answers import Group, encoded, trained
from tests.answers import as_csv as exported
from tests.assess.counted import figures

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
