"""The words of the interface, one file a language in ``words/``: takes a language code, gives the words by name."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from handbook_builder.model.text import Duration
from handbook_builder.source import parse

FALLBACK = "en"
"""The interface of a language without a file of words is in English."""


@dataclass(frozen=True)
class Words:
    """The interface words of one language; ``words.purpose`` and ``words["purpose"]`` are the same word."""

    language: str
    table: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.table[name]

    def __getattr__(self, name: str) -> str:
        try:
            return self.table[name]
        except KeyError:
            raise AttributeError(f"there is no interface word {name!r} in {self.language!r}") from None

    def duration(self, duration: Duration) -> str:
        """Say a time limit: "2 working days"."""
        if duration.count == 0:
            return self["same_day"]
        unit = duration.unit.replace(" ", "_")
        plural = "hours_unit" if unit == "hour" else f"{unit}s"
        return f"{duration.count} {self[unit if duration.count == 1 else plural]}"

    def date(self, date: datetime.date | str) -> str:
        """Say a day, month or year. ISO order is read the same in every language and sorts by itself."""
        return str(date)


@lru_cache
def words_of(language: str) -> Words:
    """Give the interface words of a language."""
    return Words(language, {**_table(FALLBACK), **_table(language)})


def folded(text: str) -> str:
    """Give a text without accents and capitals: what counts when names are sorted as in a dictionary."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def name_of(language: str) -> str:
    """Give the name of a language in itself, or its code if we have no words in it."""
    return _table(language).get("language_name", language)


def has_words(language: str) -> bool:
    """Tell whether the interface can speak a language."""
    return bool(_table(language))


def spoken_in(language: str) -> str:
    """Give the language that the interface of a language is in."""
    return language if has_words(language) else FALLBACK


@lru_cache
def _table(language: str) -> Mapping[str, str]:
    file = files("handbook_builder") / "words" / f"{language}.yml"
    if not file.is_file():
        return {}
    document, problems = parse(file.read_bytes(), file.name)
    if document is None or problems:
        raise ValueError(f"the interface words in {file.name} can't be read: {problems}")
    return dict(document.data)
