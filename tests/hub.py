"""A GitHub for the program that posts comments: ``gh`` in a folder notes what it is asked, and answers."""

from __future__ import annotations

import base64
import io
import json
import os
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tools import post_comment

GH = """#!{python}
import base64, json, os, sys
folder = os.environ["FAKE_GITHUB"]
words = sys.argv[1:]
assert words.pop(0) == "api" and os.environ["GH_TOKEN"] == "a token"
method = words[words.index("--method") + 1] if "--method" in words else "GET"
(place,) = [word for word in words if word.startswith("repos/")]
body = json.loads(sys.stdin.buffer.read()) if "--input" in words else None
with open(f"{{folder}}/asked", "a") as asked:
    print(json.dumps([method, place, body]), file=asked)
answers = json.load(open(f"{{folder}}/answers"))
if f"{{method}} {{place}}" not in answers:
    sys.exit("gh: Not Found (HTTP 404)")
answer = answers[f"{{method}} {{place}}"]
if isinstance(answer, str):
    sys.stdout.buffer.write(base64.b64decode(answer))
else:
    # Pages come one after the other, unless they are asked for as one list.
    assert ("--slurp" in words) == ("--paginate" in words)
    print(json.dumps([answer] if "--slurp" in words else answer))
"""

HERE = "repos/organisation/manual"
WORKFLOW_RUN = {"id": 77, "head_sha": "a" * 40, "head_repository": {"full_name": "maria/manual"}}
PULL = {"state": "open", "head": {"sha": "a" * 40, "repo": {"full_name": "maria/manual"}}}


def packed(**files: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


GOOD = packed(**{"number": "12\n", "comment.md": "## Olá\n"})


@dataclass
class Hub:
    """A GitHub in a folder: what it answers, and what it was asked to write."""

    folder: Path
    artifact: bytes | None = GOOD
    size: int | None = None
    pull: dict[str, Any] = field(default_factory=lambda: PULL)
    comments: list[Any] = field(default_factory=list)
    run: dict[str, Any] = field(default_factory=lambda: WORKFLOW_RUN)

    def post(self, capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
        """Run the program of the workflow; give its exit code and all it said."""
        artifacts = [] if self.artifact is None else [{"id": 5, "size_in_bytes": self.size or len(self.artifact)}]
        answers = {
            f"GET {HERE}/actions/runs/77/artifacts?name=comment": {"artifacts": artifacts},
            f"GET {HERE}/actions/artifacts/5/zip": base64.b64encode(self.artifact or b"").decode(),
            f"GET {HERE}/pulls/12": self.pull,
            f"GET {HERE}/issues/12/comments?per_page=100": self.comments,
            f"POST {HERE}/issues/12/comments": {"id": 1},
            f"PATCH {HERE}/issues/comments/31": {"id": 31},
        }
        (self.folder / "answers").write_text(json.dumps(answers))
        (self.folder / "event").write_text(json.dumps({"workflow_run": self.run}))
        code = post_comment.main()
        return code, "".join(capfd.readouterr())

    @property
    def written(self) -> list[Any]:
        """What was asked of it but to read."""
        asked = map(json.loads, (self.folder / "asked").read_text().splitlines())
        return [one for one in asked if one[0] != "GET"]


def open_hub(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """Make a GitHub in a folder, and let the programs of the workflow meet it in the place of the real one."""
    folder.mkdir()
    (folder / "gh").write_text(GH.format(python=sys.executable))
    (folder / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("FAKE_GITHUB", str(folder))
    monkeypatch.setenv("GH_TOKEN", "a token")
    monkeypatch.setenv("GITHUB_REPOSITORY", "organisation/manual")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(folder / "event"))
    return Hub(folder)
