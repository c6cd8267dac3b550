"""How heavy a page is and how soon it can be used: ``python -m benchmarks.weight [SITE]``, the folder of a built site.

Weight is what a browser that comes for the first time fetches to show the page: HTML without the drawings in it, styles
and scripts. It is counted as most servers send it, compressed by gzip, and as it is on the disk. The search index comes
afterwards, in the background, and is told apart.
"""

from __future__ import annotations

import gzip
import os
import re
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from benchmarks.report import write
from tests.browser import open_browser
from tests.site import ROOT, build_real_site

LIMIT = 200_000
"""Bytes of a page of a procedure, compressed and without its drawings."""

SLOWER = 4
"""How much slower than this machine the processor of a cheap phone is taken to be."""

_DRAWING = re.compile(rb"<svg\b.*?</svg>", re.DOTALL)
_LOADED = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"|"search":\s*"([^"]+\.js)"')

# As soon as anything is seen, press the link to the steps; when the page has answered, that is the moment.
_PRESS = """(() => {
    window.times = {};
    addEventListener("hashchange", () => requestAnimationFrame(() => { times.answered ||= performance.now(); }));
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") {
            times.seen = entry.startTime;
            const press = () => { const link = document.querySelector(".hb-jump a[href='#steps']");
                                  if (link) link.click(); else setTimeout(press, 10); };
            press();
        }
    }).observe({type: "paint", buffered: true});
    new PerformanceObserver(list => {
        const ends = list.getEntries().map(entry => entry.startTime + entry.duration);
        times.quiet = Math.max(times.quiet || 0, ...ends);
    }).observe({type: "longtask", buffered: true});
})()"""


@dataclass(frozen=True)
class Part:
    """Something that a page is made of, its bytes on the disk and compressed."""

    name: str
    raw: int
    sent: int


def parts_of(site: Path, page: str) -> list[Part]:
    """Give what a browser fetches to show a page."""
    file = site / page
    html = file.read_bytes()
    bare = _DRAWING.sub(b"", html)
    addresses = [next(filter(None, found)) for found in _LOADED.findall(html.decode("utf-8"))]
    files = [(file.parent / address.partition("?")[0]).resolve() for address in dict.fromkeys(addresses)]
    return [
        _part("HTML without drawings", bare),
        *(_part(one.relative_to(site.resolve()).as_posix(), one.read_bytes()) for one in files),
    ]


def _part(name: str, content: bytes) -> Part:
    return Part(name, len(content), len(gzip.compress(content, 6, mtime=0)))


def heaviest_procedure(site: Path) -> str:
    """Give the page of a procedure with the largest file."""
    pages = [page for page in site.glob("procedures/*/*.html") if page.name != "index.html"]
    return max(pages, key=lambda page: (page.stat().st_size, page.name)).relative_to(site).as_posix()


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site on this machine; give its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def times_of(browser: Browser, address: str) -> dict[str, float]:
    """Open a page as a slow phone does; tell in milliseconds when it is seen, has answered and is at rest."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    try:
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(_PRESS)
        page.goto(address, wait_until="load")
        page.wait_for_function("times.answered", timeout=60_000)
        page.wait_for_timeout(2_000)
        times: dict[str, float] = page.evaluate("times")
        return times
    finally:
        context.close()


def report(site: Path, runs: int = 5) -> str:
    """Measure the heaviest page of a procedure, and write it down."""
    page, load = heaviest_procedure(site), os.getloadavg()[0]
    parts = parts_of(site, page)
    sent, raw = sum(part.sent for part in parts), sum(part.raw for part in parts)
    drawings = (site / page).stat().st_size - parts[0].raw
    index = _part("search index", (site / "search/search_index.json").read_bytes())
    with served(site) as address, open_browser() as browser:
        times = [times_of(browser, address + page) for _ in range(runs)]
    rows = [
        *(f"| {part.name} | {part.sent / 1000:.1f} | {part.raw / 1000:.1f} |" for part in parts),
        f"| **together** | **{sent / 1000:.1f}** | **{raw / 1000:.1f}** |",
        f"| drawings in the page | | {drawings / 1000:.1f} |",
        f"| search index, afterwards | {index.sent / 1000:.1f} | {index.raw / 1000:.1f} |",
    ]
    moments = [
        f"| {name} | {statistics.median(one[key] for one in times) / 1000:.2f} "
        f"({min(one[key] for one in times) / 1000:.2f}–{max(one[key] for one in times) / 1000:.2f}) |"
        for name, key in (("seen", "seen"), ("has answered a tap on “Steps”", "answered"), ("at rest", "quiet"))
    ]
    return "\n".join(
        [
            f"The heaviest page of a procedure, `{page}`; goal: {LIMIT / 1000:.0f} kB sent.\n",
            "| fetched the first time | sent, kB | on the disk, kB |",
            "| --- | --: | --: |",
            *rows,
            f"\nOpened {runs} times, 360 px wide, with a processor {SLOWER} times slower, while {load:.1f} other tasks "
            f"wanted this machine's {os.cpu_count()}; goal: 2 s to the answer.\n",
            "| moment | s after the address, median (least–most) |",
            "| --- | --: |",
            *moments,
        ]
    )


def main() -> None:
    """Measure and write the report into the README."""
    with tempfile.TemporaryDirectory(prefix="weight-") as folder:
        site = Path(sys.argv[1]) if len(sys.argv) > 1 else build_real_site(Path(folder)).folder
        text = report(site)
    print(text)
    write(text, ROOT / "benchmarks" / "README.md", "weight")


if __name__ == "__main__":
    main()
