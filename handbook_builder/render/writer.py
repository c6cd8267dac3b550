"""Writes one page in one language: wordings to Markdown, links between items, terms explained where they occur.

All text of authors passes through here, and is escaped here, so that no text can become markup.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from handbook_builder.graph import ManualGraph
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.inline import (
    ITEM_SCHEMES,
    SAFE_SCHEMES,
    Code,
    Emphasis,
    Inline,
    Link,
    Text,
    parse_inline,
    plain_text,
)
from handbook_builder.model.procedure import Guide
from handbook_builder.model.registers import Entry, Form, Service, Source, Term
from handbook_builder.model.settings import Group
from handbook_builder.model.steps import Choice, Run, Step, wording_of
from handbook_builder.model.text import Wording
from handbook_builder.model.translations import Doubt
from handbook_builder.model.workshop import Workshop
from handbook_builder.render.paths import file_of, place_of, relative, step_anchor
from handbook_builder.render.words import Words, folded, name_of, spoken_in, words_of

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Edition:
    """The manual in one language, with what all its pages share."""

    handbook: Handbook
    manual: ManualGraph
    language: str

    @cached_property
    def said(self) -> dict[tuple[int, bool], str]:
        """Wordings as Markdown, by their identity: the handbook keeps them alive as long as the edition."""
        return {}

    @cached_property
    def suffix(self) -> str:
        """What marks the files of this language; the source language has no mark."""
        return "" if self.language == self.handbook.settings.source_language else self.language

    @cached_property
    def words(self) -> Words:
        """The interface words."""
        return words_of(self.language)

    @cached_property
    def spoken(self) -> str:
        """The language of those words, in which all is that names no other; a young language has none of its own."""
        return spoken_in(self.language)

    @property
    def language_name(self) -> str:
        """The name of the language in itself."""
        return name_of(self.language)

    @cached_property
    def doubts(self) -> Mapping[Wording, Doubt]:
        """The texts of which the translation may not say what its source says now."""
        return self.handbook.doubts.get(self.language, {})

    @cached_property
    def terms(self) -> Mapping[str, tuple[tuple[tuple[str, ...], Term], ...]]:
        """The glossary's terms in this language by their first word; longer ones first."""
        found: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
        for term in self.handbook.glossary.values():
            own = term.term.get(self.language)
            for form in (*([own] if own else ()), *term.also.get(self.language, ())):
                # "livro amarelo / livro de reclamações" names the term twice; "técnico/a" is one word with two endings.
                for name in form.split(" / "):
                    key = tuple(word.casefold() for word in _WORD.findall(_ENDING.sub("", name)))
                    if len("".join(key)) > 2:
                        found.setdefault(key[0], []).append((key, term))
        return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}

    def text(self, wording: Wording | None) -> str:
        """Give a wording's plain words, in the source language where this one lacks it."""
        return plain_text(parse_inline(self.raw(wording)[0])) if wording else ""

    def own(self, wording: Wording | None) -> str:
        """Give a wording's plain words for a place that can't name their language; nothing if this one lacks them."""
        return self.text(wording) if wording and self.raw(wording)[1] == self.language else ""

    def lang(self, wording: Wording | None) -> str:
        """Give the attribute for an element that says a wording and nothing else, if it is not in this language."""
        language = self.raw(wording)[1] if wording else self.spoken
        return "" if language == self.spoken else f' lang="{language}"'

    def doubt(self, wording: Wording) -> Doubt | None:
        """Give why the translation of a text may not say what its source says now."""
        return self.doubts.get(wording) if self.doubts else None  # there are none most of the time, and texts are many

    def is_outdated(self, wording: Wording) -> bool:
        """Tell whether readers must not see a translation: it says a number or the like that its source took back."""
        doubt = self.doubt(wording)
        return doubt is not None and doubt.is_critical

    def raw(self, wording: Wording) -> tuple[str, str]:
        """Give a wording as typed, and the language it is in."""
        own = wording.get(self.language, "")
        if own.strip() and not self.is_outdated(wording):
            return _UNSEEN.sub("", own), self.language
        source = self.handbook.settings.source_language
        return _UNSEEN.sub("", wording.get(source) or next(iter(wording.values()), "")), source

    def answer(self, choice: Choice) -> str:
        """Give the words of an answer."""
        return self.text(choice.answer) if choice.answer is not None else self.words[choice.id]

    def step_text(self, step: Step) -> str:
        """Give the words of a step."""
        return self.text(self.step_wording(step)) or (step.run if isinstance(step, Run) else "")

    def step_wording(self, step: Step) -> Wording | None:
        """Give the wording that a step is shown with; a run without one has the title of what it runs."""
        wording = wording_of(step)
        guide = self.handbook.guide(step.run) if wording is None and isinstance(step, Run) else None
        return guide.title if guide else wording

    def chart_name(self, guide: Guide) -> str:
        """Give the name of a guide's chart, wholly in the language that the guide's title is in."""
        return words_of(self.raw(guide.title)[1])["chart_of"].format(title=self.text(guide.title))

    def name(self, item: Guide | Entry | Group) -> str:
        """Give the plain name of an item: its title, name or term."""
        wording = getattr(item, "title", None) or getattr(item, "name", None) or getattr(item, "term", None)
        return self.text(wording) or item.id

    def source_dates(self, source: Source) -> str:
        """Tell of which day a source speaks, and when it was read."""
        dated = source.published or self.words["undated" if source.undated else "no_date"]
        seen = self.words["seen_on"].format(date=self.words.date(source.seen_on)) if source.seen_on else ""
        return "; ".join(part for part in (dated, seen) if part)

    def full_name(self, item: Service | Form) -> str:
        """Give the plain name of a service or form, its acronym or code last."""
        short = as_seen((item.acronym if isinstance(item, Service) else item.code) or "")
        return f"{self.name(item)} ({short})" if short else self.name(item)

    def by_name(self, items: Iterable[E]) -> list[E]:
        """Sort items by their name in this language, as a dictionary does: accents and capitals do not count."""
        return sorted(items, key=lambda item: (folded(self.name(item)), item.id))


