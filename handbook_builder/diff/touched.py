"""What a change touches: takes both manuals and one changed item, gives what else should be looked at.

A further kind of user of guides joins by one more function in ``USERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from handbook_builder.diff.change import ItemDiff, Touch, Weight
from handbook_builder.diff.rules import REFERENCES, namespace
from handbook_builder.graph import Walk, graph_of, walk
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.inline import ITEM_SCHEMES, links_in, parse_inline
from handbook_builder.model.procedure import Guide
from handbook_builder.model.steps import Referral, Step
from handbook_builder.model.text import Part, Wording

Named = tuple[str, str, str]
"""What names something: its kind ("guide" for procedures and flows), its id, and the field that holds the name."""


class Touched:
    """Both manuals, and what several functions need to know of them."""

    def __init__(self, before: Handbook, after: Handbook, renamed: Mapping[tuple[str, str], str]) -> None:
        self.before, self.after, self.renamed = before, after, renamed

    def by(self, item: ItemDiff) -> list[Touch]:
        """Give what an item's changes touch; editorial ones touch nothing."""
        if item.weight < Weight.MEANING:
            return []
        return list(dict.fromkeys(touch for users in USERS for touch in users(self, item)))

    @cached_property
    def named(self) -> Mapping[tuple[str, str], tuple[tuple[Guide, str], ...]]:
        """The guides of both manuals that name each item, with the field; older names as they are called now."""
        found: dict[tuple[str, str], dict[tuple[str, str], Guide]] = {}
        for handbook in (self.after, self.before):
            for guide in handbook.guides:
                now = self.after.guide(self.renamed.get(("guide", guide.id), guide.id))
                for kind, id, field in names_in(guide):
                    if now is not None:
                        key = kind, self.renamed.get((kind, id), id)
                        found.setdefault(key, {}).setdefault((now.id, field), now)
        return {key: tuple((guide, field) for (_, field), guide in users.items()) for key, users in found.items()}


def names_in(value: Any, field: str = "") -> Iterator[Named]:
    """Give all that a value names: ids in its fields, and links in its wordings."""
    if isinstance(value, Wording):
        for text in value.values():
            if "](" in text:
                for link in links_in(parse_inline(text)):
                    if link.scheme in ITEM_SCHEMES:
                        yield namespace(link.scheme), link.item, "link"
    elif isinstance(value, Part):
        for name, info in type(value).model_fields.items():
            yield from names_in(getattr(value, name), info.alias or name)
    elif isinstance(value, tuple):
        for one in value:
            yield from names_in(one, field)
    elif isinstance(value, str) and field in REFERENCES:
        yield REFERENCES[field], value, field


def _scenarios(touched: Touched, item: ItemDiff) -> Iterator[Touch]:
    """Give the worked cases that go through a changed step, or end elsewhere."""
    if item.guides is None:
        return
    before, after = item.guides
    graphs = graph_of(before), graph_of(after)
    new_ids = dict(item.steps)
    changed = _changed_steps(item)
    cases = {case.id: case for case in before.scenarios}
    for case in after.scenarios:
        now = walk(graphs[1], case)
        if now.open_question or now.unknown_answer or now.goes_in_circles:
            yield Touch("scenario", case.id, "stuck")
        elif case.id in cases:
            then = walk(graphs[0], cases[case.id])
            path = {new_ids.get(id, id) for id in _steps_of(then)} | _steps_of(now)
            if new_ids.get(then.stops_at, then.stops_at) != now.stops_at:
                yield Touch("scenario", case.id, "ends_elsewhere")
            elif path & changed:
                yield Touch("scenario", case.id, "passes")


def _steps_of(path: Walk) -> set[str]:
    return {edge.source for edge in path.edges} | {path.stops_at}


def _changed_steps(item: ItemDiff) -> set[str]:
    """Give the steps whose change is more than editorial."""
    return {one.step for one in item.changes if one.step and one.weight >= Weight.MEANING}


def _guides(touched: Touched, item: ItemDiff) -> Iterator[Touch]:
    """Give the guides that name the item in a step, in a text, or in what they need; as related or newer is no use."""
    for guide, field in touched.named.get((namespace(item.kind), item.id), ()):
        if guide.id != item.id and field not in ("related", "replaced_by"):
            yield Touch(guide.kind, guide.id, field if field in ("run", "continue", "link") else "uses")


def _services_and_roles(touched: Touched, item: ItemDiff) -> Iterator[Touch]:
    """Give the services that changed referrals lead to, and the roles that do the changed steps."""
    changed = _changed_steps(item)
    gone = {old for old, new in item.steps if new in changed} | changed
    steps: list[Step] = [step for step in getattr(item.before, "steps", ()) if step.id in gone]
    steps += [step for step in getattr(item.after, "steps", ()) if step.id in changed]
    for kind, why in (("service", "refers"), ("role", "does")):
        for step in steps:
            id = step.who if kind == "role" else step.to if isinstance(step, Referral) else None
            id = touched.renamed.get((kind, id), id) if id else None
            if id and id in touched.after.entries(kind):
                yield Touch(kind, id, why)


def _trainings(touched: Touched, item: ItemDiff) -> Iterator[Touch]:
    """Give the workshops that teach a changed guide, and the questionnaires that ask about it."""
    if namespace(item.kind) != "guide":
        return
    for workshop in touched.after.workshops.values():
        if item.id in workshop.taught:
            yield Touch("workshop", workshop.id, "teaches")
    for questionnaire in touched.after.questionnaires.values():
        if item.id in (getattr(question, "procedure", None) for question in questionnaire.questions):
            yield Touch("questionnaire", questionnaire.id, "asks")


USERS: tuple[Callable[[Touched, ItemDiff], Iterator[Touch]], ...] = (
    _scenarios,
    _guides,
    _services_and_roles,
    _trainings,
)
"""What may be touched, in the order in which it is told."""
