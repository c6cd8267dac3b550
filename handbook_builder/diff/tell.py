"""Tells a comparison to people: takes a ``Diff``, gives text for a terminal, or Markdown for a pull request.

Both are made of the same lines; what is gone and what is new is marked by signs, never by colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from handbook_builder.diff.change import Change, Diff, Drift, ItemDiff, Passage, Touch, Value, Weight
from handbook_builder.diff.rules import REFERENCES, namespace
from handbook_builder.diff.wordings import pieces
from handbook_builder.graph import manual_graph
from handbook_builder.messages import said_in
from handbook_builder.model.handbook import SETTINGS_FILE
from handbook_builder.model.settings import Settings
from handbook_builder.model.steps import Decision
from handbook_builder.model.text import Duration, Wording
from handbook_builder.render.words import words_of
from handbook_builder.render.writer import Edition, escape

Style = Literal["plain", "strong", "code", "old", "new"]
Span = tuple[Style, str]
Form = Literal["title", "item", "head", "row", "note"]


@dataclass(frozen=True)
class Line:
    """A line of the report: ``title``, ``item`` (a title too), ``head`` of a list, ``row`` of a list, or ``note``."""

    form: Form
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Names:
    """How the two revisions are called, and where charts of the difference were written, by guide."""

    base: str
    head: str | None = None
    """None for the files as they stand on the disk."""
    charts: dict[str, str] | None = None


LONGEST = 60
"""Characters of a step's or item's text that are enough to know it by."""

MOST = 8
"""Names of touched items that are told; JSON has them all."""

_SEGMENT = re.compile(r"([^.\[\]]+)(?:\[(.*?)\](?=\.|$))?")
"""One name in the way to a value, and the key of the part that it leads to."""

_WORDED = {
    "kind": ("kind_", "channel_", "source_", "diff_kind_"),
    "priority": ("priority_",),
    "at_hand": ("priority_",),
    "consent": ("consent_",),
    "outcome": ("outcome_",),
    "confidence": ("confidence_",),
    "state": ("practice_",),
    "status": ("",),
}
"""Fields whose values are said in interface words, and how the names of those words may begin."""


def as_text(diff: Diff, names: Names, language: str) -> str:
    """Tell a comparison for a terminal: gone words in ``[-…-]``, new ones in ``{+…+}``. Empty if nothing changed."""
    marks = {"plain": "{}", "strong": "{}", "code": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    indents = {"title": "", "item": "\n", "head": "  ", "row": "    - ", "note": "  "}
    return "".join(
        indents[line.form]
        + "".join(marks[style].format(" ".join(text.split("\n"))) for style, text in line.spans)
        + "\n"
        for line in Report(diff, names, language).lines()
    )


def as_markdown(diff: Diff, names: Names, language: str) -> str:
    """Tell a comparison as Markdown, as GitHub and Python-Markdown read it. Empty if nothing changed."""
    marks = {
        "plain": "{}",
        "strong": "**{}**",
        "code": "<code>{}</code>",
        "old": "<del>{}</del>",
        "new": "<ins>{}</ins>",
    }
    forms = {"title": "## {}\n", "item": "\n### {}\n", "head": "\n**{}**\n\n", "row": "- {}\n", "note": "\n{}\n"}

    def span(style: Style, text: str) -> str:
        # The blanks around a text stay outside of what marks it.
        inner = text.strip()
        return text.replace(inner, marks[style].format(escape(inner)), 1) if inner else text

    return "".join(
        forms[line.form].format("".join(span(*one) for one in line.spans))
        for line in Report(diff, names, language).lines()
    )


@dataclass(frozen=True)
class Report:
    """The lines that tell a comparison in a language."""

    diff: Diff
    names: Names
    language: str

    @cached_property
    def words(self) -> Any:
        """The interface words."""
        return words_of(self.language)

    @cached_property
    def before(self) -> Edition:
        """The older revision in the language of the report."""
        return Edition(self.diff.before, manual_graph(self.diff.before), self.language)

    @cached_property
    def after(self) -> Edition:
        """The newer revision in the language of the report."""
        return Edition(self.diff.after, manual_graph(self.diff.after), self.language)

    def lines(self) -> Iterator[Line]:
        """Give all lines; none if nothing changed."""
        diff, words = self.diff, self.words
        if diff.is_empty:
            return
        head = self.names.head or words.diff_working_tree
        yield _line("title", words.diff_title.format(base=self.names.base, head=head))
        for diagnostics, text in (
            (diff.unread_before, words.diff_unread_before),
            (diff.unread_after, words.diff_unread_after),
        ):
            if diagnostics:
                yield _line("note", text)
                for one in diagnostics:
                    yield _line("row", f"{one.file}:{one.line}: {said_in(self.language, one.message)}")
        if not diff.items:
            return
        counts = {
            "new": sum(item.before is None for item in diff.items),
            "gone": sum(item.after is None for item in diff.items),
        }
        counts["changed"] = len(diff.items) - counts["new"] - counts["gone"]
        yield _line("note", words.diff_summary.format(weight=self.weight(diff.weight), **counts))
        for item in diff.items:
            yield from self.item(item)

    def item(self, item: ItemDiff) -> Iterator[Line]:
        """Give the lines of one item."""
        words = self.words
        yield _line("item", f"{self.kind(item.kind)} {self.title(item)} ({item.file}): {self.weight(item.weight)}")
        for weight in sorted(Weight, reverse=True):
            # What became of the version has a line of its own.
            rows = [one for one in item.changes if one.weight is weight and not (item.version and _of_version(one))]
            if rows:
                yield _line("head", _upper(f"{self.weight(weight)}:"))
                for change in rows:
                    yield Line("row", (*self.change(item, change), ("plain", self.tail(item, change))))
        if item.version:
            yield _line("note", self.version(item))
        for passage in item.passages:
            yield _line("note", self.passage(passage))
        for state in ("stale", "missing", "done", "alone"):
            for language in self.diff.after.languages:
                drifts = [one for one in item.drifts if (one.state, one.language) == (state, language)]
                if drifts:
                    places = "; ".join(dict.fromkeys(self.drift(item, one) for one in drifts))
                    yield _line("note", words[f"diff_{state}"].format(language=language, places=places))
        if item.touches:
            yield _line("head", f"{words.diff_touched}:")
            for why, ids in self.touched(item):
                yield _line("row", f"{why}: {ids}")
        if self.names.charts and item.id in self.names.charts:
            yield _line("note", words.diff_chart.format(file=self.names.charts[item.id]))

    def weight(self, weight: Weight) -> str:
        """Say a class."""
        return str(self.words[f"diff_{weight}"])

    def title(self, item: ItemDiff) -> str:
        """Name an item by its code and title."""
        return _named(item.after or item.before, self.after if item.after is not None else self.before)

    def kind(self, kind: str) -> str:
        """Name a kind of item."""
        return str(self.words.table.get(f"diff_kind_{kind}", kind))

    def change(self, item: ItemDiff, change: Change) -> Iterator[Span]:
        """Give a change: where, what, from what to what."""
        words = self.words
        where = self.where(item, change)
        if not change.field and change.kind in ("added", "removed"):
            name = "step" if change.step else "item"
            text = words[f"diff_{name}_{change.kind}"]
            yield "plain", f"{where}: {text}" if where else _upper(text)
            return
        language = f" ({change.language})" if change.language else ""
        label = self.label(item, change) if change.field else ""
        # "Step 3 «Greet the person.», time limit: 2 days → 5 days"
        what = ", ".join(part for part in (where, _lower(label) if where else label) if part)
        yield "plain", f"{_upper(what)}{language}: "
        before = self.value(change, change.before, self.before)
        after = self.value(change, change.after, self.after)
        match change.kind:
            case "reworded":
                for name, text in pieces(str(change.before), str(change.after)):
                    yield ("plain" if name == "same" else name), text
            case "added" | "translated":
                yield "plain", f"{words[f'diff_{change.kind}']} "
                yield "new", after
            case "removed" | "untranslated":
                yield "plain", f"{words[f'diff_{change.kind}']} "
                yield "old", before
            case "moved":
                yield (
                    "plain",
                    words.diff_reordered
                    if not change.step or change.field
                    else words.diff_step_moved.format(before=before, after=after),
                )
            case _:
                yield "plain", f"{before} → {after}"

    def where(self, item: ItemDiff, change: Change | Drift) -> str:
        """Name the step of a change by its number and text."""
        if change.step is None:
            return ""
        for edition, guide in ((self.after, item.after), (self.before, item.before)):
            for number, step in enumerate(getattr(guide, "steps", ()), 1):
                if step.id == change.step:
                    return str(self.words.diff_step.format(n=number, text=_short(edition.step_text(step))))
        return str(self.words.diff_step.format(n="?", text=change.step))

    def label(self, item: ItemDiff, change: Change | Drift) -> str:
        """Name the field of a change, with the parts around it: answer «Yes», next step."""
        *outer, (name, key) = _SEGMENT.findall(change.field)
        parts = [
            self.words.diff_part.format(
                part=self.words.table.get(f"diff_in_{list}", list), name=self.part(item, change, list, id)
            )
            for list, id in outer
            if id
        ]
        about = change.about.split("\n\n")[-1 if self.language != "pt" else 0]
        label = _FIRST.match(about)[0].strip() if about else self.words.table.get(f"diff_field_{name}", name)  # type: ignore[index]
        if key and not (isinstance(change, Change) and key in (change.before, change.after)):
            label += f" ({key})"
        return ", ".join((*parts, label if not parts else _lower(label)))

    def part(self, item: ItemDiff, change: Change | Drift, list: str, id: str) -> str:
        """Name a part of a list by its text, or by its id where it has none."""
        for edition, present in ((self.after, item.after), (self.before, item.before)):
            steps = (step for step in getattr(present, "steps", ()) if step.id == change.step)
            holder = next(steps, None) if change.step else present
            if isinstance(holder, Decision) and list == "answers":
                for choice in holder.choices:
                    if choice.id == id:
                        return edition.answer(choice)
            for one in getattr(holder, list, ()):
                wording = getattr(one, "title", getattr(one, "label", None))
                if getattr(one, "id", "") == id and isinstance(wording, Wording):
                    return _short(edition.text(wording))
        return id

    def value(self, change: Change, value: Value, edition: Edition) -> str:
        """Say a value: the name of what an id means, a time limit or choice in words, a wording as it stands."""
        words = self.words.table
        if value is None:
            return str(self.words.diff_nothing)
        if isinstance(value, Duration):
            return self.words.duration(value)  # type: ignore[no-any-return]
        if change.language or not change.field:
            return value
        name, _ = _SEGMENT.findall(change.field)[-1]
        guide = edition.handbook.guide(change.id)
        if name in ("next", "start", "ends") and guide is not None:
            found = ((at, step) for at, step in enumerate(guide.steps, 1) if step.id == value)
            return next(
                (self.words.diff_target.format(n=at, text=_short(edition.step_text(step))) for at, step in found), value
            )
        if name in REFERENCES:
            return self.name(REFERENCES[name], value, edition)
        prefixes = ("",) if value in ("yes", "no") else _WORDED.get(name, ())
        return next((words[f"{prefix}{value}"] for prefix in prefixes if f"{prefix}{value}" in words), value)

    def name(self, kind: str, id: str, edition: Edition) -> str:
        """Name an item by its code and title; by its id where that revision lacks it."""
        found = edition.handbook.guide(id) if namespace(kind) == "guide" else edition.handbook.entries(kind).get(id)
        if found is None:
            return id
        return _named(found, edition)

    def tail(self, item: ItemDiff, change: Change) -> str:
        """Give the reason and the line."""
        words = self.words
        reason = words.table.get(f"diff_reason_{change.reason}", "")
        line = words.diff_line.format(line=change.place.line)
        if change.place.is_old:
            line = words.diff_old_line.format(line=change.place.line)
        # Entries of one item stand in one file, unless the item moved.
        place = line if change.place.file == item.file else f"{change.place.file}, {line}"
        return f" ({'; '.join(part for part in (reason, place) if part)})"

    def version(self, item: ItemDiff) -> str:
        """Say whether the version was raised as it should be."""
        version, words = item.version, self.words
        assert version is not None
        if not version.is_raised:
            stays = "stays" if version.before == version.after else "low"
            return str(words[f"diff_version_{stays}"].format(**vars(version), weight=self.weight(item.weight)))
        name = "right" if version.is_recorded else "unrecorded"
        return str(words[f"diff_version_{name}"].format(**vars(version)))

    def passage(self, passage: Passage) -> str:
        """Say what is odd in the way from state to state."""
        before, after = (self.words.table.get(one, one) for one in (passage.before, passage.after))
        return str(self.words[f"diff_passage_{passage.rule}"].format(before=before, after=after))

    def drift(self, item: ItemDiff, drift: Drift) -> str:
        """Name the wording of which a translation drifted."""
        label = self.label(item, drift) if drift.field else ""
        where = self.where(item, drift)
        return ", ".join(part for part in (where, _lower(label) if where else label) if part) or self.kind(item.kind)

    def touched(self, item: ItemDiff) -> Iterator[tuple[str, str]]:
        """Give what the changes touch: why, and the names of all that are touched for one reason."""
        reasons = dict.fromkeys((touch.kind, touch.why) for touch in item.touches)
        for kind, why in reasons:
            names = [self.touched_name(item, touch) for touch in item.touches if (touch.kind, touch.why) == (kind, why)]
            more = [self.words.diff_more.format(n=len(names) - MOST)] if len(names) > MOST else []
            yield f"{self.kind(kind)}, {self.words[f'diff_why_{why}']}", "; ".join((*names[:MOST], *more))

    def touched_name(self, item: ItemDiff, touch: Touch) -> str:
        """Name something that is touched."""
        if touch.kind == "scenario":
            cases = getattr(item.after, "scenarios", ())
            return next((self.after.text(case.title) for case in cases if case.id == touch.id), touch.id)
        return self.name(touch.kind, touch.id, self.after)


_FIRST = re.compile(r"[^:;(,.]*(?:\.(?=\w)[^:;(,.]*)*")
"""The name of a field at the beginning of what is said about it."""


def _of_version(change: Change) -> bool:
    return change.field == "control.version"


def _line(form: Form, text: str) -> Line:
    return Line(form, (("plain", text),))


def _named(item: Any, edition: Edition) -> str:
    code = f"{item.code} " if getattr(item, "code", None) else ""
    if isinstance(item, Settings):
        return edition.text(item.title) or SETTINGS_FILE
    return code + edition.name(item)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
