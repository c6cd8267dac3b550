"""What every test may ask for: a browser, and whether the expected files are to be rewritten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import open_browser


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
