"""Loading a manual: all mistakes in one run, each told once, and no mistake that is only the echo of another."""

from __future__ import annotations

import datetime
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from handbook_builder.build import check_manual
from handbook_builder.diagnostics import FORMATS
from handbook_builder.load import find_root, load_handbook

BASE = Path(__file__).parent / "base_manual"
TODAY = datetime.date(2026, 11, 21)

WELCOME = "procedures/reception/welcome.yml"
APPOINTMENT = "procedures/reception/appointment.yml"
ROLES = "procedures/registers/roles.yml"

HEAD = """\
id: welcome
title: {pt: Acolhimento, en: Welcome}
owner: front-desk
control: {version: 0.1.0, status: draft}
steps:
"""
GREET = """\
  - id: greet
    do: {pt: Cumprimente a pessoa., en: Greet the person.}
"""
FINISH = """\
  - id: finish
    end: {pt: Pessoa informada., en: Person informed.}
    outcome: resolved
"""
ASK = """\
  - id: need
    ask: {pt: De que precisa?, en: What is needed?}
    answers:
      - {id: advice, answer: {pt: Conselho, en: Advice}, next: finish}
      - {id: support, answer: {pt: Apoio, en: Support}, next: finish}
"""
SCENARIOS = """\
scenarios:
  - {id: a, title: {pt: A, en: A}, answers: {need: advice}, ends: finish}
  - {id: b, title: {pt: B, en: B}, answers: {need: support}, ends: finish}
"""


@pytest.fixture
def manual(tmp_path: Path) -> Path:
    """A copy of the manual that has nothing wrong."""
    return shutil.copytree(BASE, tmp_path / "manual")


