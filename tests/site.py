"""Sites to test: the real manual built once, small ones built in a second, and how to read their pages."""

from __future__ import annotations

import datetime
import hashlib
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from lxml import html  # type: ignore[import-untyped]

from handbook_builder.render.paths import FOLDERS, SLIDES
from handbook_builder.site_build import BuildResult, build_site

ROOT = Path(__file__).parent.parent
TODAY = datetime.date(2026, 11, 21)
LANGUAGES = ("pt", "en")


def tree(folder: Path) -> dict[str, str]:
    """Give every file below a folder and the hash of its bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def build(root: Path) -> BuildResult:
    return build_site(root, strict=False, site=None, today=TODAY)


@contextmanager
def warnings_of_mkdocs() -> Iterator[list[str]]:
    """Collect what MkDocs and its plugins complain about."""
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)


@dataclass(frozen=True)
class Site:
    """A built site: its root folder, the manual it comes from, its pages by path as parsed HTML."""

    folder: Path
    manual: Path
    pages: dict[str, html.HtmlElement]
    warnings: list[str]

    def of(self, language: str) -> dict[str, html.HtmlElement]:
        """Give the pages in one language, by the path that they have in the source language."""
        if language == "pt":
            return {
                path: page for path, page in self.pages.items() if not path.startswith("en/") and path != "404.html"
            }
        return {path.removeprefix("en/"): page for path, page in self.pages.items() if path.startswith("en/")}


def build_real_site(root: Path) -> Site:
    """Build the site of the real manual in a copy of the repository's content."""
    for name in ("procedures", "flows", "workshops"):
        shutil.copytree(ROOT / name, root / name)
    generated = {(ROOT / "docs" / folder) for folder in FOLDERS}
    shutil.copytree(
        ROOT / "docs",
        root / "docs",
        ignore=lambda folder, names: [name for name in names if Path(folder) / name in generated],
    )
    for name in ("handbook.yml", "mkdocs.yml"):
        shutil.copy(ROOT / name, root)
    if (ROOT / ".git").is_dir():
        (root / ".git").write_text(f"gitdir: {ROOT / '.git'}\n", encoding="utf-8")  # it tells the dates of pages
    with warnings_of_mkdocs() as warnings:
        result = build(root)
    assert result.ok, [one for one in result.diagnostics if one.is_error]
    folder = root / "site"
    return Site(folder, root, pages_of(folder), warnings)


def pages_of(folder: Path) -> dict[str, html.HtmlElement]:
    """Read the pages of a built site; slides are tested apart (test_slides.py)."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}
    return {name: html.parse(str(path)).getroot() for name, path in paths.items() if SLIDES not in name.split("/")}


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def title_of(page: html.HtmlElement) -> str:
    return words(page.find("head/title")).rsplit(" - ", 1)[0]


def resolved(page: str, href: str) -> str:
    """Give the path in the site that a link on a page leads to."""
    return unquote(urldefrag(urljoin(f"file:///{page}", href))[0]).removeprefix("file:///")


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as any server would, without headers of ours; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://localhost:{server.server_port}/"
        finally:
            server.shutdown()


def environment(**more: str) -> dict[str, str]:
    """Give the environment of a subprocess; it finds our package beside the tests."""
    unwanted = ("REPO_URL", "SITE_URL")
    own = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**own, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "NO_MKDOCS_2_WARNING": "1", **more}
