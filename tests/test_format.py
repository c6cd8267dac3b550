"""The standard layout: keys in order, comments beside what they explain, the same meaning, and quick enough."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from handbook_builder.cli import main
from handbook_builder.commands.init import copy_starter
from handbook_builder.layout import LayoutError, laid_out
from handbook_builder.load import files_of
from handbook_builder.source import Document, parse

PROJECT = Path(__file__).parent.parent
ROOTS = (PROJECT, PROJECT / "handbook_builder/starter")
FILES = [(root / file, kind) for root in ROOTS for file, kind in files_of(root)]


def read(text: str) -> Document:
    document, problems = parse(text.encode(), "x.yml")
    assert document and not problems, problems
    return document


def layout(text: str, kind: str = "procedure") -> str:
    """Lay out a text, and again, which must change nothing."""
    once = laid_out(read(text), kind)
    assert laid_out(read(once), kind) == once
    assert read(once).data == read(text).data
    return once


@pytest.mark.parametrize(("file", "kind"), FILES, ids=[str(file.relative_to(PROJECT)) for file, _ in FILES])
def test_every_real_file_is_in_the_standard_layout(file: Path, kind: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert layout(text, kind) == text, "run: handbook format"


CASES = {
    "keys go into order and comments with them": (
        """\
        # about the file

        title: Um
        # why this id
        # in two lines
        id: one   # never changed
        own-key: x
        steps:
          - do: Olá
            # who it is
            who: officer
            note: Nota
            next: two
            id: first
          # the second
          - outcome: resolved
            id: two
            end: Fim
            # within: 2 days
        control: {status: draft, version: 0.1.0} # a draft
        # at the end
        """,
        """\
        # about the file

        # why this id
        # in two lines
        id: one   # never changed
        title: Um
        control: {version: 0.1.0, status: draft} # a draft
        steps:
          - id: first
            # who it is
            who: officer
            do: Olá
            note: Nota
            next: two
          # the second
          - id: two
            end: Fim
            outcome: resolved
            # within: 2 days
        own-key: x
        # at the end
        """,
    ),
    "a comment above what becomes the first key of an item stands above the item": (
        """\
        steps:
          - end: Fim
            # the id
            id: one
            outcome: closed
        """,
        """\
        steps:
          # the id
          - id: one
            end: Fim
            outcome: closed
        """,
    ),
    "two spaces a level, lists below their key": (
        """\
        id: one
        steps:
        -   id: a
            do:
                pt: "Olá"
                en: Hello
            # deeper
            forms:
            - x
            # between
            -   y
        # for the next
        -
            # inside
            id: b
            end: Fim
            outcome: closed
        scenarios:
            - id: s
              title: T
              answers:
                    a: b
              ends: b
        """,
        """\
        id: one
        steps:
          - id: a
            do:
              pt: "Olá"
              en: Hello
            # deeper
            forms:
              - x
              # between
              - y
          # for the next
          # inside
          - id: b
            end: Fim
            outcome: closed
        scenarios:
          - id: s
            title: T
            answers:
              a: b
            ends: b
        """,
    ),
    "blank lines stay, spaces at line ends do not": (
        "id: one  \n\n\nsteps:   \n  - id: a\n    end: Fim \n\n  - id: b\n    end: Fim\n\n\n\n",
        "id: one\n\n\nsteps:\n  - id: a\n    end: Fim\n\n  - id: b\n    end: Fim\n",
    ),
    "a blank line stays between keys, not above the first": (
        "title: Um\n\nid: one\nsteps: []\n",
        "id: one\n\ntitle: Um\nsteps: []\n",
    ),
    "text of several lines": (
        """\
        steps:
            - do: |
                um
                  dois

                três
              id: a
              note: >-
                  folded
                  text
              tip: one
                two
              warning: "a
                b"
        """,
        """\
        steps:
          - id: a
            do: |
              um
                dois

              três
            note: >-
                folded
                text
            tip: one
              two
            warning: "a
              b"
        """,
    ),
    "maps in braces": (
        """\
        control: { status: draft , "version": 0.1.0 }
        documents: [a, {when: {pt: 'x, y', en: z}, document: b}, ]
        scenarios:
          - {ends: b, answers: {z: yes, a: no}, id: s}
          - {title: T,
             id: t}
        """,
        """\
        documents: [a, {document: b, when: {pt: 'x, y', en: z}}, ]
        control: { "version": 0.1.0 , status: draft }
        scenarios:
          - {id: s, answers: {z: yes, a: no}, ends: b}
          - {title: T,
             id: t}
        """,
    ),
    "each kind of step has an order of its own": (
        """\
        steps:
          - {next: c, sources: [x], do: Texto, run: b, id: a}
          - {no: c, yes: d, note: N, ask: Sim?, id: b}
          - {note: N, answer_within: 2 days, to: x, refer: R, id: c}
        """,
        """\
        steps:
          - {id: a, run: b, do: Texto, sources: [x], next: c}
          - {id: b, ask: Sim?, note: N, yes: d, no: c}
          - {id: c, refer: R, to: x, answer_within: 2 days, note: N}
        """,
    ),
    "empty values": ("steps:\n- who:\n  id: a\nid:\n", "id:\nsteps:\n  - id: a\n    who:\n"),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_the_layout(before: str, after: str) -> None:
    assert layout(dedent(before)) == dedent(after)


def test_windows_and_a_byte_order_mark() -> None:
    document, _ = parse("\ufefftitle: Não\r\n# c\r\nid: a\r\n".encode(), "x.yml")
    assert document
    assert laid_out(document, "flow") == "# c\nid: a\ntitle: Não\n"


def test_the_lists_of_a_register_stay_where_they_are() -> None:
    text = "# one\nsources:\n  # laws\n  - {kind: law, id: a}\n\n# two\nroles:\n  - {id: b}\n"
    assert layout(text, "registers") == text.replace("kind: law, id: a", "id: a, kind: law")


def test_what_would_change_its_meaning_is_refused() -> None:
    with pytest.raises(LayoutError):
        laid_out(read("? title\n: Um\nid: a\n"), "procedure")
    with pytest.raises(LayoutError):
        laid_out(read('title: "a\\ \n  b"\nid: a\n'), "procedure")


def shaken(document: Document, seed: int) -> str:
    """Give a file with the keys of its maps in another order, as PyYAML writes them, without comments."""
    chance = random.Random(seed)

    def mixed(value: object) -> object:
        if isinstance(value, dict):
            keys = chance.sample(list(value), len(value))
            return {key: mixed(value[key]) for key in keys}
        return [mixed(one) for one in value] if isinstance(value, list) else value

    return str(yaml.safe_dump(mixed(document.data), allow_unicode=True, sort_keys=False, width=4096))


GUIDES = [(file, kind) for file, kind in FILES if kind in ("procedure", "flow")]


@pytest.mark.parametrize(("file", "kind"), GUIDES[::9], ids=[file.stem for file, _ in GUIDES[::9]])
def test_any_order_comes_to_the_same(file: Path, kind: str) -> None:
    document = read(file.read_text(encoding="utf-8"))
    for seed in range(3):
        data = read(layout(shaken(document, seed), kind)).data
        assert data == document.data and list(data) == list(document.data)
        assert [list(step) for step in data["steps"]] == [list(step) for step in document.data["steps"]]


@pytest.fixture
def manual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy_starter(tmp_path, datetime.date(2026, 11, 21))
    monkeypatch.chdir(tmp_path)
    return tmp_path


FLOW = Path("flows/which-parcel.yml")


def test_the_command(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", "--check"]) == 0
    assert capsys.readouterr().out == ""
    right = FLOW.read_bytes()
    lines = right.decode().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("title:"))
    wrong = "".join([*lines[:at], "kind_of_my_own: 1\n", *lines[at:]]).replace("\n", "\r\n").encode()
    FLOW.write_bytes(wrong)
    assert main(["format", "--check", "flows", "handbook.yml"]) == 1
    said = capsys.readouterr()
    assert said.out == "flows/which-parcel.yml\n" and said.err == "files to change: 1 of 2\n"
    assert FLOW.read_bytes() == wrong
    assert main(["format", "handbook.yml"]) == 0
    assert FLOW.read_bytes() == wrong
    assert main(["format"]) == 0
    assert FLOW.read_bytes() == right + b"kind_of_my_own: 1\n"
    assert main(["format", "--check"]) == 0


def test_what_cannot_be_read_is_told_and_left(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = FLOW.read_bytes() + b"control:\n\tversion: 0.1.0\n"
    FLOW.write_bytes(wrong)
    assert main(["format"]) == 1
    said = capsys.readouterr()
    assert "[tab-indentation]" in said.out and f"{FLOW.as_posix()}:" in said.out
    assert FLOW.read_bytes() == wrong
    FLOW.write_bytes(b"? id\n: a\n")
    assert main(["format", str(FLOW)]) == 1
    assert "left as it is" in capsys.readouterr().err
    assert FLOW.read_bytes() == b"? id\n: a\n"


def test_only_files_of_a_manual(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", "mkdocs.yml"]) == 2
    assert "mkdocs.yml is not among the files of a manual" in capsys.readouterr().err


@pytest.mark.parametrize("item", ["-  # {id: passport}", "-", "- \xa0", "- ''", "-\n\n    # to come"])
def test_an_item_with_nothing_to_read_stays(item: str) -> None:
    text = f"documents:\n  {item}\n  - id: passport\n"
    assert layout(text, "registers") == text