def write(root: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8", newline="\n")
    return root


def base(path: str, old: str = "", new: str = "") -> str:
    """Give a file of the manual, with one thing in it replaced."""
    content = (BASE / path).read_text(encoding="utf-8")
    assert old in content
    return content.replace(old, new, 1)


def told(root: Path) -> list[tuple[str, int, str]]:
    return [(one.file, one.line, one.code) for one in check_manual(root, TODAY).diagnostics]


def test_everything_is_loaded(manual: Path) -> None:
    handbook, library, problems = load_handbook(manual)
    assert not problems
    assert list(handbook.procedures) == ["appointment"]
    assert list(handbook.flows) == ["first-need"]
    assert sorted(handbook.roles) == ["front-desk", "officer"]
    assert set(library.documents) == {path.relative_to(manual).as_posix() for path in manual.rglob("*.yml")}


def test_a_folder_without_anything_is_an_empty_manual(tmp_path: Path) -> None:
    assert told(tmp_path) == []


def test_the_root_is_found_from_below(manual: Path) -> None:
    assert find_root(manual / "procedures" / "reception") == manual
    (manual / "handbook.yml").unlink()
    assert find_root(manual / "flows") == manual
    assert find_root(manual.parent) is None


def test_five_mistakes_of_one_file_are_told_in_one_run(manual: Path) -> None:
    greet = "    who: front-dask\n    within: 2 dias\n    forms: [contact-recrd]\n    nxt: finish\n    nxt: finish\n"
    write(manual, {WELCOME: HEAD + GREET + greet + FINISH})
    assert told(manual) == [
        (WELCOME, 8, "unknown-role"),
        (WELCOME, 9, "wrong-value"),
        (WELCOME, 10, "unknown-form"),
        (WELCOME, 11, "unknown-key"),
        (WELCOME, 12, "repeated-key"),
    ]


def test_mistakes_of_all_files_are_told_by_file_and_line(manual: Path) -> None:
    files = {
        "flows/zero.yml": "\t- a\n",
        "procedures/b/welcome.yml": HEAD + GREET + FINISH.replace("resolved", "'yes'"),
        "procedures/a/farewell.yml": HEAD.replace("welcome", "farewell").replace("front-desk", "desk") + FINISH,
    }
    assert told(write(manual, files)) == [
        ("flows/zero.yml", 1, "tab-indentation"),
        ("procedures/a/farewell.yml", 3, "unknown-role"),
        ("procedures/b/welcome.yml", 10, "wrong-value"),
    ]


ASKING = HEAD + ASK + FINISH + SCENARIOS
SERVICES = "procedures/registers/services.yml"


ONE_MISTAKE: Mapping[str, tuple[Mapping[str, str], str, str]] = {
    "misspelt target": ({WELCOME: HEAD + GREET + "    next: finsh\n" + FINISH}, WELCOME, "unknown-target"),
    "misspelt answer": ({WELCOME: ASKING.replace("next: finish", "next: finsh", 1)}, WELCOME, "unknown-target"),
    "target beyond guessing": ({WELCOME: HEAD + GREET + "    next: nowhere\n" + FINISH}, WELCOME, "unknown-target"),
    "misspelt key that is needed": ({WELCOME: HEAD.replace("title", "titel") + FINISH}, WELCOME, "unknown-key"),
    "letter of another alphabet": ({WELCOME: HEAD + GREET.replace("do:", "dо:") + FINISH}, WELCOME, "step-kind"),
    "step twice": ({WELCOME: HEAD + FINISH + FINISH}, WELCOME, "repeated-id"),
    "no content": ({WELCOME: ""}, WELCOME, "empty-file"),
    "nothing after the dashes": ({WELCOME: "---\n"}, WELCOME, "wrong-shape"),
    "list for a map": ({WELCOME: "- a\n"}, WELCOME, "wrong-shape"),
    "entry left out": ({SERVICES: base(SERVICES, "    does:", "    dose:")}, SERVICES, "unknown-key"),
    "entry mended": ({SERVICES: base(SERVICES, "2026-11-02", "2.11.2026")}, SERVICES, "wrong-value"),
    "language": ({"handbook.yml": "languages: [pt, en, FR]\n"}, "handbook.yml", "wrong-value"),
}
"""By name: what is written, and the one diagnostic that must come of it, by file and code."""

NO_OUTCOME = FINISH.replace("    outcome: resolved\n", "")

ECHOES: Mapping[str, tuple[Mapping[str, str], str, str]] = {
    "targets of a step left out": (
        {WELCOME: HEAD + GREET + "    next: finish\n" + NO_OUTCOME},
        WELCOME,
        "missing-key",
    ),
    "steps without the only step": ({WELCOME: HEAD + NO_OUTCOME}, WELCOME, "missing-key"),
    "entries of an unreadable register": ({ROLES: base(ROLES, "}}", "}")}, ROLES, "yaml-syntax"),
    "entries of a misspelt list": ({ROLES: base(ROLES, "roles:", "role:")}, ROLES, "unknown-key"),
    "entries of a list that stands twice": (
        {ROLES: "roles:\n  - {id: guard, title: {pt: a, en: b}, substitute: guard}\n" + base(ROLES)},
        ROLES,
        "repeated-key",
    ),
    "entry with a wrong id": ({ROLES: base(ROLES, "id: officer", "id: Officer")}, ROLES, "wrong-value"),
    "entries that only an unreadable file uses": (
        {APPOINTMENT: base(APPOINTMENT, "[passport]", "[passport")},
        APPOINTMENT,
        "yaml-syntax",
    ),
    "entry that only the part left out uses": (
        {APPOINTMENT: base(APPOINTMENT, "[passport]", "[Passport]")},
        APPOINTMENT,
        "wrong-value",
    ),
    "references to a misplaced file": (
        {"procedures/welcome.yml": HEAD + FINISH, APPOINTMENT: base(APPOINTMENT, "[first-need]", "[welcome]")},
        "procedures/welcome.yml",
        "misplaced-file",
    ),
    "references to a file of another ending": (
        {"flows/welcome.yaml": HEAD + FINISH, APPOINTMENT: base(APPOINTMENT, "[first-need]", "[welcome]")},
        "flows/welcome.yaml",
        "misplaced-file",
    ),
    "languages of unreadable settings": (
        {"handbook.yml": "languages: [pt, en, fr\n", WELCOME: HEAD.replace("en: W", "fr: B, en: W") + FINISH},
        "handbook.yml",
        "yaml-syntax",
    ),
    "answer that a scenario misspells": (
        {WELCOME: ASKING.replace("{need: advice}", "{need: advise}")},
        WELCOME,
        "unknown-answer",
    ),
    "answer that a scenario lacks": (
        {WELCOME: ASKING.replace("answers: {need: advice}, ", "")},
        WELCOME,
        "scenario-open-question",
    ),
    "steps below an unreachable one": (
        {WELCOME: HEAD + FINISH + GREET + GREET.replace("greet", "again") + "    next: finish\n"},
        WELCOME,
        "unreachable-step",
    ),
    "key like a mark of pydantic": ({WELCOME: "step:greet: a\n" + HEAD + FINISH}, WELCOME, "unknown-key"),
}
"""The same, where the program does not yet keep to it; what it gets right moves up into the other table."""


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_one_mistake_is_told_once(manual: Path, name: str) -> None:
    files, path, code = ONE_MISTAKE[name]
    assert [(where, what) for where, _, what in told(write(manual, files))] == [(path, code)]


@pytest.mark.parametrize("name", ECHOES)
def test_a_mistake_has_no_echo(manual: Path, name: str) -> None:
    files, path, code = ECHOES[name]
    assert [(where, what) for where, _, what in told(write(manual, files))] == [(path, code)]


def test_empty_translations_are_not_the_same_answer(manual: Path) -> None:
    content = ASKING.replace("en: Advice", "en: ''").replace("en: Support", "en: ''")
    assert {code for _, _, code in told(write(manual, {WELCOME: content}))} == {"missing-translation"}


@pytest.mark.parametrize("damage", ["a: [", "\t", "- a\n", "id: broken\n", "control: x\n", "", "id: {a: b}\n"])
def test_a_broken_file_does_not_make_references_to_it_wrong(manual: Path, damage: str) -> None:
    broken = "procedures/reception/broken.yml"
    link = "  - {id: link, do: {pt: '[Isto](procedure:broken)', en: '[This](procedure:broken)'}}\n"
    run = "  - {id: call, run: broken}\n"
    finish = FINISH + "    continue: broken\n"
    write(manual, {broken: damage, WELCOME: "related: [broken]\n" + HEAD + link + run + finish})
    assert {path for path, _, _ in told(manual)} == {broken}


def test_a_broken_flow_does_not_make_references_to_it_wrong(manual: Path) -> None:
    write(manual, {"flows/first-need.yml": "id: ["})
    assert {path for path, _, _ in told(manual)} == {"flows/first-need.yml"}


def test_a_file_with_another_id_answers_to_both_names(manual: Path) -> None:
    write(manual, {WELCOME: HEAD.replace("id: welcome", "id: hello") + FINISH})
    write(manual, {APPOINTMENT: base(APPOINTMENT, "[first-need]", "[welcome, hello]")})
    assert told(manual) == [(WELCOME, 1, "id-not-file-name")]


def test_registers_may_be_split(manual: Path) -> None:
    roles = base(ROLES).splitlines(keepends=True)
    split = {
        "procedures/registers/people/front.yml": roles[0] + roles[1],
        "procedures/registers/people/back.yml": roles[0] + roles[2],
        "procedures/registers/words.yml": "glossary:\n  - {id: case, term: {pt: a, en: b}, meaning: {pt: c, en: d}}\n",
    }
    (manual / ROLES).unlink()
    assert told(write(manual, split)) == []
    handbook, _, _ = load_handbook(manual)
    assert sorted(handbook.roles) == ["front-desk", "officer"]
    assert sorted(handbook.glossary) == ["case"]


def test_a_register_may_have_all_lists_in_one_file(manual: Path) -> None:
    registers = manual / "procedures" / "registers"
    lists = [file.read_text(encoding="utf-8") for file in sorted(registers.iterdir())]
    shutil.rmtree(registers)
    assert told(write(manual, {"procedures/registers/all.yml": "".join(lists)})) == []


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        ("procedures/registers/zz.yml", "roles:\n  - {id: officer, title: {pt: a, en: b}}\n", 2),
        ("procedures/z/appointment.yml", base(APPOINTMENT, "code: CL-01\n"), 1),
        ("procedures/z/first-need.yml", HEAD.replace("welcome", "first-need") + FINISH, None),
        ("flows/appointment.yml", base("flows/first-need.yml", "id: first-need", "id: appointment"), 1),
    ],
    ids=["register", "procedures", "procedure-before-flow", "flow-after-procedure"],
)
def test_an_id_belongs_to_one(manual: Path, path: str, content: str, line: int | None) -> None:
    write(manual, {path: content})
    expected = (path, line, "repeated-id") if line else ("flows/first-need.yml", 1, "repeated-id")
    assert told(manual) == [expected]


