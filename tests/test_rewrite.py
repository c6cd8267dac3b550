"""Writing back into an author's file: what was not changed stays as it was, to the byte."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from handbook_builder.cli import main
from handbook_builder.rewrite import AuthorFile, RewriteError
from handbook_builder.source import parse

ROOT = Path(__file__).parent.parent
FILES = [*sorted(ROOT.glob("flows/*.yml")), *sorted((ROOT / "procedures/registers").glob("[d-n]*.yml"))]

TEXT = """\
# why this exists
id: one   # an id
title: {pt: "Um: dois", en: One}
steps:
  - id: greet
    do:
      pt: Cumprimente. # with a smile
      en: 'Greet.'

  # then
  - id: finish
    end: {pt: Fim, en: End}
"""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_is_not_changed_is_the_same_to_the_byte(file: Path) -> None:
    assert AuthorFile.read(file).text == file.read_text(encoding="utf-8")


def test_a_value_changes_and_nothing_else() -> None:
    file = AuthorFile(TEXT)
    file.set(("steps", 0, "do", "en"), "Say hello: it's polite.")
    file.set(("title", "pt"), 'Três "3"')
    expected = TEXT.replace("'Greet.'", "'Say hello: it''s polite.'").replace('"Um: dois"', '"Três \\"3\\""')
    assert file.text == expected


def test_a_new_key_stands_where_it_belongs() -> None:
    file = AuthorFile(TEXT)
    file.set(("summary",), {"pt": "Sim", "en": "12:30"}, after="title")
    file.set(("steps", 1, "end", "fr"), "Fin")
    assert file.text == TEXT.replace("en: One}\n", "en: One}\nsummary:\n  pt: Sim\n  en: 12:30\n").replace(
        "{pt: Fim, en: End}", "{pt: Fim, en: End, fr: Fin}"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  - x\n", "a:\n  - x\n  - y: z\n"),
        ("a:\n  - x # why\nb: c\n", "a:\n  - x # why\n  - y: z\nb: c\n"),
        ("a:\n  - x # why\n\n# about b\nb: c\n", "a:\n  - x # why\n  - y: z\n\n# about b\nb: c\n"),
        ("a:\n  - k: v\n    l:\n      m: n\n\nb: c\n", "a:\n  - k: v\n    l:\n      m: n\n  - y: z\n\nb: c\n"),
        ("a:\n  - {k: v} # why\n\nb: c\n", "a:\n  - {k: v} # why\n  - y: z\n\nb: c\n"),
        ("a:\n  - x\n# the end\n", "a:\n  - x\n  - y: z\n# the end\n"),
        ("a:\n  - k: 'v'\n\n  - k: w\n\nb: c\n", "a:\n  - k: 'v'\n\n  - k: w\n  - y: z\n\nb: c\n"),
    ],
)
def test_a_list_grows_and_what_follows_it_stays_below(before: str, after: str) -> None:
    file = AuthorFile(before)
    file.append(("a",), {"y": "z"})
    assert file.text == after


@pytest.mark.parametrize(
    "text", ["no", "Yes", "0800", "12:30", "a: b", "# x", "- x", "{x}", "x #y", "", "é “x”", "*x*"]
)
def test_any_text_is_read_again_as_it_was_written(text: str) -> None:
    file = AuthorFile("a: x\nlist:\n  - y\n")
    file.set(("b",), text)
    file.set(("list", 0), text)
    document, problems = parse(file.text.encode(), "x.yml")
    assert document is not None and problems == []
    assert document.data == {"a": "x", "list": [text], "b": text}


def test_a_place_that_does_not_exist_is_told() -> None:
    with pytest.raises(LookupError):
        AuthorFile(TEXT).set(("steps", 7, "do", "en"), "x")
    with pytest.raises(LookupError):
        AuthorFile(TEXT).set(("control", "version"), "1.0.0")


def test_a_file_is_written_only_if_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "one.yml"
    path.write_text(TEXT, encoding="utf-8")
    file = AuthorFile.read(path)
    assert not file.write(path)
    file.set(("id",), "two")
    assert file.write(path)
    assert path.read_text(encoding="utf-8") == TEXT.replace("id: one ", "id: two ")


CONTROL = "control:\n  version: 0.1.0 # first\n  status: draft # yet\n\n# the steps\nsteps: []\n"


def test_what_follows_a_map_stays_behind_it_when_a_key_joins_or_goes() -> None:
    file = AuthorFile(CONTROL)
    file.set(("control", "review_by"), datetime.date(2027, 1, 1))
    file.set(("control", "again"), datetime.date(2027, 1, 1), after="review_by")
    days = "  review_by: 2027-01-01\n  again: 2027-01-01\n"
    assert file.text == CONTROL.replace("draft # yet\n", f"draft # yet\n{days}")
    for key in ("review_by", "again", "status"):
        file.remove(("control", key))
    assert file.text == CONTROL.replace("  status: draft # yet\n", "")


def test_nothing_can_be_removed_that_is_not_there() -> None:
    with pytest.raises(LookupError):
        AuthorFile(CONTROL).remove(("control", "changes"))


def test_a_file_that_is_read_in_another_way_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# um \x85b: c\nd: e\n"
    assert not parse(text.encode(), "a.yml")[1]
    with pytest.raises(RewriteError, match="on line 2"):
        AuthorFile(text)
    manual = shutil.copytree(ROOT / "tests" / "base_manual", tmp_path / "manual")
    file = manual / "procedures" / "registers" / "roles.yml"
    typed = "# um \x85data: []\n".encode() + file.read_bytes()
    file.write_bytes(typed)
    monkeypatch.chdir(manual)
    assert main(["new", "role", "guard", "--title", "Guarda", "--lang", "pt"]) == 2
    assert "um ficheiro não pode ser reescrito: na linha" in capsys.readouterr().err
    assert file.read_bytes() == typed
