"""The hooks before a commit: a good change passes, what is wrong is refused, and nothing is fetched."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.manuals import edit
from tests.repositories import PROGRAMS, WELCOME, git, starter_repository
from tests.site import ROOT
from tests.workflows import read


@pytest.fixture
def hooked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PREK_HOME", str(tmp_path / "prek"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    root = starter_repository(tmp_path / "repository")
    subprocess.run([PROGRAMS / "prek", "install", "--quiet"], cwd=root, check=True)
    return root


def commit(root: Path) -> str:
    """Commit all; give what the hooks said if they refused."""
    try:
        git(root, "commit", "--quiet", "--all", "-m", "change")
    except subprocess.CalledProcessError as error:
        return str(error.stdout + error.stderr)
    return ""


def test_hooks_let_a_good_change_pass(hooked: Path) -> None:
    edit(hooked / WELCOME, "within: 5 minutes", "within: 10 minutes")
    assert commit(hooked) == ""
    assert git(hooked, "log", "-1", "--format=%s") == "change"


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"),
    [
        (WELCOME, "no: goodbye", "no: goodby", 'did you mean "goodbye"?'),
        (WELCOME, "    within: 5 minutes\n", "    within: 5 minutes  \n", WELCOME.as_posix()),
        (Path("tools/post_comment.py"), "import io\n", "import io\nimport csv\n", "F401"),
        (Path("tools/post_comment.py"), "import io\n", "import  io\n", "post_comment.py"),
    ],
    ids=["check", "format", "ruff-check", "ruff-format"],
)
def test_hooks_refuse_what_is_wrong(file: Path, right: str, wrong: str, said: str, hooked: Path) -> None:
    edit(hooked / file, right, wrong)
    refused = commit(hooked)
    assert said in refused and "Failed" in refused
    assert git(hooked, "log", "-1", "--format=%s") == "start"


def test_hooks_fetch_nothing() -> None:
    config = read(ROOT / ".pre-commit-config.yaml")
    assert [one["repo"] for one in config["repos"]] == ["local"]
    assert {hook["language"] for hook in config["repos"][0]["hooks"]} == {"system"}
