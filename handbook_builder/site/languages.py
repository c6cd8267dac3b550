"""Languages that tell the truth: takes the pages of a built site, says in each where it stands in other languages.

The generator names the home of a language that lacks the page, and knows nothing of a title that is not translated.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from handbook_builder.cms.page import EDITOR
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.inline import parse_inline, plain_text
from handbook_builder.render.paths import FOLDERS, root_of
from handbook_builder.render.words import name_of, spoken_in, words_of

HOME = "index.html"
NOT_FOUND = "404.html"

_ALTERNATES = re.compile(r'\s*<link rel="alternate ?" href="[^"]*" hreflang="[^"]*">')
HEAD_ENDS = "</head>"
_CHOICE = re.compile(
    r'<a href="[^"]*" hreflang="([^"]+)"(?: lang="[^"]*")? class="md-select__link">(.*?)</a>', re.DOTALL
)
_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_FALLBACK = re.compile(r'<span lang="([^"]+)" class="hb-fallback">(.*?)</span>', re.DOTALL)
_FOOT = re.compile(r'(?<=<p class="hb-running">)[^<]*')
_TAG = re.compile(r"<[^>]*>")
_TITLE = re.compile(r"<title(?: lang=\"[^\"]*\")?>(.*?)</title>", re.DOTALL)
_LONELY = re.compile(r"(<[^>]*>)(\s*)([^<>\s][^<>]*?)(\s*)(?=<)")
_NAMED_TWICE = re.compile(r'(<a href="[^"]*" class="md-footer__link[^>]*?) aria-label="[^"]*?: ([^"]*)"')
_NAMED_LIST = re.compile(r'(<nav class="md-nav") aria-label="([^"]*)"')
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"(?! lang=)')
_LOGO = re.compile(r'<a href="[^"]*" title="([^"]*)" class="[^"]*md-logo"')
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)


@dataclass(frozen=True)
class Languages:
    """The pages of a built site by path, and which texts of each language are not translated."""

    handbook: Handbook
    pages: frozenset[str]
    untranslated: Mapping[str, Mapping[str, str]]
    """By language, the titles that are in another language, and in which."""

    @property
    def built(self) -> tuple[str, ...]:
        """The languages of the manual that the site has."""
        return tuple(one for one in self.handbook.languages if f"{self.root(one)}{HOME}" in self.pages)

    def root(self, language: str) -> str:
        """Give the folder of a language; the source language is at the top."""
        return root_of(language, self.handbook)

    def of(self, page: str) -> tuple[str, str]:
        """Give the language of a page, and its path without the folder of the language."""
        first, _, rest = page.partition("/")
        other = first in self.handbook.languages[1:]
        return (first, rest) if other else (self.handbook.settings.source_language, page)

    def versions(self, page: str) -> dict[str, str]:
        """Give the path of a page in each language that has it."""
        place = self.of(page)[1]
        paths = {language: f"{self.root(language)}{place}" for language in self.built}
        return {language: path for language, path in paths.items() if path in self.pages}


def languages_of(folder: Path, handbook: Handbook) -> Languages:
    """Read from a built site which pages it has, and which of their titles are in another language than the page."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    pages = frozenset(path for path in found if not path.startswith(f"{EDITOR}/"))
    site = Languages(handbook, pages, {language: {} for language in handbook.languages})
    untranslated = {language: {**_interface(language), **_site_title(handbook, language)} for language in site.built}
    for page in sorted(pages):
        titles = untranslated.get(site.of(page)[0])
        if titles is not None:
            text = (folder / page).read_text(encoding="utf-8")
            titles |= {words: language for level, words, language in _foreign_headings(text) if level == "1"}
    return Languages(handbook, pages, untranslated)


def _interface(language: str) -> dict[str, str]:
    """Give the words of the interface, where a language has none of its own."""
    spoken = spoken_in(language)
    return {} if spoken == language else {_words(word): spoken for word in words_of(language).table.values()}


def _site_title(handbook: Handbook, language: str) -> dict[str, str]:
    title, source = handbook.settings.title, handbook.settings.source_language
    if not handbook.has_settings or title.get(language, "").strip():
        return {}
    return {plain_text(parse_inline(title.get(source, ""))): source}


def _foreign_headings(page: str) -> Iterator[tuple[str, str, str]]:
    """Give level, words and language of what is not in the language of the page: headings, and that part of them."""
    if "hb-fallback" in page:
        for level, heading in _HEADING.findall(page):
            for language, part in _FALLBACK.findall(heading):
                yield level, _words(_TAG.sub("", heading)), language
                yield level, _words(_TAG.sub("", part)), language


def _words(markup: str) -> str:
    return " ".join(unescape(markup).split())


def with_languages(text: str, page: str, site: Languages, address: str | None) -> str:
    """Say in a page where it stands in other languages, and mark what the theme shows of titles in another one."""
    text = _with_alternates(text, page, site, address)
    language, place = site.of(page)
    spoken, is_generated = spoken_in(language), place.partition("/")[0] in FOLDERS
    if spoken != language and is_generated and "<article lang=" not in text:
        # There all texts of authors name their language, and the words around them do not.
        text = text.replace("<article ", f'<article lang="{spoken}" ', 1)
    if page != NOT_FOUND:  # it leads to the home of each language, wherever on a server it is shown
        text = _CHOICE.sub(lambda choice: _choice(choice, page, site), text)
    foreign = dict(site.untranslated.get(language, {}))
    foreign |= {words: language for _, words, language in _foreign_headings(text)}
    return _marked(text, foreign, inside=spoken != language and not is_generated) if foreign else text


