"""Pairs the parts of two lists: by what they are known by, then by likeness; and tells which of them moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

ALIKE = 0.75
"""Share of words in common from which two parts that are known by other names count as one that was renamed."""

Pair = tuple[int | None, int | None]
"""The places of a part in the older and in the newer list; None where that list lacks it."""


def overlap(one: Counter[str], other: Counter[str]) -> float:
    """Give the share of words that two texts have in common: from 0 to 1."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 0.0


def match(
    olds: Sequence[Any], news: Sequence[Any], key: Callable[[Any], str], alike: Callable[[Any, Any], float]
) -> list[Pair]:
    """Pair the parts of two lists; in the newer order, what is gone after what it followed. An empty key is none."""
    at = {name: i for i, one in reversed(list(enumerate(olds))) if (name := key(one))}
    pairs: dict[int, int] = {}
    for j, other in enumerate(news):
        i = at.pop(key(other), None)
        if i is not None:
            pairs[j] = i
    taken = set(pairs.values())
    left = [(i, j) for i in range(len(olds)) if i not in taken for j in range(len(news)) if j not in pairs]
    # Of several that are as near in words, the one at the nearest place.
    scored = ((float(olds[i] == news[j]) or alike(olds[i], news[j]), -abs(i - j), i, j) for i, j in left)
    for score, _, i, j in sorted(scored, reverse=True):
        if score >= ALIKE and i not in taken and j not in pairs:
            pairs[j] = i
            taken.add(i)
    result: list[Pair] = [(pairs.get(j), j) for j in range(len(news))]
    for i in range(len(olds)):
        if i not in taken:
            after = (at for at, (one, _) in enumerate(result) if one == i - 1)
            result.insert(next(after, -1 if i == 0 else len(result) - 1) + 1, (i, None))
    return result


def moved(pairs: Sequence[Pair]) -> list[int]:
    """Give the newer places of parts that stand in another order than before: as few as tell the difference."""
    both = sorted((j, i) for i, j in pairs if i is not None and j is not None)
    # The longest run of older places that rises stays; with some dozen parts, comparing each with each is quick.
    runs: list[list[int]] = []
    for at, (_, place) in enumerate(both):
        before = (runs[other] for other in range(at) if both[other][1] < place)
        runs.append([*max(before, key=len, default=[]), at])
    stay = max(runs, key=len, default=[])
    return [j for at, (j, _) in enumerate(both) if at not in stay]
