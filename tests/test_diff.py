"""What changed, in meaning: the class of each kind of edit, whole reports, layout of files, charts, and the page on it.

``tests/diff_manual`` is the older revision everywhere. ``cases/diff/edits.yml`` has single edits with their class. A
folder of ``cases/diff`` holds ``edit.yml``, the edits that make the newer revision, beside the reports in both
languages; ``pytest --update`` rewrites the reports.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree  # type: ignore[import-untyped]

from handbook_builder.diff.as_json import as_json
from handbook_builder.diff.change import Change
from handbook_builder.diff.chart import charts
from handbook_builder.diff.compare import compare
from handbook_builder.diff.rules import WEIGHTS
from handbook_builder.diff.tell import Names, as_markdown, as_text
from handbook_builder.load import load_handbook
from handbook_builder.model.handbook import SETTINGS_FILE
from handbook_builder.render.graphviz import default_engine
from handbook_builder.render.words import words_of
from handbook_builder.source import parse
from tests.diffs import (
    CASES,
    CRITICAL,
    EDITORIAL,
    MANUAL,
    MEANING,
    NONE,
    WELCOME,
    diff_of,
    edited,
    in_the_starter,
    loaded,
    one_edit,
)
from tests.manuals import edit
from tests.pages import FENCE, output_in, write_output
from tests.site import LANGUAGES, ROOT


def told(change: Change) -> str:
    """Give a change as the table of edits names it."""
    field = f".{change.field}" if change.field else ""
    language = f"({change.language})" if change.language else ""
    return " ".join(part for part in (change.kind, change.step, field, language) if part)


# Text is text here, as in the format itself: "no" is no boolean.
EDITS: list[dict[str, Any]] = yaml.load((CASES / "edits.yml").read_text(encoding="utf-8"), yaml.BaseLoader)


@pytest.mark.parametrize("edit", EDITS, ids=[edit["name"] for edit in EDITS])
def test_each_kind_of_edit_has_its_class(edit: dict[str, Any], tmp_path: Path) -> None:
    diff = diff_of(tmp_path, edit["edits"])
    assert sorted(told(change) for item in diff.items for change in item.changes) == sorted(edit["changes"])
    assert str(diff.weight) == edit["class"]
    for item in diff.items:
        for change in item.changes:
            file = (MANUAL if change.place.is_old else tmp_path) / change.place.file
            assert 1 <= change.place.line <= len(file.read_text(encoding="utf-8").splitlines())


def test_the_older_manual_is_unchanged(tmp_path: Path) -> None:
    assert diff_of(tmp_path, []).is_empty


# Reports as a whole.


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_reports(case: str, tmp_path: Path, update: bool) -> None:
    folder = CASES / case
    edits = yaml.load((folder / "edit.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    diff = diff_of(tmp_path, edits)
    names = Names("v1", "v2", {"welcome": "charts/welcome.svg"})
    made = {"expected.json": as_json(diff, names, "pt")}
    for language in LANGUAGES:
        made[f"expected.{language}.txt"] = as_text(diff, names, language)
        made[f"expected.{language}.md"] = as_markdown(diff, names, language)
    if update:
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    assert {name: (folder / name).read_text(encoding="utf-8") for name in made} == made


def test_all_is_said_in_both_languages(tmp_path: Path) -> None:
    """Every word of the report stands in some report of an edit of the table or of a case, in each language."""
    cases = [yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader) for file in CASES.glob("*/edit.yml")]
    all_edits = [*(edit["edits"] for edit in EDITS), *cases]
    newer = [load_handbook(edited(tmp_path / str(at), edits)) for at, edits in enumerate(all_edits)]
    diffs = [diff for other in newer for diff in (compare(loaded(), other), compare(other, loaded()))]
    diffs += [
        in_the_starter(tmp_path / file, file, old, new)
        for file, old, new in (
            ("workshops/first-evening.yml", "Ask only what", "Ask whatever"),
            ("workshops/questionnaires/after-the-evening.yml", "Which parcel do", "Which one do"),
            ("procedures/reception/welcoming-a-person.yml", "within: 5 minutes", "within: 1 hour"),
            ("flows/which-parcel.yml", "no: cold-parcel", "no: ready-meal"),
        )
    ]
    for language in LANGUAGES:
        said = "".join(as_text(diff, Names("v1", None, {"welcome": "x.svg"}), language) for diff in diffs)
        drawn = "".join(svg for diff in diffs[-8:] for svg in charts(diff, language, default_engine()).values())
        for name, word in words_of(language).table.items():
            # The lists for comparing are tried below, and so is what can't be read.
            if not name.startswith("diff_") or name.endswith(
                ("_numbers", "_measures", "_turns", "_before", "_after", "_more")
            ):
                continue
            for part in re.split(r"\{\w+\}|[ .:;«»“”→()|]{2,}", word):
                assert part.strip(" .:;«»“”→").casefold() in said.casefold() + drawn.casefold(), (name, part)


# The layout of files.


class OneLiners(yaml.CSafeDumper):
    """Writes texts on folded lines in double quotes, keys sorted, without aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def relaid(text: str) -> str:
    """Write the same values in another layout: keys sorted, all quoted, lines broken, comments and blank lines."""
    document, problems = parse(text.encode(), "x.yml")
    assert document is not None and problems == []
    dumped = yaml.dump(document.data, Dumper=OneLiners, allow_unicode=True, default_style='"', sort_keys=True, width=40)
    return "# a comment\n\n" + re.sub(r"^(?=\S)", "\n# another\n", dumped, flags=re.M) + "\n\n# the last\n"


