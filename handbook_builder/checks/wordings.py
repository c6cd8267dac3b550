"""Wordings: every language known and present, no HTML, links that lead somewhere and are safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook_builder.checks.subject import Finding, Loc, Subject
from handbook_builder.diagnostics import did_you_mean
from handbook_builder.messages import Message
from handbook_builder.model.handbook import SETTINGS_FILE, Handbook, Origin
from handbook_builder.model.inline import (
    ITEM_SCHEMES,
    SAFE_SCHEMES,
    Code,
    Inline,
    Link,
    Text,
    html_in,
    links_in,
    parse_inline,
)
from handbook_builder.render.words import has_words, words_of

LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_]\w+)*")


def unknown_languages(subject: Subject) -> Iterator[Finding]:
    """Find languages in wordings that the manual does not have."""
    handbook = subject.handbook
    known = handbook.languages
    if SETTINGS_FILE in handbook.damaged:
        return  # which languages there are stands in the part that could not be read
    named: list[tuple[Origin, Loc, Iterable[str]]] = list(subject.wordings)
    named += [(handbook.origin(guide), ("keywords",), guide.keywords) for guide in handbook.guides]
    named += [(handbook.origin(term), ("also",), term.also) for term in handbook.glossary.values()]
    for origin, loc, languages in named:
        for language in languages:
            if language not in known:
                message = Message('the manual has no language "{language}"', language=language)
                hint = did_you_mean(language, known)
                if not LANGUAGE.fullmatch(language):
                    hint = Message("put text that holds a comma in quotes")
                yield Finding(origin, (*loc, f"key:{language}"), "unknown-language", message, hint)


def missing_source_texts(subject: Subject) -> Iterator[Finding]:
    """Find wordings without text in the source language, which all faces fall back to."""
    source = subject.handbook.settings.source_language
    if SETTINGS_FILE in subject.handbook.damaged:
        return
    for origin, loc, wording in subject.wordings:
        if not wording.get(source, "").strip() and origin.file not in subject.handbook.damaged:
            message = Message('the text in the source language "{source}" is missing', source=source)
            # An empty text is told where it stands, and one that is not there at its holder.
            place = (*loc, source) if source in wording else loc
            yield Finding(origin, place, "missing-source-text", message, Message('add "{source}: …"', source=source))


def languages_without_words(subject: Subject) -> Iterator[Finding]:
    """Find languages of the manual in which the program can't say the words around the texts."""
    for at, language in enumerate(subject.handbook.languages):
        if not has_words(language):
            message = Message('the words of the site in "{language}" are missing', language=language)
            hint = Message("menus and headings will be in English; words/{language}.yml is for them", language=language)
            yield Finding(Origin(SETTINGS_FILE), ("languages", at), "interface-in-english", message, hint)


def missing_translations(subject: Subject) -> Iterator[Finding]:
    """Find wordings that lack one of the manual's languages."""
    if SETTINGS_FILE in subject.handbook.damaged:
        return
    for origin, loc, wording in subject.wordings:
        for language in subject.handbook.languages[1:]:
            if not wording.get(language, "").strip() and origin.file not in subject.handbook.damaged:
                message = Message('the text in "{language}" is missing', language=language)
                hint = Message(
                    'add "{language}: …"; until then readers see the source language, marked', language=language
                )
                place = (*loc, language) if language in wording else loc
                yield Finding(origin, place, "missing-translation", message, hint)


def placeholders(subject: Subject) -> Iterator[Finding]:
    """Find wordings that ``handbook new`` began and nobody has written yet; once each, whatever the languages."""
    blanks = {language: words_of(language)["to_be_written"] for language in subject.handbook.languages}
    for origin, loc, wording in subject.wordings:
        left = next((language for language, blank in blanks.items() if blank in wording.get(language, "")), None)
        if left:
            message = Message('this text is still to be written: "{text}"', text=blanks[left])
            hint = Message("write the text, or delete the key")
            yield Finding(origin, (*loc, left), "placeholder", message, hint)


