"""The workflows of the repository as files, and their job for a pull request as a runner runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.manuals import edit_first
from tests.repositories import git
from tests.site import ROOT

GITHUB = ROOT / ".github"


@cache
def read(file: Path) -> Any:
    """Read YAML with every value as text: else ``on`` is true."""
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)


ENVIRONMENT = {
    "GITHUB_SERVER_URL": "https://github.example",
    "GITHUB_REPOSITORY": "organisation/manual",
    "GITHUB_RUN_ID": "77",
    "CHECK": "success",
    "PREVIEW": "https://github.example/preview",
    "CHARTS": "",
}
RUN = "https://github.example/organisation/manual/actions/runs/77"


def merge(folder: Path, changes: Mapping[Path, tuple[str, str]]) -> None:
    """Put a repository into the state in which GitHub hands it over: a request merged into main, no branch at hand."""
    git(folder, "checkout", "--quiet", "-b", "request")
    for file, (right, wrong) in changes.items():
        edit_first(folder / file, right, wrong)
    git(folder, "commit", "--quiet", "--all", "--allow-empty", "-m", "change")
    git(folder, "checkout", "--quiet", "--detach", "main")
    git(folder, "merge", "--quiet", "--no-ff", "request", "-m", "merge")
    git(folder, "branch", "--quiet", "-D", "main", "request")


@dataclass
class Runner:
    """Runs the steps of the job in a repository, as far as this workflow uses what GitHub's runner can do."""

    repository: Path
    artifacts: Path
    outcomes: dict[str, str] = field(default_factory=dict)
    said: str = ""
    failed: bool = False

    def job(self) -> Runner:
        for step in read(GITHUB / "workflows/pull-request.yml")["jobs"]["manual"]["steps"]:
            if step.get("name") == "Install" or step.get("uses", "").startswith(("actions/checkout", "actions/setup")):
                continue
            expression, _, wanted = step.get("if", "").partition(" == ")
            if not self.failed and self.value(expression) == wanted.strip("'"):
                self.step(step)
        return self

    def step(self, step: Mapping[str, Any]) -> None:
        if "uses" in step:
            assert step["uses"].startswith("actions/upload-artifact@")
            self.keep(step.get("id", ""), step["with"])
            return
        summary = self.artifacts / "summary.md"
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")},
            **{name: self.value(value.strip("${} ")) for name, value in step.get("env", {}).items()},
            "GITHUB_BASE_REF": "main",
            "GITHUB_REF": "refs/pull/12/merge",
            "GITHUB_REF_NAME": "12/merge",
            "GITHUB_STEP_SUMMARY": str(summary),
            **{name: value for name, value in ENVIRONMENT.items() if name.startswith("GITHUB_")},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.repository,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.said += done.stdout
        if "id" in step:
            self.outcomes[f"{step['id']}.outcome"] = "failure" if done.returncode else "success"
        assert done.returncode in (0, 1, 123), done.stderr  # 123 is how xargs tells of 1
        self.failed = self.failed or (bool(done.returncode) and step.get("continue-on-error") != "true")

    def keep(self, id: str, options: Mapping[str, str]) -> None:
        found = [one for one in self.repository.glob(options["path"]) if one.is_file() or any(one.iterdir())]
        assert found or options["if-no-files-found"] == "ignore"
        for one in found:
            name = options["name"] if options.get("archive") != "false" else one.name
            (shutil.copytree if one.is_dir() else shutil.copy)(one, self.artifacts / name)
            self.outcomes[f"{id}.outputs.artifact-url"] = f"https://github.example/{name}"

    def value(self, expression: str) -> str:
        """Give the value of ``steps.name.…``; nothing for what a step did not say."""
        return self.outcomes.get(expression.strip().removeprefix("steps."), "")

    def left(self, name: str) -> str:
        """Give the text of a file among the artifacts."""
        return (self.artifacts / name).read_text(encoding="utf-8")
