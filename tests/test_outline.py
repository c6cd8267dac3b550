"""What is added to the HTML of a page: captions, index, place in the menu; and when its content last changed."""

from __future__ import annotations

import datetime
from pathlib import Path

from handbook_builder.history import commits, last_change, last_changes
from handbook_builder.load import load_handbook
from handbook_builder.site.outline import with_captions, with_index, with_marks
from tests.repositories import git


def test_a_table_is_called_as_the_heading_above_it() -> None:
    page = '<h2 id="a">Fees &amp; <em>dates</em></h2><table></table><table></table><h3>Other</h3><table></table>'
    assert with_captions(page).replace("<table>", "\n").split("\n") == [
        '<h2 id="a">Fees &amp; <em>dates</em></h2>',
        "<caption>Fees &amp; dates</caption></table>",
        "<caption>Fees &amp; dates</caption></table><h3>Other</h3>",
        "<caption>Other</caption></table>",
    ]
    assert with_captions("<table></table>") == "<table></table>"


def test_the_index_has_the_headings_in_their_order_and_depth() -> None:
    page = (
        '<h1 id="t">Title</h1>\n<p class="hb-lead">Lead.</p><h2 class="x" id="a">A <a href="b">link</a></h2>'
        '<h3 id="a1">1</h3><h3 id="a2">2</h3><h2 id="b"><span lang="pt" class="hb-fallback">Bê</span></h2>'
        '<h4 id="c">C</h4>'
    )
    top, _, rest = with_index(page, "On this page").partition('<details class="hb-index">')
    assert top.endswith('<p class="hb-lead">Lead.</p>')
    assert rest.startswith(
        '<summary>On this page</summary><ul><li><a href="#a">A link</a>'
        '<ul><li><a href="#a1">1</a></li><li><a href="#a2">2</a></li></ul></li>'
        '<li><a href="#b" lang="pt">Bê</a></li></ul></details>'
    )


def test_the_index_bears_with_any_order_of_headings() -> None:
    page = with_index('<h1>T</h1><h3 id="a">A</h3><h2 id="b">B</h2><h3 id="c">C</h3>', "Index")
    index = page[page.index("<ul>") : page.index("</details>")]
    assert index == (
        '<ul><li><a href="#a">A</a></li><li><a href="#b">B</a><ul><li><a href="#c">C</a></li></ul></li></ul>'
    )


def test_a_page_of_one_part_has_no_index() -> None:
    page = '<h1>T</h1><h2 id="a">A</h2>'
    assert with_index(page, "Index") == page


def test_the_place_in_the_menu_is_said() -> None:
    page = '<li class="md-tabs__item md-tabs__item--active"><a class="md-nav__link md-nav__link--active">'
    assert with_marks(page) == (
        '<li class="md-tabs__item md-tabs__item--active" aria-current="true">'
        '<a class="md-nav__link md-nav__link--active" aria-current="page">'
    )
    assert with_marks('<a hreflang="en" class="md-select__link">English</a>') == (
        '<a hreflang="en" lang="en" class="md-select__link">English</a>'
    )


def test_days_come_from_guides_and_from_git(starter: Path) -> None:
    handbook = load_handbook(starter)[0]
    guide = handbook.procedures["welcoming-a-person"]
    own = max(change.date for change in guide.control.changes)
    days = last_changes(handbook, commits(starter))
    assert days[handbook.origin(guide).file] == own
    assert "docs/index.md" not in days
    git(starter, "init", "-q")
    git(starter, "add", ".")
    git(starter, "commit", "-q", "-m", "first", day="2026-03-01")
    (starter / "docs/índice.md").write_text("# Índice\n", encoding="utf-8")
    git(starter, "add", ".")
    git(starter, "commit", "-q", "-m", "second", day="2026-04-02")
    days = last_changes(handbook, commits(starter))
    assert days["docs/index.md"] == datetime.date(2026, 3, 1)
    assert days["docs/índice.md"] == datetime.date(2026, 4, 2)
    assert last_change("docs", days) == datetime.date(2026, 4, 2)
    assert last_change("procedures/reception/welcoming-a-person.yml", days) == own
    assert last_change("docs/none.md", days) is None


def test_a_part_of_the_history_tells_no_days(starter: Path, tmp_path: Path) -> None:
    git(starter, "init", "-q")
    for day in ("2026-03-01", "2026-04-02"):
        (starter / "docs/index.md").write_text(f"# {day}\n", encoding="utf-8")
        git(starter, "add", ".")
        git(starter, "commit", "-q", "-m", day, day=day)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{starter}", "shallow")
    assert commits(tmp_path / "shallow") == {}
