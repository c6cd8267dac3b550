"""The passages of a document from state to state: takes its control block, gives the next one, and writes it back.

What may follow what is judged by the checks of ``checks/control.py``; here is only what each passage changes.
"""

from __future__ import annotations

import datetime
from typing import Any

from handbook_builder.model.control import ONLY_IN, UNCONTROLLED, Change, Control, Status
from handbook_builder.model.procedure import Flow
from handbook_builder.model.text import Part, Wording
from handbook_builder.rewrite import AuthorFile

FIRST_DRAFT, FIRST_APPROVED = "0.1.0", "1.0.0"


def submitted(control: Control) -> Control:
    """Put a text in review; what was said of an earlier approval goes, as it is not for this text."""
    return _passed(control, "in_review")


def approved(
    control: Control,
    *,
    by: str,
    on: datetime.date,
    effective: datetime.date,
    review_by: datetime.date,
    version: str,
    summary: Wording,
) -> Control:
    """Approve a text; a version that the revision history does not explain gets a line in it, with the summary."""
    new = control.model_copy(update={"version": version})
    # Made without reading, which takes days as text alone.
    line = (Change.model_construct(version=version, date=on, summary=summary),) if new.change is None else ()
    return _passed(
        new,
        "approved",
        approved_by=by,
        approved_on=on,
        effective=effective,
        review_by=review_by,
        changes=control.changes + line,
    )


def retired(control: Control, *, on: datetime.date, replaced_by: str | None, reason: Wording | None) -> Control:
    """Retire a text."""
    return _passed(control, "retired", retired_on=on, replaced_by=replaced_by, reason=reason)


def _passed(control: Control, status: Status, **changes: Any) -> Control:
    """Give a control block in another state, without what can't be said of that state."""
    dropped = {key: None for key, states in ONLY_IN.items() if status not in states}
    version = FIRST_DRAFT if control == UNCONTROLLED else control.version
    return control.model_copy(update={**dropped, "status": status, "version": version, **changes})


def write_control(file: AuthorFile, before: Control, after: Control) -> None:
    """Write what differs between two control blocks into the file of their guide."""
    if before == UNCONTROLLED:
        before = before.model_copy(update={"version": after.version, "status": after.status})
        _put(file, (), Flow, "control", {"version": after.version, "status": after.status})
    for key in Control.model_fields:
        old, new = getattr(before, key), getattr(after, key)
        if old == new:
            continue
        if key == "changes" and old:
            for change in new[len(old) :]:
                file.append(("control", "changes"), _plain(change))
        elif new is None:
            file.remove(("control", key))
        else:
            _put(file, ("control",), Control, key, _plain(new))


def _put(file: AuthorFile, loc: tuple[str, ...], model: type[Part], key: str, value: Any) -> None:
    """Set a key; a new one stands where the standard order wants it."""
    before = list(model.model_fields)[: list(model.model_fields).index(key)]
    present = [name for name in before if name in file.at(loc)]
    file.set((*loc, key), value, after=present[-1] if present else None)


def _plain(value: Any) -> Any:
    """Give a value of the model as authors write it."""
    match value:
        case Part():
            return {key: _plain(getattr(value, key)) for key in type(value).model_fields}
        case tuple():
            return [_plain(one) for one in value]
        case Wording():
            return dict(value)
        case _:
            return value
