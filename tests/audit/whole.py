"""What the files of a site tell together: each check takes the folder and its pages, gives (page, what is wrong)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from tests.audit.structure import has
from tests.site import resolved, title_of, words

Pages = Mapping[str, HtmlElement]
Check = Callable[[Path, Pages], Iterator[tuple[str, str]]]

NOT_FOUND = "404.html"
"""Shown by a server at any address: its links begin at the top of the site."""


def links_lead_somewhere(folder: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    """Every link within the site leads to a file that is there, and to an anchor on it."""
    anchors = {path: set(page.xpath("//@id | //a/@name")) for path, page in pages.items()}
    for path, page in pages.items():
        if path == NOT_FOUND:
            continue
        for href in page.xpath("//a/@href | //link/@href | //script/@src | //img/@src"):
            if re.match(r"(?:https?|mailto|tel|sms|data):", href):
                continue
            target, anchor = resolved(path, href), unquote(urldefrag(href)[1])
            if not (folder / target).is_file() or (anchor and anchor not in anchors.get(target, ())):
                yield path, f"leads nowhere: {href}"


def terms_lead_to_definitions(folder: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    """A marked term leads to its definition in the glossary (C 1.2)."""
    for path, page in pages.items():
        for link in page.xpath(f"//a[{has('hb-term')}]"):
            target, anchor = resolved(path, link.get("href")), unquote(urldefrag(link.get("href"))[1])
            entry = pages[target].xpath("//*[@id=$id]/following-sibling::p[1]", id=anchor) if target in pages else []
            if "glossary" not in target or not entry or not words(entry[0]):
                yield path, f"no definition of {words(link)!r}"


def titles_are_unlike(folder: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    """No two pages in one language have one title (WCAG 2.4.2)."""
    count = Counter((page.get("lang"), title_of(page)) for page in pages.values())
    for path, page in pages.items():
        if count[page.get("lang"), title_of(page)] > 1:
            yield path, f"another page is called {title_of(page)!r} too"


def menu_is_the_same(folder: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    """The parts of the menu are the same, in the same order, on every page in a language (C 3.2)."""
    menus = {path: tuple(map(words, page.xpath(f"//a[{has('md-tabs__link')}]"))) for path, page in pages.items()}
    for language in {page.get("lang") for page in pages.values()}:
        own = {path: menu for path, menu in menus.items() if pages[path].get("lang") == language}
        usual = Counter(own.values()).most_common(1)[0][0]
        yield from ((path, f"its menu is {menu}, elsewhere {usual}") for path, menu in own.items() if menu != usual)


def nothing_waits_for_the_mouse(folder: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    """What a style shows under the mouse, it shows for the keyboard too (C 5.1)."""
    for file in stylesheets(folder):
        if file.name == "reveal.css":
            continue  # not ours; what it fades until the mouse comes, the arrows and a scroll bar, decks do not use
        yield from ((file.name, one) for one in shown_by_mouse_alone(file.read_text(encoding="utf-8")))


def styles_stay_at_home(folder: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    """No stylesheet or script of ours loads anything from another site."""
    for file in {*stylesheets(folder), *folder.glob("assets/handbook/*")}:
        if found := re.search(r"url\(['\"]?(?:https?:)?//[^)]*|@import[^;]*", file.read_text(encoding="utf-8")):
            yield file.name, found[0]


def html_is_well_formed(folder: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    """Each element is closed in its place, and no attribute is written twice (F 9.1)."""
    for path in pages:
        yield from ((path, one) for one in mistakes_of_html((folder / path).read_text(encoding="utf-8")))


def no_pdf_is_unread(folder: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    """The site holds no PDF, whose text a person would have to take out and read (F 10.1)."""
    yield from ((file.name, "a person must look at this PDF") for file in sorted(folder.rglob("*.pdf")))


WHOLE: tuple[Check, ...] = (
    links_lead_somewhere,
    terms_lead_to_definitions,
    titles_are_unlike,
    menu_is_the_same,
    nothing_waits_for_the_mouse,
    styles_stay_at_home,
    html_is_well_formed,
    no_pdf_is_unread,
)


def stylesheets(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.css"))


SHOWING = re.compile(r"(?:^|;)(?:display|visibility|opacity|max-height):(?!none|hidden|0|\.)", re.ASCII)
UNSEEN = re.compile(r"(?:^|;)(?:display:none|visibility:hidden|opacity:0(?![.\d])|max-height:0(?![.\d]))")


def shown_by_mouse_alone(css: str) -> Iterator[str]:
    """Give the selectors of what a stylesheet hides until the mouse is on it, with no word of focus."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    rules = [(names.strip(), re.sub(r"\s", "", style)) for names, style in re.findall(r"([^{}]+)\{([^{}]*)\}", css)]
    hidden = {last_of(one) for selectors, style in rules if UNSEEN.search(style) for one in selectors.split(",")}
    for selectors, style in rules:
        if ":hover" in selectors and SHOWING.search(style) and not re.search(":focus|:target", selectors):
            yield from (one.strip() for one in selectors.split(",") if ":hover" in one and last_of(one) in hidden)


def last_of(selector: str) -> str:
    """Give what a selector is about, without its states: ``.menu .item`` for ``.page:hover .menu .item:hover``."""
    return re.sub(r"::?[\w-]+(?:\([^)]*\))?", "", re.split(r"[\s>+~]+", selector.strip())[-1])


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Balance(HTMLParser):
    """Reads HTML and notes what is not closed, closed twice, or said twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.mistakes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        twice = {name for name, count in Counter(name for name, _ in attrs).items() if count > 1}
        self.mistakes += [f"line {self.getpos()[0]}: <{tag}> says {name} twice" for name in sorted(twice)]

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.mistakes.append(f"line {self.getpos()[0]}: </{tag}> closes {self.open[-1:]}")
            if tag in self.open:
                while self.open.pop() != tag:
                    pass


def mistakes_of_html(text: str) -> list[str]:
    """Give the mistakes in the HTML of a page."""
    reader = _Balance()
    reader.feed(text)
    reader.close()
    return reader.mistakes + [f"<{tag}> is never closed" for tag in reader.open]
