"""Compares two manuals: takes both as loaded, gives what changed in meaning, item by item.

Guides, steps, answers and entries are known by their ids; one whose id changed is found by its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handbook_builder.diagnostics import Diagnostic
from handbook_builder.diff.change import Diff, Item, ItemDiff, Weight
from handbook_builder.diff.context import Context, Side, Spot
from handbook_builder.diff.guides import compare_guides
from handbook_builder.diff.match import match, moved
from handbook_builder.diff.passage import passages_of
from handbook_builder.diff.rules import namespace
from handbook_builder.diff.touched import Touched
from handbook_builder.diff.values import Comparison, id_of, kind_of
from handbook_builder.diff.version import version_of
from handbook_builder.load import REGISTER_KINDS, Library
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Flow, Procedure
from handbook_builder.model.settings import Settings

Loaded = tuple[Handbook, Library, list[Diagnostic]]
"""What ``load_handbook`` gives."""

Pair = tuple[Item | None, Item | None]


def compare(before: Loaded, after: Loaded) -> Diff:
    """Tell what changed between two revisions of a manual."""
    context = Context(Side(*before[:2], is_old=True), Side(*after[:2]))
    pairs = list(_pairs(context))
    for one, other in pairs:
        if one is not None and other is not None and id_of(one) != id_of(other):
            context.renamed[namespace(kind_of(one)), id_of(one)] = id_of(other)
    items = tuple(item for one, other in pairs if (item := _item(context, one, other)) is not None)
    touched = Touched(before[0], after[0], context.renamed)
    items = tuple(replace(item, touches=tuple(touched.by(item))) for item in items)
    unread = (tuple(sorted(one for one in side[2] if one.is_error)) for side in (before, after))
    return Diff(before[0], after[0], items, *unread)


def _pairs(context: Context) -> Iterator[Pair]:
    """Give every item of both revisions with the one it was or became; guides first."""
    old, new = context.old.handbook, context.new.handbook
    lists: list[tuple[list[Item], list[Item]]] = [(list(old.guides), list(new.guides))]
    kinds = (*REGISTER_KINDS.values(), "workshop", "questionnaire")
    lists += [(list(old.entries(kind).values()), list(new.entries(kind).values())) for kind in kinds]
    lists.append((list(old.settings.groups), list(new.settings.groups)))
    for olds, news in lists:
        for i, j in match(olds, news, id_of, context.alike):
            yield (olds[i] if i is not None else None, news[j] if j is not None else None)
    yield old.settings, new.settings


def _item(context: Context, one: Item | None, other: Item | None) -> ItemDiff | None:
    """Compare an item; None if nothing changed in it, or if a part of it may not have been read."""
    comparison = Comparison(context, one, other)
    kind, id = kind_of(comparison.present), id_of(comparison.present)
    both = ((context.old, one), (context.new, other))
    if any(not side.is_whole(item) if item is not None else side.may_have(kind, id) for side, item in both):
        return None
    _compare(comparison, one, other)
    if not comparison.changes:
        return None
    changes = tuple(sorted(comparison.changes, key=lambda change: -change.weight))
    version, passages = version_of(one, other, changes), tuple(passages_of(one, other, changes))
    file = (context.old if other is None else context.new).origin(comparison.present).file
    return ItemDiff(
        *(kind, id, file, one, other, changes, tuple(comparison.drifts)),
        version=version,
        passages=passages,
        steps=tuple(comparison.steps),
    )


def _compare(comparison: Comparison, one: Item | None, other: Item | None) -> None:
    context, top = comparison.context, Spot()
    if one is None or other is None:
        spot = replace(top, old=() if one is not None else None, new=() if other is not None else None)
        comparison.came_or_went(one, other, spot)
        return
    families = _family(context.old, one), _family(context.new, other)
    if one == other and families[0] == families[1]:
        return
    if id_of(one) != id_of(other):
        comparison.tell("renamed", top.field("id"), id_of(one), id_of(other), Weight.MEANING)
    if kind_of(one) != kind_of(other):
        comparison.tell("changed", top.field("kind"), kind_of(one), kind_of(other), Weight.CRITICAL)
    if families[0] != families[1]:
        comparison.tell("changed", top.field("group"), *families)
    if isinstance(one, Procedure | Flow) and isinstance(other, Procedure | Flow):
        compare_guides(comparison, one, other)
    else:
        comparison.fields(one, other, top, ("id", "groups") if isinstance(one, Settings) else ("id",))
    if isinstance(one, Settings) and isinstance(other, Settings):
        # Families are items of their own; their order is that of the menu.
        pairs = match(one.groups, other.groups, id_of, context.alike)
        about = Settings.model_fields["groups"].description or ""
        if moved(pairs):
            comparison.tell("moved", top.field("groups", about), None, None, Weight.EDITORIAL)


def _family(side: Side, item: Item) -> str | None:
    """Give the family of a procedure, which is its folder."""
    return side.origin(item).file.split("/")[-2] if isinstance(item, Procedure) else None
