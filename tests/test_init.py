"""The starter manual: complete, without a mistake on any day it is begun, and never written over anything."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from handbook_builder.build import check_manual
from handbook_builder.cli import main
from handbook_builder.commands.editor import vscode_files
from handbook_builder.commands.init import DAYS, copy_starter
from handbook_builder.load import find_root
from handbook_builder.model.steps import KINDS
from handbook_builder.render.paths import FOLDERS
from handbook_builder.source import parse

STARTER = Path(__file__).parent.parent / "handbook_builder/starter"


def names_in(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_init_writes_a_manual_that_passes_the_strict_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new/my manual"
    assert main(["init", str(folder)]) == 0
    assert f'cd "{folder}"' in capsys.readouterr().out
    monkeypatch.chdir(folder)
    assert find_root(folder) == folder
    assert main(["check", "--strict"]) == 0
    assert names_in(folder) == names_in(STARTER) - {"gitignore"} | {".gitignore", *vscode_files()}


@pytest.mark.parametrize("day", ["2026-11-21", "2028-02-29"])
def test_the_dates_suit_the_day(day: str, tmp_path: Path) -> None:
    today = datetime.date.fromisoformat(day)
    copy_starter(tmp_path, today)
    checked = check_manual(tmp_path, today)
    assert checked.diagnostics == ()
    assert check_manual(tmp_path, today + datetime.timedelta(180)).diagnostics == ()
    assert {one.verified_on for one in checked.handbook.services.values()} == {today}
    written = "".join(file.read_text(encoding="utf-8") for file in tmp_path.rglob("*.yml"))
    assert not [date for date in DAYS if date.decode() in written]


def test_the_starter_shows_every_kind_of_step_and_register(tmp_path: Path) -> None:
    copy_starter(tmp_path, datetime.date(2026, 11, 21))
    handbook = check_manual(tmp_path, datetime.date(2026, 11, 21)).handbook
    assert {step.kind for guide in handbook.guides for step in guide.steps} == set(KINDS)
    registers = ("role", "service", "form", "document", "source", "data", "term")
    for kind in ("procedure", "flow", *registers, "workshop", "questionnaire"):
        assert handbook.entries(kind), kind
    assert len(handbook.groups) == 2


@pytest.mark.parametrize(
    "file",
    sorted(set(STARTER.rglob("*.yml")) - {STARTER / "mkdocs.yml"}),
    ids=lambda file: str(file.relative_to(STARTER)),
)
def test_every_file_is_explained_in_both_languages(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("# EN: ") == text.count("# PT: ") > 0
    document, problems = parse(file.read_bytes(), file.name)
    assert document and not problems


def test_the_example_of_the_readme_has_no_errors(tmp_path: Path) -> None:
    copy_starter(tmp_path, datetime.date(2026, 11, 21))
    example = re.search(r"```yaml\n(.*?)```", (tmp_path / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example
    (tmp_path / "procedures/reception/lending-a-key.yml").write_text(example[1], encoding="utf-8")
    checked = check_manual(tmp_path, datetime.date(2026, 11, 21))
    assert "lending-a-key" in checked.handbook.procedures
    assert [one.code for one in checked.diagnostics] == ["uncovered-answer"]


def test_what_is_generated_is_not_kept_in_git() -> None:
    ignored = (STARTER / "gitignore").read_text(encoding="utf-8").splitlines()
    assert {f"/docs/{folder}/" for folder in FOLDERS} <= set(ignored)


def test_init_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "."]) == 0
    assert "cd " not in capsys.readouterr().out


def test_init_refuses_what_would_be_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for folder, said in ((tmp_path, "is not empty"), (tmp_path / "notes.txt", "is a file")):
        assert main(["init", str(folder)]) == 2
        assert said in capsys.readouterr().err
    assert main(["init", str(tmp_path / "notes.txt/below")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert names_in(tmp_path) == {"notes.txt"}
