"""Ways to tell of a mistake, or to comment: takes a page and who is told, gives it with links that say what about.

The places of the links are left in the pages by the templates; the links are put in after the search has read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote, urlsplit

from handbook_builder.model.settings import Feedback
from handbook_builder.render.words import Words
from handbook_builder.site.host import host_of

_PLACE = re.compile(
    r'<p class="hb-feedback" data-about="([^"]*)"'
    r'(?: data-step="([^"]*)" data-anchor="([^"]*)"| data-email="([^"]*)" data-question="([^"]*)")?></p>'
)


_PLAIN = ",:/?()"
"""Signs that mean nothing in a query; as they are, they make a page of many steps a tenth smaller."""


@dataclass(frozen=True)
class Ways:
    """Who is to be told: an e-mail address, a repository that takes issues, both, or nobody."""

    email: str | None = None
    issues: str | None = None


@dataclass(frozen=True)
class Way:
    """One way, ready to press: what it is called, and the address that opens it with the message begun."""

    name: str
    link: str


def ways_of(feedback: Feedback, repository: str | None) -> Ways:
    """Give the ways that the settings name; if they name none, the site's repository where we know how it is told."""
    if feedback.email or feedback.issues:
        return Ways(feedback.email, feedback.issues)
    return Ways(issues=repository if host_of(repository) else None)


def with_feedback(page: str, ways: Ways, words: Words, address: str | None) -> str:
    """Put the links into a page: all ways at its end; at a step one, e-mail first, as it asks for no account.

    A consultation has all ways too, and may have an e-mail address of its own.
    """

    def links(place: re.Match[str]) -> str:
        about, step, anchor, email, question = (unescape(part or "") for part in place.groups())
        where = f"{address or ''}{f'#{anchor}' if anchor else ''}"
        told = Ways(email, ways.issues) if email else ways
        message = words["consultation_message" if question else "feedback_message"]
        message = message.format(language=words.language, page=where, question=question)
        found = list(_ways(told, words, about, message))
        if not found:
            return ""
        if step:
            name = words["feedback_step"]
            label = escape(f"{name} {words['step']} {step}")
            return f'<p class="hb-feedback"><a href="{escape(found[0].link)}" aria-label="{label}">{name}</a></p>'
        pressed = " · ".join(f'<a href="{escape(way.link)}">{escape(way.name)}</a>' for way in found)
        asked = words["consultation_send" if question else "feedback_page"]
        return f'<p class="hb-feedback">{asked} {pressed}. {words["feedback_privacy"]}</p>'

    return _PLACE.sub(links, page)


def _ways(ways: Ways, words: Words, about: str, message: str) -> Iterator[Way]:
    subject, body = quote(about, safe=_PLAIN), quote(message, safe=_PLAIN)
    if ways.email:
        lines = body.replace("%0A", "%0D%0A")
        yield Way(words["by_email"], f"mailto:{quote(ways.email, safe='@')}?subject={subject}&body={lines}")
    if ways.issues:
        repository, host = ways.issues.rstrip("/"), urlsplit(ways.issues).hostname or ""
        name = words["in_public"].format(site=host)
        if host_of(ways.issues) == "gitlab":
            link = f"{repository}/-/issues/new?issue%5Btitle%5D={subject}&issue%5Bdescription%5D={body}"
        else:  # GitHub's way, which Forgejo and Gitea share
            link = f"{repository}/issues/new?title={subject}&body={body}"
        yield Way(name, link)
