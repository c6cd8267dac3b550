"""Help while typing: what VS Code is told fits the files it is for, and explains each key in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from handbook_builder.commands.editor import GLOBS, SCHEMAS, vscode_files
from handbook_builder.commands.init import RENAMED
from handbook_builder.load import files_of
from handbook_builder.model.schema import MODELS, schema_of
from tests.test_schema import ROOTS, as_editors_read, complaints, parse

PROJECT = Path(__file__).parent.parent
RENEW = "run: handbook schema --write .vscode/schemas"


def fits(path: str, glob: str) -> bool:
    """Tell whether a path is one that a glob means: ``**`` stands for any folders, ``*`` for a name."""

    def match(names: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
        if not patterns:
            return not names
        if patterns[0] == "**":
            return any(match(names[at:], patterns[1:]) for at in range(len(names) + 1))
        return bool(names) and fnmatchcase(names[0], patterns[0]) and match(names[1:], patterns[1:])

    return match(PurePosixPath(path).parts, PurePosixPath(glob.lstrip("/")).parts)


def kinds_by_globs(path: str) -> list[str]:
    def chosen(globs: tuple[str, ...]) -> bool:
        wanted = [glob for glob in globs if not glob.startswith("!")]
        unwanted = [glob[1:] for glob in globs if glob.startswith("!")]
        return any(fits(path, glob) for glob in wanted) and not any(fits(path, glob) for glob in unwanted)

    return [kind for kind, globs in GLOBS.items() if chosen(globs)]


@pytest.mark.parametrize("path", vscode_files())
def test_the_files_in_the_repository_are_those_of_the_models(path: str) -> None:
    assert (PROJECT / path).read_text(encoding="utf-8") == vscode_files()[path], RENEW


def test_nothing_else_is_there() -> None:
    found = {file.relative_to(PROJECT).as_posix() for file in (PROJECT / SCHEMAS).iterdir()}
    assert found == {path for path in vscode_files() if path.startswith(SCHEMAS)}
    assert "gitignore" in RENAMED and ".vscode" not in (PROJECT / ".gitignore").read_text(encoding="utf-8")


@pytest.mark.parametrize("root", ROOTS, ids=["manual", "starter"])
def test_every_file_gets_the_schema_that_it_fits(root: Path) -> None:
    files = dict(files_of(root))
    assert {path: kinds_by_globs(path) for path in files} == {path: [kind] for path, kind in files.items()}
    for glob in (glob.removeprefix("!") for globs in GLOBS.values() for glob in globs):
        assert any(fits(path, glob) for path in files), glob
    schemas = json.loads(vscode_files()[".vscode/settings.json"])["yaml.schemas"]
    for path in files:
        (name,) = [name for name, globs in schemas.items() if tuple(globs) == GLOBS[kinds_by_globs(path)[0]]]
        schema = json.loads((PROJECT / name).read_text(encoding="utf-8"))
        kind = schema["$id"].rsplit(":", 1)[1]
        document, _ = parse((root / path).read_bytes(), path)
        assert document and complaints(kind, as_editors_read(document.root)) == [], path


def test_other_files_get_none() -> None:
    for path in ("mkdocs.yml", "docs/procedures/referral/x.yml", "procedures/x.yml", "flows/a/b.yml"):
        assert kinds_by_globs(path) == [], path


def keys_of(schema: Any, way: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each key with what the schema says of it, save those that a step lists before its kind is known."""
    if isinstance(schema, list):
        for one in schema:
            yield from keys_of(one, way)
    elif isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            if inner is not True:
                yield f"{way}/{name}", inner
        for name, inner in schema.items():
            yield from keys_of(inner, f"{way}/{name}")


@pytest.mark.parametrize("name", MODELS)
def test_every_key_and_value_is_explained_in_both_languages(name: str) -> None:
    keys = dict(keys_of(schema_of(name)))
    assert len(keys) > 10
    for way, said in keys.items():
        portuguese, english = said["description"].split("\n\n")
        assert portuguese and english and portuguese != english, way
        values = ["yes", "no"] if True in said.get("enum", ()) else said.get("enum", ())
        for value in values:
            assert value in portuguese and value in english, f"{way}: {value}"


@pytest.mark.parametrize("name", ["procedure", "flow"])
def test_every_key_of_a_step_is_explained_for_its_kind(name: str) -> None:
    parts = schema_of(name)["$defs"]
    step = parts["Step"]
    by_kind = {name for rule in step["allOf"] for name in parts[rule["then"]["$ref"].rsplit("/", 1)[1]]["properties"]}
    assert set(step["properties"]) == by_kind
    assert len(step["description"].split("\n\n")) == 2
