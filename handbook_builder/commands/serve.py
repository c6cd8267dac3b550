"""``handbook serve``: shows the site and follows the edits, until Ctrl+C."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys

from handbook_builder.commands.console import Commands, Stop
from handbook_builder.commands.place import here
from handbook_builder.messages import Message

HOST = "127.0.0.1"


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "serve",
        help=Message("show the site and follow your edits"),
        description=Message(
            "Show the site in a browser and follow your edits, until Ctrl+C. Only this computer can see it."
        ),
    )
    parser.add_argument("--port", type=_port, default=8000, help=Message("the port of the address (default: 8000)"))
    parser.set_defaults(run=run)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(Message('"{text}" is not a port; give a number from 1 to 65535', text=text))
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Let MkDocs serve, with the same Python."""
    root = here()
    if not (root / "mkdocs.yml").is_file():
        raise Stop(Message("there is no mkdocs.yml in {root}; handbook init FOLDER shows one", root=root))
    if _is_taken(options.port):
        raise Stop(
            Message(
                "another program uses port {port}; try: handbook serve --port {other}",
                port=options.port,
                other=options.port % 65535 + 1,
            )
        )
    # MkDocs 1.6 forgets to follow edits with newer versions of click unless told so.
    words = ["-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"{HOST}:{options.port}"]
    # MkDocs Material greets every build with a notice about its future; we know.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen([sys.executable, *words], cwd=root, env=environment) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code  # as a shell tells that a signal ended it
        except KeyboardInterrupt:  # the way to stop; it reaches MkDocs too, which ends in its own time
            child.wait()
            return 0


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
