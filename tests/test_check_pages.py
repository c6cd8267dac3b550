"""The pages on the diagnostics: one for each code in each language, with the output that the program really prints."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from handbook_builder.build import check_manual
from handbook_builder.diagnostics import CODES, as_text
from handbook_builder.load import load_handbook
from handbook_builder.source import LARGEST, parse
from handbook_builder.translation.record import record_of, write_record
from tests.pages import FENCE, output_in, write_output

PAGES = Path(__file__).parents[1] / "docs" / "authoring" / "checks"
BASE = Path(__file__).parent / "base_manual"
TODAY = datetime.date(2026, 11, 21)
SUFFIXES = {"pt": ".md", "en": ".en.md"}
SEVERITIES = {"pt": {"error": "Erro", "warning": "Aviso"}, "en": {"error": "Error", "warning": "Warning"}}

NO_EXAMPLE = "<!-- no example: build -->"
SEVERAL = {"alias": 2}
"""Pages whose example shows its code more than once on purpose."""

WELCOME = "procedures/reception/welcome.yml"


def write(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def link_to(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


def translated_when(old: str, new: str) -> Callable[[Path], object]:
    """Record the translations as they were made when a file still had other words."""

    def record(path: Path) -> None:
        root, text = path.parents[2], path.read_text(encoding="utf-8")
        assert new in text
        path.write_text(text.replace(new, old), encoding="utf-8")
        write_record(root, "en", record_of(load_handbook(root)[0], "en", {}))
        path.write_text(text, encoding="utf-8")

    return record


MADE: Mapping[str, Callable[[Path], object]] = {
    "unreadable-file": link_to("old-welcome.yml"),
    "not-utf8": write("id: welcome\ntitle: Receção\n".encode("cp1252")),
    "file-too-large": write(b"# " + b"x" * LARGEST),
    "tab-indentation": write(b"id: welcome\ncontrol:\n  version: 0.1.0\n\tstatus: draft\n"),
    "too-deep": write(b"id: welcome\nkeywords: " + b"[" * 50 + b"\n"),
    "outside-link": link_to("../../../welcome.yml"),
    "stale-translation": translated_when("de cinco dias", "de três dias"),
    "unrecorded-translation": translated_when("Greet the person.", "Say hello and smile."),
}
"""What cannot be shown as text: how ``welcome.yml`` is made; the page describes it in words."""


def page(code: str, language: str) -> Path:
    return PAGES / f"{code}{SUFFIXES[language]}"


def pages(language: str) -> set[str]:
    """Give the codes that have a page."""
    names = {file.name for file in PAGES.glob("*.md")}
    english = {name for name in names if name.endswith(SUFFIXES["en"])}
    found = english if language == "en" else names - english
    return {name.removesuffix(SUFFIXES[language]) for name in found} - {"index"}


def title_of(code: str, language: str) -> str:
    first = page(code, language).read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith(f"# `{code}`: ")
    return first.removeprefix(f"# `{code}`: ")


EXAMPLES = [code for code in sorted(pages("pt")) if NO_EXAMPLE not in page(code, "pt").read_text(encoding="utf-8")]


def test_the_base_manual_has_nothing_wrong() -> None:
    assert as_text(check_manual(BASE, TODAY).diagnostics) == ""


@pytest.mark.parametrize("language", SUFFIXES)
def test_every_code_has_a_page_and_every_page_a_code(language: str) -> None:
    assert pages(language) == set(CODES)


@pytest.mark.parametrize("language", SUFFIXES)
def test_every_page_tells_how_much_its_code_weighs(language: str) -> None:
    for code in pages(language):
        assert title_of(code, language)
        third = page(code, language).read_text(encoding="utf-8").split("\n")[2]
        assert third.startswith(f"**{SEVERITIES[language][CODES[code]]}**"), code


@pytest.mark.parametrize("language", SUFFIXES)
def test_the_index_lists_every_page(language: str) -> None:
    rows = re.findall(
        r"^\| \[`([a-z0-9-]+)`\]\(([^)]+)\) \| (\w+) \| (.+) \|$", page("index", language).read_text(), re.M
    )
    expected = [
        (code, page(code, language).name, SEVERITIES[language][CODES[code]].lower(), title_of(code, language))
        for code in pages(language)
    ]
    assert sorted(rows) == sorted(expected)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_gives_what_the_page_shows(code: str, tmp_path: Path, update: bool) -> None:
    root = tmp_path / "manual"
    shutil.copytree(BASE, root)
    for fence in FENCE.finditer(page(code, "pt").read_text(encoding="utf-8")):
        if fence["path"]:
            path = root / fence["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence["text"], encoding="utf-8", newline="\n")
    if code in MADE:
        try:
            MADE[code](root / WELCOME)
        except OSError:
            pytest.skip("links can't be made here")  # Windows, without the right to
    diagnostics = check_manual(root, TODAY).diagnostics
    assert [one.code for one in diagnostics] == [code] * SEVERAL.get(code, 1)
    for language in SUFFIXES:
        output = as_text(diagnostics, language)
        if update:
            write_output(page(code, language), output)
        assert output_in(page(code, language)) == output


@pytest.mark.parametrize("code", sorted(pages("pt")))
def test_both_languages_show_the_same(code: str) -> None:
    """The same files; what the program says of them is in the language of the page."""
    portuguese, english = (
        [fence for fence in FENCE.findall(page(code, language).read_text(encoding="utf-8")) if fence[0] != "text"]
        for language in SUFFIXES
    )
    assert portuguese == english


@pytest.mark.parametrize("code", EXAMPLES)
def test_what_mends_it_is_readable(code: str) -> None:
    for fence in FENCE.finditer(page(code, "pt").read_text(encoding="utf-8")):
        if fence["kind"] == "yaml" and not fence["path"]:
            assert parse(fence["text"].encode(), code)[1] == []


@pytest.mark.parametrize("language", SUFFIXES)
def test_the_index_shows_an_example_of_the_output(language: str, update: bool) -> None:
    output = output_in(page("unknown-target", language))
    if update:
        write_output(page("index", language), output)
    assert output_in(page("index", language)) == output