_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"/\w{1,2}\b|\([^)]*\)")

# Signs that nobody sees and that YAML, XML or Markdown give a meaning of their own or refuse.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What Markdown or one of its usual extensions could take for markup, anywhere in a line.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&|~^=$!#@+]|:(?=[a-z0-9_+-]+:)|--8<--")
# What begins a block at the start of a line.
_BLOCK = re.compile(r"^(\s*)(?:([-+:%?])(?=\s|$)|(\d+)([.)])(?=\s|$)|(:::|[-=]{3,}|\?\?\?|\.\.\.))")


def as_seen(text: str) -> str:
    """Give plain text without signs that nobody sees, with one blank between words."""
    return " ".join(_UNSEEN.sub("", text).split())


def escape(text: str) -> str:
    """Write plain text so that Markdown shows it as it is, wherever it stands in a line."""
    return _BLOCK.sub(_escape_block, _escape_inline(as_seen(text)))


def _escape_inline(text: str) -> str:
    return _SPECIAL.sub(lambda match: "".join(f"&#{ord(sign)};" for sign in match[0]), text)


def _escape_block(match: re.Match[str]) -> str:
    if match[3]:
        return f"{match[1]}{match[3]}&#{ord(match[4])};"
    signs = match[2] or match[5]
    return match[1] + "".join(f"&#{ord(sign)};" for sign in signs)


