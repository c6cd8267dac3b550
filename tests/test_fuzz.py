"""Files that nobody would write: a short run of ``python -m tests.fuzz``, and what longer runs have found."""

from __future__ import annotations

import random
import shutil
import sys
import time
from pathlib import Path

import pytest

from handbook_builder.build import check_manual
from handbook_builder.diff.compare import compare
from handbook_builder.diff.tell import Names, as_text
from handbook_builder.load import load_handbook
from handbook_builder.model.inline import LONGEST, Code, Text, parse_inline
from tests.fuzz import shapes
from tests.fuzz.inputs import SMALL, Input, made
from tests.fuzz.shapes import BUILT
from tests.fuzz.trial import try_one
from tests.fuzz.watch import watch
from tests.manuals import edit
from tests.site import TODAY

BASE = SMALL[0]

needs_alarm = pytest.mark.skipif(sys.platform == "win32", reason="there is no alarm that ends a process")


@needs_alarm
def test_a_short_run_finds_nothing() -> None:
    outcome = watch(5, 0, count=40)
    assert [f"{one.number} ({one.about}): {one.reason}" for one in outcome.failures] == []
    assert outcome.tried == 40


def test_the_same_seed_makes_the_same_inputs() -> None:
    first = [made(1, number) for number in range(30)]
    assert first == [made(1, number) for number in range(30)]
    assert first != [made(2, number) for number in range(30)]


def misbehave(one: Input, root: Path) -> None:
    """Fail on the first input, never end on the second."""
    if one == made(5, 0):
        raise KeyError("first")
    while one == made(5, 1):
        pass


@needs_alarm
def test_a_failure_and_a_hang_are_noticed_and_the_run_goes_on() -> None:
    outcome = watch(5, 0, count=4, attempt=misbehave, limit=1)
    assert [one.number for one in outcome.failures] == [0, 1]
    assert "KeyError: 'first'" in outcome.failures[0].reason
    assert "more than 1 second" in outcome.failures[1].reason
    assert outcome.tried == 4


@pytest.mark.parametrize("name", BUILT)
def test_strange_guides_are_no_trouble(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "_many", lambda chance: 200)
    try_one(Input(BASE, name, BUILT[name](random.Random(3))), tmp_path / "manual")


# What longer runs have found.


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("great_circle", "endless-circle"),
        ("long_way_into_a_circle", "endless-circle"),
        ("unknown_targets", "unknown-target"),
    ],
)
def test_a_thousand_steps_are_checked_in_time(
    name: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shapes, "_many", lambda chance: 2000)
    manual = shutil.copytree(BASE, tmp_path / "manual")
    for path, content in BUILT[name](random.Random(1)).items():
        (manual / path).write_bytes(content)
    start = time.process_time()
    assert code in {one.code for one in check_manual(manual, TODAY).diagnostics}
    assert time.process_time() - start < 10  # seconds; each took more than twenty, now none takes two


def test_a_manual_without_a_title_is_compared(tmp_path: Path) -> None:
    manual = shutil.copytree(BASE, tmp_path / "manual")
    (manual / "handbook.yml").write_text("title: {pt: '', en: ''}\nlanguages: [pt, en]\n", encoding="utf-8")
    told = as_text(compare(load_handbook(BASE), load_handbook(manual)), Names("a", None, {}), "en")
    assert "handbook.yml" in told


@pytest.mark.parametrize("sign", ["`", "``a` ", "**a ", "_a ", "[a](b", "](", "*", "[", "\\"])
def test_many_signs_in_a_text_are_read_in_time(sign: str, tmp_path: Path) -> None:
    manual = shutil.copytree(BASE, tmp_path / "manual")
    file = manual / "procedures" / "reception" / "appointment.yml"
    for size in (LONGEST, 300_000):
        text = (sign * size)[:size]
        edit(file, "Cumprimente a pessoa.", "'{}'".format(text.replace("'", "''")))
        start = time.process_time()
        check_manual(manual, TODAY)
        assert time.process_time() - start < 10  # seconds; ten thousand accents took hours, now nothing takes two
        shutil.copyfile(BASE / "procedures" / "reception" / "appointment.yml", file)


def test_code_ends_with_as_many_accents_as_it_begins() -> None:
    assert parse_inline("`a`` b` c") == (Code("a`` b"), Text(" c"))
    assert parse_inline("``a` b`` c") == (Code("a` b"), Text(" c"))
    assert parse_inline("``a`") == (Text("``a`"),)
