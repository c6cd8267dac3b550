"""The walk of an editor: each command of the page runs in a fresh clone of the real manual and answers as it says.

A block ``sh`` holds commands, the block ``text`` behind it all that they answer (none: they say nothing), a block
``diff`` an edit to the file that it names. ``pytest --update`` rewrites the answers. The file that the walk changes is
kept in ``cases/walk`` as it was, so that no editor who changes the real one breaks a test.
"""

from __future__ import annotations

import itertools
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from handbook_builder.cli import main
from tests.site import TODAY

ROOT = Path(__file__).parent.parent
PAGES = {"pt": ROOT / "docs/authoring/walk.md", "en": ROOT / "docs/authoring/walk.en.md"}
BLOCK = re.compile(r"^```(sh|text|diff)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "https://github.com/organization/manual"
BRANCH, FILE = "minutes-in-three-days", "procedures/network/regional-meeting.yml"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository of the real manual that the page's address leads to; the folder around it is the current one."""
    work, repository = tmp_path / "work", tmp_path / "repository.git"
    for folder in ("procedures", "flows"):
        shutil.copytree(ROOT / folder, work / folder)
    shutil.copy(ROOT / "handbook.yml", work)
    assert (work / FILE).is_file()
    shutil.copy(ROOT / "tests/cases/walk" / Path(FILE).name, work / FILE)
    (tmp_path / "gitconfig").write_text(
        "[user]\n  name = Editor\n  email = editor@example.org\n[init]\n  defaultBranch = main\n"
        f'[core]\n  autocrlf = false\n[url "{repository.as_posix()}"]\n  insteadOf = {ADDRESS}\n'
    )
    for name, value in (("GLOBAL", str(tmp_path / "gitconfig")), ("SYSTEM", os.devnull)):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    monkeypatch.chdir(tmp_path)
    for words in (["init", "-q", "work"], ["-C", "work", "add", "."], ["-C", "work", "commit", "-q", "-m", "Manual"]):
        git(*words)
    git("clone", "--bare", "-q", "work", str(repository))
    for command in ("check", "new"):
        monkeypatch.setattr(
            f"handbook_builder.commands.{command}.datetime", SimpleNamespace(date=SimpleNamespace(today=lambda: TODAY))
        )
    return repository


def git(*words: str) -> str:
    """Run Git and give all that it says."""
    done = subprocess.run(
        ["git", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "LC_ALL": "C"}, check=True
    )
    return done.stdout.decode()


def blocks(text: str) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """Give the blocks that do something, each with the block of its answer, if there is one."""
    for block, after in itertools.pairwise([*BLOCK.finditer(text), None]):
        if block and block[1] != "text":
            yield block, after if block[1] == "sh" and after and after[1] == "text" else None


def edit(file: Path, diff: str) -> None:
    """Do what a diff shows; the lines that go, or stay, stand exactly once in the file."""
    lines = diff.splitlines(keepends=True)
    assert {line[0] for line in lines} <= {" ", "-", "+"}
    old, new = ("".join(line[1:] for line in lines if line[0] in f" {sign}") for sign in "-+")
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file.name} does not hold this once:\n{old}"
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


@pytest.mark.parametrize("language", PAGES)
def test_the_walk_goes_as_the_page_says(
    language: str,
    repository: Path,
    update: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")

    def answer(line: str) -> str:
        program, *words = shlex.split(line)
        match program:
            case "handbook":
                main(words)
                return "".join(capsys.readouterr())
            case "git":
                return git(*words)
            case "cd":
                monkeypatch.chdir(words[0])
                return ""
            case _:
                raise AssertionError(f"the walk can't run {line}")

    page = PAGES[language].read_text(encoding="utf-8")
    answers: list[tuple[tuple[int, int], str, str]] = []
    for block, expected in blocks(page):
        if block[1] == "diff":
            edit(Path(block[2]), block[3])
            continue
        said = "".join(answer(line) for line in block[3].splitlines())
        assert expected or not said, f"{block[3]}says more than the page:\n{said}"
        if expected:
            answers.append((expected.span(3), expected[3], said))
    if update:
        for (start, end), _, said in reversed(answers):
            page = page[:start] + said + page[end:]
        PAGES[language].write_text(page, encoding="utf-8", newline="\n")
    else:
        assert [said for _, _, said in answers] == [shown for _, shown, _ in answers]

    merged = git("-C", str(repository), "show", f"main:{FILE}")
    assert merged == git("-C", str(repository), "show", f"{BRANCH}:{FILE}")
    assert "within: 3 working days" in merged and "version: 0.2.0" in merged


def test_the_walk_tells_what_an_editor_must_know() -> None:
    """The answers hold what the walk is about, so that renewing them can't empty it."""
    answers = [answer[3] for _, answer in blocks(PAGES["en"].read_text(encoding="utf-8")) if answer]
    wrong, mended, tidied, changed, ready, merged, new = answers
    assert ": there is no form" in wrong and 'did you mean "meeting-minutes"? [unknown-form]' in wrong
    assert mended == "no problems in 1 file\n" and tidied.startswith(f"{FILE}\n")
    assert "critical" in changed and "5 working days → 3 working days" in changed
    assert "Translation to review (en)" in changed and "asks for 0.2.0" in changed
    assert "0.1.0 → 0.2.0, as the class asks" in ready and "Translation to review" not in ready
    assert merged == "## main...origin/main\n"
    assert new.startswith("procedures/network/shared-training.yml ") and new.endswith(
        "?? procedures/network/shared-training.yml\n"
    )


def test_both_pages_walk_the_same_way() -> None:
    steps = {
        language: [
            re.sub(r'--message ".*?"', "--message …", block[0]) for block, _ in blocks(page.read_text(encoding="utf-8"))
        ]
        for language, page in PAGES.items()
    }
    assert steps["pt"] == steps["en"] and len(steps["pt"]) > 12
