"""Whether a guide's version was raised as its changes ask: takes the guide before and after, gives what is right.

Critical changes ask for a new first number, or, before 1.0.0, a new second one; changes of meaning for a new second
one; editorial changes for a new third one. The control block asks for nothing itself, or approving would never end.
"""

from __future__ import annotations

from collections.abc import Sequence

from handbook_builder.diff.change import Change, Item, Version, Weight, weight_of_text
from handbook_builder.model.control import UNCONTROLLED
from handbook_builder.model.procedure import Flow, Procedure
from handbook_builder.model.text import version_numbers


def version_of(before: Item | None, after: Item | None, changes: Sequence[Change]) -> Version | None:
    """Give what became of a guide's version; None where nothing asks for a new one."""
    if not (isinstance(before, Procedure | Flow) and isinstance(after, Procedure | Flow)):
        return None
    weight = weight_of_text(changes)
    old, new = before.control, after.control
    if weight is Weight.NONE or UNCONTROLLED in (old, new):
        return None
    asked = _raised(old.version, weight)
    is_raised = version_numbers(new.version) >= version_numbers(asked)
    return Version(old.version, new.version, asked, is_raised, any(one.version == new.version for one in new.changes))


def _raised(version: str, weight: Weight) -> str:
    """Give the lowest version that a change of a weight asks for."""
    first, second, third = version_numbers(version)
    if weight is Weight.EDITORIAL:
        return f"{first}.{second}.{third + 1}"
    if weight is Weight.CRITICAL and first:
        return f"{first + 1}.0.0"
    return f"{first}.{second + 1}.0"


def weight_of_version(before: str, after: str) -> Weight:
    """Give the class that a new version tells by its number; before 1.0.0, what changes the meaning counts as critical.

    The same rule as above, read backwards: it can't tell a change of meaning from a critical one there.
    """
    old, new = version_numbers(before), version_numbers(after)
    place = next((at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other), 2)
    if place == 1 and not new[0]:
        return Weight.CRITICAL
    return (Weight.CRITICAL, Weight.MEANING, Weight.EDITORIAL)[place]
