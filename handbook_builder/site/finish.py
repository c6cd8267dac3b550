"""The stages that finish a built site, in their order."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

from handbook_builder.cms.config import takes
from handbook_builder.cms.page import EDITOR, editor_files
from handbook_builder.model.handbook import Handbook
from handbook_builder.render.workshops import hidden_places
from handbook_builder.site.charts import link_charts
from handbook_builder.site.languages import Languages, languages_of, sitemap, with_languages
from handbook_builder.site.policy import for_hosts, for_nginx, headers, inline_of, inline_of_drawing, with_policy
from handbook_builder.site.search import divide_search, with_search_of


@dataclass(frozen=True)
class BuiltSite:
    """A site as the generator left it: its folder, the manual that it shows, and its address if that is known."""

    folder: Path
    handbook: Handbook
    address: str | None = None
    preview: bool = False
    """Whether only its author will see it; the pages then reload themselves, by a script that no policy can foresee."""
    repository: str | None = None
    """Where the manual is kept; if it is on GitHub, the site gets a form to change procedures with."""


HEADERS = "_headers"
"""The headers for a server: as some hosts read them from a site of this name, and with ".conf" behind it for nginx."""

SITEMAP = "sitemap.xml"


def finish(site: BuiltSite) -> None:
    """Make of the generator's files the site that readers get; the same site if it is done again."""
    divide_search(site.folder, site.handbook)
    link_charts(site.folder, site.handbook)
    languages = languages_of(site.folder, site.handbook)
    for page in sorted(languages.pages):
        file = site.folder / page
        text = with_languages(file.read_text(encoding="utf-8"), page, languages, site.address)
        if root := languages.root(languages.of(page)[0]):
            text = with_search_of(text, page, root)
        _write(file, text if site.preview else with_policy(text))
    _write_sitemap(site, languages)
    if site.repository and takes(site.repository):
        for path, data in editor_files(site.handbook, site.repository, languages.built):
            target = site.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    if not site.preview:
        _write_headers(site.folder)


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def _write_sitemap(site: BuiltSite, languages: Languages) -> None:
    """Write the list of pages for search engines; without the site's address, which it must name, there is none."""
    file, packed = site.folder / SITEMAP, site.folder / f"{SITEMAP}.gz"
    if site.address:
        _write(file, sitemap(languages, site.address, hidden_places(site.handbook)))
        packed.write_bytes(gzip.compress(file.read_bytes(), mtime=0))
    else:
        file.unlink(missing_ok=True)
        packed.unlink(missing_ok=True)


def _write_headers(folder: Path) -> None:
    readers = {"*.html": inline_of, "*.svg": inline_of_drawing}
    inline = (read(file.read_text(encoding="utf-8")) for kind, read in readers.items() for file in folder.rglob(kind))
    found = list(headers(inline, form=(folder / EDITOR).is_dir()))
    _write(folder / HEADERS, for_hosts(found))
    _write(folder / f"{HEADERS}.conf", for_nginx(found))
