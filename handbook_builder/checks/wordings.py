"""Wordings: every language known and present, no HTML, links that lead somewhere and are safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook_builder.checks.subject import Finding, Loc, Subject
from handbook_builder.diagnostics import did_you_mean
from handbook_builder.messages import Message
from handbook_builder.model.handbook import SETTINGS_FILE, Origin
from handbook_builder.model.inline import ITEM_SCHEMES, SAFE_SCHEMES, Inline, Link, html_in, links_in, parse_inline
from handbook_builder.render.words import has_words

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
            yield Finding(origin, loc, "missing-source-text", message, Message('add "{source}: …"', source=source))


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
                yield Finding(origin, loc, "missing-translation", message, hint)


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


def _links(subject: Subject) -> Iterator[tuple[Origin, Loc, Link]]:
    for origin, loc, inline in _inlines(subject, "["):
        for link in links_in(inline):
            yield origin, loc, link


def unsafe_links(subject: Subject) -> Iterator[Finding]:
    """Find links with a scheme that could run a script, or that lead to a file."""
    for origin, loc, link in _links(subject):
        if link.scheme in ITEM_SCHEMES or link.scheme in SAFE_SCHEMES:
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
    for origin, loc, link in _links(subject):
        if link.scheme not in ITEM_SCHEMES:
            continue
        known = handbook.entries(link.scheme)
        if not handbook.has(link.scheme, link.item):
            message = Message(
                'the link leads to the {scheme} "{item}", which does not exist', scheme=link.scheme, item=link.item
            )
            yield Finding(origin, loc, "unknown-link", message, did_you_mean(link.item, known))
