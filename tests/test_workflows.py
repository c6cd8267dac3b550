"""The workflows as linters see them, the rights they have, and what people fill in on GitHub."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.repositories import PROGRAMS
from tests.site import ROOT
from tests.workflows import GITHUB, read

WORKFLOWS = sorted((GITHUB / "workflows").iterdir())


def jobs() -> Iterator[tuple[str, Any]]:
    for file in WORKFLOWS:
        for name, job in read(file)["jobs"].items():
            yield f"{file.stem}.{name}", job


def steps() -> Iterator[tuple[str, Any]]:
    for name, job in jobs():
        for step in job["steps"]:
            yield name, step


# As linters see them.


def lint(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAMS / words[0], *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)


LINTERS: dict[str, tuple[str, ...]] = {
    "wrong": ("jactionlint", "--no-online", "--strict-exit", "--shellcheck=", "--pyflakes="),
    "unsafe": ("zizmor", "--offline", "--pedantic", "--quiet", "--strict-collection"),
}


@pytest.mark.parametrize("linter", LINTERS)
def test_linters_find_nothing(linter: str) -> None:
    found = lint(*LINTERS[linter], *WORKFLOWS, GITHUB / "dependabot.yml")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("linter", "file", "right", "wrong", "said"),
    [
        ("wrong", "publish.yml", "needs: build", "needs: biuld", "biuld"),
        ("wrong", "pull-request.yml", "steps.preview.outputs", "steps.preveiw.outputs", "preveiw"),
        ("wrong", "pull-request.yml", "retention-days", "retention-day", "retention-day"),
        ("wrong", "pull-request.yml", "shell: bash", "shell: sh", "pipefail"),
        ("wrong", "comment.yml", "actions: read", "action: read", '"action"'),
        ("unsafe", "comment.yml", "tools.post_comment", "tools.${{ github.event.workflow_run.head_branch }}", "inject"),
        ("unsafe", "tests.yml", "persist-credentials: false", "clean: true", "artipacked"),
        ("unsafe", "tests.yml", "3d3c42e5aac5ba805825da76410c181273ba90b1", "v7", "unpinned-uses"),
        ("unsafe", "comment.yml", "# zizmor: ignore[dangerous-triggers]", "#", "dangerous-triggers"),
    ],
)
def test_linters_find_mistakes(linter: str, file: str, right: str, wrong: str, said: str, tmp_path: Path) -> None:
    text = (GITHUB / "workflows" / file).read_text(encoding="utf-8")
    assert right in text
    (tmp_path / ".github/workflows").mkdir(parents=True)
    changed = tmp_path / ".github/workflows" / file
    changed.write_text(text.replace(right, wrong), encoding="utf-8")
    found = lint(*LINTERS[linter], changed)
    assert found.returncode and said in found.stdout


# What they may do.


def test_nobody_has_more_rights_than_needed() -> None:
    for file in WORKFLOWS:
        assert read(file)["permissions"] == {}, file
        assert "pull_request_target" not in read(file)["on"], file
        assert "secrets." not in file.read_text(encoding="utf-8"), file
    rights = {name: {right for right, how in job["permissions"].items() if how == "write"} for name, job in jobs()}
    assert {name: found for name, found in rights.items() if found} == {
        "comment.post": {"pull-requests"},
        "publish.deploy": {"pages", "id-token"},
    }
    assert all(int(job["timeout-minutes"]) <= 60 for _, job in jobs())


def test_a_run_of_strangers_has_no_right_but_to_read() -> None:
    for file in WORKFLOWS:
        if "pull_request" in read(file)["on"]:
            for name, job in read(file)["jobs"].items():
                assert job["permissions"] == {"contents": "read"}, f"{file.name}: {name}"


def test_what_may_write_runs_nothing_of_a_stranger() -> None:
    workflow = read(GITHUB / "workflows/comment.yml")
    checkout, run = workflow["jobs"]["post"]["steps"]
    assert workflow["on"] == {"workflow_run": {"workflows": ["Pull request"], "types": ["completed"]}}
    assert read(GITHUB / "workflows/pull-request.yml")["name"] == "Pull request"
    assert checkout["with"] == {"sparse-checkout": "tools", "persist-credentials": "false"}  # no ref: the main branch
    assert run["run"] == "python3 -m tools.post_comment"
    assert "github.event.workflow_run.event == 'pull_request'" in workflow["jobs"]["post"]["if"]


def test_actions_are_pinned_by_commit_with_the_version_beside() -> None:
    pins: dict[str, set[str]] = {}
    for file in WORKFLOWS:
        for used in re.findall(r"uses: (.*)", file.read_text(encoding="utf-8")):
            found = re.fullmatch(r"(actions/[a-z-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", used)
            assert found, f"{file.name}: {used}"
            pins.setdefault(found[1], set()).add(found[2])
    assert len(pins) == 6
    assert all(len(versions) == 1 for versions in pins.values()), pins


def test_no_script_is_made_of_values() -> None:
    """A title or branch that somebody chose would be run as a part of it; values come by the environment."""
    scripts = [(name, step["run"]) for name, step in steps() if "run" in step]
    assert len(scripts) > 8
    assert [one for one in scripts if "${{" in one[1]] == []


def test_no_token_is_left_in_the_checkout() -> None:
    checkouts = [(name, step) for name, step in steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == 5
    assert all(step["with"]["persist-credentials"] == "false" for _, step in checkouts)


# What people fill in.


def test_the_form_for_mistakes_is_one_that_github_takes() -> None:
    form = read(GITHUB / "ISSUE_TEMPLATE/content.yml")
    assert form.keys() == {"name", "description", "body"}
    kinds = {"markdown": {"value"}, "input": {"label"}, "textarea": {"label"}, "checkboxes": {"label", "options"}}
    for part in form["body"]:
        assert part.keys() <= {"type", "id", "attributes", "validations"}
        assert kinds[part["type"]] <= part["attributes"].keys()
        assert part["attributes"].keys() <= kinds[part["type"]] | {"description", "placeholder"}
    ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert ids == ["page", "step", "version", "wrong", "right", "privacy"]
    labels = [part["attributes"]["label"] for part in form["body"] if part["type"] != "markdown"]
    assert len(set(labels)) == len(labels) and all(" · " in label or label.endswith("?") for label in labels)


def test_the_links_of_the_pages_may_begin_an_issue_without_the_form() -> None:
    assert read(GITHUB / "ISSUE_TEMPLATE/config.yml")["blank_issues_enabled"] == "true"
