"""Makes manuals with something odd in them: takes a seed and a number, gives files; the same for the same two."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.fuzz.changes import CHANGES, changed
from tests.fuzz.damages import DAMAGES
from tests.fuzz.shapes import BUILT, Files
from tests.manuals import PARTS
from tests.site import ROOT

SMALL = (ROOT / "tests" / "base_manual", ROOT / "tests" / "diff_manual", ROOT / "handbook_builder" / "starter")
"""Manuals that are checked and rendered in a moment."""


@dataclass(frozen=True)
class Input:
    """A manual to try: which one it was, what was done to it, and the files that differ from it."""

    base: Path
    about: str
    files: Files


def made(seed: int, number: int) -> Input:
    """Make the input of a number."""
    chance = random.Random(f"{seed} {number}")
    way = chance.choices(("bytes", "values", "built"), (10, 10, 1))[0]
    base = chance.choice(SMALL)
    if way == "built":
        name = chance.choice(sorted(BUILT))
        return Input(base, name, BUILT[name](chance))
    files = dict(small_files(base))
    path = chance.choice(sorted(files))
    if chance.random() < 0.3:  # a real file, in the place of a small one of its kind
        path, files[path] = _real_file(path, chance)
    content = files[path]
    about = []
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        name = chance.choice(sorted(DAMAGES if way == "bytes" else CHANGES))
        about.append(name)
        content = DAMAGES[name](content, chance) if way == "bytes" else changed(content, name, chance)
    return Input(base, f"{path}: {', '.join(about)}", {path: content})


@cache
def small_files(base: Path) -> Files:
    """Give the files of a small manual."""
    files = [
        file for name in PARTS for file in ((base / name).rglob("*.yml") if name[-4:] != ".yml" else [base / name])
    ]
    return {file.relative_to(base).as_posix(): file.read_bytes() for file in sorted(files) if file.is_file()}


@cache
def _real_files() -> Files:
    return small_files(ROOT)


def _real_file(path: str, chance: random.Random) -> tuple[str, bytes]:
    """Give a real file of the kind of a small one, under a path that belongs to its id."""
    folder = path.rpartition("/")[0]
    kind = "procedures/registers" if folder == "procedures/registers" else folder.split("/")[0]
    real = [
        name
        for name in _real_files()
        if name.startswith(kind) and (kind != "procedures" or not name.startswith("procedures/registers"))
    ]
    name = chance.choice(real)
    return (f"{folder}/{Path(name).name}" if folder else path), _real_files()[name]
