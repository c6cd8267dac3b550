"""Files that nobody would write: a short run of ``python -m tests.fuzz``, and what longer runs have found."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook_builder.build import check_manual
from handbook_builder.diff.compare import compare
from handbook_builder.diff.tell import Names, as_text
from handbook_builder.load import load_handbook
from handbook_builder.model.inline import Code, Text, parse_inline, plain_text
from tests.fuzz.inputs import BUILT, END, Input, _guide, made
from tests.fuzz.trial import try_one
from tests.fuzz.watch import watch
from tests.site import ROOT, TODAY

BASE = ROOT / "tests" / "base_manual"

needs_alarms = pytest.mark.skipif(sys.platform == "win32", reason="the alarm that ends a process is not there")


@needs_alarms
def test_a_short_run_finds_nothing() -> None:
    outcome = watch(seed=5, first=0, count=60)
    assert [f"{one.number} ({one.about}): {one.reason}" for one in outcome.failures] == []
    assert outcome.tried == 60


def test_the_same_seed_makes_the_same_inputs() -> None:
    assert [made(1, number) for number in range(20)] == [made(1, number) for number in range(20)]
    assert made(1, 3) != made(2, 3)


@needs_alarms
def test_failures_and_hangs_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that works is another one, so it is told by an environment variable what to do."""
    monkeypatch.setenv("HANDBOOK_FUZZ_TEST", "1")
    outcome = watch(seed=5, first=0, count=3)
    assert [one.number for one in outcome.failures] == [0, 1]


@pytest.mark.parametrize("name", BUILT)
def test_strange_guides_are_read_in_time(name: str, tmp_path: Path) -> None:
    import random

    start = time.process_time()
    try_one(Input(BASE, name, BUILT[name](random.Random(3))), tmp_path / "manual")
    assert time.process_time() - start < 60


# What longer runs have found.


def checked_in_time(root: Path, content: bytes, id: str) -> set[str]:
    """Check the base manual with one more guide; give the codes of what is told."""
    path = root / "procedures" / "reception" / f"{id}.yml"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    start = time.process_time()
    codes = {one.code for one in check_manual(root, TODAY).diagnostics}
    assert time.process_time() - start < 10  # seconds; before, each took minutes
    return codes
