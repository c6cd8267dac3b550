"""The JSON Schemas accept every real file as an editor reads it, and refuse typical mistakes, as the models do."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import ValidationError

from handbook_builder.cli import main
from handbook_builder.model.schema import MODELS, schema_of
from handbook_builder.source import parse

PROJECT = Path(__file__).parent.parent
ROOTS = (PROJECT, PROJECT / "handbook_builder/starter")
FILES = sorted(file for root in ROOTS for folder in ("procedures", "flows") for file in (root / folder).rglob("*.yml"))
VALIDATORS = {name: jsonschema.Draft202012Validator(schema_of(name)) for name in MODELS}


def kind_of(file: Path) -> str:
    return {"registers": "registers", "flows": "flow"}.get(file.parent.name, "procedure")


def as_editors_read(node: yaml.Node) -> Any:
    """Read YAML as the core schema of YAML 1.2 has it: plain true is a boolean, plain 112 a number."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: as_editors_read(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [as_editors_read(item) for item in node.value]
    if not node.style:  # plain, not in quotes
        if re.fullmatch(r"true|True|TRUE|false|False|FALSE", node.value):
            return node.value.lower() == "true"
        if re.fullmatch(r"null|Null|NULL|~|", node.value):
            return None
        if re.fullmatch(r"[-+]?\d+", node.value):
            return int(node.value)
        if re.fullmatch(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", node.value):
            return float(node.value)
    return node.value


def read(text: str) -> Any:
    document, problems = parse(text.encode(), "x.yml")
    assert document and not problems
    return as_editors_read(document.root)


def complaints(name: str, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(value)]


@pytest.mark.parametrize("name", MODELS)
def test_each_is_a_schema(name: str) -> None:
    schema = schema_of(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(name) and schema["title"] and schema == schema_of(name)
    assert '"null"' not in json.dumps(schema)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PROJECT)))
def test_every_real_file_fits(file: Path) -> None:
    document, _ = parse(file.read_bytes(), file.name)
    assert document
    assert complaints(kind_of(file), as_editors_read(document.root)) == []


@pytest.mark.parametrize("root", ROOTS, ids=["manual", "starter"])
def test_the_settings_fit(root: Path) -> None:
    if (root / "handbook.yml").is_file():
        assert complaints("settings", read((root / "handbook.yml").read_text(encoding="utf-8"))) == []


PROCEDURE = read("""
id: 112
code: 112
title: {pt: 112, en: true}
owner: officer
control: {version: 1.0.0, status: draft, review_by: 2027-05-31}
keywords: {pt: [112, sim], no: [yes]}
documents: [passport, {document: 112, when: 2026}]
steps:
  - {id: ring, do: 112, within: 2 working days, next: sure}
  - {id: sure, ask: {pt: Sim?, en: Yes}, yes: ring, no: again}
  - {id: again, run: other, do: {pt: Outra vez, en: Again}}
  - {id: send, refer: Para lá, to: 112, consent: required, shares: [name]}
  - {id: done, end: Fim, outcome: resolved, continue: other}
scenarios: [{id: 1, title: Um, answers: {sure: yes, 2: 1.5}, ends: done}]
""")
REGISTERS = read("""
sources: [{id: law, title: Lei, kind: law, published: 2022, undated: true}, {id: page, title: P, published: 2022-05}]
services: [{id: s, name: S, does: D, channels: [{kind: phone, value: 112}], languages: [pt, pt-BR]}]
forms: [{id: f, title: F, code: 1.5, restricted: yes, fields: [{id: x, label: X, required: não}]}]
""")


def test_numbers_and_booleans_fit_where_text_is_wanted() -> None:
    assert complaints("procedure", PROCEDURE) == []
    assert complaints("registers", REGISTERS) == []


def changed(value: Any, path: str, new: Any) -> Any:
    """Give a copy with the value at ``path`` replaced; None takes it away."""
    copy = deepcopy(value)
    *way, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    place = copy
    for part in way:
        place = place[part]
    if new is None:
        del place[last]
    else:
        place[last] = new
    return copy


