"""The preview: it follows what an editor changes, and comes to rest."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.site import (
    environment,
)

PROCEDURE = "procedures/reception/welcoming-a-person.yml"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def test_the_preview_follows_an_edit_and_comes_to_rest(starter: Path, tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/procedures/reception/welcoming-a-person.html"
    log = tmp_path / "log"

    def served(text: str) -> bool:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return text in answer.read().decode()
        except OSError:
            return False

    def builds() -> int:
        return log.read_text(encoding="utf-8").count("Building documentation")

    def edit(file: str, old: str, new: str) -> None:
        path = starter / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    command = [sys.executable, "-m", "handbook_builder", "serve", "--port", str(port)]
    with log.open("w") as stream:
        server = subprocess.Popen(command, cwd=starter, env=environment(), stdout=stream, stderr=stream)
    try:
        wait_until(lambda: served("<h1"))
        edit(PROCEDURE, "version: 0.1.0", "version: 0.1.7")
        wait_until(lambda: served("0.1.7"))
        time.sleep(4)
        assert builds() == 2, log.read_text(encoding="utf-8")
        edit(PROCEDURE, "steps:", "steps: [")
        wait_until(lambda: "yaml-syntax" in log.read_text(encoding="utf-8"))
        assert server.poll() is None
        edit(PROCEDURE, "steps: [", "steps:")
        edit(PROCEDURE, "version: 0.1.7", "version: 0.1.8")
        wait_until(lambda: served("0.1.8"))
        edit("docs/index.md", "# ", "# Hoje: ")
        address = f"http://127.0.0.1:{port}/index.html"
        wait_until(lambda: served("Hoje: "))
        so_far = builds()
        time.sleep(4)
        assert builds() == so_far <= 6, log.read_text(encoding="utf-8")
    finally:
        server.terminate()
        server.wait(10)
