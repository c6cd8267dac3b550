"""What the HTML of a page tells: each check takes a page and gives what is wrong, a sentence each.

In brackets: the requirement of the Portuguese *Selo de Usabilidade e Acessibilidade* that a check answers, by the lists
"content" (C), "transaction" (T) and "ten functional aspects" (F); see ``docs/about/accessibility.en.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from tests.site import words

Check = Callable[[HtmlElement], Iterator[str]]

MOST_OPTIONS = 9
NEVER_SEEN = "md-toggle"
"""The class of the theme's boxes that hold a state, which nobody sees or reaches."""


def has(name: str) -> str:
    """Give the XPath condition that an element has a class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def heading_is_one(page: HtmlElement) -> Iterator[str]:
    """One h1 a page (F 2.1)."""
    found = page.xpath("//h1")
    if len(found) != 1 or not words(found[0]):
        yield f"{len(found)} main headings: {[words(one) for one in found]}"


def headings_go_down_step_by_step(page: HtmlElement) -> Iterator[str]:
    """A heading is at most one level below the one before it (F 2.2)."""
    before = 0
    for heading in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6"):
        level = int(heading.tag[1])
        if level > before + 1:
            yield f"level {level} after {before}: {words(heading)}"
        before = level


def tables_have_headers(page: HtmlElement) -> Iterator[str]:
    """Tables hold data, with cells that are headers: none is there for the layout (F 3.1, F 8.5)."""
    for table in page.xpath("//table[not(.//th)]"):
        yield f"a table without headers: {words(table)[:60]}"


def tables_have_captions(page: HtmlElement) -> Iterator[str]:
    """A table says what it is (F 3.2)."""
    for table in page.xpath("//table[not(caption[normalize-space()])]"):
        yield f"a table without a caption: {words(table)[:60]}"


def fields_have_labels(page: HtmlElement) -> Iterator[str]:
    """A field has a name: a label, or one for screen readers (F 4.1)."""
    labelled = set(page.xpath("//label[normalize-space()]/@for"))
    for field in page.xpath(f"//input[not(@type = 'hidden' or {has(NEVER_SEEN)})] | //select | //textarea"):
        named = field.get("aria-label", "").strip() or field.get("aria-labelledby") or field.get("id") in labelled
        if not named and not any(words(label) for label in field.iterancestors("label")):
            yield f"a field without a label: {field.get('id') or field.get('name') or field.get('type')}"


def menu_is_a_list(page: HtmlElement) -> Iterator[str]:
    """The options of a menu are items of lists (F 1.1)."""
    for link in page.xpath(f"//nav[{has('md-tabs')} or {has('md-nav')}]//a[not(ancestor::li or {has('md-logo')})]"):
        yield f"an option outside a list: {words(link)}"


def menu_levels_have_nine_options(page: HtmlElement) -> Iterator[str]:
    """No level of the menu has more than nine options; the headings of the page itself are no menu (C 3.1)."""
    in_page = f"ancestor::nav[{has('md-nav--secondary')}]"
    for level in page.xpath(f"//ul[{has('md-tabs__list')} or {has('md-nav__list')}][not({in_page})]"):
        options = [one for one in level.xpath("./li") if words(one)]
        if len(options) > MOST_OPTIONS:
            yield f"{len(options)} options in a level of the menu, from {words(options[0])[:40]}"


def menu_shows_where_one_is(page: HtmlElement) -> Iterator[str]:
    """The menu marks the part of the page, to the eye and to screen readers (C 3.2)."""
    if len(page.xpath(f"//li[{has('md-tabs__item--active')}][@aria-current]")) != 1:
        yield "no part of the menu is marked"


def image_links_have_names(page: HtmlElement) -> Iterator[str]:
    """A link or button that is only a picture has a name (F 1.3, F 5.3)."""
    for one in page.xpath("//a[@href] | //button"):
        pictures = one.xpath(".//img[@alt and @alt != ''] | .//*[local-name()='title']")
        if not (words(one) or one.get("aria-label", "").strip() or pictures):
            yield f"without a name: {one.get('href') or one.get('class')}"


def images_have_a_text(page: HtmlElement) -> Iterator[str]:
    """A picture has a text, empty if it only decorates; a chart has a title and a description (F 5.1)."""
    for image in page.xpath("//img[not(@alt)]"):
        yield f"a picture without a text: {image.get('src')}"
    for chart in page.xpath(f"//div[{has('hb-flow')}]/*[local-name()='svg']"):
        if len(chart.xpath("./*[local-name()='title' or local-name()='desc'][normalize-space()]")) != 2:
            yield "a chart without a title and a description"


def charts_are_told_in_words(page: HtmlElement) -> Iterator[str]:
    """Every box of a chart that is a step leads to that step in words, on the same page (F 5.2)."""
    ids = set(page.xpath("//@id"))
    for chart in page.xpath(f"//div[{has('hb-flow')}]/*[local-name()='svg']"):
        targets = chart.xpath(".//*[local-name()='a']/@href")
        yield from (f"a box leads nowhere: {one}" for one in targets if one.startswith("#") and one[1:] not in ids)
        if not targets:
            yield "a chart that is not told in words"


def nothing_plays(page: HtmlElement) -> Iterator[str]:
    """There is no film, sound or frame, which a person would have to look at (F 7.1, F 7.2)."""
    for one in page.xpath("//audio | //video | //iframe | //object | //embed"):
        yield f"a person must look at this {one.tag}"


def form_of_the_text_is_in_styles(page: HtmlElement) -> Iterator[str]:
    """No element or attribute is there for the looks alone (F 8.1, F 8.3)."""
    for one in page.xpath("//center | //font | //big | //marquee | //blink | //*[@align or @bgcolor]"):
        yield f"for the looks alone: {one.tag}"


def body_is_named(page: HtmlElement) -> Iterator[str]:
    """The foot of the page names who answers for the content and leads to a contact (C 1.4)."""
    for foot in page.xpath("//footer") or [None]:
        if foot is None or not [one for one in foot.xpath(f".//*[{has('hb-publisher')}]") if words(one)]:
            yield "the foot does not say who answers for the content"
        if foot is None or not foot.xpath(".//a[@rel='author']/@href"):
            yield "the foot does not lead to a contact"


def date_is_told(page: HtmlElement) -> Iterator[str]:
    """The page tells when it last changed (C 1.3)."""
    if not page.xpath(f"//main//*[{has('hb-updated')}]//time[@datetime and normalize-space()]"):
        yield "no date of the last change"


def declaration_is_linked(page: HtmlElement) -> Iterator[str]:
    """The foot leads to the page on accessibility and to the list of all that there is."""
    for kind in ("hb-declaration", "hb-all"):
        if not page.xpath(f"//footer//a[{has(kind)}]/@href"):
            yield f"the foot has no link {kind}"


def search_is_there(page: HtmlElement) -> Iterator[str]:
    """One can search from the page."""
    if not page.xpath("//*[@role='search']//input[@aria-label]"):
        yield "no field to search"


def content_can_be_skipped_to(page: HtmlElement) -> Iterator[str]:
    """The first link goes to the content (WCAG 2.4.1)."""
    first = page.xpath("//body//a[@href]")[:1]
    target = first[0].get("href") if first else ""
    if not target.startswith("#") or not page.xpath("//main//*[@id=$id]", id=target[1:]):
        yield f"the first link leads to {target!r}, not to the content"


def language_is_told(page: HtmlElement) -> Iterator[str]:
    """The page tells its language, and a link to another language says its name in that one (WCAG 3.1.1, 3.1.2)."""
    here = page.get("lang")
    if not here:
        yield "the page does not tell its language"
    for link in page.xpath("//a[@hreflang]"):
        if link.get("hreflang") != here and not [one for one in link.iter() if one.get("lang") == link.get("hreflang")]:
            yield f"the name {words(link)!r} is not marked as {link.get('hreflang')!r}"


def title_names_page_and_site(page: HtmlElement) -> Iterator[str]:
    """The title in the browser is "page - site", on the home page perhaps the site's alone (WCAG 2.4.2)."""
    title, site = words(page.find("head/title")), page.xpath(f"string(//a[{has('md-logo')}]/@aria-label)")
    if not site or not (title == site or re.fullmatch(rf".+ - {re.escape(site)}", title)):
        yield f"the title is {title!r}, the site is {site!r}"


