"""Lay charts out: takes charts as DOT text, gives their SVG; the only module that knows the layout program.

Starting the program costs more than laying a chart out, so each run is given many charts, and one run a core goes on
while the caller does other work. A chart that cannot be laid out takes no other chart with it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from handbook_builder.messages import Message

_PACKAGE = "graphviz-pure"
_CHUNK = 32  # charts in one run: enough to forget the start of the program, few enough to share out evenly
_GLANCE = 0.05  # seconds between two looks at how far a run has come
_HARMLESS = "no value for width of"  # any letter beyond ASCII brings this warning; the estimate is good enough
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))


class EngineMissing(Exception):
    """There is no layout program; the message tells how to get one."""


@dataclass(frozen=True)
class Engine:
    """A program that lays charts out, and how much it may be asked."""

    command: tuple[str, ...]
    version: str  # charts in the cache are kept by it
    seconds: float = 10.0  # for one chart
    largest: int = 1_000  # boxes, or lines between them, in one chart: 1,000 take half a second, 5,000 half a minute


@dataclass(frozen=True)
class LayoutFailure:
    """Why a chart has no drawing."""

    reason: Literal["too_slow", "too_large", "refused"]
    detail: str


@dataclass(frozen=True)
class Layouts:
    """The drawings by the names of their charts, why others have none, and the cache entries in use."""

    svgs: dict[str, str] = field(default_factory=dict)
    failures: dict[str, LayoutFailure] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()


def default_engine() -> Engine:
    """Find graphviz-pure, which draws the same on every machine; it was installed together with this package."""
    name = f"{_PACKAGE}.exe" if os.name == "nt" else _PACKAGE
    remedy = Message(
        "Install it into the Python that runs this ({python}): python -m pip install {package}",
        python=sys.executable,
        package=_PACKAGE,
    )
    try:
        package = distribution(_PACKAGE)
    except PackageNotFoundError as error:
        raise EngineMissing(
            Message("{package}, which lays charts out, is not installed. {remedy}", package=_PACKAGE, remedy=remedy)
        ) from error
    installed = [Path(str(file.locate())) for file in package.files or () if file.name == name]
    for program in (Path(sys.executable).with_name(name), *installed):
        if program.is_file():
            return Engine((os.path.abspath(program),), f"{_PACKAGE} {package.version}")
    raise EngineMissing(
        Message(
            "the program {name}, which lays charts out, is gone. {remedy} --force-reinstall", name=name, remedy=remedy
        )
    )


def system_engine(program: str = "dot") -> Engine:
    """Find a Graphviz of the system: a choice to be made knowingly, as drawings vary with its version and the fonts."""
    path = shutil.which(program)
    if path is None:
        raise EngineMissing(
            Message(
                'there is no program "{program}". Install Graphviz, or use the one that comes with us.', program=program
            )
        )
    path = os.path.abspath(path)
    try:
        said = subprocess.run([path, "-V"], capture_output=True, text=True, errors="replace", timeout=10)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineMissing(
            Message('"{path}" does not run as Graphviz does: {error}', path=path, error=error)
        ) from error
    return Engine((path,), (said.stderr or said.stdout).strip())


def cache_key(dot: str, engine: Engine) -> str:
    """Return the name under which the drawing of a chart is kept."""
    return hashlib.sha256(f"{engine.version}\0{dot}".encode(errors="replace")).hexdigest()


def lay_out(dots: Mapping[str, str], engine: Engine, cache: Path | None = None) -> Layouts:
    """Lay charts out, given as DOT text by name."""
    return start(dots, engine, cache).finish()


def start(dots: Mapping[str, str], engine: Engine, cache: Path | None = None) -> Pending:
    """Begin to lay charts out and return at once; ``finish`` waits for the drawings."""
    keys = {name: cache_key(dot, engine) for name, dot in dots.items()}
    done: dict[str, str | LayoutFailure] = {}
    to_do: dict[str, str] = {}
    for name, dot in dots.items():
        key = keys[name]
        if key in done or key in to_do:
            continue
        known = _too_large(dot, engine) or (cache and _read_svg(cache / f"{key}.svg"))
        if known:
            done[key] = known
        else:
            to_do[key] = dot
    if not to_do:
        return Pending(keys, done)
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
    # Large and small charts are dealt out in turn, so that no run is much longer than another.
    by_size = sorted(to_do, key=lambda key: (-len(to_do[key]), key))
    cores = os.cpu_count() or 1
    runs = max(min(cores, len(by_size)), -(-len(by_size) // _CHUNK))
    workers = ThreadPoolExecutor(min(cores, runs), "layout")  # threads that do no more than wait for the programs
    chunks = [{key: to_do[key] for key in by_size[at::runs]} for at in range(runs)]
    return Pending(keys, done, workers, [workers.submit(_lay_out_chunk, chunk, engine, cache) for chunk in chunks])


_Results = dict[str, str | LayoutFailure]


@dataclass
class Pending:
    """Charts being laid out."""

    _keys: dict[str, str]
    _done: _Results
    _workers: ThreadPoolExecutor | None = None
    _runs: list[Future[_Results]] = field(default_factory=list)

    def finish(self) -> Layouts:
        """Wait until each chart is laid out or has failed."""
        try:
            for run in self._runs:
                self._done |= run.result()
        finally:
            if self._workers:
                self._workers.shutdown(cancel_futures=True)
        layouts = Layouts(keys=frozenset(self._keys.values()))
        for name, key in self._keys.items():
            match self._done[key]:
                case LayoutFailure() as failure:
                    layouts.failures[name] = failure
                case svg:
                    layouts.svgs[name] = svg
        return layouts


def prune(cache: Path, used_keys: Collection[str]) -> None:
    """Forget the drawings that are no longer used, so that the cache stays as small as the manual."""
    used = {f"{key}.svg" for key in used_keys}
    for entry in cache.glob("*.*"):
        if entry.suffix in {".svg", ".tmp"} and entry.name not in used:
            with suppress(OSError):  # another build may be pruning as well
                entry.unlink()


def _too_large(dot: str, engine: Engine) -> LayoutFailure | None:
    """Count boxes and lines, relying on one statement a line, or one before each semicolon."""

    def statements(text: str) -> int:
        return text.count("\n") + text.count(";")

    def lines(text: str) -> int:
        return text.count("->") + text.count("--")

    if statements(dot) + lines(dot) <= engine.largest:
        return None  # wording may count in this too, so that the answer is quick and true for nearly every chart
    bare = _STRING.sub("", dot)
    size = max(statements(bare) - lines(bare), lines(bare))
    if size <= engine.largest:
        return None
    return LayoutFailure("too_large", f"it has about {size:,} boxes or lines; at most {engine.largest:,} are drawn")


def _lay_out_chunk(dots: dict[str, str], engine: Engine, cache: Path | None) -> _Results:
    """Lay out charts in one run, and again those that it did not draw: alone, or without the one it was stuck at."""
    keys = list(dots)
    results: _Results = {}
    with TemporaryDirectory(prefix="handbook-charts-") as name:
        files = [Path(name, f"{at}.gv") for at in range(len(keys))]
        for file, dot in zip(files, dots.values(), strict=True):
            file.write_bytes(dot.encode(errors="replace"))
        run = _run(files, engine)
        # A chart with a fault in its wording is drawn without it: only a run without complaint is to be trusted.
        if run.code == 0 or (run.stuck is not None and not run.complaints):
            for key, file in zip(keys, files, strict=True):
                if svg := _read_svg(_drawing(file)):
                    results[key] = svg
                    if cache:
                        _keep(cache / f"{key}.svg", svg)
    left = [key for key in keys if key not in results]
    if run.stuck is not None:
        if (slow := keys[min(run.stuck, len(keys) - 1)]) in left:
            results[slow] = LayoutFailure("too_slow", f"it takes longer than {engine.seconds:g} s")
            left.remove(slow)
        again = [left] if left else []
    elif len(keys) == 1 and left:
        results[left[0]] = LayoutFailure("refused", run.complaints or f"no drawing came back (exit code {run.code})")
        again = []
    else:
        again = [[key] for key in left]
    for some in again:
        results |= _lay_out_chunk({key: dots[key] for key in some}, engine, cache)
    return results


@dataclass(frozen=True)
class _Run:
    """How a run of the program ended: with its exit code, or stopped because it was stuck at one of the charts."""

    code: int | None
    stuck: int | None
    complaints: str


def _run(files: list[Path], engine: Engine) -> _Run:
    """Run the program over files, which it draws one after another, each beside its source."""
    command = [*engine.command, "-Tsvg", "-O", *(file.name for file in files)]
    try:
        process = subprocess.Popen(
            command,
            cwd=files[0].parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        raise EngineMissing(Message("the program that lays charts out does not start: {error}", error=error)) from error
    reached, since, stuck = 0, time.monotonic(), None
    while True:
        try:
            _, said = process.communicate(timeout=_GLANCE)
            break
        except subprocess.TimeoutExpired:
            drawn = [at for at in range(reached, len(files)) if _drawing(files[at]).exists()]
            if drawn:
                reached, since = drawn[-1] + 1, time.monotonic()
            elif time.monotonic() - since > engine.seconds:
                stuck = reached
                process.kill()
    # The one after the last drawing, unless that was refused with a word and the program went on to the next.
    while stuck is not None and stuck < len(files) - 1 and f" {files[stuck].name}: ".encode() in said:
        stuck += 1
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if _HARMLESS not in line]
    complaints = " ".join(line.removeprefix("Error: ").removeprefix("0.gv: ") for line in lines if line)
    return _Run(None if stuck is not None else process.returncode, stuck, complaints)


def _drawing(file: Path) -> Path:
    return file.with_name(f"{file.name}.svg")


def _read_svg(path: Path) -> str | None:
    """Read a drawing without what comes before it (DOCTYPE, version); None if there is none, or only part of one."""
    try:
        svg = path.read_bytes()
    except OSError:
        return None
    at = svg.find(b"<svg")
    if at < 0 or not svg.endswith((b"</svg>\n", b"</svg>")):
        return None
    # The program turns &#1; in a wording into a character that XML does not allow, and &#xD800; into none at all.
    text = svg[at:].translate(None, _CONTROLS).decode(errors="replace")
    return text.replace("\ufffe", "").replace("\uffff", "")


def _keep(entry: Path, svg: str) -> None:
    """Write a cache entry in one go, as another build may be reading it."""
    part = entry.with_name(f"{entry.stem}-{os.getpid()}.tmp")
    part.write_bytes(svg.encode())
    with suppress(OSError):  # pruned by another build, or in use there (Windows): it is only a cache
        part.replace(entry)