def test_the_same_id_in_different_registers_is_fine(manual: Path) -> None:
    purpose = "{pt: '[a](form:passport)', en: '[b](form:passport)'}"
    forms = f"forms:\n  - {{id: passport, title: {{pt: a, en: b}}, purpose: {purpose}}}\n"
    assert told(write(manual, {"procedures/registers/zz.yml": forms})) == []


def test_only_what_belongs_to_the_manual_is_read(manual: Path) -> None:
    others = {
        "procedures/reception/.hidden.yml": "[",
        "procedures/README.md": "[",
        "flows/notes.txt": "[",
        "mkdocs.yml": "[",
    }
    assert told(write(manual, others)) == []


@pytest.mark.parametrize(
    "path", ["procedures/a.yml", "procedures/a/b/c.yml", "flows/a/b.yml", "flows/b.yaml", "flows/b.YML"]
)
def test_a_file_out_of_place_is_told(manual: Path, path: str) -> None:
    assert told(write(manual, {path: "a: b"})) == [(path, 1, "misplaced-file")]


def test_links_inside_the_manual_are_followed_and_others_told(manual: Path) -> None:
    reception = manual / "procedures" / "reception"
    (reception / "welcome.yml").write_text(HEAD + FINISH, encoding="utf-8")
    try:
        (manual / "flows" / "out.yml").symlink_to(manual.parent / "out.yml")
    except OSError:
        pytest.skip("links can't be made here")
    (manual / "flows" / "gone.yml").symlink_to("nowhere.yml")
    (manual / "procedures" / "elsewhere").symlink_to(manual.parent)
    assert told(manual) == [
        ("flows/gone.yml", 1, "unreadable-file"),
        ("flows/out.yml", 1, "outside-link"),
        ("procedures/elsewhere", 1, "outside-link"),
    ]


