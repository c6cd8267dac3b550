"""What HTML needs and Markdown can't say: takes a built page, gives it with captions, an index and marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

FEWEST = 2
"""Headings below the title from which on a page has an index."""

_HEADING_OR_TABLE = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>|<table>", re.DOTALL)
_BELOW_THE_TITLE = re.compile(r'<h([23])\b[^>]*? id="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)
_TOP = re.compile(r'</h1>\s*(?:<p class="hb-lead">.*?</p>)?', re.DOTALL)
_OTHER_LANGUAGE = re.compile(r'<span lang="([^"]+)"(?: class="hb-fallback")?>')
_UPDATING = re.compile(r'<span class="hb-updating">[^<]*</span>')

# The theme marks the place in the menu by colour alone, and does not tell the language of the names of languages.
_MARKS = (
    (re.compile(r'(class="md-nav__link md-nav__link--active")'), r'\1 aria-current="page"'),
    (re.compile(r'(class="md-tabs__item md-tabs__item--active")'), r'\1 aria-current="true"'),
    (re.compile(r'hreflang="([\w-]+)" class="md-select__link"'), r'hreflang="\1" lang="\1" class="md-select__link"'),
)


def with_captions(page: str) -> str:
    """Give each table the name of the heading it stands under, for screen readers; the eye has the heading."""
    above = ""

    def captioned(match: re.Match[str]) -> str:
        nonlocal above
        if match[1] is None:
            return f"<table>{above}"
        above = _named("caption", match[1])
        return match[0]

    return _HEADING_OR_TABLE.sub(captioned, page) if "<table>" in page else page


def with_index(page: str, name: str) -> str:
    """Put an index below the title of a page, for screens that have no room for the theme's own beside the text.

    It is closed until it is asked for: a phone shows the first step on its first screen.
    """
    headings: Sequence[tuple[str, str, str]] = _BELOW_THE_TITLE.findall(page)
    if len(headings) < FEWEST:
        return page
    entries = ""
    open_lists = 0
    for level, id, heading in headings:
        depth = min(int(level) - 1, open_lists + 1)  # a page whose first heading is an h3 has no list for it to go into
        entries += "</li><li>" if depth == open_lists else "<ul><li>" if depth > open_lists else "</li></ul></li><li>"
        entries += _named("a", heading, f' href="#{id}"')
        open_lists = depth
    index = f'<details class="hb-index"><summary>{escape(name)}</summary>{entries}{"</li></ul>" * open_lists}</details>'
    return _TOP.sub(lambda top: top[0] + index, page, count=1)


def with_marks(page: str) -> str:
    """Tell screen readers the place in the menu, and the language of the names of languages."""
    for theme, marked in _MARKS:
        page = theme.sub(marked, page)
    return page


def _named(tag: str, heading: str, attributes: str = "") -> str:
    """Give an element that says a heading, in the language that the heading is in."""
    other = _OTHER_LANGUAGE.search(heading)
    language = f' lang="{other[1]}"' if other else ""
    return f"<{tag}{attributes}{language}>{re.sub('<[^>]*>', '', _UPDATING.sub('', heading)).strip()}</{tag}>"
