"""``handbook new``: whatever it starts has no error and the standard layout, and it writes over nothing.

``cases/new`` holds a new procedure and a new tree of the starter; ``pytest --update`` rewrites them.
"""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from handbook_builder.beginnings import ENTRIES, FILES, GROUPED
from handbook_builder.build import check_manual
from handbook_builder.cli import main
from handbook_builder.load import load_handbook
from tests.site import TODAY

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "new"
KINDS = [*FILES, *ENTRIES]
EXPECTED = {"placeholder", "uncovered-answer", "unused-entry", "service-not-verified", "source-without-date"}
"""What the check may say of an item that nobody has written yet: nothing but warnings."""


@pytest.fixture
def manual(starter: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter as the current folder, on a day that stays the same."""
    monkeypatch.chdir(starter)
    monkeypatch.setattr(
        "handbook_builder.commands.new.datetime", SimpleNamespace(date=SimpleNamespace(today=lambda: TODAY))
    )
    return starter


def change(file: Path, pattern: str, new: str) -> None:
    text, number = re.subn(pattern, new, file.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert number
    file.write_text(text, encoding="utf-8", newline="\n")


def name(kind: str) -> str:
    return "support/brand-new" if kind in GROUPED else "brand-new"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_starts_without_an_error_and_in_the_standard_layout(
    kind: str, manual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {file: file.read_text(encoding="utf-8") for file in manual.rglob("*.yml")}
    assert main(["new", kind, name(kind), "--title", "Título: «novo»"]) == 0
    place = capsys.readouterr().out.split(" ")[0]
    checked = check_manual(manual, TODAY)
    assert {one.code for one in checked.diagnostics} <= EXPECTED
    assert "placeholder" in {one.code for one in checked.diagnostics}  # the title in English, at least
    item = checked.handbook.entries(kind)["brand-new"]
    assert "Título: «novo»" in {
        text for wording in vars(item).values() if hasattr(wording, "get") for text in wording.values()
    }
    assert main(["format", "--check"]) == 0
    file, _, line = place.partition(":")
    assert checked.handbook.origin(item).file == file
    written = (manual / file).read_text(encoding="utf-8").splitlines()
    assert "brand-new" in "".join(written[int(line or 1) - 1 :][:2])
    # Nothing but lines of its own.
    for other, text in before.items():
        rest = iter(other.read_text(encoding="utf-8").splitlines())
        assert all(line in rest for line in text.splitlines()), other


@pytest.mark.parametrize("kind", FILES)
def test_a_new_file(kind: str, manual: Path, update: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", kind, name(kind), *(["--title", "Guardar: o quê?"] if kind == "procedure" else [])]) == 0
    place, told = capsys.readouterr().out.split(" ", 1)
    text = (manual / place).read_text(encoding="utf-8")
    if update:
        (CASES / f"{kind}.yml").write_text(text, encoding="utf-8", newline="\n")
    assert text == (CASES / f"{kind}.yml").read_text(encoding="utf-8")
    assert "(por escrever) / (to be written)" in told and f"handbook check {place}\n" in told
    further = {"procedure": "scenarios", "flow": "scenarios", "workshop": "assessment", "questionnaire": "intro"}
    assert "It can also have: " in told and further[kind] in told


@pytest.mark.parametrize("day", ["2026-11-21", "2028-02-29"])
def test_the_review_is_due_in_six_months(day: str, manual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today = datetime.date.fromisoformat(day)
    monkeypatch.setattr(
        "handbook_builder.commands.new.datetime", SimpleNamespace(date=SimpleNamespace(today=lambda: today))
    )
    assert main(["new", "flow", "brand-new"]) == 0
    control = check_manual(manual, today).handbook.flows["brand-new"].control
    assert control.changes[0].date == today
    assert control.review_by is not None and 181 <= (control.review_by - today).days <= 184


def test_the_real_manual_takes_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("procedures", "flows"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "handbook.yml", tmp_path)
    monkeypatch.chdir(tmp_path)
    before, _, _ = load_handbook(tmp_path)
    for words in (["procedure", "referral/brand-new"], ["flow", "brand-new-way"], ["service", "brand-new"]):
        assert main(["new", *words]) == 0
    after = check_manual(tmp_path, TODAY)
    assert not [one for one in after.diagnostics if one.is_error]
    handbook = after.handbook
    last = max(one.code or "" for one in before.procedures.values())
    assert handbook.procedures["brand-new"].code == f"CL-{int(last.removeprefix('CL-')) + 1:02}"
    assert handbook.flows["brand-new-way"].code == f"FL-{len(before.flows) + 1:02}"
    assert handbook.procedures["brand-new"].owner == "coordinator"
    assert {step.who for step in handbook.procedures["brand-new"].steps} == {"officer", None}
    assert handbook.origin(handbook.services["brand-new"]).file == "procedures/registers/services.yml"
    assert main(["format", "--check", "procedures/referral", "procedures/registers/services.yml"]) == 0


# Codes, owners and languages.


@pytest.mark.parametrize(
    ("procedure", "flow", "expected"),
    [
        ("BA-09", "BA-T1", ("BA-10", "BA-T2")),
        ("BA-99", "T", ("BA-100", None)),
        ("P1", "P7", ("P8", "P8")),
        ("first", "BA-T1", ("BA-03", "BA-T2")),
    ],
)
def test_a_code_follows_the_pattern_of_its_kind(
    procedure: str, flow: str, expected: tuple[str, str | None], manual: Path
) -> None:
    change(manual / "procedures/reception/welcoming-a-person.yml", "code: [^\n]+", f"code: {procedure}")
    change(manual / "flows/which-parcel.yml", "code: [^\n]+", f"code: {flow}")
    if procedure == "P1":
        change(manual / "procedures/support/referral-to-social-services.yml", "code: [^\n]+", "code: P3")
    for kind, code in zip(("procedure", "flow"), expected, strict=True):
        assert main(["new", kind, name(kind).replace("brand", kind)]) == 0
        if procedure != "P1":
            assert load_handbook(manual)[0].entries(kind)[f"{kind}-new"].code == code
    if procedure == "P1":  # they share their codes
        found = load_handbook(manual)[0]
        assert [found.procedures["procedure-new"].code, found.flows["flow-new"].code] == ["P8", "P9"]
    assert not [one for one in check_manual(manual, TODAY).diagnostics if one.is_error]


def test_a_manual_in_one_language_without_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "handbook.yml").write_text("title: {en: Manual}\nlanguages: [en]\n")
    monkeypatch.chdir(tmp_path)
    assert main(["new", "procedure", "desk/first"]) == 2
    assert "begin with: handbook new role coordinator" in capsys.readouterr().err
    assert main(["new", "workshop", "first-day"]) == 2
    assert "begin with: handbook new role officer" in capsys.readouterr().err
    assert main(["new", "flow", "first-way"]) == 0
    assert main(["new", "role", "coordinator", "--title", "Coordinator"]) == 0
    assert (tmp_path / "procedures/registers/roles.yml").read_text() == (
        'roles:\n  - id: coordinator\n    title:\n      en: "Coordinator"\n'
    )
    assert main(["new", "procedure", "desk/first"]) == 0
    text = (tmp_path / "procedures/desk/first.yml").read_text()
    assert "owner: coordinator # Role" in text and "pt:" not in text and "code:" not in text
    assert {one.code for one in check_manual(tmp_path, datetime.date.today()).diagnostics} <= EXPECTED


def test_the_comments_are_in_the_language_of_the_manual(manual: Path) -> None:
    assert main(["new", "flow", "one"]) == 0
    assert "Os comentários como este podem apagar-se." in (manual / "flows/one.yml").read_text(encoding="utf-8")
    change(manual / "handbook.yml", r"languages: \[pt, en\]", "languages: [en, pt]")
    assert main(["new", "flow", "two"]) == 0
    assert "Comments like this one may be deleted." in (manual / "flows/two.yml").read_text(encoding="utf-8")


# Where an entry goes.


def test_an_entry_joins_the_file_that_holds_most_of_its_kind(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registers = manual / "procedures/registers"
    (registers / "more.yml").write_text(
        "# more\nroles:\n  - {id: a, title: A}\n  - {id: b, title: B}\n  - {id: c, title: C}\n"
    )
    assert main(["new", "role", "brand-new"]) == 0
    assert capsys.readouterr().out.startswith("procedures/registers/more.yml:6 ")
    assert main(["new", "role", "other", "--file", "procedures/registers/roles.yml"]) == 0
    assert main(["new", "need", "other", "--file", "procedures/registers/roles.yml"]) == 0  # a list that was not there
    assert main(["new", "role", "third", "--file", "procedures/registers/region/north.yml"]) == 0
    handbook = load_handbook(manual)[0]
    files = {
        id: handbook.origin(handbook.roles[id]).file.removeprefix("procedures/registers/") for id in handbook.roles
    }
    assert (files["brand-new"], files["other"], files["third"]) == ("more.yml", "roles.yml", "region/north.yml")
    assert handbook.origin(handbook.needs["other"]).file == "procedures/registers/roles.yml"
    assert main(["format", "--check"]) == 0


# What it refuses.


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["procedure", "support/Ação Social"], 'did you mean "acao-social"?'),
        (["procedure", "support/brand-new/x"], 'did you mean "brand-new-x"?'),
        (["flow", "support/brand-new"], 'did you mean "support-brand-new"?'),
        (["service", "x_y"], 'did you mean "x-y"?'),
        (["role", "…"], '"…" is not an id: small letters without accents, digits, hyphens\n'),
        (["role", ""], '"" is not an id'),
        (["role", "x" * 81], "has more than 80 characters"),
        (["role", "É" * 90], 'did you mean "' + "e" * 80 + '"?'),
        (["procedure", "suport/brand-new"], 'there is no group "suport". did you mean "support"?'),
        (["procedure", "registers/brand-new"], "known: reception, support"),
        (["procedure", "brand-new"], "handbook new procedure GROUP/brand-new. known: reception, support"),
        (["practice", "brand-new"], "handbook new practice GROUP/brand-new"),
        (["practice", "x/brand-new"], 'there is no group "x"'),
        (["procedure", "support/welcoming-a-person"], "in procedures/reception/welcoming-a-person.yml"),
        (["procedure", "support/which-parcel"], 'the id "which-parcel" is taken already, in flows/which-parcel.yml'),
        (["flow", "welcoming-a-person"], "taken already"),
        (["service", "social-services"], "in procedures/registers/services.yml"),
        (["flow", "brand-new", "--file", "flows/x.yml"], "--file is for entries of registers"),
        (["role", "brand-new", "--file", "roles.yml"], "name one in procedures/registers that ends in .yml"),
        (["role", "brand-new", "--file", "procedures/registers/roles.txt"], "is no register file"),
    ],
)
def test_wrong_use_changes_nothing(
    words: list[str], said: str, manual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {file: file.read_bytes() for file in manual.rglob("*") if file.is_file()}
    assert main(["new", *words]) == 2
    shown = capsys.readouterr()
    assert said in shown.err and shown.err.count("\n") == 1 and shown.out == ""
    assert {file: file.read_bytes() for file in manual.rglob("*") if file.is_file()} == before


def test_registers_are_no_group_even_where_none_is_listed(manual: Path) -> None:
    change(manual / "handbook.yml", r"\ngroups:.*", "\n")
    assert main(["new", "procedure", "registers/brand-new"]) == 2
    assert main(["new", "procedure", "brand-group/brand-new"]) == 0
    assert main(["new", "procedure", "Group/brand-new"]) == 2
    assert not [one for one in check_manual(manual, TODAY).diagnostics if one.is_error]


def test_nothing_is_started_beside_files_that_can_not_be_read(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(manual / "procedures/registers/roles.yml", "title:", "titel:")
    assert main(["new", "role", "brand-new", "--lang", "pt"]) == 2
    assert "o que não se consegue ler em procedures/registers/roles.yml" in capsys.readouterr().err


def test_a_file_in_the_way_is_never_written_over(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (manual / "flows/brand-new.yml").mkdir()
    assert main(["new", "flow", "brand-new"]) == 2
    assert capsys.readouterr().out == ""


def test_an_unknown_kind(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["new", "proceedure", "x"])
    assert "procedure, flow, workshop" in capsys.readouterr().err.replace("'", "")
