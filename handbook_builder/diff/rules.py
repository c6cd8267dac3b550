"""What a field means to a comparison: how much its change weighs, and what its ids name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handbook_builder.diff.change import Weight

WEIGHTS: Mapping[str, Weight] = {
    # What an officer does, asks, hands over, brings or reaches: a mistake here harms a person.
    **dict.fromkeys(
        (
            "guide",
            "guide.steps",
            "guide.documents",
            "guide.forms",
            "role.substitute",
            "service.channels",
            "service.documents",
            "form.fields",
            "form.restricted",
            "data.sensitive",
        ),
        Weight.CRITICAL,
    ),
    # What helps to find, to trace or to administer.
    **dict.fromkeys(
        (
            "guide.keywords",
            "guide.related",
            "guide.control",
            "service.needs",
            "service.at_hand",
            "service.verified_on",
            "source.seen_on",
            "term.also",
        ),
        Weight.EDITORIAL,
    ),
    # Exceptions inside those.
    **dict.fromkeys(
        (
            "guide.steps.sources",
            "guide.control.status",
            "service.channels.confidence",
            "form.fields.type",
            "form.fields.options",
        ),
        Weight.MEANING,
    ),
}
"""How much a change of a field weighs, the longest name that fits; what is not listed changes the meaning."""

AT_MOST: Mapping[str, Weight] = {
    "guide.scenarios": Weight.MEANING,
    "guide.indicators": Weight.MEANING,
    "guide.keywords": Weight.EDITORIAL,
    "guide.control.changes": Weight.EDITORIAL,
    "source": Weight.MEANING,
    "practice": Weight.MEANING,
    "group": Weight.MEANING,
    "settings": Weight.MEANING,
}
"""Where a number or a "not" is no instruction: the most that a wording may weigh there."""

REFERENCES: Mapping[str, str] = {
    "who": "role",
    "owner": "role",
    "substitute": "role",
    "to": "service",
    "needs": "need",
    "areas": "area",
    "forms": "form",
    "documents": "document",
    "document": "document",
    "sources": "source",
    "shares": "data",
    "run": "guide",
    "continue": "guide",
    "related": "guide",
    "procedures": "guide",
}
"""The fields that hold ids, and the kind of item that the ids name."""


def namespace(kind: str) -> str:
    """Give the kind by which ids are told apart: procedures and flows share theirs."""
    return "guide" if kind in ("procedure", "flow") else kind


def weight_of(item: str, names: Sequence[str]) -> Weight:
    """Give the weight of a change of the field that ``names`` leads to, in an item of a kind."""
    return _rule(WEIGHTS, item, names) or Weight.MEANING


def at_most(item: str, names: Sequence[str]) -> Weight:
    """Give the most that a change of a wording may weigh there."""
    return _rule(AT_MOST, item, names) or Weight.CRITICAL


def _rule(rules: Mapping[str, Weight], item: str, names: Sequence[str]) -> Weight | None:
    parts = (namespace(item), *names)
    for length in range(len(parts), 0, -1):
        # "guide" alone is the coming and going of a guide, not each of its fields.
        rule = rules.get(".".join(parts[:length])) if length > 1 or parts[0] != "guide" or not names else None
        if rule is not None:
            return rule
    return None