@dataclass
class Writer:
    """Writes the page ``place`` of an edition; counts what it had to show in the source language, and why."""

    edition: Edition
    place: str
    fallbacks: int = 0
    outdated: int = 0
    """How many of those have a translation that says something else by now."""
    older: int = 0
    """Translations of an older source, shown all the same."""
    explained: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    """The links that this page has made, by place: most lead to a few places, many times."""

    @cached_property
    def file(self) -> str:
        """The page's own file."""
        return file_of(self.place, self.edition.suffix)

    def say(self, wording: Wording | None, *, terms: bool = False, plain: bool = False) -> str:
        """Write a wording as Markdown; with ``terms``, the first mention of each glossary term is explained.

        ``plain`` is for a place inside a link or bold type, where a wording's own links and emphasis can't stand.
        """
        if wording is None:
            return ""
        # Titles and names are said on many pages; what explains terms differs from page to page.
        key = (id(wording), plain)
        known = None if terms else self.edition.said.get(key)
        if known is not None:
            return known
        text, language = self.edition.raw(wording)
        own = language == self.edition.language
        inline = parse_inline(text)
        markdown = self.line(_flat(inline) if plain else inline, terms=terms and own)
        said = self.marked(markdown, wording, language)
        if (own or not text) and not terms and not self.edition.doubt(wording):
            self.edition.said[key] = said
        return said

    def marked(self, markdown: str, wording: Wording, language: str) -> str:
        """Mark what a wording says in a language with its name, where that is not the one around it, and with why."""
        edition = self.edition
        if language == edition.language or not markdown:
            doubt = edition.doubt(wording)
            self.older += doubt is not None and doubt.kind == "stale"
            is_plain = language == edition.spoken or not markdown
            return markdown if is_plain else f'<span lang="{language}">{markdown}</span>'
        self.fallbacks += 1
        said = f'<span lang="{language}" class="hb-fallback">{markdown}</span>'
        if not edition.is_outdated(wording):
            return said
        self.outdated += 1
        return f'{said} <span class="hb-updating">{edition.words["updating"]}</span>'

    def in_language(self, wording: Wording, language: str) -> str:
        """Write a wording in another language than the page's; the template marks it."""
        return self.line(parse_inline(_UNSEEN.sub("", wording[language])))

    def line(self, inline: Inline, *, terms: bool = False) -> str:
        """Write parsed inline Markdown where a line may begin."""
        return _BLOCK.sub(_escape_block, self.inline(inline, terms=terms))

    def inline(self, inline: Inline, *, terms: bool = False) -> str:
        """Write parsed inline Markdown, escaped anew."""
        parts = []
        for part in inline:
            match part:
                case Text():
                    parts.append(self.explain(part.text) if terms else _escape_inline(part.text))
                # A table takes the one for the end of a cell, a part of the page written as HTML the other for its own.
                case Code() if "|" in part.text or "<" in part.text:
                    parts.append(f"<code>{_escape_inline(part.text)}</code>")
                case Code():
                    ticks = "`" * (max((len(run) for run in re.findall("`+", part.text)), default=0) + 1)
                    space = " " if "`" in part.text else ""
                    parts.append(f"{ticks}{space}{part.text}{space}{ticks}")
                case Emphasis():
                    mark = "**" if part.strong else "*"
                    parts.append(f"{mark}{self.inline(part.children, terms=terms)}{mark}")
                case Link():
                    parts.append(self.author_link(part))
        return "".join(parts)

    def author_link(self, link: Link) -> str:
        """Write a link that an author typed; what the checks refuse is shown as its text alone."""
        label = self.inline(link.children)
        if link.scheme in ITEM_SCHEMES:
            item = self.edition.handbook.entries(link.scheme).get(link.item)
            return f"[{label}]({self.url(item)})" if item is not None else label
        if link.scheme in SAFE_SCHEMES:
            return f"[{label}](<{_url_escape(link.target)}>)"
        return label

    def explain(self, text: str) -> str:
        """Write plain text; link the first mention on this page of each term to its meaning."""
        words = list(_WORD.finditer(text))
        folded = [word[0].casefold() for word in words]
        if self.edition.terms.keys().isdisjoint(folded):
            return _escape_inline(text)
        result, position, at = "", 0, 0
        while at < len(words):
            term, length = self.term_at(folded, at)
            if term is None:
                at += 1
                continue
            start, end = words[at].start(), words[at + length - 1].end()
            self.explained.add(term.id)
            # A tooltip can't say that it is in another language than the word it explains.
            meaning = self.edition.own(term.meaning).replace('"', "”").replace("\n", " ")
            title = re.sub(r"[\\`*_{}\[\]<>]", "", meaning)
            tooltip = f' "{title}"' if title else ""
            link = f"[{_escape_inline(text[start:end])}]({self.url(term)}{tooltip}){{.hb-term}}"
            result += _escape_inline(text[position:start]) + link
            position, at = end, at + length
        return result + _escape_inline(text[position:])

    def term_at(self, words: list[str], at: int) -> tuple[Term | None, int]:
        """Give the term that begins at a word and is not explained yet, and its number of words."""
        for key, term in self.edition.terms.get(words[at], ()):
            if tuple(words[at : at + len(key)]) == key and term.id not in self.explained:
                return term, len(key)
        return None, 0

    def url(self, item: Guide | Entry | Group | Workshop) -> str:
        """Give the link from this page to an item."""
        return self.to(place_of(item, self.edition.handbook))

    def to(self, place: str) -> str:
        """Give the link from this page to a place: a page, perhaps with an anchor."""
        link = self.links.get(place)
        if link is None:
            page, hash, anchor = place.partition("#")
            file = file_of(page, self.edition.suffix)
            link = f"#{anchor}" if file == self.file and anchor else f"{relative(file, self.file)}{hash}{anchor}"
            self.links[place] = link
        return link

    def link(self, item: Guide | Entry | Group) -> str:
        """Write a link to an item under its own name."""
        wording = getattr(item, "title", None) or getattr(item, "name", None) or getattr(item, "term", None)
        return f"[{self.say(wording, plain=True) or escape(item.id)}]({self.url(item)})"

    def guide_link(self, guide: Guide | Workshop) -> str:
        """Write a link to a guide or workshop, its code first; of one that no longer applies, the name tells it."""
        code = f"{escape(guide.code)} " if guide.code else ""
        name = f"{code}{self.say(guide.title, plain=True)}"
        if guide.control.is_retired:
            name = self.edition.words["retired_name"].format(name=name)
        return f"[{name}]({self.url(guide)})"

    def service_link(self, service: Service) -> str:
        """Write a link to a service, its acronym last."""
        acronym = f" ({escape(service.acronym)})" if service.acronym else ""
        return f"{self.link(service)}{acronym}"

    def step_link(self, guide: Guide, number: int, step: Step) -> str:
        """Write a link to a step, with its number."""
        anchor = f"{place_of(guide, self.edition.handbook)}#{step_anchor(step.id)}"
        return f"[{number}\\. {self.step_title(step)}]({self.to(anchor)})"

    def step_title(self, step: Step) -> str:
        """Write what a step says, without links of its own: it stands in headings and links."""
        wording = self.edition.step_wording(step) or Wording({})
        text, language = self.edition.raw(wording)
        return self.marked(self.inline(_without_links(parse_inline(text))), wording, language)

    def answer(self, choice: Choice) -> str:
        """Write the words of an answer, which stand in bold type."""
        return self.say(choice.answer, plain=True) if choice.answer is not None else self.edition.words[choice.id]

    def date(self, date: datetime.date | str) -> str:
        """Write a date."""
        return self.edition.words.date(date)


def _without_links(inline: Inline) -> Inline:
    """Put the words of links in their place."""
    parts: list[Text | Code | Emphasis | Link] = []
    for part in inline:
        if isinstance(part, Link):
            parts.extend(_without_links(part.children))
        elif isinstance(part, Emphasis):
            parts.append(Emphasis(_without_links(part.children), part.strong))
        else:
            parts.append(part)
    return tuple(parts)


def _flat(inline: Inline) -> Inline:
    """Leave out links and emphasis, but not their words."""
    parts: list[Text | Code | Emphasis | Link] = []
    for part in inline:
        parts.extend([part] if isinstance(part, Text | Code) else _flat(part.children))
    return tuple(parts)


def _url_escape(target: str) -> str:
    return re.sub(r"[<>\"'`\s\\{}|^\[\]*_]", lambda match: f"%{ord(match[0]):02X}", target)
