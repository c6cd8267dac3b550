"""Reading YAML: text stays text, every place is exact, and nothing an author or an attacker types makes it fail."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from handbook_builder.diagnostics import as_text
from handbook_builder.source import LARGEST, Document, Loc, parse, read_document


def read(content: str | bytes) -> Document:
    """Read what has nothing wrong."""
    document, problems = parse(content if isinstance(content, bytes) else content.encode(), "a.yml")
    assert not problems
    assert document
    return document


def told(content: str | bytes) -> list[tuple[str, int, int]]:
    """Give the code, line and column of what is wrong."""
    _, problems = parse(content if isinstance(content, bytes) else content.encode(), "a.yml")
    return [(one.code, one.line, one.column) for one in problems]


def shown_at(document: Document, loc: Loc) -> str:
    """Give the text that stands at the place of a value."""
    span = document.span(loc)
    return document.lines[span.line - 1][span.column - 1 :][: span.width]


WORDS_YAML_KNOWS = ["Yes", "no", "on", "OFF", "true", "null", "~", "<<", "="]
NUMBERS_AND_DATES = ["0800", "0o17", "0x1F", "12:30", "1.0", "1e3", ".inf", ".nan", "1_000", "+351", "2026-11-21"]


@pytest.mark.parametrize("typed", WORDS_YAML_KNOWS + NUMBERS_AND_DATES)
def test_scalars_stay_as_typed(typed: str) -> None:
    assert read(f"a: {typed}\n").data == {"a": typed}
    assert read(f"{typed}: a\n").data == {typed: "a"}
    assert read(f"[{typed}, '{typed}']\n").data == [typed, typed]


def test_nothing_is_empty_text() -> None:
    assert read("a:\nb: {c: , d: ''}\n").data == {"a": "", "b": {"c": "", "d": ""}}


def test_text_of_several_lines() -> None:
    assert read("a: um\n  dois\nb: >\n  três\n  quatro\nc: |\n  cinco\n").data == {
        "a": "um dois",
        "b": "três quatro\n",
        "c": "cinco\n",
    }


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_byte_order_marks_and_line_ends_change_nothing(mark: bytes, end: str) -> None:
    lines = ["id: receção", "steps:", "  - id: ç", "    do: {pt: é, en: e}", "note: >-", "  um", "  dois"]
    document = read(mark + end.join(lines).encode())
    assert document.data == {"id": "receção", "steps": [{"id": "ç", "do": {"pt": "é", "en": "e"}}], "note": "um dois"}
    assert document.lines == lines
    place = document.span(("steps", 0, "do", "en"))
    assert (place.line, place.column, place.width) == (4, 21, 1)


@pytest.mark.parametrize("before", ["", "Receção", "“olá” – “adeus”", "日本語", "🎉🎉", "e\u0301", "\u00a0", "\u200b"])
def test_places_count_characters_not_bytes(before: str) -> None:
    document = read(f"a: x # {before}\ntitle: {{pt: '{before}', en: Welcome}}\nlist: ['{before}', item]\n")
    assert shown_at(document, ("title", "en")) == "Welcome"
    assert document.span(("title", "en")).column == len(f"title: {{pt: '{before}', en: ") + 1
    assert shown_at(document, ("list", 1)) == "item"
    assert document.span(("list", 1)).line == 3


@pytest.mark.parametrize("break_", ["\x85", "\u2028", "\u2029"])
def test_lines_are_counted_as_yaml_counts_them(break_: str) -> None:
    document = read(f"a: um{break_}  dois\nb: três\n")
    assert shown_at(document, ("b",)) == "três"


def test_a_value_of_several_lines_is_shown_by_its_key() -> None:
    document = read("steps:\n  - do:\n      pt: a\n      en: b\n")
    assert shown_at(document, ("steps", 0, "do")) == "do"
    assert document.span(("steps", 0)).line == 2


def test_what_is_missing_is_shown_by_what_is_around_it() -> None:
    document = read("steps:\n  - do: {pt: a}\n")
    place = document.span(("steps", 0, "do", "en"))
    assert (place.line, place.column, place.width) == (2, 9, len("{pt: a}"))
    assert document.span(("steps", 7)).line == 2
    assert document.span(("nothing", "at", 1, "all")) == document.span(())


def test_a_key_has_a_place_of_its_own() -> None:
    document = read("title: {pt: a, en: b}\n")
    place = document.key_span(("title", "en"))
    assert (place.line, place.column, place.width) == (1, 16, 2)


def test_what_is_left_out_moves_nothing_else() -> None:
    document = read("a: 1\nsteps:\n  - um\n  - dois\n  - {x: 3, y: 4}\n")
    rest = document.without([("a",), ("steps", 0), ("steps", 2, "x")])
    assert rest.data == {"steps": ["dois", {"y": "4"}]}
    assert shown_at(rest, ("steps", 0)) == "dois"
    assert rest.span(("steps", 1, "y")) == document.span(("steps", 2, "y"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("empty-file", 1, 1)]),
        (b"\xef\xbb\xbf", [("empty-file", 1, 1)]),
        (b"# so far only a comment\n\n", [("empty-file", 1, 1)]),
        (b"#" * (LARGEST + 1), [("file-too-large", 1, 1)]),
        ("a: b\ntítulo".encode("cp1252"), [("not-utf8", 2, 2)]),
        ("a: b".encode("utf-16"), [("not-utf8", 1, 1)]),
        (b"a: \xed\xa0\x80", [("not-utf8", 1, 4)]),
        ("a: b\nb: Olá: mundo\n", [("yaml-syntax", 2, 7)]),
        ("a: 'b\n", [("yaml-syntax", 1, 4)]),
        ('a: "b\nc: "d"\n', [("yaml-syntax", 1, 4)]),
        ("a: [b\n", [("yaml-syntax", 1, 4)]),
        ("a: [b\nc: d\n", [("yaml-syntax", 1, 4)]),
        ("a: {b: c,\n  d: e f: g\nh: i\n", [("yaml-syntax", 2, 9)]),
        ("a: b\nc\n  d: e\n", [("yaml-syntax", 2, 1)]),
        ("- a b\n  c: d\n", [("yaml-syntax", 1, 3)]),
        ("a:b\nc: d\n", [("yaml-syntax", 1, 1)]),
        ("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n", [("yaml-syntax", 2, 1)]),
        ("a:\n\u00a0 b: c\n  d: e\n", [("yaml-syntax", 2, 1)]),
        ("a: @b\n", [("yaml-syntax", 1, 4)]),
        ("a: **Nunca** diga\n", [("yaml-syntax", 1, 5)]),
        ("a: b\nçã: x\x07y\n", [("yaml-syntax", 2, 6)]),
        ("a: \0", [("yaml-syntax", 1, 4)]),
        ("a:\n\tb: c\n", [("tab-indentation", 2, 1)]),
        ("a:\n  - b\n \t- c\n", [("tab-indentation", 3, 2)]),
        ("a: b\n---\nc: d\n", [("several-documents", 2, 1)]),
        ("á: &x y\nb: [*x, &z w]\n", [("alias", 1, 4), ("alias", 2, 5), ("alias", 2, 9)]),
        ("a: *Nunca\n", [("alias", 1, 4)]),
        (
            "a: b\nc: {d: e, d: f}\na: g\na: h\n",
            [("repeated-key", 2, 11), ("repeated-key", 3, 1), ("repeated-key", 4, 1)],
        ),
        ("? [a, b]\n: c\n", [("wrong-shape", 1, 3)]),
        ("[" * 41 + "]" * 41, [("too-deep", 1, 40)]),
    ],
)
def test_what_is_wrong_is_told_at_its_place(content: str | bytes, expected: list[tuple[str, int, int]]) -> None:
    assert sorted(told(content)) == sorted(expected)


@pytest.mark.parametrize("text", ["AT&T", "a & b", "2*3", "a *b* c", "'*a*'", '"&b"', "a\n  *b*", "|\n  *a*\n  &b"])
def test_signs_inside_text_are_no_aliases(text: str) -> None:
    assert "*" in str(read(f"a: {text}\n").data) or "&" in str(read(f"a: {text}\n").data)


def test_a_tab_that_indents_nothing_is_no_matter() -> None:
    assert read("a:\tb\n").data == {"a": "b"}


def test_forty_levels_are_fine() -> None:
    assert told("[" * 40 + "]" * 40) == []


def test_a_repeated_key_names_the_first_and_loses_only_itself() -> None:
    document, [problem] = parse(b"a: first\nb: x\na: second\n", "a.yml")
    assert document and document.data == {"a": "first", "b": "x"}
    assert "first on line 1" in problem.message
    assert problem.excerpt == "a: second"


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        ("a: **Nunca** diga\n", "in quotes"),
        ("a: b: c\n", "in quotes"),
        ("a: @b\n", "in quotes"),
        ("a: {b: c\n", "close the map"),
        ("a: [b\nc: d\n", "close the list"),
        ("a: 'b\n", "same quote"),
        ("a: b\n>>>>>>> x\n", "delete the lines"),
        ("a:\n\u00a0 b: c\n  d: e\n", "ordinary spaces"),
        ("a: b\n  c: d\n", "indentation"),
        ('a: "C:\\pasta"\n', "backslash"),
    ],
)
def test_the_common_slips_have_a_remedy(content: str, remedy: str) -> None:
    _, [problem] = parse(content.encode(), "a.yml")
    assert problem.code == "yaml-syntax"
    assert remedy in problem.hint


def bomb(levels: int) -> bytes:
    """Nine references a level: a billion values in nine lines."""
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(9), "alias"),
        (bomb(300), "alias"),
        (b"a: &a [" + b"*a, " * 20_000 + b"]", "alias"),
        (b"[" * 500_000, "too-deep"),
        (b"{" * 500_000, "too-deep"),
        (b"- " * 500_000, "too-deep"),
        (b"? " * 500_000, "too-deep"),
        (b"[" * 250_000 + b"]" * 250_000, "too-deep"),
        (b"a: b\n" * 20_000, "repeated-key"),
        (b"'" * 999_999, "yaml-syntax"),
        (b"a: " + b"x" * 900_000 + b": y", "yaml-syntax"),
    ],
    ids=["bomb", "long-bomb", "wide-bomb", "[", "{", "-", "?", "[]", "keys", "quotes", "line"],
)
def test_hostile_files_are_refused_quickly(content: bytes, code: str) -> None:
    start = time.monotonic()
    _, problems = parse(content, "a.yml")
    as_text(problems[:10])
    assert time.monotonic() - start < 10  # seconds: the slowest takes half of one; a bomb that goes off never ends
    assert {one.code for one in problems} == {code}


SIGNS = [": ", "- ", "? ", ", ", "{", "}", "[", "]", "'", '"', "#", "&a ", "*a", "!", "|", ">", "%", "@", "`", "\\"]
BREAKS = ["\n", "\n  ", "\n    ", "\t", "\r", "\r\n", "\u2028", "\x85", "---", "..."]
OTHERS = ["a", "id", "<<", "ç", "🎉", "\ufeff", "\0", "\x07"]


def cases(kind: str) -> list[bytes]:
    """Give 1,000 files of noise, the same in every run."""
    chance = random.Random(20261121)
    if kind == "bytes":
        return [chance.randbytes(chance.randrange(200)) for _ in range(1000)]
    return ["".join(chance.choices(SIGNS + BREAKS + OTHERS, k=chance.randrange(1, 40))).encode() for _ in range(1000)]


@pytest.mark.parametrize("kind", ["bytes", "words"])
def test_noise_never_raises(kind: str) -> None:
    for content in cases(kind):
        document, problems = parse(content, "a.yml")
        assert document or problems, content
        lines = len(document.lines) if document else len(content) + 1
        assert all(1 <= one.line <= lines and one.column >= 1 and one.width >= 1 for one in problems), content
        assert as_text(problems).count("a.yml:") >= len(problems), content


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    document, [problem] = read_document(tmp_path / "gone.yml", "gone.yml")
    assert document is None
    assert (problem.code, problem.file) == ("unreadable-file", "gone.yml")


def test_no_more_of_a_file_is_read_than_is_allowed(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yml"
    with huge.open("wb") as stream:
        stream.truncate(1 << 40)  # a terabyte of nothing
    document, [problem] = read_document(huge, "huge.yml")
    assert document is None
    assert problem.code == "file-too-large"


@pytest.mark.parametrize("text", ["!Nunca peça dados", "!important", "!!str 1", "! a"])
def test_a_tag_is_not_lost(text: str) -> None:
    assert told(f"a: {text}\n")


@pytest.mark.parametrize("before", ["ção ", "a\r"])
def test_the_place_of_what_is_not_utf8(before: str) -> None:
    line, column = before.count("\r") + 1, len(before.split("\r")[-1]) + 1
    assert told(before.encode() + b"\xe7") == [("not-utf8", line, column)]


def test_the_place_of_what_is_too_deep() -> None:
    [(_, line, _)] = told("a: b\nc: d\ne: " + "[" * 50)
    assert line == 3
