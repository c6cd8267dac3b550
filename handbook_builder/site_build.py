"""Builds a site with MkDocs: takes a manual, gives a new site in the place of the last one, or the reasons why not."""

from __future__ import annotations

import datetime
import gc
import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import mkdocs.commands.build
import mkdocs.exceptions
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from handbook_builder.build import Report, compile_manual
from handbook_builder.diagnostics import Diagnostic
from handbook_builder.messages import Message
from handbook_builder.plugin import HandbookPlugin
from handbook_builder.site.finish import BuiltSite


class SiteError(Exception):
    """MkDocs can't build the site from the pages and the configuration; its own messages have told why."""


@dataclass(frozen=True)
class BuildResult:
    """What ``build_site`` did: the diagnostics, and where the site is if it was built."""

    diagnostics: tuple[Diagnostic, ...]
    built: BuiltSite | None
    pages_written: int = 0

    @property
    def ok(self) -> bool:
        """Whether there is a new site."""
        return self.built is not None

    @property
    def site(self) -> Path | None:
        """The folder of the new site."""
        return self.built.folder if self.built else None


def build_site(
    root: Path, *, strict: bool, site: Path | None, today: datetime.date, report: Report = lambda stage: None
) -> BuildResult:
    """Compile the manual and build its site; until the new site is complete, the last good one stays in its place.

    ``site`` is the folder of the site, by default the one of ``mkdocs.yml``. With ``strict``, a warning of the manual
    stops the build as an error does; a warning of MkDocs always does.

    Raises:
        SiteError: the configuration or a hand-written page is wrong.
        graphviz.EngineMissing: the layout program is not installed.
    """
    compiled = compile_manual(root, today, report)
    if not compiled.ok or (strict and compiled.diagnostics):
        return BuildResult(compiled.diagnostics, None)
    assert compiled.written is not None
    report("building the site")
    gc.freeze()  # the manual stays; MkDocs need not look through it each time it searches for what may go
    (root / ".handbook").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root / ".handbook", prefix="site-") as folder:
        fresh = Path(folder) / "site"
        config = _config_of(root)
        target = (site or Path(config.site_dir)).absolute()
        config.site_dir = str(fresh)
        plugin = config.plugins.get("handbook")
        if not isinstance(plugin, HandbookPlugin):
            raise SiteError(Message('mkdocs.yml does not list "handbook" among its plugins'))
        plugin.compiled = compiled
        _build(config)
        _replace(target, fresh, Path(folder) / "old")
    built = BuiltSite(target, compiled.handbook, config.site_url)
    return BuildResult(compiled.diagnostics, built, compiled.written.written)


def _config_of(root: Path) -> MkDocsConfig:
    try:
        return load_config(config_file=str(root / "mkdocs.yml"), strict=True)
    except mkdocs.exceptions.MkDocsException as error:
        raise SiteError(f"mkdocs.yml: {error}") from error


def _build(config: MkDocsConfig) -> None:
    """Run MkDocs; its progress goes to nobody, its warnings and errors to stderr."""
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger.addHandler(handler)
    logger.propagate = False
    try:
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs.commands.build.build(config)
    except mkdocs.exceptions.MkDocsException as error:
        raise SiteError(str(error)) from error
    finally:
        config.plugins.on_shutdown()
        logger.removeHandler(handler)


def _replace(target: Path, fresh: Path, old: Path) -> None:
    """Put the new site in the place of the last one; both are on one disk, so that nobody sees half a site."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.move(target, old)
    shutil.move(fresh, target)
