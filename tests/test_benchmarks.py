"""The manual that is measured: one seed gives one manual, it is without a mistake, and its pages have a plain form."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("resource", reason="the benchmarks measure memory as Unix does")

from benchmarks.generate import write_manual
from benchmarks.places import DOTS, OURS, PLAIN, TODAY
from benchmarks.report import COMPARISONS, Measured, report, write
from benchmarks.sites import prepare
from benchmarks.tasks import TASKS
from benchmarks.weight import LIMIT, heaviest_procedure, parts_of
from handbook_builder.build import check_manual
from handbook_builder.model.steps import KINDS
from tests.site import Site

ENOUGH = 40
"""Procedures that make use of every entry of the registers."""


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_manual(tmp_path / name, 5, seed)
    assert contents(tmp_path / "a") == contents(tmp_path / "b") != contents(tmp_path / "c")


def test_the_manual_is_without_a_mistake(tmp_path: Path) -> None:
    write_manual(tmp_path, ENOUGH)
    checked = check_manual(tmp_path, TODAY)
    assert checked.diagnostics == ()
    procedures = checked.handbook.procedures.values()
    assert len(procedures) == ENOUGH
    for procedure in procedures:
        assert 12 <= len(procedure.steps) <= 18
        assert 3 <= sum(step.kind == "ask" for step in procedure.steps) <= 5
    assert {step.kind for procedure in procedures for step in procedure.steps} == set(KINDS)


def test_what_is_compared_is_there(tmp_path: Path) -> None:
    content = prepare(tmp_path, ENOUGH)
    assert content["charts"] == len([*(tmp_path / DOTS).iterdir()]) == 2 * (ENOUGH + ENOUGH // 20)
    pages = {file: text for file, text in contents(tmp_path / PLAIN / "docs").items() if file.endswith(".md")}
    assert content["pages"] == len(pages)
    assert sum(text.count(b"<svg") for text in pages.values()) == content["charts"]
    assert not [file for file, text in pages.items() if b"hb-chart-image" in text]
    assert {file.name for file in (tmp_path / OURS).iterdir()} == {
        "docs",
        "flows",
        "handbook.yml",
        "mkdocs.yml",
        "procedures",
    }


def test_the_report_replaces_the_last_one(tmp_path: Path) -> None:
    run = {"wall": 1.0, "cpu": 2.0, "peak": 30.0, "files_written": 0.0}
    content = dict.fromkeys(
        ("procedures", "yaml_files", "yaml_bytes", "lines_a_procedure", "bytes_a_procedure", "pages", "charts"), 1.0
    )
    file = tmp_path / "README.md"
    other = "<!-- weight -->kept<!-- end of weight -->"
    file.write_text(f"before\n<!-- results -->old<!-- end of results -->\n{other}\nafter\n", encoding="utf-8")
    write(report([Measured(content, {task: [run] for task in TASKS})], load=0.0), file)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith(f"\n{other}\nafter\n") and "old" not in text
    assert all(comparison.name in text for comparison in COMPARISONS)


def test_a_procedure_is_light_to_fetch(site: Site) -> None:
    """HTML without drawings, styles and scripts, as they are sent; the bytes are always the same, unlike seconds."""
    parts = {part.name: part for part in parts_of(site.folder, heaviest_procedure(site.folder))}
    assert {"HTML without drawings", "assets/handbook/handbook.css", "assets/handbook/handbook.js"} < parts.keys()
    assert any("bundle" in name for name in parts) and any("workers/search" in name for name in parts)
    assert sum(part.sent for part in parts.values()) < LIMIT
