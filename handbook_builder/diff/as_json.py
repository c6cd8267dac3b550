"""Tells a comparison to programs: takes a ``Diff``, gives JSON with ids and values as authors write them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from handbook_builder.diagnostics import Diagnostic
from handbook_builder.diff.change import Change, Diff, ItemDiff, Value
from handbook_builder.diff.tell import Names, Report
from handbook_builder.messages import said_in
from handbook_builder.model.text import Duration


def as_json(diff: Diff, names: Names, language: str) -> str:
    """Tell a comparison as JSON; the names of keys and values are the same in every language."""
    report = Report(diff, names, language)
    value = {
        "base": names.base,
        "head": names.head,
        "class": str(diff.weight),
        "unread": {
            "base": _unread(diff.unread_before, language),
            "head": _unread(diff.unread_after, language),
        },
        "items": [_item(item, report) for item in diff.items],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _unread(diagnostics: Iterable[Diagnostic], language: str) -> list[dict[str, Any]]:
    return [
        {"file": one.file, "line": one.line, "code": one.code, "message": said_in(language, one.message)}
        for one in diagnostics
    ]


def _item(item: ItemDiff, report: Report) -> dict[str, Any]:
    version = item.version
    return {
        "kind": item.kind,
        "id": item.id,
        "title": report.title(item),
        "file": item.file,
        "class": str(item.weight),
        "version": version
        and {
            "before": version.before,
            "after": version.after,
            "asked": version.asked,
            "raised": version.is_raised,
            "recorded": version.is_recorded,
        },
        "passages": [{"rule": one.rule, "before": one.before, "after": one.after} for one in item.passages],
        "changes": [_change(change) for change in item.changes],
        "translations": [
            {
                "state": one.state,
                "language": one.language,
                "step": one.step,
                "field": one.field,
                "class": str(one.weight),
            }
            for one in item.drifts
        ],
        "touched": [{"kind": one.kind, "id": one.id, "why": one.why} for one in item.touches],
        "chart": (report.names.charts or {}).get(item.id),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "class": str(change.weight),
        "step": change.step,
        "field": change.field,
        "language": change.language,
        "before": _value(change.before),
        "after": _value(change.after),
        "reason": change.reason,
        "file": change.place.file,
        "line": change.place.line,
        "revision": "base" if change.place.is_old else "head",
    }


def _value(value: Value) -> str | None:
    if not isinstance(value, Duration):
        return value
    if value.count == 0:
        return "same day"
    return f"{value.count} {value.unit}" if value.count == 1 else f"{value.count} {value.unit}s"
