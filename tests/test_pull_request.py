"""What happens to a pull request: its job as a runner would run it, and the findings in the summary of the run.

No GitHub is needed: the steps of the job run here in a small repository, and a program in the place of ``gh`` notes
what it is asked.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from handbook_builder.diagnostics import Diagnostic, as_markdown
from tests.hub import Hub, open_hub, packed
from tests.repositories import WELCOME, starter_repository
from tests.workflows import Runner, merge
from tools import write_comment
from tools.post_comment import MARKER


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    return open_hub(tmp_path / "hub", monkeypatch)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    (tmp_path / "artifacts").mkdir()
    return Runner(starter_repository(tmp_path / "repository"), tmp_path / "artifacts")


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


# All findings, for the summary of the run.


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
