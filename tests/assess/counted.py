"""Answers to the questionnaires of a workshop, read and counted as ``handbook assess`` does; all that is told."""

from __future__ import annotations

from collections.abc import Sequence

from handbook_builder.assess.figures import Figures, figures_of
from handbook_builder.assess.reading import read_results
from handbook_builder.assess.report import as_markdown, as_text
from handbook_builder.assess.submission import Results
from handbook_builder.assess.tabular import as_csv
from handbook_builder.render.manual import Manual
from handbook_builder.training.forms import Form


def read(manual: Manual, *files: bytes, workshop: str | None = None) -> Results:
    return read_results([(f"{at}.csv", one) for at, one in enumerate(files, 1)], manual.editions, workshop)


def figures(manual: Manual, forms: Sequence[Form], *files: bytes) -> Figures:
    results = read(manual, *files)
    assert not [one for one in results.remarks if one.is_error]
    return figures_of(manual.handbook.workshops["first-day"], forms, results)


def every_text(manual: Manual, told: Figures) -> str:
    pages = [render(told, edition) for edition in manual.editions for render in (as_markdown, as_text)]
    return "\n".join([*pages, as_csv(told)])