def _inlines(subject: Subject, sign: str) -> Iterator[tuple[Origin, Loc, Inline]]:
    """Give the parsed texts in which the sign occurs; most have none and need no parsing."""
    for origin, loc, wording in subject.wordings:
        for language, text in wording.items():
            if sign in text:
                yield origin, (*loc, language), parse_inline(text)


def raw_html(subject: Subject) -> Iterator[Finding]:
    """Find HTML in wordings."""
    for origin, loc, inline in _inlines(subject, "<"):
        tag = html_in(inline)
        if tag:
            message = Message('the text holds HTML: "{tag}"', tag=tag[:40])
            hint = Message("use **bold**, *italic* or [text](https://…); to show the tag itself, put it in backticks")
            yield Finding(origin, loc, "raw-html", message, hint)


_STRAY = re.compile(r"\*\*|`|\]\s?\(\w*:|\]\(")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")


def stray_markup(subject: Subject) -> Iterator[Finding]:
    """Find signs of Markdown that readers would see, because what they begin or end is not whole."""
    for origin, loc, wording in subject.wordings:
        for language, text in wording.items():
            if sign := stray_sign(text):
                message = Message('readers would see "{sign}" as it is typed', sign=sign)
                hint = Message("close what it opens: **bold**, `code`, [text](procedure:some-id)")
                yield Finding(origin, (*loc, language), "stray-markup", message, hint)


def stray_sign(text: str) -> str | None:
    """Give the first sign that was to make something of a text and does not, or None."""
    if not _STRAY.search(text) and text.count('"') % 2 == 0:
        return None
    shown = _shown(parse_inline(_ESCAPED.sub("", text)))
    stray = _STRAY.search(shown)
    return stray[0] if stray else '"' if shown.count('"') % 2 else None


def _shown(inline: Inline) -> str:
    """Give the text of a wording that is neither code nor the target of a link."""
    parts = (
        part.text if isinstance(part, Text) else "" if isinstance(part, Code) else _shown(part.children)
        for part in inline
    )
    return "".join(parts)


def links_of(subject: Subject) -> Iterator[tuple[Origin, Loc, Link]]:
    """Give every link in a wording, with its place."""
    for origin, loc, inline in _inlines(subject, "["):
        for link in links_in(inline):
            yield origin, loc, link


def unsafe_links(subject: Subject) -> Iterator[Finding]:
    """Find links with a scheme that could run a script, or that lead to a file."""
    for origin, loc, link in links_of(subject):
        if link.scheme in ITEM_SCHEMES or leads_somewhere(link, subject.handbook):
            continue
        schemes = did_you_mean(link.scheme, ITEM_SCHEMES) if link.scheme else ""
        message = Message('the link to "{target}" is not allowed', target=link.target[:60])
        hint = schemes or Message(
            "links begin with {outside} or, inside the manual, {inside}",
            outside=", ".join(SAFE_SCHEMES),
            inside=", ".join(ITEM_SCHEMES),
        )
        yield Finding(origin, loc, "unsafe-link", message, hint)


def unknown_links(subject: Subject) -> Iterator[Finding]:
    """Find links to items that the manual does not have."""
    handbook = subject.handbook
    for origin, loc, link in links_of(subject):
        if link.scheme in ITEM_SCHEMES and not leads_somewhere(link, handbook):
            message = Message(
                'the link leads to the {scheme} "{item}", which does not exist', scheme=link.scheme, item=link.item
            )
            hint = did_you_mean(link.item, handbook.entries(link.scheme))
            yield Finding(origin, loc, "unknown-link", message, hint)


def leads_somewhere(link: Link, handbook: Handbook) -> bool:
    """Tell whether a link is allowed and, inside the manual, leads to an item that it has."""
    return handbook.has(link.scheme, link.item) if link.scheme in ITEM_SCHEMES else link.scheme in SAFE_SCHEMES
