"""The reference of the format: it names every key of the models, and its examples are what the program reads."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from handbook_builder.build import check_manual
from handbook_builder.diagnostics import as_text
from handbook_builder.model import control, procedure, questionnaire, registers, settings, steps, text, workshop
from handbook_builder.model.inline import ITEM_SCHEMES, SAFE_SCHEMES
from handbook_builder.model.schema import MODELS
from handbook_builder.source import parse
from tests.manuals import edit

DOCS = Path(__file__).parents[1] / "docs" / "authoring"
BASE = Path(__file__).parent / "base_manual"
TODAY = datetime.date(2026, 11, 21)
LANGUAGES = ("pt", "en")
KEY = {"pt": "Chave", "en": "Key"}
NEEDED = {"pt": {"sim": True, "não": False}, "en": {"yes": True, "no": False}}

SECTIONS: Mapping[str, type[BaseModel]] = {
    "settings": settings.Settings,
    "group": settings.Group,
    "feedback": settings.Feedback,
    "procedure": procedure.Procedure,
    "needed-document": procedure.NeededDocument,
    "do": steps.Action,
    "ask": steps.Decision,
    "answer": steps.Answer,
    "run": steps.Run,
    "refer": steps.Referral,
    "end": steps.End,
    "control": control.Control,
    "consultation": control.Consultation,
    "change": control.Change,
    "scenario": procedure.Scenario,
    "registers": registers.RegisterFile,
    "roles": registers.Role,
    "services": registers.Service,
    "needs": registers.Need,
    "areas": registers.Area,
    "channel": registers.Channel,
    "forms": registers.Form,
    "form-field": registers.FormField,
    "field-option": registers.FieldOption,
    "documents": registers.PersonalDocument,
    "sources": registers.Source,
    "data": registers.DataItem,
    "practices": registers.Practice,
    "glossary": registers.Term,
    "workshop": workshop.Workshop,
    "objective": workshop.Objective,
    "session": workshop.Session,
    "slide": workshop.Slide,
    "activity": workshop.Activity,
    "assessment": workshop.Assessment,
    "questionnaire": questionnaire.Questionnaire,
    "rate": questionnaire.Rating,
    "choose": questionnaire.SingleChoice,
    "tick": questionnaire.MultipleChoice,
    "write": questionnaire.OpenQuestion,
    "option": questionnaire.Option,
}
"""The sections of the page, and the model whose keys each explains."""

SHARED: Mapping[str, type[BaseModel]] = {"any-step": steps._Step, "any-question": questionnaire._Question}
"""The sections on what all steps and all questions share."""

DOCUMENTED = [*SHARED.items(), *SECTIONS.items()]

ELSEWHERE = {procedure.Flow, text.Duration}
"""Models without a section of their own kind: a tree is told by what differs, a time limit by its units."""

_FENCE = re.compile(r"^```(?: \{ \.)?(?P<kind>\w+)(?: title=\"(?P<path>[^\"]+)\" \})?\n(?P<text>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Row:
    """What the page says of a key."""

    needed: bool
    said: str
    example: str


def page(name: str, language: str) -> str:
    return (DOCS / f"{name}{'' if language == 'pt' else '.en'}.md").read_text(encoding="utf-8")


def sections(language: str) -> dict[str, str]:
    """Give the text below each heading, by the heading's anchor."""
    _, *parts = re.split(r"^#+ .*\{#([\w-]+)\}$", page("format", language), flags=re.M)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def rows_of(section: str, language: str) -> dict[str, Row]:
    """Give the keys in a section's table."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.split("\n") if line[:1] == "|"]
    heads = [at for at, row in enumerate(cells) if row[0] == KEY[language]]
    rows: dict[str, Row] = {}
    for at in heads:
        for key, needed, said, example in (row for row in cells[at + 2 :] if len(row) == 4):
            assert key.strip("`") not in rows, key
            first = re.split(r"[;,]", needed)[0]
            rows[key.strip("`")] = Row(NEEDED[language][first], said, example.strip("`"))
    return rows


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Give the fields of a model under the names that authors write; those that all of a kind share are left out."""
    base = next((one for one in SHARED.values() if issubclass(model, one) and model is not one), BaseModel)
    shared = base.model_fields
    return {field.alias or name: field for name, field in model.model_fields.items() if name not in shared}


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Give the models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for part in get_args(annotation):
        yield from models_in(part)


def words_in(annotation: Any) -> set[str]:
    """Give the fixed words that a value may be."""
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return set().union(*(words_in(part) for part in get_args(annotation)))


def examples(language: str) -> dict[str, str]:
    """Give the complete example files by their paths."""
    return {fence["path"]: fence["text"] for fence in _FENCE.finditer(page("format", language)) if fence["path"]}


