"""Single mistakes in the real manual: every one is told at its line, or classed rightly; and the published table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from handbook_builder.diagnostics import CODES
from tests.mutations.kind import KINDS
from tests.mutations.manual import Manual
from tests.mutations.table import FOLDER, pages
from tests.mutations.trial import Verdict, mutations, told_of, verdicts
from tests.site import ROOT


@pytest.fixture(scope="module")
def manual() -> Manual:
    return Manual.read(ROOT)


@pytest.fixture(scope="module")
def found(manual: Manual, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Verdict]:
    return list(verdicts(manual, mutations(manual), tmp_path_factory.mktemp("mutations") / "manual"))


def test_every_mistake_is_told_at_its_line_or_classed_rightly(found: Sequence[Verdict]) -> None:
    assert len(found) >= 300
    assert [told_of(one) for one in found if not one.is_right] == []


def test_every_kind_is_tried(found: Sequence[Verdict]) -> None:
    assert {one.kind.id for one in found} == {kind.id for kind in KINDS}
    assert all(kind.codes or kind.weight is not None for kind in KINDS)
    assert {code for kind in KINDS for code in kind.codes} <= CODES.keys()


def test_the_same_mistakes_are_made_again(manual: Manual, found: Sequence[Verdict]) -> None:
    again = sorted((repr((kind.id, one)) for kind, one in mutations(manual)))
    assert again == sorted(repr((one.kind.id, one.mutation)) for one in found)
    assert len(set(again)) == len(again)


def test_the_published_tables_are_what_the_run_gives(found: Sequence[Verdict]) -> None:
    """Renew them with ``python -m tests.mutations``."""
    made = pages(found)
    assert {name: (FOLDER / name).read_text(encoding="utf-8") for name in made} == made


def test_a_mistake_that_nothing_tells_is_noticed(found: Sequence[Verdict]) -> None:
    """A verdict is right for its own mistake only: with what was said of another, it is not."""
    told = [one for one in found if one.kind.codes]
    wrong = 0
    for one, other in zip(told, told[len(told) // 2 :], strict=False):
        crossed = Verdict(one.kind, one.mutation, other.news, other.items)
        wrong += not crossed.is_right
        assert not Verdict(one.kind, one.mutation, (), other.items).is_right
    assert wrong > 0.95 * (len(told) // 2)


def test_the_copy_is_whole_again(manual: Manual, tmp_path: Path) -> None:
    one = next(mutations(manual))
    list(verdicts(manual, [one], tmp_path / "manual"))
    for file in manual.kinds:
        assert (tmp_path / "manual" / file).read_bytes() == manual.content(file)
