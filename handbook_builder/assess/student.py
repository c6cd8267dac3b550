"""Student's t distribution: takes degrees of freedom, gives the value that bounds the middle 95 % of it.

Python's standard library has no t distribution; for whole degrees of freedom its area is a finite sum.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from functools import lru_cache


@lru_cache
def t_value(degrees: int, middle: float = 0.95) -> float:
    """Give the t for which so much of the distribution lies between -t and t."""
    low, high = 0.0, 1.0
    while _middle(high, degrees) < middle:
        high *= 2
    for _ in range(60):
        half = (low + high) / 2
        low, high = (half, high) if _middle(half, degrees) < middle else (low, half)
    return high


def _middle(t: float, degrees: int) -> float:
    """Give the area between -t and t (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(degrees))
    square = math.cos(angle) ** 2
    odd = degrees % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    for at in range(1 + odd, degrees, 2):
        total += term
        term *= square * at / (at + 1)
    total *= math.sin(angle)
    return (angle + total) * 2 / math.pi if odd else total


def interval(differences: Sequence[float]) -> tuple[float, float]:
    """Give the 95 % confidence interval of the mean of paired differences; it takes two of them at least."""
    number = len(differences)
    middle = statistics.fmean(differences)
    reach = t_value(number - 1) * statistics.stdev(differences) / math.sqrt(number)
    return middle - reach, middle + reach
