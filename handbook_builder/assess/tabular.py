"""The figures of a workshop as a table for other programs: the same names and numbers in every language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from handbook_builder.assess.figures import ENOUGH, LEAST, Figures, Share
from handbook_builder.model.questionnaire import Rating


def as_csv(figures: Figures) -> str:
    """Give the figures as a table for other programs: the same names and numbers in every language."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(("workshop", "moment", "kind", "name", "measure", "value"))
    for row in _figures(figures):
        rows.writerow((figures.workshop.id, *row))
    return written.getvalue()


def _figures(figures: Figures) -> Iterator[tuple[str, str, str, str, str]]:
    """Give the rows of the table of figures; what is hidden has no value."""

    def said(value: float | None) -> str:
        return "" if value is None else f"{value:.4g}"

    for moment, n in figures.answered.items():
        yield moment, "answers", "", "n", str(n)
    yield "", "answers", "", "joined", str(figures.joined)
    for one in (*figures.ratings, *figures.choices):
        kind = "rating" if isinstance(one.asked.question, Rating) else "choice"
        hidden = one.counts is None
        yield one.moment, kind, one.asked.name, "n", f"<{LEAST}" if hidden else str(one.n)
        if kind == "rating":
            yield one.moment, kind, one.asked.name, "mean", "" if hidden else said(one.mean)
            yield one.moment, kind, one.asked.name, "median", "" if hidden else said(one.median)
        for value, count in (one.counts or {}).items():
            yield one.moment, kind, one.asked.name, str(value), str(count)
    if figures.knowledge is None:
        return
    knowledge = figures.knowledge
    kinds: Mapping[str, Mapping[str, Share]] = {
        "question": {asked.name: share for asked, share in knowledge.questions},
        "procedure": knowledge.procedures,
        "step": {f"{guide}#{step}": share for (guide, step), share in knowledge.steps.items()},
        "session": knowledge.sessions,
    }
    for kind, shares in kinds.items():
        for name, share in shares.items():
            yield "before", kind, name, "right", said(share.before)
            yield "after", kind, name, "right", said(share.after)
    if score := knowledge.score:
        yield "before", "score", "", "mean", said(score.before)
        yield "after", "score", "", "mean", said(score.after)
        yield "before", "score", "", f"reached_{ENOUGH}", said(score.reached_before)
        yield "after", "score", "", f"reached_{ENOUGH}", said(score.reached_after)
        if score.interval:
            low, high = score.interval
            yield "", "score", "", "gain", said(score.gain)
            yield "", "score", "", "gain_low", said(low)
            yield "", "score", "", "gain_high", said(high)
