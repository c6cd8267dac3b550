"""What is measured, one task a process: ``python -m benchmarks.tasks NAME FOLDER`` prints time and memory as JSON.

A task imports and gets ready what it needs, and gives the work. Only the work is timed; it may give a function that
tells, when the clock has stopped, what came of it.
"""

from __future__ import annotations

import json
import logging
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from benchmarks.places import CACHE, DOTS, OURS, PLAIN, TODAY, dots_in, source_files

Facts: TypeAlias = dict[str, float]
Tell: TypeAlias = Callable[[], Facts]
Work: TypeAlias = Callable[[], Tell | None]


def check(folder: Path) -> Work:
    """Read and check the manual."""
    from handbook_builder.build import check_manual

    def work() -> Tell:
        checked = check_manual(folder / OURS, TODAY)
        return lambda: {"problems": len(checked.diagnostics)}

    return work


def compose(folder: Path) -> Work:
    """Let PyYAML's C parser read the same files, and do nothing with what it found."""
    import yaml

    def work() -> None:
        for file in source_files(folder):
            yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CLoader)

    return work


def load(folder: Path) -> Work:
    """Let PyYAML make Python values of the same files."""
    import yaml

    def work() -> None:
        for file in source_files(folder):
            yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

    return work


def charts(folder: Path) -> Work:
    """Lay all charts out, without a cache."""
    return _charts(folder, None)


def charts_kept(folder: Path) -> Work:
    """Take all charts from the cache."""
    return _charts(folder, folder / CACHE)


def _charts(folder: Path, cache: Path | None) -> Work:
    from handbook_builder.render import graphviz

    dots, engine = dots_in(folder), graphviz.default_engine()

    def work() -> Tell:
        layouts = graphviz.lay_out(dots, engine, cache)
        return lambda: {"drawn": len(layouts.svgs)}

    return work


def engine(folder: Path) -> Work:
    """Let one bare run of the layout program draw the same files."""
    from handbook_builder.render.graphviz import default_engine

    for drawing in (folder / DOTS).glob("*.svg"):
        drawing.unlink()
    names = sorted(file.name for file in (folder / DOTS).glob("*.gv"))
    command = [*default_engine().command, "-Tsvg", "-O", *names]

    def work() -> Tell:
        subprocess.run(command, cwd=folder / DOTS, stderr=subprocess.DEVNULL, check=True)
        return lambda: {"drawn": len([*(folder / DOTS).glob("*.svg")])}

    return work


def compile_pages(folder: Path) -> Work:
    """Write all pages and charts, without a cache, into an empty ``docs/``."""
    from benchmarks.sites import forget
    from handbook_builder.build import compile_manual

    forget(folder / OURS)

    def work() -> Tell:
        compiled = compile_manual(folder / OURS, TODAY)
        return lambda: {"files_written": compiled.written.written if compiled.written else -1}

    return work


def build(folder: Path) -> Work:
    """Build the site for the first time."""
    from benchmarks.sites import forget

    forget(folder / OURS)
    return _build(folder)


def rebuild(folder: Path) -> Work:
    """Build the site again; comes after ``build``."""
    if not (folder / OURS / "site").is_dir():
        raise ValueError("there is no first build")
    return _build(folder)


def _build(folder: Path) -> Work:
    from handbook_builder.site_build import build_site

    docs = folder / OURS / "docs"

    def stamps() -> set[tuple[Path, int]]:
        return {(path, path.stat().st_mtime_ns) for path in docs.rglob("*") if path.is_file()}

    before = stamps()

    def work() -> Tell:
        result = build_site(folder / OURS, strict=False, site=None, today=TODAY)
        if not result.ok:
            raise ValueError(f"the site was not built: {result.diagnostics}")
        return lambda: {"files_written": len(stamps() - before)}

    return work


def plain(folder: Path) -> Work:
    """Let MkDocs build the same pages without us, as ``mkdocs build --quiet`` does."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    logging.getLogger("mkdocs").setLevel(logging.ERROR)

    def work() -> Tell:
        config = load_config(config_file=str(folder / PLAIN / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
        return lambda: {"html_pages": len([*Path(config.site_dir).rglob("*.html")])}

    return work


TASKS = {
    task.__name__: task
    for task in (check, compose, load, charts, charts_kept, engine, compile_pages, build, rebuild, plain)
}


def measure(work: Work) -> Facts:
    """Do the work; give its wall and CPU seconds, the memory of the largest process in MiB, and what came of it."""
    cpu, start = _cpu(), time.perf_counter()
    tell = work()
    wall, cpu = time.perf_counter() - start, _cpu() - cpu
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return {"wall": wall, "cpu": cpu, "peak": largest / unit, **(tell() if tell else {})}


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Run the task that the command line names, or get ready what the others need."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    if name == "prepare":
        from benchmarks.sites import prepare

        result = prepare(folder, int(sys.argv[3]))
    else:
        result = measure(TASKS[name](folder))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
