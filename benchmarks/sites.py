"""Gets everything ready to measure on, before the clock runs: takes a folder, fills it with a manual and its pages."""

from __future__ import annotations

import re
import shutil
import statistics
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import yaml_load

from benchmarks.generate import write_manual
from benchmarks.places import CACHE, DOTS, OURS, PLAIN, TODAY, dots_in, source_files
from handbook_builder.build import Compiled, compile_manual
from handbook_builder.render import graphviz
from handbook_builder.render.assets import POLYFILL, SCRIPT, STYLES
from handbook_builder.render.manual import Manual, manual_of
from handbook_builder.render.navigation import menu_of
from handbook_builder.render.paths import CHARTS, FOLDERS, chart_file
from handbook_builder.render.svg import framed

_CHART = re.compile(r"^!\[[^\n]*\]\([^\n]*\)\{ \.hb-chart-image data-chart=\"([^\"]*)\" \}$", re.MULTILINE)


def prepare(folder: Path, procedures: int) -> dict[str, float]:
    """Fill the folder; give what there is in it, in numbers."""
    ours = folder / OURS
    write_manual(ours, procedures)
    shutil.copy(str(files("handbook_builder") / "starter" / "mkdocs.yml"), ours)
    compiled = compile_manual(ours, TODAY)
    if not compiled.ok:
        raise ValueError(f"the generated manual has errors: {compiled.diagnostics[:3]}")
    manual = manual_of(compiled.handbook)
    (folder / DOTS).mkdir()
    for number, dot in enumerate(manual.dots().values()):
        (folder / DOTS / f"{number}.gv").write_text(dot, encoding="utf-8")
    graphviz.lay_out(dots_in(folder), graphviz.default_engine(), folder / CACHE)
    _write_plain(ours, folder / PLAIN, manual, compiled)
    sources = [file.read_bytes() for name in ("procedures", "flows") for file in (ours / name).glob("*/*.yml")]
    guides = [text for text in sources if text.startswith(b"id: ")]
    pages = [*(folder / PLAIN / "docs").rglob("*.md")]
    forget(ours)
    return {
        "procedures": procedures,
        "yaml_files": len([*source_files(folder)]),
        "yaml_bytes": sum(file.stat().st_size for file in source_files(folder)),
        "lines_a_procedure": statistics.median(text.count(b"\n") for text in guides),
        "bytes_a_procedure": statistics.median(map(len, guides)),
        "pages": len(pages),
        "page_bytes": sum(page.stat().st_size for page in pages) / len(pages),
        "charts": len(dots_in(folder)),
    }


def forget(ours: Path) -> None:
    """Take away what was generated, so that the next build is a first one."""
    for name in (*(f"docs/{folder}" for folder in FOLDERS), ".handbook", "site"):
        shutil.rmtree(ours / name, ignore_errors=True)


def _write_plain(ours: Path, plain: Path, manual: Manual, compiled: Compiled) -> None:
    shutil.copytree(ours / "docs", plain / "docs", ignore=shutil.ignore_patterns(CHARTS))
    for edition in manual.editions:
        suffix = f".{edition.suffix}.md" if edition.suffix else ".md"
        for guide in compiled.handbook.guides:
            page = next((plain / "docs").rglob(f"{guide.id}{suffix}"))
            svg = compiled.charts[chart_file(guide, edition.suffix)]
            frame = framed(svg, label="chart", file=guide.id)
            before, _, after = _CHART.split(page.read_text(encoding="utf-8"))
            page.write_text(f"{before}{frame}{after}", encoding="utf-8")
    with (ours / "mkdocs.yml").open(encoding="utf-8") as stream:
        config: dict[str, Any] = yaml_load(stream)
    menu = menu_of(manual.editions[0])
    languages = next(one["i18n"]["languages"] for one in config["plugins"] if isinstance(one, dict) and "i18n" in one)
    config |= {
        "nav": ["index.md", *({title: entries} for title, entries in menu.values())],
        "plugins": ["search", {"i18n": {"docs_structure": "suffix", "languages": languages}}],
        "extra_css": [*STYLES],
        "extra_javascript": [SCRIPT],
        "extra": {"polyfills": [POLYFILL]},
    }
    (plain / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
