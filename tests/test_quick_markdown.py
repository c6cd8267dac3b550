"""The quicker Markdown gives what Markdown gives: on every page written by hand, and on what is easy to get wrong."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest

from handbook_builder.quick_markdown import QuickInlines, QuickMarkdown
from handbook_builder.render.paths import FOLDERS

ROOT = Path(__file__).parent.parent
EXTENSIONS = ["abbr", "admonition", "attr_list", "md_in_html", "tables", "toc", "pymdownx.superfences"]

TRICKY = """\
`code` and \\* and ![image](a.png "t") ![ref][r] [ref][r] [r] ![r] <https://example.org> <a@b.pt> &amp; &#124; x
line  \nbreak **bold *both* _under_ __strong__** `` ` `` <span class="x">*html*</span> [text](<a b>){ .c } a_b_c

[r]: https://example.org "title"
"""


def html(text: str, *extra: markdown.Extension) -> str:
    return markdown.markdown(text, extensions=[*EXTENSIONS, *extra])


PAGES = [
    page for page in sorted((ROOT / "docs").rglob("*.md")) if page.relative_to(ROOT / "docs").parts[0] not in FOLDERS
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_comes_out_the_same(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert html(text, QuickMarkdown()) == html(text)


def test_every_pattern_comes_out_the_same() -> None:
    assert html(TRICKY, QuickMarkdown()) == html(TRICKY)


def test_patterns_are_passed_by() -> None:
    md = markdown.Markdown(extensions=[*EXTENSIONS, QuickMarkdown()])
    md.convert("plain *words*")
    stage = md.treeprocessors["inline"]
    assert isinstance(stage, QuickInlines)
    assert stage.signs is not None and sum(sign != "" for sign in stage.signs) >= 10
