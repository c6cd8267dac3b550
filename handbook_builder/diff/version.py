"""Whether a guide's version was raised as its changes ask: takes the guide before and after, gives what is right.

Critical changes ask for a new first number, or, before 1.0.0, a new second one; changes of meaning for a new second
one; editorial changes for a new third one. The control block asks for nothing itself, or approving would never end.
"""

from __future__ import annotations

from collections.abc import Sequence

from handbook_builder.diff.change import Change, Item, Version, Weight
from handbook_builder.model.control import UNCONTROLLED
from handbook_builder.model.procedure import Flow, Procedure


def version_of(before: Item | None, after: Item | None, changes: Sequence[Change]) -> Version | None:
    """Give what became of a guide's version; None where nothing asks for a new one."""
    if not (isinstance(before, Procedure | Flow) and isinstance(after, Procedure | Flow)):
        return None
    weight = max((one.weight for one in changes if not one.field.startswith("control.")), default=Weight.NONE)
    old, new = before.control, after.control
    if weight is Weight.NONE or UNCONTROLLED in (old, new):
        return None
    asked = _raised(old.version, weight)
    is_raised = _numbers(new.version) >= _numbers(asked)
    return Version(old.version, new.version, asked, is_raised, any(one.version == new.version for one in new.changes))


def _raised(version: str, weight: Weight) -> str:
    """Give the lowest version that a change of a weight asks for."""
    first, second, third = _numbers(version)
    if weight is Weight.EDITORIAL:
        return f"{first}.{second}.{third + 1}"
    if weight is Weight.CRITICAL and first:
        return f"{first + 1}.0.0"
    return f"{first}.{second + 1}.0"


def _numbers(version: str) -> tuple[int, int, int]:
    first, second, third = map(int, version.split("."))
    return first, second, third
