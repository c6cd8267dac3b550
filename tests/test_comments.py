"""The comment on a pull request: what it says, and that nothing else is posted, nowhere else, by no one."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.hub import GOOD, HERE, PULL, Hub, open_hub, packed
from tests.workflows import ENVIRONMENT, RUN
from tools import write_comment
from tools.post_comment import LIMIT, MARKER

# What it says.


def test_the_comment_says_whether_all_is_right_where_to_look_and_what_changed() -> None:
    text = write_comment.comment("## O que mudou\n", ENVIRONMENT)
    assert "sem erros" in text and f"[resumo]({RUN})" in text
    assert "(https://github.example/preview)" in text and "Fluxogramas" not in text
    assert text.endswith("\n\n## O que mudou\n")
    wrong = write_comment.comment("", {**ENVIRONMENT, "CHECK": "failure", "PREVIEW": "", "CHARTS": "https://charts"})
    assert "há erros a corrigir" in wrong and "já não houver erros" in wrong and "(https://charts)" in wrong
    assert wrong.endswith(f"\n\n{write_comment.SAME}")


@pytest.mark.parametrize("line", ["uma linha\n", "é" * 5000 + "\n", "x" * LIMIT])
def test_a_long_comment_is_cut_at_a_line_and_says_so(line: str) -> None:
    short = write_comment.comment("", ENVIRONMENT).removesuffix(write_comment.SAME)
    fits = LIMIT - len(MARKER + short)
    assert write_comment.comment("a" * fits, ENVIRONMENT).endswith("a")
    text = write_comment.comment(line * (LIMIT // len(line) + 1), ENVIRONMENT)
    assert len(MARKER + text) <= LIMIT
    assert text.startswith(short) and text.endswith(
        f"\n\n… Cortado aqui, por ser longo. O resto está no [resumo]({RUN}).\n"
    )


def test_only_a_pull_request_has_a_number() -> None:
    assert write_comment.request("refs/pull/12/merge") == "12"
    for reference in ("refs/heads/main", "refs/pull/12/head", "refs/pull/x/merge", "refs/heads/refs/pull/1/merge"):
        with pytest.raises(ValueError, match="no pull request"):
            write_comment.request(reference)


# Who may post what, and where.


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    return open_hub(tmp_path / "hub", monkeypatch)


def a_comment(id: int, body: str, login: str | None = "github-actions[bot]") -> dict[str, Any]:
    return {"id": id, "body": body, "user": login and {"login": login}}


def test_the_first_time_a_comment_is_created(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.comments = [
        a_comment(28, MARKER, "somebody"),  # who may quote our mark
        a_comment(29, "MARKER"),
        a_comment(30, f"a quotation of {MARKER}"),
        a_comment(32, MARKER, None),  # whose account is gone
    ]
    assert hub.post(capfd) == (0, "comment on 12 created\n")
    assert hub.written == [["POST", f"{HERE}/issues/12/comments", {"body": f"{MARKER}## Olá\n"}]]


def test_later_it_is_kept_up_to_date(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.comments = [a_comment(30, "hello", "maria"), a_comment(31, f"{MARKER}old"), a_comment(33, f"{MARKER}copy")]
    assert hub.post(capfd) == (0, "comment on 12 updated\n")
    assert hub.written == [["PATCH", f"{HERE}/issues/comments/31", {"body": f"{MARKER}## Olá\n"}]]


def test_a_run_that_left_nothing_posts_nothing(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.artifact = None
    assert hub.post(capfd) == (0, "the run left no comment\n")
    assert hub.written == []


@pytest.mark.parametrize(
    "pull",
    [
        {**PULL, "head": {**PULL["head"], "sha": "b" * 40}},
        {**PULL, "head": {**PULL["head"], "repo": {"full_name": "other/manual"}}},
        {**PULL, "head": {**PULL["head"], "repo": None}},
        {**PULL, "state": "closed"},
    ],
    ids=["other commit", "other fork", "no fork", "closed"],
)
def test_nobody_posts_to_the_request_of_another(
    pull: dict[str, Any], hub: Hub, capfd: pytest.CaptureFixture[str]
) -> None:
    hub.pull = pull
    code, said = hub.post(capfd)
    assert code == 0 and "nothing posted" in said
    assert hub.written == []


def a_lying_zip() -> bytes:
    """A zip file whose directory tells of few bytes where there are many."""
    data = packed(**{"number": "12", "comment.md": "x" * 900_000})
    real, false = (900_000).to_bytes(4, "little"), (9).to_bytes(4, "little")
    assert data.count(real) == 2
    return data.replace(real, false)


@pytest.mark.parametrize(
    "artifact",
    [
        b"no zip file",
        GOOD[:-30],
        packed(number="12"),
        packed(**{"number": "", "comment.md": "x"}),
        packed(**{"number": "12/../13", "comment.md": "x"}),
        packed(**{"number": "-1", "comment.md": "x"}),
        packed(**{"number": "１２", "comment.md": "x"}),
        packed(**{"number": "12\n13", "comment.md": "x"}),
        packed(**{"number": "1" * 21, "comment.md": "x"}),
        packed(**{"number": "12", "comment.md": " \n"}),
        packed(**{"number": "12", "comment.md": b"\xff"}),
        packed(**{"number": "12", "comment.md": "x" * (LIMIT - len(MARKER) + 1)}),
        packed(**{"number": "12", "comment.md": "x" * 30_000_000}),
        a_lying_zip(),
    ],
    ids=range(14),
)
def test_what_a_stranger_hands_over_is_refused_unless_it_has_our_form(
    artifact: bytes, hub: Hub, capfd: pytest.CaptureFixture[str]
) -> None:
    hub.artifact = artifact
    code, said = hub.post(capfd)
    assert code == 1 and said.startswith("refused: ") and said.count("\n") == 1
    assert hub.written == []


def test_a_large_artifact_is_not_even_fetched(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.size = 300_000
    assert hub.post(capfd) == (1, "refused: the artifact is too large\n")
    assert "zip" not in (hub.folder / "asked").read_text()


def test_a_text_of_full_length_is_posted(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.artifact = packed(**{"number": "12", "comment.md": "ã" * (LIMIT - len(MARKER))})
    assert hub.post(capfd) == (0, "comment on 12 created\n")
    assert len(hub.written[0][2]["body"]) == LIMIT


def test_a_number_that_github_does_not_know_posts_nothing(hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.artifact = packed(**{"number": "13", "comment.md": "x"})
    with pytest.raises(subprocess.CalledProcessError):
        hub.post(capfd)
    assert hub.written == []
