"""What is odd in the way of a guide from state to state: takes it before and after, gives what to look at again.

The checks see one revision; only two of them tell that an approved text changed and kept its approval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handbook_builder.diff.change import Change, Item, Passage, Weight, weight_of_text
from handbook_builder.model.control import UNCONTROLLED
from handbook_builder.model.procedure import Flow, Procedure
from handbook_builder.model.text import version_numbers


def passages_of(before: Item | None, after: Item | None, changes: Sequence[Change]) -> Iterator[Passage]:
    """Give what is odd; a new guide, for which ``before`` is None, begins as a draft."""
    old = before.control if isinstance(before, Procedure | Flow) else UNCONTROLLED
    if after is None and old.status in ("approved", "retired"):
        yield Passage("lost", old.status, "")
    if not isinstance(after, Procedure | Flow):
        return
    new = after.control
    if old.status == "draft" and new.status == "approved":
        yield Passage("unreviewed", old.status, new.status)
    if old.is_retired and not new.is_retired:
        yield Passage("revived", old.status, new.status)
    if version_numbers(new.version) < version_numbers(old.version):
        yield Passage("lowered", old.version, new.version)
    is_same = old.status == new.status == "approved" and old.approved_on == new.approved_on
    if is_same and weight_of_text(changes) >= Weight.MEANING:
        yield Passage("unapproved", str(old.approved_on), new.version)
