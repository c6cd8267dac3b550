"""The commits of a page's source: takes a page and the history of its file, gives it with the days, newest first.

They are put in after Markdown, so that the generated pages are the same before and after a commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from handbook_builder.history import Commit
from handbook_builder.render.words import Words
from handbook_builder.site.host import host_of

PLACE = '<p class="hb-commits"></p>'

SHORT = 10
"""Signs of a hash that are enough to find a commit; Git itself would take more of them in a larger repository."""


def with_commits(page: str, commits: Sequence[Commit], words: Words, repository: str | None) -> str:
    """Put the list into a page; with the address of the repository, each commit is a link to it there."""
    return page.replace(PLACE, _list(commits, words, repository) if commits else "")


def _list(commits: Sequence[Commit], words: Words, repository: str | None) -> str:
    told = escape(words["commits"].format(n=len(commits), date=words.date(commits[0].day)))
    rows = "".join(f"<li>{_row(one, words, repository)}</li>" for one in commits)
    return f'<details class="hb-case hb-commits"><summary>{told}</summary><ul>{rows}</ul></details>'


def _row(commit: Commit, words: Words, repository: str | None) -> str:
    name = f'<time datetime="{commit.day}">{words.date(commit.day)}</time> <code>{commit.hash[:SHORT]}</code>'
    if not repository:
        return name
    folder = "/-/commit/" if host_of(repository) == "gitlab" else "/commit/"
    return f'<a href="{escape(repository.rstrip("/"))}{folder}{commit.hash}">{name}</a>'
