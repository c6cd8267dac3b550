"""Serves the built site on this computer as a public server would: with the headers that the build wrote for it.

For a last look before publishing; ``handbook serve`` is for writing. Python's own server is no server for the public.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HEADERS = "_headers"
PORT = 8080


def headers_of(site: Path) -> Iterator[tuple[str, str]]:
    """Read the headers that hosts such as Netlify read: a line with the files they are for, then one line each."""
    for line in (site / HEADERS).read_text(encoding="utf-8").splitlines():
        name, colon, value = line.partition(": ")
        if line.startswith("  ") and colon:
            yield name.strip(), value


class Handler(SimpleHTTPRequestHandler):
    """Gives a file of the site, or the page for wrong addresses."""

    def __init__(self, *arguments: Any, site: Path, **more: Any) -> None:
        self.site = site
        super().__init__(*arguments, directory=str(site), **more)

    def end_headers(self) -> None:
        """Add the site's headers."""
        for name, value in headers_of(self.site):
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own page where there is none."""
        page = self.site / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *values: Any) -> None:
        """Keep quiet."""


def server_of(site: Path, port: int) -> ThreadingHTTPServer:
    """Give a server for this computer alone; it serves nothing yet."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, site=site))


def main() -> int:
    """Serve ``site/``, or the folder that the command names, until Ctrl+C."""
    site = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    if not (site / HEADERS).is_file():
        print(f"{site} has no built site: run handbook build", file=sys.stderr)
        return 2
    with server_of(site, PORT) as server:
        print(f"http://127.0.0.1:{PORT}/ until Ctrl+C", file=sys.stderr)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
