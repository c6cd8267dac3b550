"""Posts the one comment of a pull request: takes what the run before left behind, creates or updates the comment.

``.github/workflows/comment.yml`` runs it with the right to write, after a run that anybody can start from a fork. What
that run left is a stranger's: a number and a text, read from memory with limits, compared with what GitHub knows, and
never unpacked or run. Nothing of it is printed either, as a log can command the runner.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MARKER = "<!-- handbook: what this pull request changes -->\n"
"""How our comment begins, so that it is found again."""

LIMIT = 65_536
"""Characters that GitHub takes for a comment."""

ARTIFACT, NUMBER, TEXT = "comment", "number", "comment.md"
"""What the run before hands over: the name, and the files in it."""

BOT = "github-actions[bot]"

_WIDEST = 4  # bytes of a character in UTF-8


class Refused(Exception):
    """What was handed over is not what our own run writes."""


def main() -> int:
    """Post what the run in the event found, and say what was done."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    try:
        print(post(os.environ["GITHUB_REPOSITORY"], event["workflow_run"]))
    except Refused as reason:
        print(f"refused: {reason}", file=sys.stderr)
        return 1
    return 0


def post(repository: str, run: Mapping[str, Any]) -> str:
    """Create or update the comment that a run handed over; tell what was done."""
    handed_over = _handed_over(repository, run["id"])
    if handed_over is None:
        return "the run left no comment"
    number, text = handed_over
    pull = _ask(f"repos/{repository}/pulls/{number}")
    # The same commit may stand in two forks: both must fit. A fork that was deleted is null.
    head = pull["head"]["sha"], (pull["head"]["repo"] or {}).get("full_name")
    if pull["state"] != "open" or head != (run["head_sha"], run["head_repository"]["full_name"]):
        return f"the run is not about the newest commit of the open request {number}: nothing posted"
    pages = _ask("--paginate", "--slurp", f"repos/{repository}/issues/{number}/comments?per_page=100")
    comments = [comment for page in pages for comment in page]
    ours = (one["id"] for one in comments if (one["user"] or {}).get("login") == BOT and one["body"].startswith(MARKER))
    found = next(ours, None)
    if found is None:
        _ask("--method", "POST", f"repos/{repository}/issues/{number}/comments", body=MARKER + text)
        return f"comment on {number} created"
    _ask("--method", "PATCH", f"repos/{repository}/issues/comments/{found}", body=MARKER + text)
    return f"comment on {number} updated"


def _handed_over(repository: str, run: int) -> tuple[int, str] | None:
    """Read the number and the text that a run left; None if it left nothing.

    Raises:
        Refused: they are not of the form that our own run gives them.
    """
    artifacts = _ask(f"repos/{repository}/actions/runs/{run}/artifacts?name={ARTIFACT}")["artifacts"]
    if not artifacts:
        return None
    if artifacts[0]["size_in_bytes"] > LIMIT * _WIDEST:
        raise Refused("the artifact is too large")
    packed = _gh(f"repos/{repository}/actions/artifacts/{artifacts[0]['id']}/zip")
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            number, text = _member(archive, NUMBER, 20).strip(), _member(archive, TEXT, LIMIT * _WIDEST)
    # A zip file can be wrong in many ways; all of these are its fault.
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError, UnicodeDecodeError) as error:
        raise Refused(f"the artifact can't be read ({type(error).__name__})") from None
    if not re.fullmatch(r"[1-9][0-9]{0,9}", number):
        raise Refused("the number is no number")
    if not text.strip() or len(MARKER + text) > LIMIT:
        raise Refused("the text is empty or too long")
    return int(number), text


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> str:
    with archive.open(name) as file:
        data = file.read(limit + 1)  # what the directory of a zip file says of sizes may be a lie
    if len(data) > limit:
        raise Refused(f"{name} is too large")
    return data.decode()


def _ask(*words: str, body: str | None = None) -> Any:
    """Ask GitHub, and give its answer."""
    if body is None:
        return json.loads(_gh(*words))
    return json.loads(_gh(*words, "--input", "-", input=json.dumps({"body": body}).encode()))


def _gh(*words: str, input: bytes | None = None) -> bytes:
    """Run GitHub's own program, which knows the token."""
    return subprocess.run(["gh", "api", *words], input=input, stdout=subprocess.PIPE, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
