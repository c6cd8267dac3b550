"""Compares one item before and after, value by value: collects the changes and what they did to translations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from handbook_builder.diff.change import Change, Drift, Item, Kind, Reason, Value, Weight
from handbook_builder.diff.context import Context, Spot
from handbook_builder.diff.match import match, moved
from handbook_builder.diff.rules import at_least, at_most, weight_of, weight_of_order
from handbook_builder.diff.wordings import weigh
from handbook_builder.model.settings import Group, Settings
from handbook_builder.model.steps import wording_of
from handbook_builder.model.text import Duration, Part, Wording
from handbook_builder.model.walks import wordings_in


@dataclass(frozen=True)
class Comparison:
    """One item in both revisions, and what was found in it so far."""

    context: Context
    before: Item | None
    after: Item | None
    changes: list[Change] = field(default_factory=list)
    drifts: list[Drift] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    """Old and new ids of the steps that both revisions have."""

    @property
    def present(self) -> Item:
        """The item: the newer one, unless it is gone."""
        present = self.after if self.after is not None else self.before
        assert present is not None
        return present

    # Comparing.

    def values(self, old: Any, new: Any, spot: Spot) -> None:
        """Compare two values of any kind."""
        if old == new:
            return
        both = (old, new)
        if any(isinstance(one, Wording) for one in both):
            self.wordings(old, new, spot)
        elif all(isinstance(one, dict) for one in both):
            for key in dict.fromkeys((*old, *new)):
                inner = spot.at(key, key if key in old else None, key if key in new else None)
                nothing = () if isinstance(old.get(key, new.get(key)), tuple) else None
                self.values(old.get(key, nothing), new.get(key, nothing), inner)
        elif all(isinstance(one, tuple) for one in both):
            self.lists(old, new, spot)
        elif all(isinstance(one, Part) and not isinstance(one, Duration) for one in both):
            self.fields(old, new, spot)
        else:
            old = self.context.with_new_id(old, spot.names[-1])
            if old != new:
                # What is not there has no line.
                told = replace(spot, old=None if old is None else spot.old, new=None if new is None else spot.new)
                self.tell("changed", told, _value(old), _value(new))

    def fields(self, old: Part, new: Part, spot: Spot, left_out: Sequence[str] = ("id",)) -> None:
        """Compare two models field by field; one of another type lacks some."""
        for name, info in {**type(old).model_fields, **type(new).model_fields}.items():
            if name not in left_out:
                nothing = () if "tuple" in str(info.annotation) else None
                inner = spot.field(info.alias or name, info.description or "")
                self.values(getattr(old, name, nothing), getattr(new, name, nothing), inner)

    def lists(self, old: tuple[Any, ...], new: tuple[Any, ...], spot: Spot) -> None:
        """Compare two lists: of models, of wordings, or of ids and words."""
        olds = [self.context.with_new_id(one, spot.names[-1]) for one in old]
        pairs = match(olds, new, key_of, self.context.alike)
        for i, j in pairs:
            one, other = (olds[i] if i is not None else None), (new[j] if j is not None else None)
            number = (j if j is not None else i or 0) + 1
            present = one if other is None else other
            inner = spot.at(key_of(present) or str(number), i, j)
            if isinstance(present, str):
                inner = replace(inner, path=spot.path)  # the value tells it all
            if one is None or other is None:
                if isinstance(present, Wording):
                    self.wordings(one, other, inner)
                else:
                    self.came_or_went(one, other, inner)
            else:
                if id_of(one) != id_of(other):
                    self.tell("renamed", inner.field("id"), id_of(one), id_of(other), Weight.EDITORIAL)
                self.values(one, other, inner)
        if moved(pairs):
            self.tell("moved", spot, None, None, weight_of_order(kind_of(self.present), spot.names))

    def came_or_went(self, old: Any, new: Any, spot: Spot) -> None:
        """Tell that something is new or gone, and the languages that something new lacks."""
        self.tell("added" if old is None else "removed", spot, self.name_of(old), self.name_of(new))
        texts = [wording for _, wording in wordings_in(new)] if new is not None else []
        for language in self.context.languages:
            if any(not wording.get(language, "").strip() for wording in texts):
                self.drifts.append(Drift("missing", language, spot.step, spot.path, Weight.MEANING, spot.about))

    def wordings(self, old: Wording | None, new: Wording | None, spot: Spot, least: Weight = Weight.NONE) -> None:
        """Compare two wordings language by language, and see what became of the translations.

        What differs weighs ``least``, or more.
        """
        source = self.context.source
        olds, news = ({language: text.strip() for language, text in (one or {}).items()} for one in (old, new))
        olds = {language: self.context.with_new_links(text) for language, text in olds.items()}
        most = at_most(kind_of(self.present), spot.names)
        if old is None or new is None:
            least = at_least(kind_of(self.present), spot.names)
        weights: dict[str, Weight] = {}
        for language in dict.fromkeys((*self.context.languages, *olds, *news)):
            before, after = olds.get(language, ""), news.get(language, "")
            weight, reason = weigh(before, after, language, self.context.both_in_use(language))
            weights[language] = weight = min(weight, most)
            if weight is Weight.NONE:
                continue
            weight = max(weight, least)
            kind: Kind = "reworded" if before and after else "added" if after else "removed"
            # A translation that comes later says what was said already; one that goes leaves its readers without.
            if kind != "reworded" and language != source and olds.get(source) and news.get(source):
                kind, weight = ("translated", Weight.EDITORIAL) if after else ("untranslated", Weight.MEANING)
            at = spot.at(language, language if before else None, language if after else None)
            at = replace(at, path=spot.path)
            self.tell(kind, at, before or None, after or None, weight, language, reason)
        if news.get(source):
            self.drift(olds, news, weights, spot)

    def drift(self, old: Mapping[str, str], new: Mapping[str, str], weights: Mapping[str, Weight], spot: Spot) -> None:
        """See what became of the translations of a wording."""
        source = weights[self.context.source]
        for language in self.context.languages[1:]:
            weight = weights[language]
            state: Literal["stale", "missing", "done", "alone"]
            if not new.get(language):
                if source < Weight.MEANING and not old.get(language):
                    continue  # it was missing before, and nothing more is
                state, weight = "missing", max(source, weight)
            elif not old.get(language) and old.get(self.context.source):
                state = "done"
            elif source >= Weight.MEANING and weight is Weight.NONE:
                state, weight = "stale", source
            elif source < Weight.MEANING <= weight:
                state = "alone"
            else:
                continue
            self.drifts.append(Drift(state, language, spot.step, spot.path, weight, spot.about))

    # Telling.

    def tell(
        self,
        kind: Kind,
        spot: Spot,
        before: Value,
        after: Value,
        weight: Weight | None = None,
        language: str | None = None,
        reason: Reason = "",
    ) -> None:
        """Note a change; without a weight, the field decides."""
        item = kind_of(self.present)
        if weight is None:
            retired = spot.names == ("control", "status") and after == "retired"
            weight = Weight.CRITICAL if retired else weight_of(item, spot.names)
        if self.after is not None and spot.new is not None:
            place = self.context.new.place(self.after, spot.new)
        else:
            assert self.before is not None and spot.old is not None
            place = self.context.old.place(self.before, spot.old)
        self.changes.append(
            Change(
                kind,
                weight,
                item,
                id_of(self.present),
                spot.step,
                spot.path,
                before,
                after,
                place,
                language,
                reason,
                spot.about,
            )
        )

    def name_of(self, value: Any) -> str | None:
        """Give the name or text of an item, step or other part in the source language."""
        if value is None or isinstance(value, str):
            return value
        fields = (getattr(value, name, None) for name in ("title", "name", "term", "label"))
        wording = next((text for text in fields if isinstance(text, Wording)), None)
        if hasattr(value, "who"):
            wording = wording_of(value)
        text = wording.get(self.context.source, "").strip() if wording else ""
        return text or getattr(value, "run", None) or key_of(value)


def kind_of(item: Item) -> str:
    """Give the kind of an item."""
    match item:
        case Group():
            return "group"
        case Settings():
            return "settings"
        case _:
            return item.kind


def id_of(item: Any) -> str:
    """Give the id of an item or part; what has none is one of its kind."""
    return getattr(item, "id", "")


def key_of(part: Any) -> str:
    """Give what a part of a list is known by: an id or the like; nothing for a wording."""
    if isinstance(part, str):
        return part
    return next((value for name in ("id", "document", "version", "value") if (value := getattr(part, name, ""))), "")


def _value(value: Any) -> Value:
    """Give a value as authors write it; a time limit as it is, so that it can be said in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value is None or isinstance(value, Duration) else str(value)
