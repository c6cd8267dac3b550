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
            "questionnaire.questions.right",
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
            "workshop.control",
            "workshop.reviewed",
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
    "guide.control": Weight.EDITORIAL,
    "source": Weight.MEANING,
    "practice": Weight.MEANING,
    "group": Weight.MEANING,
    "settings": Weight.MEANING,
    "workshop": Weight.MEANING,
    "questionnaire": Weight.MEANING,
}
"""Where a number or a "not" is no instruction: the most that a wording may weigh there."""

AT_LEAST: Mapping[str, Weight] = {"guide.steps.warning": Weight.CRITICAL}
"""Where a wording weighs this, whatever it says, if it comes or goes as a whole."""

ORDERS: Mapping[str, Weight] = {"settings.languages": Weight.MEANING}
"""Lists whose order means something, the first language being the source; elsewhere it is editorial."""

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
    "replaced_by": "guide",
    "procedures": "guide",
    "procedure": "guide",
    "audience": "role",
    "before": "questionnaire",
    "after": "questionnaire",
    "follow_up": "questionnaire",
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


def at_least(item: str, names: Sequence[str]) -> Weight:
    """Give the least that a wording weighs there if it comes or goes as a whole."""
    return _rule(AT_LEAST, item, names) or Weight.NONE


def weight_of_order(item: str, names: Sequence[str]) -> Weight:
    """Give the weight of another order of the list that ``names`` leads to."""
    return _rule(ORDERS, item, names) or Weight.EDITORIAL


def _rule(rules: Mapping[str, Weight], item: str, names: Sequence[str]) -> Weight | None:
    parts = (namespace(item), *names)
    for length in range(len(parts), 0, -1):
        # "guide" alone is the coming and going of a guide, not each of its fields.
        rule = rules.get(".".join(parts[:length])) if length > 1 or parts[0] != "guide" or not names else None
        if rule is not None:
            return rule
    return None
