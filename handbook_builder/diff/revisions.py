"""Reads older revisions of a manual: takes a Git revision, gives its files in a folder apart.

The working tree, the index and the branches stay as they are: only objects are read.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from handbook_builder.messages import Message

_LINK, _MODULE = b"120000", b"160000"  # modes of Git for a symbolic link and for another repository


class RevisionError(Exception):
    """A revision can't be read; the message tells why."""


@contextmanager
def revision(root: Path, name: str) -> Iterator[Path]:
    """Give the manual in ``root`` as it was in a revision, in a folder that lasts as long as the context.

    Raises:
        RevisionError: there is no Git, no repository, or no such revision.
    """
    commit = commit_of(root, name)
    with TemporaryDirectory(prefix="handbook-revision-") as folder:
        _write_files(root, commit, Path(folder))
        yield Path(folder)


def commit_of(root: Path, name: str) -> str:
    """Give the full hash of the commit that a revision means."""
    if shutil.which("git") is None:
        raise RevisionError(Message("Git is not installed, and only Git knows older revisions: https://git-scm.com/"))
    inside = _git(root, "rev-parse", "--show-toplevel")
    if inside.returncode:
        said = inside.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise RevisionError(Message("{folder} is in no Git repository: {said}", folder=root, said=said))
    # What begins with a hyphen would be an option.
    found = None if name.startswith("-") else _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if found is None or found.returncode:
        raise RevisionError(
            Message(
                'there is no revision "{name}" in this repository: name a branch, tag or commit, '
                "or get it first with: git fetch",
                name=name,
            )
        )
    return found.stdout.decode().strip()


def _write_files(root: Path, commit: str, folder: Path) -> None:
    """Write the YAML files that a commit has in the folder ``root``."""
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", ".")
    entries = [entry.split(b"\t", 1) for entry in listed.stdout.split(b"\0") if entry]
    wanted = [
        (mode, hash, path.decode(errors="surrogateescape"))
        for (mode, _, hash), path in ((about.split(b" "), path) for about, path in entries)
        if mode != _MODULE and path.lower().endswith((b".yml", b".yaml"))
    ]
    batch = _git(root, "cat-file", "--batch", input=b"".join(hash + b"\n" for _, hash, _ in wanted))
    position = 0
    for mode, _, path in wanted:
        line_end = batch.stdout.index(b"\n", position)
        start, size = line_end + 1, int(batch.stdout[position:line_end].split()[2])
        content = batch.stdout[start : start + size]
        position = start + size + 1
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            with suppress(OSError):  # Windows, without the right to
                file.symlink_to(content.decode(errors="surrogateescape"))
        else:
            file.write_bytes(content)


def _git(root: Path, *words: str, input: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(root), *words], input=input, capture_output=True, check=False)
