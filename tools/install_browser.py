"""Make sure that the tests have a Chromium: finds one, or installs it, and prints where it is.

`make test` runs it. A Chromium in an unusual place is named by the variable HANDBOOK_CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")

NONE = """
No Chromium could be installed (what was tried is above). To mend it, do one of these and try again:
  Debian:         sudo apt-get install chromium
  other systems:  install Chromium or Chrome, and say where it is: export HANDBOOK_CHROMIUM=/path/to/chrome
To run the tests that need no browser: .venv/bin/python -m pytest -m 'not browser'"""


def main() -> None:
    """Print the path of a Chromium, installing one first if there is none."""
    try:
        path = find_chromium() or install_chromium()
    except FileNotFoundError as error:
        sys.exit(str(error))
    if path is None:
        sys.exit(NONE)
    print(f"Browser for the tests: {path}")


def find_chromium() -> str | None:
    """Return the path of the Chromium to use: the one named, else one on PATH, else the one Playwright fetched."""
    if named := os.environ.get("HANDBOOK_CHROMIUM"):
        if found := shutil.which(named):
            return found
        raise FileNotFoundError(f"HANDBOOK_CHROMIUM names {named}, which is not a program that can be run")
    return next(filter(None, map(shutil.which, NAMES)), None) or _fetched_by_playwright()


def _fetched_by_playwright() -> str | None:
    """Ask Playwright in a process of its own: a test may have Playwright running already, and it cannot run twice."""
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    path = answer.stdout.strip()
    return path if answer.returncode == 0 and Path(path).is_file() else None


def install_chromium() -> str | None:
    """Install Debian's Chromium where that is possible, else the one Playwright offers; None if neither works."""
    print("No Chromium found: installing one for the tests (a few minutes, once)", file=sys.stderr, flush=True)
    if apt_get := _apt_get():
        _run([*apt_get, "update"])
        _run([*apt_get, "install", "-y", "--no-install-recommends", "chromium"])
        if found := find_chromium():
            return found
    _run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"])
    return find_chromium()


def _apt_get() -> list[str] | None:
    """Return how to run apt-get unasked, waiting for another that may be at work; None if that cannot be."""
    apt_get = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"]
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return apt_get
    sudo = ["sudo", "-n"]
    allowed = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True).returncode == 0
    return [*sudo, *apt_get] if allowed else None


def _run(command: list[str]) -> None:
    """Run a command in silence, and show what it said if it failed."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        print(f"{' '.join(command)}\n{done.stdout}", file=sys.stderr)


if __name__ == "__main__":
    main()