def ids_are_unique(page: HtmlElement) -> Iterator[str]:
    """No two elements have one id (F 9.1)."""
    ids = page.xpath("//@id")
    yield from (f"{ids.count(id)} times the id {id}" for id in sorted({id for id in ids if ids.count(id) > 1}))


def nothing_comes_from_elsewhere(page: HtmlElement) -> Iterator[str]:
    """The page loads nothing from another site."""
    named = "//link[not(@rel='canonical' or @hreflang)]/@href"
    for address in page.xpath(f"//script/@src | //img/@src | //iframe/@src | //source/@src | {named}"):
        if re.match(r"(?:\w+:)?//", address):
            yield f"loads {address}"


STRUCTURE: tuple[Check, ...] = (
    heading_is_one,
    headings_go_down_step_by_step,
    tables_have_headers,
    tables_have_captions,
    fields_have_labels,
    menu_is_a_list,
    menu_levels_have_nine_options,
    menu_shows_where_one_is,
    image_links_have_names,
    images_have_a_text,
    charts_are_told_in_words,
    nothing_plays,
    form_of_the_text_is_in_styles,
    body_is_named,
    date_is_told,
    declaration_is_linked,
    search_is_there,
    content_can_be_skipped_to,
    language_is_told,
    title_names_page_and_site,
    ids_are_unique,
    nothing_comes_from_elsewhere,
)