def test_a_link_to_itself_is_told(manual: Path) -> None:
    (manual / "flows" / "loop.yml").symlink_to("loop.yml")
    assert [path for path, _, _ in told(manual)] == ["flows/loop.yml"]


def test_the_order_of_writing_changes_nothing(manual: Path, tmp_path: Path) -> None:
    files = {f"procedures/g{n}/p{n}.yml": HEAD.replace("welcome", f"p{n}") + GREET for n in range(9)}
    forward = write(manual, files)
    backward = shutil.copytree(BASE, tmp_path / "again")
    write(backward, dict(reversed(files.items())))
    one, other = check_manual(forward, TODAY), check_manual(backward, TODAY)
    assert (one.handbook, one.diagnostics) == (other.handbook, other.diagnostics)


def damaged(content: str, chance: random.Random) -> str:
    """Do to a file what a hasty hand does: lose, repeat or swap a line, or change a few letters."""
    lines = content.splitlines(keepends=True)
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = lines[at].replace(chance.choice("{}[]:,-'"), chance.choice(["", " ", "\t", "[", "&", "é"]), 1)
        case 4:
            place = chance.randrange(len(lines[at]))
            lines[at] = lines[at][:place] + chance.choice("abz{}[]:,- \t'\"#&*!|>\n") + lines[at][place + 1 :]
        case 5:
            lines[at] = lines[at].replace(": ", chance.choice([":", ": ,", ": [], ", ": {}", ": ''", ": null #"]), 1)
    return "".join(lines)


def test_no_damage_stops_the_program(manual: Path) -> None:
    """Every damage is told in all formats, or is none; the manual is whole again before the next."""
    chance = random.Random(20261121)
    files = [path.relative_to(BASE).as_posix() for path in sorted(BASE.rglob("*.yml"))]
    for _ in range(400):
        path = chance.choice(files)
        content = base(path)
        for _ in range(chance.randrange(1, 4)):
            content = damaged(content, chance) or "\n"
        write(manual, {path: content})
        diagnostics = check_manual(manual, TODAY).diagnostics
        for as_format in FORMATS.values():
            as_format(diagnostics)
        places = [(one.file, one.line, one.column, one.code, one.message) for one in diagnostics]
        assert len(places) == len(set(places)), content
        write(manual, {path: base(path)})


@pytest.mark.parametrize(
    ("languages", "title"),
    [
        ("[en]", {"en": "Manual of Procedures"}),
        ("[pt]", {"pt": "Manual de Procedimentos"}),
        ("[fr, pt]", {"fr": "Manual of Procedures", "pt": "Manual de Procedimentos"}),
    ],
)
def test_a_title_that_nobody_wrote_is_in_the_languages_of_the_manual(
    languages: str, title: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "handbook.yml").write_text(f"languages: {languages}\n")
    handbook, _, problems = load_handbook(tmp_path)
    assert problems == [] and dict(handbook.settings.title) == title