def alternates(page: str, site: Languages, address: str | None) -> list[tuple[str, str]]:
    """Give the addresses of a page in the languages that have it; readers of any other get the source language."""
    versions = site.versions(page)
    default = versions.get(site.handbook.settings.source_language, page)
    named = [*versions.items(), ("x-default", default)]
    return [(language, link_to(path, page, address)) for language, path in named]


def link_to(path: str, page: str, address: str | None) -> str:
    """Give the address of a page: the full one if the site's is known, else the way from another page."""
    if address:
        return f"{address.rstrip('/')}/{quote(path)}"
    return quote(posixpath.relpath(path, posixpath.dirname(page) or "."))


def _with_alternates(text: str, page: str, site: Languages, address: str | None) -> str:
    head, end, body = text.partition(HEAD_ENDS)
    head = _ALTERNATES.sub("", head)
    if page == NOT_FOUND:
        return head + end + body
    # The theme asks the site behind each address that is marked exactly as "alternate" for a sitemap: from a copy that
    # would be a request to the network. The blank means nothing to anybody else.
    links = "".join(
        f'\n    <link rel="alternate " href="{escape(link)}" hreflang="{language}">'
        for language, link in alternates(page, site, address)
    )
    return f"{head.rstrip()}{links}\n  {end}{body}"


def _choice(choice: re.Match[str], page: str, site: Languages) -> str:
    """Give an entry of the language menu: the same page, or the home page and why."""
    language = choice[1]
    name = _TAG.sub("", choice[2].partition("<small")[0]).strip()
    path = site.versions(page).get(language)
    link = escape(link_to(path or f"{site.root(language)}{HOME}", page, None))
    only = ""
    if path is None:
        other = site.of(page)[0]
        original = f'<span lang="{other}">{name_of(other)}</span>'
        only = f'<small class="hb-only">{words_of(language)["only_in"].format(language=original)}</small>'
    return f'<a href="{link}" hreflang="{language}" lang="{language}" class="md-select__link">{name}{only}</a>'


def _marked(text: str, foreign: Mapping[str, str], *, inside: bool) -> str:
    """Mark the language of titles wherever else they show: menu, table of contents, header, footer, foot of a sheet.

    ``inside`` is for a page written by hand, which does not mark what the program puts into it.
    """

    def mark(found: re.Match[str]) -> str:
        before, space, words, rest = found.groups()
        language = foreign.get(_words(words))
        # What is marked already has the attribute; a script and the title of the window hold no elements.
        if language is None or " lang=" in before or before.startswith(("<title", "<script", "<style")):
            return found[0]
        return f'{before}{space}<span lang="{language}">{words}</span>{rest}'

    def foot(parts: re.Match[str]) -> str:
        said = [(part, foreign.get(_words(part))) for part in parts[0].split(" · ")]
        return " · ".join(f'<span lang="{language}">{part}</span>' if language else part for part, language in said)

    def name(title: re.Match[str]) -> str:
        return _window_title(title[1], foreign)

    def unnamed(link: re.Match[str]) -> str:
        # Its text says the same, and can be marked.
        return link[1] if _words(link[2]) in foreign else link[0]

    def logo(link: re.Match[str]) -> str:
        language = foreign.get(_words(link[1]))
        return f'<a lang="{language}"{link[0][2:]}' if language else link[0]

    def summary(meta: re.Match[str]) -> str:
        language = foreign.get(_words(meta[1]))
        return f'{meta[0]} lang="{language}"' if language else meta[0]

    def theme(part: str) -> str:
        part = _NAMED_LIST.sub(unnamed, _NAMED_TWICE.sub(unnamed, part))
        return _LOGO.sub(logo, _LONELY.sub(mark, part))

    text = _DESCRIPTION.sub(summary, _TITLE.sub(name, text, count=1), count=1)
    article = _ARTICLE.search(text)
    if article is None:
        return theme(text)
    middle = theme(article[0]) if inside else _FOOT.sub(foot, article[0])
    return theme(text[: article.start()]) + middle + theme(text[article.end() :])


def _window_title(title: str, foreign: Mapping[str, str]) -> str:
    """Give the title of the window, in one language alone: that of the page's own title."""
    own, _, site = title.rpartition(" - ")
    language = foreign.get(_words(own))
    if language is None:
        return f"<title>{own if own and _words(site) in foreign else title}</title>"
    return f'<title lang="{language}">{title}</title>'


def sitemap(site: Languages, address: str, hidden: Collection[str]) -> str:
    """List the pages for search engines, save the places that are hidden, each with where it is in other languages."""
    rows = []
    for page in sorted(site.pages - {NOT_FOUND}):
        if site.of(page)[1].removesuffix(".html") in hidden:
            continue
        others = "".join(
            f'\n    <xhtml:link rel="alternate" hreflang="{language}" href="{escape(link)}"/>'
            for language, link in alternates(page, site, address)
        )
        rows.append(f"  <url>\n    <loc>{escape(link_to(page, page, address))}</loc>{others}\n  </url>\n")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{"".join(rows)}</urlset>\n'
    )
