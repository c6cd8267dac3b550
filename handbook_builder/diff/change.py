"""What a comparison gives back: frozen values for one change, one item and the whole manual."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, TypeAlias

from handbook_builder.diagnostics import Diagnostic
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.handbook import Item as ManualItem
from handbook_builder.model.procedure import Flow, Guide, Procedure
from handbook_builder.model.settings import Group, Settings
from handbook_builder.model.text import Duration

Item: TypeAlias = ManualItem | Group | Settings
"""What changes are gathered by."""

Value: TypeAlias = str | Duration | None


class Weight(IntEnum):
    """How much a change weighs for who follows the manual; the class of a whole is that of its heaviest change."""

    NONE = 0
    EDITORIAL = 1
    MEANING = 2
    CRITICAL = 3

    def __str__(self) -> str:
        """Give the name as files and commands write it."""
        return self.name.lower()


Kind: TypeAlias = Literal["added", "removed", "renamed", "moved", "changed", "reworded", "translated", "untranslated"]
Reason: TypeAlias = Literal["", "figure", "turn", "target", "link", "words", "spelling", "signs"]


@dataclass(frozen=True)
class Place:
    """A line of a file; of the older revision where the newer one has nothing to show."""

    file: str
    line: int
    is_old: bool = False


@dataclass(frozen=True)
class Change:
    """One thing that changed: in which item, step and field, from what to what, and how much it weighs."""

    kind: Kind
    weight: Weight
    item: str
    """Kind of the item: procedure, flow, role, service … group, settings."""
    id: str
    """Id of the item: the newer one, unless the item is gone."""
    step: str | None
    field: str
    """The way from the step or item to the value, ``answers[support].next``; empty for the whole of it."""
    before: Value
    after: Value
    place: Place
    language: str | None = None
    """Language of the wording; None where the value is no wording."""
    reason: Reason = ""
    """Why a wording weighs what it weighs."""
    about: str = dataclasses.field(default="", compare=False, repr=False)
    """What the model says of the field, in Portuguese and English."""


def weight_of_text(changes: Iterable[Change]) -> Weight:
    """Give the class of what changed in a guide besides its control block."""
    return max((one.weight for one in changes if not one.field.startswith("control.")), default=Weight.NONE)


@dataclass(frozen=True)
class Drift:
    """What a change did to a translation.

    ``stale``: the source changed and the translation did not; ``missing``: what the source says now has no translation;
    ``done``: a translation that lacked is there; ``alone``: the translation changed and the source did not.
    """

    state: Literal["stale", "missing", "done", "alone"]
    language: str
    step: str | None
    field: str
    weight: Weight
    about: str = dataclasses.field(default="", compare=False, repr=False)


@dataclass(frozen=True)
class Touch:
    """Something that did not change itself, but should be looked at because of what did."""

    kind: str
    """scenario, or the kind of an item."""
    id: str
    why: str
    """passes, ends_elsewhere, stuck; run, continue, link, uses; refers, does; teaches, asks."""


@dataclass(frozen=True)
class Version:
    """Whether the version of a guide was raised as the class of its changes asks."""

    before: str
    after: str
    asked: str
    """The lowest version that would do."""
    is_raised: bool
    is_recorded: bool
    """Whether the list of changes has a line for the new version."""


@dataclass(frozen=True)
class Passage:
    """What is odd in the way of a guide from state to state.

    ``unreviewed``: approved without review; ``unapproved``: changed and still approved; ``lowered``: its version went
    down; ``revived``: it was retired; ``lost``: deleted rather than retired.
    """

    rule: Literal["unreviewed", "unapproved", "lowered", "revived", "lost"]
    before: str
    """The state before; for ``lowered`` the version, for ``unapproved`` the day of the approval."""
    after: str


@dataclass(frozen=True)
class ItemDiff:
    """All that changed in one item; ``before`` is None for what is new, ``after`` for what is gone."""

    kind: str
    id: str
    file: str
    before: Item | None = dataclasses.field(repr=False)
    after: Item | None = dataclasses.field(repr=False)
    changes: tuple[Change, ...]
    drifts: tuple[Drift, ...] = ()
    touches: tuple[Touch, ...] = ()
    version: Version | None = None
    passages: tuple[Passage, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    """Old and new id of the steps that both revisions have."""

    @property
    def weight(self) -> Weight:
        """Class of the item."""
        return max(change.weight for change in self.changes)

    @property
    def guides(self) -> tuple[Guide, Guide] | None:
        """The item before and after, if it is a guide that both revisions have."""
        before, after = self.before, self.after
        both = isinstance(before, Procedure | Flow) and isinstance(after, Procedure | Flow)
        return (before, after) if both else None  # type: ignore[return-value]


@dataclass(frozen=True)
class Diff:
    """All that changed in a manual."""

    before: Handbook = dataclasses.field(repr=False)
    after: Handbook = dataclasses.field(repr=False)
    items: tuple[ItemDiff, ...]
    unread_before: tuple[Diagnostic, ...] = ()
    """Why parts of the older revision could not be read; what stands in those files was not compared."""
    unread_after: tuple[Diagnostic, ...] = ()

    @property
    def weight(self) -> Weight:
        """Class of the whole."""
        return max((item.weight for item in self.items), default=Weight.NONE)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.items or self.unread_before or self.unread_after)
