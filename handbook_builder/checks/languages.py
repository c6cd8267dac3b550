"""The languages of each text held against each other: each in its own language, with the same numbers and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from handbook_builder.checks.subject import Finding, Subject
from handbook_builder.checks.wordings import leads_somewhere, stray_sign
from handbook_builder.messages import Message
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.inline import links_in, parse_inline, plain_text
from handbook_builder.render.words import FALLBACK, words_of
from handbook_builder.translation.losses import losses

_WORD = re.compile(r"[^\W\d_]+")


@lru_cache
def _common_words(language: str) -> frozenset[str]:
    """Give the small words that nearly every sentence of a language has; none for a language without a list."""
    words = words_of(language)["common_words"]
    is_own = language == FALLBACK or words != words_of(FALLBACK)["common_words"]
    return frozenset(words.split()) if is_own else frozenset()


def wrong_languages(subject: Subject) -> Iterator[Finding]:
    """Find texts that stand under another language than the one they are written in."""
    common = {one: _common_words(one) for one in subject.handbook.languages}
    for origin, loc, wording in subject.wordings:
        for language, text in wording.items():
            own = common.get(language)
            if not own or not own.isdisjoint(text.split()):
                continue  # nearly all, seen at once
            words = _WORD.findall(plain_text(parse_inline(text)).casefold())
            if not own.isdisjoint(words):
                continue
            for other, foreign in common.items():
                # One such word may belong to a name: Banco de Portugal.
                if sum(word in foreign for word in words) > 1:
                    message = Message(
                        'the text under "{language}" looks like "{other}"', language=language, other=other
                    )
                    hint = Message("put each text under its own language")
                    yield Finding(origin, (*loc, language), "wrong-language", message, hint)
                    break


_TELLING = re.compile(r"\d+|\]\([^()\s]*\)|`[^`]*`")


def differing_translations(subject: Subject) -> Iterator[Finding]:
    """Find translations that lack a number or link of the source, or have a link that the source has not."""
    source, *others = subject.handbook.languages
    for origin, loc, wording in subject.wordings:
        old = wording.get(source, "").strip()
        for language in others:
            new = wording.get(language, "").strip()
            if not old or not new or sorted(_TELLING.findall(old)) == sorted(_TELLING.findall(new)):
                continue  # nearly all, seen at once
            loss = next(losses(_with_hours(old), _with_hours(new), language), None)
            if loss and all(_is_sound(text, subject.handbook) for text in (old, new)):
                hint = Message('it is not as in "{source}": correct the one that is wrong', source=source)
                yield Finding(origin, (*loc, language), "translation-differs", loss, hint)


_AFTERNOON = re.compile(r"\b(\d{1,2})(?=(?::\d\d)? ?p\.?m\b)")


def _with_hours(text: str) -> str:
    """Count the hours of the afternoon as most languages do: 8 p.m. is 20 p.m."""
    return _AFTERNOON.sub(lambda hour: str(int(hour[1]) % 12 + 12), text)


def _is_sound(text: str, handbook: Handbook) -> bool:
    """Tell whether all links of a text are whole and lead somewhere; if not, another check has told."""
    return stray_sign(text) is None and all(leads_somewhere(link, handbook) for link in links_in(parse_inline(text)))
