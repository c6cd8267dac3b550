"""How a translation stands to the text that it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["missing", "stale", "fuzzy", "done"]
"""A translation lacks; it says what an older source said; a translator was not sure of it; or all is well."""

STATES: tuple[State, ...] = ("missing", "stale", "fuzzy", "done")


@dataclass(frozen=True)
class Doubt:
    """Why a translation may not say what its source says now.

    ``unrecorded``: nobody noted from which source it was made; it counts as done until the source changes again.
    """

    kind: Literal["stale", "fuzzy", "unrecorded"]
    is_critical: bool = False
    """Whether readers must not see it: a number, a time limit, a target or a "not" has changed."""
    before: str = ""
    """The source that it was made from, where that differs from the one of today."""
