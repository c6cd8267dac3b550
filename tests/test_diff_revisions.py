"""The command ``handbook diff`` on revisions of Git: which ones it compares, and what it can't read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from handbook_builder.cli import main
from tests.diffs import MANUAL, WELCOME
from tests.manuals import edit
from tests.repositories import git


def commit(folder: Path, name: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", name)
    git(folder, "tag", name)


@pytest.fixture(params=[".", "manuals/first one"], ids=["root", "folder"])
def repository(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manual in a repository, or in a folder of one; it is the current folder."""
    top = tmp_path / "repository"
    manual = top / request.param
    shutil.copytree(MANUAL, manual)
    git(top, "init", "--quiet")
    commit(top, "v1")
    monkeypatch.chdir(manual)
    return manual


def run(*words: str, lang: str = "en") -> int:
    return main(["diff", "--lang", lang, *words])


def test_the_files_as_they_are_now(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository / WELCOME, "within: 5 minutes", "within: 6 minutes")
    before = git(repository, "status", "--porcelain")
    assert run("v1") == 0
    shown = capsys.readouterr()
    assert "time limit: 5 minutes → 6 minutes (line 25)" in shown.out
    assert "What changed from v1 to the files as they are now" in shown.out and shown.err == ""
    assert run("v1", lang="pt") == 0
    assert "prazo: 5 minutos → 6 minutos (linha 25)" in capsys.readouterr().out
    assert git(repository, "status", "--porcelain") == before


def test_two_revisions(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository / WELCOME, "within: 5 minutes", "within: 6 minutes")
    commit(repository, "v2")
    edit(repository / WELCOME, "owner: coordinator", "owner: officer")
    assert run("v1", "v2", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["base"], told["head"], told["class"]) == ("v1", "v2", "critical")
    ((change_of_limit,),) = (item["changes"] for item in told["items"])
    assert (change_of_limit["before"], change_of_limit["after"]) == ("5 minutes", "6 minutes")
    assert run("v2", "v1", "--format", "markdown") == 0
    assert capsys.readouterr().out.startswith("## What changed from v2 to v1\n")


def test_nothing_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository / WELCOME, "    within: 5 minutes\n", "\n    # how long it takes\n    within: '5 minutes'\n")
    for form in ("text", "markdown"):
        assert run("HEAD", "--format", form) == 0
        shown = capsys.readouterr()
        assert (shown.out, shown.err) == ("", "nothing changed in meaning\n")
    assert run("HEAD", "--format", "json", lang="pt") == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["items"] == [] and shown.err == "nada mudou em sentido\n"


def test_charts_are_written(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository / WELCOME, "within: 5 minutes", "within: 6 minutes")
    assert run("v1", "--charts", str(tmp_path / "a" / "b")) == 0
    assert "b/welcome.svg" in capsys.readouterr().out
    assert [file.name for file in (tmp_path / "a" / "b").iterdir()] == ["welcome.svg"]


@pytest.mark.parametrize("name", ["v9", "--output=x", "v1:procedures", "", "v1 v1"])
def test_an_unknown_revision(name: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--", name) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith(f'handbook: there is no revision "{name}" in this repository') and shown.out == ""
    assert not list(repository.glob("x*"))


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(MANUAL, tmp_path / "manual")
    monkeypatch.chdir(tmp_path / "manual")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert run("v1", lang="pt") == 2
    assert "não está em nenhum repositório Git" in capsys.readouterr().err


def test_git_is_missing(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert run("v1") == 2
    assert "Git is not installed" in capsys.readouterr().err


def test_a_manual_that_was_not_there_yet(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repository, "checkout", "--quiet", "--orphan", "empty")
    git(repository, "rm", "-r", "--quiet", "--cached", ".")
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "none")
    git(repository, "tag", "none")
    assert run("none", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {item["id"] for item in told["items"] if item["kind"] == "procedure"} == {"welcome", "opening", "danger"}
    assert all(item["changes"][0]["kind"] == "added" for item in told["items"] if item["kind"] == "procedure")


BROKEN = {
    "yaml": ("id: welcome\n", "id: welcome\n  oops: [\n"),
    "key": ("    within: 5 minutes", "    whitin: 5 minutes"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_an_older_revision_that_cannot_be_read(kind: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository / WELCOME, *BROKEN[kind])
    commit(repository, "broken")
    edit(repository / WELCOME, *reversed(BROKEN[kind]))
    edit(repository / "procedures/support/opening.yml", "Case opened.", "Case begun.")
    assert run("broken") == 0
    shown = capsys.readouterr().out
    assert "Parts of the older revision can't be read" in shown and f"    - {WELCOME}:" in shown
    assert "CL-02" in shown and "CL-01 Welcome (" not in shown  # neither new nor changed: nobody knows
    assert run("broken", "v1", lang="pt") == 0
    assert "A revisão antiga não se deixa ler toda" in capsys.readouterr().out


@pytest.mark.parametrize("kind", BROKEN)
def test_a_newer_revision_that_cannot_be_read(kind: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository / WELCOME, *BROKEN[kind])
    assert run("v1") == 1
    shown = capsys.readouterr().out
    assert "Parts of the newer revision can't be read" in shown and "CL-01 Welcome (" not in shown
    assert run("v1", "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["items"] == [] and told["unread"]["head"][0]["file"] == WELCOME


def test_links_and_other_files_of_a_revision(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "procedures/support/ligação.yml").symlink_to("danger.yml")
    (repository / "notes.bin").write_bytes(bytes(range(256)) * 100)
    (repository / "procedures/support/odd.yml").write_bytes(b"\xff\xfe not utf-8\n")
    commit(repository, "odd")
    assert run("odd", "v1") == 0
    shown = capsys.readouterr().out
    assert "procedures/support/odd.yml:1" in shown and "ligação.yml" in shown


def test_control_characters_do_not_reach_the_terminal(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository / WELCOME, "pt: Acolhimento, en: Welcome", 'pt: "Ol\\e[31má", en: Welcome')
    assert run("v1") == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown and "Ol\\x1b[31má" in shown