def test_every_model_of_the_format_has_a_section() -> None:
    found = {model for root in MODELS.values() for model in models_in(root)}
    assert found == set(SECTIONS.values()) | ELSEWHERE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("section", "model"), DOCUMENTED)
def test_a_section_names_every_key_and_tells_which_are_needed(
    section: str, model: type[BaseModel], language: str
) -> None:
    rows = rows_of(sections(language)[section], language)
    expected = {key: field.is_required() for key, field in fields_of(model).items()}
    assert {key: row.needed for key, row in rows.items()} == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_on_trees_tells_what_differs_from_a_procedure(language: str) -> None:
    tree, other = fields_of(procedure.Flow), fields_of(procedure.Procedure)
    assert tree.keys() == other.keys()
    needed = {key: field.is_required() for key, field in tree.items()}
    differing = {key: is_needed for key, is_needed in needed.items() if is_needed != other[key].is_required()}
    section = sections(language)["flow"]
    assert {key: row.needed for key, row in rows_of(section, language).items()} == differing
    assert all(f"`{kind}`" in section for kind in procedure.STEPS_OF_FLOWS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("section", "model"), DOCUMENTED)
def test_a_section_names_every_word_that_a_value_may_be(section: str, model: type[BaseModel], language: str) -> None:
    texts = sections(language)
    for key, field in fields_of(model).items():
        if isinstance(field.default, str):
            assert f"`{field.default}`" in rows_of(texts[section], language)[key].said, key
        if not list(models_in(field.annotation)):  # the words inside another model are told in its own section
            words = words_in(field.annotation)
            place = texts["confidence" if words == set(get_args(text.Confidence)) else section]
            assert {word for word in words if f"`{word}`" not in place} == set(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_the_units_of_time_and_the_kinds_of_link(language: str) -> None:
    texts = sections(language)
    units = get_args(text.Duration.model_fields["unit"].annotation)
    assert re.findall(r"^\| `([a-z ]+)` \|", texts["time-limits"], re.M) == list(units)
    assert set(re.findall(r"^\| `([a-z]+):", texts["links"], re.M)) == set(ITEM_SCHEMES)
    assert all(f"`{scheme}`" in texts["wordings"] for scheme in SAFE_SCHEMES)
    assert all(f"](#{kind})" in texts["steps"] for kind in steps.KINDS)


@pytest.mark.parametrize(("section", "model"), DOCUMENTED)
def test_the_example_of_each_key_fits(section: str, model: type[BaseModel]) -> None:
    for key, row in rows_of(sections("pt")[section], "pt").items():
        document, problems = parse(row.example.encode(), key)
        assert document is not None and not problems, row.example
        assert list(document.data) == [key]
        field = fields_of(model)[key]
        kind = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        TypeAdapter(kind).validate_python(document.data[key])


def test_both_languages_have_the_same_sections_examples_and_links() -> None:
    portuguese, english = sections("pt"), sections("en")
    assert list(portuguese) == list(english)
    assert examples("pt") == examples("en")
    for name, section in portuguese.items():
        ours, theirs = rows_of(section, "pt"), rows_of(english[name], "en")
        assert [(key, row.needed, row.example) for key, row in ours.items()] == [
            (key, row.needed, row.example) for key, row in theirs.items()
        ]


@pytest.mark.parametrize("path", [*examples("pt"), "all of them"])
def test_a_complete_example_has_nothing_wrong(path: str, tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "manual")
    for name, content in examples("pt").items():
        if path in (name, "all of them"):
            file = tmp_path / "manual" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8", newline="\n")
    diagnostics = check_manual(tmp_path / "manual", TODAY).diagnostics
    # The smallest procedure has no worked case, and nothing in the little manual uses the registers' example.
    assert as_text(one for one in diagnostics if one.code not in ("uncovered-answer", "unused-entry")) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["index", "format"])
def test_the_other_pieces_are_readable(name: str, language: str) -> None:
    for fence in _FENCE.finditer(page(name, language)):
        if fence["kind"] == "yaml" and fence["text"].strip()[0] != "#":
            assert parse(fence["text"].encode(), name)[1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_shows_a_message_as_the_program_gives_it(language: str, tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "manual")
    edit(tmp_path / "manual" / "procedures" / "reception" / "appointment.yml", "yes: refer\n", "yes: refr\n")
    shown = next(fence["text"] for fence in _FENCE.finditer(page("index", language)) if fence["kind"] == "text")
    assert as_text(check_manual(tmp_path / "manual", TODAY).diagnostics, language) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_names_every_state_of_a_document(language: str) -> None:
    states = get_args(control.Control.model_fields["status"].annotation)
    table = page("index", language).partition("{#status}")[2]
    assert re.findall(r"^\| `([a-z_]+)` \| ", table, re.M) == ["status", *states]
