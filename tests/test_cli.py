"""The command line as people and programs meet it: exit codes, renderings, and output that is narrow, slow or gone."""

from __future__ import annotations

import datetime
import io
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import handbook_builder.site_build
from handbook_builder.cli import main
from handbook_builder.commands import check, serve
from handbook_builder.commands.console import Progress
from handbook_builder.commands.init import copy_starter
from handbook_builder.diagnostics import Diagnostic
from handbook_builder.render.graphviz import EngineMissing
from tests.manuals import edit, edit_first

PROJECT = Path(__file__).parent.parent
TODAY = datetime.date(2026, 11, 21)
WELCOME = Path("procedures/reception/welcoming-a-person.yml")
BROKEN = 'id: lone\ntitle: {pt: Não, en: "No"}\nsteps:\n  - {id: one, end: {pt: Fim, en: End}, outcome: fnished}\n'


@pytest.fixture
def manual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small manual without mistakes, which is also the current folder."""
    root = tmp_path / "manual"
    copy_starter(root, TODAY)
    monkeypatch.chdir(root)
    return root


def run(*words: str | Path, today: bool = True) -> int:
    return main([*map(str, words), *(["--today", str(TODAY)] if today else [])])


def start(*words: str | Path, cwd: Path, **options: Any) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), **options.pop("env", {})}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(
        [sys.executable, "-m", "handbook_builder", *map(str, words)], cwd=cwd, env=environment, **pipes
    )


def test_a_manual_without_mistakes(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--strict") == 0
    assert capsys.readouterr() == ("", "no problems in 13 files\n")


def test_errors_fail_and_warnings_only_when_strict(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(manual / WELCOME, "en: First version.", "")
    assert run("check") == 0
    assert "warning: " in capsys.readouterr().out
    assert run("check", "--strict") == 1
    assert capsys.readouterr().err == "1 warning in 13 files\n"
    edit(manual / WELCOME, "no: goodbye", "no: goodby")
    assert run("check") == 1
    out, err = capsys.readouterr()
    assert 'did you mean "goodbye"? [unknown-target]' in out
    assert err == "1 error, 1 warning in 13 files\n"


def test_today_decides_what_is_overdue(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--strict", "--today", "2028-01-01", today=False) == 1
    assert capsys.readouterr().out.count("[review-overdue]") == 2


def test_quiet_tells_only_what_is_wrong(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--quiet") == 0
    assert capsys.readouterr() == ("", "")


def test_only_the_paths_asked_for_are_shown(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(manual / WELCOME, "no: goodbye", "no: goodby")
    assert run("check", "procedures/support", "flows/which-parcel.yml") == 0
    assert capsys.readouterr() == ("", "no problems in 2 files\n")
    assert run("check", WELCOME, "procedures/reception/") == 1
    assert capsys.readouterr().err == "1 error in 1 file\n"


def test_files_are_named_as_seen_from_the_current_folder(
    manual: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(manual / WELCOME, "no: goodbye", "no: goodby")
    for folder, name in ((manual / "flows", f"../{WELCOME}"), (manual.parent, f"manual/{WELCOME}")):
        monkeypatch.chdir(folder)
        assert run("check", manual) == 1
        assert capsys.readouterr().out.startswith(f"{name}:")


def test_several_manuals_in_one_call(manual: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy_starter(tmp_path / "other", TODAY)
    edit(tmp_path / "other" / WELCOME, "no: goodbye", "no: goodby")
    assert run("check", ".", "../other") == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{(tmp_path / 'other' / WELCOME).as_posix()}:")
    assert err == "1 error in 26 files\n"


def test_generated_pages_are_no_manual(manual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = manual / "docs/procedures/reception"
    pages.mkdir(parents=True)
    (pages / "index.md").write_text("# Page")
    edit(manual / WELCOME, "no: goodbye", "no: goodby")
    monkeypatch.chdir(manual / "docs")
    assert run("check") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "nowhere.yml"], "there is no file or folder nowhere.yml"),
        (["check", "empty"], "there is no manual in "),
        (["check"], "Start one with: handbook init FOLDER"),
        (["build"], "there is no manual in "),
        (["serve"], "there is no manual in "),
        (["check", "list.yml"], "list.yml is no file of a manual"),
    ],
)
def test_wrong_use_is_one_clear_line(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("list.yml").write_text("[milk, bread]")
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert said in err and err.count("\n") == 1 and not out


@pytest.mark.parametrize("words", [[], ["bake"], ["check", "--today", "soon"], ["serve", "--port", "0"]])
def test_unknown_words_exit_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert "usage: handbook" in capsys.readouterr().err


def test_a_file_of_no_manual_is_checked_alone(
    manual: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    for file in (WELCOME, Path("procedures/registers/services.yml")):
        (desk / file.name).write_bytes((manual / file).read_bytes())
    monkeypatch.chdir(desk)
    assert run("check", "--strict", WELCOME.name, "services.yml") == 0
    assert capsys.readouterr().err.splitlines()[1:] == [
        "welcoming-a-person.yml belongs to no manual: checked alone, without the names it refers to",
        "no problems in 2 files",
    ]
    edit(desk / WELCOME.name, "no: goodbye", "no: goodby")
    assert run("check", WELCOME.name) == 1
    assert capsys.readouterr().out.startswith("welcoming-a-person.yml:")


def test_a_lone_file_that_can_not_be_read_as_yaml(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lone.yml").write_text("id: [")
    assert run("check", tmp_path / "lone.yml") == 1
    assert "[yaml-syntax]" in capsys.readouterr().out


@pytest.mark.parametrize("file", ["mkdocs.yml", "docs/index.md"])
def test_a_file_that_the_manual_does_not_read(manual: Path, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    (manual / "mkdocs.yml").write_text("site_name: Manual")
    assert run("check", file) == 2
    assert capsys.readouterr().err.startswith(f"handbook: {file} is no file of a manual")


def test_json_and_github_are_all_that_is_written(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(manual / WELCOME, "no: goodbye", 'no: "a,b:c%\\n"')
    assert run("check", "--format", "json") == 1
    out, err = capsys.readouterr()
    (row,) = json.loads(out)
    assert (row["file"], row["severity"], err) == (WELCOME.as_posix(), "error", "")
    assert run("check", "--format", "github") == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"::error file={WELCOME.as_posix()},line={row['line']},col={row['column']},title=")
    assert "a,b:c%25%0A" in out and out.count("\n") == 1 and not err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", [b"a\x1b[31m\nb,c:d%", b"\xff"])
def test_names_that_could_command_the_terminal(manual: Path, name: bytes) -> None:
    file = os.fsdecode(os.fsencode(manual / "procedures/reception") + b"/" + name + b".yml")
    Path(file).write_text(BROKEN, encoding="utf-8")
    said, _ = start("check", cwd=manual).communicate()
    lines = said.decode().splitlines()
    assert b"\x1b" not in said and len(lines) % 3 == 0
    assert all(line.startswith("procedures/reception/") for line in lines[::3])
    said, _ = start("check", "--format", "github", cwd=manual).communicate()
    assert said.count(b"\n") == len(lines) // 3
    said, _ = start("check", "--format", "json", cwd=manual).communicate()
    assert {row["file"] for row in json.loads(said)} == {f"procedures/reception/{os.fsdecode(name)}.yml"}


def test_values_that_could_command_the_terminal(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(manual / WELCOME, "no: goodbye", r'no: "\e[31m\nprocedures/x.yml:1:1: fine"')
    assert run("check") == 1
    out = capsys.readouterr().out
    assert r"\x1b[31m\nprocedures" in out and "\x1b" not in out


def test_a_terminal_that_knows_only_ascii(manual: Path) -> None:
    edit(manual / WELCOME, "A pessoa pede", "<b>não</b> pede")
    edit(manual / WELCOME, "no: goodbye", "no: adeus-é")
    narrow = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    text = start("check", cwd=manual, env=narrow)
    said, noted = text.communicate()
    assert text.returncode == 1
    assert rb"<b>n\xe3o</b>" in said and b"Traceback" not in noted
    said, _ = start("check", "--format", "json", cwd=manual, env=narrow).communicate()
    assert any("adeus-é" in row["message"] for row in json.loads(said.decode("utf-8")))
    schema = start("schema", "procedure", cwd=manual, env=narrow)
    assert "Título" in json.loads(schema.communicate()[0].decode("utf-8"))["properties"]["title"]["description"]


def test_a_reader_that_goes_away(manual: Path) -> None:
    edit(manual / WELCOME, "no: goodbye", "no: goodby")
    for words, code in ((["check"], 1), (["check", "--format", "json"], 1), (["schema"], 0)):
        process = start(*words, cwd=manual)
        assert process.stdout and process.stderr
        process.stdout.close()
        noted = process.stderr.read()
        process.stderr.close()
        assert (process.wait(), b"Error" in noted, b"Traceback" in noted) == (code, False, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_is_full(manual: Path) -> None:
    with open("/dev/full", "wb") as full:
        process = start("schema", cwd=manual, stdout=full)
        _, noted = process.communicate()
    assert process.returncode == 2
    assert noted.decode().count("\n") == 1


def test_a_package_that_is_missing(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pydantic'] = None; from handbook_builder.cli import main; sys.exit(main(['check']))"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("handbook: ") and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyError("two\nlines"), 3, "handbook: a mistake of the program, not of your files: KeyError: "),
        (PermissionError(13, "Permission denied", "x.yml"), 2, "handbook: [Errno 13] Permission denied: 'x.yml'"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_nobody_expects(
    error: BaseException,
    code: int,
    said: str,
    manual: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(check, "check_manual", fail)
    monkeypatch.delenv("HANDBOOK_DEBUG", raising=False)
    assert main(["check"]) == code
    err = capsys.readouterr().err
    assert err.startswith(said) and err.count("\n") == bool(said)
    monkeypatch.setenv("HANDBOOK_DEBUG", "1")
    assert main(["check"]) == code
    assert ("Traceback" in capsys.readouterr().err) == bool(said)


def test_build(manual: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: dict[str, Any] = {}
    problem = Diagnostic(WELCOME.as_posix(), 1, 1, "missing-translation", 'the text in "en" is missing')
    result = SimpleNamespace(diagnostics=(problem,), site=manual / "out", pages_written=7, ok=True)

    def build_site(root: Path, **options: Any) -> SimpleNamespace:
        asked.update(options, root=root)
        options["report"]("writing pages")
        return result

    monkeypatch.setattr(handbook_builder.site_build, "build_site", build_site)
    assert run("build", "--site", "out") == 0
    assert (asked["root"], asked["site"], asked["today"], asked["strict"]) == (manual, manual / "out", TODAY, False)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "1 warning; 7 pages written; the site is in out\n"
    result.ok = False
    assert run("build", "--strict") == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{WELCOME.as_posix()}:1:1: warning: ")
    assert err == "1 warning; nothing was built, the last good site stays as it was\n"
    assert (asked["site"], asked["strict"]) == (None, True)


def test_build_without_a_layout_program(
    manual: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build_site(*_: Any, **__: Any) -> None:
        raise EngineMissing("Graphviz is missing. Install it")

    monkeypatch.setattr(handbook_builder.site_build, "build_site", build_site)
    assert run("build") == 2
    assert capsys.readouterr().err == "handbook: Graphviz is missing. Install it\n"


def test_serve(manual: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    started: dict[str, Any] = {}

    class Child:
        def __init__(self, words: list[str], **options: Any) -> None:
            started.update(options, words=words)

        def __enter__(self) -> Child:
            return self

        def __exit__(self, *_: Any) -> None:
            pass

        def wait(self) -> int:
            return 0

    (manual / "mkdocs.yml").unlink(missing_ok=True)
    assert main(["serve"]) == 2
    assert "there is no mkdocs.yml in " in capsys.readouterr().err
    (manual / "mkdocs.yml").write_text("site_name: Manual")
    monkeypatch.setattr(serve.signal, "signal", lambda *_: None)
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        port = other.getsockname()[1]
        with monkeypatch.context() as patch:
            patch.setattr(serve.subprocess, "Popen", Child)
            other.listen()
            assert main(["serve", "--port", str(port)]) == 2
            assert f"another program uses port {port}" in capsys.readouterr().err
            other.close()
            assert main(["serve", "--port", str(port)]) == 0
    assert started["words"][:4] == [sys.executable, "-m", "mkdocs", "serve"]
    assert started["words"][-1] == f"127.0.0.1:{port}"
    assert started["cwd"] == manual
    assert started["env"]["NO_MKDOCS_2_WARNING"] == "1"


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with Progress() as report:
        report("reading a file with a very long name")
        report("writing")
    assert terminal.getvalue() == f"\rreading a file with\r{'writing':19}\r       \r"


@pytest.mark.parametrize("quiet", ["option", "pipe", "CI"])
def test_progress_is_quiet_where_nobody_watches(quiet: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("CI", "true" if quiet == "CI" else "")
    monkeypatch.setattr(sys, "stderr", stream := io.StringIO() if quiet == "pipe" else Terminal())
    with Progress(quiet == "option") as report:
        report("reading")
    assert not stream.getvalue()


def test_the_program_speaks_the_language_asked_for(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit_first(manual / WELCOME, "owner: ", "owner: x")
    assert run("check", "--lang", "pt") == 1
    said = capsys.readouterr()
    assert 'não existe "x' in said.out and "(função)" in said.out and "1 erro em " in said.err
    assert run("check", "--lang=pt", "--format", "json") == 1
    assert 'não existe \\"x' in capsys.readouterr().out
    assert run("check") == 1  # the language of one run does not stay for the next
    assert 'there is no role "x' in capsys.readouterr().out


@pytest.mark.parametrize("command", ["", "check", "build", "serve", "schema", "init"])
def test_help_is_whole_in_portuguese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No line of it is the same in English, but for those that hold no words."""
    texts = {}
    for language in ("pt", "en"):
        with pytest.raises(SystemExit):
            main([*([command] if command else []), "--lang", language, "--help"])
        texts[language] = {line.strip() for line in capsys.readouterr().out.splitlines()}
    same = {
        re.sub(r"\{.*|\[?--?\w+( \S+)?\]?|[A-Z]{3,}.*|\[paths ...\]", "", line) for line in texts["pt"] & texts["en"]
    }
    assert {line for line in same if re.search(r"[a-z]{3}", line)} == set()


def test_wrong_use_is_told_in_portuguese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--lang", "pt", "serve", "--port", "x"])
    assert end.value.code == 2
    assert "erro: argumento --port: " in capsys.readouterr().err
