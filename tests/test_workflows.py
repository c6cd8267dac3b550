"""What happens to a pull request: the workflows, as linters see them and as a runner would run them; hooks; templates.

No GitHub is needed: the steps of the job run here in a small repository, and a program in the place of ``gh`` notes
what it is asked.
"""

from __future__ import annotations

import base64
import datetime
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook_builder.commands.init import copy_starter
from handbook_builder.diagnostics import Diagnostic, as_markdown
from tests.site import ROOT
from tools import post_comment, write_comment
from tools.post_comment import LIMIT, MARKER

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").iterdir())
PROGRAMS = Path(sys.executable).parent
WELCOME = Path("procedures/reception/welcoming-a-person.yml")


@cache
def read(file: Path) -> Any:
    """Read YAML with every value as text: else ``on`` is true."""
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)


def jobs() -> Iterator[tuple[str, Any]]:
    for file in WORKFLOWS:
        for name, job in read(file)["jobs"].items():
            yield f"{file.stem}.{name}", job


def steps() -> Iterator[tuple[str, Any]]:
    for name, job in jobs():
        for step in job["steps"]:
            yield name, step


# --- the files, as linters see them


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


# --- all findings, for the summary of the run


def test_findings_as_a_table_for_each_file_errors_first() -> None:
    found = [
        Diagnostic("a.yml", 3, 1, "unused-entry", "nothing uses <b>|`*_~$ & [x](y)"),
        Diagnostic("a.yml", 9, 2, "unknown-role", 'no role "x"', 'did you mean "y"?'),
        Diagnostic("b_c.yml", 1, 1, "empty-file", "the file is\nempty"),
        Diagnostic("b_c.yml", 2, 1, "unknown-role", "no role"),
    ]
    assert as_markdown(found) == (
        "## Errors: 3\n\n"
        "### a.yml\n\n| line | what is wrong | code |\n| ---: | --- | --- |\n"
        '| 9 | no role "x". did you mean "y"? | `unknown-role` |\n\n'
        "### b\\_c.yml\n\n| line | what is wrong | code |\n| ---: | --- | --- |\n"
        "| 1 | the file is empty | `empty-file` |\n| 2 | no role | `unknown-role` |\n\n"
        "## Warnings: 1\n\n"
        "### a.yml\n\n| line | what is wrong | code |\n| ---: | --- | --- |\n"
        "| 3 | nothing uses \\<b\\>\\|\\`\\*\\_\\~\\$ \\& \\[x\\](y) | `unused-entry` |\n"
    )
    assert as_markdown([]) == "no problems\n"
    assert as_markdown(found, "pt").startswith("## Erros: 3\n")


# --- the comment


ENVIRONMENT = {
    "GITHUB_SERVER_URL": "https://github.example",
    "GITHUB_REPOSITORY": "organisation/manual",
    "GITHUB_RUN_ID": "77",
    "CHECK": "success",
    "PREVIEW": "https://github.example/preview",
    "CHARTS": "",
}
RUN = "https://github.example/organisation/manual/actions/runs/77"


def test_the_comment_says_whether_all_is_right_where_to_look_and_what_changed() -> None:
    text = write_comment.comment("## O que mudou\n", ENVIRONMENT)
    assert "sem erros" in text and f"[resumo]({RUN})" in text
    assert "(https://github.example/preview)" in text and "Fluxogramas" not in text
    assert text.endswith("\n\n## O que mudou\n")
    wrong = write_comment.comment("", {**ENVIRONMENT, "CHECK": "failure", "PREVIEW": "", "CHARTS": "https://charts"})
    assert "há erros a corrigir" in wrong and "já não houver erros" in wrong and "(https://charts)" in wrong
    assert wrong.endswith(f"\n\n{write_comment.SAME}")