@pytest.mark.parametrize("manual", [MANUAL, ROOT], ids=["small", "real"])
def test_the_layout_of_files_means_nothing(manual: Path, tmp_path: Path) -> None:
    folders = ("procedures", "flows", "workshops")
    files = [manual / SETTINGS_FILE, *(file for name in folders for file in (manual / name).rglob("*.yml"))]
    for file in files:
        copy = tmp_path / file.relative_to(manual)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        copy.write_text(relaid(text), encoding="utf-8", newline="\r\n")
        assert copy.read_text(encoding="utf-8") != text
    before = load_handbook(manual)
    diff = compare(before, load_handbook(tmp_path))
    assert len(list(before[0].guides)) == len(list((manual / "flows").glob("*.yml"))) + len(
        [file for file in (manual / "procedures").rglob("*.yml") if file.parent.name != "registers"]
    )
    assert diff.is_empty and diff.weight is NONE
    for language in LANGUAGES:
        assert as_text(diff, Names("v1"), language) == as_markdown(diff, Names("v1"), language) == ""


def test_registers_in_other_files_are_the_same(tmp_path: Path) -> None:
    text = (MANUAL / "procedures/registers/all.yml").read_text(encoding="utf-8")
    at = text.index("forms:\n")
    diff = diff_of(
        tmp_path,
        [
            {"file": "procedures/registers/all.yml"},
            {"file": "procedures/registers/one.yml", "new": text[:at]},
            {"file": "procedures/registers/two.yml", "new": text[at:]},
        ],
    )
    assert diff.is_empty


# Charts.


def test_the_chart_marks_the_difference_without_colour(tmp_path: Path) -> None:
    edits = yaml.load((CASES / "step-inserted" / "edit.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    edits.append({"file": WELCOME, "old": "next: open-case\n  - id: open", "new": "next: to-partner\n  - id: open"})
    text = (MANUAL / WELCOME).read_text(encoding="utf-8")
    at = text.index("  - id: open-case"), text.index("  - id: to-partner")
    removed = [{"file": WELCOME, "new": text[: at[0]].replace("next: open-case", "next: to-partner") + text[at[1] :]}]
    inserted = charts(diff_of(tmp_path / "a", edits[:-1]), "pt", default_engine())
    gone = charts(diff_of(tmp_path / "b", removed), "en", default_engine())
    assert inserted.keys() == gone.keys() == {"welcome"}
    new, old = (etree.fromstring(svg["welcome"].encode()) for svg in (inserted, gone))
    assert marked(new, "added", "node") == ["diff-welcome-node--offer-water"]
    assert "diff-welcome-edge--listen--next--offer-water" in marked(new, "added", "edge")
    assert "diff-welcome-edge--listen--next--in-danger" in marked(new, "removed", "edge")
    assert "+ novo" in words_at(new, "diff-welcome-node--offer-water")
    assert "≠ alterado: o que fazer" in words_at(new, "diff-welcome-node--listen")
    assert words_at(new, "diff-welcome-edge--in-danger--yes--need") == "+ Sim"
    assert words_at(new, "diff-welcome-edge--in-danger--yes--emergency") == "− Sim"
    assert "≠ alterado" in "".join(new.itertext()) and "O que mudou: Acolhimento" in "".join(new.itertext())
    assert marked(old, "removed", "node") == ["diff-welcome-node--open-case"]
    assert words_at(old, "diff-welcome-node--open-case").startswith("− removed 5. ")
    assert not new.xpath("//*[local-name()='a']")


def marked(svg: Any, mark: str, kind: str) -> list[str]:
    groups = svg.xpath(f"//*[contains(concat(' ', @class, ' '), ' {mark} ') and contains(@class, '{kind}')]")
    return [group.get("id") for group in groups]


def words_at(svg: Any, id: str) -> str:
    (group,) = svg.xpath(f"//*[@id='{id}']")
    return " ".join(" ".join(group.itertext()).split())


def test_a_guide_whose_steps_stay_has_no_chart(tmp_path: Path) -> None:
    assert charts(one_edit(tmp_path, "pt: Acolhimento", "pt: Chegada"), "pt", default_engine()) == {}


# The page on it.

PAGES = ROOT / "docs" / "authoring"


@pytest.mark.parametrize(("page", "language"), [("diff.md", "pt"), ("diff.en.md", "en")])
def test_the_page_shows_what_is_told(page: str, language: str, tmp_path: Path, update: bool) -> None:
    file = PAGES / page
    before, after, _ = FENCE.finditer(file.read_text(encoding="utf-8"))
    shutil.copytree(ROOT / "tests" / "base_manual", tmp_path / "manual")
    older = load_handbook(tmp_path / "manual")
    edit(tmp_path / "manual/procedures/reception/appointment.yml", before["text"], after["text"])
    told = as_text(compare(older, load_handbook(tmp_path / "manual")), Names("main"), language)
    if update:
        write_output(file, told)
    assert output_in(file) == told


@pytest.mark.parametrize("page", ["diff.md", "diff.en.md"])
def test_the_page_names_every_rule(page: str) -> None:
    rows = re.findall(
        r"^\| \w+ \| .* \| (.*) \|$", (PAGES / page).read_text(encoding="utf-8").split("{#classes}")[1], re.M
    )
    _, *described = rows  # below the head of the table
    by_weight = dict(zip((CRITICAL, MEANING, EDITORIAL), described, strict=False))
    for name, weight in WEIGHTS.items():
        key = name.split(".")[-1]
        assert key == "guide" or f"`{key}`" in by_weight[weight], name