@pytest.mark.parametrize(
    ("path", "new", "said"),
    [
        ("title", None, "$: 'title' is a required property"),
        ("titel", "Um", "$: Additional properties are not allowed ('titel' was unexpected)"),
        ("id", "Ring Up", "$.id: 'Ring Up' does not match"),
        ("title", ["Um"], "$.title: ['Um'] is not valid under any of the given schemas"),
        ("forms", "slip", "$.forms: 'slip' is not of type 'array'"),
        ("control/version", 1.0, "$.control.version: 1.0 is not of type 'string'"),
        ("control/status", "final", "$.control.status: 'final' is not one of"),
        ("control/review_by", "2027-05-31 or so", "$.control.review_by: '2027-05-31 or so' does not match"),
        ("keywords/pt", "112", "$.keywords.pt: '112' is not of type 'array'"),
        ("keywords/Pt", ["112"], "$.keywords: 'Pt' does not match any of the regexes"),
        ("steps", [], "$.steps: [] should be non-empty"),
        ("steps/0/nxt", "sure", "$.steps[0]: Additional properties are not allowed ('nxt' was unexpected)"),
        ("steps/0/do", None, "$.steps[0]: {'id': 'ring', 'within': '2 working days', 'next': 'sure'} is not valid"),
        ("steps/0/within", "soon", "$.steps[0].within: 'soon' does not match"),
        ("steps/1/answers", [{"id": "a", "next": "b"}], "$.steps[1].answers[0]: 'answer' is a required property"),
        ("steps/4/outcome", None, "$.steps[4]: 'outcome' is a required property"),
        ("steps/4/outcome", "done", "$.steps[4].outcome: 'done' is not one of"),
    ],
)
def test_a_mistake_is_refused_with_one_complaint_as_by_the_model(path: str, new: Any, said: str) -> None:
    wrong = changed(PROCEDURE, path, new)
    (complaint,) = complaints("procedure", wrong)
    assert complaint.startswith(said)
    with pytest.raises(ValidationError):
        MODELS["procedure"].model_validate(_as_text(wrong))


def _as_text(value: Any) -> Any:
    """Give what our own reader makes of a value: scalars are text."""
    if isinstance(value, dict):
        return {str(key): _as_text(inner) for key, inner in value.items()}
    return [_as_text(inner) for inner in value] if isinstance(value, list) else str(value)


def test_a_wording_has_text_in_a_language() -> None:
    for wording in ({}, {"pt": ""}, {"pt": None}, {"Pt ": "Um"}, "", None):
        assert complaints("procedure", PROCEDURE | {"title": wording}), wording


def test_a_step_is_one_thing() -> None:
    assert complaints("procedure", changed(PROCEDURE, "steps/0/ask", "O quê?"))
    assert complaints("procedure", changed(PROCEDURE, "steps/0", "ring"))


def test_a_decision_tree_has_no_actions() -> None:
    tree = {key: value for key, value in PROCEDURE.items() if key not in ("owner", "control")}
    assert complaints("procedure", tree)
    assert complaints("flow", {**tree, "steps": [PROCEDURE["steps"][at] for at in (1, 3, 4)]}) == []
    assert all(complaints("flow", {**tree, "steps": [PROCEDURE["steps"][at]]}) for at in (0, 2))


def test_mistakes_in_registers() -> None:
    for path, new in (
        ("roles", [{"id": "officer"}]),
        ("source", []),
        ("sources/0/kind", "book"),
        ("sources/0/undated", "maybe"),
        ("sources/1/published", "May 2022"),
        ("services/0/channels/0/kind", "pigeon"),
        ("services/0/languages/0", True),
    ):
        assert complaints("registers", changed(REGISTERS, path, new)), path


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == {name: schema_of(name) for name in MODELS}
    assert main(["schema", "flow"]) == 0
    assert json.loads(capsys.readouterr().out) == schema_of("flow")
    assert main(["schema", "--write", str(tmp_path / "a/b")]) == 0
    assert {file.name for file in (tmp_path / "a/b").iterdir()} == {f"{name}.schema.json" for name in MODELS}
    assert json.loads((tmp_path / "a/b/settings.schema.json").read_text(encoding="utf-8")) == schema_of("settings")
