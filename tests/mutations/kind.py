"""What a kind of mistake is: how it is made, and what must be said of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from handbook_builder.diff.change import Weight
from tests.mutations.manual import Edit, Manual, Owner, Value

CRITICAL, MEANING, EDITORIAL, NONE = Weight.CRITICAL, Weight.MEANING, Weight.EDITORIAL, Weight.NONE

Place = tuple[str, int]
"""A file and a line of it, after the edit."""


@dataclass(frozen=True)
class Mutation:
    """One mistake: the edit, and where it must be told."""

    edit: Edit
    places: frozenset[Place]
    """Where ``check`` may tell it: the line of the slip, or lines that name what is now missing or wrong."""
    owner: Owner
    """Which item and step ``diff`` must name."""
    steps: frozenset[str] = frozenset()
    """The steps of which ``diff`` may name any, where there are several."""
    is_far: bool = False
    """Whether it shows in other files than its own, so that it must be tried alone."""


Make = Callable[[Manual, random.Random], Iterator[Mutation]]


@dataclass(frozen=True)
class Kind:
    """A kind of mistake: its name in both languages, what must be said of it, and how to make one."""

    id: str
    pt: str
    en: str
    codes: tuple[str, ...]
    """Codes of which ``check`` must tell one, on the right line; none for what no check can see."""
    weight: Weight | None
    """The class that ``diff`` must give it, for what no check can see; NONE where nothing may be said at all."""
    make: Make = field(repr=False)


KINDS: list[Kind] = []
"""Every kind, in the order of the table."""


def told(id: str, codes: str, pt: str, en: str) -> Callable[[Make], Make]:
    """Make a kind that ``check`` must tell, under one of some codes."""
    return _kind(id, pt, en, tuple(codes.split()), None)


def classed(id: str, weight: Weight, pt: str, en: str) -> Callable[[Make], Make]:
    """Make a kind that no check can see, and that ``diff`` must give a class; NONE for what changes nothing."""
    return _kind(id, pt, en, (), weight)


def _kind(id: str, pt: str, en: str, codes: tuple[str, ...], weight: Weight | None) -> Callable[[Make], Make]:
    def add(make: Make) -> Make:
        assert all(one.id != id for one in KINDS), id
        KINDS.append(Kind(id, pt, en, codes, weight, make))
        return make

    return add


def slip(
    manual: Manual, value: Value, edit: Edit, *lines: int, gone: Iterable[int] = (), steps: Iterable[str] = ()
) -> Mutation:
    """Make a mistake in a value, told at its line.

    ``lines`` are lines before the edit at which it may be told instead; ``gone`` are those that the edit takes away.
    """
    numbers = [*(edit.now(line) for line in lines), *gone]
    numbers = numbers or [edit.first]
    places = frozenset((edit.file, number) for number in numbers)
    return Mutation(edit, places, manual.owner(value.file, value.loc), frozenset(steps))


def far(manual: Manual, value: Value, edit: Edit, places: Iterable[Place]) -> Mutation:
    """Make a mistake that shows in other files than its own, at ``places``."""
    return Mutation(edit, frozenset(places), manual.owner(value.file, value.loc), is_far=True)
