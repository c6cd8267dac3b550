"""What every test may ask for: a browser, and whether the expected files are to be rewritten."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handbook_builder.commands.init import copy_starter
from tests.browser import open_browser
from tests.charts import build_wide_site
from tests.site import TODAY, Site, build_real_site

os.environ["LC_ALL"] = "C.UTF-8"  # the program speaks the language of the system; tests read English unless they ask


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected files; review the diff")


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Tell whether the expected files are to be rewritten rather than compared."""
    return bool(request.config.getoption("update"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the whole run; open a context or a page of your own in it."""
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the real manual, built once for the whole run."""
    return build_real_site(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def wide_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the starter manual with one wide chart more, built once for the whole run."""
    return build_wide_site(tmp_path_factory.mktemp("charts") / "manual")


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A small manual of its own for each test, not built yet."""
    root = tmp_path / "starter"
    copy_starter(root, TODAY)
    return root
