"""Charts in files of their own: takes the built site, lets each step lead to its words on the page of the guide."""

from __future__ import annotations

from pathlib import Path

from handbook_builder.model.handbook import Handbook
from handbook_builder.render.paths import chart_file, place_of, root_of


def link_charts(folder: Path, handbook: Handbook) -> None:
    """Change the links of every chart file; in a page, where they are made for, a step is an anchor."""
    for language in handbook.languages:
        top = folder / root_of(language, handbook)
        for guide in handbook.guides:
            chart, place = top / chart_file(guide, ""), place_of(guide, handbook)
            if chart.is_file() and (top / f"{place}.html").is_file():
                text = chart.read_text(encoding="utf-8")
                chart.write_text(text.replace(' href="#', f' href="../{place}.html#'), encoding="utf-8")
