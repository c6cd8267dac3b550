"""Tries mistakes: takes the manual and mistakes, gives what ``check`` and ``diff`` say of each.

Reading and checking the real manual takes most of a second, and there are hundreds of mistakes. So those that show in
their own file alone share a run with others in other files; what such a run does not show as it must is tried again
alone, and that verdict counts.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from handbook_builder.build import check_manual
from handbook_builder.diagnostics import Diagnostic
from handbook_builder.diff.change import ItemDiff, Weight
from handbook_builder.diff.compare import compare
from tests.manuals import copy_manual
from tests.mutations import facts, files, flows, names, shapes, signs, texts
from tests.mutations.kind import KINDS, Kind, Mutation
from tests.mutations.manual import TODAY, Manual

MODULES = (facts, files, signs, names, flows, shapes, texts)
"""Each adds its kinds to ``KINDS`` when it is imported; they are tried in this order, whichever was imported first."""

SEED = 20261121
EACH, EACH_FAR = 3, 2
"""Mistakes of each kind; of those that need a run of their own."""
TOGETHER = 40
"""Mistakes that share a run."""


@dataclass(frozen=True)
class Verdict:
    """What was said of a mistake."""

    kind: Kind
    mutation: Mutation
    news: tuple[Diagnostic, ...]
    """What ``check`` tells that it did not tell before; of the file alone if the run was shared."""
    items: tuple[ItemDiff, ...]
    """What ``diff`` tells has changed; in the file alone if the run was shared."""

    @property
    def is_right(self) -> bool:
        """Whether the mistake was told at the right line, or classed as its kind asks."""
        if self.kind.codes:
            return any(self._fits(one) for one in self.news)
        if self.kind.weight is Weight.NONE:
            return not self.news and not self.items
        return self._is_classed

    def _fits(self, one: Diagnostic) -> bool:
        return one.code in self.kind.codes and (one.file, one.line) in self.mutation.places

    @property
    def _is_classed(self) -> bool:
        """The item alone changed, with the class asked for, and a change of that weight is in the step, at its line."""
        kind, id, step = self.mutation.owner
        steps = self.mutation.steps or {step}
        if [(item.kind, item.id, item.weight) for item in self.items] != [(kind, id, self.kind.weight)]:
            return False
        return any(
            change.weight is self.kind.weight and change.step in steps and self._is_near(change.place.line)
            for item in self.items
            for change in item.changes
        )

    def _is_near(self, line: int) -> bool:
        return line in {number for _, number in self.mutation.places}


def told_of(one: Verdict) -> str:
    """Tell of a verdict what helps to understand it."""
    edit = one.mutation.edit
    said = [f"{news.file}:{news.line} {news.code}" for news in one.news[:5]]
    said += [
        f"{change.kind} {change.weight!s} {item.id} {change.step} {change.field} {change.place.line}"
        for item in one.items[:3]
        for change in item.changes[:5]
    ]
    asked = one.kind.codes or (str(one.kind.weight), *one.mutation.owner)
    return f"{one.kind.id} in {edit.file}:{edit.first}, {edit.lines[:2]}: {asked}, but: {'; '.join(said) or 'nothing'}"


def kinds() -> list[Kind]:
    """Give every kind, module by module."""
    order = [module.__name__ for module in MODULES]
    return sorted(KINDS, key=lambda kind: order.index(kind.make.__module__))


def mutations(manual: Manual, each: int = EACH) -> Iterator[tuple[Kind, Mutation]]:
    """Make the mistakes, the same in every run over the same manual."""
    used: Counter[str] = Counter()
    for kind in kinds():
        chance = random.Random(f"{SEED} {kind.id}")
        # Of some that would do, those in files that have the fewest so far: no file is left out, and runs are few.
        choice = list(islice(kind.make(manual, chance), each * 4))
        count = EACH_FAR if any(one.is_far for one in choice) else each
        while choice and count:
            one = min(choice, key=lambda one: used[one.edit.file])
            choice.remove(one)
            used[one.edit.file] += 1
            count -= 1
            yield kind, one


def verdicts(manual: Manual, wanted: Iterable[tuple[Kind, Mutation]], folder: Path) -> Iterator[Verdict]:
    """Try mistakes in a copy of the manual made in ``folder``."""
    copy = copy_manual(manual.root, folder)
    near: list[tuple[Kind, Mutation]] = []
    for one in wanted:
        if one[1].is_far:
            yield from _try(manual, [one], copy)
        else:
            near.append(one)
    # A register that can't be read hides wrong names in guides: they are not tried together.
    guides = [one for one in near if one[1].edit.file in manual.guides]
    others = [one for one in near if one[1].edit.file not in manual.guides]
    for batch in (*_batches(guides), *_batches(others)):
        for verdict in _try(manual, batch, copy):
            alone = verdict.is_right or len(batch) == 1
            yield verdict if alone else next(_try(manual, [(verdict.kind, verdict.mutation)], copy))


def _batches(wanted: Sequence[tuple[Kind, Mutation]]) -> Iterator[list[tuple[Kind, Mutation]]]:
    """Gather mistakes, each in another file."""
    left = list(wanted)
    while left:
        batch: dict[str, tuple[Kind, Mutation]] = {}
        for one in left:
            if len(batch) < TOGETHER:
                batch.setdefault(one[1].edit.file, one)
        left = [one for one in left if all(one is not other for other in batch.values())]
        yield list(batch.values())


def _try(manual: Manual, batch: Sequence[tuple[Kind, Mutation]], copy: Path) -> Iterator[Verdict]:
    """Make the mistakes of a batch, look, and mend them."""
    for _, mutation in batch:
        _write(manual, mutation, copy)
    after = check_manual(copy, TODAY)
    before = manual.checked
    diff = compare((before.handbook, before.library, []), (after.handbook, after.library, []))
    for _, mutation in batch:
        _mend(manual, mutation, copy)
    known = {_name(one) for one in before.diagnostics}
    news = [one for one in after.diagnostics if _name(one) not in known]
    for kind, mutation in batch:
        own = {mutation.edit.file, mutation.edit.to} if len(batch) > 1 else None
        yield Verdict(
            kind,
            mutation,
            tuple(one for one in news if own is None or one.file in own),
            tuple(item for item in diff.items if own is None or item.file in own),
        )


def _name(one: Diagnostic) -> tuple[str, str, str]:
    return one.file, one.code, one.message


def _write(manual: Manual, mutation: Mutation, copy: Path) -> None:
    edit = mutation.edit
    content = manual.edited(edit)
    if edit.is_gone:
        (copy / edit.file).unlink()
    if content is not None:
        file = copy / (edit.to or edit.file)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _mend(manual: Manual, mutation: Mutation, copy: Path) -> None:
    edit = mutation.edit
    if edit.to is not None:
        (copy / edit.to).unlink()
    (copy / edit.file).write_bytes(manual.content(edit.file))
