"""Turns what was measured into the tables of ``benchmarks/README.md``: takes the runs of each size, gives Markdown."""

from __future__ import annotations

import datetime
import os
import platform
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.tasks import Facts

_PACKAGES = (
    "mkdocs",
    "mkdocs-material",
    "mkdocs-static-i18n",
    "Markdown",
    "Jinja2",
    "PyYAML",
    "pydantic",
    "graphviz-pure",
)


@dataclass(frozen=True)
class Comparison:
    """A task of ours beside the plainest way to do the same, and the ratio that it should not exceed."""

    name: str
    ours: str
    plain: str
    goal: float | None = None


COMPARISONS = (
    Comparison("check, beside PyYAML composing the same files in C", "check", "compose", 4),
    Comparison("check, beside PyYAML loading the same files", "check", "load"),
    Comparison("all charts, beside one bare run of the engine", "charts", "engine", 1.3),
    Comparison("all charts from the cache, beside the same", "charts_kept", "engine", 0.02),
    Comparison("compile without MkDocs, beside plain MkDocs", "compile_pages", "plain", 0.15),
    Comparison("first build, beside plain MkDocs", "build", "plain", 0.85),
    Comparison("second build, nothing changed, beside plain MkDocs", "rebuild", "plain"),
    Comparison("second build, beside the first", "rebuild", "build"),
)


@dataclass(frozen=True)
class Measured:
    """A manual of one size: what is in it, and the runs of each task in their order."""

    content: Facts
    runs: dict[str, list[Facts]]


def report(sizes: Sequence[Measured], load: float) -> str:
    """Write the report."""
    return "\n\n".join([_machine(load), *(_size(one) for one in sizes)])


def write(text: str, file: Path, name: str = "results") -> None:
    """Put a report between its marks in a file."""
    before = file.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    block = f"{begin}\n\n{text}\n\n{end}"
    after, found = re.subn(f"{begin}.*{end}", lambda match: block, before, flags=re.DOTALL)
    file.write_text(after if found else f"{before}\n{block}\n", encoding="utf-8", newline="\n")


def _machine(load: float) -> str:
    lines = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*: (.*)", lines)
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"Measured on {datetime.date.today()}: {model[1] if model else platform.processor() or platform.machine()}, "
        f"{os.cpu_count()} cores, {platform.system()}, load {load:.1f} at the start. "
        f"Python {platform.python_version()}, {versions}."
    )


def _size(one: Measured) -> str:
    content = one.content
    head = (
        f"### {content['procedures']:,.0f} procedures\n\n"
        f"{content['yaml_files']:,.0f} YAML files of {content['yaml_bytes'] / 1e6:.1f} MB, a procedure (median) of "
        f"{content['lines_a_procedure']:.0f} lines and {content['bytes_a_procedure'] / 1000:.1f} kB; "
        f"{content['pages']:,.0f} pages in two languages, {content['charts']:,.0f} charts. "
        f"{_again(one.runs.get('rebuild', []))}\n"
    )
    rows = [
        "| task | runs | wall s | CPU s | beside: wall s | CPU s | **wall ratio** | **CPU ratio** | goal | met | MiB |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --- | --: |",
    ]
    return "\n".join([head, *rows, *(_row(known, one) for known in COMPARISONS if known.ours in one.runs)])


def _again(runs: Sequence[Facts]) -> str:
    return f"Files of `docs/` written by a second build: {_most(runs, 'files_written'):.0f} (goal: 0)." if runs else ""


def _row(comparison: Comparison, measured: Measured) -> str:
    ours = measured.runs[comparison.ours]
    plain = measured.runs[comparison.plain][: len(ours)]
    wall, cpu = ([a[clock] / b[clock] for a, b in zip(ours, plain, strict=True)] for clock in ("wall", "cpu"))
    cells = [
        comparison.name,
        str(len(ours)),
        *(_spread(one[clock] for one in runs) for runs in (ours, plain) for clock in ("wall", "cpu")),
        f"**{_spread(wall)}**",
        f"**{_spread(cpu)}**",
        "" if comparison.goal is None else f"≤ {comparison.goal:g}",
        _verdict(comparison.goal, statistics.median(wall), statistics.median(cpu)),
        f"{_most(ours, 'peak'):.0f} / {_most(plain, 'peak'):.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def _verdict(goal: float | None, wall: float, cpu: float) -> str:
    if goal is None:
        return ""
    return {(True, True): "yes", (True, False): "wall only", (False, True): "CPU only"}.get(
        (wall <= goal, cpu <= goal), "no"
    )


def _spread(values: Iterable[float]) -> str:
    """Give the median, and from where to where the values go."""
    known = sorted(values)
    middle, least, most = (_number(one) for one in (statistics.median(known), known[0], known[-1]))
    return middle if len(known) == 1 else f"{middle} ({least}–{most})"


def _number(value: float) -> str:
    return f"{value:.1f}" if value >= 20 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def _most(runs: Sequence[Facts], name: str) -> float:
    return max(run[name] for run in runs)
