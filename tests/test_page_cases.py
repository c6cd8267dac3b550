"""Pages and charts of small manuals, as whole texts: each folder of ``cases/pages`` beside what it must become.

A folder holds ``procedure.yml`` and ``registers.yml``, perhaps ``flow.yml`` and ``handbook.yml``. ``expected/`` always
has the pages of its procedure and flow and their charts as DOT; to have another page compared, put an empty file there
and run ``pytest --update``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handbook_builder.load import load_handbook
from handbook_builder.model.handbook import Handbook
from handbook_builder.render.manual import manual_of
from handbook_builder.source import parse

CASES = Path(__file__).parent / "cases/pages"
PLACES = {"procedure": "procedures/cases/{id}.yml", "flow": "flows/{id}.yml"}


def manual_in(case: Path, root: Path) -> Handbook:
    """Lay the files of a case out as a manual, and load it."""
    for file in case.glob("*.yml"):
        place = {"registers": "procedures/registers/registers.yml"}.get(file.stem, file.name)
        if file.stem in PLACES:
            document, _ = parse(file.read_bytes(), file.name)
            assert document is not None
            place = PLACES[file.stem].format(id=document.data["id"])
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, root / place)
    handbook, _, problems = load_handbook(root)
    assert problems == []
    return handbook


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_page_case(case: str, tmp_path: Path, update: bool) -> None:
    manual = manual_of(manual_in(CASES / case, tmp_path))
    expected = CASES / case / "expected"
    charts = {f"{Path(file).stem}.dot": dot for file, dot in manual.dots().items()}
    written = {
        Path(page.file).name: page.text for page in manual.pages() if not page.file.endswith("/index.md")
    } | charts
    wanted = {name for dot in charts for name in (dot, dot.replace(".dot", ".md"))}
    wanted |= {path.name for path in expected.glob("*")}
    if update:
        expected.mkdir(exist_ok=True)
        for name in wanted - written.keys():
            (expected / name).unlink()
        for name in wanted & written.keys():
            (expected / name).write_text(written[name], encoding="utf-8", newline="\n")
        wanted &= written.keys()
    found = {path.name: path.read_text(encoding="utf-8") for path in expected.glob("*")}
    assert found == {name: written.get(name) for name in wanted}
