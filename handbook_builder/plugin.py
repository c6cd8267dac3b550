"""What MkDocs calls: compiles the manual before a site is built, and makes the pages comfortable.

What it adds to plain Markdown and SVG: charts inside the page with links that work, the menu, edit links to the YAML.
"""

from __future__ import annotations

import datetime
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

# Material greets every build with a notice about its future; we know (docs/developers/architecture.md).
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

import mkdocs.commands.build
import mkdocs.commands.serve
import mkdocs.exceptions
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from handbook_builder.build import Compiled, compile_manual
from handbook_builder.cms.config import takes
from handbook_builder.cms.page import way_to_form
from handbook_builder.diagnostics import as_text
from handbook_builder.history import Commits, commits, last_change, last_changes
from handbook_builder.load import FLOWS, PROCEDURES, WORKSHOPS
from handbook_builder.model.handbook import SETTINGS_FILE
from handbook_builder.quick_markdown import QuickMarkdown
from handbook_builder.render.assets import POLYFILL, STYLES, scripts_for
from handbook_builder.render.navigation import menu_of
from handbook_builder.render.page import for_theme
from handbook_builder.render.paths import A_Z, ASSETS, FOLDERS, chart_file, download_name, file_of, root_of
from handbook_builder.render.svg import framed
from handbook_builder.render.words import words_of
from handbook_builder.render.writer import Edition
from handbook_builder.site.commits import with_commits
from handbook_builder.site.feedback import ways_of, with_feedback
from handbook_builder.site.finish import BuiltSite, finish
from handbook_builder.site.languages import HOME, NOT_FOUND
from handbook_builder.site.outline import with_captions, with_index, with_marks
from handbook_builder.site.paper import with_address, with_ways, with_whole_steps

log = get_plugin_logger("handbook")

THEME = Path(__file__).parent / "theme"
"""What we change of the theme for every manual."""


_CHART = re.compile(r'<p><img [^>]*class="hb-chart-image"[^>]*?data-chart="([^"]*)"[^>]*></p>')


class HandbookPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Lets ``mkdocs build`` and ``mkdocs serve`` work on a manual of YAML procedures."""

    compiled: Compiled | None = None
    """The manual of this build; set beforehand by ``build_site``, which has compiled it already."""

    scripts: list[Any] | None = None
    """The scripts that the author of ``mkdocs.yml`` wrote; each language has its own words beside them."""

    menu: list[Any] | None = None
    """The menu as the author of ``mkdocs.yml`` wrote it; each language fills it in anew."""

    commits: Commits | None = None
    """The commits of each file; asked of Git once."""

    changes: Mapping[str, datetime.date]
    """When the content of each file last changed; there if ``commits`` is."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compile the manual, and put its assets and menu into the configuration.

        Runs once for each language: mkdocs-static-i18n builds the site again for every further one.
        """
        root = _root_of(config)
        if self.compiled is None:
            compiled = compile_manual(root, datetime.date.today())
            if not compiled.ok:
                sys.stderr.write(as_text(one for one in compiled.diagnostics if one.is_error))
                raise mkdocs.exceptions.Abort("The manual has errors; nothing was built.")
            if compiled.diagnostics:
                log.info('the manual has %d warnings: see "handbook check"', len(compiled.diagnostics))
            self.compiled = compiled
        if not any(isinstance(one, QuickMarkdown) for one in config.markdown_extensions):
            config.markdown_extensions.append(QuickMarkdown())  # type: ignore[arg-type]  # MkDocs hands it on as it is
        if not config.repo_url:
            config.edit_uri = None  # without a repository there is nothing to edit, and MkDocs would warn on each page
        # A theme folder of the manual's own comes first and wins.
        themes = config.theme.dirs
        if str(THEME) not in themes:
            themes.insert(1 if config.theme.custom_dir else 0, str(THEME))
        config.extra_css = [*(file for file in STYLES if file not in config.extra_css), *config.extra_css]
        if self.scripts is None:
            self.scripts = list(config.extra_javascript)
        config.extra_javascript = [*scripts_for(_language_of(config)), *self.scripts]
        polyfills = config.extra.setdefault("polyfills", [])
        if POLYFILL not in polyfills:
            polyfills.append(POLYFILL)
        self.speak(config)
        return config

    def speak(self, config: MkDocsConfig) -> None:
        """Put the title and the menu into the language being built.

        The menu's entries "procedures/", "flows/", "reference/" and "workshops/" are replaced by what was generated in
        them; pages written by hand that are listed below such an entry follow.
        """
        assert self.compiled is not None
        language = _language_of(config)
        edition = self.edition(language)
        menu = menu_of(edition)
        if self.compiled.handbook.has_settings:
            config.site_name = for_theme(edition.text(self.compiled.handbook.settings.title), in_quotes=True)
        self.menu = self.menu or config.nav
        entries: list[Any] = []
        for entry in self.written_in(language, self.menu or (), Path(config.docs_dir)):
            name, own = next(iter(entry.items())) if isinstance(entry, dict) else (str(entry), [])
            title, below = menu.get(name.removesuffix("/"), ("", [])) if name.endswith("/") else ("", [])
            if not title:
                entries.append(entry)
            elif below or own:
                entries.append({title: [*below, *own]})
        config.nav = entries or None

    def written_in(self, language: str, entries: Iterable[Any], docs: Path) -> Iterator[Any]:
        """Leave out of a menu the pages written by hand that this language lacks and another one has."""
        assert self.compiled is not None
        for entry in entries:
            if isinstance(entry, dict):
                ((title, below),) = entry.items()
                kept = list(self.written_in(language, below if isinstance(below, list) else [below], docs))
                if kept:
                    yield {title: kept if isinstance(below, list) else kept[0]}
                continue
            stem = str(entry).removesuffix(".md")
            names = {one: [f"{stem}.{one}.md"] for one in self.compiled.handbook.languages}
            names[self.compiled.handbook.settings.source_language].append(str(entry))
            having = {one for one, files in names.items() if any((docs / file).is_file() for file in files)}
            if language in having or not having:
                yield entry

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give pages outside the menu the part of it that they belong to; tell the theme what the foot says."""
        parts: dict[str, Any] = {}
        for page in nav.pages:
            for folder in _folders_of(page.file.src_uri):
                parts.setdefault(folder, page.parent)
        for file in files.documentation_pages():
            if file.page and file.page.parent is None and file.page not in nav.pages:
                above = _folders_of(file.src_uri)
                file.page.parent = next((parts[folder] for folder in above if folder in parts), None)
        config.extra["handbook"] = self.foot(config, files)
        return nav

    def foot(self, config: MkDocsConfig, files: Files) -> dict[str, Any]:
        """Give what the theme says at the foot of every page, in the language being built."""
        assert self.compiled is not None
        language, settings = _language_of(config), self.compiled.handbook.settings
        words, edition = words_of(language), self.edition(language)
        links = []
        for kind, text, target in (
            ("hb-contact", words["foot_contact"], settings.contact),
            ("hb-declaration", words["foot_accessibility"], settings.accessibility),
            ("hb-all", words["a_z"], file_of(A_Z, "")),
        ):
            page, hash, anchor = (target or "").partition("#")
            if page.endswith(".md"):
                file = files.get_file_from_path(page)
                if file is None:
                    log.warning("%s: there is no page %s in docs/", SETTINGS_FILE, page)
                    continue
                page = file.url
            if page:
                links.append({"kind": kind, "text": text, "address": page + hash + anchor})
        return {
            "publisher": for_theme(edition.text(settings.publisher)),
            "lang": edition.lang(settings.publisher),
            "links": links,
            "updated": words["foot_updated"],
            "form": words["form_open"],
            "made_with": words["foot_made_with"],
        }

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Let the edit button of a generated page open the YAML file that it came from, and a link its form."""
        source = page.meta.get("source")
        if isinstance(source, str) and page.edit_url and config.repo_url and config.edit_uri is not None:
            folder = f"{Path(config.docs_dir).name}/"
            base = config.edit_uri.strip("/").removesuffix(folder.strip("/")).strip("/")
            is_file = (_root_of(config) / source).is_file()
            page.edit_url = f"{config.repo_url.rstrip('/')}/{base}/{source}" if is_file else None
        assert self.compiled is not None
        if config.site_url and takes(config.repo_url):  # the whole address, as it is true in the offline copy too
            way = way_to_form(self.compiled.handbook, source, _language_of(config))
            page.meta["form"] = way and f"{config.site_url.rstrip('/')}/{way}"
        if self.commits is None:
            self.commits = commits(_root_of(config))
            self.changes = last_changes(self.compiled.handbook, self.commits)
        page.meta["updated"] = last_change(source or f"{Path(config.docs_dir).name}/{page.file.src_uri}", self.changes)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put the charts, the page's address and the ways to tell of a mistake into the page.

        It is done after Markdown and search, which would only be slowed down.
        """
        assert self.compiled is not None
        language = _language_of(config)
        words = words_of(language)
        output = _CHART.sub(lambda match: self.chart(match[0], match[1], language), output)
        output = with_marks(with_captions(with_index(output, words["on_this_page"])))
        output = with_address(with_whole_steps(output), page.canonical_url, words)
        output = with_ways(output, page.canonical_url, words)
        ways = ways_of(self.compiled.handbook.settings.feedback, config.repo_url)
        output = with_commits(output, (self.commits or {}).get(page.meta.get("source", ""), ()), words, config.repo_url)
        return with_feedback(output, ways, words, page.canonical_url)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Let the page of wrong addresses lead to the home of each language, not to what static-i18n showed last."""
        if template_name == NOT_FOUND:
            assert self.compiled is not None
            for other in config.extra.get("alternate", ()):
                other["link"] = f"{root_of(other['lang'], self.compiled.handbook)}{HOME}"
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Keep the page of wrong addresses, of which a site has one, in the source language."""
        if template_name != NOT_FOUND:
            return output_content
        return with_marks(output_content) if self.is_source(_language_of(config)) else ""

    @event_priority(-200)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the site when all other plugins have done their part.

        mkdocs-static-i18n builds the further languages within its own last stage of the source language.
        """
        if self.compiled is not None and not getattr(config.plugins.get("i18n"), "building", False):
            address = config.site_url
            preview = (address or "").startswith(f"http://{config.dev_addr}/")  # so "mkdocs serve" calls the site
            finish(BuiltSite(Path(config.site_dir), self.compiled.handbook, address, preview, config.repo_url))

    def edition(self, language: str) -> Edition:
        """Give the manual in a language; in its source language where it lacks that one."""
        assert self.compiled is not None and self.compiled.manual is not None
        editions = self.compiled.manual.editions
        return next((one for one in editions if one.language == language), editions[0])

    def is_source(self, language: str) -> bool:
        """Whether the manual's source language is this one, whose pages stand at the top of the site."""
        assert self.compiled is not None
        return language == self.compiled.handbook.settings.source_language

    def chart(self, image: str, guide_id: str, language: str) -> str:
        """Give the chart of a guide in a frame that scrolls by keyboard; the image as it is if there is none.

        The address of the image does not tell the language: static-i18n gives both languages one name for a file.
        """
        assert self.compiled is not None
        guide = self.compiled.handbook.guide(guide_id)
        suffix = "" if self.is_source(language) else language
        svg = self.compiled.charts.get(chart_file(guide, suffix)) if guide else None
        if guide is None or svg is None:
            return image
        return framed(svg, label=words_of(language)["chart_region"], file=download_name(guide, language))

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Watch the YAML files, and stop watching the pages made from them, which would only build the site twice."""
        root, docs = _root_of(config), Path(config.docs_dir)
        for name in (PROCEDURES, FLOWS, WORKSHOPS, SETTINGS_FILE):
            if (root / name).exists():
                server.watch(str(root / name))
        server.unwatch(str(docs))
        server.watch(str(docs), recursive=False)
        assets = docs / ASSETS
        for path in {*docs.iterdir(), *assets.parent.iterdir()} - {docs / folder for folder in FOLDERS}:
            if path.is_dir() and path != assets.parent:
                server.watch(str(path))
        return server


def _root_of(config: MkDocsConfig) -> Path:
    return Path(config.docs_dir).parent


def _folders_of(file: str) -> list[str]:
    """Give the folders that a file stands in, the nearest first."""
    return [folder.as_posix() for folder in PurePosixPath(file).parents if folder.name]


def _language_of(config: MkDocsConfig) -> str:
    """Give the language that is being built."""
    i18n: Any = config.plugins.get("i18n")
    return str((i18n.current_language or i18n.default_language) if i18n else config.theme.get("language") or "pt")
