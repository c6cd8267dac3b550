"""Looks at pages in a browser: takes the folder of a site, the pages and a setting, gives what is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.audit.structure import STRUCTURE
from tests.audit.whole import NOT_FOUND, WHOLE, Pages
from tests.browser import broken_rules, open_browser, shown, watched

HEIGHT = 800


@dataclass(frozen=True)
class Setting:
    """How a page is looked at."""

    width: int
    dark: bool

    def __str__(self) -> str:
        return f"{self.width} px, {'dark' if self.dark else 'light'}"


SETTINGS = tuple(Setting(width, dark) for width in (320, 1280) for dark in (False, True))


@dataclass(frozen=True)
class Finding:
    """What is wrong: the rule or check that says so, where, and what."""

    rule: str
    page: str
    setting: str
    what: str

    def __str__(self) -> str:
        return f"{self.page} ({self.setting}): {self.what} [{self.rule}]"


NOT_ON_404 = {"menu_shows_where_one_is", "date_is_told", "content_can_be_skipped_to"}
"""What the page of wrong addresses can't have: a place in the manual, a date, a way past the menu to three lines."""


def read(folder: Path, pages: Pages) -> Iterator[Finding]:
    """Read the HTML of pages, and the site as one."""
    for path, page in pages.items():
        for check in STRUCTURE:
            if path != NOT_FOUND or check.__name__ not in NOT_ON_404:
                yield from (Finding(check.__name__, path, "HTML", what) for what in check(page))
    for whole in WHOLE:
        yield from (Finding(whole.__name__, path, "site", what) for path, what in whole(folder, pages))


@cache
def layout_source() -> str:
    return (Path(__file__).parent / "layout.js").read_text(encoding="utf-8")


def layout(page: Page) -> Mapping[str, list[str]]:
    """Look at what the browser makes of a page: what is wrong by check."""
    found: dict[str, list[str]] = page.evaluate(layout_source())
    return found


@dataclass(frozen=True)
class Task:
    """Pages to look at in one setting; with ``open_parts``, at the search and the menu of each too."""

    folder: Path
    paths: tuple[str, ...]
    setting: Setting
    open_parts: bool


def look(browser: Browser, task: Task) -> Iterator[Finding]:
    """Open pages one after the other and look at each."""
    setting = task.setting
    with watched(browser, setting.width, color_scheme="dark" if setting.dark else "light") as seen:
        page = seen.context.new_page()

        def found(rule: str, what: str) -> Finding:
            return Finding(rule, path, str(setting), what)

        for path in task.paths:
            shown(page, task.folder / path)
            scheme = page.evaluate("document.body.dataset.mdColorScheme")
            if scheme != ("slate" if setting.dark else "default"):
                yield found("colours_are_those_asked_for", scheme)
            yield from (found(rule, what) for rule, all in layout(page).items() for what in all)
            yield from (found(f"axe: {rule}", where) for rule, where in broken_rules(page))
            if task.open_parts:
                for name, part in (("search", _search), ("menu", _menu)):
                    if part(page):
                        for rule, where in broken_rules(page):
                            yield found(f"axe: {rule}", f"{name} open: {where}")
                        page.keyboard.press("Escape")
            yield from (found("nothing_comes_from_elsewhere", what) for what in seen.from_elsewhere)
            yield from (found("console_is_silent", what) for what in seen.troubles)
            seen.from_elsewhere.clear()
            seen.troubles.clear()


def _search(page: Page) -> bool:
    """Open the search and find something."""
    page.locator(".md-search__input").focus()
    page.keyboard.type("112")  # the theme listens to keys
    page.wait_for_selector(".md-search-result__item", timeout=120_000)  # a slow machine makes the index for a minute
    return True


def _menu(page: Page) -> bool:
    """Open the menu, where the screen is too narrow for it."""
    opener = page.locator(".hb-menu")
    if not opener.is_visible():
        return False
    opener.click()
    page.wait_for_function("() => document.querySelector('.md-sidebar--primary').getBoundingClientRect().left === 0")
    return True


def look_in_own_browser(task: Task) -> list[Finding]:
    """Do a task in a process of its own."""
    with open_browser() as browser:
        return list(look(browser, task))


def look_at_once(tasks: Iterable[Task]) -> Iterator[tuple[Task, list[Finding]]]:
    """Do tasks side by side, as many as there are processors; give each with what it found, when it is done."""
    # A fresh interpreter each: a copy of one that drives a browser would share its pipes.
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        running = {pool.submit(look_in_own_browser, task): task for task in tasks}
        for done in as_completed(running):
            yield running[done], done.result()


def kind_of(path: str) -> str:
    """Tell pages of one make from others: those of one folder, save its index and each in ``reference/`` itself."""
    *folders, name = path.removeprefix("en/").split("/")
    if folders[:1] == ["procedures"]:
        return f"procedures/{len(folders)}/{name if name == 'index.html' else '*'}"
    return f"{'/'.join(folders)}/{name if name == 'index.html' or folders == ['reference'] else '*'}"


OPENED = ("/index.html", "procedures/2/*")
"""The kinds of page on which search and menu are opened too: they are the same on all, save for what is marked."""


def sample(folder: Path, pages: Iterable[str]) -> list[str]:
    """Choose of each kind the first page and the heaviest; always the same ones of a site."""
    kinds: dict[str, list[str]] = {}
    for path in sorted(pages):
        if path != NOT_FOUND and not path.startswith("en/"):
            kinds.setdefault(kind_of(path), []).append(path)
    chosen = {max(paths, key=lambda path: (folder / path).stat().st_size) for paths in kinds.values()}
    return sorted(chosen | {paths[0] for paths in kinds.values()})
