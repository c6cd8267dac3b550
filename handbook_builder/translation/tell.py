"""The status of translations for people and programs: takes what ``status.py`` found, gives text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handbook_builder.diff.values import id_of, kind_of
from handbook_builder.load import Library
from handbook_builder.messages import Message, said_in
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.translations import STATES, State
from handbook_builder.render.words import name_of
from handbook_builder.translation.status import ItemStatus, OpenText, status_of, total

WORDS: Mapping[State, Message] = {
    "missing": Message("missing"),
    "stale": Message("to be updated"),
    "fuzzy": Message("uncertain"),
    "done": Message("done"),
}
"""What people are told of a state."""


@dataclass(frozen=True)
class Report:
    """The status of some languages of a manual."""

    handbook: Handbook
    library: Library
    languages: tuple[str, ...]

    def items(self, language: str) -> Sequence[ItemStatus]:
        """Give how far each item is in a language."""
        return status_of(self.handbook, language)

    def line(self, text: OpenText) -> int:
        """Give the line of a text in its file."""
        return self.library.line(text.unit.origin, text.unit.loc)

    def open(self, item: ItemStatus) -> list[OpenText]:
        """Give the texts of an item that are not done, from the top of its file down."""
        return sorted(item.open, key=self.line)

    def source(self, text: OpenText) -> str:
        """Give what a text says now."""
        return text.unit.text(self.handbook.settings.source_language)


def _counts(counts: Mapping[State, int], say: Callable[[str], str]) -> str:
    done, all = counts.get("done", 0), sum(counts.values())
    parts = [f"{say(WORDS[state])} {counts[state]}" for state in STATES[:-1] if counts.get(state)]
    return ", ".join([say(Message("{done} of {all} texts done", done=done, all=all)), *parts])


def _state(text: OpenText, say: Callable[[str], str]) -> str:
    word = say(WORDS[text.state])
    return say(Message("{state}, critical", state=word)) if text.is_critical else word


def as_text(report: Report, language: str) -> str:
    """Tell the status on a terminal: each text that is not done with its file and line."""

    def say(text: str) -> str:
        return said_in(language, text)

    lines = []
    for one in report.languages:
        items = report.items(one)
        lines.append(f"{name_of(one)} ({one}): {_counts(total(items), say)}")
        for item in items:
            if item.open:
                lines.append(f"  {_name(item)}: {_counts(item.counts, say)}")
            for text in report.open(item):
                lines.append(f"    {item.file}:{report.line(text)}: {text.unit.id}: {_state(text, say)}")
                if text.doubt and text.doubt.before:
                    lines.append(f"      - {_one_line(text.doubt.before)}")
                    lines.append(f"      + {_one_line(report.source(text))}")
    return "".join(f"{line}\n" for line in lines)


def as_markdown(report: Report, language: str) -> str:
    """Tell the status for a pull request or an issue: a table a language, and a list of what is to be updated."""

    def say(text: str) -> str:
        return said_in(language, text)

    blocks = []
    for one in report.languages:
        items = report.items(one)
        blocks.append(f"## {name_of(one)}\n\n{_counts(total(items), say)}\n")
        rows = [
            f"| {_name(item)} | {' | '.join(str(item.counts.get(state, 0)) for state in STATES)} |"
            for item in items
            if item.open
        ]
        if rows:
            head = ["", *(say(WORDS[state]) for state in STATES)]
            blocks.append("\n".join([f"| {' | '.join(head)} |", f"| --- |{' ---: |' * len(STATES)}", *rows, ""]))
        told = [
            f"- `{text.unit.id}` ({item.file}:{report.line(text)}): {_state(text, say)}"
            for item in items
            for text in report.open(item)
            if text.state != "missing"
        ]
        if told:
            blocks.append("\n".join([*told, ""]))
    return "\n".join(blocks)


def as_json(report: Report, language: str) -> str:
    """Tell the status to programs; keys are the same in every language."""
    value = {
        one: {
            "counts": _all_counts(total(items := report.items(one))),
            "items": [
                {
                    "kind": kind_of(item.item),
                    "id": id_of(item.item),
                    "file": item.file,
                    "counts": _all_counts(item.counts),
                    "texts": [
                        {
                            "id": text.unit.id,
                            "step": text.unit.step,
                            "line": report.line(text),
                            "state": text.state,
                            "critical": text.is_critical,
                            "source": report.source(text),
                            "before": text.doubt.before if text.doubt else "",
                        }
                        for text in report.open(item)
                    ],
                }
                for item in items
            ],
        }
        for one in report.languages
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _all_counts(counts: Mapping[State, int]) -> dict[State, int]:
    return {state: counts.get(state, 0) for state in STATES}


def _name(item: ItemStatus) -> str:
    return "/".join(name for name in (kind_of(item.item), id_of(item.item)) if name)


def _one_line(text: str) -> str:
    return " ".join(text.split())
