"""What the program says to editors: every message in every language, with the same values, and none left over."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib
import pytest

from handbook_builder.commands.console import wanted_language
from handbook_builder.messages import ENGLISH, Message, languages, said_in

PACKAGE = Path(__file__).parent.parent / "handbook_builder"
OTHERS = [language for language in languages() if language != ENGLISH]
MAKERS = {"Message": (0,), "counted": (1, 2), "PydanticCustomError": (1,), "_written_as": (1,)}
"""The calls that make a message, and which of their arguments are templates."""


def templates() -> Iterator[tuple[str, str]]:
    """Give the template of every message in the code, and where it stands."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for at in MAKERS.get(name, ()):
                place = f"{file.relative_to(PACKAGE)}:{node.lineno}"
                match node.args[at]:
                    case ast.Constant(value=str(text)):
                        yield text, place
                    case ast.IfExp(body=ast.Constant(value=str(one)), orelse=ast.Constant(value=str(other))):
                        yield one, place
                        yield other, place


SAID = dict(templates())


def catalogue(language: str) -> Mapping[str, str]:
    entries = polib.pofile(str(PACKAGE / "words" / f"messages-{language}.po"))
    assert len(entries) == len({entry.msgid for entry in entries})
    return {entry.msgid: entry.msgstr for entry in entries}


def places(template: str) -> set[str]:
    """Give the names of the values in a template, and argparse's own."""
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    return names | set(re.findall(r"%(?:\(\w+\))?[srd]", template))


def test_there_are_messages() -> None:
    assert len(SAID) > 150
    assert OTHERS == ["pt"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_and_no_translation_is_left_over(language: str) -> None:
    known = catalogue(language)
    assert {template: SAID[template] for template in SAID.keys() - known.keys()} == {}
    assert known.keys() - SAID.keys() == set()
    for template, text in known.items():
        assert text.strip() and places(template) == places(text), template


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_ends_as_its_message_does(language: str) -> None:
    """Messages are joined to sentences, and some end a line."""
    for template, text in catalogue(language).items():
        assert re.search(r"[.\s:]*$", template)[0] == re.search(r"[.\s:]*$", text)[0], template  # type: ignore[index]
        assert template[:1].isupper() == text[:1].isupper(), template


def test_a_message_is_english_text_that_knows_its_other_languages() -> None:
    inner = Message("a map")
    message = Message('"{name}": {wanted}; found {found}', name="x", wanted="a {b}", found=inner)
    assert message == '"x": a {b}; found a map'
    assert said_in("en", message) == str(message)
    assert said_in("pt", message) == f'"x": a {{b}}; foi encontrado {said_in("pt", inner)}'
    assert said_in("pt", inner) != inner
    assert said_in("xx", message) == str(message)
    assert said_in("pt", "a map") == "a map"


@pytest.mark.parametrize(
    ("words", "system", "wanted"),
    [
        ([], {}, "en"),
        (["check"], {"LANG": "pt_PT.UTF-8"}, "pt"),
        (["check"], {"LANG": "pt"}, "pt"),
        (["check"], {"LANG": "en_GB.UTF-8"}, "en"),
        (["check"], {"LANG": "C.UTF-8"}, "en"),
        (["check"], {"LANG": "pt_PT.UTF-8", "LC_ALL": "C"}, "en"),
        (["check"], {"LANG": "fr_FR.UTF-8"}, "en"),
        (["check", "--lang", "pt"], {"LANG": "en_GB.UTF-8"}, "pt"),
        (["--lang=en", "check"], {"LANG": "pt_PT.UTF-8"}, "en"),
        (["check", "--lang"], {"LANG": "pt_PT.UTF-8"}, "pt"),
    ],
)
def test_the_language_is_the_one_asked_for_or_that_of_the_system(
    words: list[str], system: dict[str, str], wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    assert wanted_language(words, system) == wanted
