"""What a site allows its pages to do: takes built pages, gives the strictest Content-Security-Policy they work under.

Inline scripts and styles are allowed by their hash. Scripts and style elements in the article of a page get none: there
stand the words of authors, which never need a script, so that markup that slipped through all else would still be dead.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_STYLE_ATTRIBUTE = re.compile(r"""<[a-z][^<>]*?\sstyle=(?:"([^"]*)"|'([^']*)')""")
_META = re.compile(r'\A\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
_CHARSET = '<meta charset="utf-8">'

OTHER_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),  # a service that a page links to need not know which page was read
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


@dataclass(frozen=True)
class Inline:
    """The hashes of what stands inside pages: scripts, style elements, style attributes."""

    scripts: frozenset[str] = field(default_factory=frozenset)
    styles: frozenset[str] = field(default_factory=frozenset)
    attributes: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: Inline) -> Inline:
        """Give the hashes of both."""
        return Inline(self.scripts | other.scripts, self.styles | other.styles, self.attributes | other.attributes)


def inline_of(text: str) -> Inline:
    """Find what stands inside a page."""
    before, _, rest = text.partition("<article")
    outside = before + rest.rpartition("</article>")[2]
    found = [match.groups() for match in _INLINE.finditer(outside)]
    scripts = [body for tag, attributes, body in found if tag == "script" and _is_run(attributes)]
    styles = [body for tag, _, body in found if tag == "style"]
    attributes = [
        unescape(double or single) for double, single in _STYLE_ATTRIBUTE.findall(text if "style=" in text else "")
    ]
    return Inline(*(frozenset(map(_hash, found)) for found in (scripts, styles, attributes)))


def inline_of_drawing(text: str) -> Inline:
    """Find the styles inside a drawing in a file of its own, which is XML; it has no scripts."""
    return Inline(styles=frozenset(_hash(unescape(body)) for tag, _, body in _INLINE.findall(text) if tag == "style"))


def _is_run(attributes: str) -> bool:
    """Tell whether a script element holds a program: not if it names a file, and not if it holds data."""
    return "src=" not in attributes and 'json"' not in attributes


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(inline: Inline, *, own: str = "'self'", form: bool = False) -> str:
    """Give the policy; ``own`` names where the site's own files come from.

    The form to change procedures with writes styles as it goes, and speaks with GitHub; with nobody else.
    """
    rules = {
        "default-src": ["'none'"],
        "script-src": [own, *sorted(inline.scripts)],
        "style-src": [own, *sorted(inline.styles)],
        "style-src-attr": ["'unsafe-hashes'", *sorted(inline.attributes)] if inline.attributes else ["'none'"],
        "img-src": [own, "data:"],
        "font-src": [own],
        "media-src": [own],
        "connect-src": [own],
        "worker-src": [own],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    if form:
        rules |= {
            "style-src": [own, "'unsafe-inline'"],  # where hashes stand beside it, it would not count
            "style-src-attr": ["'unsafe-inline'"],
            "img-src": [own, "data:", "blob:"],
            "connect-src": [own, "data:", "blob:", "https://api.github.com"],
        }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def with_policy(text: str) -> str:
    """Write a page's own policy into it, before anything that it rules."""
    # By the letter of the standard, no file on a disk is "self" to another.
    rules = policy(inline_of(text), own="'self' file:")
    meta = f'\n    <meta http-equiv="Content-Security-Policy" content="{rules}">'
    head, charset, rest = text.partition(_CHARSET)
    return f"{head}{charset}{meta}{_META.sub('', rest, count=1)}"


def headers(pages: Iterable[Inline], *, form: bool = False) -> Iterator[tuple[str, str]]:
    """Give the headers that a server should send with every file of a site: the policy fits all its pages."""
    everything = Inline()
    for inline in pages:
        everything |= inline
    yield "Content-Security-Policy", f"{policy(everything, form=form)}; frame-ancestors 'none'"
    yield from OTHER_HEADERS


def for_hosts(headers: Iterable[tuple[str, str]]) -> str:
    """Write headers in the form that Netlify and Cloudflare Pages read from the root of a site."""
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers)


def for_nginx(headers: Iterable[tuple[str, str]]) -> str:
    """Write headers as lines that a configuration of nginx includes."""
    return "".join(f'add_header {name} "{value}" always;\n' for name, value in headers)