@pytest.mark.parametrize("line", ["uma linha\n", "é" * 5000 + "\n", "x" * LIMIT])
def test_a_long_comment_is_cut_at_a_line_and_says_so(line: str) -> None:
    short = write_comment.comment("", ENVIRONMENT).removesuffix(write_comment.SAME)
    fits = LIMIT - len(MARKER + short)
    assert write_comment.comment("a" * fits, ENVIRONMENT).endswith("a")
    text = write_comment.comment(line * (LIMIT // len(line) + 1), ENVIRONMENT)
    assert len(MARKER + text) <= LIMIT
    assert text.startswith(short) and text.endswith(
        f"\n\n… Cortado aqui, por ser longo. O resto está no [resumo]({RUN}).\n"
    )


def test_only_a_pull_request_has_a_number() -> None:
    assert write_comment.request("refs/pull/12/merge") == "12"
    for reference in ("refs/heads/main", "refs/pull/12/head", "refs/pull/x/merge", "refs/heads/refs/pull/1/merge"):
        with pytest.raises(ValueError, match="no pull request"):
            write_comment.request(reference)


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


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "gh").write_text(GH.format(python=sys.executable))
    (folder / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("FAKE_GITHUB", str(folder))
    monkeypatch.setenv("GH_TOKEN", "a token")
    monkeypatch.setenv("GITHUB_REPOSITORY", "organisation/manual")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(folder / "event"))
    return Hub(folder)


def a_comment(id: int, body: str, login: str | None = "github-actions[bot]") -> dict[str, Any]:
    return {"id": id, "body": body, "user": login and {"login": login}}


def test_the_first_time_a_comment_is_created(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.comments = [
        a_comment(28, MARKER, "somebody"),  # who may quote our mark
        a_comment(29, "MARKER"),
        a_comment(30, f"a quotation of {MARKER}"),
        a_comment(32, MARKER, None),  # whose account is gone
    ]
    assert hub.post(capfd) == (0, "comment on 12 created\n")
    assert hub.written == [["POST", f"{HERE}/issues/12/comments", {"body": f"{MARKER}## Olá\n"}]]


def test_later_it_is_kept_up_to_date(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.comments = [a_comment(30, "hello", "maria"), a_comment(31, f"{MARKER}old"), a_comment(33, f"{MARKER}copy")]
    assert hub.post(capfd) == (0, "comment on 12 updated\n")
    assert hub.written == [["PATCH", f"{HERE}/issues/comments/31", {"body": f"{MARKER}## Olá\n"}]]


def test_a_run_that_left_nothing_posts_nothing(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.artifact = None
    assert hub.post(capfd) == (0, "the run left no comment\n")
    assert hub.written == []


@pytest.mark.parametrize(
    "pull",
    [
        {**PULL, "head": {**PULL["head"], "sha": "b" * 40}},
        {**PULL, "head": {**PULL["head"], "repo": {"full_name": "other/manual"}}},
        {**PULL, "head": {**PULL["head"], "repo": None}},
        {**PULL, "state": "closed"},
    ],
    ids=["other commit", "other fork", "no fork", "closed"],
)
def test_nobody_posts_to_the_request_of_another(
    pull: dict[str, Any], hub: Hub, capfd: pytest.CaptureFixture[str]
) -> None:
    hub.pull = pull
    code, said = hub.post(capfd)
    assert code == 0 and "nothing posted" in said
    assert hub.written == []


def a_lying_zip() -> bytes:
    """A zip file whose directory tells of few bytes where there are many."""
    data = packed(**{"number": "12", "comment.md": "x" * 900_000})
    real, false = (900_000).to_bytes(4, "little"), (9).to_bytes(4, "little")
    assert data.count(real) == 2
    return data.replace(real, false)


@pytest.mark.parametrize(
    "artifact",
    [
        b"no zip file",
        GOOD[:-30],
        packed(number="12"),
        packed(**{"number": "", "comment.md": "x"}),
        packed(**{"number": "12/../13", "comment.md": "x"}),
        packed(**{"number": "-1", "comment.md": "x"}),
        packed(**{"number": "１２", "comment.md": "x"}),
        packed(**{"number": "12\n13", "comment.md": "x"}),
        packed(**{"number": "1" * 21, "comment.md": "x"}),
        packed(**{"number": "12", "comment.md": " \n"}),
        packed(**{"number": "12", "comment.md": b"\xff"}),
        packed(**{"number": "12", "comment.md": "x" * (LIMIT - len(MARKER) + 1)}),
        packed(**{"number": "12", "comment.md": "x" * 30_000_000}),
        a_lying_zip(),
    ],
    ids=range(14),
)
def test_what_a_stranger_hands_over_is_refused_unless_it_has_our_form(
    artifact: bytes, hub: Hub, capfd: pytest.CaptureFixture[str]
) -> None:
    hub.artifact = artifact
    code, said = hub.post(capfd)
    assert code == 1 and said.startswith("refused: ") and said.count("\n") == 1
    assert hub.written == []


def test_a_large_artifact_is_not_even_fetched(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.size = 300_000
    assert hub.post(capfd) == (1, "refused: the artifact is too large\n")
    assert "zip" not in (hub.folder / "asked").read_text()


def test_a_text_of_full_length_is_posted(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.artifact = packed(**{"number": "12", "comment.md": "ã" * (LIMIT - len(MARKER))})
    assert hub.post(capfd) == (0, "comment on 12 created\n")
    assert len(hub.written[0][2]["body"]) == LIMIT


def test_a_number_that_github_does_not_know_posts_nothing(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.artifact = packed(**{"number": "13", "comment.md": "x"})
    with pytest.raises(subprocess.CalledProcessError):
        hub.post(capfd)
    assert hub.written == []


# --- the job of the pull request, as a runner runs it


def git(folder: Path, *words: str) -> str:
    options = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *options, *words], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


def a_repository(folder: Path) -> Path:
    """Make a repository of the starter manual with what the workflow and the hooks call; the branch is ``main``."""
    copy_starter(folder, datetime.date.today())
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".pre-commit-config.yaml", folder)
    (folder / ".venv").symlink_to(PROGRAMS.parent)
    (folder / ".git/info").mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / ".git/info/exclude").write_text(".venv\n")
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "start")
    return folder


def merge(folder: Path, changes: Mapping[Path, tuple[str, str]]) -> None:
    """Put a repository into the state in which GitHub hands it over: a request merged into main, no branch at hand."""
    git(folder, "checkout", "--quiet", "-b", "request")
    for file, (right, wrong) in changes.items():
        replace(folder / file, right, wrong)
    git(folder, "commit", "--quiet", "--all", "--allow-empty", "-m", "change")
    git(folder, "checkout", "--quiet", "--detach", "main")
    git(folder, "merge", "--quiet", "--no-ff", "request", "-m", "merge")
    git(folder, "branch", "--quiet", "-D", "main", "request")


def replace(file: Path, right: str, wrong: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")


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


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    (tmp_path / "artifacts").mkdir()
    return Runner(a_repository(tmp_path / "repository"), tmp_path / "artifacts")


def test_a_request_that_changes_a_time_limit(runner: Runner, hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    merge(runner.repository, {WELCOME: ("within: 5 minutes", "within: 10 minutes")})
    assert not runner.job().failed
    assert "::error" not in runner.said
    changes = runner.left("summary.md")
    assert changes.startswith("nenhum problema\n") and "5 minutos → 10 minutos" in changes
    assert "## O que mudou de main para pedido" in changes
    assert "Fluxograma com as diferenças: fluxogramas/welcoming-a-person.svg" in changes
    assert "<svg" in runner.left("fluxogramas/welcoming-a-person.svg")
    with zipfile.ZipFile(runner.artifacts / "manual-pedido-12.zip") as copy:
        names = copy.namelist()
        assert any(name.endswith("/ABRIR-OPEN.html") for name in names)
        page = next(name for name in names if name.endswith("manual/procedures/reception/welcoming-a-person.html"))
        assert "10 minutos" in copy.read(page).decode()
    comment = runner.left("comment/comment.md")
    assert "sem erros" in comment and "5 minutos → 10 minutos" in comment
    assert (
        "(https://github.example/manual-pedido-12.zip)" in comment and "(https://github.example/fluxogramas)" in comment
    )
    # What this run leaves is what the other run reads.
    hub.artifact = packed(**{file.name: file.read_bytes() for file in (runner.artifacts / "comment").iterdir()})
    assert hub.post(capfd) == (0, "comment on 12 created\n")
    assert hub.written[0][2]["body"] == MARKER + comment


def test_a_request_with_an_error(runner: Runner) -> None:
    merge(runner.repository, {WELCOME: ("no: goodbye", "no: goodby")})
    assert runner.job().failed
    marks = re.findall(r"^::(\w+) file=([^,]*),line=(\d+),col=(\d+),title=([\w-]+)::(.*)", runner.said, re.M)
    line = 1 + (runner.repository / WELCOME).read_text(encoding="utf-8").split("no: goodby")[0].count("\n")
    ((kind, file, at, _, code, text),) = marks
    assert (kind, file, int(at), code) == ("error", WELCOME.as_posix(), line, "unknown-target")
    assert text.endswith('queria dizer "goodbye"?')
    summary = runner.left("summary.md")
    assert summary.startswith(f"## Erros: 1\n\n### {WELCOME}\n") and f"| {line} | " in summary
    assert not list(runner.artifacts.glob("*.zip"))
    comment = runner.left("comment/comment.md")
    assert "há erros a corrigir" in comment and "já não houver erros" in comment
    assert f"\n{WELCOME}:{line}:" in runner.said  # the step that fails shows why


def test_errors_in_other_files_fail_too(runner: Runner) -> None:
    """Whoever takes a role away breaks the procedures that name it."""
    merge(runner.repository, {Path("procedures/registers/roles.yml"): ("id: volunteer", "id: helper")})
    assert runner.job().failed
    assert "::error" not in runner.said
    assert "unknown-role" in runner.left("summary.md") and "há erros a corrigir" in runner.left("comment/comment.md")


def test_a_request_that_changes_no_meaning(runner: Runner) -> None:
    merge(runner.repository, {Path("docs/index.md"): ("\n", "\n\n")})
    assert not runner.job().failed
    assert runner.left("summary.md") == "nenhum problema\n"
    assert runner.left("comment/comment.md").endswith(write_comment.SAME)
    assert not (runner.artifacts / "fluxogramas").exists()
    assert "Fluxogramas" not in runner.left("comment/comment.md")


# --- hooks before a commit


@pytest.fixture
def hooked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PREK_HOME", str(tmp_path / "prek"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    root = a_repository(tmp_path / "repository")
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
    replace(hooked / WELCOME, "within: 5 minutes", "within: 10 minutes")
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
    replace(hooked / file, right, wrong)
    refused = commit(hooked)
    assert said in refused and "Failed" in refused
    assert git(hooked, "log", "-1", "--format=%s") == "start"


def test_hooks_fetch_nothing() -> None:
    config = read(ROOT / ".pre-commit-config.yaml")
    assert [one["repo"] for one in config["repos"]] == ["local"]
    assert {hook["language"] for hook in config["repos"][0]["hooks"]} == {"system"}


# --- what people fill in


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
