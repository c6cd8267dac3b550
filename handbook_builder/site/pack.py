"""The offline copy of a manual: takes the built site and the day, gives one zip file that opens without a network.

Every page of it says how old it may get, and from then on that it must be renewed; the site itself knows nothing of it.
"""

from __future__ import annotations

import calendar
import datetime
import os
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path

from handbook_builder.cms.page import EDITOR
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.inline import parse_inline, plain_text
from handbook_builder.render.paths import ASSETS
from handbook_builder.render.words import words_of
from handbook_builder.site.finish import HEADERS, SITEMAP, BuiltSite
from handbook_builder.site.languages import HEAD_ENDS, HOME, NOT_FOUND, Languages, languages_of
from handbook_builder.site.policy import with_policy

SITE = "manual"
"""The folder of the site in the copy; beside it stands the page that opens it."""

STYLE, SCRIPT = f"{ASSETS}/copy.css", f"{ASSETS}/copy.js"

MONTHS = 6
"""How long a copy is valid when no review is due."""

_FOR_SERVERS = (NOT_FOUND, HEADERS, f"{HEADERS}.conf", SITEMAP, f"{SITEMAP}.gz")
_NOT_COPIED = re.compile(rf"assets/javascripts/lunr/(?!min/lunr\.(?:handbook-|stemmer))|{EDITOR}/")
"""Files of the theme for the search in other languages, which no page loads; and the form, which needs a network."""

_BANNER = '<div data-md-component="announce">'


@dataclass(frozen=True)
class Copy:
    """An offline copy that was written: where, how large, until when it is valid."""

    file: Path
    pages: int
    size: int
    unpacked: int
    until: datetime.date


def valid_until(handbook: Handbook, made: datetime.date) -> datetime.date:
    """Give the last day of a copy: that of the first review due after it was made, or half a year later."""
    due = [guide.control.review_due for guide in handbook.guides]
    coming = [day for day in due if day and day > made]
    if coming:
        return min(coming)
    year, month = divmod(made.year * 12 + made.month - 1 + MONTHS, 12)
    return datetime.date(year, month + 1, min(made.day, calendar.monthrange(year, month + 1)[1]))


def write_copy(site: BuiltSite, made: datetime.date, file: Path) -> Copy:
    """Write the copy of a finished site into a zip file; the same site and day give the same bytes."""
    languages, until = languages_of(site.folder, site.handbook), valid_until(site.handbook, made)
    folder = f"{SITE}-{made}"
    contents = {f"{folder}/{path}": data for path, data in _contents(site, languages, made, until)}
    fresh = file.with_name(f"{file.name}.part")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(contents):
            entry = zipfile.ZipInfo(path, (made.year, made.month, made.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it would tell the system that made it
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, contents[path])
    os.replace(fresh, file)
    pages = len(languages.pages - {NOT_FOUND})
    return Copy(file, pages, file.stat().st_size, sum(map(len, contents.values())), until)


def _contents(
    site: BuiltSite, languages: Languages, made: datetime.date, until: datetime.date
) -> Iterator[tuple[str, bytes]]:
    for file in site.folder.rglob("*"):
        path = file.relative_to(site.folder).as_posix()
        if not file.is_file() or path in _FOR_SERVERS or path.endswith(".map") or _NOT_COPIED.match(path):
            continue
        data = file.read_bytes()
        if path in languages.pages:
            notice = _notice(languages.of(path)[0], made, until, site.address)
            data = _with_notice(data.decode(), path, notice).encode()
        yield f"{SITE}/{path}", data
    for path in (STYLE, SCRIPT):
        yield f"{SITE}/{path}", (files("handbook_builder") / "assets" / posixpath.basename(path)).read_bytes()
    name = "-".join(words_of(one)["copy_open"].upper() for one in languages.built)
    yield f"{name}.html", _first_page(site, languages, made, until).encode()


def _with_notice(text: str, page: str, notice: str) -> str:
    top = "../" * page.count("/")
    head = f'\n    <link rel="stylesheet" href="{top}{STYLE}">\n    <script src="{top}{SCRIPT}" defer></script>'
    if _BANNER not in text:
        raise ValueError(f"{page} has no place for a notice: the theme should write {_BANNER}")
    return text.replace(HEAD_ENDS, f"{head}\n  {HEAD_ENDS}", 1).replace(_BANNER, notice + _BANNER, 1)


def _notice(language: str, made: datetime.date, until: datetime.date, address: str | None) -> str:
    """Say how old the copy is, and hold what a script shows when that is too old."""
    words = words_of(language)
    days = {name: f"<time>{day}</time>" for name, day in (("made", made), ("until", until))}
    link = f'<a href="{escape(address)}">{escape(address)}</a>' if address else ""
    renew = words["copy_renew_at"].format(address=link) if link else words["copy_renew"]
    age = words["copy_old"].format(days="<span data-days></span>")
    return (
        f'<aside class="hb-copy" aria-label="{escape(words["copy"])}" data-made="{made}" data-until="{until}">'
        f"<p>{words['copy_of'].format(**days)}</p>"
        f'<p class="hb-copy-old" hidden><strong>{age}</strong> {renew}</p></aside>\n    '
    )


def _first_page(site: BuiltSite, languages: Languages, made: datetime.date, until: datetime.date) -> str:
    """Write the page that opens the manual in each language, for those who see a folder of files."""
    title, source = site.handbook.settings.title, site.handbook.settings.source_language
    parts, titles = [], []
    for level, language in enumerate(languages.built, 1):
        words = words_of(language)
        heading = f"h{min(level, 2)}"
        own = escape(plain_text(parse_inline(title.get(language) or title[source])))
        titles.append(own)
        home = f"{SITE}/{languages.root(language)}{HOME}"
        parts.append(
            f'<section lang="{language}">\n<{heading}>{own}</{heading}>\n'
            f'<p><a href="{home}">{words["copy_open"]}: {words["language_name"]}</a></p>\n'
            f"<p>{words['copy_unpack']}</p>\n{_notice(language, made, until, site.address)}</section>"
        )
    body = "\n".join(parts)
    return with_policy(
        f'<!doctype html>\n<html lang="{source}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f'<title>{titles[0]}</title>\n<link rel="stylesheet" href="{SITE}/{STYLE}">\n'
        f'<script src="{SITE}/{SCRIPT}" defer></script>\n</head>\n<body class="hb-first">\n'
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
