"""What the program says to editors: takes an English text with places for values, gives it in the editor's language.

The English text stands where it is said, so that the code can be read, and is its own key in the catalogues
``words/messages-<language>.po``, gettext files that any translation tool opens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import polib

ENGLISH = "en"


class Message(str):
    """A text in English that can be said in other languages too; a message among its values is said in them as well.

    It is a string, so that whoever knows nothing of languages can compare, sort and print it.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Message:
        """Make the message ``template``, in which ``{name}`` stands for the value of that name."""
        message = super().__new__(cls, template.format(**values))
        message.template = template
        message.values = values
        return message


def said_in(language: str, text: str) -> str:
    """Give a text in a language; in English what the catalogue of the language lacks, and any plain string."""
    if language == ENGLISH or not isinstance(text, Message):
        return str(text)
    values = {name: _value_in(language, value) for name, value in text.values.items()}
    return (_catalogue(language).get(text.template) or text.template).format(**values)


def with_hint(message: str, hint: str) -> str:
    """Give a message and, where there is one, what would be right."""
    return Message("{message}. {hint}", message=message, hint=hint) if hint else message


def _value_in(language: str, value: object) -> object:
    if isinstance(value, Exception) and value.args and isinstance(value.args[0], Message):
        return said_in(language, value.args[0])  # an exception of ours, with its reason
    return said_in(language, value) if isinstance(value, str) else value


def languages() -> tuple[str, ...]:
    """Give the languages in which the program speaks to editors."""
    found = (match[1] for file in _FOLDER.iterdir() if (match := _NAME.fullmatch(file.name)))
    return tuple(sorted((ENGLISH, *found)))


_FOLDER = files("handbook_builder") / "words"
_NAME = re.compile(r"messages-(.+)\.po")


@lru_cache
def _catalogue(language: str) -> Mapping[str, str]:
    file = _FOLDER / f"messages-{language}.po"
    if not file.is_file():
        return {}
    return {entry.msgid: entry.msgstr for entry in polib.pofile(file.read_text(encoding="utf-8"))}
